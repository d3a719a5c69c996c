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


Shell = Literal["powershell", "cmd", "sh"]
"""What runs a command."""
Machine = Literal[
    "client", "server", "nps", "ca", "dc", "gateway", "network", "host", "peer", "both"
]
"""Where a cause sits: the VPN client, the VPN server, NPS, the CA, a domain controller, a gateway
with strongSwan or libreswan, the network, this machine, the other machine, or both ends."""


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

    text: str
    run: str
    shell: Shell
    elevated: bool
    sign: str
    effect: str
    disconnects: str
    undo: str


class AnswerDict(TypedDict):
    """An :class:`Answer` as plain values."""

    see: str
    means: str


class ReferenceDict(TypedDict):
    """A :class:`Reference` as plain values."""

    title: str
    url: str


class QuestionDict(TypedDict):
    """A :class:`Question` as plain values."""

    ask: str
    ways: list[StepDict]
    answers: list[AnswerDict]
    sources: list[ReferenceDict]


class CauseDict(TypedDict):
    """A :class:`Cause` as plain values."""

    what: str
    at: Machine
    check: StepDict
    fix: list[StepDict]
    evidence: Evidence
    sources: list[ReferenceDict]


class AdviceDict(TypedDict):
    """What a person reads about one error."""

    description: str
    unknown: str
    questions: list[QuestionDict]
    causes: list[CauseDict]
    checks: list[StepDict]
    fixes: list[StepDict]
    related: list[str]
    references: list[ReferenceDict]
    evidence: Evidence


class ErrorDict(AdviceDict):
    """An :class:`ErrorInfo` as plain values."""

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
    remediation: str
    transient: bool
    fix_side: FixSide
    severity: Severity
    codes: list[CodeDict]


class FactsDict(TypedDict):
    """What an error is, in short."""

    name: str
    code: int
    hex: str
    space: Space
    symbol: str
    message: str
    hint: str
    transient: bool
    fix_side: FixSide
    severity: Severity


class FindingDict(FactsDict):
    """A :class:`Finding` as plain values."""

    line: int
    span: list[int] | None
    text: str
    pattern: str
    at: Literal["local", "peer"] | None
    time: str | None
