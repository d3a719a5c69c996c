"""Writes tests/public_api.txt: the public names, with what a caller can rely on of each.

python tests/public_api.py
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import ipsec_errors

KEPT = Path(__file__).resolve().parent / "public_api.txt"

_CALLED = ("__call__", "__contains__", "__getitem__", "__init__", "__iter__", "__len__")


def text() -> str:
    """Returns a line for each name, and one for each attribute and method of a class."""
    return "".join(f"{line}\n" for name in dir(ipsec_errors) for line in _lines(name))


def _lines(name: str) -> Iterator[str]:
    value: Any = getattr(ipsec_errors, name)
    if isinstance(value, type):
        bases = ", ".join(base.__name__ for base in value.__bases__)
        yield f"class {name}({bases})"
        yield from _members(name, value)
    elif inspect.isfunction(value):
        yield f"def {name}{_parameters(value)}"
    elif get_args(value):
        yield f"{name} = {' | '.join(map(repr, get_args(value)))}"
    else:
        yield f"{name}: {type(value).__name__}"


def _members(name: str, cls: type) -> Iterator[str]:
    if issubclass(cls, ipsec_errors.IPsecIkeError) and cls is not ipsec_errors.IPsecIkeError:
        return  # The values of a class are data, which tests/facts holds.
    own = {**getattr(cls, "__annotations__", {}), **vars(cls)}
    for member in sorted(own):
        if member.startswith("_") and member not in _CALLED:
            continue
        if member == "__init__" and hasattr(cls, "__attrs_attrs__"):
            continue  # Records are read, not made.
        value = inspect.getattr_static(cls, member, None)
        if inspect.isfunction(value):
            yield f"    {name}.{member}{_parameters(value)}"
        else:
            yield f"    {name}.{member}"


def _parameters(function: Any) -> str:
    empty = inspect.Parameter.empty
    parameters = [
        p.replace(annotation=empty, default=empty if p.default is empty else ...)
        for p in inspect.signature(function).parameters.values()
    ]
    return str(inspect.Signature(parameters)).replace("Ellipsis", "...")


if __name__ == "__main__":
    KEPT.write_text(text(), encoding="utf-8")
