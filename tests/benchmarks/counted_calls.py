"""Calls one thing over and over, for callgrind to count its instructions.

python tests/benchmarks/counted_calls.py NAME LOOPS
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext

from ipsec_errors import NoPeerCert, from_winerror, translate_errors

_Loop = range


class BareError(OSError):
    """What any exception of a library costs at least."""


# As numbers come at run time: an equal object, but not the one that is a key somewhere.
NUMBER, FOREIGN = int("13847"), int("5")
TABLE = {13847: "Peer failed to send valid machine certificate."}
ERROR = OSError(22, "words", None, NUMBER)


def empty(loops: _Loop) -> None:
    for _ in loops:
        pass


def floor(loops: _Loop) -> None:
    for _ in loops:
        BareError(22, TABLE[NUMBER])


def bare(loops: _Loop) -> None:
    for _ in loops:
        BareError()


def null(loops: _Loop) -> None:
    for _ in loops:
        try:
            with nullcontext():
                pass
        except OSError:
            pass


def warm(loops: _Loop) -> None:
    for _ in loops:
        from_winerror(NUMBER)


def os_error(loops: _Loop) -> None:
    for _ in loops:
        from_winerror(ERROR)


def foreign(loops: _Loop) -> None:
    for _ in loops:
        from_winerror(FOREIGN, default=None)


def instance(loops: _Loop) -> None:
    for _ in loops:
        NoPeerCert()


def translate(loops: _Loop) -> None:
    for _ in loops:
        with translate_errors():
            pass


CALLS: dict[str, Callable[[_Loop], None]] = {
    call.__name__: call
    for call in (empty, floor, bare, null, warm, os_error, foreign, instance, translate)
}


if __name__ == "__main__":
    from_winerror(13847)
    CALLS[sys.argv[1]](range(int(sys.argv[2])))
