"""The catalogue's records: attrs classes that refuse what is wrong, with what would be right."""

from __future__ import annotations

import builtins
import re
from typing import Any, Literal

from attrs import Attribute, field, frozen

Space = Literal["windows", "ras", "winerrorcodes"]
FixSide = Literal["local", "peer", "either", "network", "none"]
Severity = Literal["error", "warning", "status"]
Evidence = Literal["documented", "reported", "inferred"]

_NUMBERS: dict[str, tuple[int, int, str]] = {
    "windows": (1, 0xFFFFFFFF, "an unsigned 32-bit number, such as 13847 or 0x800B0101"),
    "ras": (600, 999, "a RAS number from 600 to 999, such as 787"),
    "winerrorcodes": (1, 0xFFFF, "one of the reference article's numbers, such as 13846"),
}
_WRAPPED = (0x80070000, 0xC0070000)
_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]+")
_SYMBOL = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
_MARKERS = (13800, 13897, 13909)

# Names of the hand-written API: a class of the same name would hide one.
RESERVED = frozenset(
    {"IPsecIkeError", "NotAnIPsecError", "ErrorInfo", "Catalog", "CodeEntry", "Step", "Reference"}
)


class CatalogueError(Exception):
    """The catalogue is wrong: says in which file and record, and what would be right."""


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


def _in_range(code: Any, attribute: Attribute[int], value: int) -> None:
    low, high, right = _NUMBERS[code.space]
    if not low <= value <= high:
        raise ValueError(f"the number {value} is out of range for {code.space}: write {right}")
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
    order = list(_NUMBERS)
    spaces = [order.index(code.space) for code in value]
    if spaces != sorted(spaces):
        raise ValueError(f"codes are out of order: write them by space, {', '.join(order)}")
    if value[0].space == "winerrorcodes":
        raise ValueError("the first code is the article's: a class needs a number Windows defines")


def _some_steps(instance: Any, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    if not value or not all(step.strip() for step in value):
        raise ValueError("remediation is empty or has an empty step: say what to do")
    if not all(map(_is_line, value)):
        raise ValueError("remediation has a step of several lines: write each as one line")


def _no_empty(instance: Any, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    if not all(item and _is_line(item) for item in value):
        raise ValueError(f"{attribute.name} has an empty item, or one of several lines: mend it")


def _clean(value: str) -> str:
    """Folds the line breaks of a paragraph; blank lines keep paragraphs apart."""
    paragraphs = re.split(r"\n\s*\n", value.strip())
    return "\n\n".join(" ".join(p.split()) for p in paragraphs)


@frozen
class Code:
    """One number in one space that leads to a class."""

    space: Space
    number: int = field(validator=_in_range)
    symbol: str = field(validator=_symbol)
    message: str = field(default="", validator=_one_line)
    # The unrelated Windows error that has a RAS number too: what OSError.winerror would mean by it.
    collides: str = field(default="", validator=_ras_alone)


@frozen
class Step:
    """One step of a diagnosis, with the command to run where there is one."""

    step: str = field(validator=(_filled, _one_line))
    run: str = field(default="", validator=_one_line)


@frozen
class Reference:
    """A page that was read."""

    title: str = field(validator=(_filled, _one_line))
    url: str = field(validator=_address)


@frozen
class Family:
    """Text that siblings share: it follows what each says of its own."""

    name: str = field(validator=_filled)
    diagnosis: tuple[Step, ...] = ()
    remediation: tuple[str, ...] = ()


@frozen
class Error:
    """One class of the library and everything that is known of it."""

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
        """The code whose values the class itself carries."""
        return self.codes[0]


@frozen
class Category:
    """A kind of error: a base class, and the module its errors live in."""

    stem: str
    name: str = field(validator=_class_name)
    bases: tuple[str, ...]
    summary: str = field(validator=(_filled, _one_line))
    description: str = field(converter=_clean, validator=_filled)
    errors: tuple[Error, ...] = ()
    families: tuple[Family, ...] = ()

    def family(self, error: Error) -> Family:
        """Returns the family text of one of this category's errors (an empty one without)."""
        return next((f for f in self.families if f.name == error.family), Family("none"))

    def diagnosis(self, error: Error) -> tuple[Step, ...]:
        """Returns the error's own steps and then its family's."""
        return error.diagnosis + self.family(error).diagnosis

    def remediation(self, error: Error) -> tuple[str, ...]:
        """Returns the error's own steps and then its family's."""
        return error.remediation + self.family(error).remediation


@frozen
class Catalogue:
    """All categories, bases before what derives from them."""

    categories: tuple[Category, ...]

    @property
    def errors(self) -> tuple[Error, ...]:
        """Every error, in the order of the categories and of their files."""
        return tuple(error for category in self.categories for error in category.errors)
