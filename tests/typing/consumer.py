"""What a user writes: every part of the public API, with the types that checkers must see."""

from __future__ import annotations

import copy
import pickle
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Literal, assert_type

import ipsec_errors
from ipsec_errors import (
    Answer,
    AuthFail,
    Catalog,
    Cause,
    CertExpired,
    CertificateError,
    CodeEntry,
    CredentialError,
    ErrorInfo,
    Evidence,
    IPsecIkeError,
    NegotiationTimeoutError,
    NoPeerCert,
    NotAnIPsecError,
    PolicyMismatch,
    Question,
    Reference,
    RevocationError,
    Step,
    TimedOut,
    catalog,
    from_winerror,
    parse_code,
    raise_for_winerror,
    translate_errors,
)

# Catching by name, by kind, and as what Python already knows.


def dial(entry: str) -> int:
    try:
        subprocess.run(["rasdial", entry], check=True)
    except subprocess.CalledProcessError as error:
        raise from_winerror(error) from error
    return 0


def handled(entry: str) -> str:
    try:
        dial(entry)
    except NoPeerCert as error:
        assert_type(error, NoPeerCert)
        assert_type(error.code, int)
        return error.hint
    except RevocationError as error:
        return error.symbol
    except (CertificateError, AuthFail) as error:
        assert_type(error, CertificateError | AuthFail)
        return error.remediation
    except TimeoutError as error:
        return str(error)
    except IPsecIkeError as error:
        return error.message
    except OSError as error:
        return error.strerror or ""
    return ""


def as_builtins(error: TimedOut) -> tuple[TimeoutError, OSError, NegotiationTimeoutError]:
    return error, error, error


def as_kinds(error: CertExpired) -> tuple[CertificateError, CredentialError, IPsecIkeError]:
    return error, error, error


# What an instance and a class carry.


def attributes(error: PolicyMismatch) -> None:
    assert_type(error.code, int)
    assert_type(error.hex, str)
    assert_type(error.symbol, str)
    assert_type(error.message, str)
    assert_type(error.hint, str)
    assert_type(error.remediation, str)
    assert_type(error.transient, bool)
    assert_type(error.fix_side, Literal["local", "peer", "either", "network", "none"])
    assert_type(error.severity, Literal["error", "warning", "status"])
    assert_type(error.space, Literal["windows", "ras", "winerrorcodes"])
    assert_type(error.info, ErrorInfo)
    assert_type(error.winerror, int | None)
    assert_type(error.errno, int | None)
    assert_type(error.strerror, str | None)
    assert_type(error.__notes__, list[str])
    assert_type(str(error), str)
    error.add_note("while dialling the office")
    assert_type(copy.copy(error), PolicyMismatch)
    assert_type(copy.deepcopy(error), PolicyMismatch)
    pickle.dumps(error)


def class_attributes() -> None:
    assert_type(NoPeerCert.code, int)
    assert_type(NoPeerCert.hex, str)
    assert_type(NoPeerCert.symbol, str)
    assert_type(NoPeerCert.message, str)
    assert_type(NoPeerCert.hint, str)
    assert_type(NoPeerCert.remediation, str)
    assert_type(NoPeerCert.transient, bool)
    assert_type(NoPeerCert.fix_side, Literal["local", "peer", "either", "network", "none"])
    assert_type(NoPeerCert.severity, Literal["error", "warning", "status"])
    assert_type(NoPeerCert.space, Literal["windows", "ras", "winerrorcodes"])
    assert_type(NoPeerCert.info, ErrorInfo)
    assert_type(NoPeerCert.winerror, int | None)
    assert_type(ipsec_errors.NoPeerCert, type[NoPeerCert])
    assert_type(ipsec_errors.__version__, str)


def raised_by_hand(which: int) -> None:
    if which == 0:
        raise NoPeerCert
    if which == 1:
        raise NoPeerCert("the gateway sent none")
    raise NoPeerCert(22, "the gateway sent none", "office.pbk")


class OfficeDown(NoPeerCert):
    """A user's own class."""

    def __init__(self, office: str) -> None:
        super().__init__(f"{office} is down")
        self.office = office


def own(error: OfficeDown) -> NoPeerCert:
    assert_type(error.office, str)
    assert_type(error.code, int)
    return error


# Translating.


class PywinError(Exception):
    """As pywin32's: no OSError, with a winerror."""

    winerror: int
    funcname: str
    strerror: str


class ComError(Exception):
    """As pywin32's com_error."""

    hresult: int


class Reply:
    """No exception at all."""

    @property
    def winerror(self) -> int:
        return 13847


def translated(
    number: int,
    error: OSError,
    process: subprocess.CalledProcessError,
    pywin: PywinError,
    com: ComError,
    anything: BaseException,
    reply: Reply,
) -> None:
    assert_type(from_winerror(number), IPsecIkeError)
    assert_type(from_winerror(error), IPsecIkeError)
    assert_type(from_winerror(process), IPsecIkeError)
    assert_type(from_winerror(pywin), IPsecIkeError)
    assert_type(from_winerror(com), IPsecIkeError)
    assert_type(from_winerror(anything), IPsecIkeError)
    assert_type(from_winerror(reply), IPsecIkeError)
    assert_type(from_winerror(787, space="ras"), IPsecIkeError)
    assert_type(from_winerror(787, space=None), IPsecIkeError)
    assert_type(from_winerror(13846, space="winerrorcodes"), IPsecIkeError)
    assert_type(from_winerror(number, space="windows"), IPsecIkeError)


def translated_or(number: int, error: OSError) -> None:
    assert_type(from_winerror(number, default=None), IPsecIkeError | None)
    assert_type(from_winerror(error, default=error), IPsecIkeError | OSError)
    assert_type(from_winerror(number, default=number), IPsecIkeError | int)
    assert_type(from_winerror(number, space="ras", default=None), IPsecIkeError | None)


def narrowed(number: int) -> str:
    error = from_winerror(number, default=None)
    if error is None:
        return "nothing of IPsec"
    if isinstance(error, NoPeerCert):
        assert_type(error, NoPeerCert)
    return error.hint


def not_ipsec(number: int) -> int | None:
    try:
        from_winerror(number)
    except NotAnIPsecError as error:
        assert_type(error.code, int | None)
        as_value_error: ValueError = error
        print(as_value_error)
        return error.code
    return None


def returned_codes(code: int) -> None:
    raise_for_winerror(code)
    raise_for_winerror(code, space="ras")
    raise_for_winerror(code, space=None)


def parsed(text: str) -> int:
    assert_type(parse_code(text), int)
    return parse_code("0x3617")


# Translating at a boundary: the decorated keep their signatures.


def with_blocks() -> None:
    with translate_errors():
        dial("office")
    with translate_errors(space="ras"):
        dial("office")


def with_block_that_may_fail() -> str:
    # The block passes what it does not translate, and never swallows: this line is reached only
    # when it ended well.
    with translate_errors():
        text = "connected"
    text += " to the office"
    return text


@translate_errors()
def function(entry: str, *, retries: int = 3) -> bool:
    return bool(entry) or retries > 0


@translate_errors(space="ras")
async def coroutine(entry: str) -> bytes:
    async with translate_errors():
        return entry.encode()


@translate_errors()
def generator(count: int) -> Generator[int, str, bytes]:
    word = yield count
    return word.encode()


@translate_errors()
def iterator(count: int) -> Iterator[int]:
    yield from range(count)


@translate_errors()
async def async_generator(count: int) -> AsyncIterator[str]:
    for number in range(count):
        yield str(number)


class Client:
    @translate_errors()
    def dial(self, entry: str) -> Client:
        return self

    @classmethod
    @translate_errors()
    def open(cls, entry: str) -> Client:
        return cls().dial(entry)

    @staticmethod
    @translate_errors()
    def count(entry: str) -> int:
        return len(entry)

    @property
    @translate_errors()
    def state(self) -> str:
        return "open"


async def decorated() -> None:
    assert_type(function("office", retries=2), bool)
    assert_type(await coroutine("office"), bytes)
    assert_type(generator(3), Generator[int, str, bytes])
    assert_type(iterator(3), Iterator[int])
    async for item in async_generator(3):
        assert_type(item, str)
    assert_type(Client().dial("office"), Client)
    assert_type(Client.open("office"), Client)
    assert_type(Client.count("office"), int)
    assert_type(Client().state, str)
    plain: Callable[[str], Awaitable[bytes]] = coroutine
    await plain("office")


# The catalogue.


def catalogue(kind: type[IPsecIkeError]) -> None:
    assert_type(catalog, Catalog)
    assert_type(catalog.get(13847), ErrorInfo | None)
    assert_type(catalog.get(787, space="ras"), ErrorInfo | None)
    assert_type(catalog.get("ERROR_IPSEC_IKE_NO_PEER_CERT"), ErrorInfo | None)
    assert_type(catalog.get(NoPeerCert), ErrorInfo | None)
    assert_type(catalog.get(kind), ErrorInfo | None)
    assert_type(catalog[13847], ErrorInfo)
    assert_type(catalog["NoPeerCert"], ErrorInfo)
    assert_type(catalog[NoPeerCert], ErrorInfo)
    assert_type(catalog.search("revocation peer"), list[ErrorInfo])
    assert_type(len(catalog), int)
    assert_type(13847 in catalog, bool)
    assert_type([info.name for info in catalog], list[str])
    assert_type(iter(catalog), Iterator[ErrorInfo])


def record(info: ErrorInfo) -> None:
    assert_type(info.name, str)
    assert_type(info.category, str)
    assert_type(info.bases, tuple[str, ...])
    assert_type(info.code, int)
    assert_type(info.hex, str)
    assert_type(info.space, Literal["windows", "ras", "winerrorcodes"])
    assert_type(info.symbol, str)
    assert_type(info.winerror, int | None)
    assert_type(info.message, str)
    assert_type(info.hint, str)
    assert_type(info.description, str)
    assert_type(info.transient, bool)
    assert_type(info.fix_side, Literal["local", "peer", "either", "network", "none"])
    assert_type(info.severity, Literal["error", "warning", "status"])
    assert_type(info.unknown, str)
    assert_type(info.questions, tuple[Question, ...])
    assert_type(info.causes, tuple[Cause, ...])
    assert_type(info.checks, tuple[Step, ...])
    assert_type(info.fixes, tuple[Step, ...])
    assert_type(info.remediation, str)
    assert_type(info.related, tuple[str, ...])
    assert_type(info.references, tuple[Reference, ...])
    assert_type(info.codes, tuple[CodeEntry, ...])
    assert_type(info.evidence, Literal["documented", "reported", "inferred"])
    assert_type(info.exception, type[IPsecIkeError])
    for question in info.questions:
        assert_type(question.ways, tuple[Step, ...])
        assert_type(question.answers, tuple[Answer, ...])
    for cause in info.causes:
        assert_type(cause.what, str)
        assert_type(cause.check, Step)
        assert_type(cause.fix, tuple[Step, ...])
        assert_type(cause.evidence, Evidence)
        assert_type(cause.sources, tuple[Reference, ...])
    for step in info.fixes:
        assert_type(step.text, str)
        assert_type(step.run, str)
        assert_type(step.elevated, bool)
    for page in info.references:
        assert_type(page.title, str)
        assert_type(page.url, str)
    for entry in info.codes:
        assert_type(entry.space, Literal["windows", "ras", "winerrorcodes"])
        assert_type(entry.number, int)
        assert_type(entry.hex, str)
        assert_type(entry.symbol, str)
        assert_type(entry.message, str)
        assert_type(entry.collides, str)
    raise info.exception("as the record has it")


def plain_values(info: ErrorInfo) -> str:
    values = info.to_dict()
    assert_type(values["name"], str)
    assert_type(values["code"], int)
    assert_type(values["winerror"], int | None)
    assert_type(values["transient"], bool)
    assert_type(values["remediation"], str)
    assert_type(values["causes"][0]["check"]["run"], str)
    assert_type(values["references"][0]["url"], str)
    assert_type(values["codes"][0]["number"], int)
    assert_type(values["fix_side"], Literal["local", "peer", "either", "network", "none"])
    return values["hint"]


def whose_turn(error: IPsecIkeError) -> str:
    # Checkers know every side: nothing is left for the end of the function.
    match error.fix_side:
        case "local":
            return "ours"
        case "peer":
            return "theirs"
        case "either" | "network" | "none":
            return "somebody's"
