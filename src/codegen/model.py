"""The records of the catalogue: attrs classes that reject wrong values and say what is right."""

from __future__ import annotations

import builtins
import re
from typing import Any, Literal

from attrs import Attribute, field, frozen

from ipsec_errors import _MODULE_OF as _PUBLIC_NAMES
from ipsec_errors._codes import short, unwrapped
from ipsec_errors._spaces import NAMES, SPACES
from ipsec_errors._types import Evidence, FixSide, Machine, Severity, Shell, Space

# The machine on which Windows reports a number: a VPN client, a VPN server, or any machine.
RaisedOn = Literal["client", "server", "host"]

_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]+")
_SYMBOL = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
_EFFECT = re.compile(
    r"at once|at the next connection|at the next policy refresh|after a reboot"
    r"|after a restart of \S.*"
)
_MARKERS = (13800, 13897, 13909)

# Names of the hand-written API: a class of the same name would hide one. Their pages are files,
# whose names fold case on Windows.
RESERVED = frozenset(name.casefold() for name in _PUBLIC_NAMES)


def is_reserved(name: str) -> bool:
    """Tells whether Windows keeps a file name for a device, with any suffix and in any case."""
    return bool(re.fullmatch(r"con|prn|aux|nul|(com|lpt)[0-9]", name, re.IGNORECASE))


class CatalogueError(Exception):
    """The catalogue is wrong. The message names the file and record, and says what is right."""

    def __init__(self, text: str) -> None:
        # It quotes the catalogue, which may hold escapes for the terminal that shows it.
        shown = (c if c == "\n" or c.isprintable() else ascii(c)[1:-1] for c in text)
        super().__init__("".join(shown))


def _filled(instance: Any, attribute: Attribute[Any], value: str) -> None:
    if not value.strip():
        raise ValueError(f"{attribute.name} is empty: write what a reader needs to know")


def _one_line(instance: Any, attribute: Attribute[Any], value: str) -> None:
    if not _is_line(value):
        raise ValueError(f"{attribute.name} must be one line without blanks around it: {value!r}")


def _is_line(value: str) -> bool:
    return value == value.strip() and not re.search(r"[\x00-\x1f\x7f]", value)


def _class_name(instance: Any, attribute: Attribute[Any], value: str) -> None:
    if not _CLASS_NAME.fullmatch(value):
        raise ValueError(f"{value!r} is no class name: write CamelCase, such as NoPeerCert")
    if hasattr(builtins, value):
        raise ValueError(f"the class name {value} shadows a builtin: choose another")
    if value.casefold() in RESERVED:
        raise ValueError(f"the class name {value} is taken by the library itself: choose another")
    if is_reserved(value):
        raise ValueError(
            f"the class name {value} is a device of Windows, so it has no page: choose another"
        )


def _in_range(code: Code, attribute: Attribute[int], value: int) -> None:
    row = SPACES[code.space]
    if not row.first <= value <= row.last:
        # Python refuses to convert very long numbers to decimal.
        shown = f"of {value.bit_length()} bits" if value.bit_length() > 64 else value
        raise ValueError(
            f"the number {shown} is out of range for {code.space}: write {row.example}"
        )
    if code.space == "windows" and (inner := unwrapped(value)) != value:
        raise ValueError(f"the number {value:#X} is a wrapped code: write it as {short(inner)}")
    if code.space == "windows" and value in _MARKERS:
        raise ValueError(f"the number {value} only marks a range: it belongs to no class")


def _is_32_bit(instance: Any, attribute: Attribute[int], value: int) -> None:
    if not 1 <= value <= 0xFFFFFFFF:
        raise ValueError(f"the number is out of range: write {SPACES['windows'].example}")


def _symbol(instance: Any, attribute: Attribute[str], value: str) -> None:
    if not _SYMBOL.fullmatch(value):
        right = "write it as Windows does, such as ERROR_IPSEC_IKE_NO_CERT"
        raise ValueError(f"{value!r} is no symbol: {right}")


def _ras_alone(code: Any, attribute: Attribute[str], value: str) -> None:
    if value and code.space != "ras":
        raise ValueError("collides is for RAS numbers that are also a Windows error: leave it out")
    if value and not re.fullmatch(r"ERROR(_[A-Z0-9]+)+", value):
        right = "write the symbol of the Windows error, such as ERROR_ABANDON_HIBERFILE"
        raise ValueError(f"collides {value!r} is no symbol of winerror.h: {right}")


def _address(instance: Any, attribute: Attribute[str], value: str) -> None:
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise ValueError(f"{value!r} is no address: write one that starts with https://")


def _in_order(instance: Any, attribute: Attribute[Any], value: tuple[Code, ...]) -> None:
    if not value:
        raise ValueError("codes is empty: a class needs at least one number")
    spaces = [NAMES.index(code.space) for code in value]
    if spaces != sorted(spaces):
        raise ValueError(f"codes are out of order: write them by space, {', '.join(NAMES)}")
    if value[0].space == "winerrorcodes":
        raise ValueError("the first code is the article's: a class needs a number Windows defines")


def _no_empty(instance: Any, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    if not all(item and _is_line(item) for item in value):
        raise ValueError(f"{attribute.name} has an empty item, or one of several lines: correct it")
    if len(set(value)) < len(value):
        twice = next(item for item in value if value.count(item) > 1)
        raise ValueError(f"{attribute.name} has {twice} twice: remove one of the two")


def _something(instance: Any, attribute: Attribute[Any], value: tuple[Any, ...]) -> None:
    if not value:
        raise ValueError(f"{attribute.name} is empty: write at least one")


def _effect(step: Step, attribute: Attribute[str], value: str) -> None:
    if value and not _EFFECT.fullmatch(value):
        raise ValueError(
            f"{value!r} says no time: write 'at once', 'at the next connection', 'at the next "
            "policy refresh', 'after a reboot' or 'after a restart of SERVICE'"
        )


def _has_sign(cause: Cause, attribute: Attribute[Step], value: Step) -> None:
    if not value.sign:
        raise ValueError("check has no sign: write what one sees when this is the cause")


def _has_source(cause: Cause, attribute: Attribute[Any], value: Evidence) -> None:
    if value != "inferred" and not cause.sources:
        raise ValueError(f"a {value} cause needs sources: write the id of a reference")


def _clean(value: str) -> str:
    """Removes the line breaks within each paragraph. Blank lines separate paragraphs."""
    paragraphs = re.split(r"\n\s*\n", value.strip())
    return "\n\n".join(" ".join(p.split()) for p in paragraphs)


@frozen
class Code:
    """One number, in one space, of a class."""

    space: Space
    number: int = field(validator=_in_range)
    symbol: str = field(validator=_symbol)
    message: str = field(default="", validator=_one_line)
    # The symbol of the unrelated Windows error that has the same number as a RAS error.
    collides: str = field(default="", validator=_ras_alone)


@frozen
class Explained:
    """A number that is no IPsec error, but that a page explains as one in the context of a VPN.

    The command line and the documentation answer it with the record. from_winerror refuses it.
    """

    number: int = field(validator=_is_32_bit)
    symbol: str = field(validator=_symbol)
    reason: str = field(validator=(_filled, _one_line))
    sources: tuple[str, ...] = field(validator=_something)


@frozen
class Step:
    """One thing to do or to look at, with the command for it where there is one."""

    text: str = field(validator=(_filled, _one_line))
    run: str = field(default="", validator=_one_line)
    shell: Shell = "powershell"
    elevated: bool = False
    sign: str = field(default="", validator=_one_line)
    effect: str = field(default="", validator=_effect)
    disconnects: str = field(default="", validator=_one_line)
    undo: str = field(default="", validator=_one_line)


@frozen
class Answer:
    """What one may see, and what it means."""

    see: str = field(validator=(_filled, _one_line))
    means: str = field(validator=(_filled, _one_line))


@frozen
class Question:
    """What to find out first, how, and what the answers mean."""

    ask: str = field(validator=(_filled, _one_line))
    ways: tuple[Step, ...] = field(validator=_something)
    answers: tuple[Answer, ...] = field(validator=_something)
    sources: tuple[str, ...] = field(default=(), validator=_no_empty)


@frozen
class Cause:
    """One cause: where it sits, how to see that it is this one, and what to do."""

    what: str = field(validator=(_filled, _one_line))
    at: Machine
    check: Step = field(validator=_has_sign)
    fix: tuple[Step, ...] = field(validator=_something)
    evidence: Evidence = field(validator=_has_source)
    sources: tuple[str, ...] = field(default=(), validator=_no_empty)


@frozen
class Reference:
    """A page on which the advice rests."""

    title: str = field(validator=(_filled, _one_line))
    url: str = field(validator=_address)


@frozen(kw_only=True)
class Advice:
    """What a record or a family says: causes, or checks and fixes of its own."""

    name: str = field(validator=_filled)
    question: tuple[Question, ...] = ()
    cause: tuple[Cause, ...] = ()
    check: tuple[Step, ...] = ()
    fix: tuple[Step, ...] = ()


@frozen(kw_only=True)
class Family(Advice):
    """Advice that siblings share: it follows what each says of its own."""


@frozen(kw_only=True)
class Error(Advice):
    """One class of the library and everything that is known of it."""

    name: str = field(validator=_class_name)
    codes: tuple[Code, ...] = field(validator=_in_order)
    message: str = field(validator=(_filled, _one_line))
    hint: str = field(validator=(_filled, _one_line))
    description: str = field(converter=_clean, validator=_filled)
    unknown: str = field(default="", validator=_one_line)
    raised_on: RaisedOn
    transient: bool
    fix_side: FixSide
    severity: Severity
    evidence: Evidence
    explains: tuple[Explained, ...] = ()
    related: tuple[str, ...] = field(default=(), validator=_no_empty)
    sources: tuple[str, ...] = field(default=(), validator=_no_empty)
    bases: tuple[str, ...] = field(default=(), validator=_no_empty)
    family: str = ""

    @property
    def first(self) -> Code:
        """The code whose values are those of the class."""
        return self.codes[0]


@frozen
class Category:
    """A base class, with the errors that its module contains."""

    stem: str
    name: str = field(validator=_class_name)
    bases: tuple[str, ...] = field(validator=_no_empty)
    summary: str = field(validator=(_filled, _one_line))
    description: str = field(converter=_clean, validator=_filled)
    references: dict[str, Reference] = field(factory=dict)
    errors: tuple[Error, ...] = ()
    families: tuple[Family, ...] = ()

    def advice(self, error: Error) -> Advice:
        """Returns the advice of an error of this category: its own, and then that of its family."""
        parts: list[Advice] = [error, *(f for f in self.families if f.name == error.family)]
        return Advice(
            name=error.name,
            question=tuple(item for part in parts for item in part.question),
            cause=tuple(item for part in parts for item in part.cause),
            check=tuple(item for part in parts for item in part.check),
            fix=tuple(item for part in parts for item in part.fix),
        )


@frozen
class WindowsText:
    """The fingerprint of a message text of Windows, and the numbers that have this text."""

    fingerprint: str
    words: int
    codes: tuple[tuple[str, int], ...]


@frozen
class Catalogue:
    """All categories, base classes first, and the fingerprints of Windows' message texts."""

    categories: tuple[Category, ...]
    texts: tuple[WindowsText, ...] = ()

    @property
    def errors(self) -> tuple[Error, ...]:
        """Every error, in the order of the categories and of their files."""
        return tuple(error for category in self.categories for error in category.errors)
