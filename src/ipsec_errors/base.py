"""The base of all errors: the only class with behaviour.

Annotations are quoted here and in ``factory``: ``from __future__ import annotations`` is an import.

It has neither ``__init__`` nor ``__new__``, which would double the cost of making an instance.
Whatever an instance does not carry itself comes from non-data descriptors and from its class.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal, Self, SupportsIndex, TypeAlias

    from ipsec_errors.lookup import ErrorInfo

    Space: TypeAlias = Literal["windows", "ras", "winerrorcodes"]
    FixSide: TypeAlias = Literal["local", "peer", "either", "network", "none"]
    Severity: TypeAlias = Literal["error", "warning", "status"]

# What Python and pywin32 write where the system has no text for a number.
_NO_WORDS = (
    "<no description>",
    "Windows Error 0x",
    "COM Error 0x",
    "No error message is available",
)
EINVAL = 22  # What Windows gives for every one of these codes; equal on all platforms.


class _Default:
    """A non-data descriptor: computes a value that is not in the instance's own ``__dict__``."""

    def __init__(self, compute: "Callable[[Any, type], Any]") -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __get__(self, instance: "Any", owner: type) -> "Any":
        return self._compute(instance, owner)


def _either(instance: "Any", owner: "Any") -> "Any":
    return owner if instance is None else instance


def _hex(instance: "Any", owner: "Any") -> str:
    """``code`` in hexadecimal with at least four digits, such as ``"0x3617"``."""
    return f"0x{_either(instance, owner).code:04X}"


def _winerror(instance: "Any", owner: "Any") -> int | None:
    """The Windows number, a signed 32-bit int as Windows has it; None where there is none."""
    source = _either(instance, owner)
    if source.space != "windows":
        source = owner
    code: int = source.code
    if source.space != "windows" or not code:
        return None
    return code - 0x100000000 if code & 0x80000000 else code


def _strerror(instance: "Any", owner: "Any") -> str:
    """The operating system's own words where they came along, else ``message``."""
    args: tuple[Any, ...] = () if instance is None else instance.args
    words = words_or_none(args[1] if len(args) > 1 else args[0] if args else None)
    text: str = _either(instance, owner).message
    return text if words is None else words


def words_or_none(words: object) -> str | None:
    """Returns words as text; None for none, and for what stands where the system has none."""
    text = "" if words is None else str(words)
    return None if not text.strip() or text.startswith(_NO_WORDS) else text


def _notes(instance: "Any", owner: "Any") -> list[str]:
    """The notes a traceback shows below the error; the first says what to do."""
    if instance is None or not instance.hint:
        raise AttributeError("__notes__")
    # setdefault, or of two threads that look at once one would lose its note.
    notes: list[str] = instance.__dict__.setdefault("__notes__", [_fix(instance)])
    return notes


def _fix(error: "Any") -> str:
    space = "" if error.space == "windows" else f" --space {error.space}"
    code = error.code if error.code <= 0xFFFF else error.hex
    return f"Fix: {error.hint.rstrip('.')} (python -m ipsec_errors {code}{space})"


def _info(instance: "Any", owner: "Any") -> "Any":
    """Everything that is known of the error: an :class:`ErrorInfo`."""
    # By name, so that lint-imports does not see it: this module stands below the catalogue, and
    # only an access reaches up to it, when everything is there.
    lookup = __import__("ipsec_errors.lookup", fromlist=["info_of"])
    return lookup.info_of(owner, instance)


def _remediation(instance: "Any", owner: "Any") -> str:
    """What to do: numbered steps, a line each; empty for a kind."""
    texts = __import__("ipsec_errors.texts", fromlist=["remediation_of"])
    text: str = texts.remediation_of(owner)
    return text


class IPsecIkeError(OSError):
    """Base of all Windows IPsec and IKE errors.

    Raised as itself only for a number in the IPsec ranges (Win32 13000 to 13999, NTSTATUS
    0xC036xxxx) that Windows has not given a meaning.
    """

    code: int = 0
    """The number as read in its space, unwrapped, unsigned 32-bit; 0 on a kind."""
    symbol: str = ""
    """The name that Windows gives the number."""
    message: str = "Windows IPsec or IKE error."
    """What the error means, in this library's words."""
    hint: str = ""
    """The first thing to do: one line of at most 100 characters."""
    transient: bool = False
    """Whether the same call can succeed later with nothing changed."""
    fix_side: "FixSide" = "either"
    """Who has to act: this machine, the peer, either (it cannot be told), the network or none."""
    severity: "Severity" = "error"
    """An error, a warning (it was done, with a reservation) or a status."""
    space: "Space" = "windows"
    """Where the number comes from, which says how it is read."""
    _other_codes: "dict[tuple[Space, int], tuple[str, str]]" = {}  # noqa: RUF012 (never written to)
    errno: int | None = EINVAL

    if TYPE_CHECKING:
        hex: str
        """``code`` in hexadecimal with at least four digits, such as ``"0x3617"``."""
        remediation: str
        """What to do: numbered steps, a line each; empty on a kind."""
        info: "ErrorInfo"
        """Everything that is known of the error."""
        winerror: int | None  # type: ignore[assignment,unused-ignore]
        """The Windows number, a signed 32-bit int as Windows has it; None where there is none."""
        __notes__: list[str]
    else:
        hex = _Default(_hex)
        remediation = _Default(_remediation)
        info = _Default(_info)
        winerror = _Default(_winerror)
        strerror = _Default(_strerror)
        __notes__ = _Default(_notes)

    def __str__(self) -> str:
        text = f"{_prefix(self)}{self.strerror}"
        if self.filename is None:
            return text
        if self.filename2 is None:
            return f"{text}: {self.filename!r}"
        return f"{text}: {self.filename!r} -> {self.filename2!r}"

    def __repr__(self) -> str:
        return (
            f"{type(self).__qualname__}({self.strerror!r}, code={self.code}, space={self.space!r})"
        )

    def __reduce__(self) -> "tuple[Any, ...]":
        return _rebuild, (type(self), self.args, self.filename, self.filename2), _state(self)

    def __reduce_ex__(self, protocol: "SupportsIndex", /) -> "tuple[Any, ...]":
        return self.__reduce__()

    def __copy__(self) -> "Self":
        twin: Self = _twin(self, _state(self))
        return twin

    def __deepcopy__(self, memo: "dict[int, Any]") -> "Self":
        from copy import deepcopy

        twin: Self = _twin(self, None)
        memo[id(self)] = twin
        twin.args = deepcopy(self.args, memo)
        state = deepcopy(_state(self), memo)
        if state is not None:
            twin.__setstate__(state)
        return twin


def _prefix(error: "IPsecIkeError") -> str:
    if not error.code:
        return ""
    if error.space == "windows":
        return f"[WinError {error.winerror}] "
    return f"[{'RAS' if error.space == 'ras' else error.space} {error.code}] "


def _state(error: "IPsecIkeError") -> "Any":
    """Returns what an instance carries, subclasses' slots included, with its own notes list."""
    state: Any = error.__getstate__()
    if type(error).__setstate__ is not BaseException.__setstate__:
        return state  # The subclass takes it back itself, in a form of its own.
    if isinstance(state, tuple):
        state = {**(state[0] or {}), **state[1]}
    if state and type(state.get("__notes__")) is list:
        state = {**state, "__notes__": list(state["__notes__"])}
    return state


def _rebuild(
    cls: "type[IPsecIkeError]", args: "tuple[Any, ...]", filename: "Any", filename2: "Any"
) -> "IPsecIkeError":
    # Its name and module are in every pickle: neither may change. Not through the class, because
    # a subclass may want other arguments than args holds.
    error = OSError.__new__(cls)
    error.args = args
    if filename is not None:
        error.filename = filename
    if filename2 is not None:
        error.filename2 = filename2
    return error


def _twin(error: "Any", state: "Any") -> "Any":
    twin = _rebuild(type(error), error.args, error.filename, error.filename2)
    if state is not None:
        twin.__setstate__(state)
    # The cause is the same fact, not a part to copy; a traceback belongs to the raise alone.
    twin.__cause__, twin.__context__ = error.__cause__, error.__context__
    twin.__suppress_context__ = error.__suppress_context__
    return twin


def publish(namespace: "dict[str, Any]") -> None:
    """Makes the classes of a generated module known as ``ipsec_errors.<name>``.

    Tracebacks then read well, and a pickle survives a class's move to another module.
    """
    own = namespace["__name__"]
    for value in tuple(namespace.values()):
        if isinstance(value, type) and value.__module__ == own:
            value.__module__ = "ipsec_errors"


IPsecIkeError.__module__ = "ipsec_errors"
