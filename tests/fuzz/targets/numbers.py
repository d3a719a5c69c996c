"""Numbers: each is read as Windows' own tables read it, or refused; nothing else happens."""

from __future__ import annotations

import copy
import pickle

from ipsec_errors import (
    IPsecIkeError,
    NotAnIPsecError,
    Space,
    catalog,
    from_winerror,
    parse_code,
    raise_for_winerror,
)
from ipsec_errors._spaces import NAMES
from tests.fuzz.draw import ARTICLE, RAS, WINDOWS, Draw

_ARTICLE_SYMBOLS = {number: catalog.get(number, space="winerrorcodes") for number in ARTICLE}


def _forms(code: int, family: str) -> set[int]:
    if family == "win32":
        return {code, 0x80070000 | code, 0xC0070000 | code, 0xD0070000 | code}
    return {code, code | 0x10000000} if family == "ntstatus" else {code}


# Every unsigned 32-bit number that Windows defines or reserves for IPsec, with its code.
EXPECTED = {form: code for code, row in WINDOWS.items() for form in _forms(code, row["family"])}
RESERVED = {form: code for code in range(13000, 14000) for form in _forms(code, "win32")}
RESERVED |= {form: c for c in range(0xC0360000, 0xC0370000) for form in _forms(c, "ntstatus")}


def expected(number: int, space: Space | None) -> tuple[str, int, str] | None:
    """Returns space, code and symbol of a number, worked out from tests/facts alone."""
    if space == "ras" and number in RAS and number != 600:
        return "ras", number, RAS[number]
    if space == "winerrorcodes" and number in _ARTICLE_SYMBOLS:
        info = _ARTICLE_SYMBOLS[number]
        assert info is not None
        return "winerrorcodes", number, info.symbol
    if not -0x80000000 <= number <= 0xFFFFFFFF:
        return None
    unsigned = number & 0xFFFFFFFF
    if unsigned in EXPECTED:
        code = EXPECTED[unsigned]
        return "windows", code, str(WINDOWS[code]["symbol"])
    if unsigned in RESERVED:
        return "windows", RESERVED[unsigned], ""
    return None


def check(data: bytes) -> None:
    """Reads one number in one space."""
    draw = Draw(data)
    space = draw.pick((None, *NAMES))
    number = draw.number()
    want = expected(number, space)
    error = from_winerror(number, space=space, default=None)
    if want is None:
        assert error is None, (number, space, error)
        _check_refused(number, space)
        return
    assert isinstance(error, IPsecIkeError), (number, space, want)
    assert (error.space, error.code, error.symbol) == want, (number, space, want, error)
    assert type(error.code) is int
    assert error.hex == f"0x{want[1]:04X}"
    if want[0] == "windows":
        assert error.winerror == (number - 2**32 if number >= 2**31 else number)
    _check_error(error)
    again = from_winerror(number, space=space)
    assert (type(again), again.args, str(again)) == (type(error), error.args, str(error))
    if want[2]:
        info = catalog.get(number, space=space)
        assert info is not None
        assert (info.exception, info.code, info.symbol) == (type(error), want[1], want[2])
    if number < 2**32:
        assert parse_code(str(number)) == number
    try:
        raise_for_winerror(number, space=space)
    except IPsecIkeError as raised:
        assert type(raised) is type(error)
    else:
        raise AssertionError(f"{number} was not raised")


def _check_refused(number: int, space: Space | None) -> None:
    try:
        from_winerror(number, space=space)
    except NotAnIPsecError as refused:
        assert type(refused.code) is int
        assert str(refused)
    else:
        raise AssertionError(f"{number} was not refused")
    try:
        raise_for_winerror(number, space=space)
    except (OSError, NotAnIPsecError) as raised:
        assert not isinstance(raised, IPsecIkeError)
    else:
        assert number == 0


def _check_error(error: IPsecIkeError) -> None:
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is type(error)
        assert (twin.args, repr(twin), str(twin)) == (error.args, repr(error), str(error))
        assert vars(twin) == vars(error)
