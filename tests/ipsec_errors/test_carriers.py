"""Objects that mislead: half-initialised modules, lying classes, attributes that change."""

from __future__ import annotations

import copy
import enum
import pickle
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsec_errors import (
    AuthFail,
    IPsecIkeError,
    NoPeerCert,
    NotAnIPsecError,
    from_winerror,
    is_transient,
    translate_errors,
)

NUMBER = 13847


class Code(enum.IntEnum):
    NO_PEER_CERT = NUMBER
    RAS_AUTH_FAIL = 787


class Odd(int):
    """An int with conversions of its own."""

    def __int__(self) -> int:
        return 5

    def __index__(self) -> int:
        raise RuntimeError("no index")


class CarrierError(Exception):
    """An exception with the attributes that it is given."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__("carrier")
        self.__dict__.update(attributes)


def four(number: int) -> OSError:
    return OSError(22, "words", None, number)


# Modules that another thread is still importing.


@pytest.mark.parametrize("name", ["subprocess", "inspect", "enum", "functools", "ctypes"])
def test_a_module_that_is_only_half_there_loses_no_translation(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, types.ModuleType(name))

    with pytest.raises(NoPeerCert), translate_errors():
        raise four(NUMBER)
    with pytest.raises(AuthFail), translate_errors(space="ras"):
        raise CarrierError(winerror=787)


RACE = """
import sys, threading
from importlib import abc

entered, release = threading.Event(), threading.Event()

class Slow(abc.MetaPathFinder):
    '''Stops in the middle of the import of a module.'''

    def find_spec(self, name, path, target=None):
        if name != WANTED:
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec
        spec = find_spec(name)
        run = spec.loader.exec_module
        def exec_module(module):
            entered.set()
            release.wait(20)
            run(module)
        spec.loader.exec_module = exec_module
        return spec

WANTED = sys.argv[1]
sys.modules.pop(WANTED, None)
sys.meta_path.insert(0, Slow())
threading.Thread(target=__import__, args=(WANTED,)).start()
assert entered.wait(20)
assert WANTED in sys.modules
try:
    from ipsec_errors import NoPeerCert, translate_errors
    # The decoration may wait for the import, so it has to go on.
    threading.Timer(0.2, release.set).start()

    @translate_errors()
    def dial():
        raise OSError(22, 'words', None, 13847)

    try:
        dial()
    except NoPeerCert:
        print('translated')
finally:
    release.set()
"""


@pytest.mark.parametrize("name", ["subprocess", "inspect"])
def test_a_module_that_another_thread_is_importing_loses_no_translation(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RACE, name], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.stdout, done.stderr) == ("translated\n", "")


# Numbers that are no plain int.


CARRIERS: dict[str, Callable[[Any], Any]] = {
    "itself": lambda number: number,
    "fourth argument": four,
    "winerror": lambda number: CarrierError(winerror=number),
    "hresult": lambda number: CarrierError(hresult=number),
    "inside excepinfo": lambda number: CarrierError(
        hresult=-2147352567, excepinfo=(0, None, "words", None, 0, number)
    ),
    "inside details": lambda number: CarrierError(
        hresult=-2147352567, details=("words", None, None, 0, number)
    ),
    "inside com_error": lambda number: CarrierError(com_error=CarrierError(hresult=number)),
    "exit status": lambda number: subprocess.CalledProcessError(number, "rasdial"),
}


@pytest.mark.parametrize("number", [Code.NO_PEER_CERT, Odd(NUMBER)], ids=["IntEnum", "int"])
@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_code_is_a_plain_int_and_later_errors_are_not_changed(
    carrier: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipsec_errors._factory._recipes", {})
    for given_number in (number, number, NUMBER):  # Cold, warm, and a plain one after them.
        error = from_winerror(CARRIERS[carrier](given_number))

        assert type(error) is NoPeerCert
        assert (type(error.code), error.code) == (int, NUMBER)
        assert (type(error.winerror), error.winerror) == (int, NUMBER)
        assert str(error).startswith("[WinError 13847] ")
        assert pickle.loads(pickle.dumps(error)).code == NUMBER


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_code_of_another_space_is_a_plain_int(
    carrier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipsec_errors._factory._recipes", {})
    for number in (Code.RAS_AUTH_FAIL, Code.RAS_AUTH_FAIL, 787):
        error = from_winerror(CARRIERS[carrier](number), space="ras")

        assert (type(error), type(error.code), error.code) == (AuthFail, int, 787)


def test_a_pickle_of_an_error_from_an_enum_needs_no_enum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipsec_errors._factory._recipes", {})

    class Local(enum.IntEnum):  # pickle cannot find a local class.
        CODE = 788

    error = from_winerror(CarrierError(winerror=Local.CODE), space="ras")

    assert b"Local" not in pickle.dumps(from_winerror(788, space="ras"))
    assert pickle.loads(pickle.dumps(error)).code == 788


# Attributes.


class ChangingError(Exception):
    """Another value at each reading; counts them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name, self.reads = name, dict[str, int]()

    def __getattr__(self, name: str) -> Any:
        if name != self.__dict__["name"]:
            raise AttributeError(name)
        self.reads[name] = self.reads.get(name, 0) + 1
        return NUMBER if self.reads[name] == 1 else "changed"


@pytest.mark.parametrize("name", ["winerror", "hresult"])
def test_an_attribute_is_read_once(name: str) -> None:
    error = ChangingError(name)

    assert type(from_winerror(error)) is NoPeerCert
    assert error.reads == {name: 1}


class ChangingOSError(OSError):
    """An OSError whose attributes change: each is a text or number first, and nothing later."""

    def __init__(self) -> None:
        super().__init__()
        self.left: dict[str, Any] = {
            "winerror": NUMBER,
            "strerror": "words",
            "filename": "a",
            "filename2": "b",
        }

    def __getattribute__(self, name: str) -> Any:
        left = super().__getattribute__("__dict__").get("left", {})
        return left.pop(name) if name in left else super().__getattribute__(name)


def test_an_oserror_is_read_once() -> None:
    error = from_winerror(ChangingOSError())

    assert str(error) == "[WinError 13847] words: 'a' -> 'b'"


@pytest.mark.parametrize("missing", ["returncode", "cmd", "stdout", "stderr"])
@pytest.mark.parametrize("command", ["rasdial", "other"])
def test_a_process_may_lack_an_attribute(missing: str, command: str) -> None:
    error = subprocess.CalledProcessError(1, command)
    error.__dict__.pop("output" if missing == "stdout" else missing)

    assert from_winerror(error, default=None) is None
    with pytest.raises(NotAnIPsecError):
        from_winerror(error)


def raises(error: BaseException) -> property:
    def read(self: object) -> Any:
        raise error

    return property(read)


NAMES = ["winerror", "hresult", "com_error", "args", "strerror", "cmd", "returncode", "stdout"]


@pytest.mark.parametrize("base", [Exception, OSError, subprocess.CalledProcessError])
@pytest.mark.parametrize("name", NAMES)
def test_an_attribute_that_raises_is_absent(base: type[Exception], name: str) -> None:
    kind: Any = type("Raising", (base,), {name: raises(RuntimeError("no"))})
    error = kind.__new__(kind)

    assert from_winerror(error, default=None) is None
    with pytest.raises(NotAnIPsecError):
        from_winerror(error)


@pytest.mark.parametrize("name", ["strerror", "filename", "filename2", "args"])
def test_a_part_that_raises_does_not_lose_the_number(name: str) -> None:
    body = {"winerror": NUMBER, name: raises(RuntimeError("no"))}
    error = type("Raising", (OSError,), body)(22, "words")

    assert type(from_winerror(error)) is NoPeerCert


@pytest.mark.parametrize("signal", [KeyboardInterrupt, SystemExit, GeneratorExit])
@pytest.mark.parametrize("name", ["winerror", "hresult", "com_error"])
def test_what_is_no_exception_passes_through_a_property(
    name: str, signal: type[BaseException]
) -> None:
    error = type("Interrupted", (Exception,), {name: raises(signal())})()

    with pytest.raises(signal):
        from_winerror(error)
    with pytest.raises(signal):
        from_winerror(error, default=None)
    with pytest.raises(signal), translate_errors():
        raise error


class Shy:
    """An object that answers nothing."""

    def __bool__(self) -> bool:
        raise RuntimeError("no truth")

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __eq__ = __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("kind", [OSError, type("Sub", (OSError,), {})])
def test_words_that_have_no_text_are_left_out(kind: type[OSError]) -> None:
    error = from_winerror(kind(22, Shy(), None, NUMBER))

    assert error.args == (22, NoPeerCert.message)
    assert pickle.loads(pickle.dumps(error)).strerror == NoPeerCert.message


def test_words_inside_a_com_error_that_have_no_text_are_left_out() -> None:
    inside = (0, None, Shy(), None, 0, NUMBER)
    error = from_winerror(CarrierError(hresult=-2147352567, strerror="outer", excepinfo=inside))

    assert error.strerror == "outer"


# Classes.


class LiarError(Exception):
    """An exception whose ``__class__`` is whatever it is told to be."""

    def __init__(self, claimed: Any, **attributes: Any) -> None:
        super().__init__("liar")
        self.__dict__.update(attributes, claimed=claimed)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self.__dict__["claimed"]


CLAIMED = [
    OSError,
    int,
    bool,
    type,
    str,
    NoPeerCert,
    IPsecIkeError,
    ExceptionGroup,
    subprocess.CalledProcessError,
    subprocess.CompletedProcess,
]


@pytest.mark.parametrize("claimed", CLAIMED)
def test_a_class_that_lies_carries_what_it_carries(claimed: type) -> None:
    assert type(from_winerror(LiarError(claimed, winerror=NUMBER))) is NoPeerCert
    with pytest.raises(NotAnIPsecError, match="LiarError carries no winerror"):
        from_winerror(LiarError(claimed))
    assert from_winerror(LiarError(claimed), default=None) is None
    assert is_transient(LiarError(claimed)) is False
    with pytest.raises(NoPeerCert), translate_errors():
        raise LiarError(claimed, winerror=NUMBER)


class LyingValue:
    """A value that claims to be another type."""

    def __init__(self, claimed: type) -> None:
        self.claimed = claimed

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self.claimed


@pytest.mark.parametrize("claimed", [bytes, str, list, Path])
@pytest.mark.parametrize("name", ["cmd", "output", "stderr", "returncode"])
def test_a_value_that_lies_is_no_number_and_no_command(name: str, claimed: type) -> None:
    error = subprocess.CalledProcessError(1, "rasdial")
    setattr(error, name, LyingValue(claimed))

    assert from_winerror(error, default=None) is None


def test_a_path_that_raises_is_no_command() -> None:
    class Broken:
        def __fspath__(self) -> str:
            raise RuntimeError("no path")

    for command in (Broken(), [Broken()]):
        error = subprocess.CalledProcessError(787, command)
        assert from_winerror(error, default=None) is None


class Meta(type):
    """Classes without a readable name, module or order of bases."""

    def __getattribute__(cls, name: str) -> Any:
        if name in ("__module__", "__mro__"):
            raise RuntimeError(name)
        return super().__getattribute__(name)


@pytest.mark.parametrize(
    "module",
    [None, 5, property(lambda self: "System"), Shy()],
    ids=["None", "int", "property", "object"],
)
def test_a_class_may_have_any_module(module: Any) -> None:
    kind = type("Anywhere", (Exception,), {"__module__": module})

    assert from_winerror(kind(), default=None) is None
    with pytest.raises(NotAnIPsecError, match="Anywhere carries no winerror"):
        from_winerror(kind())


def test_a_class_may_hide_its_module() -> None:
    kind: Any = Meta("Hidden", (Exception,), {})

    assert from_winerror(kind(), default=None) is None


# All together.

VALUES = st.sampled_from(
    [
        NUMBER,
        Code.NO_PEER_CERT,
        Odd(NUMBER),
        True,
        None,
        -1,
        2**40,
        13847.0,
        "13847",
        b"rasdial",
        "rasdial x",
        ["rasdial"],
        (1, 2, 3, 4, 5, 6),
        Shy(),
        LyingValue(int),
        raises(RuntimeError("no")),
        raises(AttributeError("no")),
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from([*NAMES, "stderr", "excepinfo", "details", "NativeErrorCode", "HResult"]),
    VALUES,
)
BASES = st.sampled_from([(Exception,), (OSError,), (subprocess.CalledProcessError,)])


@given(BASES, ATTRIBUTES, st.sampled_from(["x", "System.Net", "impacket.smb3", None]))
def test_any_object_gives_an_error_or_a_typed_refusal(
    bases: tuple[type[Exception], ...], attributes: dict[str, Any], module: object
) -> None:
    kind: Any = type("Any", bases, attributes | {"__module__": module})
    error = kind.__new__(kind)

    found = from_winerror(error, default=None)

    expected: Any = NotAnIPsecError if found is None else IPsecIkeError
    with pytest.raises(expected):
        raise from_winerror(error)
    if found is not None:
        assert type(found.code) is int
        assert copy.copy(found).args == found.args
        assert pickle.loads(pickle.dumps(found)).code == found.code
