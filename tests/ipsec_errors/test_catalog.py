"""The catalogue in the program."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest

from ipsec_errors import (
    AuthFail,
    Catalog,
    CertExpired,
    CertificateError,
    ErrorInfo,
    IPsecIkeError,
    NoPeerCert,
    VpnTimeout,
    _describe,
    _info,
    _search,
    catalog,
    from_winerror,
)
from ipsec_errors._index import MODULE_OF
from ipsec_errors._symbols import SYMBOLS


class Mine(NoPeerCert):
    """A user's subclass."""


@pytest.mark.parametrize(
    "key",
    [
        13847,
        0x80073617,
        -2147011049,
        0xC0073617,
        "ERROR_IPSEC_IKE_NO_PEER_CERT",
        "error_ipsec_ike_no_peer_cert",
        "NoPeerCert",
        "nopeercert",
        "13847",
        "0x80073617",
        NoPeerCert,
        Mine,
    ],
)
def test_get(key: Any) -> None:
    info = catalog.get(key)
    assert info is not None
    assert info.exception is NoPeerCert
    assert info.code == 13847
    assert key in catalog
    assert catalog[key] == info


@pytest.mark.parametrize(
    "key",
    [
        5,
        0,
        787,
        10**12,
        "nope",
        "",
        "CertificateError",
        CertificateError,
        IPsecIkeError,
        OSError,
    ],
)
def test_get_without_a_record(key: Any) -> None:
    assert catalog.get(key) is None
    assert key not in catalog
    with pytest.raises(KeyError):
        catalog[key]


@pytest.mark.parametrize("key", [True, 1.5, None, object(), [1]])
def test_get_of_what_is_no_key(key: Any) -> None:
    with pytest.raises(TypeError, match="a key is an int, a symbol, a class name or a class"):
        catalog.get(key)
    assert key not in catalog


def test_spaces() -> None:
    info = catalog.get(787, space="ras")
    assert info is not None
    assert (info.exception, info.code, info.space, info.winerror) == (AuthFail, 787, "ras", 13801)
    assert info.symbol == "ERROR_OAKLEY_AUTH_FAIL"
    windows = catalog.get(13868, space="ras")
    assert windows is not None
    assert windows.space == "windows"
    article = catalog.get(13846, space="winerrorcodes")
    assert article is not None
    assert (article.exception, article.message) == (CertExpired, "Peer certificate has expired.")
    with pytest.raises(ValueError, match="'windows', 'ras' or 'winerrorcodes'"):
        catalog.get(1, space="x")  # type: ignore[arg-type]


def test_a_symbol_gives_its_own_reading() -> None:
    assert catalog["SEC_E_CERT_EXPIRED"].code == 0x80090328
    assert catalog["ERROR_OAKLEY_AUTH_FAIL"].space == "ras"
    assert catalog["ERROR_VPN_TIMEOUT"].exception is VpnTimeout


def test_a_name_in_a_space_gives_the_reading_there() -> None:
    assert getattr(catalog.get("AuthFail", space="ras"), "code", None) == 787
    assert getattr(catalog.get(AuthFail, space="ras"), "code", None) == 787
    assert getattr(catalog.get("PolicyMismatch", space="ras"), "code", None) == 13868


def test_records_can_be_made_anew() -> None:
    info = attrs.evolve(catalog[13847], message="other")
    assert (info.message, info.causes) == ("other", catalog[13847].causes)


def test_repr_is_short() -> None:
    assert repr(catalog) == f"<Catalog of {len(catalog)} errors>"
    assert max(len(repr(info)) for info in catalog) < 800


def test_remediation_alone_needs_no_attrs() -> None:
    code = (
        "import sys, ipsec_errors\n"
        "ipsec_errors.NoPeerCert().remediation\n"
        "print('attr' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


def test_every_symbol_is_found() -> None:
    for symbol, name in SYMBOLS.items():
        info = catalog[symbol]
        assert (info.name, info.symbol) == (name, symbol)


def test_it_does_not_hold_the_record_of_a_category() -> None:
    assert CertificateError.info not in catalog
    assert CertificateError not in catalog


def test_records_of_undefined_numbers_are_not_kept() -> None:
    before = len(_info._known)
    for number in range(0xC0361000, 0xC0361010):
        assert from_winerror(number).info.code == number
    assert len(_info._known) <= before + 2


def test_a_name_is_never_half_known(monkeypatch: pytest.MonkeyPatch) -> None:
    names = list(_search.names())

    def slow() -> Iterator[str]:
        yield names[0]
        assert not _search._folded  # Another thread would see the others as unknown.
        yield from names[1:]

    monkeypatch.setattr(_search, "_folded", {})
    monkeypatch.setattr(_search, "names", slow)
    assert catalog.get("vpntimeout") is not None


def test_it_holds_every_class_once() -> None:
    infos = list(catalog)
    names = [info.name for info in infos]
    assert len(names) == len(set(names)) == len(catalog)
    assert all(info in catalog for info in infos)
    assert not [info for info in infos if not issubclass(info.exception, IPsecIkeError)]
    assert {info.category for info in infos} <= set(MODULE_OF.values())


def test_every_record_is_whole() -> None:
    for info in catalog:
        assert info.message
        assert info.hint
        assert info.description
        assert info.causes or info.fixes or info.severity != "error"
        assert all(cause.check.sign and cause.fix for cause in info.causes)
        assert [c.__name__ for c in info.exception.__mro__[1:]][: len(info.bases)] == list(
            info.bases
        )
        assert all(name in MODULE_OF for name in info.related)
        assert info.codes[0].symbol == info.symbol


def test_records_are_frozen_and_hashable() -> None:
    info = catalog[13847]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        info.code = 1  # type: ignore[misc]
    assert {info: 1}[catalog[13847]] == 1


def test_to_dict_is_plain_and_whole() -> None:
    info = catalog[13847]
    plain = info.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert set(plain) == {a.name for a in attrs.fields(ErrorInfo)} - {"exception"}
    assert plain["codes"][1] == {
        "space": "ras",
        "number": 790,
        "hex": "0x0316",
        "symbol": "ERROR_OAKLEY_NO_PEER_CERT",
        "message": "Peer failed to send valid machine certificate.",
        "collides": "ERROR_LOST_WRITEBEHIND_DATA_LOCAL_DISK_ERROR",
    }
    cause = plain["causes"][0]
    assert cause["what"] == info.causes[0].what
    assert cause["check"]["sign"] == info.causes[0].check.sign
    assert cause["fix"][0]["run"] == info.causes[0].fix[0].run
    assert cause["sources"][0]["url"] == info.causes[0].sources[0].url
    assert plain["questions"][0]["ways"][0]["run"] == info.questions[0].ways[0].run


@pytest.mark.parametrize("info", catalog, ids=lambda info: info.name)
def test_remediation_has_every_step_numbered(info: ErrorInfo) -> None:
    steps = [*(step for cause in info.causes for step in cause.fix), *info.fixes]
    numbered = [line for line in info.remediation.splitlines() if line[:1].isdigit()]
    assert [line.partition(".")[0] for line in numbered] == [
        str(number) for number in range(1, len(steps) + 1)
    ]
    for step in steps:
        assert any(step.text in line and step.run in line for line in numbered)


def test_remediation_is_grouped_by_machine() -> None:
    lines = catalog["NoCert"].remediation.splitlines()
    machines = [line for line in lines if line.startswith("On ") and line.endswith(":")]
    assert machines[0] == "On the VPN client:"
    assert len(machines) == len(set(machines)) > 2


def test_sources_are_among_the_references() -> None:
    for info in catalog:
        cited = {page for cause in info.causes for page in cause.sources}
        cited |= {page for question in info.questions for page in question.sources}
        assert cited <= set(info.references)


def test_the_one_class_of_the_other_dial_failures() -> None:
    info = catalog.get(676, space="ras")
    assert info is not None
    assert (info.name, info.code) == ("OtherDialFailure", 676)
    assert info.symbol == "ERROR_LINE_BUSY"
    assert catalog.get(676) is None
    assert catalog.get(600, space="ras") is None


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("revocation peer", "PeerCrlFailed"),
        ("13847", "NoPeerCert"),
        ("0x800B0101", "CertExpired"),
        ("NoPeerCert", "NoPeerCert"),
        ("ERROR_IPSEC_IKE_POLICY_MATCH", "PolicyMismatch"),
        ("name mismatch", "CertNameMismatch"),
        ("SMART-CARD cert expired", "SmartcardCertExpired"),
        ("private key", "NoPrivateKey"),
        ("Replay", "ReplayCheckFailed"),
    ],
)
def test_search_ranks(words: str, first: str) -> None:
    assert catalog.search(words)[0].name == first


# The words of a person, and the numbers that are to be found by them, among the first three or
# further down. Causes and hints name firewalls and NAT; no message does.
@pytest.mark.parametrize(
    ("words", "first", "further"),
    [
        ("firewall", [13917], [809, 13805, 13817, 806]),
        ("NAT", [13893], [809, 13805, 13813]),
        ("timeout", [638, 13805, 718], [809]),
        ("Timed out", [792, 718, 809], [638]),
        ("time-out", [718, 809], [13805, 638]),
        ("server not responding", [809, 811, 638], [650, 13813]),
        ("no response from the server", [809, 811], [13813]),
        ("peer did not respond", [13813, 809], [721]),
        ("certificate expired", [0x800B0101], [854, 858]),
        ("revocation", [0x80092011], [13817, 13848, 0x80092013]),
        ("wrong password", [691], []),
        ("UDP 500", [809], [13813, 13805, 13804]),
        ("pre-shared key", [811], [13804, 13805]),
        ("fragmentation", [13805, 809], []),
        ("DNS", [868], [809]),
    ],
)
def test_what_people_search_for(words: str, first: list[int], further: list[int]) -> None:
    found = [info.code for info in catalog.search(words)]
    assert set(first) <= set(found[:3])
    assert set(further) <= set(found)


def test_a_name_ranks_higher_than_a_cause() -> None:
    found = [info.name for info in catalog.search("firewall")]
    assert found[0] == "AuthFirewallDrop"
    assert "firewall" not in (catalog["VpnTimeout"].message + catalog["VpnTimeout"].hint).lower()


@pytest.mark.parametrize(
    ("words", "code", "space"),
    [
        ("phone book connection", 623, "ras"),
        ("ERROR_CANNOT_FIND_PHONEBOOK_ENTRY", 623, "ras"),
        ("623", 623, "ras"),
        ("damaged phone book", 625, "ras"),
        ("CRYPT_E_NO_KEY_PROPERTY", 0x8009200B, "windows"),
        ("no key", 13820, "windows"),
        ("13846", 13846, "windows"),
        # The number of the article is none of Windows.
        ("peer certificate revoked", 0x800B010C, "windows"),
    ],
)
def test_search_gives_the_number_that_matched_best(words: str, code: int, space: str) -> None:
    found = catalog.search(words)[0]
    assert (found.code, found.space) == (code, space)
    assert found == catalog.get(code, space=space)  # type: ignore[arg-type]


def test_each_number_that_matches_as_well_as_the_best_is_found() -> None:
    found = [info.code for info in catalog.search("phone book")]
    assert found[:5] == [623, 621, 622, 624, 625]


def test_a_class_that_matches_as_well_as_its_numbers_is_found_once() -> None:
    for words in ("certificate expired", "no peer cert", "revoked", "Negotiation timed out"):
        found = [info.name for info in catalog.search(words)]
        assert len(found) == len(set(found))


def test_search_for_nothing() -> None:
    assert catalog.search("") == []
    assert catalog.search("  -- ") == []
    assert catalog.search("zzzzqqq") == []


@pytest.mark.parametrize("words", [5, None, b"revocation", ["revocation"]])
def test_search_takes_a_text(words: Any) -> None:
    with pytest.raises(TypeError, match=f"not {type(words).__name__}"):
        catalog.search(words)


def test_a_very_long_number_is_no_key() -> None:
    for number in (10**5000, -(10**5000)):
        assert catalog.get(number) is None
        assert number not in catalog
        with pytest.raises(KeyError, match="a number of 16610 bits"):
            catalog[number]
    for number, shown in ((2**64 - 1, str(2**64 - 1)), (2**64, "a number of 65 bits")):
        with pytest.raises(KeyError, match=f"class {shown}"):
            catalog[number]


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Returns the records that the search reads, with no index made so far."""
    read: list[str] = []

    def describe(cls: Any) -> Any:
        read.append(cls.__name__)
        return _describe.describe(cls)

    monkeypatch.setattr(_search, "_index", None)
    monkeypatch.setattr(_search, "describe", describe)
    return read


def test_the_records_are_read_for_the_first_search_alone(described: list[str]) -> None:
    first = _search.search("revocation peer")
    assert sorted(described) == sorted(info.name for info in catalog)
    described.clear()
    assert _search.search("revocation peer") == first
    assert _search.search("x " * 1000) is not None
    assert described == []


def test_a_text_costs_no_more_than_the_words_of_the_records(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = _search.index()
    looked_up: list[str] = []

    def find(self: _search.Index, word: str) -> dict[tuple[str, None, None], float]:
        looked_up.append(word)
        return {("NoPeerCert", None, None): 1.0}

    monkeypatch.setattr(_search.Index, "find", find)
    _search.search(" ".join(f"{number:x}" for number in range(0x10000, 0x30000)) * 2)
    assert set(looked_up) <= known.starts
    assert len(looked_up) == len(set(looked_up))
    assert len(looked_up) < 1000


def test_threads_that_make_the_index_together_find_the_same(described: list[str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(_search.search, ["revocation peer"] * 8)]
    assert all(names == found[0] for names in found)
    assert found[0][0][0] == "PeerCrlFailed"


def test_another_catalog_is_equal() -> None:
    assert list(Catalog()) == list(catalog)


def test_the_texts_load_only_when_asked() -> None:
    code = (
        "import sys, ipsec_errors\n"
        "error = ipsec_errors.from_winerror(13847)\n"
        "str(error), repr(error), error.__notes__, error.hex\n"
        "late = ('attr', 'attrs', 'typing_extensions')\n"
        "print([m for m in sys.modules if 'advice' in m or m in late])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
