"""What pywin32 and the wmi package raise and return."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from ipsec_errors import (
    AuthFail,
    NoPeerCert,
    NotAnIPsecError,
    from_winerror,
    raise_for_winerror,
    translate_errors,
)

pytestmark = [
    pytest.mark.skipif(sys.platform != "win32", reason="needs Windows: pywin32 exists only there"),
    # The wmi package has backslashes in its texts that compilers warn about.
    pytest.mark.filterwarnings("ignore:.*invalid escape sequence:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*invalid escape sequence:SyntaxWarning"),
]

# Checkers read the rest as Windows code, or not at all.
assert not TYPE_CHECKING or sys.platform == "win32"

NO_PEER_CERT = -2147011049  # 0x80073617: ERROR_IPSEC_IKE_NO_PEER_CERT as an HRESULT
DISP_E_EXCEPTION = -2147352567


def test_an_error_of_pywin32() -> None:
    import pywintypes

    original = pywintypes.error(13847, "IPsecDosp", "their words")
    error = from_winerror(original)

    assert not isinstance(original, OSError)
    assert type(error) is NoPeerCert
    assert (error.winerror, error.strerror) == (13847, "their words")
    assert error.__cause__ is original


def test_an_error_of_a_ras_function_is_a_ras_number() -> None:
    import pywintypes

    error = from_winerror(pywintypes.error(787, "RasDial", "their words"))

    assert type(error) is AuthFail
    assert (error.code, error.space, str(error)) == (787, "ras", "[RAS 787] their words")
    with pytest.raises(NotAnIPsecError):
        from_winerror(pywintypes.error(787, "CreateFile", "their words"))


def test_a_real_failure_in_pywin32_passes_untouched() -> None:
    import pywintypes
    import win32api

    with pytest.raises(pywintypes.error) as caught, translate_errors():
        win32api.LoadLibrary("no such library.dll")

    assert caught.value.winerror == 126
    assert caught.value.__context__ is None


def test_a_com_error_without_excepinfo() -> None:
    import pywintypes

    error = from_winerror(pywintypes.com_error(NO_PEER_CERT, "their words", None, None))

    assert type(error) is NoPeerCert
    assert (error.code, error.winerror, error.strerror) == (13847, NO_PEER_CERT, "their words")


def test_a_com_error_of_a_com_server() -> None:
    """A real COM call: its number travels as ``excepinfo`` behind DISP_E_EXCEPTION."""
    import pywintypes

    with pytest.raises(NoPeerCert) as caught, translate_errors():
        _com_server(NO_PEER_CERT).Fail()

    original: Any = caught.value.__cause__
    assert isinstance(original, pywintypes.com_error)
    assert original.args[0] == DISP_E_EXCEPTION
    assert (caught.value.winerror, caught.value.strerror) == (NO_PEER_CERT, "what the server says")


def test_a_foreign_com_error_of_a_com_server_passes_untouched() -> None:
    import pywintypes
    import winerror

    with pytest.raises(pywintypes.com_error) as caught, translate_errors():
        _com_server(winerror.E_ACCESSDENIED).Fail()

    assert caught.value.args[2][5] == winerror.E_ACCESSDENIED


def test_disp_e_exception_without_excepinfo_tells_nothing() -> None:
    import pywintypes

    with pytest.raises(NotAnIPsecError):
        from_winerror(pywintypes.com_error(DISP_E_EXCEPTION, "Exception occurred.", None, None))


def test_win32ras_returns_codes() -> None:
    """Nothing is raised for a phonebook entry that does not exist; the number is a RAS one."""
    import win32ras

    nothing: Any = None
    entry: Any = ("no such entry", "", "", "", "", "")
    handle, code = win32ras.Dial(nothing, nothing, entry, None)
    if handle:
        win32ras.HangUp(handle)

    assert code
    with pytest.raises(OSError, match=str(code)) as caught:
        raise_for_winerror(code, space="ras")
    assert type(caught.value) is OSError
    with pytest.raises(AuthFail, match=r"\[RAS 787\]"):
        raise_for_winerror(787, space="ras")


def test_an_error_of_the_wmi_package() -> None:
    import pywintypes

    wmi = import_module("wmi")

    inside = (0, "SWbemServicesEx", "their words", None, 0, NO_PEER_CERT)
    original = wmi.x_wmi(
        "info", pywintypes.com_error(DISP_E_EXCEPTION, "Exception occurred.", inside, None)
    )
    error = from_winerror(original)

    assert type(error) is NoPeerCert
    assert error.__cause__ is original


def test_a_real_failure_of_wmi_passes_untouched() -> None:
    wmi = import_module("wmi")

    with pytest.raises(wmi.x_wmi), translate_errors():
        wmi.WMI(namespace="no/such/namespace")


def _com_server(scode: int) -> Any:
    """Returns a COM object, called through IDispatch, whose method ``Fail`` gives this number."""
    import win32com.client
    import win32com.server.util
    from win32com.server.exception import COMException

    class Server:
        _public_methods_ = ("Fail",)

        def Fail(self) -> None:  # noqa: N802 (COM's custom)
            raise COMException("what the server says", scode)

    return win32com.client.Dispatch(win32com.server.util.wrap(Server()))
