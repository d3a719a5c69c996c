"""The table of patterns."""

from __future__ import annotations

import re

import pytest

from ipsec_errors import find_errors
from ipsec_errors._logs.patterns import (
    FIXED,
    PATTERNS,
    PREFILTER,
    TEXT,
    TEXT_EXAMPLE,
    Pattern,
    number_of,
)
from ipsec_errors._symbols import SYMBOLS

EXAMPLES = {pattern.name: pattern.example for pattern in PATTERNS} | {TEXT: TEXT_EXAMPLE}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_found_by_its_pattern(name: str) -> None:
    assert [found.pattern for found in find_errors(EXAMPLES[name])] == [name]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_found_within_a_line(name: str) -> None:
    line = f"2026-03-02T08:14:07Z host app[13806]: {EXAMPLES[name]}"

    assert [found.pattern for found in find_errors([line])] == [name]
    assert [found.time for found in find_errors(line.encode())] == ["2026-03-02T08:14:07Z"]


def test_names_are_unique() -> None:
    assert len(EXAMPLES) == len(PATTERNS) + 1


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_the_search_of_blocks_finds_every_anchor(pattern: Pattern) -> None:
    for anchor in pattern.anchors:
        assert any(part in anchor for part in FIXED) or any(
            part in pattern.example for part in FIXED
        )
    assert any(found.search(pattern.example.encode()) for found in PREFILTER)
    assert any(anchor in pattern.example for anchor in pattern.anchors)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_no_pattern_repeats_without_bound(pattern: Pattern) -> None:
    expression = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", pattern.expression + pattern.cue)

    assert not re.search(r"[*+]|\{\d*,\}", expression)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_hostile_line_takes_no_time_to_speak_of(pattern: Pattern) -> None:
    # A pattern that backtracks without bound would not come to an end here.
    anchor = pattern.anchors[0]
    for line in (anchor * 5000, f"{anchor} " * 5000, anchor + " " * 60000, anchor + "1" * 60000):
        assert list(find_errors(line)) == []


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("error: 13801, " * 4000, 0),
        ("Failure error code:0x000035e9 " * 4000, 4000),
        ("<Event " * 40000, 0),
        ("Windows reason: " + "a: " * 80000, 0),
    ],
    ids=["cue", "point", "event", "text"],
)
def test_a_line_full_of_anchors_takes_no_time_to_speak_of(line: str, number: int) -> None:
    # If each place looked at the whole line, this would take minutes.
    assert len(list(find_errors(line))) == number


UNMISTAKABLE: tuple[str, ...] = (
    "ERROR_IPSEC_",
    "ERROR_OAKLEY_",
    "ERROR_VPN_",
    "FWP_E_",
    "STATUS_IPSEC_",
)
UNMISTAKABLE += ("STATUS_FWP_", "CERT_E_", "CRYPT_E_", "SEC_E_", "TRUST_E_", "NTE_")


@pytest.mark.parametrize("symbol", [s for s in SYMBOLS if s.startswith(UNMISTAKABLE)])
def test_an_unmistakable_symbol_is_found_wherever_it_stands(symbol: str) -> None:
    for line in (symbol, f"it said {symbol}, again", f"<error>{symbol}</error>", f"({symbol})"):
        assert [type(f.error).__name__ for f in find_errors(line)] == [SYMBOLS[symbol]], line


@pytest.mark.parametrize(
    "line",
    [
        "PENDING",
        "ERROR_NO_MAC_FOR_PORT",
        "MY_ERROR_IPSEC_IKE_NO_CERT",
        "ERROR_IPSEC_IKE_NO_CERTS",
        "error_ipsec_ike_no_cert",
    ],
)
def test_another_word_is_no_symbol(line: str) -> None:
    assert list(find_errors(line)) == []


def test_a_symbol_that_is_another_thing_elsewhere_needs_an_anchor() -> None:
    anchored = "<failureErrorCode>ERROR_NO_MAC_FOR_PORT</failureErrorCode>"

    assert [f.error.code for f in find_errors(anchored)] == [747]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[ N(MS_STATUS(13801)) N(MS_STATUS(-2146762495)) ]", [13801, 0x800B0101]),
        ("N(MS_STATUS(13846))", [13846]),
        ("The error code returned on failure is 809.", [809]),
        ("The error code returned on failure is 13868.", [13868]),
        ("The error code returned on failure is -2147011028.", [13868]),
        ("The error code returned on failure is 0x800B0109.", [0x800B0109]),
        ("The error code returned on failure is 800B0109", [0x800B0109]),
        ("Failure error code:0x000035e9", [13801]),
        ("failureErrorCode = 000035e9", [13801]),
        ('"failureErrorCode": 13801,', [13801]),
        ("<failureErrorCode>13801</failureErrorCode>", [13801]),
        ("Error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)", [13801]),
        ("failed with Windows error 13843(ERROR_IPSEC_IKE_INVALID_PAYLOAD)", [13843]),
        ("Windows System Error 13806", [13806]),
        ("[WinError -2147011049] x", [13847]),
        ("[WinError 13847] x, then WinError 13806", [13847, 13806]),
        ("WinError 13847", [13847]),
        ("OSError(22, 'x'): WinError -2147011049.", [13847]),
        ("winerror=13847", [13847]),
        ("winerror: 13847", [13847]),
        ("winerror = 0x80073617, again", [13847]),
        ("WinError                 : 13847", [13847]),
        ('{"winerror": 13847, "strerror": "x"}', [13847]),
        ("{'winerror': '13847'}", [13847]),
        ("<winerror>13847</winerror>", [13847]),
        ("[RAS 787] x", [787]),
        ("HRESULT: 0x800735E9", [13801]),
        ("HRESULT 800B0109", [0x800B0109]),
        ("[HRESULT = 0x800b010c - x]", [0x800B010C]),
        ("hr=0x80073617", [13847]),
        ("hresult=0x80073617", [13847]),
        ("hresult: -2147011049", [13847]),
        ("HResult=80073617", [13847]),
        ("HResult                 : -2147011049", [13847]),
        ('{"hresult": "0x800B0109"}', [0x800B0109]),
        ("error = -2147011095", [13801]),
        ("error code -2147011028 in the dial", [13868]),
        ("error code: 0xC0360001", [0xC0360001]),
        ("VPN error 13801", [13801]),
        ("error 13801", []),
        ("VPN: error 13801 packets", []),
        ("VPN: error 809", []),
        ("VPN: error 5, error 13801 packets, error 13801, error 13806", [13801, 13806]),
    ],
)
def test_forms(line: str, expected: list[int]) -> None:
    assert [found.error.code for found in find_errors(line)] == expected


@pytest.mark.parametrize(
    "line",
    [
        "it ended with an error",
        "an error, and\nthe number 5",
        "a_b __init__ x_y_",
        "NT_E",
        "HResul t",
    ],
)
def test_a_line_without_an_anchor_is_passed_over(line: str) -> None:
    assert not any(found.search(line.encode()) for found in PREFILTER)


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("13801", False, 13801),
        ("80092013", False, 0x80092013),
        ("80092013", True, 80092013),
        ("000035e9", False, 13801),
        ("0x35E9", False, 13801),
        ("0X000035E9", False, 13801),
        ("0x35E9ab", False, 0x35E9AB),
        ("0x35E9ab", True, 0x35E9AB),
        ("-1234567", False, -1234567),
        ("123456789", False, 123456789),
    ],
)
def test_the_number_that_is_written(text: str, decimal: bool, number: int) -> None:
    assert number_of(text, decimal) == number
    assert number_of(text) == number_of(text, decimal=False)


def test_a_block_is_read_by_few_expressions() -> None:
    # Each reads the whole block, so one more slows the search of every log down.
    assert len(PREFILTER) <= 6
