"""A thing in hand becomes a number in a space, the number a class, the class an instance."""

import sys

from ipsec_errors.base import EINVAL, IPsecIkeError, words_or_none
from ipsec_errors.codes import hexadecimal, is_32_bit, is_ipsec, signed, unwrapped
from ipsec_errors.errors import RAS, WINDOWS, WINERRORCODES, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NoReturn, Protocol, TypeAlias, TypeGuard, TypeVar, overload

    from ipsec_errors.base import Space

    _D = TypeVar("_D")

    class CarriesWinerror(Protocol):
        """Anything with a ``winerror``, such as ``pywintypes.error``."""

        @property
        def winerror(self) -> int: ...  # noqa: D102

    class CarriesHresult(Protocol):
        """Anything with an ``hresult``, such as ``pywintypes.com_error``."""

        @property
        def hresult(self) -> int: ...  # noqa: D102

    # A number, its words, and the space where the thing that carries it tells that.
    _Carried: TypeAlias = tuple[int, str | None, Space | None]
    Source: TypeAlias = int | BaseException | CarriesWinerror | CarriesHresult

_INDEX: "Mapping[Space, Mapping[int, str]]" = {
    "windows": WINDOWS,
    "ras": RAS,
    "winerrorcodes": WINERRORCODES,
}
_RAISE: "Any" = object()
_DISP_E_EXCEPTION = 0x80020009
_WINDOWS = sys.platform == "win32"  # Where checkers need not follow; they read sys.platform.
_RAS_NUMBERS = range(600, 1000)  # RASBASE in raserror.h, and as far as it has ever reached.

# How each number is made, once it was asked for: its class, its text, what differs from the class.
_made: "dict[Space, dict[int, tuple[type[IPsecIkeError], str, dict[str, Any] | None]]]" = {
    "windows": {},
    "ras": {},
    "winerrorcodes": {},
}
# Of these, the Windows numbers whose instances differ from their class in nothing.
_plain: "dict[int, tuple[type[IPsecIkeError], str]]" = {}


class NotAnIPsecError(ValueError):
    """What was given is no IPsec or IKE error of Windows.

    ``code`` is the number it carried, unwrapped and unsigned where it is a 32-bit number, else as
    it came; None where there was none.
    """

    code: int | None = None


NotAnIPsecError.__module__ = "ipsec_errors"

if TYPE_CHECKING:

    @overload
    def from_winerror(error: Source, /, *, space: Space | None = None) -> IPsecIkeError: ...

    @overload
    def from_winerror(
        error: Source, /, *, space: Space | None = None, default: _D
    ) -> IPsecIkeError | _D: ...


def from_winerror(error: "Any", /, *, space: "Any" = None, default: "Any" = _RAISE) -> "Any":
    """Translates a Windows error number, or whatever carries one, to a typed exception.

    :param error: an int in any 32-bit form (13847, 0x80073617, -2147011049, 0xC0073617); an
        exception or another object with an int ``winerror`` or ``hresult`` (``OSError`` on
        Windows, pywin32's ``error`` and ``com_error``, wmi's ``x_wmi``); an ``OSError`` with four
        arguments on POSIX; a ``subprocess.CalledProcessError``. An exception of this library
        comes back unchanged. ``errno`` is never read.
    :param space: where the number comes from: ``"windows"``, ``"ras"`` (rasdial, RasDial, RasClient
        event 20227) or ``"winerrorcodes"`` (the four numbers of the reference article). None takes
        it from the source where that tells (rasdial's exit status, a pywin32 error of a Ras
        function), else ``"windows"``. What the space does not define is read in ``"windows"``.
    :param default: what to return, instead of raising, where there is no IPsec or IKE error.
    :returns: an instance, not raised. One made from an exception has it as ``__cause__``, and
        keeps its words and file names. A number in Windows' IPsec ranges that has no meaning
        gives a plain :class:`IPsecIkeError` with that code.
    :raises NotAnIPsecError: where the number is no IPsec or IKE error, or the exception has none.
    :raises TypeError: for a bool, float, str, None or an object that carries no number.
    :raises ValueError: for an unknown space.
    """
    # What is met most, a class's own number or an OSError with it, goes a short way: what
    # _instance() does stands here written out, because a call would cost a third of it.
    if space is None:
        kind = type(error)
        if kind is int:
            # A Win32 code below the IPsec range is the usual stranger: no need to unwrap it.
            if default is not _RAISE and 0 < error < 13000 and error not in WINDOWS:
                return default
            made = _plain.get(error)
            if made is not None:
                cls, text = made
                return cls(EINVAL, text)
        elif kind is OSError:
            args = error.args
            # The fourth argument is the winerror, also where Windows made the error itself.
            number: Any = args[3] if len(args) == 4 else getattr(error, "winerror", None)
            if type(number) is int and (made := _plain.get(number)) is not None:
                cls, text = made
                result = cls(EINVAL, error.strerror or text)
                result.__cause__ = error
                if error.filename is not None:
                    result.filename, result.filename2 = error.filename, error.filename2
                return result
    if space is not None:
        check_space(space)
    if isinstance(error, IPsecIkeError):
        return error
    if _is_number(error):
        carried: _Carried | None = (int(error), None, None)
    else:
        # A class has no number: NoPeerCert.winerror is what its instances will say.
        carried = None if isinstance(error, type) else _carried(error)
    if carried is None:
        if not isinstance(error, BaseException):
            raise TypeError(
                "from_winerror() takes an int, or an exception or object with an int winerror or "
                f"hresult, not {type(error).__name__}; parse_code() reads numbers from text"
            )
        if default is not _RAISE:
            return default
        raise NotAnIPsecError(_carries_nothing(error)) from error
    code, words, told = carried
    space = space or told or "windows"
    found: IPsecIkeError | None = _instance(code, space, words)
    if found is None:
        if default is not _RAISE:
            return default
        raise _stranger(code, space) from (error if isinstance(error, BaseException) else None)
    if isinstance(error, BaseException):
        found.__cause__ = error
        if isinstance(error, OSError):
            found.filename, found.filename2 = error.filename, error.filename2
    return found


def raise_for_winerror(code: int, /, *, space: "Space | None" = None) -> None:
    """Raises for the result of an API that returns error codes.

    :param code: the result; 0 is success and returns.
    :param space: as in :func:`from_winerror`.
    :raises IPsecIkeError: the code's class, where it is an IPsec or IKE error.
    :raises OSError: for any other code, with the system's words on Windows.
    :raises NotAnIPsecError: for a number that does not fit 32 bits.
    :raises TypeError: for anything but an int.
    :raises ValueError: for an unknown space.
    """
    if not _is_number(code):
        raise TypeError(f"raise_for_winerror() takes an int, not {type(code).__name__}")
    if space is not None:
        check_space(space)
    if code == 0:
        return
    error = from_winerror(code, space=space, default=None)
    if error is not None:
        raise error
    _raise_stranger(int(code), space or "windows")


def meaning(number: int, space: "Space") -> "tuple[str, int, Space] | None":
    """Returns the class name, the unwrapped code and the space in which a number has a meaning.

    None where no class claims it, be it in an IPsec range or not.
    """
    name = _INDEX[space].get(number) if space != "windows" else None
    if name is not None:
        return name, number, space
    if not is_32_bit(number):
        return None
    code = unwrapped(number)
    name = WINDOWS.get(code)
    return None if name is None else (name, code, "windows")


def _is_number(thing: object) -> "TypeGuard[int]":
    return isinstance(thing, int) and not isinstance(thing, bool)


def check_space(space: object) -> None:
    """Raises ValueError for anything but the three spaces."""
    if space not in ("windows", "ras", "winerrorcodes"):
        raise ValueError(f"unknown space {space!r}: it is 'windows', 'ras' or 'winerrorcodes'")


def _carries_nothing(error: BaseException) -> str:
    text = f"{type(error).__name__} carries no winerror"
    if isinstance(error, OSError) and not _WINDOWS:
        text += (
            "; outside Windows an OSError has one only as its fourth argument, without a filename"
        )
    return text


def _carried(error: "Any") -> "_Carried | None":
    """Reads the number that a thing carries, its words, and the space where the thing tells it."""
    subprocess = sys.modules.get("subprocess")  # Not imported: then there is no such exception.
    if subprocess is not None and isinstance(error, subprocess.CalledProcessError):
        if not _is_number(error.returncode):
            return None
        return error.returncode, None, "ras" if _is_rasdial(error.cmd) else None
    # As in the short way: the first translation of an OSError and the next must be the same.
    short = type(error) is OSError and len(error.args) == 4 and _is_number(error.args[3])
    number: Any = error.args[3] if short else getattr(error, "winerror", None)
    if _is_number(number):
        function = getattr(error, "funcname", None)
        ras = isinstance(function, str) and function.startswith("Ras")
        return number, _words(error), "ras" if ras else None
    if isinstance(error, OSError) and len(error.args) > 3 and _is_number(error.args[3]):
        return error.args[3], _words(error), None
    if _is_number(getattr(error, "hresult", None)):
        return _com_number(error)
    # wmi's x_wmi holds one; it is not looked into any deeper.
    inner = getattr(error, "com_error", None)
    return _com_number(inner) if _is_number(getattr(inner, "hresult", None)) else None


def _words(error: "Any") -> str | None:
    # An OSError may have anything there, and shows it; of other things only a text is words.
    words = getattr(error, "strerror", None)
    return words if isinstance(words, str) or isinstance(error, OSError) else None


def _com_number(error: "Any") -> "_Carried":
    """Looks behind DISP_E_EXCEPTION, which only says that the number is inside ``excepinfo``."""
    number: int = error.hresult
    inside = getattr(error, "excepinfo", None)
    if number & 0xFFFFFFFF == _DISP_E_EXCEPTION and isinstance(inside, tuple) and len(inside) == 6:
        text, scode = inside[2], inside[5]
        if _is_number(scode) and scode:
            return scode, words_or_none(text) or _words(error), None
    return number, _words(error), None


def _is_rasdial(command: "Any") -> bool:
    if isinstance(command, (list, tuple)):
        program = command[0] if command else ""
        words = False
    else:
        program = command
        words = not hasattr(command, "__fspath__")
    text = program.decode(errors="replace") if isinstance(program, bytes) else str(program)
    text = text.strip()
    if text.startswith('"'):
        text = text[1:].partition('"')[0]
    elif words:
        text = text.partition(" ")[0]
    return text.replace("\\", "/").rpartition("/")[2].lower() in ("rasdial", "rasdial.exe")


def _instance(number: int, space: "Space", words: str | None) -> "IPsecIkeError | None":
    made = _made[space].get(number)
    if made is None:
        made = _plan(number, space)
        if made is None:
            return None
        if made[0] is not IPsecIkeError:
            _made[space][number] = made
            if space == "windows" and made[2] is None:
                _plain[number] = made[:2]
    cls, text, state = made
    result = cls(EINVAL, words or text)
    if state is not None:
        result.__dict__.update(state)
    return result


def _plan(
    number: int, space: "Space"
) -> "tuple[type[IPsecIkeError], str, dict[str, Any] | None] | None":
    found = meaning(number, space)
    if found is not None:
        name, code, space = found
        cls = load(name)
        state = _differences(cls, code, space)
    elif is_32_bit(number) and is_ipsec(unwrapped(number)):
        cls, code, space = IPsecIkeError, unwrapped(number), "windows"
        state = {"code": code, "message": "Windows defines no IPsec error of this number."}
    else:
        return None
    came = signed(number & 0xFFFFFFFF)
    if space == "windows" and came != signed(code):
        state["winerror"] = came
    return cls, state.get("message", cls.message), state or None


def _differences(cls: "type[IPsecIkeError]", code: int, space: "Space") -> "dict[str, Any]":
    if (space, code) == (cls.space, cls.code):
        return {}
    symbol, message = cls._other_codes[space, code]
    state: dict[str, Any] = {"code": code, "space": space, "symbol": symbol}
    if message:
        state["message"] = message
    return state


def _stranger(number: int, space: "Space") -> "NotAnIPsecError":
    if not is_32_bit(number):
        # Python refuses to print the decimal digits of very long ones.
        long = number.bit_length() > 64
        shown = f"a number of {number.bit_length()} bits" if long else str(number)
        error = NotAnIPsecError(f"{shown} is not a 32-bit code")
        error.code = number
        return error
    if number == 0:
        text = "0 is success, not an error"
    else:
        text = f"{_shown(number)} is not an IPsec or IKE error of Windows{_ras_hint(number, space)}"
    error = NotAnIPsecError(text)
    error.code = unwrapped(number)
    return error


def _shown(number: int) -> str:
    code = unwrapped(number)
    if code in (number, number & 0xFFFFFFFF) or not code:
        return f"{number} ({hexadecimal(number & 0xFFFFFFFF)})"
    return f"{number} ({code}, {hexadecimal(code)})"


def _ras_hint(number: int, space: "Space") -> str:
    if space != "windows" or number not in RAS:
        return ""
    symbol = from_winerror(number, space="ras").symbol
    return f"; as a RAS number it is {symbol}: pass space='ras' where RAS gave it"


def _raise_stranger(number: int, space: "Space") -> "NoReturn":
    if not is_32_bit(number):
        raise _stranger(number, space)
    if space == "ras" and number in _RAS_NUMBERS:
        # As a winerror it would get the words of an unrelated system error.
        raise OSError(EINVAL, f"RAS error {_shown(number)}")
    code, winerror = unwrapped(number) or number & 0xFFFFFFFF, signed(number & 0xFFFFFFFF)
    if sys.platform == "win32":
        import ctypes

        error: OSError = ctypes.WinError(winerror)
    else:
        error = OSError(EINVAL, f"Windows error {_shown(code)}", None, winerror)
    if hint := _ras_hint(number, space):
        error.add_note(hint.removeprefix("; "))
    raise error
