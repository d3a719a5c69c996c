"""From what a person types to the errors it can mean."""

from __future__ import annotations

from ipsec_errors.codes import hexadecimal, is_ipsec, parse_code, unwrapped
from ipsec_errors.errors import HOMES, RAS, WINERRORCODES
from ipsec_errors.factory import meaning
from ipsec_errors.records import CATEGORIES, SYMBOLS
from ipsec_errors.texts import describe, name_of, names, reading_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipsec_errors.base import Space
    from ipsec_errors.lookup import CodeDict, ErrorDict

_ROOT = "IPsecIkeError"
_SPACES: tuple[Space, ...] = ("windows", "ras", "winerrorcodes")


class UnknownCodeError(Exception):
    """What was typed is no error that the catalogue knows; its text says so, with near matches."""


class Reading:
    """One meaning of what was typed; ``reason`` says why there is more than one, or is empty."""

    def __init__(self, error: ErrorDict, reason: str) -> None:
        self.error = error
        self.reason = reason

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reading) and self.error == other.error


def pasted(words: Sequence[str]) -> Sequence[str]:
    """Returns the words as one line where they are prose that was pasted without quotes."""
    prose = [w for w in words if w.rstrip(".,:;").isalpha() and w[1:].islower()]
    if len(words) > 2 and len([w for w in prose if name_of(w) is None]) > 1:
        return [" ".join(words)]
    return words


def readings(text: str, space: Space | None) -> list[Reading]:
    """Returns every meaning of a code, symbol, class name or pasted line; the Windows one first.

    :param space: where numbers come from; None shows every reading.
    :raises UnknownCodeError: where it has no meaning.
    """
    word = text.strip()
    try:
        return of_number(parse_code(word), word, space)
    except ValueError:
        pass
    name = name_of(word)
    if name is not None:
        return [of_name(name, word.upper())]
    if HOMES.get(word) in CATEGORIES or word in CATEGORIES or word == _ROOT:
        kind = f"ipsec-errors list{'' if word == _ROOT else f' --category {word}'}"
        raise UnknownCodeError(f"{word} is a kind of error: {kind} shows what it catches")
    from ipsec_errors.cli.lines import of_line

    return of_line(word, space)


def of_name(name: str, symbol: str) -> Reading:
    """Returns a class's reading by its symbol, or by its first code."""
    return Reading(describe(name, *reading_of(name, symbol)), "")


def of_number(number: int, text: str, space: Space | None) -> list[Reading]:
    """Returns every meaning of a number; the text is how it was written."""
    found = []
    for asked in _SPACES if space is None else (space,):
        meant = meaning(number, asked)
        if meant is not None and (space is not None or meant[2] == asked):
            found.append(meant)
    # The article's own reading of a number tells nothing where it agrees with Windows'.
    distinct = [m for m in found if m[2] != "winerrorcodes" or m[:2] != found[0][:2]] or found
    if not distinct:
        raise UnknownCodeError(_stranger(number, text, space))
    return [Reading(describe(*meant), _reason(meant, distinct, space)) for meant in distinct]


def near(text: str) -> str:
    """Returns what is like a text among the codes, symbols and names, to put behind a message."""
    from difflib import get_close_matches

    known = {symbol: symbol for symbol in SYMBOLS} | {name.upper(): name for name in names()}
    known |= {str(code["number"]): str(code["number"]) for code in _codes()}
    # People leave out what all symbols begin with.
    known |= {
        s.removeprefix("ERROR_").removeprefix("IPSEC_").removeprefix("IKE_"): s for s in SYMBOLS
    }
    close = get_close_matches(text.strip()[:100].upper(), known, 3, 0.7)
    matches = list(dict.fromkeys(known[key] for key in close))
    return f"; near: {', '.join(matches)}" if matches else ""


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
    if number == 0:
        return f"{text} is success, not an error"
    code = unwrapped(number) or number & 0xFFFFFFFF
    shown = text if text.upper() == hexadecimal(code).upper() else f"{text} ({hexadecimal(code)})"
    if is_ipsec(code):
        return f"{shown} lies in an IPsec range, but Windows defines no such error{near(text)}"
    others = [s for s, index in (("ras", RAS), ("winerrorcodes", WINERRORCODES)) if number in index]
    if space == "windows" and others:
        return f"{shown} is no IPsec error of Windows; it has a meaning with --space {others[0]}"
    return f"{shown} is no IPsec or IKE error of {'RAS or ' if space == 'ras' else ''}Windows"


def _codes() -> Iterator[CodeDict]:
    for name in names():
        yield from describe(name)["codes"]
