"""Prints what the heavy checks came to, from the figures that they kept.

python tests/proof.py
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def lines() -> Iterator[str]:
    """Yields the table, with the command that makes each part."""
    yield "Fuzzed: python tests/fuzz/run.py --long --keep"
    fuzzed = _kept("fuzz/results.json")
    for name, one in fuzzed.items():
        yield f"  {name:24}{one['inputs']:>12,} inputs{one['crashes']:>4} crashes"
    yield "Mutants: python tests/mutation/run.py --keep"
    for name, one in _kept("mutation/results.json").items():
        killed, survived = one.get("killed", 0), one.get("survived", 0)
        left = f", {one['not run']} not run" if one.get("not run") else ""
        equivalent = one.get("equivalent", 0)
        yield f"  {name:24}{killed:>6} of {killed + survived} killed, {equivalent} equivalent{left}"
    yield "Carriers: python tests/carriers/run.py --install --keep"
    for name, one in _kept("carriers/results.json").items():
        yield f"  {name:24}{one['classes']:>12} classes; raised: {one['arrives']}"
    yield "Threads that translate first at the same time: pytest tests/ipsec_errors/test_threads.py"
    program = (HERE / "ipsec_errors" / "test_threads.py").read_text("utf-8")
    yield from (f"  {count}" for count in re.findall(r"^THREADS = (\d+)", program, re.MULTILINE))
    yield "Leaked: python tests/leaks.py --keep"
    for one in filter(None, [_kept("leaks.json")]):
        yield (
            f"  {one['translations']:,} translations: {one['blocks']} blocks of memory, "
            f"{one['cycles']} objects in cycles"
        )
    yield "Terminals: python tests/terminals.py --keep"
    for one in filter(None, [_kept("terminals.json")]):
        yield f"  {one['tried']} tried, {one['unreadable']} unreadable"


def _kept(name: str) -> dict[str, Any]:
    path = HERE / name
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


if __name__ == "__main__":
    print(*lines(), sep="\n")
