"""The lookup's JavaScript gives what the library gives. It runs in Node.js, without a browser."""

from __future__ import annotations

import gzip
import hashlib
import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipsec_errors import find_errors
from ipsec_errors._codes import hexadecimal, meaning, parse_code, unwrapped
from ipsec_errors._index import NUMBERS
from ipsec_errors._logs.patterns import PATTERNS
from ipsec_errors._spaces import NAMES
from ipsec_errors.cli.commands import readings
from ipsec_errors.cli.readings import UnknownCodeError

if TYPE_CHECKING:
    from collections.abc import Callable

    Javascript = Callable[[str, Any], Any]

ROOT = Path(__file__).parents[2]
EDGES = [0, 1, 600, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x80070040, 0x80070000]
WRAPS = [0x80070000, 0xC0070000, 0xD0070000, 0x10000000, 0]


def _numbers() -> list[int]:
    """Returns numbers of the catalogue, their neighbours, and wrapped and signed forms of them."""
    own = sorted({number for numbers in NUMBERS.values() for number in numbers})
    near = {n + step for n, step in product([*own, *EDGES], (-1, 0, 1))}
    wrapped = {n ^ wrap for n, wrap in product(near, WRAPS) if n >= 0}
    found = near | wrapped | {n - 0x100000000 for n in near | wrapped if n >= 0x80000000}
    return sorted(n for n in found if -0x80000000 <= n <= 0xFFFFFFFF)


TEXTS = [
    *("13847", " 13847 ", "-13847", "0x3617", "0X3617", "3617h", "3617H", "3617", "-0", "00013847"),
    *(
        "",
        "-",
        "0x",
        "h",
        "-0x3617",
        "-3617h",
        "0x3617h",
        "1_000",
        "1e3",
        "+5",
        "13 847",
        "٣",
        "--5",
    ),
    *("4294967295", "4294967296", "-2147483648", "-2147483649", "0xFFFFFFFF", "0x100000000"),
    *("0" * 31 + "5", "0" * 32 + "5", "0x" + "0" * 32, "f" * 40, "NoPeerCert", "0b1", "0o7", "1.0"),
]


def _parsed(text: str) -> int | str | None:
    try:
        return parse_code(text)
    except ValueError as error:
        return "too large" if "32-bit" in str(error) else None


def test_texts_are_read_as_the_library_reads_them(javascript: Javascript) -> None:
    texts = TEXTS + [f(n) for n in _numbers() for f in (str, hex, lambda n: f"{n:X}h")]
    expression = """given.map((text) => {
        const number = ipsecErrors.parseCode(text);
        return number === undefined ? null : Number.isNaN(number) ? "too large" : number;
    })"""
    assert javascript(expression, texts) == [_parsed(text) for text in texts]


def test_numbers_mean_what_they_mean_in_the_library(javascript: Javascript) -> None:
    numbers = _numbers()
    assert len(numbers) > 4_000
    expression = """given.map((number) => [ipsecErrors.unwrapped(number),
        ...Object.keys(engine.index.spaces).map((space) => {
            const one = engine.meaning(number, space);
            return one ? [one.error.name, one.code.number, one.code.space] : null;
        })])"""
    told = javascript(expression, numbers)
    for number, (inner, *found) in zip(numbers, told, strict=True):
        assert inner == unwrapped(number)
        assert found == [_listed(meaning(number, space)) for space in NAMES]


def _listed(found: tuple[object, ...] | None) -> list[object] | None:
    return None if found is None else list(found)


DIALLED = "CoId={0}: The user A dialed a connection named B which has failed."
LINES = [
    *("[WinError 13847] x", "[RAS 787] x", "[winerrorcodes 13846] x", "[WinError -2147011049]"),
    "ipsec_errors.AuthFail: [WinError 13801] One side did not accept",
    "Remote Access error 809 - The network connection between your computer and the server",
    f"{DIALLED} The error code returned on failure is 13868.",
    f"{DIALLED} The error code returned on failure is 787.",
    "parsed IKE_AUTH request 2 [ N(MS_STATUS(13801)) ]",
    "IKE failure: ERROR_IPSEC_IKE_NO_CERT on 10.0.0.1",
    "IkeReturn error_ipsec_ike_timed_out and ERROR_IPSEC_IKE_AUTH_FAIL",
    *("status 0x80073617 at 12:30:45", "hresult: 0x800B0101", "WIN32 13868,Set-VpnConnection"),
    "2026-02-21 13:45:01 peer 10.1.2.3 sent 13806 twice",
    *("Fehler 13801", "error 13846", "error 0x80070040", "13801 13806", "error 13999", "nothing"),
    *("AuthFail", "authfail", "ERROR_IPSEC_IKE_NO_PRIVATE_KEY", "error_oakley_auth_fail"),
]


def _read(text: str) -> list[tuple[str, int, str]]:
    try:
        return [(r.error["name"], r.error["code"], r.error["space"]) for r in readings(text, None)]
    except UnknownCodeError:
        return []


READ = """given.map((text) => engine.readings(text).readings.map(
    ({ error, code }) => [error.name, code.number, code.space]))"""


def test_lines_are_read_as_the_command_line_reads_them(javascript: Javascript) -> None:
    told = javascript(READ, LINES)
    assert [list(map(tuple, found)) for found in told] == [_read(line) for line in LINES]


def test_examples_are_read_as_find_errors_reads_them(javascript: Javascript) -> None:
    told = javascript(READ, [row.example for row in PATTERNS])
    for row, found in zip(PATTERNS, told, strict=True):
        wanted = [(f.error.code, f.error.space) for f in find_errors(row.example)]
        assert [(code, space) for _, code, space in found] == wanted != [], row.name


def test_numbers_are_read_as_the_command_line_reads_them(javascript: Javascript) -> None:
    texts = [f(n) for n in _numbers() for f in (str, hexadecimal) if n >= 0 or f is str]
    told = javascript(READ, texts)
    # What has no meaning in decimal is also read in hexadecimal here.
    known = [(text, found) for text, found in zip(texts, told, strict=True) if _read(text)]
    assert len(known) > 1_500
    for text, found in known:
        assert [tuple(one) for one in found][: len(_read(text))] == _read(text), text


def test_hexadecimal_needs_no_prefix(javascript: Javascript) -> None:
    told = javascript(READ, ["362C", "8007362c", "3617", "800B0101"])
    assert [found[0][0] for found in told] == [
        "PolicyMismatch",
        "PolicyMismatch",
        "NoPeerCert",
        "CertExpired",
    ]


def test_a_number_without_a_meaning_is_explained(javascript: Javascript) -> None:
    notes = javascript(
        "given.map((text) => engine.lookup(text).note)", ["0", "600", "13999", "99999999999"]
    )
    for note, part in zip(notes, ("success", "PENDING", "IPsec range", "32 bits"), strict=True):
        assert part in note


def test_forms_are_those_of_the_pages(index: dict[str, Any], javascript: Javascript) -> None:
    from codegen.reader import read
    from number_forms import forms

    codes = [code for error in read(ROOT / "src/data").errors for code in error.codes]
    told = javascript(
        "given.map(([number, space]) => Object.values(ipsecErrors.forms(number, space)))",
        [(code.number, code.space) for code in codes],
    )
    for code, found in zip(codes, told, strict=True):
        made = forms(code.space, code.number)
        whole = [made.decimal, made.hex, made.hresult, made.signed, made.ntstatus]
        assert found == whole[: len(found)]


def test_fingerprints_are_sha_256(javascript: Javascript) -> None:
    texts = ["", "abc", "a" * 55, "a" * 56, "a" * 64, "é" * 100, 'Ab-c_d  "e" 1.2\nΣ']
    told = javascript(
        "given.map((text) => [ipsecErrors.fingerprint(text), ipsecErrors.normalised(text)])", texts
    )
    for text, (hashed, normal) in zip(texts, told, strict=True):
        assert hashed == hashlib.sha256(text.encode()).hexdigest()[:16]
        assert normal == re.sub(r"[\W_]+", " ", text.casefold()).strip(" ")


def test_windows_own_text_is_found(javascript: Javascript) -> None:
    told = javascript(
        READ,
        [
            "IKE authentication credentials are unacceptable",
            '  "IKE authentication credentials are unacceptable."',
            "VPN: IKE authentication credentials are unacceptable.",
            "12:30 client said IKE authentication credentials are unacceptable and stopped",
        ],
    )
    assert told == [[["AuthFail", 13801, "windows"]]] * 4


def test_words_find_errors_and_categories(javascript: Javascript) -> None:
    revocation, policy, digits, nothing = javascript(
        "given.map((text) => engine.lookup(text).items.map((i) => (i.error ?? i.category).name))",
        ["revocation", "policy match", "1387", "xyzzy"],
    )
    assert revocation[0] == "RevocationError"
    assert policy[0] == "PolicyMismatch"
    assert "InvalidHashAlg" in digits
    assert nothing == []


def test_the_index_is_small(index: dict[str, Any]) -> None:
    from lookup_index import as_json

    assert len(gzip.compress(as_json(index).encode(), 9)) < 60_000


def test_short_addresses(index: dict[str, Any]) -> None:
    from codegen.reader import read
    from short_addresses import targets

    found = targets(read(ROOT / "src/data"))
    assert found["13868"] == found["PolicyMismatch"] == "errors/PolicyMismatch.html"
    assert found["ERROR_IPSEC_IKE_POLICY_MATCH"] == "errors/PolicyMismatch.html"
    assert found["0x800B0101"] == "errors/CertExpired.html"
    assert found["ras-809"] == "errors/VpnTimeout.html"
    assert found["ras-601"] == "errors/OtherDialFailure.html#ras-601"
    assert found["13846"] == "errors/InvalidCookie.html"
    assert found["winerrorcodes-13846"] == "errors/CertExpired.html"
    assert found["ERROR_IPSEC_IKE_NO_PRIVATE_KEY"] == "errors/NoPrivateKey.html"
    assert found["0x80070040"] == "errors/CertWrongUsage.html#0x80070040"
