"""from_winerror and raise_for_winerror: what they accept, what they refuse, and their messages."""

import contextlib
import enum
import gc
import json
import pickle
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsec_errors import (
    AuthFail,
    CertExpired,
    CertRevoked,
    DospBlock,
    IPsecIkeError,
    NoPeerCert,
    NoPrivateKey,
    NotAnIPsecError,
    PolicyMismatch,
    VpnTimeout,
    catalog,
    from_winerror,
    raise_for_winerror,
)
from ipsec_errors._codes import is_ipsec, unwrapped

FACTS = json.loads(Path(__file__).parents[1].joinpath("facts", "codes.json").read_text("utf-8"))
MARKERS = {13800, 13897, 13909}
DISP_E_EXCEPTION = -2147352567


def thing(**values: Any) -> Any:
    """Returns an object that carries values, and is no exception."""
    return SimpleNamespace(**values)


class ComError(Exception):
    """Shaped as pywin32's com_error, which tests/windows tries itself."""

    def __init__(self, hresult: int, strerror: str, excepinfo: Any = None) -> None:
        super().__init__(hresult, strerror, excepinfo, None)
        self.hresult, self.strerror, self.excepinfo = hresult, strerror, excepinfo


class PywinError(Exception):
    """Shaped as pywin32's error."""

    def __init__(self, winerror: int, funcname: str, strerror: str) -> None:
        super().__init__(winerror, funcname, strerror)
        self.winerror, self.funcname, self.strerror = winerror, funcname, strerror


@pytest.mark.parametrize("number", [13847, 0x80073617, -2147011049, 0xC0073617, 0xD0073617])
def test_every_form_of_13847(number: int) -> None:
    error = from_winerror(number)
    assert type(error) is NoPeerCert
    assert (error.code, error.hex, error.space) == (13847, "0x3617", "windows")
    assert error.winerror == (number - 0x100000000 if number > 0x7FFFFFFF else number)
    assert error.strerror == error.message == "Peer failed to send valid machine certificate."


@pytest.mark.parametrize(
    "row",
    [r for r in FACTS if not r["sentinel"] and r["family"] != "ras"],
    ids=lambda r: r["symbol"],
)
def test_every_windows_number_in_each_form(row: dict[str, Any]) -> None:
    forms = {row["code"], row["signed"]}
    if row["family"] == "win32":
        forms |= {
            0x80070000 | row["code"],
            0xC0070000 | row["code"],
            (0x80070000 | row["code"]) - 2**32,
        }
    if row["family"] == "ntstatus":
        forms |= {row["code"] | 0x10000000}
    for form in forms:
        error = from_winerror(form)
        assert type(error) is not IPsecIkeError
        assert (error.code, error.symbol, error.hex) == (row["code"], row["symbol"], row["hex"])
        assert error.winerror == (form - 2**32 if form >= 2**31 else form)


@pytest.mark.parametrize(
    "row", [r for r in FACTS if r["family"] == "ras"], ids=lambda r: r["symbol"]
)
def test_every_ras_number(row: dict[str, Any]) -> None:
    error = from_winerror(row["code"], space="ras")
    assert (error.code, error.symbol, error.space) == (row["code"], row["symbol"], "ras")
    assert str(error).startswith(f"[RAS {row['code']}] ")
    own = type(error)
    assert error.winerror == (own.winerror if own.space == "windows" else None)
    with pytest.raises(
        NotAnIPsecError, match=rf"RAS number it is {row['symbol']}: pass space='ras'"
    ):
        from_winerror(row["code"])


@pytest.mark.parametrize(
    ("number", "cls", "message"),
    [
        (13845, CertRevoked, "Peer certificate has been revoked."),
        (13846, CertExpired, "Peer certificate has expired."),
        (13847, NoPeerCert, "Peer failed to send valid machine certificate."),
        (13849, NoPrivateKey, "No private key available for peer authentication."),
    ],
)
def test_the_reference_article_s_numbers(
    number: int, cls: type[IPsecIkeError], message: str
) -> None:
    error = from_winerror(number, space="winerrorcodes")
    assert type(error) is cls
    assert (error.code, error.hex, error.message) == (number, f"0x{number:04X}", message)
    assert str(error) == f"[winerrorcodes {number}] {message}"
    assert error.winerror == cls.winerror


def test_what_a_space_does_not_define_is_windows() -> None:
    for space in ("ras", "winerrorcodes"):
        error = from_winerror(13868, space=space)
        assert (type(error), error.space) == (PolicyMismatch, "windows")
        assert type(from_winerror(-2146762495, space=space)) is CertExpired


def test_none_is_the_default_space() -> None:
    assert type(from_winerror(13847, space=None)) is NoPeerCert
    assert type(from_winerror(13847, space="windows")) is NoPeerCert


@pytest.mark.parametrize("number", sorted(MARKERS | {13026, 13919, 13935, 13999}))
def test_an_unclaimed_number_of_a_range_is_a_plain_error(number: int) -> None:
    for form in (number, 0x80070000 | number, 0xC0070000 | number):
        error = from_winerror(form)
        assert type(error) is IPsecIkeError
        assert (error.code, error.info.code) == (number, number)


def test_an_unclaimed_ntstatus_is_a_plain_error() -> None:
    error = from_winerror(0xC0361234)
    assert type(error) is IPsecIkeError
    assert (error.code, error.hex) == (0xC0361234, "0xC0361234")


@pytest.mark.parametrize(
    "thing", [True, False, 13847.0, "13847", None, object(), b"1", [13847], NoPeerCert, OSError]
)
@pytest.mark.parametrize("default", [{}, {"default": None}])
def test_what_is_no_number_is_a_type_error(thing: Any, default: dict[str, None]) -> None:
    with pytest.raises(TypeError) as caught:
        from_winerror(thing, **default)
    assert str(caught.value) == (
        "from_winerror() takes an int, or an exception or object with an int winerror or hresult, "
        f"not {type(thing).__name__}; parse_code() reads numbers from text"
    )


@pytest.mark.parametrize(
    ("number", "said", "code"),
    [
        (0, "^0 is success, not an error$", 0),
        (0x80070000, r"^2147942400 \(0x80070000\) is not an IPsec", 0),
        (5, r"5 \(0x0005\) is not an IPsec or IKE error", 5),
        (0x80070005, r"2147942405 \(5, 0x0005\) is not an IPsec", 5),
        (-1, r"^-1 \(0xFFFFFFFF\) is not", 0xFFFFFFFF),
        (787, "RAS number it is ERROR_OAKLEY_AUTH_FAIL: pass space='ras'", 787),
        (0x80070313, r"^2147943187 \(787, 0x0313\) is not an IPsec or IKE error of Windows$", 787),
        (10**12, "1000000000000 is not a 32-bit code", 10**12),
        (-(10**12), "-1000000000000 is not a 32-bit code", -(10**12)),
    ],
)
def test_what_is_no_ipsec_error(number: int, said: str, code: int) -> None:
    with pytest.raises(NotAnIPsecError, match=said) as caught:
        from_winerror(number)
    assert caught.value.code == code
    assert isinstance(caught.value, ValueError)
    assert from_winerror(number, default=None) is None
    assert from_winerror(number, default="other") == "other"


def test_a_number_too_long_to_print() -> None:
    for call in (from_winerror, raise_for_winerror):
        with pytest.raises(NotAnIPsecError, match=r"^a number of 16610 bits is not a 32-bit code$"):
            call(10**5000)


def test_an_exception_without_a_number() -> None:
    original = FileNotFoundError(2, "No such file", "x")
    with pytest.raises(NotAnIPsecError) as caught:
        from_winerror(original)
    if sys.platform != "win32":  # There it carries one.
        assert "FileNotFoundError carries no winerror" in str(caught.value)
        assert caught.value.code is None
    assert caught.value.__cause__ is original
    assert from_winerror(original, default=None) is None
    with pytest.raises(NotAnIPsecError, match="KeyError carries no winerror"):
        from_winerror(KeyError("x"))


@pytest.mark.parametrize("space", ["", "Windows", "RAS", 5, ()])
def test_an_unknown_space(space: Any) -> None:
    for call in (from_winerror, raise_for_winerror):
        with pytest.raises(ValueError, match="'windows', 'ras' or 'winerrorcodes'"):
            call(13847, space=space)
    with pytest.raises(ValueError, match="'windows', 'ras' or 'winerrorcodes'"):
        from_winerror(NoPeerCert(), space=space)


class Spaces(enum.StrEnum):
    """The spaces of a user's program."""

    RAS = "ras"


def test_a_subclass_of_str_as_space_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipsec_errors._factory._recipes", {})
    ras: Any = Spaces.RAS
    for space in (ras, "ras"):
        assert type(from_winerror(787, space=space).space) is str
    with pytest.raises(AuthFail) as caught:
        raise_for_winerror(787, space=ras)
    assert type(caught.value.space) is str


@pytest.mark.parametrize("number", [13847, 5])
def test_raise_for_winerror_leaves_no_cycle(number: int) -> None:
    def call() -> None:
        with contextlib.suppress(OSError):
            raise_for_winerror(number)

    call()
    gc.collect()
    gc.disable()
    try:
        call()
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("number", [1469, 11033])
def test_an_ipsec_error_below_the_range_is_no_default(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipsec_errors._factory._recipes", {})
    error = from_winerror(number, default=None)
    assert error is not None
    assert error.code == number


def test_a_refusal_names_the_exception_that_carries_the_number() -> None:
    error = OSError(0, "x", None, 5)
    with pytest.raises(NotAnIPsecError) as caught:
        from_winerror(error)
    assert caught.value.__cause__ is error
    with pytest.raises(NotAnIPsecError) as caught:
        from_winerror(5)
    assert caught.value.__cause__ is None


def test_errno_is_never_read() -> None:
    assert from_winerror(OSError(13847, "x"), default=None) is None


def test_an_oserror_with_four_arguments() -> None:
    original = OSError(0, "os words", None, 13847)
    error = from_winerror(original)
    assert type(error) is NoPeerCert
    assert error.__cause__ is original
    assert error.__suppress_context__
    assert (error.strerror, error.errno, error.winerror) == ("os words", 22, 13847)


def test_file_names_are_kept() -> None:
    original: Any = OSError(0, "os words", None, 13847)
    original.filename, original.filename2 = "a", "b"
    error = from_winerror(original)
    assert str(error) == "[WinError 13847] os words: 'a' -> 'b'"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        None,
        "<no description>",
        "Windows Error 0x80073617",
        "COM Error 0x80073617",
        "No error message is available",
    ],
)
def test_without_words_the_message_stands(words: Any) -> None:
    assert from_winerror(OSError(0, words, None, 13847)).strerror == NoPeerCert.message


def test_by_hand() -> None:
    def dial() -> None:
        try:
            raise OSError(0, "x", None, 13847)
        except OSError as error:
            raise from_winerror(error)  # noqa: B904 (the original is its cause already)

    with pytest.raises(NoPeerCert) as caught:
        dial()
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__suppress_context__


def test_ours_comes_back_unchanged() -> None:
    error = NoPeerCert("mine")
    assert from_winerror(error) is error
    assert from_winerror(error, space="ras") is error
    plain = IPsecIkeError("no code")
    assert from_winerror(plain) is plain


def test_an_int_subclass() -> None:
    code = enum.IntEnum("code", {"NO_PEER_CERT": 13847}).NO_PEER_CERT  # type: ignore[attr-defined]
    assert type(from_winerror(code)) is NoPeerCert
    assert type(from_winerror(code, default=None)) is NoPeerCert


def test_anything_with_a_winerror() -> None:
    error = from_winerror(thing(winerror=13847))
    assert type(error) is NoPeerCert
    assert error.__cause__ is None
    with pytest.raises(TypeError):
        from_winerror(thing(winerror="13847"))
    with pytest.raises(TypeError):
        from_winerror(thing(winerror=True, hresult=None))


def test_a_pywin32_error() -> None:
    original = PywinError(13847, "DialVpn", "os words")
    error = from_winerror(original)
    assert type(error) is NoPeerCert
    assert (error.strerror, error.__cause__) == ("os words", original)


def test_a_pywin32_error_of_a_ras_function_is_ras() -> None:
    assert type(from_winerror(PywinError(787, "RasDial", "x"))) is AuthFail
    assert type(from_winerror(PywinError(13868, "RasDial", "x"))) is PolicyMismatch
    # An explicit space wins.
    assert from_winerror(PywinError(787, "RasDial", "x"), space="windows", default=None) is None


def test_a_com_error() -> None:
    assert type(from_winerror(ComError(-2147011049, "words"))) is NoPeerCert
    assert from_winerror(ComError(-2147011049, "words")).strerror == "words"


@pytest.mark.parametrize(
    ("inside", "cls", "words"),
    [
        ((0, "source", "server words", None, 0, -2147011049), NoPeerCert, "server words"),
        ((0, "source", None, None, 0, -2147011049), NoPeerCert, "Exception occurred."),
        ((0, None, None, None, 0, 0), None, None),
        (None, None, None),
        (("too", "short"), None, None),
    ],
)
def test_a_com_error_that_holds_another(inside: Any, cls: Any, words: Any) -> None:
    error = from_winerror(ComError(DISP_E_EXCEPTION, "Exception occurred.", inside), default=None)
    assert (None if error is None else type(error)) == cls
    assert getattr(error, "strerror", None) == words


def test_excepinfo_is_only_read_where_the_hresult_says_so() -> None:
    assert (
        type(from_winerror(ComError(-2146762495, "x", (0, None, None, None, 0, -2147011049))))
        is CertExpired
    )


def test_a_wmi_error_wraps_a_com_error() -> None:
    class XWmi(Exception):  # noqa: N818 (wmi has it as x_wmi)
        com_error = ComError(-2147011049, "words")

    original = XWmi("wmi")
    error = from_winerror(original)
    assert type(error) is NoPeerCert
    assert error.__cause__ is original


def test_an_object_whose_winerror_raises() -> None:
    class Broken:
        @property
        def winerror(self) -> int:
            raise RuntimeError("broken")

    with pytest.raises(TypeError, match="not Broken"):
        from_winerror(Broken())


@pytest.mark.parametrize(
    "command",
    [
        ["rasdial", "vpn"],
        ["RASDIAL.EXE", "vpn"],
        ("C:\\Windows\\System32\\rasdial.exe", "vpn"),
        "rasdial vpn",
        '"C:\\Windows\\System32\\rasdial.exe" "my vpn"',
        b"rasdial",
        b"rasdial vpn",
        ['"C:\\rasdial.exe"', "vpn"],
        [b"rasdial", b"vpn"],
        Path("/windows/rasdial.exe"),
        [Path("rasdial.exe")],
    ],
)
def test_the_exit_status_of_rasdial_is_ras(command: Any) -> None:
    assert type(from_winerror(subprocess.CalledProcessError(809, command))) is VpnTimeout
    assert type(from_winerror(subprocess.CalledProcessError(13801, command))) is AuthFail


@pytest.mark.parametrize("command", [["dial"], "dial rasdial", [], "", "  ", None, ["my-rasdial"]])
def test_the_exit_status_of_others_is_not(command: Any) -> None:
    assert from_winerror(subprocess.CalledProcessError(809, command), default=None) is None
    error = from_winerror(subprocess.CalledProcessError(2147956247, command))
    assert (type(error), error.winerror) == (NoPeerCert, -2147011049)


@pytest.mark.parametrize("status", [None, "1", 13847.0, True])
def test_an_exit_status_that_is_no_int(status: Any) -> None:
    error = subprocess.CalledProcessError(status, "rasdial")
    assert from_winerror(error, default=None) is None
    with pytest.raises(NotAnIPsecError, match="CalledProcessError carries no winerror"):
        from_winerror(error)


def test_words_that_are_no_text_are_left_out() -> None:
    for words in (b"x", 5, None, ""):
        error = from_winerror(PywinError(13847, "f", words))  # type: ignore[arg-type]
        assert error.args == (22, NoPeerCert.message)


@pytest.mark.parametrize(("words", "text"), [(b"x\xff", "x\ufffd"), (5, "5"), (KeyError(1), "1")])
def test_the_words_of_an_oserror_become_text(words: Any, text: str) -> None:
    for _ in range(2):
        error = from_winerror(OSError(22, words, None, 13847))
        assert error.args == (22, text)
        assert str(error) == f"[WinError 13847] {text}"


def test_the_first_and_the_next_translation_are_equal() -> None:
    code = (
        "import ipsec_errors\n"
        "def make(words): return ipsec_errors.from_winerror(OSError(22, words, None, 13847))\n"
        "made = [make(words) for words in (None, 'x') for _ in '12']\n"
        "print(len({(e.args, repr(e)) for e in made}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "2"


def test_a_winerror_set_beside_the_argument_changes_nothing_from_call_to_call() -> None:
    original: Any = OSError(22, "x", None, 13847)
    if sys.platform == "win32":
        pytest.skip("there it is no attribute of its own")
    original.winerror = 13868
    code = "import ipsec_errors, pickle, sys; e = pickle.loads(sys.stdin.buffer.read());"
    code += "print({type(ipsec_errors.from_winerror(e)).__name__ for _ in range(3)})"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, input=pickle.dumps(original), capture_output=True, check=True)
    assert result.stdout.strip() == b"{'NoPeerCert'}"


def test_a_com_error_that_holds_itself() -> None:
    original = Exception()
    original.com_error = original  # type: ignore[attr-defined]
    assert from_winerror(original, default=None) is None


def test_a_process_ended_by_a_signal_is_no_error_of_windows() -> None:
    assert from_winerror(subprocess.CalledProcessError(-9, "rasdial"), default=None) is None


@given(st.integers())
def test_any_int_gives_its_error_or_a_refusal(number: int) -> None:
    error = from_winerror(number, default=None)
    if error is None:
        with pytest.raises(NotAnIPsecError):
            from_winerror(number)
    else:
        assert error.code == unwrapped(number)
        assert is_ipsec(error.code) or error.code in catalog


@given(st.integers(-0x80000000, 0xFFFFFFFF), st.sampled_from(["windows", "ras", "winerrorcodes"]))
def test_a_number_in_hand_is_always_a_windows_number_of_32_bits(number: int, space: Any) -> None:
    error = from_winerror(number, space=space, default=None)
    if error is not None and error.winerror is not None:
        assert -0x80000000 <= error.winerror < 0x80000000


def test_raise_for_winerror() -> None:
    assert raise_for_winerror(0) is None  # type: ignore[func-returns-value]
    assert raise_for_winerror(0, space="ras") is None  # type: ignore[func-returns-value]
    with pytest.raises(NoPeerCert):
        raise_for_winerror(13847)
    with pytest.raises(AuthFail):
        raise_for_winerror(787, space="ras")
    with pytest.raises(DospBlock):
        raise_for_winerror(0xC0368000)
    with pytest.raises(IPsecIkeError, match="13935"):
        raise_for_winerror(13935)


@pytest.mark.parametrize("number", [5, 0x80070005, -2147024891])
def test_raise_for_winerror_of_a_stranger(number: int) -> None:
    with pytest.raises(OSError) as caught:
        raise_for_winerror(number)
    assert not isinstance(caught.value, IPsecIkeError)
    if sys.platform == "win32":
        assert caught.value.winerror == (number - 2**32 if number >= 2**31 else number)
    else:
        assert str(caught.value) == "[Errno 22] Windows error 5 (0x0005)"
        assert not hasattr(caught.value, "__notes__")
        assert from_winerror(caught.value, default=None) is None


def test_raise_for_winerror_of_a_stranger_in_ras_has_no_windows_words() -> None:
    with pytest.raises(OSError, match=r"RAS error 600 \(0x0258\)") as caught:
        raise_for_winerror(600, space="ras")
    assert getattr(caught.value, "winerror", None) is None


def test_raise_for_winerror_of_a_ras_number_says_so() -> None:
    with pytest.raises(OSError) as caught:
        raise_for_winerror(809)
    note = "as a RAS number it is ERROR_VPN_TIMEOUT: pass space='ras' if it comes from RAS"
    assert caught.value.__notes__ == [note]


def test_raise_for_winerror_refuses() -> None:
    thing: Any
    for thing in (True, 1.0, "13847", None, OSError(0, "x", None, 13847)):
        with pytest.raises(TypeError, match=f"takes an int, not {type(thing).__name__}"):
            raise_for_winerror(thing)
    with pytest.raises(NotAnIPsecError, match="not a 32-bit code"):
        raise_for_winerror(10**12)


def test_instances_are_their_own() -> None:
    one, two = from_winerror(0x80073617), from_winerror(0x80073617)
    assert one is not two
    one.code = 1
    assert two.code == from_winerror(0x80073617).code == 13847


RAS = json.loads(Path(__file__).parents[1].joinpath("facts", "ras.json").read_text("utf-8"))


@pytest.mark.parametrize("row", [r for r in RAS if r["number"] != 600], ids=lambda r: r["symbol"])
def test_every_ras_number_is_one_of_our_classes(row: dict[str, Any]) -> None:
    error = from_winerror(row["number"], space="ras")
    assert type(error) is not IPsecIkeError
    assert (error.code, error.symbol, error.space) == (row["number"], row["symbol"], "ras")
    assert from_winerror(row["number"], default=None) is None  # Never by default.


def test_pending_is_not_an_error() -> None:
    assert from_winerror(600, space="ras", default=None) is None
    with pytest.raises(NotAnIPsecError, match=r"600 \(PENDING\)"):
        from_winerror(600, space="ras")


def test_what_a_page_explains_is_still_refused() -> None:
    for number in (0x80070040, -2147024832, 64):
        assert from_winerror(number, default=None) is None
