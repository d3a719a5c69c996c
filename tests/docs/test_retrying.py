"""The dialer of the page on retrying, with a stand-in for rasdial."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from ipsec_errors import AuthFail, DnsNameNotResolvable, VpnTimeout

Answers: TypeAlias = Callable[..., None]
Names: TypeAlias = dict[str, Any]
RunExamples: TypeAlias = Callable[..., Names]

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def dialer(
    rasdial: Answers, run_examples: RunExamples, capsys: pytest.CaptureFixture[str]
) -> Names:
    """Gives the names of the page on retrying; its dialer notes its waits instead of sleeping."""
    names = run_examples(DOCS / "retrying.md")
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
