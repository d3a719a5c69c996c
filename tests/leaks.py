"""Translates a million errors and measures what stays in memory.

    python tests/leaks.py [--translations N] [--keep]

The garbage collector is off, so a reference cycle would stay too. Each round translates an OSError
with a note inside a context, and a group, which is translated leaf by leaf. Prints what stayed; the
exit status is 1 if there is a cycle, or if memory grows with the translations.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from ipsec_errors import (  # noqa: E402 (the path is set above)
    from_winerror,
    preload,
    translate_errors,
)

RESULTS = ROOT / "tests" / "leaks.json"
# Undefined, foreign, wrapped, RAS and plain numbers: each goes another way.
# Signed, as OSError takes them on Windows.
NUMBERS = (13847, -2147011049, 13999, -2146762495, 13801, -2147011095)


class Leaked(NamedTuple):
    """What stayed after the translations."""

    translations: int
    bytes: int
    blocks: int
    cycles: int

    @property
    def steady(self) -> bool:
        """Tells whether memory does not grow: what stays is less than one object a thousand."""
        return self.cycles == 0 and self.blocks * 1000 <= self.translations


def _original(number: int) -> OSError:
    error = OSError(22, "words", None, number)
    error.add_note("note")
    return error


def _group(number: int) -> ExceptionGroup[Exception]:
    leaves = [_original(number), _original(13801), _original(5)]
    return ExceptionGroup("group", [ExceptionGroup("inner", leaves), ValueError("x")])


def _round(number: int) -> int:
    """Translates six errors, and returns that count.

    No variable here holds what is raised: a traceback holds the frame, so that would be a cycle.
    """
    try:
        with translate_errors():
            try:
                raise ValueError("context")
            except ValueError:
                raise _original(number) from None
    except OSError as error:
        error.add_note("another")
        str(error)
    with suppress(ExceptionGroup), translate_errors(space="ras"):
        raise _group(number)
    with suppress(OSError):
        _decorated(number)
    from_winerror(787, space="ras")
    from_winerror(_original(number))
    from_winerror(5, default=None)
    return 6


@translate_errors()
def _decorated(number: int) -> None:
    raise _original(number)


def measure(translations: int) -> Leaked:
    """Translates at least that many errors with the collector off."""
    preload()
    for number in NUMBERS * 20:  # Fills what is kept for ever: recipes and records.
        _round(number)
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        # tracemalloc slows each allocation, so it watches the first and last rounds only: what
        # stays of a translation stays of each one.
        watched = min(translations, 20_000)
        level, done = tracemalloc.get_traced_memory()[0], 0
        while done < watched:
            done += sum(map(_round, NUMBERS))
        grown = tracemalloc.get_traced_memory()[0] - level
        tracemalloc.stop()
        blocks = sys.getallocatedblocks()
        while done < translations:
            done += sum(map(_round, NUMBERS))
        blocks = sys.getallocatedblocks() - blocks
        cycles = gc.collect()
    finally:
        tracemalloc.stop()
        gc.enable()
    return Leaked(done, max(0, grown), max(0, blocks), cycles)


def main() -> int:
    """Prints what stayed; returns 1 if it grows with the translations."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--translations", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--keep", action="store_true", help="write tests/leaks.json")
    options = parser.parse_args()
    found = measure(options.translations)
    print(
        f"{found.translations:,} translations: {found.bytes} bytes and {found.blocks} blocks of "
        f"memory stayed, {found.cycles} objects in reference cycles"
    )
    if options.keep:
        RESULTS.write_text(json.dumps(found._asdict()) + "\n", encoding="utf-8")
    return 0 if found.steady else 1


if __name__ == "__main__":
    sys.exit(main())
