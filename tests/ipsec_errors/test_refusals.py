"""What is refused, in which words, and what raise_for_winerror raises for numbers of others."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from ipsec_errors import (
    IPsecIkeError,
    NoPeerCert,
    NotAnIPsecError,
    _factory,
    catalog,
    from_winerror,
    raise_for_winerror,
)

DISP_E_EXCEPTION = -2147352567
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has words for its numbers")


class ComError(Exception):
    """Shaped as pywin32's com_error."""

    def __init__(self, scode: Any) -> None:
        self.hresult, self.strerror = DISP_E_EXCEPTION, "words"
        self.excepinfo = (0, "source", "inner words", None, 0, scode)


@pytest.mark.parametrize("scode", [0, None, "13847", True])
def test_an_scode_that_says_nothing_leaves_the_outer_number(scode: Any) -> None:
    with pytest.raises(NotAnIPsecError) as caught:
        from_winerror(ComError(scode))
    assert caught.value.code == 0x80020009


def test_a_reading_without_words_of_its_own_has_those_of_the_class() -> None:
    others = [
        (info.exception, code, space)
        for info in catalog
        for (space, code), (_, message) in info.exception._other_codes.items()
        if not message
    ]
    assert others
    for cls, code, space in others:
        given: Any = space
        error = from_winerror(code, space=given)
        assert error.message == error.strerror == cls.message
        assert "message" not in vars(error)


@posix
def test_a_fourth_argument_that_is_no_number_leaves_the_attribute() -> None:
    original: Any = OSError(22, "words", None, "text")
    original.winerror = 13847
    error = from_winerror(original)
    assert (type(error), error.strerror) == (NoPeerCert, "words")


@pytest.mark.parametrize("code", [0, 5, 13847])
def test_a_wrong_space_is_refused_whatever_the_code(code: int) -> None:
    space: Any = "Windows"
    with pytest.raises(ValueError, match="unknown space 'Windows'"):
        raise_for_winerror(code, space=space)


@pytest.mark.parametrize(("on_windows", "said"), [(False, True), (True, False)])
def test_outside_windows_the_refusal_says_where_a_number_could_be(
    on_windows: bool, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_factory, "_ON_WINDOWS", on_windows)
    with pytest.raises(NotAnIPsecError) as caught:
        from_winerror(OSError("words"))
    text = str(caught.value)
    assert text.startswith("OSError carries no winerror")
    assert text.endswith("only as its fourth argument, without a filename") is said


def test_the_refusal_of_another_exception_does_not_speak_of_oserror() -> None:
    with pytest.raises(NotAnIPsecError, match=r"^KeyError carries no winerror$"):
        from_winerror(KeyError("x"))


@posix
@pytest.mark.parametrize(
    ("code", "space", "arguments"),
    [
        (5, None, (22, "Windows error 5 (0x0005)", None, 5)),
        (5, "windows", (22, "Windows error 5 (0x0005)", None, 5)),
        (0x80070005, None, (22, "Windows error 5 (0x0005)", None, -2147024891)),
        (-2147024891, None, (22, "Windows error 5 (0x0005)", None, -2147024891)),
        (0x80070000, None, (22, "Windows error 2147942400 (0x80070000)", None, -2147024896)),
        (-1, None, (22, "Windows error 4294967295 (0xFFFFFFFF)", None, -1)),
        (599, "ras", (22, "Windows error 599 (0x0257)", None, 599)),
        (600, "ras", (22, "RAS error 600 (0x0258)")),
        (999, "ras", (22, "RAS error 999 (0x03E7)")),
        (1000, "ras", (22, "Windows error 1000 (0x03E8)", None, 1000)),
    ],
)
def test_a_number_of_others_is_an_oserror(code: int, space: Any, arguments: Any) -> None:
    with pytest.raises(OSError, match="error") as caught:
        raise_for_winerror(code, space=space)
    assert not isinstance(caught.value, IPsecIkeError)
    assert caught.value.args == arguments


@posix
def test_a_number_of_ras_says_so_in_a_note() -> None:
    with pytest.raises(OSError, match="787") as caught:
        raise_for_winerror(787)
    assert caught.value.__notes__ == [
        "as a RAS number it is ERROR_OAKLEY_AUTH_FAIL: pass space='ras' if it comes from RAS"
    ]
    with pytest.raises(OSError, match="5") as caught:
        raise_for_winerror(5)
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("number", [2**32, -(2**31) - 1, 2**63])
def test_a_number_of_more_than_32_bits_is_shown(number: int) -> None:
    with pytest.raises(NotAnIPsecError, match=f"^{number} is not a 32-bit code$"):
        raise_for_winerror(number)


def test_600_is_no_error_only_where_it_is_a_ras_number() -> None:
    with pytest.raises(NotAnIPsecError, match=r"^600 \(PENDING\) says that the operation still"):
        from_winerror(600, space="ras")
    with pytest.raises(NotAnIPsecError, match=r"^600 \(0x0258\) is not an IPsec or IKE error"):
        from_winerror(600)


@pytest.fixture
def recipes(monkeypatch: pytest.MonkeyPatch) -> dict[Any, Any]:
    """The recipes of a process that has translated nothing yet."""
    empty: dict[Any, Any] = {}
    monkeypatch.setattr(_factory, "_recipes", empty)
    return empty


def test_a_number_that_windows_does_not_define_says_so(recipes: dict[Any, Any]) -> None:
    for number, winerror in ((13935, 13935), (0x8007366F, -2147010961)):
        error = from_winerror(number)
        assert error.args == (22, "Windows defines no IPsec error of this number.")
        assert (error.message, error.space, error.code) == (error.args[1], "windows", 13935)
        assert error.winerror == winerror
    assert recipes == {}


def test_the_recipe_of_a_defined_number_is_kept(recipes: dict[Any, Any]) -> None:
    assert from_winerror(13847).args == (22, NoPeerCert.message)
    assert from_winerror(787, space="ras").space == "ras"
    assert set(recipes) == {13847, ("ras", 787)}
    assert recipes[13847] == (NoPeerCert, NoPeerCert.message, None)


def test_a_number_of_65_bits_is_not_shown() -> None:
    with pytest.raises(NotAnIPsecError, match=r"^a number of 65 bits is not a 32-bit code$"):
        from_winerror(2**64)
