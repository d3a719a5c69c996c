"""Reads the catalogue's TOML files into records, and holds the records against each other."""

import difflib
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from attrs import AttrsInstance, fields
from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

from codegen.model import Catalogue, Category, Error, Family

ROOT = "IPsecIkeError"
BUILTIN_BASES = ("TimeoutError",)


class CatalogueError(Exception):
    """The catalogue is wrong: says in which file and record, and what would be right."""


def _strict(kind: type) -> Any:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"write {_KINDS[kind]}, not {value!r}")
        return value

    return structure


_KINDS: dict[type, str] = {str: "a text", int: "a number", bool: "true or false"}


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    for kind in _KINDS:
        converter.register_structure_hook(kind, _strict(kind))
    return converter


def _said(error: BaseException, _: type | None) -> str:
    if isinstance(error, KeyError):
        return f"the key {error} is missing: write it"
    if isinstance(error, ForbiddenExtraKeysError):
        return f"unknown key {', '.join(sorted(error.extra_fields))}: write one of those below"
    return str(error)


_CONVERTER = _converter()
_T = TypeVar("_T", bound=AttrsInstance)


def _structure(kind: type[_T], raw: dict[str, Any], where: str) -> _T:
    try:
        return _CONVERTER.structure(raw, kind)
    except BaseValidationError as error:
        known = ", ".join(a.name for a in fields(kind))
        lines = transform_error(error, path="", format_exception=_said)
        text = "\n  ".join(line.removesuffix(" @ ").replace(" @ .", ", in ") for line in lines)
        raise CatalogueError(f"{where}:\n  {text}\n  (keys: {known})") from error


def _read_category(path: Path) -> Category:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: no valid TOML: {error}") from error
    if extra := raw.keys() - {"category", "error", "family"}:
        raise CatalogueError(
            f"{path.name}: unknown table {min(extra)!r}: write [category], [[family]] or [[error]]"
        )
    if "category" not in raw:
        raise CatalogueError(
            f"{path.name}: no [category] table: write one with name, bases and text"
        )
    errors = [
        _structure(Error, item, f"{path.name}: error {item.get('name', f'number {number}')}")
        for number, item in enumerate(raw.get("error", []), 1)
    ]
    families = [
        _structure(Family, item, f"{path.name}: family {item.get('name', '?')}")
        for item in raw.get("family", [])
    ]
    head = raw["category"] | {"stem": path.stem}
    category = _structure(Category, head, f"{path.name}: category")
    return Category(
        stem=category.stem,
        name=category.name,
        bases=category.bases,
        summary=category.summary,
        description=category.description,
        errors=tuple(errors),
        families=tuple(families),
    )


def _near(name: str, known: Iterable[str]) -> str:
    match = difflib.get_close_matches(name, known, 1)
    return f": did you mean {match[0]}?" if match else ": it is in no record"


def _check_unique(categories: Iterable[Category]) -> None:
    seen: dict[object, str] = {}

    def claim(key: object, where: str, what: str) -> None:
        if key in seen:
            raise CatalogueError(
                f"{where}: {what} is already in {seen[key]}: remove one of the two"
            )
        seen[key] = where

    for category in categories:
        claim(category.name.casefold(), f"{category.stem}.toml: category", category.name)
        for error in category.errors:
            where = f"{category.stem}.toml: error {error.name}"
            claim(error.name.casefold(), where, f"the class name {error.name}")
            for code in error.codes:
                claim((code.space, code.number), where, f"the {code.space} number {code.number}")
            # The article reuses symbols of Windows for its own numbers, within one class.
            for symbol in sorted({code.symbol for code in error.codes}):
                claim(symbol.casefold(), where, f"the symbol {symbol}")


def _check_names(categories: Iterable[Category]) -> None:
    homes = {category.name: category for category in categories}
    parents = {ROOT: (), **{c.name: c.bases for c in categories}}
    known: dict[str, tuple[str, ...]] = dict(parents)
    for category in categories:
        for error in category.errors:
            known[error.name] = error.bases or (category.name,)

    def ancestors(name: str) -> Iterator[str]:
        for base in known.get(name, ()):
            yield base
            yield from ancestors(base)

    for category in categories:
        items: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
            (f"{category.stem}.toml: category", category.bases, ())
        ]
        items += [
            (f"{category.stem}.toml: error {e.name}", known[e.name], e.related)
            for e in category.errors
        ]
        for where, bases, related in items:
            for base in bases:
                if base not in known and base not in BUILTIN_BASES:
                    raise CatalogueError(f"{where}: unknown base {base}{_near(base, known)}")
            for name in related:
                if name not in known or name in homes or name == ROOT:
                    raise CatalogueError(
                        f"{where}: unknown related class {name}{_near(name, known)}"
                    )
                if where.endswith(f" {name}"):
                    raise CatalogueError(f"{where}: a class is not related to itself: leave it out")
        for error in category.errors:
            first = known[error.name][0]
            if first != category.name and category.name not in ancestors(first):
                raise CatalogueError(
                    f"{category.stem}.toml: error {error.name}: its first base {first} is no "
                    f"{category.name}: name one that is, or move the record to another file"
                )
            if error.family and error.family not in {f.name for f in category.families}:
                raise CatalogueError(
                    f"{category.stem}.toml: error {error.name}: unknown family {error.family}"
                    f"{_near(error.family, [f.name for f in category.families])}"
                )


def _in_order(categories: dict[str, Category]) -> Iterator[Category]:
    """Yields bases before what derives from them, else by file name."""
    home = {e.name: c.name for c in categories.values() for e in c.errors}
    home |= {name: name for name in categories}
    needs: dict[str, set[str]] = {}
    for category in categories.values():
        bases = set(category.bases).union(*(e.bases for e in category.errors))
        needs[category.name] = {home[b] for b in bases if b in home} - {category.name}
        _check_order_within(category)
    done: set[str] = set()
    waiting = dict(sorted(categories.items(), key=lambda item: item[1].stem))
    while waiting:
        ready = [c for c in waiting.values() if needs[c.name] <= done]
        if not ready:
            names = ", ".join(f"{c.stem}.toml" for c in waiting.values())
            raise CatalogueError(f"the bases of {names} run in a circle: move a record to break it")
        for category in ready:
            done.add(category.name)
            del waiting[category.name]
            yield category


def _check_order_within(category: Category) -> None:
    later = [error.name for error in category.errors]
    for error in category.errors:
        later.remove(error.name)
        for base in error.bases:
            if base in later or base == error.name:
                raise CatalogueError(
                    f"{category.stem}.toml: error {error.name}: its base {base} must stand above it"
                )


def read(folder: Path) -> Catalogue:
    """Reads and checks every ``*.toml`` of a folder.

    Raises :class:`CatalogueError`: it names the file and the record, and says what would be right.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise CatalogueError(f"{folder} holds no *.toml file: the catalogue lives in src/data")
    categories = [_read_category(path) for path in paths]
    _check_unique(categories)
    _check_names(categories)
    return Catalogue(tuple(_in_order({c.name: c for c in categories})))
