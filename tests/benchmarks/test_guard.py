"""Fails when the library begins to cost more, by what is exact: modules, files, instructions.

No clock is read here: ``python tests/benchmarks/run.py`` measures times, beside the peers.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent / "src"
INSTALL = "apt-get install --no-install-recommends valgrind"

HEAVY = frozenset(
    {
        "attr",
        "attrs",
        "contextlib",
        "dataclasses",
        "enum",
        "functools",
        "inspect",
        "re",
        "typing",
        "typing_extensions",
    }
)

FIRST = "from ipsec_errors import from_winerror; from_winerror(13847)"
LOADED_FIRST = {
    "ipsec_errors",
    "ipsec_errors._base",
    "ipsec_errors._codes",
    "ipsec_errors.errors",
    "ipsec_errors.errors.certificate",
    "ipsec_errors.errors.credential",
    "ipsec_errors._factory",
    "ipsec_errors._index",
}

# Runs argv[1] in an interpreter that has done nothing else; tells what that loaded and opened.
OBSERVER = """
import json, sys
opened = []
before = set(sys.modules)
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
exec(sys.argv[1])
found = {"modules": sorted(set(sys.modules) - before), "opened": list(opened)}
print(json.dumps(found))
"""

LOOPS = 3000
# The instructions that a call may take, as a multiple of another's: what CPython 3.11 takes today
# and a tenth more. (The goals are for times; docs/benchmarks.md has those.)
LIMITS = {
    "warm": ("floor", 2.15),
    "os_error": ("floor", 3.5),
    "foreign": ("floor", 1.2),
    "instance": ("bare", 1.15),
    "translate": ("null", 1.1),
}


@cache
def observed(code: str) -> dict[str, Any]:
    """Returns what a statement loads and opens where its bytecode is there from an earlier run."""
    # Without site: whatever an environment loads at its start could hide what we load.
    command = [sys.executable, "-S", "-c", OBSERVER, code]
    with tempfile.TemporaryDirectory() as bytecode:
        environment = clean(PYTHONPYCACHEPREFIX=bytecode)
        subprocess.run(command, env=environment, capture_output=True, check=True)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def clean(**more: str) -> dict[str, str]:
    """Returns this process's variables, with Python's own replaced by what is to be measured."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    return kept | {"PYTHONPATH": str(SOURCE)} | more


def files(code: str) -> list[str]:
    """Returns the files that a statement opens, as they are called below ``src``."""
    names = (name.replace("\\", "/") for name in observed(code)["opened"])
    return [re.sub(r"\.cpython-\d+", "", name).rpartition("/src/")[2] for name in names]


def test_import_loads_itself_alone() -> None:
    assert set(observed("import ipsec_errors")["modules"]) == {"ipsec_errors"}


def test_import_opens_one_file() -> None:
    assert files("import ipsec_errors") == ["ipsec_errors/__init__.pyc"]


def test_first_translation_loads_what_its_class_needs() -> None:
    assert set(observed(FIRST)["modules"]) == LOADED_FIRST


def test_first_translation_opens_a_file_for_each_module() -> None:
    assert len(files(FIRST)) == len(LOADED_FIRST)


@pytest.mark.parametrize(
    "code",
    [
        "import ipsec_errors",
        FIRST,
        "from ipsec_errors import translate_errors\nwith translate_errors(): pass",
        "from ipsec_errors.errors import *",
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    assert not HEAVY.intersection(observed(code)["modules"])


@cache
def instructions(name: str) -> int:
    """Returns the instructions of LOOPS calls, with those of the start and of an empty loop."""
    environment = clean(PYTHONHASHSEED="0")
    valgrind = ("valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}")
    command = [*valgrind, sys.executable, "-S", f"{HERE / 'counted_calls.py'}", name, f"{LOOPS}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    collected = re.search(r"Collected : (\d+)", done.stderr)
    assert collected is not None, done.stderr
    return int(collected[1])


@pytest.fixture(scope="module")
def callgrind() -> None:
    if shutil.which("valgrind") is None:
        pytest.skip(f"valgrind is not installed; on Debian: {INSTALL}")
    # The first start writes bytecode, which counts too; and the counts must not waver.
    instructions.__wrapped__("empty")
    counts = [instructions.__wrapped__("empty") for _ in range(2)]
    if abs(counts[0] - counts[1]) > 10 * LOOPS:
        pytest.skip(f"instruction counts vary on this machine: {counts[0]} and {counts[1]}")


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.usefixtures("callgrind")
def test_calls_take_no_more_instructions(name: str) -> None:
    beside, limit = LIMITS[name]
    nothing = instructions("empty")
    ratio = (instructions(name) - nothing) / (instructions(beside) - nothing)
    assert ratio <= limit, f"{name} takes {ratio:.2f} times the instructions of {beside}"
