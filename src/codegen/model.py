"""The records of the catalogue: attrs classes that reject wrong values and say what is right."""

from __future__ import annotations

import builtins
import re
from typing import Any

from attrs import Attribute, field, frozen

from ipsec_errors import _MODULE_OF as _PUBLIC_NAMES
from ipsec_errors._spaces import NAMES, SPACES
from ipsec_errors._types import Evidence, FixSide, Severity, Space

_WRAPPED = (0x80070000, 0xC0070000)
_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]+")
_SYMBOL = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
_MARKERS = (13800, 13897, 13909)

# Names of the hand-written API: a class of the same name would hide one.
RESERVED = frozenset(_PUBLIC_NAMES)


class CatalogueError(Exception):
    """The catalogue is wrong. The message names the file and record, and says what is right."""


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
    if value in RESERVED:
        raise ValueError(f"the class name {value} is taken by the library itself: choose another")


def _in_range(code: Code, attribute: Attribute[int], value: int) -> None:
    row = SPACES[code.space]
    if not row.first <= value <= row.last:
        raise ValueError(
            f"the number {value} is out of range for {code.space}: write {row.example}"
        )
    if code.space == "windows" and value & 0xFFFF0000 in _WRAPPED:
        inner = value & 0xFFFF
        raise ValueError(f"the number {value:#X} is a wrapped Win32 code: write the code, {inner}")
    if code.space == "windows" and value & 0xF0000000 == 0xD0000000:
        inner = value ^ 0x10000000
        raise ValueError(f"the number {value:#X} is a wrapped NTSTATUS: write it as {inner:#X}")
    if code.space == "windows" and value in _MARKERS:
        raise ValueError(f"the number {value} only marks a range: it belongs to no class")


def _symbol(instance: Any, attribute: Attribute[str], value: str) -> None:
    if not _SYMBOL.fullmatch(value):
        right = "write it as Windows does, such as ERROR_IPSEC_IKE_NO_CERT"
        raise ValueError(f"{value!r} is no symbol: {right}")


def _ras_alone(code: Any, attribute: Attribute[str], value: str) -> None:
    if value and code.space != "ras":
        raise ValueError("collides is for RAS numbers that are also a Windows error: leave it out")


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


def _some_steps(instance: Any, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    if not value or not all(step.strip() for step in value):
        raise ValueError("remediation is empty or has an empty step: say what to do")
    if not all(map(_is_line, value)):
        raise ValueError("remediation has a step of several lines: write each as one line")


def _no_empty(instance: Any, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    if not all(item and _is_line(item) for item in value):
        raise ValueError(f"{attribute.name} has an empty item, or one of several lines: correct it")


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
class Step:
    """One step of a diagnosis, with the command to run where there is one."""

    step: str = field(validator=(_filled, _one_line))
    run: str = field(default="", validator=_one_line)


@frozen
class Reference:
    """A page on which the advice rests."""

    title: str = field(validator=(_filled, _one_line))
    url: str = field(validator=_address)


@frozen
class Family:
    """Text that several errors share. It follows the text of each error."""

    name: str = field(validator=_filled)
    diagnosis: tuple[Step, ...] = ()
    remediation: tuple[str, ...] = ()


@frozen
class Error:
    """One class of the library, with its numbers and its texts."""

    name: str = field(validator=_class_name)
    codes: tuple[Code, ...] = field(validator=_in_order)
    message: str = field(validator=(_filled, _one_line))
    hint: str = field(validator=(_filled, _one_line))
    description: str = field(converter=_clean, validator=_filled)
    remediation: tuple[str, ...] = field(validator=_some_steps)
    transient: bool
    fix_side: FixSide
    severity: Severity
    evidence: Evidence
    causes: tuple[str, ...] = field(default=(), validator=_no_empty)
    diagnosis: tuple[Step, ...] = ()
    related: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    bases: tuple[str, ...] = ()
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
    bases: tuple[str, ...]
    summary: str = field(validator=(_filled, _one_line))
    description: str = field(converter=_clean, validator=_filled)
    errors: tuple[Error, ...] = ()
    families: tuple[Family, ...] = ()

    def family(self, error: Error) -> Family:
        """Returns the family of an error; an empty one if it has none."""
        return next((f for f in self.families if f.name == error.family), Family("none"))

    def diagnosis(self, error: Error) -> tuple[Step, ...]:
        """Returns the steps of the error and then those of its family."""
        return error.diagnosis + self.family(error).diagnosis

    def remediation(self, error: Error) -> tuple[str, ...]:
        """Returns the steps of the error and then those of its family."""
        return error.remediation + self.family(error).remediation


@frozen
class Catalogue:
    """All categories, base classes first."""

    categories: tuple[Category, ...]

    @property
    def errors(self) -> tuple[Error, ...]:
        """Every error, in the order of the categories and of their files."""
        return tuple(error for category in self.categories for error in category.errors)
