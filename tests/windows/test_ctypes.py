"""``OSError.winerror`` as Windows and ctypes fill it."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING

import pytest

from ipsec_errors import (
    NoPeerCert,
    NotAnIPsecError,
    _system_texts,
    from_winerror,
    translate_errors,
)

pytestmark = pytest.mark.skipif(
    sys.platform != "win32", reason="needs Windows: only there an OSError has a winerror"
)

# Checkers read the rest as Windows code, or not at all.
assert not TYPE_CHECKING or sys.platform == "win32"

NO_PEER_CERT = -2147011049  # 0x80073617: ERROR_IPSEC_IKE_NO_PEER_CERT as an HRESULT


def test_an_oserror_with_a_winerror() -> None:
    original = OSError(0, "x", None, 13847)

    error = from_winerror(original)

    assert type(error) is NoPeerCert
    assert (error.code, error.winerror, error.errno) == (13847, 13847, errno.EINVAL)
    assert error.__cause__ is original
    assert str(error) == str(original) == "[WinError 13847] x"


def test_file_names_are_kept() -> None:
    original = OSError(0, "x", r"C:\a", 13847, r"C:\b")

    error = from_winerror(original)

    assert (error.filename, error.filename2) == (r"C:\a", r"C:\b")
    assert str(error) == str(original) == r"[WinError 13847] x: 'C:\\a' -> 'C:\\b'"


def test_ctypes_winerror() -> None:
    with pytest.raises(NoPeerCert) as caught, translate_errors():
        raise ctypes.WinError(13847)

    assert caught.value.winerror == 13847
    assert isinstance(caught.value.__cause__, OSError)


def test_the_last_error_of_a_call() -> None:
    ctypes.set_last_error(13847)
    with pytest.raises(NoPeerCert), translate_errors():
        raise ctypes.WinError(ctypes.get_last_error())


def test_an_hresult_that_a_dll_returns() -> None:
    """``OleDLL`` raises for every negative result, and ``_rotl(x, 0)`` returns what it is given."""
    runtime = ctypes.OleDLL("msvcrt")
    with pytest.raises(NoPeerCert) as caught, translate_errors():
        runtime._rotl(ctypes.c_int(NO_PEER_CERT), 0)

    assert (caught.value.code, caught.value.hex) == (13847, "0x3617")
    assert caught.value.winerror == NO_PEER_CERT
    assert str(caught.value).startswith("[WinError -2147011049] ")


def test_an_hresult_that_is_no_ipsec_error() -> None:
    garbage = ctypes.create_unicode_buffer("garbage")
    with pytest.raises(OSError, match=r"WinError") as caught, translate_errors():
        ctypes.OleDLL("ole32").CLSIDFromString(garbage, ctypes.create_string_buffer(16))

    assert type(caught.value) is OSError
    assert caught.value.winerror == -2147221005  # CO_E_CLASSSTRING
    with pytest.raises(NotAnIPsecError):
        from_winerror(caught.value)


def test_a_failing_call_of_windows_passes_untouched() -> None:
    with pytest.raises(FileNotFoundError) as caught, translate_errors():
        os.rename(r"C:\no such folder\a", r"C:\no such folder\b")  # noqa: PTH104 (the call is the point)

    error = caught.value
    assert error.winerror in (2, 3)
    assert error.filename2 == r"C:\no such folder\b"
    assert (error.__cause__, error.__context__) == (None, None)
    assert not hasattr(error, "__notes__")


def test_a_failing_call_through_ctypes_passes_untouched() -> None:
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    assert not kernel32.DeleteFileW(r"C:\no such folder\a")
    original = ctypes.WinError(ctypes.get_last_error())
    with pytest.raises(OSError, match=r"WinError") as caught, translate_errors():
        raise original

    assert caught.value is original
    assert caught.value.winerror in (2, 3)


def test_an_unsigned_hresult_fits_no_oserror_but_translates() -> None:
    with pytest.raises(OverflowError):
        OSError(0, "x", None, 0x80073617)

    assert from_winerror(0x80073617).winerror == NO_PEER_CERT


def test_the_texts_of_the_system_do_not_depend_on_what_others_declare() -> None:
    shared = ctypes.windll.kernel32
    before = dict(_system_texts.texts())
    shared.FormatMessageW.argtypes = [ctypes.c_uint32]
    try:
        assert dict(_system_texts.texts()) == before
        assert shared.GetModuleHandleW.restype is ctypes.c_int
    finally:
        del shared.FormatMessageW.argtypes
