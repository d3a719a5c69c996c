"""Fuzzes the library and prints how many inputs each target was given.

    python tests/fuzz/run.py [--target T ...] [--runs N] [--seconds S] [--seed N] [--long] [--keep]
        [--install]

Without options each target runs for 20 seconds. ``--long`` gives 10 million inputs to each target
and 500,000 to the command line. atheris runs in an environment of its own in the user's cache
folder (or in the folder that IPSEC_ERRORS_FUZZ_CACHE names); ``--install`` makes it.

An input that breaks a promise is written to tests/fuzz/crashes, and the exit status is 1. From
then on ``pytest tests/fuzz`` replays it. ``--keep`` writes the counts to tests/fuzz/results.json
and adds the inputs that reached new code to tests/fuzz/corpus.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.fuzz.corpus import CRASHES, add, unpack  # noqa: E402 (the path is set above)
from tests.fuzz.targets import NAMES  # noqa: E402

RESULTS = HERE / "results.json"
# The environment: atheris, and what the library, the generator and the command line import.
REQUIREMENTS = ("atheris>=3", "attrs", "typing-extensions", "cattrs", "jinja2", "rich", "shtab")
LONG = dict.fromkeys(NAMES, 10_000_000) | {"command": 500_000}
LONGEST = dict.fromkeys(NAMES, 256) | {
    "numbers": 32,
    "text": 1024,
    "events": 1280,
    "catalogue": 2048,
}
DONE = re.compile(r"^Done (\d+) runs", re.MULTILINE)
# libFuzzer's exit status after SIGINT: what it counted until then is kept.
INTERRUPTED = 72
# What libFuzzer prints on its way, for a run that a crash ended.
COUNT = re.compile(r"^#(\d+)\t", re.MULTILINE)


class Outcome(NamedTuple):
    """What one target came to."""

    inputs: int
    seconds: int
    crashes: int


def main() -> int:
    """Runs the targets; returns 0, 1 after a crash, or 69 where atheris is missing."""
    options = _parser().parse_args()
    python = _cache() / "environment" / "bin" / "python"
    if options.install:
        _install(python)
    if not python.exists():
        print(
            "atheris is not installed, so nothing was fuzzed: python tests/fuzz/run.py --install",
            file=sys.stderr,
        )
        return 69
    outcomes = {}
    for name in options.target or NAMES:
        runs = options.runs or (LONG[name] if options.long else None)
        seconds = options.seconds or (None if runs else 20)
        outcomes[name] = _fuzz(python, name, runs, seconds, options.seed)
        print(_row(name, *map(str, outcomes[name])), flush=True)
        if options.keep:
            _keep(name, outcomes[name])
    crashes = sum(outcome.crashes for outcome in outcomes.values())
    print(f"{sum(o.inputs for o in outcomes.values()):,} inputs, {crashes} crashes")
    return 1 if crashes else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--target", action="append", choices=NAMES, help="default: all of them")
    parser.add_argument("--runs", type=int, metavar="N", help="how many inputs a target gets")
    parser.add_argument("--seconds", type=int, metavar="S", help="how long a target runs at most")
    parser.add_argument("--seed", type=int, help="start from the kept inputs, and repeat a run")
    parser.add_argument("--long", action="store_true", help="10 million inputs for each target")
    parser.add_argument("--keep", action="store_true", help="write the counts and new inputs")
    parser.add_argument("--install", action="store_true", help="make the environment first")
    return parser


def _cache() -> Path:
    chosen = os.environ.get("IPSEC_ERRORS_FUZZ_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(chosen).absolute() if chosen else Path(base) / "ipsec-errors" / "fuzz"


def _install(python: Path) -> None:
    folder = python.parent.parent
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)


def _fuzz(
    python: Path, name: str, runs: int | None, seconds: int | None, seed: int | None
) -> Outcome:
    working = _cache() / "corpus" / name
    if seed is not None:  # From the kept inputs alone, so that the run repeats.
        shutil.rmtree(working, ignore_errors=True)
    unpack(name, working)
    CRASHES.mkdir(exist_ok=True)
    before = set(CRASHES.glob("*"))
    command: list[str | Path] = [
        python, HERE / "fuzzer.py", name, working,
        f"-max_len={LONGEST[name]}", f"-artifact_prefix={CRASHES}/{name}-", "-timeout=30",
        f"-runs={runs or -1}", f"-max_total_time={seconds or 0}",
    ]  # fmt: skip
    if seed is not None:
        command.append(f"-seed={seed}")
    # The inputs are random: only atheris's own options and those above say how Python runs.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    if seed is not None:
        environment["PYTHONHASHSEED"] = "0"
    dictionary = HERE / "dictionaries" / f"{name}.dict"
    if dictionary.exists():
        command.append(f"-dict={dictionary}")
    started = time.monotonic()
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    said = done.stdout.decode(errors="replace")
    found = sorted(set(CRASHES.glob("*")) - before)
    if CRASHES.is_dir() and not any(CRASHES.iterdir()):
        CRASHES.rmdir()
    failed = done.returncode not in (0, INTERRUPTED)
    if failed:
        print(said[-4000:], *found, sep="\n", file=sys.stderr)
    counts = DONE.findall(said) or COUNT.findall(said) or ["0"]
    crashes = max(len(found), int(failed))
    return Outcome(int(counts[-1]), round(time.monotonic() - started), crashes)


def _keep(name: str, outcome: Outcome) -> None:
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    kept[name] = outcome._asdict()
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    add(name, _cache() / "corpus" / name)


def _row(name: str, inputs: str, seconds: str, crashes: str) -> str:
    return f"{name:12}{inputs:>12} inputs{seconds:>8} s{crashes:>4} crashes"


if __name__ == "__main__":
    sys.exit(main())
