"""Makes a synthetic catalogue of several times as many classes: renamed, with fresh numbers.

    python tests/benchmarks/grown.py DATA TARGET TIMES

TARGET is filled with the catalogue of DATA and TIMES - 1 copies of it.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit

if TYPE_CHECKING:
    from collections.abc import Iterator

# HRESULTs of a facility that Windows does not use: 32-bit numbers that unwrap to themselves.
_FIRST_NUMBER = 0x8F000000


def main(data: str, target: str, times: str) -> None:
    """Writes the copies."""
    catalogue = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(Path(data).glob("*.toml"))
    }
    folder = Path(target)
    folder.mkdir(parents=True)
    for path in Path(data).glob("*.toml"):
        shutil.copy(path, folder)
    numbers = count(_FIRST_NUMBER)
    known = {table["category"]["name"] for table in catalogue.values()}
    known |= {error["name"] for table in catalogue.values() for error in table["error"]}
    for copy in range(2, int(times) + 1):
        for stem, table in catalogue.items():
            renamed = _renamed(table, f"Copy{copy}", known, numbers)
            text = tomlkit.dumps(renamed)
            (folder / f"{stem}_copy{copy}.toml").write_text(text, encoding="utf-8")


def _renamed(
    table: dict[str, Any], suffix: str, known: set[str], numbers: Iterator[int]
) -> dict[str, Any]:
    def name(old: str) -> str:
        return old + suffix if old in known else old

    def record(old: dict[str, Any]) -> dict[str, Any]:
        new = dict(old)
        new["name"] = name(old["name"])
        for key in ("bases", "related"):
            if key in old:
                new[key] = [name(other) for other in old[key]]
        if "codes" in old:
            new["codes"] = [_code(code, suffix, next(numbers)) for code in old["codes"]]
        return new

    return table | {
        "category": record(table["category"]),
        "error": [record(error) for error in table["error"]],
    }


def _code(old: dict[str, Any], suffix: str, number: int) -> dict[str, Any]:
    symbol = f"{old['symbol']}_{suffix.upper()}_{number & 0xFFFF}"
    kept = {key: value for key, value in old.items() if key == "message"}
    return kept | {"space": "windows", "number": number, "symbol": symbol}


if __name__ == "__main__":
    main(*sys.argv[1:])
