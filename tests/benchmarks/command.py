"""The command: prepares, measures, prints the tables and writes the page."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from .environments import (
    CACHE_VARIABLE,
    ROOT,
    CannotMeasureError,
    Environment,
    cache_folder,
    own_version,
    prepare,
)
from .suite import PARTS, measure
from .table import markdown, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .table import Row

PAGE = ROOT / "docs" / "benchmarks.md"

_HEAD = """\
# Benchmarks

What the library costs, compared with other packages and with the least that Python itself takes.
This command writes the page:

```text
python tests/benchmarks/run.py --python python3.11 --python python3.13
```

Everything is measured in fresh processes. The measured programs alternate, so that other load on
the machine affects all of them. The times are medians and depend on the machine. The ratios are
taken within one run and hardly depend on it. Imports are compared with a bare interpreter, with
bytecode already written, in processor time. The floor of a call is a dictionary look-up and the
construction of a bare `OSError` subclass with two arguments. Type checkers run without a cache.
Logs are searched beside GNU grep, which looks for the same fixed parts, in processor time.
[Decisions](decisions.md) lists what was changed to reach these figures and what did not help.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns 0, or 70 where something could not be measured."""
    options = _parser().parse_args(arguments)
    options.cache.mkdir(parents=True, exist_ok=True)
    sections = []
    try:
        for python in options.python or [sys.executable]:
            environment = prepare(Path(python), options.cache, options.fresh)
            environment.log_size = options.log_size * 10**6
            begun = time.strftime("%Y-%m-%d %H:%M")
            raw, rows = measure(environment, options.rounds, options.parts or [*PARTS], _say)
            heading, facts = _facts(environment, begun)
            _keep(options.cache, environment, {"facts": facts, "samples": raw}, rows)
            print(f"{heading}\n{facts}")
            show(rows)
            sections.append(f"## {heading}\n\n{facts}\n\n{markdown(rows)}\n")
    except CannotMeasureError as error:
        print(f"\n{error}", file=sys.stderr)
        return 70
    if not options.parts:
        PAGE.write_text("\n".join([_HEAD, *sections]), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--python",
        action="append",
        metavar="PATH",
        help="an interpreter to measure with (default: this one); may be repeated",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=cache_folder(),
        help=f"where environments and raw figures are kept (default: {CACHE_VARIABLE}, "
        "else the user's cache folder)",
    )
    parser.add_argument("--rounds", type=int, default=15, help="how often each is measured")
    parser.add_argument(
        "--fresh", action="store_true", help="make the environments anew, with the latest peers"
    )
    parser.add_argument(
        "--log-size",
        type=int,
        default=1000,
        metavar="MB",
        help="the size of the log that is searched for errors (default: 1000)",
    )
    parser.add_argument(
        "--part",
        action="append",
        choices=PARTS,
        dest="parts",
        help="measure only this, and leave the page as it is; may be repeated",
    )
    return parser


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text[:78]:<78}", end="", file=sys.stderr, flush=True)


def _facts(environment: Environment, begun: str) -> tuple[str, str]:
    versions = ", ".join(f"{name} {of}" for name, of in sorted(environment.versions.items()))
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    facts = (
        f"ipsec-errors {own_version()} on {begun}; {_processor()}, {os.cpu_count()} cores, "
        f"{system}, load {os.getloadavg()[2]:.1f}; beside {versions}."
    )
    return f"CPython {environment.version}", facts


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(x.partition(":")[2].strip() for x in lines if x.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def _keep(
    cache: Path, environment: Environment, figures: dict[str, object], rows: Sequence[Row]
) -> None:
    name = f"figures-{environment.version}-{time.strftime('%Y%m%dT%H%M%S')}.json"
    kept = figures | {"rows": [asdict(row) for row in rows]}
    (cache / name).write_text(json.dumps(kept, indent=1), encoding="utf-8")
