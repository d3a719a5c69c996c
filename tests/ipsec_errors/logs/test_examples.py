"""One file of each format, with what is found in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ipsec_errors import Finding, find_errors
from ipsec_errors.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).with_name("examples")

# Line, class, number, pattern, who gave up.
Found = tuple[int, str, int, str, str | None]
EXPECTED: dict[str, list[Found]] = {
    "IKEErrors.txt": [
        (2, "AuthFail", 13801, "windows-error", None),
        (4, "InvalidPayload", 13843, "windows-error", None),
    ],
    "charon-journal.log": [(2, "AuthFail", 13801, "strongswan", "peer")],
    "charon-syslog.log": [
        (1, "PolicyMismatch", 13868, "strongswan", "peer"),
        (1, "CertExpired", 0x800B0101, "strongswan", "peer"),
    ],
    "charon.log": [(1, "NoPeerCert", 13847, "strongswan", "peer")],
    "events.xml": [
        (1, "PolicyMismatch", 13868, "event-rasclient", None),
        (2, "RasAuthenticationFailure", 691, "event-remoteaccess", None),
    ],
    "evtx.jsonl": [
        (1, "VpnTimeout", 809, "event-rasclient", None),
        (2, "RasAuthenticationFailure", 691, "event-remoteaccess", None),
        (3, "TimedOut", 13805, "event-security-auditing", "peer"),
    ],
    "get-eventlog.json": [(1, "UntrustedRoot", 0x800B0109, "event-rasclient", None)],
    "get-winevent.json": [
        (2, "VpnTimeout", 809, "event-rasclient", None),
        (27, "PolicyMismatch", 13868, "windows-text", "local"),
    ],
    "installer.log": [
        (1, "AuthFail", 13801, "error-status", None),
        (2, "CertRevoked", 0x800B010C, "hresult", None),
        (3, "InvalidCertType", 13819, "error-code", None),
        (4, "NoPeerCert", 13847, "winerror", None),
        (5, "NoPeerCert", 13847, "hresult", None),
    ],
    "netevents.xml": [
        (7, "PolicyMismatch", 13868, "wfp", "local"),
        (14, "TimedOut", 13805, "wfp", "peer"),
    ],
    "powershell.txt": [
        (3, "DropNoResponse", 13813, "windows-error", None),
        (5, "NoCert", 13806, "powershell", None),
        (6, "UntrustedRoot", 0x800B0109, "hresult", None),
    ],
    "rasclient.txt": [
        (1, "VpnTimeout", 809, "ras-event", None),
        (2, "CertExpired", 0x800B0101, "ras-event", None),
        (3, "LinkFailure", 829, "ras-event", None),
        (4, "MobikeDisabled", 843, "ras-event", None),
    ],
    "rasdial.txt": [(4, "RasAuthenticationFailure", 691, "rasdial", None)],
    "remoteaccess.txt": [
        (1, "NoPeerCert", 13847, "windows-text", None),
        (2, "InvalidPolicy", 13861, "windows-text", None),
    ],
    "security.txt": [(5, "PolicyMismatch", 13868, "windows-text", "peer")],
    "security.xml": [
        (3, "TimedOut", 13805, "event-security-auditing", "local"),
        (19, "AuthFail", 13801, "event-wfp", "peer"),
    ],
    "traceback.txt": [
        (3, "NoPeerCert", 13847, "python", None),
        (4, "VpnTimeout", 809, "python-ras", None),
        (5, "DnsNameNotResolvable", 868, "rasdial-exit", None),
        (6, "GeneralProcessingFailure", 789, "pywin32-ras", None),
    ],
    "wfpdiag.txt": [(3, "TimedOut", 13805, "wfp", "local")],
    "wfpdiag.xml": [(5, "NoCert", 13806, "symbol", None)],
}


def told(found: Iterator[Finding]) -> list[Found]:
    return [(f.line, type(f.error).__name__, f.error.code, f.pattern, f.at) for f in found]


def test_every_file_is_expected() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_find_errors(name: str) -> None:
    with (FOLDER / name).open("rb") as file:
        assert told(find_errors(file)) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_kind_of_source_gives_the_same(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    text = data.decode()
    lines = text.splitlines(keepends=True)
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        as_file = list(find_errors(file))

    for source in (
        text,
        data,
        bytearray(data),
        lines,
        iter(lines),
        [line.encode() for line in lines],
    ):
        assert list(find_errors(source)) == as_file


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", EXPECTED)
def test_the_encodings_of_powershell(name: str, encoding: str) -> None:
    mark = "" if encoding == "utf-8-sig" else "\ufeff"
    text = mark + (FOLDER / name).read_text(encoding="utf-8").replace("\n", "\r\n")

    assert told(find_errors(text.encode(encoding))) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_blocks_may_end_anywhere(name: str) -> None:
    data = (FOLDER / name).read_bytes()

    class Dribble:
        def __init__(self, size: int) -> None:
            self.size, self.at = size, 0

        def read(self, wanted: int = -1) -> bytes:
            if wanted == 0:
                return b""
            self.at += self.size
            return data[self.at - self.size : self.at]

    for size in (1, 7, 64, 1000):
        assert told(find_errors(Dribble(size))) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_scan(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["scan", "--json", str(FOLDER / name)])
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]

    assert (status, err) == (0, "")
    assert [(f["line"], f["name"], f["code"], f["pattern"], f["at"]) for f in found] == EXPECTED[
        name
    ]
    assert {f["source"] for f in found} == {str(FOLDER / name)}
