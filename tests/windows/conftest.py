"""Fixtures of the tests that meet Windows itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Answers = Callable[..., None]

sys.path.insert(0, str(Path(__file__).parent))  # The tests here import their neighbours.


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts the stand-ins for rasdial.exe and powershell.exe first on the PATH."""
    folder = os.environ.get("IPSEC_ERRORS_FAKE_PROGRAMS")
    if folder is None:
        pytest.skip(
            "needs the stand-ins for rasdial.exe and powershell.exe: python tests/windows/run.py"
        )
    monkeypatch.setenv("PATH", folder, prepend=os.pathsep)
    return Path(folder)


@pytest.fixture
def rasdial(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Gives a function that sets the exit codes of rasdial's next calls; after them it connects."""
    answers = tmp_path / "answers"
    monkeypatch.setenv("RASDIAL_ANSWERS", str(answers))

    def answer(*codes: int) -> None:
        answers.write_text(" ".join(map(str, codes)), encoding="ascii")

    return answer
