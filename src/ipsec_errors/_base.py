"""IPsecIkeError, the base of all errors and the only class with behaviour.

It has neither ``__init__`` nor ``__new__``, because they would double the cost of an instance.
Attributes that an instance does not store come from non-data descriptors and from its class.
Annotations are quoted, because ``from __future__ import annotations`` would be one more import.
"""

from ipsec_errors._codes import hexadecimal, short, signed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self, SupportsIndex

    from ipsec_errors._info import ErrorInfo
    from ipsec_errors._types import FixSide, Severity, Space

# The texts that Python and pywin32 use if the system has no message for a number.
_PLACEHOLDERS = (
    "<no description>",
    "Windows Error 0x",
    "COM Error 0x",
    "No error message is available",
)
EINVAL = 22  # Windows gives it for all of these codes. It is 22 on all platforms.


class _Default:
    """A non-data descriptor that computes a value unless the instance's ``__dict__`` has one."""

    def __init__(self, compute: "Callable[[Any, type], Any]") -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __get__(self, instance: "Any", owner: type) -> "Any":
        return self._compute(instance, owner)


def _either(instance: "Any", owner: "Any") -> "Any":
    return owner if instance is None else instance


def _hex(instance: "Any", owner: "Any") -> str:
    """``code`` in hexadecimal with at least four digits, such as ``"0x3617"``."""
    return hexadecimal(_either(instance, owner).code)


def _winerror(instance: "Any", owner: "Any") -> int | None:
    """The Windows number as a signed 32-bit int; None if there is none."""
    source = _either(instance, owner)
    if source.space != "windows":
        source = owner
    code: int = source.code
    if source.space != "windows" or not code:
        return None
    return signed(code)


def _strerror(instance: "Any", owner: "Any") -> str:
    """The operating system's message if there is one, else ``message``."""
    args: tuple[Any, ...] = () if instance is None else instance.args
    given = os_message(args[1] if len(args) > 1 else args[0] if args else None)
    text: str = _either(instance, owner).message
    return text if given is None else given


def os_message(value: object) -> str | None:
    """Returns the operating system's message as text; None if it is empty or a placeholder."""
    text = as_text(value)
    return None if text is None or not text.strip() or text.startswith(_PLACEHOLDERS) else text


def as_text(value: object) -> str | None:
    """Returns what stands for a message as a plain str; None if it is None or has no text."""
    if value is None or type(value) is str:
        return value
    try:
        return value.decode(errors="replace") if type(value) is bytes else "".join([f"{value}"])
    except Exception:
        return None


def _notes(instance: "Any", owner: "Any") -> list[str]:
    """The notes that a traceback shows below the error. The first one is the hint."""
    if instance is None or not instance.hint:
        raise AttributeError("__notes__")
    # With setdefault, two threads that read it at the same time get the same list.
    notes: list[str] = instance.__dict__.setdefault("__notes__", [_fix(instance)])
    return notes


def _fix(error: "Any") -> str:
    space = "" if error.space == "windows" else f" --space {error.space}"
    return f"Fix: {error.hint.rstrip('.')} (python -m ipsec_errors {short(error.code)}{space})"


def _info(instance: "Any", owner: "Any") -> "Any":
    """The whole record of the error, an :class:`ErrorInfo`."""
    # Imported here because it loads attrs and the advice.
    from ipsec_errors._info import info_of, info_of_instance

    return info_of(owner) if instance is None else info_of_instance(instance)


def _remediation(instance: "Any", owner: "Any") -> str:
    """What to do: numbered steps, grouped by machine and by cause; empty for a category."""
    from ipsec_errors._describe import advice, remediation

    return remediation(advice(owner))


class IPsecIkeError(OSError):
    """Base of all Windows IPsec and IKE errors.

    An instance of this class itself stands for a number in the IPsec ranges (Win32 13000 to 13999,
    NTSTATUS 0xC036xxxx) that Windows does not define.
    """

    code: int = 0
    """The number as read in its space, unwrapped, unsigned 32-bit; 0 on a category."""
    symbol: str = ""
    """The name that Windows gives the number."""
    message: str = "Windows IPsec or IKE error."
    """What the error means, in one sentence of this library."""
    hint: str = ""
    """The first thing to do: one line of at most 100 characters."""
    transient: bool = False
    """Whether the same call can succeed later with nothing changed."""
    fix_side: "FixSide" = "either"
    """Who has to act: this machine, the peer, either of the two, the network or nobody."""
    severity: "Severity" = "error"
    """An error, a warning (the operation succeeded) or a status."""
    space: "Space" = "windows"
    """Where the number comes from, which says how it is read."""
    # The other codes of the class: their symbol, and their message if it differs from the class's.
    _other_codes: "dict[tuple[Space, int], tuple[str, str]]" = {}  # noqa: RUF012 (never written to)
    errno: int | None = EINVAL
    """Always EINVAL, which Windows gives for all of these codes."""

    if TYPE_CHECKING:
        hex: str
        """``code`` in hexadecimal with at least four digits, such as ``"0x3617"``."""
        remediation: str
        """What to do: numbered steps, grouped by machine and by cause; empty on a category."""
        info: "ErrorInfo"
        """The whole record of the error."""
        winerror: int | None  # type: ignore[assignment,unused-ignore]
        """The Windows number as a signed 32-bit int; None if there is none."""
        __notes__: list[str]
    else:
        hex = _Default(_hex)
        remediation = _Default(_remediation)
        info = _Default(_info)
        winerror = _Default(_winerror)
        strerror = _Default(_strerror)
        __notes__ = _Default(_notes)

    def __init_subclass__(cls, **kwargs: "Any") -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith("ipsec_errors.errors."):
            # Tracebacks show the short name, and pickles still load if a class moves.
            cls.__module__ = "ipsec_errors"

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
        return _rebuild, (type(self), self.args, self.filename, self.filename2), state_of(self)

    def __reduce_ex__(self, protocol: "SupportsIndex", /) -> "tuple[Any, ...]":
        return self.__reduce__()

    def __copy__(self) -> "Self":
        clone: Self = _clone(self, state_of(self))
        return clone

    def __deepcopy__(self, memo: "dict[int, Any]") -> "Self":
        from copy import deepcopy

        clone: Self = _clone(self, None)
        memo[id(self)] = clone
        clone.args = deepcopy(self.args, memo)
        state = deepcopy(state_of(self), memo)
        if state is not None:
            clone.__setstate__(state)
        return clone


def is_transient(error: object) -> bool:
    """Tells whether the same call can succeed later with nothing changed.

    A predicate for retry libraries. It translates nothing.

    :param error: an exception, or any other object.
    :returns: ``error.transient`` for an error of this library; False for anything else. For an
        exception group, whether every exception in it is transient.
    """
    # The type is asked, because a __class__ may lie.
    if issubclass(type(error), BaseExceptionGroup):
        return all(map(is_transient, error.exceptions))  # type: ignore[attr-defined]
    return issubclass(type(error), IPsecIkeError) and error.transient  # type: ignore[attr-defined]


def _prefix(error: "IPsecIkeError") -> str:
    if not error.code:
        return ""
    from ipsec_errors._spaces import SPACES

    if error.space == "windows":
        return f"[{SPACES['windows'].label} {error.winerror}] "
    return f"[{SPACES[error.space].label} {error.code}] "


def state_of(error: BaseException) -> "Any":
    """Returns the state of an exception, with slots of subclasses and a copy of the notes."""
    state: Any = error.__getstate__()
    if type(error).__setstate__ is not BaseException.__setstate__:
        return state  # Only the subclass knows its form.
    if isinstance(state, tuple):
        state = {**(state[0] or {}), **state[1]}
    if state and type(state.get("__notes__")) is list:
        state = {**state, "__notes__": list(state["__notes__"])}
    return state


def _rebuild(
    cls: "type[IPsecIkeError]", args: "tuple[Any, ...]", filename: "Any", filename2: "Any"
) -> "IPsecIkeError":
    # The class is not called, because a subclass may need other arguments than args holds.
    error = OSError.__new__(cls)
    error.args = args
    if filename is not None:
        error.filename = filename
    if filename2 is not None:
        error.filename2 = filename2
    return error


def _clone(error: "Any", state: "Any") -> "Any":
    clone = _rebuild(type(error), error.args, error.filename, error.filename2)
    if state is not None:
        clone.__setstate__(state)
    # Cause and context are shared, not copied. The traceback stays with the original.
    clone.__cause__, clone.__context__ = error.__cause__, error.__context__
    clone.__suppress_context__ = error.__suppress_context__
    return clone


IPsecIkeError.__module__ = "ipsec_errors"
# Every pickle names this function. This name stays valid if the function moves.
_rebuild.__module__ = "ipsec_errors"
