"""Find the errors in a pasted line of a log or a traceback."""

from __future__ import annotations

import os
import re
from itertools import islice

from ipsec_errors import _texts
from ipsec_errors._codes import FORMS, is_32_bit, meaning, parse_code, quoted, short
from ipsec_errors._logs.core import candidates
from ipsec_errors._logs.patterns import SEPARATOR, number_of
from ipsec_errors._search import distinct
from ipsec_errors._symbols import SYMBOLS
from ipsec_errors.cli.readings import (
    Reading,
    UnknownCodeError,
    near,
    of_code,
    of_name,
    of_number,
    with_0x,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ipsec_errors._logs.core import Candidate
    from ipsec_errors._types import Space

# An HRESULT or an NTSTATUS: a person who pastes one means it, whatever stands around it.
_STATUS = re.compile(r"(?<![\w.])(?:0[xX][89A-Da-d][0-9A-Fa-f]{7}|-(?:2[01]|1\d)\d{8})(?!\w)")
# A path that needs no quotes in a shell.
_PLAIN = re.compile(r"[\w./:\\-]+")
_NUMBER = re.compile(r"(?<![\w.-])\d{3,5}(?![\w%]|[.:]\d)")


def of_line(text: str, space: Space | None) -> list[Reading]:
    """Returns the errors in a pasted text, as ``find_errors`` finds them.

    Symbols also count in lower case, and Windows' own words wherever they stand.

    :raises UnknownCodeError: if there is no error in the text.
    """
    found: list[Reading] = []
    unknown: list[UnknownCodeError] = []
    for line in text.splitlines():
        until = 0
        for candidate in candidates(line, cued=True):
            if candidate[1].start() < until:
                continue
            try:
                read = _of_candidate(candidate, space)
            except UnknownCodeError as error:
                unknown.append(error)
            else:
                found += read
                until = candidate[1].end() if read else until
    symbols = (word.upper() for word in re.findall(r"\w+", text))
    found += [of_name(SYMBOLS[symbol], symbol) for symbol in symbols if symbol in SYMBOLS]
    found = found or list(_of_words(text, space)) or _of_status(text, space)
    if found:
        return [one for number, one in enumerate(found) if one not in found[:number]]
    if len(text.splitlines()) > 1:
        # A console has wrapped the text.
        return of_line(" ".join(text.split()), space)
    raise unknown[0] if unknown else UnknownCodeError(_nothing(text))


def _of_candidate(candidate: Candidate, space: Space | None) -> list[Reading]:
    pattern, match = candidate
    written = match.groupdict().get("number")
    if not written:
        symbol = match["symbol"]
        return [of_name(SYMBOLS[symbol], symbol)] if symbol in SYMBOLS else []
    number = number_of(written, pattern.decimal)
    if not is_32_bit(number):
        raise UnknownCodeError(_unwritten(written))
    # A line that says no more than "error" can mean each reading.
    asked = space or (None if pattern.cue else pattern.space)
    return of_number(number, written, asked, gateway=pattern.name == "strongswan")


def _of_words(text: str, space: Space | None) -> Iterator[Reading]:
    """Yields the errors that Windows words like a part of a text."""
    separators = islice(SEPARATOR.finditer(text), 20)
    parts = (text, *(text[separator.end() :] for separator in separators))
    codes = next(filter(None, map(_texts.codes_of, parts)), None) or _texts.codes_within(text)
    known = distinct(_texts.preferred(codes, space))
    for meant in known:
        others = [f"{short(code)} ({name})" for name, code, _ in known if code != meant[1]]
        yield of_code(*meant, alike=others)


def _of_status(text: str, space: Space | None) -> list[Reading]:
    found: list[Reading] = []
    for match in _STATUS.finditer(text):
        try:
            found += of_number(parse_code(match[0]), match[0], space)
        except (UnknownCodeError, ValueError):  # ValueError: of more than 32 bits.
            continue
    return found


def _nothing(text: str) -> str:
    shown = quoted(text)
    if os.path.exists(text):  # noqa: PTH110 (pathlib is slow to load)
        path = text if _PLAIN.fullmatch(text) else "FILE"
        return f"{shown} is no code, symbol or class name; ipsec-errors scan {path} reads it"
    if hint := with_0x(text):
        return f"{shown} is no code, symbol or class name{hint}"
    if " " not in text:
        if text.removeprefix("-").isdigit():
            return _unwritten(text)
        forms = f"; a code is written as {FORMS}" if not text or any(map(str.isdigit, text)) else ""
        return f"{shown} is no code, symbol or class name{near(text)}{forms}"
    search = "`ipsec-errors search` finds errors by words"
    known = [n for n in _NUMBER.findall(text) if _known(int(n))]
    if known:
        numbers = " ".join(dict.fromkeys(known))
        return f"no number in {shown} is called an error; if one is: ipsec-errors {numbers}"
    if any(map(str.isdigit, text)):
        return f"no number in {shown} is an IPsec or IKE error of Windows; {search}"
    return f"{shown} is no code, symbol or class name{near(text)}; {search}"


def _unwritten(number: str) -> str:
    """Returns why a number is written in no way that is understood."""
    try:
        parse_code(number)
    except ValueError as error:
        return str(error)
    return f"{quoted(number)} is no code"


def _known(number: int) -> bool:
    return meaning(number, "windows") is not None or meaning(number, "ras") is not None
