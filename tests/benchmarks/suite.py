"""Everything that is measured with one interpreter, and what each figure should be."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from . import grown, typed_calls
from .environments import PEERS, ROOT, compiled, output
from .logs import logs
from .measures import (
    Samples,
    call_seconds,
    held_bytes,
    import_seconds,
    interleaved,
    less,
    one_core_seconds,
    process_seconds,
    terminal_seconds,
)
from .table import Row, bound, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .environments import Environment

    Say = Callable[[str], None]
    Part = Callable[[Environment, int, Path, Say], tuple[Samples, list[Row]]]

_GROWTH = 10
_FIRST = "from ipsec_errors import from_winerror; from_winerror(13847)"

# Numbers come at run time: were they written into the calls, each look-up would find the very same
# object as its key, which is faster than finding an equal one.
_SETUP = """
from contextlib import nullcontext
from ipsec_errors import NoPeerCert, from_winerror, translate_errors
class Bare(OSError): pass
number, foreign, wrapped, ras = int("13847"), int("5"), int("-2147011049"), int("809")
table = {13847: "Peer failed to send valid machine certificate."}
error = OSError(22, "words")
error.winerror = number
fourth = OSError(22, "words", None, number)
from_winerror(13847), from_winerror(-2147011049), from_winerror(809, space="ras")
"""

_CALLS = {
    "floor": "Bare(22, table[number])",
    "bare OSError subclass": "Bare()",
    "try with nullcontext": "try:\n with nullcontext():\n  pass\nexcept OSError:\n pass",
    "warm": "from_winerror(number)",
    "OSError": "from_winerror(error)",
    "fourth argument": "from_winerror(fourth)",
    "wrapped": "from_winerror(wrapped)",
    "ras": "from_winerror(ras, space='ras')",
    "foreign": "from_winerror(foreign, default=None)",
    "instance": "NoPeerCert()",
    "translate": "with translate_errors():\n pass",
}

_EVERY_CLASS = "from ipsec_errors.errors import *"
_CATALOGUE = "import ipsec_errors; list(ipsec_errors.catalog)"
_MEMORY = {
    "import": "import ipsec_errors",
    "classes": _EVERY_CLASS,
    "catalogue": _CATALOGUE,
    "both": f"{_EVERY_CLASS}; {_CATALOGUE}",
}


def imports(
    environment: Environment, rounds: int, scratch: Path, say: Say
) -> tuple[Samples, list[Row]]:
    """Measures what imports cost over a bare interpreter."""
    grown_source = _grown(environment, scratch, say)
    own = environment.folders["ipsec_errors"]
    wanted = {
        "bare": (own, "pass"),
        "empty": (environment.folders["empty"], "import empty.submodule"),
        "winerror.py": (environment.folders["winerror"], "import winerror"),
        "ours": (own, "import ipsec_errors"),
        "ours, first translation": (own, _FIRST),
        "grown": (grown_source, "import ipsec_errors"),
        "grown, first translation": (grown_source, _FIRST),
    }
    peers = [peer.module for peer in PEERS if peer.module in environment.folders]
    wanted |= {name: (environment.folders[name], f"import {name}") for name in peers}
    things = {
        name: partial(import_seconds, environment.bare, folder, code)
        for name, (folder, code) in wanted.items()
    }
    samples = less(interleaved(things, rounds, say), "bare")
    row = partial(ratio, samples, "ms")
    what = "`import ipsec_errors`"
    first = "import and first translation of 13847"
    larger = f"with {_GROWTH} times as many classes"
    return samples, [
        row(what, "ours", "empty", 1.2, "an empty package with one submodule"),
        row(what, "ours", "winerror.py", 0.35),
        *(row(what, "ours", name, 0.1) for name in peers),
        *(_left_out(what, name, why) for name, why in environment.left_out.items()),
        row(first, "ours, first translation", "winerror.py", 0.7),
        row(f"{what} {larger}", "grown", "ours", 1.2, "today's"),
        row(
            f"{first}, {larger}",
            "grown, first translation",
            "ours, first translation",
            None,
            "today's",
        ),
    ]


def _left_out(what: str, name: str, why: str) -> Row:
    return Row(what, "", f"{name}: left out, {why}", "", "", "", None)


def calls(
    environment: Environment, rounds: int, scratch: Path, say: Say
) -> tuple[Samples, list[Row]]:
    """Measures calls, once everything is loaded."""
    things = {
        name: partial(call_seconds, environment.tools, _SETUP, call, scratch / "call.json")
        for name, call in _CALLS.items()
    }
    samples = interleaved(things, rounds, say)
    row = partial(ratio, samples, "ns")
    floor = "floor"
    return samples, [
        row("`from_winerror(13847)` warm", "warm", floor, 2.0),
        # On POSIX an OSError has its winerror as the fourth argument; Windows has a member for it.
        row("`from_winerror(OSError with winerror)`", "fourth argument", floor, 3.3),
        row("the same, with an attribute `winerror` set by hand", "OSError", floor, None),
        row("a wrapped number, -2147011049", "wrapped", floor, 4.0),
        row("a RAS number with `space='ras'`", "ras", floor, 4.0),
        row("a foreign code with `default=None`", "foreign", floor, 1.0),
        row("`NoPeerCert()`", "instance", "bare OSError subclass", 1.5),
        row(
            "entering and leaving `translate_errors`",
            "translate",
            "try with nullcontext",
            2.0,
            "`try`/`except` with a null context manager",
        ),
    ]


def memory(
    environment: Environment, rounds: int, scratch: Path, say: Say
) -> tuple[Samples, list[Row]]:
    """Measures the memory that is held, by tracemalloc, each in a process that did nothing else."""
    things = {
        name: partial(held_bytes, environment.bare, environment.folders["ipsec_errors"], code)
        for name, code in _MEMORY.items()
    }
    samples = interleaved(things, min(rounds, 3), say)  # It hardly varies.
    row = partial(bound, samples, "MB")
    return samples, [
        row("memory held after import", "import", 0.3),
        row("memory held after loading every class", "classes", 3),
        row("memory held after loading the catalogue", "catalogue", 6),
        row("memory held after loading both", "both", None),
    ]


def programs(
    environment: Environment, rounds: int, scratch: Path, say: Say
) -> tuple[Samples, list[Row]]:
    """Measures the command line as a process, in a pipe and on a terminal."""
    explain = (environment.cli.with_name("ipsec-errors"), "explain", "13847")

    def python(code: str) -> tuple[str | Path, ...]:
        return environment.cli, "-c", code

    piped, shown = "python -c 'import argparse'", "python -c 'import argparse, rich.console'"
    things = {
        "pipe": partial(process_seconds, explain),
        piped: partial(process_seconds, python("import argparse")),
        "terminal": partial(terminal_seconds, explain),
        shown: partial(terminal_seconds, python("import argparse, rich.console")),
    }
    samples = interleaved(things, rounds, say)
    row = partial(ratio, samples, "ms")
    return samples, [
        row("`ipsec-errors explain 13847` in a pipe", "pipe", piped, 1.3),
        row("`ipsec-errors explain 13847` on a terminal", "terminal", shown, 1.3),
    ]


def checkers(
    environment: Environment, rounds: int, scratch: Path, say: Say
) -> tuple[Samples, list[Row]]:
    """Measures mypy and pyright, without caches of their own."""
    with_ours, without = scratch / "with_ours.py", scratch / "without.py"
    with_ours.write_text(typed_calls.typed_calls(imported=True))
    without.write_text(typed_calls.typed_calls(imported=False))
    tools = environment.tools
    uncached = ("--no-incremental", "--cache-dir", os.devnull, "--config-file", os.devnull)
    mypy = (tools, "-m", "mypy", "--strict", *uncached)
    pyright = (tools, "-m", "pyright", "--pythonpath", tools)
    things = {
        f"{name}, {kind}": partial(process_seconds, (*command, file))
        for name, command in (("mypy", mypy), ("pyright", pyright))
        for kind, file in (("imported", with_ours), ("written out", without))
    }
    samples = interleaved(things, min(rounds, 5), say)
    shown = "the same file without our import"
    return samples, [
        ratio(samples, "s", what, f"{name}, imported", f"{name}, written out", 1.5, shown)
        for name, what in (
            ("mypy", "`mypy --strict` on 300 typed calls"),
            ("pyright", "`pyright` on 300 typed calls"),
        )
    ]


def generation(
    environment: Environment, rounds: int, scratch: Path, say: Say
) -> tuple[Samples, list[Row]]:
    """Measures ``python -m codegen --check``: all files made in memory and compared."""
    data, target = scratch / "data", scratch / "generated"
    shutil.copytree(ROOT / "src" / "data", data)  # As it is now, should somebody be writing to it.
    command = (environment.tools, "-m", "codegen", "--data", data, "--root", target)
    variables = _codegen_variables(environment)
    output(command, **variables)
    things = {"codegen": partial(one_core_seconds, (*command, "--check"), **variables)}
    samples = interleaved(things, min(rounds, 5), say)
    return samples, [
        bound(samples, "s", "generating everything, on one core", "codegen", 3),
    ]


def _codegen_variables(environment: Environment) -> dict[str, str]:
    # Nothing of a benchmark is written into the tree, bytecode included.
    prefix = str(environment.home / "bytecode")
    return {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": prefix}


def _grown(environment: Environment, scratch: Path, say: Say) -> Path:
    """Makes the package as it would be with more classes; returns the folder it lies in."""
    say(f"making a catalogue of {_GROWTH} times as many classes")
    data, root = scratch / "grown_data", scratch / "grown"
    grown.main(str(ROOT / "src" / "data"), str(data), str(_GROWTH))
    own = environment.folders["ipsec_errors"] / "ipsec_errors"
    package = root / "src" / "ipsec_errors"
    shutil.copytree(own, package, ignore=shutil.ignore_patterns("__pycache__"))
    command = (environment.tools, "-m", "codegen", "--data", data, "--root", root)
    output(command, **_codegen_variables(environment))
    return compiled(environment, root / "src")


PARTS: dict[str, Part] = {
    "imports": imports,
    "calls": calls,
    "memory": memory,
    "programs": programs,
    "checkers": checkers,
    "generation": generation,
    "logs": logs,
}


def measure(
    environment: Environment, rounds: int, parts: Sequence[str], say: Say
) -> tuple[dict[str, Samples], list[Row]]:
    """Measures the named parts; returns the raw figures of each, and the rows of the table."""
    raw: dict[str, Samples] = {}
    rows: list[Row] = []
    for name in parts:
        with tempfile.TemporaryDirectory() as scratch:
            raw[name], more = PARTS[name](environment, rounds, Path(scratch), say)
        rows += more
    print(file=sys.stderr)
    return raw, rows
