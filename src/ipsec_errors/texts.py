"""The long texts as plain values, without attrs: what the catalogue and the command line share."""

from __future__ import annotations

from math import log as _log

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


def numbered(steps: Sequence[str]) -> str:
    """Returns steps as text: one numbered line each."""
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def short(code: int) -> str:
    """Returns a code as people write it: HRESULTs and NTSTATUS values in hexadecimal."""
    return hexadecimal(code) if code > 0xFFFF else str(code)


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


def reading_of(name: str, symbol: str = "", space: Space | None = None) -> tuple[int, Space]:
    """Returns the code, with its space, that a symbol or space means of a class; else its first."""
    entries = record(name)["codes"]
    named = (e for e in entries if e["symbol"] == symbol and e["space"] == (space or e["space"]))
    spaced = (e for e in entries if e["space"] == space)
    entry = next(named, None) or next(spaced, entries[0])
    return entry["number"], entry["space"]


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

    A word counts where a word of the record begins with it: for more, the fewer records have it and
    the more telling the place where it stands. A record with all of the words comes before one
    with some, and one that has them just as they stand before both. What matches less than half as
    well as the best is left out.
    """
    wanted = list(dict.fromkeys(_split(text.casefold().replace("-", ""))))
    found = {name: _weights(wanted, record(name)) for name in names()}
    counts = {word: sum(word in weights for weights in found.values()) for word in wanted}
    rarity = {word: _log(len(found) / count) if count else 0.0 for word, count in counts.items()}
    total = sum(rarity.values())
    if not total:
        return []
    phrase = " ".join(text.casefold().split())
    scores = {}
    for name, weights in found.items():
        covered = sum(rarity[word] for word in weights) / total
        score = sum(rarity[word] * weight for word, weight in weights.items()) * covered
        scores[name] = score * 1.5 if phrase in _whole(record(name)) else score
    best = max(scores.values())
    ranked = sorted((-score, len(name), name) for name, score in scores.items())
    return [name for score, _, name in ranked if -score >= best / 2]


def _whole(known: Record) -> str:
    parts = [known["message"], known["hint"], known["description"], *known["causes"]]
    return " ".join([*parts, *known["remediation"]]).casefold()


def _split(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def _words(text: str) -> list[str]:
    """Splits at what is no letter or digit; pre-shared is preshared as well as pre and shared."""
    folded = text.casefold()
    return _split(f"{folded} {folded.replace('-', '')}" if "-" in folded else folded)


def _camel(name: str) -> str:
    """Returns a class name as words: NoPeerCert as ``No Peer Cert``, with the name itself."""
    return name + " " + "".join(f" {c}" if c.isupper() else c for c in name)


def _weights(wanted: Sequence[str], known: Record) -> dict[str, float]:
    """Returns, for each wanted word that a record has, how much the place tells."""
    codes = known["codes"]
    numbers = {str(c["number"]) for c in codes} | {
        hexadecimal(c["number"]).casefold() for c in codes
    }
    places = (
        (4.0, _camel(known["name"]) + " " + " ".join(c["symbol"] for c in codes)),
        (3.5, known["message"] + " " + " ".join(c["message"] for c in codes)),
        (2.0, known["hint"]),
        (1.3, " ".join(known["causes"])),
        (1.0, known["description"]),
        (0.5, " ".join(known["remediation"])),
    )
    found = {word: 100.0 for word in wanted if word in numbers}
    for weight, place in places:
        words = _words(place)
        for word in wanted:
            if word not in found and any(w.startswith(word) for w in words):
                found[word] = weight
    return found
