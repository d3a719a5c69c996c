"""The catalogue in the program: ErrorInfo records, found by code, symbol, class or words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Literal

import attr
from attrs import field, frozen
from typing_extensions import TypedDict

from ipsec_errors import codes, texts
from ipsec_errors.base import IPsecIkeError
from ipsec_errors.codes import parse_code
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
    bases: tuple[str, ...] = field(converter=_texts, repr=False)
    code: int
    hex: str
    space: Space
    symbol: str
    winerror: int | None
    message: str
    hint: str
    description: str = field(repr=False)
    transient: bool
    fix_side: FixSide
    severity: Severity
    causes: tuple[str, ...] = field(converter=_texts, repr=False)
    diagnosis: tuple[Step, ...] = field(repr=False)
    steps: tuple[str, ...] = field(converter=_texts, repr=False)
    related: tuple[str, ...] = field(converter=_texts, repr=False)
    references: tuple[Reference, ...] = field(repr=False)
    codes: tuple[CodeEntry, ...] = field(repr=False)
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
        values: Any = attr.asdict(self, retain_collection_types=False)
        values["remediation"] = values.pop("steps")
        return values  # type: ignore[no-any-return]


class Catalog:
    """Every error, as :class:`ErrorInfo` records: ``ipsec_errors.catalog``.

    Iteration is by category, ``len`` the number of error classes. A key is an int (in any 32-bit
    form), a number in text, a symbol or class name in any case, or a class.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int | None, Space | None], ErrorInfo] = {}

    def get(
        self, key: int | str | type[IPsecIkeError], *, space: Space | None = None
    ) -> ErrorInfo | None:
        """Returns the record of a code, symbol or class; None where there is none.

        :param key: a number as :func:`from_winerror` or, in text, :func:`parse_code` takes it; a
            symbol or class name; a class (a subclass of yours has its base's record).
        :param space: the space a number is read in, ``"windows"`` by default, and the reading of
            a name that is wanted. What that space does not define is read in ``"windows"``.
        :raises TypeError: for a key of another type.
        :raises ValueError: for an unknown space.
        """
        if space is not None:
            check_space(space)
        if isinstance(key, type):
            known = texts.known_class(key) if issubclass(key, IPsecIkeError) else IPsecIkeError
            return (
                self._info(known.__name__, *texts.reading_of(known.__name__, space=space))
                if known.code
                else None
            )
        if isinstance(key, str):
            name = texts.name_of(key)
            if name is not None:
                return self._info(name, *texts.reading_of(name, key.upper(), space))
            try:
                key = parse_code(key)
            except ValueError:
                return None
        if isinstance(key, int) and not isinstance(key, bool):
            found = meaning(int(key), space or "windows")
            return None if found is None else self._info(*found)
        raise TypeError(f"a key is an int, a symbol, a class name or a class, not {key!r}")

    def __getitem__(self, key: int | str | type[IPsecIkeError]) -> ErrorInfo:
        """As :meth:`get` in the space ``"windows"``, but raises KeyError without a record."""
        found = self.get(key)
        if found is None:
            raise KeyError(f"no error has the code, symbol, name or class {key!r}")
        return found

    def __repr__(self) -> str:
        return f"<Catalog of {len(self)} errors>"

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

    def _info(self, name: str, code: int | None = None, space: Space | None = None) -> ErrorInfo:
        asked = (name, code, space)
        if asked not in self._known:
            values: dict[str, Any] = dict(texts.describe(name, code, space))
            # One record for one reading, whether it was asked for by number or by name.
            reading = (name, values["code"], values["space"])
            if reading not in self._known:
                values["steps"] = values.pop("remediation")
                values["diagnosis"] = tuple(Step(**step) for step in values["diagnosis"])
                values["references"] = tuple(Reference(**page) for page in values["references"])
                values["codes"] = tuple(CodeEntry(**entry) for entry in values["codes"])
                self._known[reading] = ErrorInfo(**values)
            self._known[asked] = self._known[reading]
        return self._known[asked]


catalog: Catalog = Catalog()


def info_of(cls: type[IPsecIkeError], error: IPsecIkeError | None) -> ErrorInfo:
    """Returns the record of a class or an instance; one that says the kind, for those without."""
    known = texts.known_class(cls)
    if not known.code:
        return _of_kind(known, error or known)
    if error is None:
        return catalog._info(known.__name__)
    return catalog._info(known.__name__, error.code, error.space)


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
        bases=[c.__name__ for c in cls.__mro__[1:] if issubclass(c, OSError)],
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
