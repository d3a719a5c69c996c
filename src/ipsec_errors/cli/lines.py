"""From a pasted line, of a log or a traceback, to the errors it speaks of."""

from __future__ import annotations

import re
import reprlib

from ipsec_errors.cli.readings import Reading, UnknownCodeError, near, of_name, of_number
from ipsec_errors.codes import FORMS, parse_code
from ipsec_errors.records import SYMBOLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsec_errors.base import Space

_NUMBER = r"(-\d+|0x[0-9a-f]+|\d+)(?!\w|\.\d)"
# How our own errors print, and Python's: [WinError 13847], [RAS 787], [winerrorcodes 13846].
_PRINTED = re.compile(r"\[(WinError|RAS|winerrorcodes)\s+(-?\d+)\]", re.IGNORECASE)
_PRINTED_SPACES: dict[str, Space] = {
    "winerror": "windows",
    "ras": "ras",
    "winerrorcodes": "winerrorcodes",
}
# What rasdial prints, and Python of its exit; RasClient's event 20227.
_FROM_RAS = re.compile(r"Remote Access error|rasdial|dialed a connection", re.IGNORECASE)
# What a line calls an error, or strongSwan a Windows status; any number.
_CALLED_ERROR = re.compile(
    rf"(?:error|fehler|code|status|failure is|WIN32|hresult)\W{{0,3}}{_NUMBER}"
    rf"|\bMS_STATUS\({_NUMBER}\)",
    re.IGNORECASE,
)
_ANY_NUMBER = re.compile(rf"(?<![\w.]){_NUMBER}", re.IGNORECASE)


def of_line(text: str, space: Space | None) -> list[Reading]:
    """Returns the meaning of what a line holds.

    That is printed errors, else symbols, else the numbers which the line calls an error, else
    every number in it.

    :raises UnknownCodeError: where nothing in it has a meaning.
    """
    printed: list[tuple[str, Space | None]] = [
        (m[2], space or _PRINTED_SPACES[m[1].lower()]) for m in _PRINTED.finditer(text)
    ]
    if printed:
        return _of_numbers(printed)
    symbols = [word.upper() for word in re.findall(r"\w+", text) if word.upper() in SYMBOLS]
    if symbols:
        return [of_name(SYMBOLS[symbol], symbol) for symbol in symbols]
    told: Space | None = "ras" if _FROM_RAS.search(text) else None
    numbers = _numbers(_CALLED_ERROR, text)
    if not numbers:
        return _of_any_number(text, space or told)
    return _of_numbers([(number, space or told) for number in numbers])


def _of_any_number(text: str, space: Space | None) -> list[Reading]:
    numbers: list[tuple[str, Space | None]] = [(n, space) for n in _numbers(_ANY_NUMBER, text)]
    shown = reprlib.repr(text)
    search = "; `ipsec-errors search` finds errors by words" if " " in text else ""
    if not numbers:
        forms = f"; a code is written as {FORMS}" if not text or any(map(str.isdigit, text)) else ""
        hints = f"{near(text)}{forms}{search}"
        raise UnknownCodeError(f"{shown} is no code, symbol or class name{hints}")
    try:
        return _of_numbers(numbers)
    except UnknownCodeError:
        if not search:
            raise
        # Any of them may be a date: to complain of the first would tell nothing.
        text = f"no number in {shown} is an IPsec or IKE error of Windows{search}"
        raise UnknownCodeError(text) from None


def _numbers(pattern: re.Pattern[str], text: str) -> list[str]:
    return [next(filter(None, match.groups())) for match in pattern.finditer(text)]


def _of_numbers(numbers: Sequence[tuple[str, Space | None]]) -> list[Reading]:
    """Reads each number; one without a meaning is only complained of where none has any."""
    found: list[Reading] = []
    unknown: list[UnknownCodeError] = []
    for text, space in numbers:
        try:
            found += [r for r in of_number(parse_code(text), text, space) if r not in found]
        except UnknownCodeError as error:
            unknown.append(error)
        except ValueError as error:
            unknown.append(UnknownCodeError(str(error)))
    if not found:
        raise unknown[0]
    return found
