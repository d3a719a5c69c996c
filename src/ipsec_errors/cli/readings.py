"""From what a person types or pastes to the errors it can mean."""

from __future__ import annotations

import re

from ipsec_errors.codes import hexadecimal, is_ipsec, parse_code, unwrapped
from ipsec_errors.errors import RAS, WINERRORCODES
from ipsec_errors.factory import meaning
from ipsec_errors.records import SYMBOLS
from ipsec_errors.texts import describe, name_of, names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipsec_errors.base import Space
    from ipsec_errors.lookup import CodeDict, ErrorDict

_SPACES: tuple[Space, ...] = ("windows", "ras", "winerrorcodes")
# How our own errors print, and Python's: [WinError 13847], [RAS 787], [winerrorcodes 13846].
_PRINTED = re.compile(r"\[(WinError|RAS|winerrorcodes)\s+(-?\d+)\]", re.IGNORECASE)
_OPENED = re.compile(r"\[(WinError|RAS|winerrorcodes)", re.IGNORECASE)
_PRINTED_SPACES: dict[str, Space] = {
    "winerror": "windows",
    "ras": "ras",
    "winerrorcodes": "winerrorcodes",
}


class UnknownCodeError(Exception):
    """What was typed is no error that the catalogue knows; its text says so, with near matches."""


class Reading:
    """One meaning of what was typed; ``reason`` says why there is more than one, or is empty."""

    def __init__(self, error: ErrorDict, reason: str) -> None:
        self.error = error
        self.reason = reason


def joined(arguments: Sequence[str]) -> list[str]:
    """Puts together what a shell took apart: ``[WinError`` and ``13847]``."""
    result: list[str] = []
    for argument in arguments:
        if result and _OPENED.fullmatch(result[-1]):
            result[-1] += f" {argument}"
        else:
            result.append(argument)
    return result


def printed(words: Sequence[str]) -> Sequence[str]:
    """Returns the printed errors alone where the words are a pasted line without quotes."""
    found = [word for word in words if _PRINTED.fullmatch(word)]
    codes = [word for word in words if word not in found and name_of(word) is None]
    pasted = found and any(word.isalpha() or word.endswith(":") for word in codes)
    return found if pasted else words


def readings(text: str, space: Space | None) -> list[Reading]:
    """Returns every meaning of a code, symbol, class name or pasted line; the Windows one first.

    :param space: reads numbers in that space alone; None in every one.
    :raises UnknownCodeError: where it has no meaning.
    """
    name = name_of(text.strip())
    if name is not None:
        return [_of_word(name, text.strip().upper())]
    try:
        number = parse_code(text)
    except ValueError:
        return _of_line(text, space)
    return _of_number(number, text, space)


def _of_word(name: str, symbol: str) -> Reading:
    error = describe(name)
    entry = next((e for e in error["codes"] if e["symbol"] == symbol), error["codes"][0])
    return Reading(describe(name, entry["number"], entry["space"]), "")


def _of_line(text: str, space: Space | None) -> list[Reading]:
    match = _PRINTED.search(text)
    if match:
        told = _PRINTED_SPACES[match[1].lower()]
        try:
            return _of_number(parse_code(match[2]), match[2], space or told)
        except ValueError as error:
            raise UnknownCodeError(str(error)) from error
    for word in re.findall(r"[A-Za-z0-9_]+|-\d+", text) if " " in text.strip() else ():
        if (name := SYMBOLS.get(word.upper())) is not None:
            return [_of_word(name, word.upper())]
        if re.fullmatch(r"-?\d+|0x[0-9a-f]+", word, re.IGNORECASE):
            try:
                return _of_number(parse_code(word), word, space)
            except (UnknownCodeError, ValueError):
                continue
    raise UnknownCodeError(f"{text!r} is no code, symbol or class name{_near(text)}")


def _of_number(number: int, text: str, space: Space | None) -> list[Reading]:
    found = []
    for asked in _SPACES if space is None else (space,):
        meant = meaning(number, asked)
        if meant is not None and (space is not None or meant[2] == asked):
            found.append(meant)
    # The article's own reading of a number tells nothing where it agrees with Windows'.
    distinct = [
        m for m in found if m[2] != "winerrorcodes" or (m[0], m[1]) != (found[0][0], found[0][1])
    ]
    found = distinct or found
    if not found:
        raise UnknownCodeError(_stranger(number, text, space))
    return [Reading(describe(*meant), _reason(meant, found, space)) for meant in found]


def _reason(meant: tuple[str, int, Space], found: Sequence[object], space: Space | None) -> str:
    _, code, read = meant
    if space is not None or (read == "windows" and len(found) == 1):
        return ""
    if read == "windows":
        return f"{code} as Windows defines it: what OSError.winerror and HRESULTs hold"
    if read == "winerrorcodes":
        return (
            f"the article at winerrorcodes.com reads {code} like this; no table of Windows does, "
            "so this reading is only right for numbers that come from that article"
        )
    other = _collision(code)
    windows = f"As a Windows error, in OSError.winerror, {code} is {other}, nothing of IPsec; "
    ras = f"{code} as a RAS number (rasdial, RasDial, RasClient event 20227)"
    return windows + ras if other else ras


def _collision(code: int) -> str:
    """Returns the symbol of the unrelated Windows error that has a RAS number too, or nothing."""
    codes = describe(RAS[code])["codes"]
    return next(e["collides"] for e in codes if (e["space"], e["number"]) == ("ras", code))


def _stranger(number: int, text: str, space: Space | None) -> str:
    code = unwrapped(number)
    shown = f"{text.strip()} ({hexadecimal(code)})"
    if code == 0:
        return f"{shown} is success, not an error"
    if is_ipsec(code):
        return f"{shown} lies in an IPsec range, but Windows defines no such error{_near(text)}"
    others = [s for s, index in (("ras", RAS), ("winerrorcodes", WINERRORCODES)) if number in index]
    if space == "windows" and others:
        return f"{shown} is no IPsec error of Windows; it has a meaning with --space {others[0]}"
    return f"{shown} is no IPsec or IKE error of Windows{_near(text)}"


def _near(text: str) -> str:
    from difflib import get_close_matches

    word = text.strip()
    known = {symbol: symbol for symbol in SYMBOLS} | {name.upper(): name for name in names()}
    known |= {str(code["number"]): str(code["number"]) for code in _codes()}
    # People leave out what all symbols begin with.
    known |= {
        s.removeprefix("ERROR_").removeprefix("IPSEC_").removeprefix("IKE_"): s for s in SYMBOLS
    }
    close = get_close_matches(word.upper(), known, 3, 0.7)
    matches = list(dict.fromkeys(known[key] for key in close))
    return f"; near: {', '.join(matches)}" if matches else ""


def _codes() -> Iterator[CodeDict]:
    for name in names():
        yield from describe(name)["codes"]
