"""Ways to run the command line: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from ipsec_errors.cli import main


class Result(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Result]

# What the caller's environment says of terminals and colours is not to matter here.
_OF_TERMINALS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "COLORTERM", "PYTHONUTF8")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _OF_TERMINALS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs in this process, with its output in a pipe."""

    def run(*arguments: str) -> Result:
        try:
            status: object = main(arguments)
        except SystemExit as stopped:
            status = stopped.code
        if not isinstance(status, int):
            pytest.fail(f"the status is {status!r}")
        out, err = capsys.readouterr()
        return Result(status, out, err)

    return run


@pytest.fixture
def spawn() -> Run:
    """Runs in a process of its own; ``without`` names packages that it shall not find."""

    def spawn(*arguments: str, without: tuple[str, ...] = ()) -> Result:
        program = (
            "import sys\n"
            f"sys.modules.update(dict.fromkeys({without!r}))\n"
            "from ipsec_errors.cli import main\n"
            "sys.exit(main())\n"
        )
        start = ["-c", program] if without else ["-m", "ipsec_errors"]
        done = subprocess.run(
            [sys.executable, *start, *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return spawn
