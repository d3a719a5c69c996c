"""The catalogue in the program: ErrorInfo records, found by code, symbol, class or words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Literal

from attrs import field, frozen
from typing_extensions import TypedDict, TypeIs

from ipsec_errors import codes, texts
from ipsec_errors.base import IPsecIkeError
from ipsec_errors.errors import HOMES, load
from ipsec_errors.factory import check_space, meaning
from ipsec_errors.records import CATEGORIES

Space = Literal["windows", "ras", "winerrorcodes"]
FixSide = Literal["local", "peer", "either", "network", "none"]
Severity = Literal["error", "warning", "status"]
Evidence = Literal["documented", "reported", "inferred"]


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


class ErrorDict(TypedDict):
    """An :class:`ErrorInfo` as plain values; ``remediation`` is a list of steps here."""

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
    description: str
    transient: bool
    fix_side: FixSide
    severity: Severity
    causes: list[str]
    diagnosis: list[StepDict]
    remediation: list[str]
    related: list[str]
    references: list[ReferenceDict]
    codes: list[CodeDict]
    evidence: Evidence


@frozen(order=False)
class CodeEntry:
    """One number, with the space it is read in, that leads to a class.

    ``collides`` is the symbol of the unrelated Windows error that has a RAS number too, or empty.
    """

    space: Space
    number: int
    hex: str
    symbol: str
    message: str
    collides: str = ""


@frozen(order=False)
class Step:
    """One step of a diagnosis; ``run`` is the command to run or console to open, or empty."""

    step: str
    run: str = ""


@frozen(order=False)
class Reference:
    """A page on the error."""

    title: str
    url: str


def _steps(values: Iterable[StepDict]) -> tuple[Step, ...]:
    return tuple(Step(**value) for value in values)


def _references(values: Iterable[ReferenceDict]) -> tuple[Reference, ...]:
    return tuple(Reference(**value) for value in values)


def _codes(values: Iterable[CodeDict]) -> tuple[CodeEntry, ...]:
    return tuple(CodeEntry(**value) for value in values)


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@frozen(kw_only=True, order=False)
class ErrorInfo:
    """Everything that is known of one error.

    ``code``, ``hex``, ``space``, ``symbol``, ``winerror`` and ``message`` are those of the reading
    that was asked for, else of the class's first code. ``evidence`` tells what the advice rests on:
    ``"documented"`` (vendor documentation or a specification), ``"reported"`` (administrators'
    threads) or ``"inferred"`` (the meaning of the message alone).
    """

    name: str
    category: str
    bases: tuple[str, ...] = field(converter=_texts)
    code: int
    hex: str
    space: Space
    symbol: str
    winerror: int | None
    message: str
    hint: str
    description: str
    transient: bool
    fix_side: FixSide
    severity: Severity
    causes: tuple[str, ...] = field(converter=_texts)
    diagnosis: tuple[Step, ...] = field(converter=_steps)
    steps: tuple[str, ...] = field(converter=_texts)
    related: tuple[str, ...] = field(converter=_texts)
    references: tuple[Reference, ...] = field(converter=_references)
    codes: tuple[CodeEntry, ...] = field(converter=_codes)
    evidence: Evidence

    @property
    def exception(self) -> type[IPsecIkeError]:
        """The class."""
        return IPsecIkeError if self.name == IPsecIkeError.__name__ else load(self.name)

    @property
    def remediation(self) -> str:
        """What to do: the ``steps``, numbered, a line each."""
        return texts.numbered(self.steps)

    def to_dict(self) -> ErrorDict:
        """Returns the same as plain values, such as ``json.dumps`` takes."""
        return {
            "name": self.name,
            "category": self.category,
            "bases": list(self.bases),
            "code": self.code,
            "hex": self.hex,
            "space": self.space,
            "symbol": self.symbol,
            "winerror": self.winerror,
            "message": self.message,
            "hint": self.hint,
            "description": self.description,
            "transient": self.transient,
            "fix_side": self.fix_side,
            "severity": self.severity,
            "causes": list(self.causes),
            "diagnosis": [{"step": step.step, "run": step.run} for step in self.diagnosis],
            "remediation": list(self.steps),
            "related": list(self.related),
            "references": [{"title": page.title, "url": page.url} for page in self.references],
            "codes": [
                {
                    "space": entry.space,
                    "number": entry.number,
                    "hex": entry.hex,
                    "symbol": entry.symbol,
                    "message": entry.message,
                    "collides": entry.collides,
                }
                for entry in self.codes
            ],
            "evidence": self.evidence,
        }


class Catalog:
    """Every error, as :class:`ErrorInfo` records: ``ipsec_errors.catalog``.

    Iteration is by category, ``len`` the number of error classes. A key is an int (in any 32-bit
    form), a symbol or class name in any case, or a class.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int | None, Space | None], ErrorInfo] = {}

    def get(
        self, key: int | str | type[IPsecIkeError], *, space: Space | None = None
    ) -> ErrorInfo | None:
        """Returns the record of a code, symbol or class; None where there is none.

        :param space: the space a number is read in, ``"windows"`` by default. A number which that
            space does not define is read in ``"windows"``.
        :raises TypeError: for a key of another type.
        :raises ValueError: for an unknown space.
        """
        if space is not None:
            check_space(space)
        if isinstance(key, type):
            return self._info(key.__name__) if _is_ours(key) and key.code else None
        if isinstance(key, str):
            name = texts.name_of(key)
            return None if name is None else self._of_symbol(name, key.upper())
        if isinstance(key, int) and not isinstance(key, bool):
            found = meaning(int(key), space or "windows")
            return None if found is None else self._info(*found)
        raise TypeError(f"a key is an int, a symbol, a class name or a class, not {key!r}")

    def __getitem__(self, key: int | str | type[IPsecIkeError]) -> ErrorInfo:
        """As :meth:`get` in the space ``"windows"``, but raises KeyError without a record."""
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def search(self, words: str) -> list[ErrorInfo]:
        """Returns the records that speak of any of the words, the best match first."""
        return [self._info(name) for name in texts.search(words)]

    def __iter__(self) -> Iterator[ErrorInfo]:
        return (self._info(name) for name in texts.names())

    def __len__(self) -> int:
        return sum(1 for _ in texts.names())

    def __contains__(self, key: object) -> bool:
        if isinstance(key, ErrorInfo):
            return key.name in HOMES
        try:
            return self.get(key) is not None  # type: ignore[arg-type]
        except TypeError:
            return False

    def _of_symbol(self, name: str, symbol: str) -> ErrorInfo:
        info = self._info(name)
        entry = next((e for e in info.codes if e.symbol == symbol), info.codes[0])
        return self._info(name, entry.number, entry.space)

    def _info(self, name: str, code: int | None = None, space: Space | None = None) -> ErrorInfo:
        asked = (name, code, space)
        if asked not in self._known:
            values: dict[str, Any] = dict(texts.describe(name, code, space))
            # One record for one reading, whether it was asked for by number or by name.
            reading = (name, values["code"], values["space"])
            if reading not in self._known:
                self._known[reading] = ErrorInfo(steps=values.pop("remediation"), **values)
            self._known[asked] = self._known[reading]
        return self._known[asked]


catalog: Catalog = Catalog()


def info_of(cls: type[IPsecIkeError], error: IPsecIkeError | None) -> ErrorInfo:
    """Returns the record of a class or an instance; one that says the kind, for those without."""
    known = next(c for c in cls.__mro__ if _is_ours(c))
    if not known.code:
        return _of_kind(known, error or known)
    if error is None:
        return catalog._info(known.__name__)
    return catalog._info(known.__name__, error.code, error.space)


def _is_ours(cls: type) -> TypeIs[type[IPsecIkeError]]:
    named = cls is IPsecIkeError or cls.__name__ in HOMES
    return named and cls.__module__ == "ipsec_errors" and issubclass(cls, IPsecIkeError)


def _of_kind(cls: type[IPsecIkeError], source: IPsecIkeError | type[IPsecIkeError]) -> ErrorInfo:
    """Makes the record of a category, the base, or a number that has no meaning in Windows."""
    stem = HOMES.get(cls.__name__, "")
    own = CATEGORIES.get(stem) == cls.__name__
    description = (
        import_module(f"ipsec_errors.records.{stem}").DESCRIPTION if own else source.message
    )
    return ErrorInfo(
        name=cls.__name__,
        category=stem,
        bases=[c.__name__ for c in cls.__mro__[1:] if issubclass(c, IPsecIkeError)],
        code=source.code,
        hex=codes.hexadecimal(source.code),
        space=source.space,
        symbol=source.symbol,
        winerror=source.winerror,
        message=source.message,
        hint=source.hint,
        description=description,
        transient=source.transient,
        fix_side=source.fix_side,
        severity=source.severity,
        causes=(),
        diagnosis=(),
        steps=(),
        related=(),
        references=(),
        codes=(),
        evidence="inferred",
    )
