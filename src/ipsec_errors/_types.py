"""Types for annotations and of plain dictionaries. A translation does not import this module."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

Space = Literal["windows", "ras", "winerrorcodes"]
"""Where a number comes from, which says how it is read."""
FixSide = Literal["local", "peer", "either", "network", "none"]
"""Who has to act: this machine, the peer, either of the two, the network or nobody."""
Severity = Literal["error", "warning", "status"]
"""An error, a warning (the operation succeeded) or a status."""
Evidence = Literal["documented", "reported", "inferred"]
"""What advice rests on: vendor documentation, administrators' reports, or the message alone."""


class CodeDict(TypedDict):
    """A :class:`CodeEntry` as plain values."""

    space: Space
    number: int
    hex: str
    symbol: str
    message: str
    collides: str


class StepDict(TypedDict):
    """A :class:`Step` as plain values."""

    step: str
    run: str


class ReferenceDict(TypedDict):
    """A :class:`Reference` as plain values."""

    title: str
    url: str


class AdviceDict(TypedDict):
    """The texts of one error, as ``ipsec_errors.advice`` holds them."""

    description: str
    causes: list[str]
    diagnosis: list[StepDict]
    remediation: list[str]
    related: list[str]
    references: list[ReferenceDict]
    evidence: Evidence


class ErrorDict(AdviceDict):
    """An :class:`ErrorInfo` as plain values. ``remediation`` is the list of steps."""

    name: str
    category: str
    bases: list[str]
    code: int
    hex: str
    space: Space
    symbol: str
    winerror: int | None
    message: str
    hint: str
    transient: bool
    fix_side: FixSide
    severity: Severity
    codes: list[CodeDict]
