"""Every example of the pages on Windows is run, in order, as a reader would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

from ipsec_errors import AuthFail, DnsNameNotResolvable, NoPeerCert, VpnTimeout

Answers: TypeAlias = Callable[..., None]
Names: TypeAlias = dict[str, Any]

DOCS = Path(__file__).parents[2] / "docs"

pytestmark = [
    pytest.mark.skipif(
        sys.platform != "win32",
        reason="needs Windows: the examples call its programs and libraries",
    ),
    # The wmi package has backslashes in its texts that compilers warn about.
    pytest.mark.filterwarnings("ignore:.*invalid escape sequence:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*invalid escape sequence:SyntaxWarning"),
]


def run_examples(page: str) -> Names:
    """Runs all examples of a page and returns the names that they made."""
    document = Sybil([PythonCodeBlockParser()], encoding="utf-8").parse(DOCS / page)
    examples = list(document.examples())
    assert examples
    for example in examples:
        example.evaluate()
    return document.namespace


@pytest.fixture
def windows_page(
    rasdial: Answers, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[Names, list[str]]:
    """Gives the names the page made and the lines it printed; rasdial and PowerShell failed."""
    rasdial(13801)
    monkeypatch.setenv("POWERSHELL_ERROR_ID", "Windows System Error 13847,Get-NetIPsecMainModeSA")
    names = run_examples("windows.md")
    return names, capsys.readouterr().out.splitlines()


def test_what_the_windows_page_prints(windows_page: tuple[Names, list[str]]) -> None:
    _, lines = windows_page
    auth_fail, no_peer_cert = AuthFail(), NoPeerCert()
    assert lines[0].startswith("not about IPsec: ")  # Wine has no IKE service.
    assert "[RAS 787] what Windows said" in lines
    assert any(line.startswith("WMI itself failed: ") for line in lines)
    assert f"{auth_fail.fix_side}: {auth_fail.hint}" in lines
    assert lines[-2].startswith("[WinError 13847] ")
    assert lines[-1] == no_peer_cert.hint


def test_the_hang_up_example(windows_page: tuple[Names, list[str]]) -> None:
    names, _ = windows_page
    names["hang_up"](None)  # Wine's function does nothing and says that it succeeded.


def test_the_rasdial_example(windows_page: tuple[Names, list[str]], rasdial: Answers) -> None:
    names, _ = windows_page
    rasdial(0)
    names["rasdial"]("Office")
    rasdial(809)
    with pytest.raises(VpnTimeout):
        names["rasdial"]("Office")
    rasdial(1)
    with pytest.raises(subprocess.CalledProcessError):
        names["rasdial"]("Office")


@pytest.mark.parametrize(
    ("error_id", "kind"),
    [
        ("WIN32 13847,Set-VpnConnection", NoPeerCert),
        ("Windows System Error 13801,Get-NetIPsecRule", AuthFail),
        ("WIN32 183,Add-VpnConnection", FileExistsError),
        ("CommandNotFoundException", subprocess.CalledProcessError),
    ],
)
def test_the_powershell_example(
    error_id: str,
    kind: type[Exception],
    windows_page: tuple[Names, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names, _ = windows_page
    monkeypatch.setenv("POWERSHELL_ERROR_ID", error_id)
    with pytest.raises(kind):
        names["powershell"]("any command")
    monkeypatch.delenv("POWERSHELL_ERROR_ID")
    assert names["powershell"]("any command") == ""


@pytest.fixture
def dialer(rasdial: Answers, capsys: pytest.CaptureFixture[str]) -> Names:
    """Gives the names of the page on retrying; its dialer notes its waits instead of sleeping."""
    names = run_examples("retrying.md")
    assert capsys.readouterr().out == "Office: connected\n"
    names["waits"] = []
    names["dial"].retry.sleep = names["waits"].append
    return names


def test_the_dialer_retries_what_may_pass(
    dialer: Names, rasdial: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    rasdial(809, 868, 0)

    assert dialer["connect"]("Office")
    first, second, last = capsys.readouterr().out.splitlines()
    assert first.partition(" - trying again in ")[0] == f"[RAS 809] {VpnTimeout.message}"
    assert second.partition(" - trying again in ")[0] == f"[RAS 868] {DnsNameNotResolvable.message}"
    assert last == "Office: connected"
    assert len(dialer["waits"]) == 2


def test_the_dialer_gives_up_after_five_attempts(
    dialer: Names, rasdial: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    rasdial(*[809] * 9)

    assert not dialer["connect"]("Office")
    assert capsys.readouterr().out.splitlines()[-2] == f"Office: [RAS 809] {VpnTimeout.message}"
    assert len(dialer["waits"]) == 4


def test_the_dialer_stops_at_once_on_what_stays(
    dialer: Names, rasdial: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    rasdial(13801, 0)

    assert not dialer["connect"]("Office")
    assert capsys.readouterr().out.splitlines() == [
        f"Office: [WinError 13801] {AuthFail.message}",
        f"To fix {dialer['WHO'][AuthFail.fix_side]}: {AuthFail.hint}",
    ]
    assert dialer["waits"] == []


def test_the_dialer_leaves_foreign_exit_codes_alone(dialer: Names, rasdial: Answers) -> None:
    rasdial(1, 0)
    with pytest.raises(subprocess.CalledProcessError):
        dialer["connect"]("Office")

    assert dialer["waits"] == []
