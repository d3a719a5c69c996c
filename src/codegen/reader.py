"""Reads the catalogue's TOML files into records."""

import keyword
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from attrs import AttrsInstance, evolve, fields
from cattrs import BaseConverter, Converter, transform_error
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

from codegen.model import Catalogue, CatalogueError, Category, Error, Family, Reference
from codegen.relations import checked


def _strict(kind: type) -> Any:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"write {_KINDS[kind]}, not {value!r}")
        return value

    return structure


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _listed(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    many: Any = list
    items = many[get_args(kind)[0]]

    def structure(value: Any, _: Any) -> Any:
        # A text would become a list of its letters.
        if type(value) is not list:
            raise ValueError(f"write a list, not {value!r}")
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
    return f": {path.read_text(encoding='utf-8').splitlines()[int(place[1]) - 1].strip()}"


def _check_stem(path: Path) -> None:
    stem = path.stem
    module = re.fullmatch(r"[a-z][a-z0-9_]*", stem) and not keyword.iskeyword(stem)
    if not module:
        right = "name the file as a module, such as policy_store.toml"
        raise CatalogueError(f"{path.name}: {stem!r} cannot name a module of ours: {right}")


def _read_category(path: Path) -> Category:
    _check_stem(path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: no valid TOML: {error}{_line(path, error)}") from error
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
    references = {
        name: _structure(Reference, page, f"{path.name}: reference {name}")
        for name, page in pages.items()
    }
    errors = [
        _structure(Error, item, f"{path.name}: error {item.get('name', f'number {number}')}")
        for number, item in enumerate(raw.get("error", []), 1)
    ]
    families = [
        _structure(Family, item, f"{path.name}: family {item.get('name', '?')}")
        for item in raw.get("family", [])
    ]
    if extra := raw["category"].keys() - {"name", "bases", "summary", "description"}:
        right = "write name, bases, summary and description"
        raise CatalogueError(f"{path.name}: category: unknown key {min(extra)}: {right}")
    head = raw["category"] | {"stem": path.stem}
    category = _structure(Category, head, f"{path.name}: category")
    return evolve(category, references=references, errors=tuple(errors), families=tuple(families))


def read(folder: Path) -> Catalogue:
    """Reads and checks every ``*.toml`` file of a folder.

    Raises :class:`CatalogueError`, which names the file and the record and says what is right.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise CatalogueError(f"{folder} holds no *.toml file: the catalogue lives in src/data")
    categories = [_read_category(path) for path in paths]
    return Catalogue(checked(categories))
