"""The records themselves: attrs classes that refuse what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

pytest.importorskip("cattrs", reason="the generator needs it")
pytest.importorskip("codegen", reason="the generator does not ship")

from codegen.model import RESERVED, Answer, Cause, Code, Question, Reference, Step

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


def test_the_advice_of_a_family_follows_the_errors_own(good: Catalogue) -> None:
    alpha = good.categories[0]
    with_family, without = alpha.errors

    assert [cause.at for cause in alpha.advice(with_family).cause] == ["client", "ca"]
    assert alpha.advice(with_family).question == with_family.question
    assert alpha.advice(without).cause == ()
    assert alpha.advice(without).fix == without.fix


@pytest.mark.parametrize("name", ["message", "hint", "description"])
@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_text_must_not_be_empty(error: Error, name: str, text: str) -> None:
    changes: dict[str, Any] = {name: text}

    with pytest.raises(ValueError, match=f"{name} (is empty|must be one line)"):
        evolve(error, **changes)


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
        ("windows", 0x80073617, "0X80073617 is a wrapped code: write it as 13847"),
        ("windows", 0xC0073617, "0XC0073617 is a wrapped code: write it as 13847"),
        ("windows", 0xD0360001, "0XD0360001 is a wrapped code: write it as 0xC0360001"),
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


LOOK = Step("Read the log.", sign="It names the anchor.")


def test_a_step_may_lack_a_command_but_not_a_text() -> None:
    assert Step("Read the log.").run == ""
    assert Step("Read the log.").shell == "powershell"

    with pytest.raises(ValueError, match="text is empty"):
        Step("", "Get-Service IKEEXT")


@pytest.mark.parametrize("name", ["text", "run", "sign", "disconnects", "undo"])
def test_a_part_of_a_step_is_one_line(name: str) -> None:
    changes: dict[str, Any] = {name: "one\ntwo"}

    with pytest.raises(ValueError, match=f"{name} must be one line"):
        evolve(LOOK, **changes)


@pytest.mark.parametrize(
    "effect",
    [
        "",
        "at once",
        "at the next connection",
        "at the next policy refresh",
        "after a reboot",
        "after a restart of RemoteAccess",
    ],
)
def test_when_a_change_shows(effect: str) -> None:
    assert Step("Set it.", effect=effect).effect == effect


@pytest.mark.parametrize("effect", ["soon", "At once", "after a restart of ", "after the reboot"])
def test_what_is_no_time(effect: str) -> None:
    with pytest.raises(ValueError, match="says no time: write 'at once'"):
        Step("Set it.", effect=effect)


def test_a_cause_tells_what_one_sees() -> None:
    with pytest.raises(ValueError, match="check has no sign: write what one sees"):
        Cause("It is old.", "client", Step("Look."), (Step("Renew it."),), "inferred")


def test_a_cause_has_a_fix() -> None:
    with pytest.raises(ValueError, match="fix is empty: write at least one"):
        Cause("It is old.", "client", LOOK, (), "inferred")


def test_a_cause_that_is_not_inferred_has_a_source() -> None:
    fix = (Step("Renew it."),)

    assert Cause("It is old.", "client", LOOK, fix, "inferred").sources == ()
    assert Cause("It is old.", "client", LOOK, fix, "reported", ("page",)).sources == ("page",)
    with pytest.raises(ValueError, match="a reported cause needs sources: write the id"):
        Cause("It is old.", "client", LOOK, fix, "reported")


def test_a_question_has_ways_and_answers() -> None:
    answer = Answer("It is there.", "This side.")

    with pytest.raises(ValueError, match="ways is empty: write at least one"):
        Question("Which side?", (), (answer,))
    with pytest.raises(ValueError, match="answers is empty: write at least one"):
        Question("Which side?", (LOOK,), ())


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
