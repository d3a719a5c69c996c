"""Measures find_errors on logs of a gigabyte beside GNU grep with the same anchors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from .charon_log import write_charon_log
from .environments import CannotMeasureError, clean, output
from .measures import Samples, interleaved, processor_seconds
from .table import Row, bound, ratio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .environments import Environment

# The log in which every tenth line is an error is smaller, since each finding takes its time.
DENSE_PART = 10
RARE, DENSE = 10_000, 10
GREP = "grep -aE"

_FIND = """
import json, sys
from ipsec_errors import find_errors
count = 0
with open(sys.argv[1], "rb") as log:
    for finding in find_errors(log):
        count += 1
# VmHWM is of this program alone. ru_maxrss would include the process that started it.
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps({"count": count, "peak": peak * 1024}))
"""

_FIRST = r"""
import sys, time
from ipsec_errors import find_errors
with open(sys.argv[1], "rb") as log:
    for finding in find_errors(log):
        print(finding.error, time.process_time(), sep="\t", flush=True)
        break
"""


def logs(
    environment: Environment, rounds: int, scratch: Path, say: Callable[[str], None]
) -> tuple[Samples, list[Row]]:
    """Measures whole processes: find_errors and grep over the same logs, and the first finding.

    The ratios are of the processor's time, which other load on the machine hardly changes.
    """
    size = environment.log_size
    grep = (*GREP.split(), _anchors(environment))
    _check(scratch, size)
    rare, dense = scratch / "rare.log", scratch / "dense.log"
    say("writing the logs")
    _, rare_errors = write_charon_log(rare, size, RARE)
    _, dense_errors = write_charon_log(dense, size // DENSE_PART, DENSE)

    peaks: Samples = {"peak, rare": [], "peak, dense": []}
    first_used: Samples = {"first, processor": []}

    def search(log: Path, errors: int, peak: list[float]) -> list[float]:
        seconds, printed = processor_seconds([environment.cli, "-I", "-c", _FIND, log])
        figures = json.loads(printed)
        if figures["count"] != errors:
            raise CannotMeasureError(f"{log.name} has {errors} errors, not {figures['count']}")
        peak.append(figures["peak"])
        return seconds

    def beside(log: Path) -> list[float]:
        return processor_seconds((*grep, log), LC_ALL="C")[0]

    things = {
        "find_errors, rare": partial(search, rare, rare_errors, peaks["peak, rare"]),
        "grep, rare": partial(beside, rare),
        "find_errors, dense": partial(search, dense, dense_errors, peaks["peak, dense"]),
        "grep, dense": partial(beside, dense),
        "first": partial(_first_seconds, environment, rare, first_used["first, processor"]),
    }
    samples = interleaved(things, min(rounds, 5), say) | peaks | first_used
    large = f"on {_megabytes(size)} MB of charon's log, an error in {RARE:,} lines"
    small = f"on {_megabytes(size // DENSE_PART)} MB, an error in {DENSE} lines"
    first = "first finding of a new process"
    return samples, [
        ratio(samples, "s", f"`find_errors` {large}", "find_errors, rare", "grep, rare", 6, GREP),
        _throughput(samples, f"the same {large}", "find_errors, rare", size),
        ratio(
            samples, "s", f"`find_errors` {small}", "find_errors, dense", "grep, dense", None, GREP
        ),
        _throughput(samples, f"the same {small}", "find_errors, dense", size // DENSE_PART),
        bound(samples, "MB", f"peak memory {large}", "peak, rare", 60),
        bound(samples, "MB", f"peak memory {small}", "peak, dense", 60),
        bound(samples, "s", first, "first", 0.2),
        bound(samples, "s", f"{first}, processor time", "first, processor", None),
    ]


def _anchors(environment: Environment) -> str:
    """Returns an expression for grep: the fixed parts that a line must have to be looked at."""
    code = "import json; from ipsec_errors._logs.patterns import FIXED; print(json.dumps(FIXED))"
    parts = json.loads(output([environment.cli, "-I", "-c", code]))
    return "|".join(map(re.escape, parts))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f}"


def _throughput(samples: Samples, what: str, name: str, size: int) -> Row:
    rate = size / median(samples[name]) / 1e6
    return Row(f"throughput {what}", f"{rate:,.0f} MB/s", "", "", "", "", None)


def _check(scratch: Path, size: int) -> None:
    """Raises CannotMeasureError where grep is not GNU's, or where the logs do not fit."""
    if "GNU grep" not in output(("grep", "--version")):
        raise CannotMeasureError("the logs are measured beside GNU grep, which is not here")
    needed = size + size // DENSE_PART + 200_000_000
    free = shutil.disk_usage(scratch).free
    if free < needed:
        raise CannotMeasureError(
            f"{scratch} has {_megabytes(free)} MB left and the logs need {_megabytes(needed)} MB: "
            "set TMPDIR, or give a smaller --log-size"
        )


def _first_seconds(environment: Environment, log: Path, used: list[float]) -> list[float]:
    begun = time.perf_counter()
    command: list[str | Path] = [environment.cli, "-I", "-c", _FIRST, log]
    with subprocess.Popen(command, env=clean(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        error, processor = process.stdout.readline().rsplit("\t", 1)
        taken = time.perf_counter() - begun
    used.append(float(processor))
    if not error.startswith("[WinError "):
        raise CannotMeasureError(f"no first finding in {log.name}")
    return [taken]
