"""Text: codes, symbols, pasted lines and logs."""

from __future__ import annotations

from ipsec_errors import Space, catalog, from_winerror, parse_code
from ipsec_errors._spaces import NAMES
from ipsec_errors.cli.commands import readings
from ipsec_errors.cli.readings import UnknownCodeError
from tests.fuzz.draw import Draw
from tests.fuzz.targets._findings import check_source


def check(data: bytes) -> None:
    """Reads one text as a log, a code, a key of the catalogue and a pasted line."""
    draw = Draw(data)
    space = draw.pick((None, *NAMES))
    # A line that says nothing is compared with every name, which takes milliseconds.
    as_line = draw.below(256) == 1
    data = draw.rest()
    check_source(data.decode("utf-8", "replace"), space)
    text = data.decode("utf-8", "surrogateescape")
    number = _number(text)
    info = catalog.get(text, space=space)
    if number is not None:
        error = from_winerror(number, space=space, default=None)
        known = error is not None and error.symbol
        assert (info is not None) == bool(known)
        if info is not None:
            assert (info.exception, info.code) == (type(error), error and error.code)
    if as_line:
        _check_line(text, space)


def _check_line(text: str, space: Space | None) -> None:
    try:
        found = readings(text, space)
    except UnknownCodeError as refused:
        assert str(refused)
    else:
        assert found
        assert all(one.error["name"] and one.error["code"] for one in found)


def _number(text: str) -> int | None:
    try:
        number = parse_code(text)
    except ValueError as refused:
        assert "13847, 0x3617" in str(refused)
        return None
    assert type(number) is int
    assert -0x80000000 <= number <= 0xFFFFFFFF
    digits = text.strip().lower().removeprefix("-")
    base16 = digits.startswith("0x") or digits.endswith("h")
    assert abs(number) == int(digits.removesuffix("h") if base16 else digits, 16 if base16 else 10)
    return number
