"""The records of the catalogue as attrs classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attr
from attrs import field, frozen

from ipsec_errors._describe import describe, known_class, numbered
from ipsec_errors._types import ErrorDict, Evidence, FixSide, Severity, Space

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
class Step:
    """One step of a diagnosis."""

    step: str
    """What to check."""
    run: str = ""
    """The command to run or the console to open; empty if there is none."""


@frozen(order=False)
class Reference:
    """A page about the error."""

    title: str
    """The title of the page."""
    url: str
    """The address of the page."""


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
    causes: tuple[str, ...] = field(converter=tuple, repr=False)
    """Possible causes, the most likely one first."""
    diagnosis: tuple[Step, ...] = field(repr=False)
    """What to check."""
    steps: tuple[str, ...] = field(converter=tuple, repr=False)
    """What to do, step by step."""
    related: tuple[str, ...] = field(converter=tuple, repr=False)
    """The names of related classes, such as those that are easily confused with this one."""
    references: tuple[Reference, ...] = field(repr=False)
    """The pages that the advice rests on."""
    codes: tuple[CodeEntry, ...] = field(repr=False)
    """Every number that leads to the class."""
    evidence: Evidence
    """What the advice rests on."""

    @property
    def remediation(self) -> str:
        """What to do: the ``steps`` as numbered lines."""
        return numbered(self.steps)

    def to_dict(self) -> ErrorDict:
        """Returns the record as plain values, which ``json.dumps`` accepts."""
        values: Any = attr.asdict(
            self,
            retain_collection_types=False,
            filter=lambda attribute, _: attribute.name != "exception",
        )
        values["remediation"] = values.pop("steps")
        return values  # type: ignore[no-any-return]


_known: dict[tuple[type[IPsecIkeError], int | None, Space | None], ErrorInfo] = {}


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
            values["exception"] = known
            values["steps"] = values.pop("remediation")
            values["diagnosis"] = tuple(Step(**step) for step in values["diagnosis"])
            values["references"] = tuple(Reference(**page) for page in values["references"])
            values["codes"] = tuple(CodeEntry(**entry) for entry in values["codes"])
            _known[reading] = ErrorInfo(**values)
        _known[asked] = _known[reading]
    return _known[asked]


def info_of_instance(error: IPsecIkeError) -> ErrorInfo:
    """Returns the record of an instance, with its own values if Windows does not define it."""
    info = info_of(type(error), error.code, error.space)
    if info.code or not error.code:
        return info
    return attr.evolve(
        info,
        code=error.code,
        hex=error.hex,
        symbol=error.symbol,
        winerror=error.winerror,
        message=error.message,
        description=error.message,
    )
