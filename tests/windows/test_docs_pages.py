"""Every example of the page on Windows is run, in order, as a reader would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from ipsec_errors import AuthFail, NoPeerCert, VpnTimeout

Answers: TypeAlias = Callable[..., None]
Names: TypeAlias = dict[str, Any]
RunExamples: TypeAlias = Callable[..., Names]

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


@pytest.fixture
def windows_page(
    rasdial: Answers,
    run_examples: RunExamples,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> tuple[Names, list[str]]:
    """Gives the names the page made and the lines it printed; rasdial and PowerShell failed."""
    rasdial(13801)
    monkeypatch.setenv("POWERSHELL_ERROR_ID", "Windows System Error 13847,Get-NetIPsecMainModeSA")
    names = run_examples(DOCS / "windows.md")
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
