"""``explain``: every form of a code, and what is shown of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ipsec_errors import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipsec_errors import ErrorInfo

    Run = Callable[..., tuple[int, str, str]]


def known(key: int | str, **space: str) -> ErrorInfo:
    info = catalog.get(key, **space)  # type: ignore[arg-type]
    assert info is not None
    return info


def joined(value: object) -> str:
    """Names a test's case: the command line that it gives."""
    return " ".join(value) if isinstance(value, list) else str(value)


def titles(out: str) -> list[str]:
    """Returns the first line of each reading: its class and symbol."""
    names = {info.name for info in catalog}
    lines = (line.split() for line in out.splitlines() if not line.startswith(" "))
    return [words[0] for words in lines if len(words) == 2 and words[0] in names]


FORMS = [
    "13847",
    "013847",
    " 13847 ",
    "0x3617",
    "0X3617",
    "0x00003617",
    "3617h",
    "3617H",
    "0x80073617",
    "80073617h",
    "2147956247",
    "-2147011049",
    "0xC0073617",
    "-1073269225",
    "ERROR_IPSEC_IKE_NO_PEER_CERT",
    "error_ipsec_ike_no_peer_cert",
    "NoPeerCert",
    "nopeercert",
    "NOPEERCERT",
    "[WinError 13847]",
    "[winerror 13847]",
    "OSError: [WinError 13847] Peer failed to send valid machine certificate.",
    "ipsec_errors.NoPeerCert: [WinError 13847] Peer failed: 'office'",
    "ipsec_errors.NoPeerCert",
    "ipsec_errors.NoPeerCert:",
    "[WinError -2147011049] whatever it says: 'C:\\\\x'",
    "The error code returned on failure is 13847.",
    "ERROR_IPSEC_IKE_NO_PEER_CERT 2026-11-23",
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_code(run: Run, form: str) -> None:
    status, out, err = run("explain", form)

    assert (status, err) == (0, "")
    assert titles(out) == ["NoPeerCert"]


@pytest.mark.parametrize("form", FORMS)
def test_the_word_explain_may_be_left_out(run: Run, form: str) -> None:
    assert run(form) == run("explain", form)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["[WinError", "13847]"], "NoPeerCert"),
        (["[WinError", "-2147011049]"], "NoPeerCert"),
        (["[RAS", "787]"], "AuthFail"),
        (["[winerrorcodes", "13846]"], "CertExpired"),
        (["explain", "[WinError", "13847]"], "NoPeerCert"),
        (
            [
                "OSError:",
                "[WinError",
                "13847]",
                "Peer",
                "failed",
                "to",
                "send",
                "valid",
                "machine",
                "certificate.",
            ],
            "NoPeerCert",
        ),
        (["ipsec_errors.AuthFail:", "[RAS", "787]", "The", "dial", "failed"], "AuthFail"),
    ],
    ids=joined,
)
def test_a_pasted_line_that_the_shell_has_split(run: Run, arguments: list[str], name: str) -> None:
    status, out, err = run(*arguments)

    assert (status, err) == (0, "")
    assert titles(out) == [name]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("CoId={1}: the error code returned on failure is 13868.", "PolicyMismatch"),
        ("failed with -2146762495 today", "CertExpired"),
        ("<error>ERROR_IPSEC_IKE_NO_CERT</error> in the trace", "NoCert"),
        ("failed with 0x80073617 today", "NoPeerCert"),
    ],
)
def test_a_line_that_names_a_code_among_other_things(run: Run, line: str, name: str) -> None:
    status, out, err = run(line)

    assert (status, err) == (0, "")
    assert titles(out) == [name]


@pytest.mark.parametrize(
    ("text", "name", "symbol"),
    [
        ("[RAS 787]", "AuthFail", "ERROR_OAKLEY_AUTH_FAIL"),
        (
            "ipsec_errors.NoPeerCert: [RAS 790] Peer failed",
            "NoPeerCert",
            "ERROR_OAKLEY_NO_PEER_CERT",
        ),
        ("[winerrorcodes 13845] revoked", "CertRevoked", "ERROR_IPSEC_IKE_CERT_REVOKED"),
        ("[WinError 13845]", "SoftSaTornDown", "ERROR_IPSEC_IKE_SOFT_SA_TORN_DOWN"),
        ("[WinError -2146762495]", "CertExpired", "CERT_E_EXPIRED"),
        ("[WinError -2146885616]", "CertRevoked", "CRYPT_E_REVOKED"),
    ],
)
def test_a_printed_error_is_read_in_the_space_it_names(
    run: Run, text: str, name: str, symbol: str
) -> None:
    status, out, _ = run(text)

    assert status == 0
    assert titles(out) == [name]
    assert f"{name}  {symbol}\n" in out


@pytest.mark.parametrize("info", catalog, ids=lambda info: info.name)
def test_every_number_symbol_and_name_is_explained(run: Run, info: ErrorInfo) -> None:
    for entry in info.codes:
        for form in (str(entry.number), entry.hex, entry.symbol, entry.symbol.lower()):
            status, out, err = run("--space", entry.space, form)
            assert (status, err) == (0, ""), form
            assert titles(out) == [info.name], form
    assert titles(run(info.name.upper())[1]) == [info.name]


def test_several_codes_at_once(run: Run) -> None:
    status, out, err = run("13847", "0x362C", "CertExpired", "[WinError 13801]")

    assert (status, err) == (0, "")
    assert titles(out) == ["NoPeerCert", "PolicyMismatch", "CertExpired", "AuthFail"]


# What is shown.


def test_all_that_is_known_is_shown(run: Run) -> None:
    info = known("NoPeerCert")
    _, out, _ = run("13847")
    flat = " ".join(out.split())

    assert out.startswith("NoPeerCert  ERROR_IPSEC_IKE_NO_PEER_CERT\n")
    for part in (
        info.message,
        "13847 = 0x3617, as HRESULT 0x80073617 = -2147011049, as NTSTATUS 0xC0073617",
        "ERROR_OAKLEY_NO_PEER_CERT: 790 = 0x0316",
        " < ".join(["NoPeerCert", *info.bases]),
        "who has to act",
        "retry helps",
        "severity",
        info.evidence,
        info.description,
        info.unknown,
        *(cause.what for cause in info.causes),
        *(step.text for cause in info.causes for step in (cause.check, *cause.fix)),
        *(cause.check.sign for cause in info.causes),
        *(question.ask for question in info.questions),
        *(answer.means for question in info.questions for answer in question.answers),
        ", ".join(info.related),
        *(page.title for page in info.references),
    ):
        assert " ".join(part.split()) in flat, part
    lines = [line.strip() for line in out.splitlines()]
    for cause in info.causes:
        for step in (cause.check, *cause.fix):
            assert not step.run or step.run in lines
    for page in info.references:
        assert page.url in out


def test_sections_stand_in_order(run: Run) -> None:
    lines = run("AuthFail")[1].splitlines()
    starts = ["First question: ", "Cause 1, ", "Cause 2, ", "What happened", "Numbers"]
    starts += ["Related", "References"]

    assert [s for line in lines for s in starts if line.startswith(s)] == starts


@pytest.mark.parametrize(
    "arguments", [["13801"], ["809", "--space", "ras"], ["13868"]], ids=" ".join
)
def test_what_helps_first_is_within_forty_lines(
    run: Run, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run(*arguments)[1].splitlines()[:40]
    starts = ("First question: ", "Cause 1, ", "  Check: ", "  Fix 1: ")

    assert [s for line in lines for s in starts if line.startswith(s)] == list(starts)


@pytest.mark.parametrize("info", catalog, ids=lambda info: info.name)
def test_an_empty_section_is_left_out(run: Run, info: ErrorInfo) -> None:
    lines = run(info.name)[1].splitlines()

    assert sum(line.startswith("Cause ") for line in lines) == len(info.causes)
    assert ("Check" in lines) == bool(info.checks)
    assert ("Fix" in lines) == bool(info.fixes)
    assert ("Not known" in lines) == bool(info.unknown)
    assert ("Related" in lines) == bool(info.related)
    assert ("References" in lines) == bool(info.references)


def test_a_step_says_when_it_takes_effect_and_how_to_undo_it(run: Run) -> None:
    info = known("RevocationOffline")
    steps = [step for cause in info.causes for step in (cause.check, *cause.fix)]
    flat = " ".join(run("RevocationOffline")[1].split())

    assert any(step.effect for step in steps)
    for step in steps:
        assert not step.effect or f"Takes effect {step.effect}." in flat
        assert not step.undo or f"Undo: {' '.join(step.undo.split())}" in flat
        assert not step.disconnects or f"Disconnects {step.disconnects.rstrip('.')}." in flat


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("CertExpired", "CERT_E_EXPIRED: 0x800B0101 = -2146762495 = 2148204801"),
        (
            "BadSpi",
            "STATUS_IPSEC_BAD_SPI: 0xC0360001 = -1070202879 = 3224764417, as HRESULT 0xD0360001",
        ),
        (
            "BadSpi",
            "ERROR_IPSEC_BAD_SPI: 13910 = 0x3656, as HRESULT 0x80073656 = -2147010986, as NTSTATUS",
        ),
        ("CertExpired", "ERROR_IPSEC_IKE_CERT_EXPIRED: 13846 = 0x3616"),
        ("AuthFail", "ERROR_OAKLEY_AUTH_FAIL: 787 = 0x0313"),
    ],
)
def test_every_number_form(run: Run, form: str, shown: str) -> None:
    assert " ".join(shown.split()) in " ".join(run(form)[1].split())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("NoPrivateKey", "this machine, which reports it"),
        ("NoDialinPermission", "the other end"),
        ("SoftSaTornDown", "nobody: there is nothing to fix"),
    ],
)
def test_who_has_to_act(run: Run, name: str, shown: str) -> None:
    assert f"who has to act {shown}\n" in run(name)[1]


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["809"], "the network between the two, the VPN client, the VPN server or the gateway"),
        (["13805"], "the network between the two or both ends"),
        (["13813"], "the network between the two, the other machine or the gateway"),
        (["N(MS_STATUS(13813))"], "the network between the two or this gateway"),
        (["N(MS_STATUS(-2146893017))"], "the Windows machine or this gateway"),
    ],
    ids=joined,
)
def test_either_end_is_the_machines_of_the_causes_in_their_order(
    run: Run, arguments: list[str], shown: str
) -> None:
    flat = " ".join(run(*arguments)[1].split())

    assert f"who has to act {shown}: the cause says which retry helps" in flat


@pytest.mark.parametrize("name", ["TimeSkew", "InvalidGroup"])
def test_either_end_without_causes_that_tell_them_apart(run: Run, name: str) -> None:
    assert known(name).fix_side == "either"
    shown = "who has to act either end, or the path between: the number does not say which"
    assert shown in " ".join(run(name)[1].split())


@pytest.mark.parametrize("info", catalog, ids=lambda info: info.name)
def test_whether_a_retry_can_help(run: Run, info: ErrorInfo) -> None:
    out = run(info.name)[1]

    assert ("retry helps    yes" in out) is info.transient
    assert ("retry helps    no" in out) is not info.transient


# A number that means different things.


def test_787_names_what_windows_means_by_it_first(run: Run) -> None:
    status, out, err = run("787")
    flat = " ".join(out.split())

    assert (status, err) == (0, "")
    assert titles(out) == ["AuthFail"]
    # Windows' own reading is no IPsec error: it is named in the reason, before the RAS one.
    parts = [
        "ERROR_ABANDON_HIBERFILE",
        "a RAS number (rasdial, RasDial, RasClient event 20227)",
        "AuthFail ERROR_OAKLEY_AUTH_FAIL",
    ]
    places = [flat.index(part) for part in parts]
    assert places == sorted(places)
    assert "which is not IPsec" in flat


def test_13846_shows_both_readings_the_windows_one_first(run: Run) -> None:
    status, out, err = run("13846")
    flat = " ".join(out.split())

    assert (status, err) == (0, "")
    assert titles(out) == ["InvalidCookie", "CertExpired"]
    assert out.startswith(
        "13846 as Windows defines it (what OSError.winerror and HRESULTs hold):\n"
    )
    assert "13846 as the article at winerrorcodes.com reads it; no table of Windows does:" in flat
    assert out.index("winerrorcodes.com reads") < out.index(
        "CertExpired  ERROR_IPSEC_IKE_CERT_EXPIRED"
    )


@pytest.mark.parametrize(
    ("number", "names"),
    [
        ("13845", ["SoftSaTornDown", "CertRevoked"]),
        ("13846", ["InvalidCookie", "CertExpired"]),
        ("13849", ["PolicyChange", "NoPrivateKey"]),
        ("0x3616", ["InvalidCookie", "CertExpired"]),
        ("13847", ["NoPeerCert"]),
        ("790", ["NoPeerCert"]),
        ("800", ["AutomaticVpnFailed"]),
    ],
)
def test_every_reading(run: Run, number: str, names: list[str]) -> None:
    assert titles(run(number)[1]) == names


@pytest.mark.parametrize("number", ["0x80073616", "-2147011050", "0xC0073616"])
def test_a_wrapped_number_comes_from_windows_alone(run: Run, number: str) -> None:
    assert titles(run(number)[1]) == ["InvalidCookie"]


@pytest.mark.parametrize("number", ["0x80070313", "-2147023085"])
def test_a_wrapped_number_is_no_ras_number(run: Run, number: str) -> None:
    status, out, _ = run(number)

    assert (status, out) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["13846", "--space", "windows"], ["InvalidCookie"]),
        (["13846", "--space", "winerrorcodes"], ["CertExpired"]),
        (["13847", "--space", "winerrorcodes"], ["NoPeerCert"]),
        (["787", "--space", "ras"], ["AuthFail"]),
        (["--space", "ras", "787"], ["AuthFail"]),
        (["--space=ras", "790"], ["NoPeerCert"]),
        # What the space does not define is read in Windows'.
        (["13868", "--space", "ras"], ["PolicyMismatch"]),
        (["13868", "--space", "winerrorcodes"], ["PolicyMismatch"]),
        (["-2146762495", "--space", "ras"], ["CertExpired"]),
    ],
    ids=joined,
)
def test_a_space_that_is_asked_for(run: Run, arguments: list[str], names: list[str]) -> None:
    status, out, err = run(*arguments)

    assert (status, err) == (0, "")
    assert titles(out) == names
    assert out.startswith(f"{names[0]}  ")  # There is no choice, so no reason for it.


def test_a_ras_number_in_the_space_of_windows(run: Run) -> None:
    status, out, err = run("787", "--space", "windows")

    assert (status, out) == (1, "")
    assert err == (
        "ipsec-errors: 787 (0x0313) is not an IPsec error of Windows; "
        "with --space ras it has a meaning\n"
    )


# Two numbers of one error.


def test_what_to_do_is_shown_once(run: Run) -> None:
    first = run("13801")[1]
    status, out, _ = run("13801", "787")

    assert status == 0
    assert titles(out) == ["AuthFail", "AuthFail"]
    assert out.startswith(first)
    second = out[len(first) :].strip().splitlines()
    assert second[0].startswith("As a Windows error 787 is ERROR_ABANDON_HIBERFILE")
    assert "AuthFail  ERROR_OAKLEY_AUTH_FAIL" in second
    assert known(787, space="ras").message in second
    assert second[-1] == "What to do is the same as for ERROR_IPSEC_IKE_AUTH_FAIL above."
    assert len(second) < 14


def test_what_to_do_is_shown_once_in_the_short_form(run: Run) -> None:
    out = run("13801", "787", "--short")[1]

    assert out.count("Cause 1 of ") == 1
    assert out.endswith("What to do is the same as for ERROR_IPSEC_IKE_AUTH_FAIL above.\n")


# JSON.


def loads(out: str) -> object:
    return json.loads(out)


@pytest.mark.parametrize(
    "key", ["13847", "0x80073617", "CertExpired", "CRYPT_E_REVOKED", "ERROR_VPN_TIMEOUT", "3617h"]
)
def test_json_is_the_record(run: Run, key: str) -> None:
    expected = known(13847 if key.startswith(("1", "0", "3")) else key)
    status, out, err = run("--json", key)

    assert (status, err) == (0, "")
    assert loads(out) == [{**expected.to_dict(), "inputs": [key]}]


def test_json_of_every_reading(run: Run) -> None:
    _, out, _ = run("13846", "787", "--json")

    assert loads(out) == [
        {**known(13846).to_dict(), "inputs": ["13846"]},
        {**known(13846, space="winerrorcodes").to_dict(), "inputs": ["13846"]},
        {**known(787, space="ras").to_dict(), "inputs": ["787"]},
    ]


def test_json_says_which_inputs_gave_a_record(run: Run) -> None:
    records = json.loads(run("13847", "0x3617", "NoCert", "--json")[1])

    assert [record["inputs"] for record in records] == [["13847", "0x3617"], ["NoCert"]]


@pytest.mark.parametrize("info", catalog, ids=lambda info: info.name)
def test_json_of_every_class(run: Run, info: ErrorInfo) -> None:
    assert loads(run("explain", "--json", info.name)[1]) == [
        {**info.to_dict(), "inputs": [info.name]}
    ]


def test_json_is_plain_ascii(run: Run) -> None:
    assert run("--json", "13847")[1].isascii()


def test_json_of_something_unknown_is_an_empty_list(run: Run) -> None:
    status, out, err = run("--json", "5")

    assert (status, loads(out)) == (1, [])
    assert "5 (0x0005) is not an IPsec or IKE error of Windows" in err


# What is unknown.


def test_a_number_that_is_no_error_hides_none_beside_it(run: Run) -> None:
    status, out, _ = run("rasdial office: OSError: [WinError 13847] no cert; exit status 1")

    assert (status, out.splitlines()[0].split()[0]) == (0, "NoPeerCert")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("NoPerCert", "NoPeerCert"),
        ("noPeerCerts", "NoPeerCert"),
        ("ERROR_IPSEC_IKE_NO_PEER_CRET", "ERROR_IPSEC_IKE_NO_PEER_CERT"),
        ("NO_PEER_CERT", "ERROR_IPSEC_IKE_NO_PEER_CERT"),
        ("PolicyMissmatch", "PolicyMismatch"),
        ("13919", "13918"),
    ],
)
def test_what_is_unknown_gets_near_matches(run: Run, word: str, near: str) -> None:
    status, out, err = run(word)

    assert (status, out) == (1, "")
    assert err.startswith("ipsec-errors: ")
    assert near in err.split("; near: ")[1].strip().split(", ")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("5", "5 (0x0005) is not an IPsec or IKE error of Windows"),
        ("8\x0c;", "ipsec-errors: 8 (0x0008) is not an IPsec or IKE error of Windows"),
        ("0", "0 is success, not an error"),
        ("0x80070000", "0x80070000 is not an IPsec or IKE error of Windows"),
        ("13935", "is in an IPsec range, but Windows defines no such error"),
        ("0xC036FFFF", "is in an IPsec range, but Windows defines no such error"),
        (
            "13800",
            "not an IPsec or IKE error of Windows: it only marks where a range of errors begins",
        ),
        ("0x80073649", "it only marks where a range of errors ends, and no API returns it\n"),
        ("600", "in RAS it is PENDING, which says that the operation still runs\n"),
        ("12345", "it is the type of the notify in which Windows sends an error number\n"),
        ("14", "in IKEv2 it is the notify NO_PROPOSAL_CHOSEN"),
        ("0x8007000E", "0x8007000E (0x000E) is not an IPsec or IKE error of Windows\n"),
        ("20227", "20227 (0x4F03) is not an IPsec or IKE error of Windows: it is the number of an"),
        ("1000000000000", "'1000000000000' is not a 32-bit code: write it as 13847, 0x3617"),
        ("qqqqqq", "'qqqqqq' is no code, symbol or class name\n"),
        ("", "'' is no code, symbol or class name; a code is written as 13847, 0x3617"),
        ("0x", "is no code, symbol or class name; a code is written as 13847, 0x3617"),
        ("١٣٨٤٧", "'١٣٨٤٧' is no error code: write it as 13847"),
        ("ipsec_errors.CertificateError", "CertificateError is a category: ipsec-errors list"),
        ("CertificateError", "is a category: ipsec-errors list --category CertificateError"),
        ("IPsecIkeError", "IPsecIkeError is a category: ipsec-errors list shows"),
        (
            "Remote Access error 600 - x",
            "600 (0x0258) is not an IPsec or IKE error of RAS or Windows: in RAS it is PENDING",
        ),
        ("2026-11-23 13[IKE] received NO_PROPOSAL_CHOSEN notify error", "no number in"),
        ("certificate", "is a category: ipsec-errors list --category certificate"),
        ("WIN32 183,Add-VpnConnection", "183 (0x00B7) is not an IPsec or IKE error of Windows"),
        ("5 of 9 dials failed, the last with 13847", "if one is: ipsec-errors 13847\n"),
        ("failed 13801 then 13805", "if one is: ipsec-errors 13801 13805\n"),
        (
            "charon[13806]: 13[IKE] port 789",
            "is called an error; if one is: ipsec-errors 13806 789",
        ),
        ("the tunnel is down", "`ipsec-errors search` finds errors by words"),
        ("[WinError 5]", "5 (0x0005) is not an IPsec or IKE error of Windows"),
        ("[WinError 99999999999]", "32-bit"),
        ("[RAS -787]", "-787"),
        pytest.param(f"[WinError {'9' * 5000}]", "ipsec-errors: ", id="5000 digits"),
        pytest.param("9" * 5000, "ipsec-errors: ", id="5000 digits alone"),
        ("the call gave -2157011049 here", "no number in"),
    ],
)
def test_what_is_unknown(run: Run, word: str, said: str) -> None:
    status, out, err = run("explain", word)

    assert (status, out) == (1, "")
    assert said in err


@pytest.mark.parametrize("title", ["What happened", "Not known", "Related"])
def test_the_text_of_a_section_is_indented_by_two_blanks(run: Run, title: str) -> None:
    lines = run("13847")[1].split(f"\n{title}\n")[1].split("\n\n")[0].splitlines()

    assert len(lines) > 1
    assert {len(line) - len(line.lstrip(" ")) for line in lines} == {2}


@pytest.mark.parametrize("word", ["800B0109", "800b0109", "80073617", "3617", "35e9"])
def test_a_hexadecimal_number_without_0x_is_refused_with_a_hint(run: Run, word: str) -> None:
    status, out, err = run(word)

    assert (status, out) == (1, "")
    assert err.endswith(f"; did you mean 0x{word}?\n")


@pytest.mark.parametrize("word", ["8", "800B0999", "10000", "259", "-80073617", "0x1H"])
def test_a_number_that_is_no_error_with_0x_either(run: Run, word: str) -> None:
    assert "did you mean" not in run(word)[2]


@pytest.mark.parametrize(
    ("word", "command"),
    [("explian", "explain"), ("lst", "list"), ("Serach", "search"), ("scann", "scan")],
)
def test_a_command_that_is_misspelt(run: Run, word: str, command: str) -> None:
    status, out, err = run(word)

    assert (status, out) == (1, "")
    assert err.endswith(f"; did you mean ipsec-errors {command}?\n")


def test_a_path_is_no_code(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("logs").mkdir()
    Path("logs", "charon.log").touch()
    Path("$(x) y.log").touch()

    assert run("logs/charon.log")[2].endswith("; ipsec-errors scan logs/charon.log reads it\n")
    assert run("logs")[2].endswith("; ipsec-errors scan logs reads it\n")
    # A shell would not take this name as it is.
    assert run("$(x) y.log")[2].endswith("; ipsec-errors scan FILE reads it\n")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("process 13806 failed with error 13868", "PolicyMismatch"),
        ("event 809 from host: error 13801", "AuthFail"),
        ("port 789, error 13801", "AuthFail"),
        ("which has failed. The error code returned on failure is 13868.", "PolicyMismatch"),
        ("The error code returned on failure is 809.", "VpnTimeout"),
        ("Remote Access error 789 - The L2TP connection", "GeneralProcessingFailure"),
        ("CalledProcessError: Command '['rasdial', 'x']' returned exit status 809.", "VpnTimeout"),
        ("The user X dialed a connection named Y. The error code is 787.", "AuthFail"),
        ("13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(13801)) ]", "AuthFail"),
        ("13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(-2146762495)) ]", "CertExpired"),
        ("Windows System Error 13806,Get-NetIPsecRule", "NoCert"),
        ("<error>ERROR_IPSEC_IKE_NO_CERT</error>", "NoCert"),
        ("13801,", "AuthFail"),
        ("(13801)", "AuthFail"),
        ("13868.", "PolicyMismatch"),
        ("[WinError 13847] and [RAS 809]", "NoPeerCert VpnTimeout"),
        # As consoles wrap them.
        ("The error code returned on\n   failure is 809.", "VpnTimeout"),
        (
            "a connection\r\n\tnamed Y which has failed. The error code\r\n\tis 13868",
            "PolicyMismatch",
        ),
        ("line 13806 of the log\nsays error 13801", "AuthFail"),
    ],
)
def test_pasted_lines(run: Run, line: str, names: str) -> None:
    status, out, err = run(line)
    assert (status, err) == (0, "")
    assert titles(out) == names.split()


def test_a_pasted_sentence_without_quotes(run: Run) -> None:
    line = "The user X dialed a connection named Y. The error code returned on failure is 13868."
    status, out, err = run(*line.split())
    assert (status, err) == (0, "")
    assert titles(out) == ["PolicyMismatch"]


def test_what_rasdial_prints_is_read_as_ras_alone(run: Run) -> None:
    out = run("Remote Access error 787 - The L2TP connection attempt failed")[1]
    assert "ERROR_ABANDON_HIBERFILE" not in out
    assert out.startswith("AuthFail  ERROR_OAKLEY_AUTH_FAIL")


def test_the_same_reading_is_shown_once(run: Run) -> None:
    out = run("13847", "0x80073617", "ERROR_IPSEC_IKE_NO_PEER_CERT")[1]
    assert titles(out) == ["NoPeerCert"]


def test_the_first_thing_to_do_is_shown(run: Run) -> None:
    flat = " ".join(run("13847")[1].split())
    assert f"fix {known('NoPeerCert').hint}" in flat


def test_what_is_known_is_shown_beside_what_is_not(run: Run) -> None:
    status, out, err = run("5", "13847", "NoSuch")

    assert status == 1
    assert titles(out) == ["NoPeerCert"]
    assert err.count("ipsec-errors: ") == 2


# Texts of Windows, and logs of a gateway.


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The IPsec integrity check failed.", ["IntegrityCheckFailed"]),
        ("Negotiation timed out", ["TimedOut"]),
        ("Failure Reason:\t\tNegotiation timed out", ["TimedOut"]),
        ("so the IPsec\nintegrity check failed again", ["IntegrityCheckFailed"]),
    ],
)
def test_windows_own_words(run: Run, text: str, names: list[str]) -> None:
    status, out, err = run(text)

    assert (status, err) == (0, "")
    assert titles(out) == names


def test_windows_own_words_of_several_errors_name_the_others(run: Run) -> None:
    out = run("Negotiation request sat in Queue too long", "--short")[1]
    names = ["MmAcquireDrop", "QmAcquireDrop", "QueueDropMm", "QueueDropNoMm"]
    flat = " ".join(out.split())

    assert titles(out) == names
    for name in names:
        others = [f"{known(n).code} ({n})" for n in names if n != name]
        assert f"Windows has this text also for {', '.join(others)}: {name} " in flat


def test_windows_own_words_with_another_space(run: Run) -> None:
    assert run("Negotiation timed out", "--space", "ras") == run("Negotiation timed out")


def test_windows_own_words_without_quotes(run: Run) -> None:
    assert titles(run("Negotiation", "timed", "out")[1]) == ["TimedOut"]


def test_what_windows_sent_to_a_gateway(run: Run) -> None:
    line = "13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(13869)) ]"
    out = " ".join(run(line)[1].split())

    assert known(13869).fix_side == "peer"
    assert "who has to act this gateway, whose log it is" in out
    assert "the peer is this gateway" in out
    assert "this gateway" not in " ".join(run("13869")[1].split()).split("Numbers")[0]


# The short form.


@pytest.mark.parametrize("info", catalog, ids=lambda info: info.name)
def test_short_is_the_first_cause_and_more_where_a_screen_has_room(
    run: Run, info: ErrorInfo
) -> None:
    status, out, err = run("--short", info.name)
    lines = out.splitlines()
    flat = " ".join(out.split())
    starts = [line.partition(", ")[0] for line in lines if line.startswith("Cause ")]
    count = len(info.causes)

    assert (status, err) == (0, "")
    assert len(lines) <= 24 or len(starts) <= 1
    assert starts == [f"Cause {n} of {count}" for n in range(1, len(starts) + 1)]
    assert bool(starts) == bool(info.causes)
    assert info.hint in flat
    for question in info.questions[:1]:
        assert f"First question: {' '.join(question.ask.split())} " in flat
    for step in (*info.fixes, *(step for c in info.causes[: len(starts)] for step in c.fix)):
        assert " ".join(step.text.split()) in flat
        assert not step.run or f"    {step.run}" in lines
    assert lines[-1].startswith("All of it: ipsec-errors ")


def test_short_separates_its_parts(run: Run) -> None:
    starts = [part.split()[0] for part in run("--short", "13847")[1].split("\n\n")]

    assert starts == ["NoPeerCert", "fix", "First", "Cause", "All"]


def test_short_as_json_is_the_whole_record(run: Run) -> None:
    assert run("--short", "--json", "13847") == run("--json", "13847")
