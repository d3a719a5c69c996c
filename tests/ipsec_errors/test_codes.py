"""The forms of a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsec_errors import parse_code
from ipsec_errors._codes import (
    hexadecimal,
    is_32_bit,
    is_ipsec,
    quoted,
    short,
    signed,
    unwrapped,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13847", 13847),
        ("0x3617", 13847),
        ("0X3617", 13847),
        ("3617h", 13847),
        ("3617H", 13847),
        ("0x80073617", 0x80073617),
        ("-2147011049", -2147011049),
        ("2147956247", 0x80073617),
        (" 13847\n", 13847),
        ("0", 0),
        ("4294967295", 0xFFFFFFFF),
        ("-2147483648", -0x80000000),
        ("000013847", 13847),
        ("13847".zfill(32), 13847),
    ],
)
def test_parse_code(text: str, number: int) -> None:
    assert parse_code(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0x",
        "h",
        "-",
        "--5",
        "-0x5",
        "+5",
        "13 847",
        "13_847",
        "13847L",
        "1e4",
        "0b11",
        "nope",
        "0xGG",
        "13847.0",
        "१३८४७",  # Digits, but not ASCII ones.
        "１３８４７",  # noqa: RUF001
        "²",
        "4294967296",
        "-2147483649",
        "9" * 5000,
        "13847".zfill(33),
    ],
)
def test_parse_code_refuses_and_names_the_forms(text: str) -> None:
    with pytest.raises(ValueError, match=r"13847, 0x3617, 3617h, 0x80073617 or -2147011049"):
        parse_code(text)


@pytest.mark.parametrize("thing", [13847, None, b"13847", 1.5])
def test_parse_code_takes_text_alone(thing: object) -> None:
    with pytest.raises(TypeError, match=type(thing).__name__):
        parse_code(thing)  # type: ignore[arg-type]


def test_a_text_in_a_message_is_cut_off_only_if_it_is_long() -> None:
    assert quoted("x\x1b") == "'x\\x1b'"
    assert quoted("x" * 100) == f"'{'x' * 100}'"
    assert quoted("x" * 101) == f"'{'x' * 80}'..."


def test_numbers_of_more_than_16_bits_are_shown_in_hexadecimal() -> None:
    assert (short(0xFFFF), short(0x10000), short(0x800B0101)) == (
        "65535",
        "0x10000",
        "0x800B0101",
    )


@given(st.integers(-0x80000000, 0xFFFFFFFF))
def test_every_32_bit_number_is_read_back(number: int) -> None:
    assert parse_code(str(number)) == number
    unsigned = number & 0xFFFFFFFF
    assert parse_code(hexadecimal(unsigned)) == unsigned
    assert parse_code(f"{unsigned:x}h") == unsigned


@pytest.mark.parametrize(
    ("wrapped", "code"),
    [
        (13847, 13847),
        (0x80073617, 13847),
        (-2147011049, 13847),
        (0xC0073617, 13847),
        (0xD0073617, 13847),
        (0xC0360001, 0xC0360001),
        (0xD0360001, 0xC0360001),
        (-0x3FC9FFFF, 0xC0360001),
        (0x800B0101, 0x800B0101),
        (0x90360001, 0x90360001),  # Bit 28 without NTSTATUS error severity is no wrapped NTSTATUS.
        (0x80070000, 0),
        (0, 0),
    ],
)
def test_unwrapped(wrapped: int, code: int) -> None:
    assert unwrapped(wrapped) == code


@given(st.integers(1, 0xFFFF))
def test_all_forms_of_a_win32_code_are_one(code: int) -> None:
    forms = [
        code,
        0x80070000 | code,
        signed(0x80070000 | code),
        0xC0070000 | code,
        0xD0070000 | code,
    ]
    assert {unwrapped(form) for form in forms} == {code}


@given(st.integers(0, 0xFFFFFFFF))
def test_signed_is_the_same_32_bits(number: int) -> None:
    assert signed(number) & 0xFFFFFFFF == number
    assert -0x80000000 <= signed(number) < 0x80000000


def test_32_bits() -> None:
    assert is_32_bit(0xFFFFFFFF)
    assert is_32_bit(-0x80000000)
    assert not is_32_bit(0x100000000)
    assert not is_32_bit(-0x80000001)


def test_ipsec_ranges() -> None:
    assert [c for c in (12999, 13000, 13999, 14000) if is_ipsec(c)] == [13000, 13999]
    assert is_ipsec(0xC036FFFF)
    assert not is_ipsec(0xC0370000)
    assert not is_ipsec(0x80360001)


def test_hexadecimal_has_four_digits_at_least() -> None:
    assert [hexadecimal(n) for n in (5, 787, 13847, 0x800B0101)] == [
        "0x0005",
        "0x0313",
        "0x3617",
        "0x800B0101",
    ]
