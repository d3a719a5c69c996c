"""The long texts as plain values, without attrs: what the catalogue and the command line share."""

from __future__ import annotations

from ipsec_errors.base import IPsecIkeError
from ipsec_errors.codes import hexadecimal, signed
from ipsec_errors.errors import HOMES
from ipsec_errors.records import CATEGORIES, SYMBOLS, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipsec_errors.base import Space
    from ipsec_errors.lookup import ErrorDict
    from ipsec_errors.records import Record

# How much a word tells by where it stands, in the order in which the fields are looked at.
_WEIGHTS = (
    ("name", 9),
    ("message", 6),
    ("hint", 4),
    ("causes", 3),
    ("description", 2),
    ("remediation", 1),
)


def numbered(steps: Sequence[str]) -> str:
    """Returns steps as text: one numbered line each."""
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def known_class(cls: type[IPsecIkeError]) -> type[IPsecIkeError]:
    """Returns the nearest class of the catalogue: a user's subclass has its base's record."""
    return next(
        c
        for c in cls.__mro__
        if c.__module__ == "ipsec_errors" and (c.__name__ in HOMES or c is IPsecIkeError)
    )


def remediation_of(cls: type[IPsecIkeError]) -> str:
    """Returns a class's numbered steps as text; empty for a kind."""
    known = known_class(cls)
    return numbered(record(known.__name__)["remediation"]) if known.code else ""


def names() -> Iterator[str]:
    """Yields the name of every error class, by category, and by name within one."""
    categories = set(CATEGORIES.values())
    for stem in CATEGORIES:
        yield from (name for name, home in HOMES.items() if home == stem and name not in categories)


def name_of(word: str) -> str | None:
    """Returns the class that a symbol or a class name stands for, in any case; else None."""
    symbol = SYMBOLS.get(word.upper())
    if symbol is not None:
        return symbol
    if word in HOMES:
        return word if word not in CATEGORIES.values() else None
    folded = word.casefold()
    return next((name for name in names() if name.casefold() == folded), None)


def describe(name: str, code: int | None = None, space: Space | None = None) -> ErrorDict:
    """Returns everything that is known of a class, as plain values that JSON can hold.

    :param code: one of the class's codes, unwrapped, with its space: the reading that ``code``,
        ``hex``, ``space``, ``symbol``, ``winerror`` and ``message`` show. Else it is the first.
    """
    known = record(name)
    entries = known["codes"]
    own = next((e for e in entries if (e["number"], e["space"]) == (code, space)), entries[0])
    windows = own if own["space"] == "windows" else entries[0]
    return {
        "name": known["name"],
        "category": known["category"],
        "bases": known["bases"],
        "code": own["number"],
        "hex": hexadecimal(own["number"]),
        "space": own["space"],
        "symbol": own["symbol"],
        "winerror": signed(windows["number"]) if windows["space"] == "windows" else None,
        "message": own["message"],
        "hint": known["hint"],
        "description": known["description"],
        "transient": known["transient"],
        "fix_side": known["fix_side"],
        "severity": known["severity"],
        "causes": known["causes"],
        "diagnosis": known["diagnosis"],
        "remediation": known["remediation"],
        "related": known["related"],
        "references": known["references"],
        "codes": [
            {
                "space": entry["space"],
                "number": entry["number"],
                "hex": hexadecimal(entry["number"]),
                "symbol": entry["symbol"],
                "message": entry["message"],
                "collides": entry["collides"],
            }
            for entry in entries
        ],
        "evidence": known["evidence"],
    }


def search(text: str) -> list[str]:
    """Returns the names of the classes that speak of the words in a text, the best match first.

    A word counts where a word of the record begins with it. Records with more of the words come
    first, then those where the words stand in more telling places, then the shorter names.
    """
    wanted = "".join(c if c.isalnum() else " " for c in text.casefold().replace("-", "")).split()
    ranked = []
    for name in names():
        scores = [_score(word, record(name)) for word in wanted]
        if any(scores):
            found = sum(1 for score in scores if score)
            ranked.append((-found, -sum(scores), len(name), name))
    return [name for *_, name in sorted(ranked)]


def _words(text: str) -> list[str]:
    """Splits at what is no letter or digit; pre-shared is preshared as well as pre and shared."""
    folded = text.casefold()
    joined = folded.replace("-", "") if "-" in folded else ""
    return "".join(c if c.isalnum() else " " for c in f"{folded} {joined}").split()


def _camel(name: str) -> str:
    """Returns a class name as words: NoPeerCert as ``No Peer Cert``, with the name itself."""
    return name + " " + "".join(f" {c}" if c.isupper() else c for c in name)


def _score(word: str, known: Record) -> int:
    codes = known["codes"]
    if any(word in (str(c["number"]), hexadecimal(c["number"]).casefold()) for c in codes):
        return 100
    fields = {
        "name": _camel(known["name"]) + " " + " ".join(c["symbol"] for c in codes),
        "message": " ".join(c["message"] for c in codes) + " " + known["message"],
        "hint": known["hint"],
        "causes": " ".join(known["causes"]),
        "description": known["description"],
        "remediation": " ".join(known["remediation"]),
    }
    return next(
        (
            weight
            for key, weight in _WEIGHTS
            if any(w.startswith(word) for w in _words(fields[key]))
        ),
        0,
    )
