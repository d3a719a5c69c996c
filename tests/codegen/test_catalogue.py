"""The real catalogue, held against what Windows defines (tests/facts/codes.json)."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

import pytest

pytest.importorskip("cattrs", reason="the generator needs it")
pytest.importorskip("codegen", reason="the generator does not ship")

from codegen.__main__ import main
from codegen.lint.tables import cmdlets, tools
from codegen.model import Catalogue, Code, Error
from codegen.reader import read

ROOT = Path(__file__).parents[2]
MARKERS = {13800, 13897, 13909}


class Fact(TypedDict):
    code: int
    hex: str
    signed: int
    symbol: str
    family: str
    sentinel: bool
    conflicts: str | None


class RasFact(TypedDict):
    number: int
    symbol: str
    deprecated: bool
    ipsec: bool


def _facts(name: str) -> Any:
    return json.loads((ROOT / "tests/facts" / name).read_text(encoding="utf-8"))


FACTS: list[Fact] = _facts("codes.json")
RAS_FACTS: list[RasFact] = _facts("ras.json")
# 600 is no error: it means that the operation is still running.
RAS_ERRORS = [fact for fact in RAS_FACTS if fact["number"] != 600]
REAL = [fact for fact in FACTS if not fact["sentinel"]]


@cache
def catalogue() -> Catalogue:
    return read(ROOT / "src/data")


@cache
def owners() -> dict[tuple[str, int], tuple[Error, Code]]:
    """Returns the record and entry of every number in its space."""
    return {
        (code.space, code.number): (error, code)
        for error in catalogue().errors
        for code in error.codes
    }


@cache
def by_symbol() -> dict[str, str]:
    """Returns the class of every symbol."""
    return {code.symbol: error.name for error in catalogue().errors for code in error.codes}


@cache
def by_name() -> dict[str, Error]:
    return {error.name: error for error in catalogue().errors}


def space(fact: Fact) -> str:
    return "ras" if fact["family"] == "ras" else "windows"


def owner(number: int, space: str = "windows") -> str:
    return owners()[space, number][0].name


# The facts themselves.


def test_how_many_codes_there_are() -> None:
    families = [fact["family"] for fact in FACTS]

    assert {family: families.count(family) for family in set(families)} == {
        "win32": 155,
        "ras": 55,
        "hresult": 46,
        "ntstatus": 37,
        "fwp": 19,
    }
    assert {fact["code"] for fact in FACTS if fact["sentinel"]} == MARKERS


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["symbol"])
def test_the_forms_of_a_number_agree(fact: Fact) -> None:
    ranges = {
        "win32": range(1, 0x10000),
        "ras": range(600, 1000),
        "hresult": range(0x80000000, 0x90000000),
        "ntstatus": range(0xC0000000, 0xD0000000),
        "fwp": range(0x80320000, 0x80330000),
    }

    assert int(fact["hex"], 16) == fact["code"]
    assert fact["signed"] & 0xFFFFFFFF == fact["code"]
    assert fact["code"] in ranges[fact["family"]]


# Every code, once.


def test_no_code_is_missing_and_none_is_invented() -> None:
    expected = {(space(fact), fact["code"]) for fact in REAL}
    expected |= {("ras", fact["number"]) for fact in RAS_ERRORS}
    given = {key for key in owners() if key[0] != "winerrorcodes"}

    assert expected - given == set(), "missing in src/data"
    assert given - expected == set(), "in src/data, but defined by no table of Windows"


@pytest.mark.parametrize("fact", REAL, ids=lambda fact: fact["symbol"])
def test_every_symbol_is_that_of_its_number(fact: Fact) -> None:
    assert owners()[space(fact), fact["code"]][1].symbol == fact["symbol"]


def test_how_many_ras_numbers_there_are() -> None:
    assert len(RAS_FACTS) == 279
    assert {fact["number"] for fact in RAS_FACTS if fact["ipsec"]} == {
        fact["code"] for fact in FACTS if fact["family"] == "ras"
    }


@pytest.mark.parametrize("fact", RAS_ERRORS, ids=lambda fact: str(fact["number"]))
def test_every_ras_number_is_there_with_its_symbol(fact: RasFact) -> None:
    assert owners()["ras", fact["number"]][1].symbol == fact["symbol"]


def test_the_ras_number_that_is_no_error() -> None:
    assert ("ras", 600) not in owners()


@pytest.mark.parametrize("marker", sorted(MARKERS))
def test_a_marker_belongs_to_no_class(marker: int) -> None:
    assert [key for key in owners() if key[1] == marker] == []


def test_the_articles_four_numbers() -> None:
    given = {
        number: (error.name, code.symbol, code.message or error.message)
        for (where, number), (error, code) in owners().items()
        if where == "winerrorcodes"
    }

    assert given == {
        13845: (
            "CertRevoked",
            "ERROR_IPSEC_IKE_CERT_REVOKED",
            "Peer certificate has been revoked.",
        ),
        13846: (
            "CertExpired",
            "ERROR_IPSEC_IKE_CERT_EXPIRED",
            "Peer certificate has expired.",
        ),
        13847: (
            "NoPeerCert",
            "ERROR_IPSEC_IKE_NO_PEER_CERT",
            "Peer failed to send valid machine certificate.",
        ),
        13849: (
            "NoPrivateKey",
            "ERROR_IPSEC_IKE_NO_PRIVATE_KEY",
            "No private key available for peer authentication.",
        ),
    }


@pytest.mark.parametrize("where", ["windows", "ras", "winerrorcodes"])
def test_no_peer_cert_says_the_same_in_every_space(where: str) -> None:
    error = by_name()["NoPeerCert"]
    messages = [code.message or error.message for code in error.codes if code.space == where]

    assert messages == ["Peer failed to send valid machine certificate."]


# Numbers with the same meaning share a class.


def _twins(prefix: str, other: str) -> list[tuple[str, str]]:
    symbols = {fact["symbol"] for fact in REAL}
    return [
        (symbol, other + symbol.removeprefix(prefix))
        for symbol in sorted(symbols)
        if symbol.startswith(prefix) and other + symbol.removeprefix(prefix) in symbols
    ]


TWINS = [
    *_twins("STATUS_IPSEC_", "ERROR_IPSEC_"),
    *_twins("STATUS_FWP_", "FWP_E_"),
    ("STATUS_AUTHIP_FAILURE", "ERROR_AUTHIP_FAILURE"),
]


def test_how_many_twins_there_are() -> None:
    assert sum(symbol.startswith("STATUS_IPSEC_") for symbol, _ in TWINS) == 16
    lonely = {
        fact["symbol"]
        for fact in REAL
        if fact["family"] == "ntstatus" and fact["symbol"] not in dict(TWINS)
    }
    assert lonely == {"STATUS_IPSEC_QUEUE_OVERFLOW"}


@pytest.mark.parametrize(("status", "twin"), TWINS, ids=[status for status, _ in TWINS])
def test_a_status_belongs_to_the_class_of_its_twin(status: str, twin: str) -> None:
    assert by_symbol()[status] == by_symbol()[twin]


def test_status_values_of_facility_ipsec_stand_in_the_order_of_their_twins() -> None:
    # winerror.h and ntstatus.h list them in the same order.
    win32 = [*range(13910, 13919), *range(13925, 13931), 13932]
    status = [*range(0xC0360001, 0xC036000A), *range(0xC0368000, 0xC0368007)]

    assert [owner(number) for number in status] == [owner(number) for number in win32]


@pytest.mark.parametrize(
    ("ras", "win32"),
    # How Windows' own RAS client maps them.
    [
        (786, 13806),
        (787, 13801),
        (788, 13802),
        (789, 13804),
        (790, 13847),
        (791, 13825),
        (792, 13805),
        (793, 13816),
    ],
)
def test_a_ras_number_of_ike_belongs_to_the_class_of_its_twin(ras: int, win32: int) -> None:
    assert owner(ras, "ras") == owner(win32)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (13806, "NoCert"),
        (13847, "NoPeerCert"),
        (13820, "NoPrivateKey"),
        (0x8009200B, "NoPrivateKey"),
        (0x8009000D, "NoPrivateKey"),
        (0x800B0101, "CertExpired"),
        (0x80090328, "CertExpired"),
        (0x800B010C, "CertRevoked"),
        (0x80092010, "CertRevoked"),
        (13845, "SoftSaTornDown"),
        (13846, "InvalidCookie"),
        (13849, "PolicyChange"),
        (13868, "PolicyMismatch"),
        (13816, "UnspecifiedIkeFailure"),
        (13801, "AuthFail"),
        (13817, "CrlFailed"),
        (13848, "PeerCrlFailed"),
        (13910, "BadSpi"),
        (13925, "DospBlock"),
    ],
)
def test_what_the_design_names(number: int, name: str) -> None:
    assert owner(number) == name


@pytest.mark.parametrize(
    ("left", "right"),
    [(13822, 13864), (13826, 13875), (13817, 13848), (13806, 13847)],
)
def test_numbers_that_sound_alike_but_are_not(left: int, right: int) -> None:
    assert owner(left) != owner(right)


def _ancestors(name: str) -> set[str]:
    category = {e.name: c.name for c in catalogue().categories for e in c.errors}
    bases = {c.name: c.bases for c in catalogue().categories}
    bases |= {e.name: e.bases or (category[e.name],) for e in catalogue().errors}
    found = set(bases.get(name, ()))
    return found.union(*(_ancestors(base) for base in found))


@pytest.mark.parametrize(
    ("number", "general"),
    [
        (854, "CertExpired"),
        (858, "CertExpired"),
        (863, "CertExpired"),
        (855, "CertRevoked"),
        (859, "CertRevoked"),
    ],
)
def test_a_ras_number_that_says_more_is_a_case_of_the_general_class(
    number: int, general: str
) -> None:
    assert general in _ancestors(owner(number, "ras"))


RAS = [fact for fact in REAL if fact["family"] == "ras"]


@pytest.mark.parametrize("fact", RAS, ids=lambda fact: str(fact["code"]))
def test_what_a_ras_number_collides_with(fact: Fact) -> None:
    other = re.search(r"also means (\w+) in winerror\.h", fact["conflicts"] or "")

    assert owners()["ras", fact["code"]][1].collides == (other[1] if other else "")


# The advice.


NO_FAILURES = {
    "warning": {("windows", 13024), ("windows", 13025)},
    "status": {
        *(("windows", number) for number in (13803, 13821, 13844, 13845, 13849, 13878, 13884)),
        *(("windows", number) for number in (13885, 13890, 13895, 13898, 13901, 13902, 13917)),
        ("windows", 0xC0360008),
        *(("ras", number) for number in (828, 838, 844)),
    },
}


@pytest.mark.parametrize("severity", NO_FAILURES)
def test_what_is_no_failure(severity: str) -> None:
    given = {key for key, (error, _) in owners().items() if error.severity == severity}

    assert given == NO_FAILURES[severity]


FULL_DEPTH = [
    *[
        "AuthFail",
        "NoCert",
        "NoPeerCert",
        "NoPrivateKey",
        "CertExpired",
        "CertRevoked",
        "PolicyMismatch",
        "TimedOut",
        "DropNoResponse",
        "NoPolicy",
        "InvalidPayload",
        "UnspecifiedIkeFailure",
        "GeneralProcessingFailure",
        "CrlFailed",
        "PeerCrlFailed",
        "CertChainPolicyMismatch",
        "InvalidKeyUsage",
        "PolicyChange",
        "SoftSaTornDown",
        "InvalidCookie",
    ],
    789,
    800,
    809,
    812,
]


@pytest.mark.parametrize("which", FULL_DEPTH)
def test_the_errors_people_meet_are_explained_in_full(which: str | int) -> None:
    error = by_name()[owner(which, "ras") if isinstance(which, int) else which]
    advice = next(c for c in catalogue().categories if error in c.errors).advice(error)

    cited = {*error.sources, *(name for cause in advice.cause for name in cause.sources)}

    assert advice.cause or error.severity == "status" or (advice.check and advice.fix)
    assert any(step.run for step in (*(cause.check for cause in advice.cause), *advice.check))
    assert cited


@cache
def words() -> set[str]:
    """Returns the words of all files of the catalogue, pages apart, in small letters."""
    found: set[str] = set()
    for path in (ROOT / "src/data").glob("*.toml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if " = { title = " not in line:
                found.update(re.findall(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", line.lower()))
    return found


def test_the_tables_of_commands_hold_what_the_catalogue_names() -> None:
    assert cmdlets().keys() - words() == set()
    endings = {word.removesuffix(".exe") for word in words()}
    assert tools().keys() - endings == set()


def test_every_category_has_errors_or_categories_below_it() -> None:
    used = {base for category in catalogue().categories for base in category.bases}

    assert [c.name for c in catalogue().categories if not c.errors and c.name not in used] == []


def test_every_family_is_used() -> None:
    for category in catalogue().categories:
        assert {f.name for f in category.families} == {e.family for e in category.errors} - {""}


def test_no_placeholder_is_left() -> None:
    left = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "src/data").glob("*.toml"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX|TBD)\b|# GIST", line)
    ]

    assert left == []


def test_the_lint_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--lint"])

    findings = [line for line in capsys.readouterr().out.splitlines() if ".toml: " in line]
    assert (status, findings) == (0, [])


def test_the_tree_is_as_the_catalogue_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--check"])

    out = capsys.readouterr().out
    assert out.endswith(" generated files match the catalogue\n"), out[-2000:]
    assert status == 0
