"""The records of the catalogue as attrs classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attr
from attrs import field, frozen

from ipsec_errors._describe import describe, known_class
from ipsec_errors._types import (
    ErrorDict,
    Evidence,
    FixSide,
    Machine,
    ReferenceDict,
    Severity,
    Shell,
    Space,
    StepDict,
)

if TYPE_CHECKING:
    from ipsec_errors._base import IPsecIkeError


@frozen(order=False)
class CodeEntry:
    """One number, with the space it is read in, that leads to a class."""

    space: Space
    """Where the number comes from."""
    number: int
    """The number, unwrapped, unsigned 32-bit."""
    hex: str
    """The number in hexadecimal, such as ``"0x3617"``."""
    symbol: str
    """The name that Windows gives the number."""
    message: str
    """What the number means."""
    collides: str = ""
    """The symbol of the unrelated Windows error with the number of a RAS error; else empty."""


@frozen(order=False)
class Reference:
    """A page about the error."""

    title: str
    """The title of the page."""
    url: str
    """The address of the page."""


@frozen(order=False)
class Step:
    """One thing to do or to look at."""

    text: str
    """What to do."""
    run: str = ""
    """The command to run, whole, with what to fill in in CAPITALS; empty for none."""
    shell: Shell = "powershell"
    """What runs the command."""
    elevated: bool = False
    """Whether it needs an elevated prompt, or root."""
    sign: str = ""
    """In a check, what one sees when this is the cause."""
    effect: str = ""
    """When a change takes effect; empty where nothing is changed."""
    disconnects: str = ""
    """Whom the step disconnects; empty for nobody."""
    undo: str = ""
    """How to take the step back; empty where there is nothing to take back."""


@frozen(order=False)
class Answer:
    """One answer to a question."""

    see: str
    """What one sees."""
    means: str
    """What that means."""


@frozen(order=False)
class Question:
    """What to find out first, because the answer halves the search."""

    ask: str
    """The question."""
    ways: tuple[Step, ...]
    """How to find out, on Windows and on a gateway."""
    answers: tuple[Answer, ...]
    """What one may see, and what it means."""
    sources: tuple[Reference, ...] = ()
    """The pages that it rests on."""


@frozen(order=False)
class Cause:
    """One cause, with its own check and its own fix."""

    what: str
    """What it is."""
    at: Machine
    """Where it sits."""
    check: Step
    """What to look at, and what one sees when this is the cause."""
    fix: tuple[Step, ...]
    """What to do."""
    evidence: Evidence
    """What the cause rests on."""
    sources: tuple[Reference, ...] = ()
    """The pages that it rests on."""


@frozen(kw_only=True, order=False)
class ErrorInfo:
    """The record of one error.

    ``code``, ``hex``, ``space``, ``symbol``, ``winerror`` and ``message`` belong to the code that
    was looked up. For a look-up by class they belong to the first code of the class.
    """

    name: str
    """The name of the class."""
    exception: type[IPsecIkeError] = field(repr=False)
    """The class."""
    category: str
    """The name of the category's file, such as ``"certificate"``; empty for the base."""
    bases: tuple[str, ...] = field(converter=tuple, repr=False)
    """The names of the base classes, the nearest first, up to OSError."""
    code: int
    """The number as read in its space, unwrapped, unsigned 32-bit; 0 for a category."""
    hex: str
    """``code`` in hexadecimal, such as ``"0x3617"``."""
    space: Space
    """Where the number comes from."""
    symbol: str
    """The name that Windows gives the number."""
    winerror: int | None
    """The Windows number, signed 32-bit; None if there is none."""
    message: str
    """What the error means."""
    hint: str
    """The first thing to do, in one line."""
    description: str = field(repr=False)
    """What happened, and at which point of the negotiation."""
    transient: bool
    """Whether the same call can succeed later with nothing changed."""
    fix_side: FixSide
    """Who has to act."""
    severity: Severity
    """An error, a warning or a status."""
    unknown: str = field(repr=False)
    """What could not be found out; empty for nothing."""
    questions: tuple[Question, ...] = field(repr=False)
    """What to find out first."""
    causes: tuple[Cause, ...] = field(repr=False)
    """What may have caused it, the likeliest first."""
    checks: tuple[Step, ...] = field(repr=False)
    """What to look at where no cause is known."""
    fixes: tuple[Step, ...] = field(repr=False)
    """What to do where no cause is known."""
    remediation: str = field(repr=False)
    """What to do, as text: numbered steps, grouped by machine and by cause."""
    related: tuple[str, ...] = field(converter=tuple, repr=False)
    """The names of classes that are easily confused with this one."""
    references: tuple[Reference, ...] = field(repr=False)
    """The pages that the advice rests on."""
    codes: tuple[CodeEntry, ...] = field(repr=False)
    """Every number that leads to the class."""
    evidence: Evidence
    """What the advice rests on."""

    def to_dict(self) -> ErrorDict:
        """Returns the record as plain values, which ``json.dumps`` accepts."""
        values: Any = attr.asdict(self, filter=lambda attribute, _: attribute.name != "exception")
        return values  # type: ignore[no-any-return]


_known: dict[tuple[type[IPsecIkeError], int | None, Space | None], ErrorInfo] = {}


def _made(cls: type[IPsecIkeError], values: dict[str, Any]) -> ErrorInfo:
    parts = {
        "questions": tuple(
            Question(
                question["ask"],
                _steps(question["ways"]),
                tuple(Answer(**answer) for answer in question["answers"]),
                _pages(question["sources"]),
            )
            for question in values["questions"]
        ),
        "causes": tuple(
            Cause(
                cause["what"],
                cause["at"],
                Step(**cause["check"]),
                _steps(cause["fix"]),
                cause["evidence"],
                _pages(cause["sources"]),
            )
            for cause in values["causes"]
        ),
        "checks": _steps(values["checks"]),
        "fixes": _steps(values["fixes"]),
        "references": _pages(values["references"]),
        "codes": tuple(CodeEntry(**entry) for entry in values["codes"]),
    }
    return ErrorInfo(exception=cls, **values | parts)


def _steps(values: Iterable[StepDict]) -> tuple[Step, ...]:
    return tuple(Step(**step) for step in values)


def _pages(values: Iterable[ReferenceDict]) -> tuple[Reference, ...]:
    return tuple(Reference(**page) for page in values)


def info_of(
    cls: type[IPsecIkeError], code: int | None = None, space: Space | None = None
) -> ErrorInfo:
    """Returns the record of a class, with the values of one of its codes."""
    known = known_class(cls)
    asked = (known, code, space)
    if asked not in _known:
        values: dict[str, Any] = dict(describe(known, code, space))
        # Look-ups by number and by class share a record.
        reading = (known, values["code"], values["space"])
        if reading not in _known:
            _known[reading] = _made(known, values)
        _known[asked] = _known[reading]
    return _known[asked]


def info_of_instance(error: IPsecIkeError) -> ErrorInfo:
    """Returns the record of an instance, with its own values if Windows does not define it."""
    known = known_class(type(error))
    if known.code or not error.code:
        return info_of(known, error.code, error.space)
    return attr.evolve(
        info_of(known),
        code=error.code,
        hex=error.hex,
        symbol=error.symbol,
        winerror=error.winerror,
        message=error.message,
        description=error.message,
    )
