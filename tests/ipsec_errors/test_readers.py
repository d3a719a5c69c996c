"""Each kind of object that carries a number, by a stand-in of its module, name and attributes."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from ipsec_errors import (
    AuthFail,
    BadSpi,
    CertExpired,
    IPsecIkeError,
    NoPeerCert,
    VpnTimeout,
    from_winerror,
)
from ipsec_errors._carriers import READERS

DISP_E_EXCEPTION = -2147352567
WRAPPED = -2147011049  # 13847 as an HRESULT.


def stand_in(module: str, name: str, **attributes: Any) -> Exception:
    """Returns an exception of a class of another package, which need not be installed."""
    cls = type(name, (Exception,), {"__module__": module})
    error: Exception = cls()
    error.__dict__.update(attributes)
    return error


def test_the_table_has_a_reader_for_each_kind() -> None:
    assert [reader.__name__ for reader in READERS] == [
        "_from_process",
        "_from_os_error",
        "_from_winerror",
        "_from_hresult",
        "_from_wmi",
        "_from_dotnet",
        "_from_impacket",
    ]


# comtypes.COMError: hresult, text, details.


def test_comtypes() -> None:
    details = (None, None, None, 0, None)
    error = from_winerror(
        stand_in("_ctypes", "COMError", hresult=WRAPPED, text="text", details=details)
    )
    assert (type(error), error.strerror) == (NoPeerCert, "text")


def test_comtypes_has_the_number_in_its_details_under_disp_e_exception_alone() -> None:
    inside = ("the server's text", "source", None, 0, WRAPPED)
    error = from_winerror(
        stand_in("_ctypes", "COMError", hresult=DISP_E_EXCEPTION, text="text", details=inside)
    )
    assert (type(error), error.strerror) == (NoPeerCert, "the server's text")
    other = from_winerror(
        stand_in("_ctypes", "COMError", hresult=-2146762495, text="text", details=inside)
    )
    assert type(other) is CertExpired


# pythonnet: .NET exceptions are Python exceptions of modules System and below.


def test_pythonnet() -> None:
    error = from_winerror(
        stand_in("System.ComponentModel", "Win32Exception", NativeErrorCode=13801, HResult=-1)
    )
    assert type(error) is AuthFail
    com = stand_in("System.Runtime.InteropServices", "COMException", HResult=WRAPPED, Message="m")
    assert from_winerror(com).strerror == "m"
    assert from_winerror(com).__cause__ is com


def test_the_attributes_of_pythonnet_elsewhere_are_not_read() -> None:
    other = stand_in("Systematic", "Win32Exception", NativeErrorCode=13801, HResult=WRAPPED)
    assert from_winerror(other, default=None) is None


class OwnOSError(OSError):
    """What a wrapper of Windows' API raises."""

    winerror: Any = None


def test_the_winerror_of_an_oserror_counts_more_than_its_arguments() -> None:
    error = OwnOSError(0, b"its words", None, 13847)
    error.winerror = 13801
    found = from_winerror(error)
    assert (type(found), found.strerror) == (AuthFail, "its words")


def test_an_oserror_of_three_arguments_carries_no_number() -> None:
    error = OwnOSError()
    error.args = (0, "x", "file")
    assert from_winerror(error, default=None) is None


def test_a_function_of_pywin32_that_is_none_of_ras() -> None:
    error = stand_in("pywintypes", "error", winerror=787, funcname="CreateFile", strerror="x")
    assert from_winerror(error, default=None) is None


# impacket: by class alone.


def test_impacket() -> None:
    smb = stand_in("impacket.smb3", "SessionError", error=0xC0360001, packet=0)
    assert type(from_winerror(smb)) is BadSpi
    rpc = stand_in("impacket.dcerpc.v5.rpcrt", "DCERPCException", error_code=13847)
    assert type(from_winerror(rpc)) is NoPeerCert


def test_a_subclass_of_an_impacket_error() -> None:
    base: Any = type(stand_in("impacket.dcerpc.v5.rpcrt", "DCERPCException"))
    error = type("DCERPCSessionError", (base,), {"__module__": "impacket.dcerpc.v5.rrp"})()
    error.error_code = 13847
    assert type(from_winerror(error)) is NoPeerCert


def test_an_impacket_error_without_a_number() -> None:
    error = stand_in("impacket.smb3", "SessionError")
    assert from_winerror(error, default=None) is None


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("impacket.smb", "SessionError"),
        ("other.smb3", "SessionError"),
        ("other", "DCERPCException"),
    ],
)
def test_the_attributes_of_impacket_elsewhere_are_not_read(module: str, name: str) -> None:
    error = stand_in(module, name, error=13847, error_code=13847)
    assert from_winerror(error, default=None) is None


# Finished processes.


def completed(status: int, command: Any = ("rasdial", "vpn"), **streams: Any) -> Any:
    return subprocess.CompletedProcess(command, status, **streams)


def test_a_finished_process() -> None:
    error = from_winerror(completed(809))
    assert (type(error), error.space, error.__cause__) == (VpnTimeout, "ras", None)
    assert type(from_winerror(completed(13801, ["dial"]))) is AuthFail
    assert from_winerror(completed(809, ["dial"]), default=None) is None
    assert from_winerror(completed(0), default=None) is None


@pytest.mark.parametrize(
    "output",
    [
        "Connecting to VPN...\n\nRemote Access error 809 - text\n",
        b"Connecting to VPN...\r\n\r\nRemote Access error 809 - text\r\n",
    ],
)
def test_what_rasdial_prints_comes_before_its_exit_status(output: Any) -> None:
    for status in (0, 41, 703):
        assert type(from_winerror(completed(status, stdout=output))) is VpnTimeout
        assert type(from_winerror(completed(status, stderr=output))) is VpnTimeout
    error = subprocess.CalledProcessError(703, "cmd /c rasdial vpn", output=output)
    assert type(from_winerror(error)) is VpnTimeout


@pytest.mark.parametrize("output", ["", "Remote Access error", "Remote Access error x", None, 5])
def test_output_without_a_number_leaves_the_exit_status(output: Any) -> None:
    assert type(from_winerror(completed(809, stdout=output))) is VpnTimeout


def test_the_output_of_another_program_is_not_read() -> None:
    error: IPsecIkeError | None = from_winerror(
        completed(5, ["dial"], stdout="Remote Access error 809 - text"), default=None
    )
    assert error is None
