"""What an instance carries, shows, and keeps through copy and pickle."""

import copy
import errno
import inspect
import json
import logging
import pickle
import subprocess
import sys
import threading
import traceback
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest

import ipsec_errors
from ipsec_errors import (
    AuthFail,
    CertExpired,
    CertificateError,
    DropNoResponse,
    ErrorInfo,
    IPsecIkeError,
    NegotiationTimeoutError,
    NoPeerCert,
    NoPrivateKey,
    VpnTimeout,
    catalog,
    from_winerror,
    is_transient,
)

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


class WithInit(NoPeerCert):
    """A user's subclass with arguments of its own."""

    def __init__(self, peer: str, *, port: int) -> None:
        super().__init__(f"{peer} sent no certificate")
        self.peer = peer
        self.port = port


class WithNew(NoPeerCert):
    """A user's subclass that makes its instances itself."""

    def __new__(cls, peer: str) -> "WithNew":
        self = super().__new__(cls, peer)
        self.peer = peer
        return self

    peer: str


class WithSlots(NoPeerCert):
    """A user's subclass with slots."""

    __slots__ = ("peer",)


class WithState(NoPeerCert):
    """A user's subclass that says itself what to keep."""

    peer = ""

    def __getstate__(self) -> object:
        return [self.peer]

    def __setstate__(self, state: Any) -> None:
        (self.peer,) = state


class WithoutSuper(NoPeerCert):
    """A user's subclass that does not call its base."""

    def __init__(self, peer: str) -> None:
        self.peer = peer


def test_class_values_are_those_of_the_first_code() -> None:
    assert NoPeerCert.code == 13847
    assert NoPeerCert.hex == "0x3617"
    assert NoPeerCert.symbol == "ERROR_IPSEC_IKE_NO_PEER_CERT"
    assert NoPeerCert.message == "Peer failed to send valid machine certificate."
    assert NoPeerCert.space == "windows"
    assert NoPeerCert.winerror == 13847
    assert NoPeerCert.info is catalog[13847]
    assert "\n1. " in NoPeerCert.remediation
    assert CertExpired.code == 0x800B0101
    assert CertExpired.winerror == -2146762495
    assert VpnTimeout.space == "ras"
    assert VpnTimeout.code == 809
    assert VpnTimeout.winerror is None


def test_class_and_instance_say_the_same() -> None:
    names = [
        "code",
        "hex",
        "symbol",
        "message",
        "hint",
        "remediation",
        "transient",
        "fix_side",
        "severity",
        "space",
        "winerror",
        "info",
    ]
    for info in catalog:
        cls = info.exception
        for name in names:
            assert (
                getattr(cls, name)
                == getattr(cls(), name)
                == getattr(info, name, getattr(cls, name))
            )


def test_a_kind_has_code_0_and_a_record_of_the_kind() -> None:
    for kind in (IPsecIkeError, CertificateError):
        assert (kind.code, kind.symbol, kind.hint, kind.winerror) == (0, "", "", None)
        assert kind.info.name == kind.__name__
        assert kind.info.evidence == "inferred"
        assert kind().info.remediation == kind().remediation == ""
    assert CertificateError.info.description
    assert CertificateError.info.exception is CertificateError
    assert IPsecIkeError.info.exception is IPsecIkeError
    assert CertificateError.info.bases == ("CredentialError", "IPsecIkeError", "OSError")


def test_the_record_of_a_kind_is_whole() -> None:
    info, root = CertificateError.info, IPsecIkeError.info
    assert (info.category, root.category) == ("certificate", "")
    for one in (info, root):
        assert (one.code, one.hex, one.symbol, one.space) == (0, "0x0000", "", "windows")
        assert (one.winerror, one.codes, one.causes, one.questions) == (None, (), (), ())
        assert one.message == one.exception.message
    assert info.description.startswith("One of the certificates that authenticate the two ends ")
    assert root.description == root.message


def test_raise_without_a_code_in_hand() -> None:
    with pytest.raises(CertificateError) as caught:
        raise NoPeerCert
    error = caught.value
    assert str(error) == "[WinError 13847] Peer failed to send valid machine certificate."
    assert error.strerror == error.message
    assert error.errno == errno.EINVAL
    assert error.args == ()


def test_without_words_it_says_its_message() -> None:
    error = NoPeerCert()
    error.message = "own"
    assert (NoPeerCert.strerror, error.strerror) == (NoPeerCert.message, "own")


def test_own_words() -> None:
    error = NoPeerCert("own words")
    assert str(error) == "[WinError 13847] own words"
    assert error.strerror == "own words"
    assert error.message == NoPeerCert.message
    assert error.errno == errno.EINVAL
    assert repr(error) == "NoPeerCert('own words', code=13847, space='windows')"


def test_arguments_of_an_oserror() -> None:
    error = NoPeerCert(22, "words", "a.cer")
    assert (error.strerror, error.filename) == ("words", "a.cer")
    assert str(error) == "[WinError 13847] words: 'a.cer'"


def test_what_is_assigned_stays() -> None:
    error = NoPeerCert()
    error.strerror = "mine"
    error.errno = 5
    error.hint = "h"
    assert (error.strerror, error.errno, str(error)) == ("mine", 5, "[WinError 13847] mine")
    assert error.__notes__ == ["Fix: h (python -m ipsec_errors 13847)"]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (from_winerror(13847), "[WinError 13847] Peer failed to send valid machine certificate."),
        (
            from_winerror(0x80073617),
            "[WinError -2147011049] Peer failed to send valid machine certificate.",
        ),
        (from_winerror(790, space="ras"), f"[RAS 790] {from_winerror(790, space='ras').message}"),
        (
            from_winerror(13846, space="winerrorcodes"),
            "[winerrorcodes 13846] Peer certificate has expired.",
        ),
        (IPsecIkeError(), "Windows IPsec or IKE error."),
        (IPsecIkeError("mine"), "mine"),
        (CertificateError("mine"), "mine"),
        (from_winerror(13935), "[WinError 13935] Windows defines no IPsec error of this number."),
    ],
)
def test_str(error: IPsecIkeError, text: str) -> None:
    assert str(error) == text


def test_str_with_file_names() -> None:
    error = NoPeerCert("words")
    error.filename = "a"
    assert str(error) == "[WinError 13847] words: 'a'"
    error.filename2 = b"b"
    assert str(error) == "[WinError 13847] words: 'a' -> b'b'"


def test_repr_shows_code_and_space() -> None:
    error = from_winerror(787, space="ras")
    assert repr(error) == f"AuthFail({error.message!r}, code=787, space='ras')"


def test_errno_is_einval_whatever_it_was_made_from() -> None:
    assert errno.EINVAL == 22
    assert from_winerror(OSError(2, "x", None, 13847)).errno == 22
    assert CertExpired.errno == 22


def test_a_traceback_shows_what_to_do() -> None:
    text = "".join(traceback.format_exception(NoPeerCert()))
    assert text == (
        "ipsec_errors.NoPeerCert: [WinError 13847] Peer failed to send valid machine certificate.\n"
        f"Fix: {NoPeerCert.hint} (python -m ipsec_errors 13847)\n"
    )


def test_an_uncaught_error_prints_the_same() -> None:
    code = "import ipsec_errors; raise ipsec_errors.from_winerror(-2146762495)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    last = result.stderr.splitlines()[-2:]
    assert last[0] == f"ipsec_errors.CertExpired: [WinError -2146762495] {CertExpired.message}"
    assert last[1] == f"Fix: {CertExpired.hint} (python -m ipsec_errors 0x800B0101)"


def test_the_note_of_another_space_leads_to_its_reading() -> None:
    (note,) = from_winerror(809, space="ras").__notes__
    assert note.endswith("(python -m ipsec_errors 809 --space ras)")


def test_logging_shows_it() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.Logger("test")
    logger.addHandler(handler)
    try:
        raise NoPeerCert
    except NoPeerCert:
        logger.exception("dial failed")
    assert f"Fix: {NoPeerCert.hint}" in stream.getvalue()


def test_who_only_catches_pays_nothing_for_the_note() -> None:
    error = NoPeerCert()
    assert "__notes__" not in error.__dict__
    assert str(error)
    assert "__notes__" not in error.__dict__
    assert error.__notes__ is error.__notes__


def test_notes_are_added_after_it() -> None:
    error = NoPeerCert()
    error.add_note("mine")
    assert error.__notes__ == [f"Fix: {error.hint} (python -m ipsec_errors 13847)", "mine"]


def test_the_hint_of_a_users_class_is_shown_without_its_full_stop() -> None:
    class Own(NoPeerCert):
        hint = ".NET needs X."

    assert Own().__notes__ == ["Fix: .NET needs X (python -m ipsec_errors 13847)"]


def test_a_class_has_no_notes() -> None:
    with pytest.raises(AttributeError, match=r"^__notes__$"):
        _ = NoPeerCert.__notes__


def test_without_a_hint_there_is_no_note() -> None:
    error = IPsecIkeError("x")
    assert not hasattr(error, "__notes__")
    assert not hasattr(IPsecIkeError, "__notes__")
    error.add_note("mine")
    assert error.__notes__ == ["mine"]


def test_two_threads_lose_no_note() -> None:
    count = 8
    start = threading.Barrier(count)

    def add(error: NoPeerCert, number: int) -> None:
        start.wait()
        error.add_note(str(number))

    previous = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(count) as pool:
            for _ in range(50):
                error = NoPeerCert()
                list(pool.map(add, [error] * count, range(count)))
                assert sorted(error.__notes__)[:count] == [str(n) for n in range(count)]
    finally:
        sys.setswitchinterval(previous)


def test_an_oserror_of_every_kind() -> None:
    assert issubclass(IPsecIkeError, OSError)
    for cls in (NegotiationTimeoutError, DropNoResponse, VpnTimeout):
        assert issubclass(cls, TimeoutError)
        with pytest.raises(TimeoutError):
            raise cls
    assert not issubclass(NoPeerCert, TimeoutError)
    # OSError picks a class by errno; that must not happen to ours.
    assert type(AuthFail(errno.ENOENT, "x")) is AuthFail


def _samples() -> list[IPsecIkeError]:
    noted = NoPeerCert("own words")
    noted.add_note("mine")
    named = from_winerror(OSError(22, "os words", None, -2146885616))
    named.filename, named.filename2 = "a.cer", "b.cer"
    return [
        NoPeerCert(),
        noted,
        named,
        from_winerror(0xD0360001),
        from_winerror(787, space="ras"),
        from_winerror(13846, space="winerrorcodes"),
        from_winerror(13935),
        IPsecIkeError("x"),
        VpnTimeout(),
    ]


def _seen(error: Any) -> dict[str, Any]:
    names = [
        "code",
        "hex",
        "symbol",
        "message",
        "hint",
        "space",
        "winerror",
        "strerror",
        "errno",
        "filename",
        "filename2",
        "args",
        "info",
    ]
    seen = {name: getattr(error, name) for name in names}
    return seen | {
        "type": type(error),
        "str": str(error),
        "repr": repr(error),
        "notes": list(getattr(error, "__notes__", [])),
    }


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_pickle_keeps_all_but_the_cause(protocol: int) -> None:
    for error in _samples():
        error.__cause__ = ValueError("cause")
        back = pickle.loads(pickle.dumps(error, protocol))
        assert _seen(back) == _seen(error)
        assert back.__cause__ is None


@pytest.mark.parametrize("how", [copy.copy, copy.deepcopy])
def test_copy_keeps_all_and_the_cause(how: Any) -> None:
    for error in _samples():
        error.__cause__ = ValueError("cause")
        twin = how(error)
        assert twin is not error
        assert _seen(twin) == _seen(error)
        assert twin.__cause__ is error.__cause__
        assert twin.__suppress_context__ is True
        twin.add_note("only the copy's")
        assert "only the copy's" not in getattr(error, "__notes__", [])


def test_deepcopy_of_what_holds_itself() -> None:
    error: Any = NoPeerCert("x")
    error.own = [error]
    twin = copy.deepcopy(error)
    assert twin.own[0] is twin
    assert twin.own is not error.own


def test_deepcopy_keeps_what_the_arguments_and_the_attributes_share() -> None:
    error: Any = NoPeerCert(22, ["shared"])
    error.shared = error.args[1]
    twin = copy.deepcopy(error)
    assert twin.shared is twin.args[1]
    assert twin.shared is not error.shared


class WithPair(NoPeerCert):
    """A user's subclass whose state looks like Python's own pair of dict and slots."""

    def __getstate__(self) -> object:
        return ({"h": 1}, {"a": 1})

    def __setstate__(self, state: Any) -> None:
        self.kept = state


def test_a_pair_as_state_of_users_survives() -> None:
    for back in (
        pickle.loads(pickle.dumps(WithPair())),
        copy.copy(WithPair()),
        copy.deepcopy(WithPair()),
    ):
        assert back.kept == ({"h": 1}, {"a": 1})


def test_notes_that_are_no_list_survive() -> None:
    error: Any = NoPeerCert()
    error.__notes__ = None
    for back in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert back.__notes__ is None


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    "error", [WithInit("peer", port=500), WithNew("peer"), WithoutSuper("peer")], ids=repr
)
def test_subclasses_of_users_survive(error: Any, protocol: int) -> None:
    for back in (
        pickle.loads(pickle.dumps(error, protocol)),
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert type(back) is type(error)
        assert (back.peer, back.args, str(back)) == (error.peer, error.args, str(error))
        assert back.info is NoPeerCert.info
        assert vars(back) == vars(error)


def test_slots_of_users_survive() -> None:
    error: Any = WithSlots("x")
    error.peer = "peer"
    for back in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert (back.peer, str(back)) == ("peer", str(error))


def test_state_of_users_survives() -> None:
    error = WithState("x")
    error.peer = "peer"
    for back in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert (back.peer, str(back)) == ("peer", str(error))


def _raise_in_child(number: int) -> None:
    raise from_winerror(number)


def test_from_another_process() -> None:
    if sys.platform == "win32":
        pytest.skip("tests/windows covers what Windows' processes can do")
    import multiprocessing

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        error = pool.submit(_raise_in_child, -2146885616).exception()
    assert isinstance(error, IPsecIkeError)
    assert (error.code, error.winerror) == (0x80092010, -2146885616)


REBUILT = [
    # What is sent, and the code, space and first words of what arrives.
    (from_winerror(13847), 13847, "windows", "[WinError 13847] Peer failed"),
    (from_winerror(787, space="ras"), 13801, "windows", "[WinError 13801] "),
    (from_winerror(13846, space="winerrorcodes"), 0x800B0101, "windows", "[WinError -2146762495] "),
    (from_winerror(0x80073617), 13847, "windows", "[WinError 13847] Peer failed"),
    (from_winerror(13999), 0, "windows", "Windows defines no"),
]


@pytest.mark.parametrize(("sent", "code", "space", "start"), REBUILT, ids=repr)
def test_a_rebuild_from_class_and_args_keeps_the_class_and_the_text_alone(
    sent: IPsecIkeError, code: int, space: str, start: str
) -> None:
    args = json.loads(json.dumps(sent.args))  # As Celery's JSON serializer sends it.
    arrived = getattr(sys.modules[type(sent).__module__], type(sent).__qualname__)(*args)

    assert sent.args == (22, sent.strerror)
    assert type(arrived) is type(sent)
    assert (arrived.code, arrived.space) == (code, space)
    assert arrived.strerror == sent.strerror
    assert str(arrived).startswith(start)
    # The documented way keeps the reading.
    again = from_winerror(sent.code, space=sent.space)
    assert (again.code, again.space, again.symbol) == (sent.code, sent.space, sent.symbol)


def test_ray_keeps_the_whole_error_as_its_cause() -> None:
    class RayTaskError(Exception):
        """What Ray raises is of a class that it makes from this one and that of the error."""

    class DualError(RayTaskError, AuthFail):
        def __init__(self, cause: IPsecIkeError) -> None:
            self.cause, self.args = cause, (cause,)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.cause, name)

    sent = from_winerror(787, space="ras")
    arrived = DualError(pickle.loads(pickle.dumps(sent)))

    assert (arrived.code, arrived.space) == (13801, "windows")
    assert (arrived.cause.code, arrived.cause.space) == (787, "ras")
    assert arrived.info.name == "AuthFail"


def test_every_class_goes_through_pickle_by_name() -> None:
    for info in catalog:
        cls = info.exception
        assert cls.__module__ == "ipsec_errors"
        assert pickle.loads(pickle.dumps(cls)) is cls
        assert str(pickle.loads(pickle.dumps(cls()))) == str(cls())


def test_inspect_shows_no_other_class() -> None:
    assert inspect.getmodule(NoPeerCert) is ipsec_errors
    with pytest.raises((OSError, TypeError)):
        inspect.getsource(NoPeerCert)
    assert not hasattr(NoPeerCert, "__firstlineno__")


def test_a_users_class_keeps_its_module() -> None:
    users: Any = type("Users", (IPsecIkeError,), {"__module__": "ipsec_errors.errors_of_ours"})
    assert users.__module__ == "ipsec_errors.errors_of_ours"


def test_help_tells_what_a_computed_attribute_is() -> None:
    assert inspect.getdoc(vars(IPsecIkeError)["hex"]) == (
        '``code`` in hexadecimal with at least four digits, such as ``"0x3617"``.'
    )


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (VpnTimeout(), True),
        (VpnTimeout, False),
        (NoPeerCert(), False),
        (OSError(0, "x", None, 13805), False),
        (None, False),
        (ExceptionGroup("x", [VpnTimeout(), ExceptionGroup("y", [VpnTimeout()])]), True),
        (ExceptionGroup("x", [VpnTimeout(), NoPeerCert()]), False),
        (BaseExceptionGroup("x", [VpnTimeout(), KeyboardInterrupt()]), False),
    ],
)
def test_is_transient(error: object, expected: bool) -> None:
    assert is_transient(error) is expected


def test_info_of_a_users_subclass_is_that_of_its_base() -> None:
    assert WithInit("p", port=1).info is NoPeerCert.info
    assert WithInit.info is NoPeerCert.info
    assert isinstance(WithInit.info, ErrorInfo)


def test_info_of_an_undefined_number_is_that_of_the_instance() -> None:
    error = from_winerror(-0x3FC9EDCC)
    text = "Windows defines no IPsec error of this number."
    info = error.info
    assert (info.name, info.code, info.hex, info.symbol) == (
        "IPsecIkeError",
        0xC0361234,
        "0xC0361234",
        "",
    )
    assert (info.winerror, info.message, info.description) == (-0x3FC9EDCC, text, text)


def test_info_of_an_instance_is_that_of_its_reading() -> None:
    info = from_winerror(787, space="ras").info
    assert (info.name, info.code, info.space, info.symbol) == (
        "AuthFail",
        787,
        "ras",
        "ERROR_OAKLEY_AUTH_FAIL",
    )
    assert AuthFail.info.code == 13801
    assert from_winerror(13849, space="winerrorcodes").info.exception is NoPrivateKey


def test_docstrings_give_the_numbers_and_the_fix() -> None:
    if sys.flags.optimize > 1:
        pytest.skip("python -OO removes docstrings")
    for info in catalog:
        text = info.exception.__doc__
        assert text is not None
        assert "Fix:" in text
        for entry in info.codes:
            assert entry.symbol in text
            assert str(entry.number) in text or entry.hex in text


@pytest.mark.parametrize(
    ("windows", "number", "article"),
    [
        ("SoftSaTornDown", "13845", "CertRevoked"),
        ("InvalidCookie", "13846", "CertExpired"),
        ("PolicyChange", "13849", "NoPrivateKey"),
    ],
)
def test_docstrings_of_the_disputed_numbers_show_both_readings(
    windows: str, number: str, article: str
) -> None:
    if sys.flags.optimize > 1:
        pytest.skip("python -OO removes docstrings")
    for name in (windows, article):
        text = catalog[name].exception.__doc__ or ""
        assert f"winerrorcodes {number}" in text
