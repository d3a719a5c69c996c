"""Which commands run rasdial, and which number a finished process carries."""

from __future__ import annotations

import subprocess
from pathlib import PurePosixPath
from typing import Any

import pytest

from ipsec_errors import AuthFail, NotAnIPsecError, VpnTimeout, from_winerror
from ipsec_errors._carriers import is_rasdial


@pytest.mark.parametrize(
    "command",
    [
        "  rasdial vpn",
        "rasdial.exe",
        '"rasdial" vpn',
        '"C:\\my tools\\rasdial.exe" vpn',
        PurePosixPath("/my tools/rasdial.exe"),
        [PurePosixPath("/my tools/rasdial"), "vpn"],
        ["cmd", "/c", "rasdial", "vpn"],
        ["cmd", "/c", "rasdial"],
        ["CMD.EXE", "/C", "rasdial vpn"],
        ["cmd", "/d", "/c", 'rasdial.exe "my vpn"'],
        [b"cmd", b"/c", b"rasdial"],
        ("C:\\Windows\\System32\\cmd.exe", "/c", "RASDIAL vpn"),
        "cmd /c rasdial vpn",
        'cmd /c "rasdial vpn"',
        'cmd /c " rasdial vpn"',
        'cmd.exe /s /c ""C:\\Windows\\rasdial.exe" vpn"',
    ],
)
def test_a_command_that_runs_rasdial(command: Any) -> None:
    assert is_rasdial(command)


@pytest.mark.parametrize(
    "command",
    [
        '"rasdial vpn"',
        PurePosixPath("rasdial vpn"),
        ["rasdial vpn"],
        "x rasdial",
        "cmd rasdial",
        "cmd /k rasdial",
        "cmd /c dial",
        "rasdialX vpn",
        "cmd /c echo /c rasdial",
        ["cmd", "/c", "echo", "rasdial"],
        ["cmd", "/c"],
        ["cmd"],
        [b"\xff"],
        [5, "rasdial"],
        [None],
        5,
    ],
)
def test_a_command_that_does_not(command: Any) -> None:
    assert not is_rasdial(command)


def done(status: Any, out: Any = None, err: Any = None, command: Any = "rasdial vpn") -> Any:
    return subprocess.CompletedProcess(command, status, out, err)


@pytest.mark.parametrize(
    "printed",
    [
        "Remote Access error 809 - text",
        "Connecting ...\r\nRemote Access error 809 - text\r\nRemote Access error 691 - text",
        b"Remote Access error 809 - \xff",
        "Remote Access error 809",
        "Remote Access error 0809 - text",
    ],
)
def test_the_printed_number_comes_before_the_exit_status(printed: Any) -> None:
    for process in (done(691, printed), done(691, None, printed), done(691, "", printed)):
        error = from_winerror(process)
        assert (type(error), error.code, error.space) == (VpnTimeout, 809, "ras")


def test_standard_output_comes_before_standard_error() -> None:
    error = from_winerror(done(1, "Remote Access error 809", "Remote Access error 787"))
    assert error.code == 809


@pytest.mark.parametrize(
    "printed", [None, "", b"", "Remote Access error", "Remote Access error x9", "error 809", 5]
)
def test_without_a_printed_number_the_exit_status_counts(printed: Any) -> None:
    error = from_winerror(done(787, printed))
    assert (type(error), error.code, error.space) == (AuthFail, 787, "ras")


def test_what_another_program_prints_is_not_read() -> None:
    with pytest.raises(NotAnIPsecError) as caught:
        from_winerror(done(5, "Remote Access error 809", command="dial vpn"))
    assert caught.value.code == 5


def test_without_a_status_the_printed_number_counts() -> None:
    assert from_winerror(done(None, "Remote Access error 809")).code == 809
