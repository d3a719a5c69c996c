"""Objects that carry a number, or claim to: a typed error, the default or a typed refusal."""

from __future__ import annotations

import copy
import enum
import pickle
import subprocess
from typing import Any

from ipsec_errors import (
    IPsecIkeError,
    NoPeerCert,
    NotAnIPsecError,
    from_winerror,
    is_transient,
    translate_errors,
)
from ipsec_errors._spaces import NAMES
from tests.fuzz.draw import Draw


class Status(enum.IntEnum):
    """An enumeration such as a wrapper of the Windows API has."""

    NO_PEER_CERT = 13847
    ACCESS_DENIED = 5


class Odd(int):
    """An int whose text and comparison say something else."""

    def __str__(self) -> str:
        return "odd"

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = int.__hash__


class Word(str):
    """A subclass of str."""

    __slots__ = ()


class Lying:
    """Says that it is an OSError."""

    @property
    def __class__(self) -> Any:
        return OSError

    @__class__.setter
    def __class__(self, value: Any) -> None: ...


class Fails:
    """An attribute that cannot be read."""

    def __init__(self, error: Exception) -> None:
        self.error = error


class Changes:
    """An attribute with another value at each reading."""

    def __init__(self, *values: Any) -> None:
        self.values = values


class Plain:
    """An object that computes its attributes."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__["drawn"] = values
        self.__dict__["reads"] = {}

    def __getattr__(self, name: str) -> Any:
        try:
            value = self.__dict__["drawn"][name]
        except KeyError:
            raise AttributeError(name) from None
        if isinstance(value, Fails):
            raise value.error
        if isinstance(value, Changes):
            reads = self.__dict__["reads"]
            reads[name] = reads.get(name, -1) + 1
            return value.values[reads[name] % len(value.values)]
        return value


class Carrier(Plain, Exception):  # noqa: N818 (a shape, not an error)
    """An exception that computes its attributes."""


class OsCarrier(Plain, OSError):  # noqa: N818
    """An OSError that computes its attributes."""


class Own(NoPeerCert):
    """A user's subclass of an error of ours."""


class Group(ExceptionGroup[Any]):
    """A user's group with an attribute."""

    job = "job"

    def derive(self, excs: Any, /) -> Group:
        """Returns a group of the same kind."""
        return Group(self.message, excs)


_ATTRIBUTES = (
    "winerror", "hresult", "strerror", "excepinfo", "details", "com_error", "funcname",
    "NativeErrorCode", "HResult", "Message", "error", "error_code", "returncode", "cmd", "args",
    "stdout", "stderr", "filename", "filename2", "errno", "__class__",
)  # fmt: skip
_NAMES = (
    ("builtins", "Error"), ("pywintypes", "error"), ("pywintypes", "com_error"),
    ("wmi", "x_wmi"), ("System.ComponentModel", "Win32Exception"),
    ("subprocess", "CompletedProcess"), ("subprocess", "CalledProcessError"),
    ("impacket.smb3", "SessionError"), ("impacket.dcerpc.v5.rpcrt", "DCERPCException"),
)  # fmt: skip
_COMMANDS: tuple[Any, ...] = (
    "rasdial vpn", ["rasdial", "vpn"], b"rasdial", ["cmd", "/c", "rasdial x"], [], "", ["dial"],
    [b"rasdial.exe", None], ("C:\\Windows\\rasdial.exe",), '"rasdial" "vpn"', None, 5,
)  # fmt: skip
_PLAIN = {type(None), str, bytes, int}
_OUTPUTS = (
    None,
    "",
    "Remote Access error 789 - x",
    b"Remote Access error 809",
    "Remote Access error x",
    7,
)
# Made once: making a class costs more than everything else, and Python keeps each one.
_CLASSES = [
    type(name, (base,), {"__module__": module})
    for module, name in _NAMES
    for base in (Plain, Carrier, OsCarrier)
]


def _value(draw: Draw, deep: int = 0) -> Any:
    kind = draw.below(20 if deep < 3 else 12)
    if kind < 5:
        return draw.number()
    if kind < 12:
        return (
            None, draw.text(), draw.take(draw.below(16)), True, 1.5,
            draw.pick(list(Status)), Word("Ras"),
        )[kind - 5]  # fmt: skip
    if kind == 12:
        return Odd(draw.number())
    if kind == 13:
        return tuple(_value(draw, deep + 1) for _ in range(draw.below(8)))
    if kind == 14:
        return [_value(draw, deep + 1) for _ in range(draw.below(4))]
    if kind == 15:
        return Fails(draw.pick((RuntimeError("x"), ValueError("x"), AttributeError("x"))))
    if kind == 16:
        return Changes(_value(draw, deep + 1), _value(draw, deep + 1))
    if kind == 17:
        return Lying()
    if kind == 18:
        return (0, None, _value(draw, deep + 1), None, 0, draw.number())
    return _thing(draw, deep + 1)


def _thing(draw: Draw, deep: int = 0) -> Any:
    kind = draw.below(9)
    if kind < 2:
        made: Any = draw.pick((OSError, TimeoutError, PermissionError)) if kind else OSError
        arguments = [_value(draw, deep) for _ in range(draw.below(6))]
        if kind == 0:
            arguments = [draw.number(), draw.text(), None, *arguments[:2]]
        try:
            error = made(*arguments)
        except TypeError:  # Python takes one of the arguments for a count of bytes.
            error = OSError()
        if draw.below(2):
            error.filename, error.filename2 = draw.text(), _value(draw, deep)
        return error
    if kind == 2:
        command, out, err = draw.pick(_COMMANDS), draw.pick(_OUTPUTS), draw.pick(_OUTPUTS)
        if draw.below(2):
            return subprocess.CompletedProcess(command, _value(draw, deep), out, err)
        return subprocess.CalledProcessError(_value(draw, deep), command, out, err)  # type: ignore[arg-type]
    if kind == 3:
        return draw.pick((NoPeerCert("own"), Own("own"), IPsecIkeError("own"), NoPeerCert, OSError))
    if kind == 4 and deep < 3:
        leaves = [_thing(draw, deep + 1) for _ in range(1 + draw.below(3))]
        leaves = [leaf for leaf in leaves if isinstance(leaf, Exception)] or [ValueError("x")]
        return draw.pick((ExceptionGroup, BaseExceptionGroup, Group))("group", leaves)
    values = {draw.pick(_ATTRIBUTES): _value(draw, deep) for _ in range(1 + draw.below(5))}
    return draw.pick(_CLASSES)(values)


def check(data: bytes) -> None:
    """Reads one object."""
    draw = Draw(data)
    space = draw.pick((None, None, *NAMES))
    thing = _thing(draw) if draw.below(8) else _value(draw)
    exception = issubclass(type(thing), BaseException)
    try:
        error = from_winerror(thing, space=space)
    except NotAnIPsecError as refused:
        assert refused.code is None or type(refused.code) is int
        assert not exception or refused.__cause__ is thing
    except TypeError as refused:
        assert not exception, "an exception was refused as a type"
        assert "from_winerror() takes an int" in str(refused)
    else:
        _check_error(error, thing)
    assert is_transient(thing) in (True, False)
    if exception:
        _check_translation(thing, space)


def _check_error(error: Any, thing: Any) -> None:
    assert isinstance(error, IPsecIkeError)
    if error is thing:
        return
    assert type(error.code) is int
    assert error.winerror is None or type(error.winerror) is int
    if issubclass(type(thing), BaseException):
        assert error.__cause__ is thing
    twins = [copy.copy(error)]
    if {type(error.filename), type(error.filename2)} <= _PLAIN:  # Python keeps any object there.
        twins.append(pickle.loads(pickle.dumps(error)))
    for twin in twins:
        assert (type(twin), twin.code, twin.space) == (type(error), error.code, error.space)
        assert twin.winerror == error.winerror


def _check_translation(thing: Any, space: Any) -> None:
    try:
        with translate_errors(space=space):
            raise thing
    except BaseException as out:
        _check_shape(out, thing)


def _check_shape(out: BaseException, thing: Any) -> None:
    if out is thing:
        return
    if isinstance(thing, BaseExceptionGroup):
        assert isinstance(out, BaseExceptionGroup)
        assert type(out) is type(thing)
        assert out.message == thing.message
        for new, old in zip(out.exceptions, thing.exceptions, strict=True):
            _check_shape(new, old)
    else:
        assert isinstance(out, IPsecIkeError)
        assert out.__cause__ is thing
