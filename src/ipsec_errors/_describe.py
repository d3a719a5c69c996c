"""Describe a class and its advice as plain values, without attrs."""

from __future__ import annotations

from ipsec_errors._codes import hexadecimal, signed
from ipsec_errors._index import CATEGORIES, MODULE_OF, load
from ipsec_errors.advice import COLLISIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ipsec_errors._types import AdviceDict, CodeDict, ErrorDict, Space


def known_class(cls: Any) -> Any:
    """Returns the class, or its nearest base class that belongs to the library."""
    return next(
        c
        for c in cls.__mro__
        if c.__module__ == "ipsec_errors" and (c.__name__ in MODULE_OF or c.__base__ is OSError)
    )


def advice(cls: Any) -> AdviceDict:
    """Returns the texts of a class; for a category, only its description."""
    name = known_class(cls).__name__
    stem = MODULE_OF.get(name, "")
    if stem and CATEGORIES[stem] != name:
        texts: AdviceDict = load(f"advice.{stem}", "ADVICE")[name]
        return texts
    return {
        "description": load(f"advice.{stem}", "DESCRIPTION") if stem else cls.message,
        "causes": [],
        "diagnosis": [],
        "remediation": [],
        "related": [],
        "references": [],
        "evidence": "inferred",
    }


def remediation(cls: Any) -> str:
    """Returns the steps of a class as numbered lines; empty for a category."""
    return numbered(advice(cls)["remediation"])


def numbered(steps: Any) -> str:
    """Returns steps as numbered lines."""
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def codes(cls: Any) -> list[CodeDict]:
    """Returns every number of a class, its first code first; none for a category."""
    if not cls.code:
        return []
    own = {(cls.space, cls.code): (cls.symbol, cls.message)}
    return [
        {
            "space": space,
            "number": number,
            "hex": hexadecimal(number),
            "symbol": symbol,
            "message": message or cls.message,
            "collides": COLLISIONS.get(number, "") if space == "ras" else "",
        }
        for (space, number), (symbol, message) in (own | cls._other_codes).items()
    ]


def reading_of(cls: Any, symbol: str = "", space: Space | None = None) -> tuple[int, Space]:
    """Returns the number and space of the code of a class that a symbol or a space selects."""
    entries = codes(cls)
    named = (e for e in entries if e["symbol"] == symbol and e["space"] == (space or e["space"]))
    spaced = (e for e in entries if e["space"] == space)
    entry = next(named, None) or next(spaced, entries[0])
    return entry["number"], entry["space"]


def describe(cls: Any, code: int | None = None, space: Space | None = None) -> ErrorDict:
    """Returns the whole record of a class as plain values that JSON can hold.

    :param code: the unwrapped number of the class whose values the record has. Without it, or if
        the class does not have it in ``space``, the record has those of its first code.
    :param space: the space of ``code``.
    """
    known = known_class(cls)
    entries = codes(known)
    first: CodeDict = {
        "space": known.space,
        "number": known.code,
        "hex": hexadecimal(known.code),
        "symbol": known.symbol,
        "message": known.message,
        "collides": "",
    }
    own = next((e for e in entries if (e["number"], e["space"]) == (code, space)), first)
    windows = own if own["space"] == "windows" else first
    return {
        "name": known.__name__,
        "category": MODULE_OF.get(known.__name__, ""),
        "bases": [c.__name__ for c in known.__mro__[1:] if issubclass(c, OSError)],
        "code": own["number"],
        "hex": own["hex"],
        "space": own["space"],
        "symbol": own["symbol"],
        "winerror": signed(windows["number"]) or None if windows["space"] == "windows" else None,
        "message": own["message"],
        "hint": known.hint,
        "transient": known.transient,
        "fix_side": known.fix_side,
        "severity": known.severity,
        "codes": entries,
        **advice(known),
    }
