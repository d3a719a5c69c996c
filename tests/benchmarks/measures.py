"""How one thing is measured, always in a process of its own, and how several are interleaved."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import termios
import time
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from .environments import ROOT, CannotMeasureError, clean, output

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Samples: TypeAlias = "dict[str, list[float]]"

_LOOPS = 1 << 15  # Calls in one value of pyperf: 5 to 50 ms.
_VALUES = 5

# The clock starts in an interpreter that is up: what it measures is the import over a bare one.
# (The times of whole processes, subtracted from each other, spread by more than our import takes.)
# It is the processor's clock, which stands still while other processes have the core.
_IMPORT = """
import sys, time
sys.path.append(sys.argv[1])
code = compile(sys.argv[2], "measured", "exec")
begun = time.process_time()
exec(code)
print(time.process_time() - begun)
"""

_MEMORY = """
import gc, sys, tracemalloc
sys.path.append(sys.argv[1])
code = compile(sys.argv[2], "measured", "exec")
gc.collect()
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
exec(code, {})
gc.collect()
print(tracemalloc.get_traced_memory()[0] - before)
"""


def interleaved(
    things: Mapping[str, Callable[[], Sequence[float]]], rounds: int, say: Callable[[str], None]
) -> Samples:
    """Measures A B C A B C ..., so that what else the machine does meets all of them alike.

    A first round goes before, to fill the caches of files, and is thrown away.
    """
    samples: Samples = {name: [] for name in things}
    for number in range(rounds + 1):
        for name, measure in things.items():
            say(f"round {number} of {rounds}: {name}")
            values = measure()
            if number:
                samples[name].extend(values)
    return samples


def import_seconds(python: Path, folder: Path, code: str) -> list[float]:
    """Returns the processor's seconds that a statement takes in a fresh interpreter."""
    return [float(output([python, "-I", "-c", _IMPORT, folder, code]))]


def held_bytes(python: Path, folder: Path, code: str) -> list[float]:
    """Returns the bytes that are held after a statement in a fresh interpreter."""
    return [float(output([python, "-I", "-c", _MEMORY, folder, code]))]


def call_seconds(python: Path, setup: str, call: str, scratch: Path) -> list[float]:
    """Returns the seconds of one call, several values, as one process of pyperf measures them.

    pyperf itself would run all processes of one thing and then all of the next. Asking it for one
    process at a time with a fixed number of loops keeps its care and interleaves.
    """
    scratch.unlink(missing_ok=True)
    fixed = ("--processes", "1", "--warmups", "1", "--values", f"{_VALUES}", "--loops", f"{_LOOPS}")
    command = (python, "-m", "pyperf", "timeit", "--quiet", *fixed, "--output", scratch)
    output((*command, "--setup", setup, call))
    figures = json.loads(scratch.read_text())
    return [value for run in figures["benchmarks"][0]["runs"] for value in run.get("values", ())]


def process_seconds(command: Sequence[str | Path], **more: str) -> list[float]:
    """Returns the seconds of a whole process that writes into a pipe."""
    begun = time.perf_counter()
    output(command, **more)
    return [time.perf_counter() - begun]


def processor_seconds(command: Sequence[str | Path], **more: str) -> tuple[list[float], str]:
    """Returns the processor's seconds that a whole process takes, and what it printed.

    :param more: variables of its environment.
    """
    with subprocess.Popen(
        command, env=clean(**more), stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CannotMeasureError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return [used.ru_utime + used.ru_stime], printed


def terminal_seconds(command: Sequence[str | Path]) -> list[float]:
    """Returns the seconds of a whole process on a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, 100))
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=clean(TERM="xterm-256color")
    )
    os.close(theirs)
    _drain(ours)
    status = process.wait()
    taken = time.perf_counter() - begun
    os.close(ours)
    if status:
        raise CannotMeasureError(f"{' '.join(map(str, command))} ended with {status} on a terminal")
    return [taken]


def _drain(terminal: int) -> None:
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # Linux says so when the other end is closed.
        pass


def one_core_seconds(command: Sequence[str | Path], **more: str) -> list[float]:
    """Returns the seconds of a whole process that is kept on one core."""
    core = min(os.sched_getaffinity(0))
    begun = time.perf_counter()
    result = subprocess.run(
        command,
        env=clean(**more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    taken = time.perf_counter() - begun
    if result.returncode:
        raise CannotMeasureError(result.stdout[-2000:] + result.stderr[-2000:])
    return [taken]


def less(samples: Samples, nothing: str) -> Samples:
    """Returns samples with the median of one of them, which measured nothing, taken off."""
    base = median(samples[nothing])
    return {
        name: [max(value - base, 0.0) for value in values]
        for name, values in samples.items()
        if name != nothing
    }
