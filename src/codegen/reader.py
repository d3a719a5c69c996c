"""Reads the catalogue's TOML files into records."""

import keyword
import re
import reprlib
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from attrs import AttrsInstance, evolve, fields
from cattrs import BaseConverter, Converter, transform_error
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

from codegen.model import (
    Catalogue,
    CatalogueError,
    Category,
    Error,
    Family,
    Reference,
    is_reserved,
)
from codegen.relations import checked
from codegen.texts import read_texts


def _strict(kind: type) -> Any:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"write {_KINDS[kind]}, not {_shown(value)}")
        if type(value) is str:
            _check_characters(value)
        return value

    return structure


def _shown(value: Any) -> str:
    """Returns a value as a message shows it, however long or deep it is."""
    try:
        return reprlib.repr(value)
    except (ValueError, RecursionError):  # An int of thousands of digits, or a very deep list.
        return f"such a long {type(value).__name__}"


def _check_characters(text: str) -> None:
    """Refuses what cannot be seen: control characters, escapes, bidi controls, odd blanks."""
    for character in text:
        if not (character.isprintable() or character == "\n"):
            name = unicodedata.name(character, "a control character")
            raise ValueError(
                f"it has the character U+{ord(character):04X} ({name}), which cannot be seen: "
                "remove it, or write a plain blank"
            )


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _listed(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    many: Any = list
    items = many[get_args(kind)[0]]

    def structure(value: Any, _: Any) -> Any:
        # A text would become a list of its letters.
        if type(value) is not list:
            raise ValueError(f"write a list, not {_shown(value)}")
        return tuple(converter.structure(value, items))

    return structure


_KINDS: dict[type, str] = {str: "a text", int: "a number", bool: "true or false"}


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    for kind in _KINDS:
        converter.register_structure_hook(kind, _strict(kind))
    converter.register_structure_hook_factory(_is_tuple, _listed)
    return converter


def _said(error: BaseException, _: type | None) -> str:
    if isinstance(error, KeyError):
        return f"the key {error} is missing: write it"
    if isinstance(error, ForbiddenExtraKeysError):
        return f"unknown key {', '.join(sorted(error.extra_fields))}: write one of those below"
    literal = re.fullmatch(r"(.*) not in literal typing\.Literal\[(.*)\]", str(error))
    if literal:
        return f"{literal[1]!r} is none of {literal[2]}: write one of these"
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


def _line(path: Path, error: Exception) -> str:
    place = re.search(r"at line (\d+)", str(error))
    if not place:
        return ""
    lines = path.read_text(encoding="utf-8").split("\n")
    return f": {lines[int(place[1]) - 1].strip()[:100]}" if int(place[1]) <= len(lines) else ""


def _check_stem(path: Path) -> None:
    stem = path.stem
    module = re.fullmatch(r"[a-z][a-z0-9_]*", stem) and not keyword.iskeyword(stem)
    if not module:
        right = "name the file as a module, such as policy_store.toml"
        raise CatalogueError(f"{path.name}: {stem!r} cannot name a module of ours: {right}")
    if stem == "fingerprints":
        right = "its module holds the texts of Windows: choose another"
        raise CatalogueError(f"{path.name}: no category can have this name: {right}")
    if is_reserved(stem):
        raise CatalogueError(f"{path.name}: Windows cannot have a file {stem}.py: rename it")


def _called(item: dict[str, Any], number: int) -> str:
    name = item.get("name")
    return name if type(name) is str else f"number {number}"


def _read_category(path: Path) -> Category:
    _check_stem(path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: no valid TOML: {error}{_line(path, error)}") from error
    except OSError as error:
        right = "the catalogue is files that this user can read"
        raise CatalogueError(f"{path.name}: cannot be read: {error.strerror}: {right}") from error
    except ValueError as error:
        right = "write a number of 32 bits"
        raise CatalogueError(
            f"{path.name}: has a number of thousands of digits: {right}"
        ) from error
    except RecursionError as error:
        right = "a record has lists of tables of texts, and nothing deeper"
        raise CatalogueError(
            f"{path.name}: its lists or tables are nested too deep: {right}"
        ) from error
    if extra := raw.keys() - {"category", "reference", "error", "family"}:
        right = "write [category], [reference], [[family]] or [[error]]"
        raise CatalogueError(f"{path.name}: unknown table {min(extra)!r}: {right}")
    if not isinstance(raw.get("category"), dict):
        right = "write one with name, bases, summary and description"
        raise CatalogueError(f"{path.name}: no [category] table: {right}")
    for key in ("error", "family"):
        tables = raw.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise CatalogueError(f"{path.name}: {key} is no list of tables: write [[{key}]]")
    pages = raw.get("reference", {})
    if not isinstance(pages, dict) or not all(isinstance(page, dict) for page in pages.values()):
        right = "write [reference] with a line for each page: id = { title = ..., url = ... }"
        raise CatalogueError(f"{path.name}: reference is no table of pages: {right}")
    for name in pages:
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name):
            right = "write small letters, digits and hyphens, such as ms-787"
            raise CatalogueError(f"{path.name}: reference {name!r} is no id: {right}")
    references = {
        name: _structure(Reference, page, f"{path.name}: reference {name}")
        for name, page in pages.items()
    }
    errors = [
        _structure(Error, item, f"{path.name}: error {_called(item, number)}")
        for number, item in enumerate(raw.get("error", []), 1)
    ]
    families = [
        _structure(Family, item, f"{path.name}: family {_called(item, number)}")
        for number, item in enumerate(raw.get("family", []), 1)
    ]
    if extra := raw["category"].keys() - {"name", "bases", "summary", "description"}:
        right = "write name, bases, summary and description"
        raise CatalogueError(f"{path.name}: category: unknown key {min(extra)}: {right}")
    head = raw["category"] | {"stem": path.stem}
    category = _structure(Category, head, f"{path.name}: category")
    return evolve(category, references=references, errors=tuple(errors), families=tuple(families))


def read(folder: Path) -> Catalogue:
    """Reads and checks every ``*.toml`` file of a folder, and ``texts.tsv``.

    Raises :class:`CatalogueError`, which names the file and the record and says what is right.
    """
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() == ".toml")
    for path in paths:
        if path.suffix != ".toml":
            raise CatalogueError(f"{path.name}: rename it to {path.stem}.toml")
    if not paths:
        raise CatalogueError(f"{folder} holds no *.toml file: the catalogue lives in src/data")
    categories = [_read_category(path) for path in paths]
    catalogue = Catalogue(checked(categories))
    known = {(code.space, code.number) for error in catalogue.errors for code in error.codes}
    return evolve(catalogue, texts=read_texts(folder / "texts.tsv", known))
