"""Map a code, symbol or class name that a person typed to the errors it can mean."""

from __future__ import annotations

from ipsec_errors import _describe
from ipsec_errors._codes import hexadecimal, is_ipsec, meaning, parse_code, unwrapped
from ipsec_errors._index import CATEGORIES, MODULE_OF, NUMBERS
from ipsec_errors._spaces import NAMES, RAS_PENDING, SPACES
from ipsec_errors._symbols import SYMBOLS
from ipsec_errors.advice import COLLISIONS, EXPLAINED
from ipsec_errors.errors import load_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsec_errors._types import ErrorDict, Space

_ROOT = "IPsecIkeError"
# Numbers that are no errors but look like some, and what they are. docs/coverage.md lists them.
_NO_ERRORS = {
    14: "in IKEv2 it is the notify NO_PROPOSAL_CHOSEN, which is what the peer answered",
    24: "in IKEv2 it is the notify AUTHENTICATION_FAILED, which is what the peer answered",
    38: "in IKEv2 it is the notify TS_UNACCEPTABLE, which is what the peer answered",
    RAS_PENDING: "in RAS it is PENDING, which says that the operation still runs",
    4653: "it is the number of an event",
    12345: "it is the type of the notify in which Windows sends an error number",
    13800: "it only marks where a range of errors begins, and no API returns it",
    13897: "it only marks where a range of errors ends, and no API returns it",
    13909: "it only marks where a range of errors ends, and no API returns it",
    20226: "it is the number of an event",
    20227: "it is the number of an event",
}
_FROM_GATEWAY = (
    "A Windows machine sent this number to this gateway. What is said of this machine is meant of "
    "the Windows machine, and the peer is this gateway"
)


class UnknownCodeError(Exception):
    """The catalogue has no such error. The message says so and names similar ones."""


class Reading:
    """One meaning of a code.

    ``reason`` says how the number was read, or is empty. ``gateway`` says that a Windows machine
    sent the number to the gateway in whose log it stands.
    """

    def __init__(self, error: ErrorDict, reason: str, gateway: bool = False) -> None:
        self.error = error
        self.reason = reason
        self.gateway = gateway

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reading) and self.error == other.error


def joined(words: Sequence[str]) -> Sequence[str]:
    """Returns the words as one line if they are a sentence that was pasted without quotes."""
    if len(words) < 3:
        return words
    from ipsec_errors._search import find_name

    prose = [w for w in words if w.rstrip(".,:;").isalpha() and w[1:].islower()]
    if len([w for w in prose if find_name(w) is None]) > 1:
        return [" ".join(words)]
    return words


def of_word(word: str, space: Space | None) -> list[Reading] | None:
    """Returns every meaning of a code, symbol or class name, the Windows one first.

    Returns None if the word is none of these.

    :param space: where numbers come from; None shows every reading.
    :raises UnknownCodeError: for a number without a meaning, and for a category.
    """
    try:
        return of_number(parse_code(word), word.strip(), space)
    except ValueError:
        pass
    from ipsec_errors._search import find_name  # A number, the usual word, does without it.

    word = word.removeprefix("ipsec_errors.")  # As a traceback prints a class.
    name = find_name(word)
    if name is not None:
        return [of_name(name, word.upper())]
    if word in MODULE_OF or word in CATEGORIES or word == _ROOT:
        command = f"ipsec-errors list{'' if word == _ROOT else f' --category {word}'}"
        raise UnknownCodeError(f"{word} is a category: {command} shows its errors")
    return None


def of_name(name: str, symbol: str) -> Reading:
    """Returns the reading of a class for a symbol, else for its first code."""
    cls = load_class(name)
    return Reading(_describe.describe(cls, *_describe.reading_of(cls, symbol)), "")


def of_code(name: str, number: int, space: Space, *, alike: Sequence[str]) -> Reading:
    """Returns the reading of a code that was recognised by Windows' own words.

    :param alike: the other errors that Windows words like this.
    """
    reason = f"Windows has this text also for {', '.join(alike)}" if alike else ""
    return Reading(_describe.describe(load_class(name), number, space), reason)


def of_number(number: int, text: str, space: Space | None, gateway: bool = False) -> list[Reading]:
    """Returns every meaning of a number.

    :param text: the number as it was written.
    :param gateway: whether a Windows machine sent it to the gateway in whose log it stands.
    """
    found = []
    for asked in NAMES if space is None else (space,):
        meant = meaning(number, asked)
        if meant is not None and (space is not None or meant[2] == asked):
            found.append(meant)
    # The article's reading of a number is shown only if it differs from that of Windows.
    distinct = [m for m in found if m[2] != "winerrorcodes" or m[:2] != found[0][:2]] or found
    if not distinct and number & 0xFFFFFFFF in EXPLAINED:
        name, symbol, reason = EXPLAINED[number & 0xFFFFFFFF]
        why = f"{text} is {symbol}, which is not an IPsec error. {reason}, as {name} describes it"
        return [Reading(_describe.describe(load_class(name)), why)]
    if not distinct:
        raise UnknownCodeError(_not_an_error(number, text, space))
    return [
        Reading(
            _describe.describe(load_class(name), code, read_in),
            _FROM_GATEWAY
            if gateway
            else ""
            if space is not None or (read_in == "windows" and len(distinct) == 1)
            else _reason(code, read_in),
            gateway,
        )
        for name, code, read_in in distinct
    ]


def near(text: str) -> str:
    """Returns the codes, symbols and names most similar to a text, to append to a message."""
    from difflib import get_close_matches

    from ipsec_errors._search import names

    known = {symbol: symbol for symbol in SYMBOLS} | {name.upper(): name for name in names()}
    known |= {str(number): str(number) for numbers in NUMBERS.values() for number in numbers}
    # Users often omit the common prefixes of symbols.
    known |= {
        s.removeprefix("ERROR_").removeprefix("IPSEC_").removeprefix("IKE_"): s for s in SYMBOLS
    }
    close = get_close_matches(text.strip()[:100].upper(), known, 3, 0.7)
    matches = list(dict.fromkeys(known[key] for key in close))
    return f"; near: {', '.join(matches)}" if matches else ""


def with_0x(text: str) -> str:
    """Returns the code that a text is with 0x before it, to append to a message."""
    try:
        number = parse_code(f"0x{text}")
    except ValueError:
        return ""
    return f"; did you mean 0x{text}?" if meaning(number, "windows") else ""


def _reason(code: int, space: Space) -> str:
    """Returns how a number was read, to distinguish its readings."""
    text = f"{code} {SPACES[space].reading}"
    if space == "ras" and code in COLLISIONS:
        return f"As a Windows error {code} is {COLLISIONS[code]}, which is not IPsec; {text}"
    return text


def _not_an_error(number: int, text: str, space: Space | None) -> str:
    if number == 0:
        return f"{text} is success, not an error"
    code = unwrapped(number) or number & 0xFFFFFFFF
    shown = text if text.upper() == hexadecimal(code).upper() else f"{text} ({hexadecimal(code)})"
    if is_ipsec(code) and code not in _NO_ERRORS:
        return f"{shown} is in an IPsec range, but Windows defines no such error{near(text)}"
    others = [s for s in NAMES if s != "windows" and number in NUMBERS[s]]
    if space == "windows" and others:
        return (
            f"{shown} is not an IPsec error of Windows; with --space {others[0]} it has a meaning"
        )
    # 0x8007000E wraps a 14 of Windows, not the notify. A marker is one in every form.
    what = _NO_ERRORS.get(code if is_ipsec(code) else number)
    of = f"{'RAS or ' if space == 'ras' else ''}Windows"
    more = f": {what}" if what else with_0x(text)
    return f"{shown} is not an IPsec or IKE error of {of}{more}"
