"""``list`` and ``search``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import ipsec_errors
from ipsec_errors import ErrorInfo, catalog
from ipsec_errors._codes import short
from ipsec_errors._spaces import NAMES
from ipsec_errors._types import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

EVERY_NUMBER = "Every number: ipsec-errors list --space ras (or windows)"


def known(number: int, space: Space) -> ErrorInfo:
    found = catalog.get(number, space=space)
    assert found
    return found


def names(out: str) -> list[str]:
    """Returns the class of each row."""
    known = {info.name for info in catalog}
    return [next(w for w in line.split() if w in known) for line in rows(out)]


def rows(out: str) -> list[str]:
    """Returns the lines but for the last one of ``list``, which says how to see the numbers."""
    return [line for line in out.splitlines() if line != EVERY_NUMBER]


def test_list_has_a_line_for_every_error(run: Run) -> None:
    status, out, err = run("list")

    assert (status, err) == (0, "")
    assert names(out) == [info.name for info in catalog]


def test_a_line_has_number_class_and_message(run: Run) -> None:
    lines = {line.split()[1]: line for line in rows(run("list", "--category", "certificate")[1])}
    info = catalog["NoPeerCert"]

    assert lines["NoPeerCert"].split(maxsplit=2) == ["13847", "NoPeerCert", info.message]
    assert lines["CertExpired"].startswith("0x800B0101 ")


def test_a_number_of_another_space_says_so(run: Run) -> None:
    line = next(line for line in run("list")[1].splitlines() if " AutomaticVpnFailed " in line)

    assert line.startswith("800 (ras) ")


@pytest.mark.parametrize(
    "word", ["certificate", "Certificate", "CertificateError", "certificateerror", "CERTIFICATE"]
)
def test_list_by_kind(run: Run, word: str) -> None:
    status, out, err = run("list", "--category", word)

    assert (status, err) == (0, "")
    kind = ipsec_errors.CertificateError
    assert names(out) == [info.name for info in catalog if issubclass(info.exception, kind)]


@pytest.mark.parametrize("word", ["policy_not_found", "policy-not-found", "Policy_Not_Found"])
def test_a_kind_of_several_words(run: Run, word: str) -> None:
    status, out, _ = run("list", "--category", word)

    assert status == 0
    assert {catalog[name].category for name in names(out)} == {"policy_not_found"}


def test_kinds_nest(run: Run) -> None:
    credential, certificate, revocation = (
        set(names(run("list", "--category", kind)[1]))
        for kind in ("credential", "certificate", "revocation")
    )

    assert revocation < certificate < credential
    assert "CertRevoked" in revocation
    assert "NoPeerCert" in certificate - revocation


def test_every_kind_can_be_listed(run: Run) -> None:
    for stem in {info.category for info in catalog}:
        status, out, err = run("list", "--category", stem)
        assert (status, err) == (0, "")
        assert {info.name for info in catalog if info.category == stem} <= set(names(out))


@pytest.mark.parametrize("word", ["nonsense", "", "NoPeerCert", "IPsecIkeError"])
def test_an_unknown_kind_is_bad_usage(run: Run, word: str) -> None:
    status, out, err = run("list", "--category", word)

    assert (status, out) == (2, "")
    assert f"no category {word!r}: it is one of " in err
    assert "revocation" in err


def test_list_as_json(run: Run) -> None:
    status, out, err = run("list", "--json")

    assert (status, err) == (0, "")
    assert json.loads(out) == [info.to_dict() for info in catalog]


def test_list_by_kind_as_json(run: Run) -> None:
    _, out, _ = run("list", "--category", "revocation", "--json")

    assert [item["name"] for item in json.loads(out)] == [
        info.name for info in catalog if "RevocationError" in info.bases
    ]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["revocation", "peer"], "PeerCrlFailed"),
        (["revocation peer"], "PeerCrlFailed"),
        (["REVOCATION", "Peer"], "PeerCrlFailed"),
        (["peer", "revocation"], "PeerCrlFailed"),
        (["NoPeerCert"], "NoPeerCert"),
        (["ERROR_IPSEC_IKE_NO_PEER_CERT"], "NoPeerCert"),
        (["private", "key"], "NoPrivateKey"),
        (["13868"], "PolicyMismatch"),
        (["0x800b0101"], "CertExpired"),
        (["policy", "mismatch"], "PolicyMismatch"),
        (["replay"], "ReplayCheckFailed"),
    ],
    ids=str,
)
def test_the_best_match_comes_first(run: Run, words: list[str], first: str) -> None:
    status, out, err = run("search", *words)

    assert (status, err) == (0, "")
    assert names(out)[0] == first


def test_search_finds_what_the_catalogue_finds(run: Run) -> None:
    found = [info.name for info in catalog.search("revocation peer")]

    assert names(run("search", "revocation", "peer")[1]) == found
    assert len(found) == len(set(found))


def test_search_as_json(run: Run) -> None:
    status, out, err = run("search", "revocation", "peer", "--json")

    assert (status, err) == (0, "")
    assert json.loads(out) == [info.to_dict() for info in catalog.search("revocation peer")]


def test_nothing_found(run: Run) -> None:
    assert run("search", "qqqqqq", "zzzz") == (
        1,
        "",
        "ipsec-errors: no error matches 'qqqqqq zzzz'\n",
    )


def test_nothing_found_as_json(run: Run) -> None:
    status, out, err = run("search", "qqqqqq", "--json")

    assert (status, json.loads(out)) == (1, [])
    assert "no error matches 'qqqqqq'" in err


@pytest.mark.parametrize("words", [[""], ["..."], ["  ", "-"]])
def test_a_search_for_no_word_finds_nothing(run: Run, words: list[str]) -> None:
    assert run("search", "--", *words)[0] == 1


@pytest.mark.parametrize("space", NAMES)
def test_list_of_a_space_has_a_row_for_every_number(run: Run, space: str) -> None:
    status, out, err = run("list", "--space", space)
    expected = sorted(
        (code.number, info.name, code.symbol, code.message)
        for info in catalog
        for code in info.codes
        if code.space == space
    )

    assert (status, err) == (0, "")
    for line, (number, name, symbol, message) in zip(out.splitlines(), expected, strict=True):
        mark = "" if space == "windows" else f" ({space})"
        shown = short(number) + mark
        assert line.split() == [*shown.split(), name, f"{symbol}:", *message.split()]
        assert line.startswith(shown)


def test_list_of_a_space_as_json_has_a_record_for_every_number(run: Run) -> None:
    status, out, err = run("list", "--space", "winerrorcodes", "--json")
    expected = [known(number, "winerrorcodes") for number in (13845, 13846, 13847, 13849)]

    assert (status, err) == (0, "")
    assert json.loads(out) == [info.to_dict() for info in expected]

    many = json.loads(run("list", "--space", "ras", "--json")[1])
    assert len(many) == len(rows(run("list", "--space", "ras")[1]))
    assert known(790, "ras").to_dict() in many
    assert known(623, "ras").to_dict() in many


def test_list_of_a_space_and_a_category(run: Run) -> None:
    lines = run("list", "--space", "ras", "--category", "certificate")[1].splitlines()

    assert any(line.startswith("790 (ras) ") for line in lines)
    assert {catalog[name].space for name in names("\n".join(lines))} <= {"ras", "windows"}
    assert all(
        issubclass(catalog[name].exception, ipsec_errors.CertificateError)
        for name in names("\n".join(lines))
    )


def test_list_says_how_to_see_every_number(run: Run) -> None:
    for options in ([], ["--category", "certificate"], ["--transient"]):
        assert run("list", *options)[1].splitlines()[-1] == EVERY_NUMBER
        assert EVERY_NUMBER not in run("list", *options, "--json")[1]
        assert EVERY_NUMBER not in run("list", *options, "--space", "ras")[1]
    assert EVERY_NUMBER not in run("search", "revocation")[1]


def test_list_of_what_a_retry_can_help(run: Run) -> None:
    _, out, _ = run("list", "--transient", "--json")

    assert [item["name"] for item in json.loads(out)] == [i.name for i in catalog if i.transient]


def test_search_for_a_text_of_windows(run: Run) -> None:
    assert names(run("search", "the IPsec integrity check failed")[1]) == ["IntegrityCheckFailed"]
    assert names(run("search", "Negotiation timed out")[1])[0] == "TimedOut"


def test_a_row_shows_the_number_that_matched_best(run: Run) -> None:
    first, second = run("search", "damaged", "phone", "book")[1].splitlines()[:2]
    message = known(625, "ras").message

    assert first.split(maxsplit=3) == ["625", "(ras)", "OtherDialFailure", message]
    assert " OtherDialFailure " not in second


def test_each_number_that_matches_best_has_a_row(run: Run) -> None:
    lines = run("search", "phone", "book")[1].splitlines()
    records = json.loads(run("search", "phone", "book", "--json")[1])

    assert [line.split()[0] for line in lines[:5]] == ["623", "621", "622", "624", "625"]
    assert [record["message"] for record in records[:5]] == [
        line.split(maxsplit=3)[3] for line in lines[:5]
    ]
