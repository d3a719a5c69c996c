"""Carries errors with what really carries them, and prints what arrives.

    python tests/carriers/run.py [--only CARRIER ...] [--small] [--keep] [--install]

Each carrier returns an instance of every class, and raises five samples: a Windows number, a RAS
number, one of the article, an undefined one, and an error with cause, file names and a note.
``--small`` leaves out Ray, Celery and PySpark. The packages are installed in an environment in the
user's cache folder (or in the folder that IPSEC_ERRORS_CARRIERS_CACHE names); ``--install`` makes
it, with the packages of the chosen carriers. PySpark needs Java, and the subinterpreter a Python
3.13, found as python3.13 or named with ``--python313``. ``--keep`` writes results.json.

The exit status is 1 if a carrier loses what EXPECTED says that it keeps, or fails.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.carriers.things import SAMPLES, every_class, shown  # noqa: E402 (the path is set above)

RESULTS = HERE / "results.json"
_FIELDS = ("class", "code", "space", "text", "notes", "cause")
_ALL = frozenset(_FIELDS)
_NO_CAUSE = _ALL - {"cause"}


class Carrier(NamedTuple):
    """A row: its packages, the options of Python, and what of a raised error must arrive."""

    name: str
    packages: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    keeps: frozenset[str] = _NO_CAUSE
    large: bool = False

    @property
    def title(self) -> str:
        """Returns the name in the table."""
        return " ".join((self.name, *self.options))


EXPECTED = (
    Carrier("pool-spawn"),
    Carrier("pool-fork"),
    Carrier("pool-forkserver"),
    Carrier("loky", ("loky",)),
    Carrier("cloudpickle", ("cloudpickle",)),
    Carrier("dill", ("dill",)),
    Carrier("dask", ("dask", "distributed")),
    Carrier("asyncio-cancellation", keeps=_ALL),
    Carrier("trio-cancellation", ("trio",), keeps=_ALL),
    Carrier("anyio-cancellation", ("anyio", "trio"), keeps=_ALL),
    Carrier("flags", options=("-O",)),
    Carrier("flags", options=("-OO",)),
    Carrier("flags", options=("-bb",)),
    Carrier("flags", options=("-X", "dev", "-W", "error")),
    Carrier("zipimport"),
    Carrier("subinterpreter"),
    # Ray builds an error anew from its class and args, which hold no code; so does JSON.
    Carrier("ray", ("ray",), keeps=frozenset({"class"}), large=True),
    Carrier("celery-pickle", ("celery",), large=True),
    Carrier("celery-json", ("celery",), keeps=frozenset({"class"}), large=True),
    # Spark raises its own error, with ours as text.
    Carrier("pyspark", ("pyspark",), keeps=frozenset(), large=True),
)


def main() -> int:
    """Prints the table; returns 0, or 1 if something that must arrive does not."""
    options = _parser().parse_args()
    chosen = [c for c in EXPECTED if c.name in (options.only or [c.name])]
    if options.small:
        chosen = [c for c in chosen if not c.large]
    python = _cache() / "environment" / "bin" / "python"
    if options.install:
        _install(python, chosen)
    if not python.exists():
        python = Path(sys.executable)
    total = len(every_class())
    print(f"{'carrier':26}{'classes':>11}  what arrives of a raised error")
    rows, failed = {}, 0
    for carrier in chosen:
        row = _row(carrier, _python(carrier, python, options.python313), total)
        failed += row["failed"]
        rows[carrier.title] = row
        print(f"{carrier.title:26}{row['classes']:>11}  {row['arrives']}", flush=True)
    if options.keep:
        kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        kept |= {title: row for title, row in rows.items() if not row["skipped"]}
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    names = sorted({c.name for c in EXPECTED})
    parser.add_argument("--only", nargs="+", choices=names, metavar="CARRIER", help=" ".join(names))
    parser.add_argument("--small", action="store_true", help="leave the large packages out")
    parser.add_argument("--python313", metavar="PATH", default="python3.13")
    parser.add_argument("--keep", action="store_true", help="write the table's figures")
    parser.add_argument("--install", action="store_true", help="make the environment first")
    return parser


def _cache() -> Path:
    chosen = os.environ.get("IPSEC_ERRORS_CARRIERS_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(chosen).absolute() if chosen else Path(base) / "ipsec-errors" / "carriers"


def _install(python: Path, carriers: Sequence[Carrier]) -> None:
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python.parent.parent], check=True)
    packages = dict.fromkeys(name for carrier in carriers for name in carrier.packages)
    needed = ("attrs", "typing-extensions", *packages)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *needed], check=True)


def _python(carrier: Carrier, python: Path, python313: str) -> Path | None:
    if carrier.name != "subinterpreter":
        return python
    found = shutil.which(python313)
    return Path(found) if found and _runs(found) else None


def _runs(python: str) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def _why_not(carrier: Carrier, python: Path | None) -> str:
    if python is None:
        return "no Python 3.13: --python313 PATH"
    code = f"import {', '.join(carrier.packages) or 'sys'}"
    if subprocess.run([python, "-c", code], capture_output=True, check=False).returncode:
        return f"not installed: --install --only {carrier.name}"
    return "" if carrier.name != "pyspark" or shutil.which("java") else "no Java"


def _row(carrier: Carrier, python: Path | None, total: int) -> dict[str, Any]:
    reason = _why_not(carrier, python)
    if reason or python is None:
        return {"classes": "-", "arrives": f"skipped, {reason}", "failed": 0, "skipped": True}
    # What the environment says of paths is not to show a worker another library.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PYTHONPATH"] = os.pathsep.join(_path(carrier))
    # Workers of Spark are to be of the same Python.
    environment["PYSPARK_PYTHON"] = str(python)
    with tempfile.TemporaryDirectory(prefix="carriers-") as folder:
        command: list[str | Path] = [
            python,
            *carrier.options,
            HERE / "carry.py",
            carrier.name,
            folder,
        ]
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False, timeout=600
            )
        except subprocess.TimeoutExpired:
            return {"classes": "-", "arrives": "failed: no end", "failed": 1, "skipped": False}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        return {"classes": "-", "arrives": f"failed: {last}", "failed": 1, "skipped": False}
    arrived = json.loads(done.stdout.strip().splitlines()[-1])
    whole = sum(map(_same, arrived["classes"], map(shown, every_class())))
    lost = _lost(arrived["raised"])
    kept = [name for name in _FIELDS if name not in lost]
    text = f"{', '.join(kept) or 'none of it'}{_said(lost)}"
    wrong = carrier.keeps & set(lost) or whole != total
    return {
        "classes": f"{whole} of {total}",
        "arrives": text,
        "failed": int(bool(wrong)),
        "skipped": False,
        "seconds": arrived["seconds"],
    }


def _path(carrier: Carrier) -> list[str]:
    """Returns the sources, and attrs for a Python that has no packages."""
    import attr

    packages = [str(Path(attr.__file__).parents[1])] if carrier.name == "subinterpreter" else []
    return [str(ROOT / "src"), str(ROOT), *packages]


def _same(arrived: dict[str, Any], sent: dict[str, Any]) -> bool:
    return all(arrived[name] == sent[name] for name in _FIELDS)


def _lost(raised: dict[str, Any]) -> dict[str, str]:
    """Returns what differs from what was sent, with an example."""
    lost = {}
    for field in _FIELDS:
        for name, make in SAMPLES.items():
            sent, came = shown(make())[field], raised[name][field]
            if came != sent and field not in lost:
                # Texts and notes are long, and may name paths of this machine.
                short = field not in ("text", "notes")
                lost[field] = f"{field} of {name}" + (f": {came!r}, not {sent!r}" if short else "")
    return lost


def _said(lost: dict[str, str]) -> str:
    return f" ({'; '.join(lost.values())})" if lost else ""


if __name__ == "__main__":
    sys.exit(main())
