"""Which errors a code or a pasted text means, and the words of a refusal."""

from __future__ import annotations

import pytest

from ipsec_errors import Space
from ipsec_errors.cli.lines import of_line
from ipsec_errors.cli.readings import UnknownCodeError, joined, near

from .conftest import Run


def read(text: str, space: Space | None = None) -> list[tuple[str, int, str]]:
    """Returns the class, number and space of each reading of a line."""
    errors = [one.error for one in of_line(text, space)]
    return [(error["name"], error["code"], error["space"]) for error in errors]


@pytest.mark.parametrize(
    ("text", "space", "expected"),
    [
        ("[WinError 13846] x", None, [("InvalidCookie", 13846, "windows")]),
        ("[WinError 13846] x", "winerrorcodes", [("CertExpired", 13846, "winerrorcodes")]),
        ("[WinError\n  13846] x", "winerrorcodes", [("CertExpired", 13846, "winerrorcodes")]),
        # The number of a wider anchor counts, and not what stands within it.
        ("rasdial office: [RAS 809] x; exit status 787", None, [("AuthFail", 787, "ras")]),
        # A symbol stands for its own number, in either case, beside an anchor or alone.
        ("it failed with error_oakley_no_peer_cert", None, [("NoPeerCert", 790, "ras")]),
        ("Failure error code: ERROR_OAKLEY_NO_PEER_CERT", None, [("NoPeerCert", 790, "ras")]),
        # A line that says no more than "error" can mean each reading.
        (
            "VPN error code 13846",
            None,
            [("InvalidCookie", 13846, "windows"), ("CertExpired", 13846, "winerrorcodes")],
        ),
        # Statuses count without an anchor, and one that is no error hides none.
        (
            "it gave 0x80004005, 0x80073617 and 0x800735E9",
            None,
            [("NoPeerCert", 13847, "windows"), ("AuthFail", 13801, "windows")],
        ),
        (
            "Windows words: Peer failed to send valid machine certificate",
            None,
            [("NoPeerCert", 13847, "windows")],
        ),
    ],
)
def test_what_a_line_means(
    text: str, space: Space | None, expected: list[tuple[str, int, str]]
) -> None:
    assert read(text, space) == expected


def test_eight_digits_of_a_gateway_are_decimal() -> None:
    with pytest.raises(UnknownCodeError, match=r"^80073617 "):
        of_line("parsed IKE_AUTH response 1 [ N(MS_STATUS(80073617)) ]", None)


def test_words_of_windows_for_a_further_number_of_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipsec_errors._texts.codes_of", lambda _: (("ras", 787),))
    (reading,) = of_line("the words", None)
    assert (reading.error["name"], reading.error["code"], reading.reason) == ("AuthFail", 787, "")


def test_a_symbol_needs_no_reason() -> None:
    (reading,) = of_line("it was ERROR_IPSEC_IKE_NO_CERT", None)
    assert (reading.error["code"], reading.reason) == (13806, "")


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("Negotiation timed out", True),
        ("failed. Again, 13847", True),
        ("It is 13847", True),
        ("timed out", False),
        ("13847 13801 809", False),
        ("NoPeerCert NoCert AuthFail", False),
        ("nopeercert nocert authfail", False),
        ("the 13847 809", False),
        ("a1bc x2y 13847", False),
    ],
)
def test_a_sentence_without_quotes_is_one_line(words: str, whole: bool) -> None:
    assert joined(words.split()) == ([words] if whole else words.split())


def test_a_status_that_another_error_explains_is_shown_as_it_was_written() -> None:
    (reading,) = of_line("it gave 0x80070040 at last", None)
    assert reading.error["name"] == "CertWrongUsage"
    assert reading.reason.startswith("0x80070040 is ERROR_NETNAME_DELETED, which is not an IPsec")


NONE = "is not an IPsec or IKE error of"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["5", "--space", "ras"], f"5 (0x0005) {NONE} RAS or Windows"),
        (["5", "--space", "windows"], f"5 (0x0005) {NONE} Windows"),
        (["0xc0000005"], f"0xc0000005 {NONE} Windows"),
        (["-1073741819"], f"-1073741819 (0xC0000005) {NONE} Windows"),
        (["0x80070000"], f"0x80070000 {NONE} Windows"),
        (["0x8007000E"], f"0x8007000E (0x000E) {NONE} Windows"),
        (
            ["787", "--space", "windows"],
            "787 (0x0313) is not an IPsec error of Windows; with --space ras it has a meaning",
        ),
        (
            ["14"],
            (
                f"14 (0x000E) {NONE} Windows: in IKEv2 it is the notify NO_PROPOSAL_CHOSEN, which "
                "is what the peer answered"
            ),
        ),
        (
            ["0x800735E8"],
            (
                f"0x800735E8 (0x35E8) {NONE} Windows: it only marks where a range of errors "
                "begins, and no API returns it"
            ),
        ),
        (
            ["the tunnel is down"],
            (
                "'the tunnel is down' is no code, symbol or class name; `ipsec-errors search` "
                "finds errors by words"
            ),
        ),
        (
            ["the tunnels 12 and 17 are down"],
            (
                "no number in 'the tunnels 12 and 17 are down' is an IPsec or IKE error of "
                "Windows; `ipsec-errors search` finds errors by words"
            ),
        ),
        (
            ["tunnel 12345 had 13801, 809 and 12999"],
            (
                "no number in 'tunnel 12345 had 13801, 809 and 12999' is called an error; if one "
                "is: ipsec-errors 13801 809"
            ),
        ),
        (
            ["-99999999999"],
            (
                "'-99999999999' is not a 32-bit code: write it as 13847, 0x3617, 3617h, 0x80073617 "
                "or -2147011049 (ASCII digits, nothing between them)"
            ),
        ),
    ],
)
def test_the_words_of_a_refusal(run: Run, arguments: list[str], said: str) -> None:
    assert run("explain", *arguments) == (1, "", f"ipsec-errors: {said}\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no_per_cert", "; near: ERROR_IPSEC_IKE_NO_PEER_CERT, "),
        ("POLICY_MACH", "; near: ERROR_IPSEC_IKE_POLICY_MATCH"),
        ("qqqqqq", ""),
    ],
)
def test_what_is_near(text: str, said: str) -> None:
    assert near(text).startswith(said)
    assert bool(near(text)) == bool(said)
