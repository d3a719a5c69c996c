"""Which number an object carries: one reader for each kind of object, in one table.

A reader gets an object and returns the number that it carries, or None. Classes of other packages
are recognised by module and name. Nothing is imported to recognise them, so a module that another
thread is still importing does no harm. Each attribute of an object is read once, and a value is
used only if its type is one of Python's own, because objects may lie about their ``__class__``.
"""

from ipsec_errors._base import as_text, os_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    from ipsec_errors._types import Space

    # A number, the operating system's message, and the space that the object implies.
    Carried: TypeAlias = tuple[int, str | None, Space | None]

_DISP_E_EXCEPTION = 0x80020009
_RASDIAL_ERROR = "Remote Access error "


def integer(value: "Any") -> int | None:
    """Returns an int as a plain int; None for anything else, a bool included."""
    kind = type(value)
    if kind is int:
        return value  # type: ignore[no-any-return]
    # A subclass may define a conversion of its own, so that of int itself is called.
    return int.__int__(value) if issubclass(kind, int) and kind is not bool else None


def text(value: "Any") -> str | None:
    """Returns a str as a plain str; None for anything else."""
    return str.__str__(value) if issubclass(type(value), str) else None


def get(error: object, name: str, default: "Any" = None) -> "Any":
    """Returns an attribute, or the default if it is missing or reading it fails."""
    try:
        return getattr(error, name, default)
    except Exception:
        return default


def extract(error: "Any") -> "Carried | None":
    """Returns the number that an object carries; None where it carries none."""
    number = integer(error)
    if number is not None:
        return number, None, None
    if issubclass(type(error), type):
        return None  # A class may have winerror, such as NoPeerCert, but is no error itself.
    for reader in READERS:
        carried = reader(error)
        if carried is not None:
            return carried
    return None


def _from_os_error(error: "Any") -> "Carried | None":
    """Reads an OSError: ``winerror``, which Windows sets, else its fourth argument.

    :func:`from_winerror` itself reads a plain OSError whose fourth argument is an int.
    """
    if not issubclass(type(error), OSError):
        return None
    number = integer(get(error, "winerror"))
    if number is None:
        args = get(error, "args")
        number = integer(args[3]) if type(args) is tuple and len(args) > 3 else None
    return None if number is None else (number, as_text(get(error, "strerror")), None)


def _from_process(error: "Any") -> "Carried | None":
    """Reads a finished process. rasdial prints its error number and exits with it.

    The printed number is preferred, because the exit status of rasdial is not reliable.
    """
    if not _is_a(error, "subprocess", ("CalledProcessError", "CompletedProcess")):
        return None
    command = get(error, "cmd", get(error, "args"))
    number = integer(get(error, "returncode"))
    if not is_rasdial(command):
        return None if number is None else (number, None, None)
    for stream in ("stdout", "stderr"):
        printed = _printed_error(get(error, stream))
        if printed is not None:
            return printed, None, "ras"
    return None if number is None else (number, None, "ras")


def _from_winerror(error: "Any") -> "Carried | None":
    """Reads ``winerror``, which pywin32's ``error`` and many others have."""
    number = integer(get(error, "winerror"))
    if number is None:
        return None
    function = get(error, "funcname")
    ras = type(function) is str and function.startswith("Ras")
    return number, text(get(error, "strerror")), "ras" if ras else None


def _from_hresult(error: "Any") -> "Carried | None":
    """Reads ``hresult``, which the COM errors of pywin32 and comtypes have."""
    number = integer(get(error, "hresult"))
    if number is None:
        return None
    message = text(get(error, "strerror")) or text(get(error, "text"))
    if number & 0xFFFFFFFF == _DISP_E_EXCEPTION:
        # The number is inside. pywin32 has (..., description, ..., scode) in excepinfo, and
        # comtypes has (description, ..., scode) in details.
        for name, length, description in (("excepinfo", 6, 2), ("details", 5, 0)):
            inside = get(error, name)
            if type(inside) is tuple and len(inside) == length:
                scode = integer(inside[-1])
                if scode:
                    return scode, os_message(inside[description]) or message, None
    return number, message, None


def _from_wmi(error: "Any") -> "Carried | None":
    """Reads the COM error inside wmi's ``x_wmi``."""
    return _from_hresult(get(error, "com_error"))


def _from_dotnet(error: "Any") -> "Carried | None":
    """Reads a .NET exception of pythonnet: its ``NativeErrorCode``, else its ``HResult``."""
    if not any(module.partition(".")[0] == "System" for module, _ in _classes(error)):
        return None
    number = integer(get(error, "NativeErrorCode"))
    if number is None:
        number = integer(get(error, "HResult"))
    return None if number is None else (number, text(get(error, "Message")), None)


def _from_impacket(error: "Any") -> "Carried | None":
    """Reads impacket's SMB and DCE/RPC errors: an NTSTATUS, HRESULT or Win32 code."""
    # Only by class, because other packages use these attributes for other numbers.
    if _is_a(error, "impacket.smb3", ("SessionError",)):
        number = integer(get(error, "error"))
    elif _is_a(error, "impacket.dcerpc.v5.rpcrt", ("DCERPCException",)):
        number = integer(get(error, "error_code"))
    else:
        return None
    return None if number is None else (number, None, None)


READERS: "tuple[Callable[[Any], Carried | None], ...]" = (
    _from_process,
    _from_os_error,
    _from_winerror,
    _from_hresult,
    _from_wmi,
    _from_dotnet,
    _from_impacket,
)


def is_rasdial(command: "Any") -> bool:
    """Tells whether a command runs rasdial, directly or through ``cmd /c``."""
    if type(command) in (list, tuple):
        program, *arguments = [*map(_decoded, command), ""]
        rest = " ".join(arguments)
    elif _is_path(command):
        program, rest = _decoded(command), ""
    else:
        line = _decoded(command).strip()
        quoted = line.startswith('"')
        program, _, rest = line[1:].partition('"') if quoted else line.partition(" ")
    if _program(program) == "cmd":
        # A command line follows /c, with or without quotes around it.
        program = rest.lower().partition("/c")[2].lstrip(' "').partition(" ")[0]
    return _program(program) == "rasdial"


def _program(path: str) -> str:
    name = path.strip().strip('"').replace("\\", "/").rpartition("/")[2].lower()
    return name.removesuffix(".exe")


def _is_path(word: object) -> bool:
    return get(type(word), "__fspath__") is not None


def _decoded(word: "Any") -> str:
    """Returns a str, bytes or path as text; an empty text for anything else."""
    if _is_path(word):
        try:
            word = type(word).__fspath__(word)
        except Exception:
            return ""
    return word.decode(errors="replace") if type(word) is bytes else text(word) or ""


def _printed_error(output: "Any") -> int | None:
    rest = _decoded(output).partition(_RASDIAL_ERROR)[2][:32]
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return int(digits) if digits else None


def _is_a(error: "Any", module: str, names: tuple[str, ...]) -> bool:
    return any(home == module and name in names for home, name in _classes(error))


def _classes(error: object) -> "Iterator[tuple[str, str]]":
    """Yields the module and name of the class of an object and of its bases."""
    for cls in type.__dict__["__mro__"].__get__(type(error)):
        # Any object may stand in __module__, and a metaclass may compute both.
        yield text(get(cls, "__module__")) or "", text(get(cls, "__name__")) or ""
