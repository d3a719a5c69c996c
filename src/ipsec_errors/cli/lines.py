"""Find the errors in a pasted line of a log or a traceback."""

from __future__ import annotations

import re

from ipsec_errors._codes import FORMS, parse_code, quoted
from ipsec_errors._index import SYMBOLS
from ipsec_errors._search import find_name
from ipsec_errors._spaces import NAMES, SPACES
from ipsec_errors.cli.readings import (
    Reading,
    UnknownCodeError,
    near,
    of_name,
    of_number,
    of_word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsec_errors._types import Space

_NUMBER = r"(-\d+|0x[0-9a-f]+|\d+)(?!\w|\.\d)"
# Errors as this library and Python print them: [WinError 13847], [RAS 787].
_PRINTED_SPACES: dict[str, Space] = {SPACES[name].label.lower(): name for name in NAMES}
_PRINTED = re.compile(rf"\[({'|'.join(_PRINTED_SPACES)})\s+(-?\d+)\]", re.IGNORECASE)
# Parts of rasdial's output, of Python's message about its exit status and of event 20227.
_FROM_RAS = re.compile(r"Remote Access error|rasdial|dialed a connection", re.IGNORECASE)
# A number that the line calls an error, or the Windows status in a strongSwan log.
_CALLED_ERROR = re.compile(
    rf"(?:error|fehler|code|status|failure is|WIN32|hresult)\W{{0,3}}{_NUMBER}"
    rf"|\bMS_STATUS\({_NUMBER}\)",
    re.IGNORECASE,
)
_ANY_NUMBER = re.compile(rf"(?<![\w.]){_NUMBER}", re.IGNORECASE)


def joined(words: Sequence[str]) -> Sequence[str]:
    """Returns the words as one line if they are a sentence that was pasted without quotes."""
    prose = [w for w in words if w.rstrip(".,:;").isalpha() and w[1:].islower()]
    if len(words) > 2 and len([w for w in prose if find_name(w) is None]) > 1:
        return [" ".join(words)]
    return words


def readings(text: str, space: Space | None) -> list[Reading]:
    """Returns every meaning of a code, symbol, class name or pasted line, the Windows one first.

    :param space: where numbers come from; None shows every reading.
    :raises UnknownCodeError: if it has no meaning.
    """
    word = text.strip()
    found = of_word(word, space)
    return of_line(word, space) if found is None else found


def of_line(text: str, space: Space | None) -> list[Reading]:
    """Returns the errors in a line.

    Errors as Python prints them are preferred, then symbols, then numbers that the line calls an
    error, then all other numbers.

    :raises UnknownCodeError: if there is no error in the line.
    """
    printed: list[tuple[str, Space | None]] = [
        (m[2], space or _PRINTED_SPACES[m[1].lower()]) for m in _PRINTED.finditer(text)
    ]
    if printed:
        return _of_numbers(printed)
    symbols = [word.upper() for word in re.findall(r"\w+", text) if word.upper() in SYMBOLS]
    if symbols:
        return [of_name(SYMBOLS[symbol], symbol) for symbol in dict.fromkeys(symbols)]
    implied_space: Space | None = "ras" if _FROM_RAS.search(text) else None
    numbers = _numbers(_CALLED_ERROR, text)
    if not numbers:
        return _of_any_number(text, space or implied_space)
    return _of_numbers([(number, space or implied_space) for number in numbers])


def _of_any_number(text: str, space: Space | None) -> list[Reading]:
    numbers: list[tuple[str, Space | None]] = [(n, space) for n in _numbers(_ANY_NUMBER, text)]
    shown = quoted(text)
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
        # Some may be dates, so a message about the first one would not help.
        text = f"no number in {shown} is an IPsec or IKE error of Windows{search}"
        raise UnknownCodeError(text) from None


def _numbers(pattern: re.Pattern[str], text: str) -> list[str]:
    return [next(filter(None, match.groups())) for match in pattern.finditer(text)]


def _of_numbers(numbers: Sequence[tuple[str, Space | None]]) -> list[Reading]:
    """Reads each number; raises if none of them has a meaning."""
    found: list[Reading] = []
    unknown: list[UnknownCodeError] = []
    for text, space in dict.fromkeys(numbers):
        try:
            found += [r for r in of_number(parse_code(text), text, space) if r not in found]
        except UnknownCodeError as error:
            unknown.append(error)
        except ValueError as error:
            unknown.append(UnknownCodeError(str(error)))
    if not found:
        raise unknown[0]
    return found
