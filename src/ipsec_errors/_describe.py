"""Describe a class and its advice as plain values, without attrs."""

from __future__ import annotations

from ipsec_errors._codes import hexadecimal, signed
from ipsec_errors._index import CATEGORIES, MODULE_OF, load
from ipsec_errors.advice import COLLISIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ipsec_errors._types import (
        AdviceDict,
        CodeDict,
        ErrorDict,
        Machine,
        ReferenceDict,
        Space,
        StepDict,
    )

# The machines that a cause can sit on, as a reader is told them.
MACHINES: dict[Machine, str] = {
    "client": "the VPN client",
    "server": "the VPN server",
    "nps": "the NPS or RADIUS server",
    "ca": "the CA",
    "dc": "the domain controller",
    "gateway": "the strongSwan or libreswan gateway",
    "network": "the network between the two",
    "host": "this machine",
    "peer": "the other machine",
    "both": "both ends",
}


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
    own: dict[str, Any] = {"description": cls.message, "evidence": "inferred"}
    pages: dict[str, ReferenceDict] = {}
    family: dict[str, Any] = {}
    if stem and CATEGORIES[stem] == name:
        own["description"] = load(f"advice.{stem}", "DESCRIPTION")
    elif stem:
        own = load(f"advice.{stem}", "ADVICE")[name]
        pages = load(f"advice.{stem}", "REFERENCES")
        family = load(f"advice.{stem}", "FAMILIES").get(own.get("family"), family)

    def both(key: str) -> list[Any]:
        return [*own.get(key, ()), *family.get(key, ())]

    questions, causes = both("question"), both("cause")
    sources = [own, *questions, *causes]
    cited = dict.fromkeys(page for part in sources for page in part.get("sources", ()))
    return {
        "description": own["description"],
        "unknown": own.get("unknown", ""),
        "questions": [
            {
                "ask": question["ask"],
                "ways": [*map(_step, question["ways"])],
                "answers": question["answers"],
                "sources": [pages[page] for page in question.get("sources", ())],
            }
            for question in questions
        ],
        "causes": [
            {
                "what": cause["what"],
                "at": cause["at"],
                "check": _step(cause["check"]),
                "fix": [*map(_step, cause["fix"])],
                "evidence": cause["evidence"],
                "sources": [pages[page] for page in cause.get("sources", ())],
            }
            for cause in causes
        ],
        "checks": [*map(_step, both("check"))],
        "fixes": [*map(_step, both("fix"))],
        "related": own.get("related", []),
        "references": [pages[page] for page in cited],
        "evidence": own["evidence"],
    }


def _step(step: Any) -> StepDict:
    return {
        "text": step["text"],
        "run": step.get("run", ""),
        "shell": step.get("shell", "powershell"),
        "elevated": step.get("elevated", False),
        "sign": step.get("sign", ""),
        "effect": step.get("effect", ""),
        "disconnects": step.get("disconnects", ""),
        "undo": step.get("undo", ""),
    }


def remediation(told: AdviceDict) -> str:
    """Returns what to do as text: numbered steps, grouped by machine and by cause."""
    lines: list[str] = []
    number = 0
    groups: dict[str, list[tuple[str, list[StepDict]]]] = {}
    for cause in told["causes"]:
        groups.setdefault(MACHINES[cause["at"]], []).append((cause["what"], cause["fix"]))
    if told["fixes"]:
        groups[""] = [("", told["fixes"])]
    for machine, parts in groups.items():
        lines += [f"On {machine}:"] if machine else []
        for what, steps in parts:
            lines += [f"If this is the cause: {what}"] if what else []
            for step in steps:
                number += 1
                lines.append(f"{number}. {step['text']}{_command(step)}")
    return "\n".join(lines)


def _command(step: StepDict) -> str:
    return f" Run: {step['run']}" if step["run"] else ""


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
    told = advice(known)
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
        "remediation": remediation(told),
        "transient": known.transient,
        "fix_side": known.fix_side,
        "severity": known.severity,
        "codes": entries,
        **told,
    }
