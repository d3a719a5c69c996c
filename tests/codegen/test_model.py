"""The records themselves: attrs classes that refuse what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from codegen.model import RESERVED, Code, Family, Reference, Step

if TYPE_CHECKING:
    from codegen.model import Catalogue, Error


@pytest.fixture
def error(good: Catalogue) -> Error:
    return good.errors[0]


def test_a_record_cannot_be_changed(error: Error) -> None:
    with pytest.raises(FrozenInstanceError):
        error.hint = "something else"  # type: ignore[misc]


def test_the_first_code_is_the_classes_own(error: Error) -> None:
    assert error.first == Code("windows", 13806, "ERROR_IPSEC_IKE_NO_CERT")


def test_an_error_without_a_family_has_an_empty_one(good: Catalogue) -> None:
    alpha = good.categories[0]

    assert alpha.family(alpha.errors[1]) == Family("none")
    assert alpha.family(alpha.errors[0]).remediation == ("Ask the owner of the CA for the chain.",)


@pytest.mark.parametrize("name", ["message", "hint", "description"])
@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_text_must_not_be_empty(error: Error, name: str, text: str) -> None:
    changes: dict[str, Any] = {name: text}

    with pytest.raises(ValueError, match=f"{name} (is empty|must be one line)"):
        evolve(error, **changes)


@pytest.mark.parametrize("steps", [(), ("",), ("Do this.", "\t")])
def test_remediation_must_not_be_empty(error: Error, steps: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="remediation is empty or has an empty step"):
        evolve(error, remediation=steps)


@pytest.mark.parametrize("name", ["message", "hint"])
@pytest.mark.parametrize("text", ["two\nlines", " blank before", "blank after "])
def test_a_short_text_is_one_line(error: Error, name: str, text: str) -> None:
    changes: dict[str, Any] = {name: text}

    with pytest.raises(ValueError, match=f"{name} must be one line"):
        evolve(error, **changes)


@pytest.mark.parametrize("name", sorted(name for name in RESERVED if name[0].isupper()))
def test_a_class_cannot_take_a_name_of_the_library(error: Error, name: str) -> None:
    with pytest.raises(ValueError, match="taken by the library itself: choose another"):
        evolve(error, name=name)


@pytest.mark.parametrize("name", ["TimeoutError", "PermissionError", "BaseExceptionGroup"])
def test_a_class_cannot_shadow_a_builtin(error: Error, name: str) -> None:
    with pytest.raises(ValueError, match=f"the class name {name} shadows a builtin"):
        evolve(error, name=name)


@pytest.mark.parametrize(
    ("space", "number"),
    [
        ("windows", 1),
        ("windows", 13847),
        ("windows", 0xFFFFFFFF),
        ("windows", 0x80092004),
        ("windows", 0xC0360001),
        ("ras", 600),
        ("ras", 999),
        ("ras", 800),
        ("winerrorcodes", 13846),
    ],
)
def test_numbers_in_range(space: str, number: int) -> None:
    assert Code(space, number, "SOME_ERROR").number == number  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("space", "number", "said"),
    [
        ("windows", 0, "out of range for windows"),
        ("windows", -1, "out of range for windows"),
        ("windows", 1 << 32, "out of range for windows"),
        ("windows", 0x80073617, "0X80073617 is a wrapped Win32 code: write the code, 13847"),
        ("windows", 0xC0073617, "0XC0073617 is a wrapped Win32 code: write the code, 13847"),
        ("windows", 0xD0360001, "wrapped"),
        ("windows", 13800, "only marks a range: it belongs to no class"),
        ("windows", 13897, "only marks a range: it belongs to no class"),
        ("windows", 13909, "only marks a range: it belongs to no class"),
        ("ras", 599, "out of range for ras: write a RAS number from 600 to 999, such as 787"),
        ("ras", 1000, "out of range for ras"),
        ("ras", 13847, "out of range for ras"),
        ("winerrorcodes", 0, "out of range for winerrorcodes"),
        ("winerrorcodes", 0x10000, "out of range for winerrorcodes"),
    ],
)
def test_numbers_out_of_range(space: str, number: int, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        Code(space, number, "SOME_ERROR")  # type: ignore[arg-type]

    assert said in str(caught.value)


@pytest.mark.parametrize("symbol", ["ERROR_IPSEC_IKE_NO_CERT", "CERT_E_EXPIRED", "WSA_2B_C"])
def test_symbols(symbol: str) -> None:
    assert Code("windows", 13847, symbol).symbol == symbol


@pytest.mark.parametrize(
    "symbol", ["", "TIMEOUT", "error_ipsec", "ERROR IPSEC", "_ERROR", "ERROR_"]
)
def test_what_is_no_symbol(symbol: str) -> None:
    with pytest.raises(ValueError, match="is no symbol: write it as Windows does"):
        Code("windows", 13847, symbol)


def test_only_a_ras_number_collides() -> None:
    assert Code("ras", 787, "ERROR_OAKLEY_AUTH_FAIL", collides="ERROR_ABANDON_HIBERFILE").collides

    with pytest.raises(ValueError, match="collides is for RAS numbers"):
        Code("windows", 787, "ERROR_ABANDON_HIBERFILE", collides="ERROR_OAKLEY_AUTH_FAIL")


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://example.org"])
def test_addresses(url: str) -> None:
    assert Reference("A page", url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "example.org",
        "ftp://example.org",
        "https://a b",
        'https://a"b',
        " https://a",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match="is no address: write one that starts with https://"):
        Reference("A page", url)


def test_a_step_may_lack_a_command_but_not_a_text() -> None:
    assert Step("Read the log.").run == ""

    with pytest.raises(ValueError, match="step is empty"):
        Step("", "Get-Service IKEEXT")


@pytest.mark.parametrize(
    ("spaces", "said"),
    [
        ((), "codes is empty: a class needs at least one number"),
        (("ras", "windows"), "codes are out of order: write them by space, windows, ras, winerror"),
        (("winerrorcodes",), "the first code is the article's: a class needs a number Windows"),
    ],
)
def test_the_order_of_codes(error: Error, spaces: tuple[str, ...], said: str) -> None:
    codes = [Code(space, 700 + n, f"SOME_{n}") for n, space in enumerate(spaces)]  # type: ignore[arg-type]

    with pytest.raises(ValueError) as caught:
        evolve(error, codes=tuple(codes))

    assert said in str(caught.value)


def test_a_class_may_have_ras_numbers_alone(error: Error) -> None:
    only = (Code("ras", 800, "ERROR_AUTOMATIC_VPN_FAILED"),)

    assert evolve(error, codes=only).first.space == "ras"
