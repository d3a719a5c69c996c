"""Map a number, or an object that carries one, to a typed exception."""

import sys

from ipsec_errors._base import EINVAL, IPsecIkeError, as_text
from ipsec_errors._codes import hexadecimal, is_32_bit, is_ipsec, meaning, signed, unwrapped
from ipsec_errors._index import NUMBERS
from ipsec_errors.errors import load_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol, TypeAlias, TypeVar, overload

    from ipsec_errors._types import Space

    _D = TypeVar("_D")

    class CarriesWinerror(Protocol):
        """Anything with a ``winerror``, such as ``pywintypes.error``."""

        @property
        def winerror(self) -> int: ...

    class CarriesHresult(Protocol):
        """Anything with an ``hresult``, such as ``pywintypes.com_error``."""

        @property
        def hresult(self) -> int: ...

    class FinishedProcess(Protocol):
        """A ``subprocess.CompletedProcess``."""

        @property
        def returncode(self) -> int: ...

    Source: TypeAlias = int | BaseException | CarriesWinerror | CarriesHresult | FinishedProcess
    # How to build an exception: its class, its message and the values that differ from the class.
    Recipe: TypeAlias = tuple[type[IPsecIkeError], str, dict[str, Any] | None]

_RAISE: "Any" = object()
_ON_WINDOWS = sys.platform == "win32"  # A variable, so that type checkers read both branches.

# The recipe of each number that was asked for, as it was given: by number, or by space and number
# where a space was named.
_recipes: "dict[int | tuple[Space, int], Recipe]" = {}


class NotAnIPsecError(ValueError):
    """The value is no IPsec or IKE error of Windows.

    ``code`` is the number, unwrapped and unsigned if it fits 32 bits, else as it was given. It is
    None if there was no number.
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


def from_winerror(
    error: "Source", /, *, space: "Space | None" = None, default: "Any" = _RAISE
) -> "IPsecIkeError | Any":
    """Maps a Windows error number, or an object that carries one, to a typed exception.

    :param error: an int in any 32-bit form (13847, 0x80073617, -2147011049, 0xC0073617); an
        exception or another object with an int ``winerror`` or ``hresult`` (``OSError`` on
        Windows, pywin32's ``error`` and ``com_error``, comtypes' ``COMError``, wmi's ``x_wmi``); an
        ``OSError`` with four arguments on POSIX; an exception of pythonnet or impacket; a
        ``subprocess.CalledProcessError`` or ``CompletedProcess``. An exception of this library
        comes back unchanged. ``errno`` is never read.
    :param space: where the number comes from: ``"windows"``, ``"ras"`` (rasdial, RasDial, RasClient
        event 20227) or ``"winerrorcodes"`` (the four numbers of the reference article). With None
        it is inferred from the source when possible (a process that ran rasdial, a pywin32 error of
        a Ras function), else it is ``"windows"``. A number that the space does not define is read
        in ``"windows"``.
    :param default: the value to return, instead of raising, if there is no IPsec or IKE error.
    :returns: an exception, which is not raised. If it is made from another exception, that one is
        its ``__cause__``, and it keeps the message and file names. A number in Windows' IPsec
        ranges that Windows does not define gives a plain :class:`IPsecIkeError` with that code.
    :raises NotAnIPsecError: if the number is no IPsec or IKE error, or the exception carries none.
    :raises TypeError: for a bool, float, str, None or an object that carries no number.
    :raises ValueError: for an unknown space.
    """
    kind = type(error)
    if space is None:
        if kind is int:
            # A Win32 code below the IPsec range is the usual foreign number.
            if default is not _RAISE and 0 < error < 13000 and error not in _WINDOWS:  # type: ignore[operator]
                return default
            recipe = _recipes.get(error)  # type: ignore[arg-type]
            if recipe is not None and recipe[2] is None:
                return recipe[0](EINVAL, recipe[1])
    elif type(space) is not str or space not in NUMBERS:
        from ipsec_errors._spaces import check_space

        space = check_space(space)
    number = message = None
    if kind is int:
        number = error
    elif kind is OSError:
        # Read here, because the call of a reader would cost a quarter of the whole. Windows keeps
        # the fourth argument too: the same error reads the same on every platform.
        try:
            _, message, _, number = error.args  # type: ignore[union-attr]
        except ValueError:
            pass
        else:
            if type(message) is not str:
                message = as_text(message)
    if type(number) is not int:
        if issubclass(kind, IPsecIkeError):
            return error
        # Imported here, as in other places below, because most first translations need it not.
        from ipsec_errors._carriers import extract

        carried = extract(error)
        if carried is None:
            return _carries_no_number(error, default)
        number, message, implied_space = carried
        space = space or implied_space
    recipe = _recipes.get(number if space is None else (space, number)) or _find(number, space)
    if recipe is None:
        if default is not _RAISE:
            return default
        cause = error if issubclass(kind, BaseException) else None
        raise _not_ipsec_error(number, space or "windows") from cause  # type: ignore[misc]
    cls, text, overrides = recipe
    found = cls(EINVAL, message or text)
    if overrides is not None:
        found.__dict__.update(overrides)
    if kind is int:
        return found
    if kind is OSError or issubclass(kind, BaseException):
        found.__cause__ = error  # type: ignore[assignment]
        # A plain OSError without file names, the usual carrier, needs no reader.
        if error.filename is not None if kind is OSError else issubclass(kind, OSError):  # type: ignore[union-attr]
            from ipsec_errors._carriers import get

            filename = get(error, "filename")
            if filename is not None:
                found.filename, found.filename2 = filename, get(error, "filename2")
    return found


def raise_for_winerror(code: int, /, *, space: "Space | None" = None) -> None:
    """Raises the exception for the result of an API that returns error codes.

    :param code: the result. 0 means success: the function returns.
    :param space: as in :func:`from_winerror`.
    :raises IPsecIkeError: for an IPsec or IKE error, as its class.
    :raises OSError: for any other code, with the system's message on Windows.
    :raises NotAnIPsecError: for a number that does not fit 32 bits.
    :raises TypeError: for anything but an int.
    :raises ValueError: for an unknown space.
    """
    from ipsec_errors._carriers import integer
    from ipsec_errors._spaces import check_space

    number = integer(code)
    if number is None:
        raise TypeError(f"raise_for_winerror() takes an int, not {type(code).__name__}")
    if space is not None:
        space = check_space(space)
    if number == 0:
        return
    error: OSError | None = from_winerror(number, space=space, default=None)
    if error is None:
        error = _os_error(number, space or "windows")
    try:
        raise error
    finally:
        # The traceback holds this frame. A variable that holds the error would be a cycle.
        del error


_WINDOWS = NUMBERS["windows"]


def _find(number: int, space: "Space | None") -> "Recipe | None":
    """Returns the recipe of a number and keeps it; None where it is no IPsec or IKE error."""
    found = meaning(number, space or "windows")
    overrides: dict[str, Any] = {}
    if found is not None:
        name, code, read_in = found
        cls = load_class(name)
        if (read_in, code) != (cls.space, cls.code):
            symbol, message = cls._other_codes[read_in, code]
            overrides = {"code": code, "space": read_in, "symbol": symbol}
            if message:
                overrides["message"] = message
    elif is_32_bit(number) and is_ipsec(unwrapped(number)):
        cls, code, read_in = IPsecIkeError, unwrapped(number), "windows"
        overrides = {"code": code, "message": "Windows defines no IPsec error of this number."}
    else:
        return None
    raw_winerror = signed(number & 0xFFFFFFFF)
    if read_in == "windows" and raw_winerror != signed(code):
        overrides["winerror"] = raw_winerror
    recipe = cls, overrides.get("message", cls.message), overrides or None
    if cls is not IPsecIkeError:  # The cache is not to grow with undefined numbers.
        _recipes[number if space is None else (space, number)] = recipe
    return recipe


def _carries_no_number(error: object, default: "Any") -> "Any":
    if not issubclass(type(error), BaseException):
        raise TypeError(
            "from_winerror() takes an int, or an exception or object with an int winerror or "
            f"hresult, not {type(error).__name__}; parse_code() reads numbers from text"
        )
    if default is not _RAISE:
        return default
    text = f"{type(error).__name__} carries no winerror"
    if issubclass(type(error), OSError) and not _ON_WINDOWS:
        text += (
            "; outside Windows an OSError has one only as its fourth argument, without a filename"
        )
    raise NotAnIPsecError(text) from error  # type: ignore[misc]


def _not_ipsec_error(number: int, space: "Space") -> NotAnIPsecError:
    from ipsec_errors._spaces import RAS_PENDING

    if not is_32_bit(number):
        # Python refuses to convert very long numbers to decimal.
        long = number.bit_length() > 64
        shown = f"a number of {number.bit_length()} bits" if long else str(number)
        error = NotAnIPsecError(f"{shown} is not a 32-bit code")
        error.code = number
        return error
    if number == 0:
        text = "0 is success, not an error"
    elif number == RAS_PENDING and space == "ras":
        text = "600 (PENDING) says that the operation still runs: it is not an error"
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
    if space != "windows" or number not in NUMBERS["ras"]:
        return ""
    symbol = from_winerror(number, space="ras").symbol
    return f"; as a RAS number it is {symbol}: pass space='ras' if it comes from RAS"


def _os_error(number: int, space: "Space") -> OSError:
    from ipsec_errors._spaces import SPACES

    if not is_32_bit(number):
        raise _not_ipsec_error(number, space)
    if space == "ras" and SPACES["ras"].first <= number <= SPACES["ras"].last:
        # With a winerror it would get the message of an unrelated Windows error.
        return OSError(EINVAL, f"RAS error {_shown(number)}")
    code, winerror = unwrapped(number) or number & 0xFFFFFFFF, signed(number & 0xFFFFFFFF)
    if sys.platform == "win32":
        import ctypes

        error: OSError = ctypes.WinError(winerror)
    else:
        error = OSError(EINVAL, f"Windows error {_shown(code)}", None, winerror)
    if hint := _ras_hint(number, space):
        error.add_note(hint.removeprefix("; "))
    return error
