"""Find errors by name, and rank them by words. The command line uses it, so it needs no attrs."""

from __future__ import annotations

from math import log as _log

from ipsec_errors._codes import hexadecimal
from ipsec_errors._describe import describe
from ipsec_errors._index import CATEGORIES, MODULE_OF, SYMBOLS
from ipsec_errors.errors import load_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipsec_errors._types import ErrorDict


def names() -> Iterator[str]:
    """Yields the name of every error class, by category and then by name."""
    categories = set(CATEGORIES.values())
    for stem in CATEGORIES:
        yield from (n for n, home in MODULE_OF.items() if home == stem and n not in categories)


def find_name(word: str) -> str | None:
    """Returns the name of the class that a symbol or class name, in any case, means; else None."""
    symbol = SYMBOLS.get(word.upper())
    if symbol is not None:
        return symbol
    if word in MODULE_OF:
        return word if word not in CATEGORIES.values() else None
    folded = word.casefold()
    return next((name for name in names() if name.casefold() == folded), None)


def search(text: str) -> list[str]:
    """Returns the names of the classes that match the words of a text, the best match first.

    A word matches if a word of the record begins with it. It counts more if fewer records have it,
    and more in a name or message than in a description. A record with all of the words ranks
    higher than one with some of them, and one with the whole phrase ranks highest. Records that
    match less than half as well as the best one are left out.
    """
    wanted = list(dict.fromkeys(_split(text.casefold().replace("-", ""))))
    records = {name: describe(load_class(name)) for name in names()}
    found = {name: _weights(wanted, record) for name, record in records.items()}
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
        scores[name] = score * 1.5 if phrase in _whole(records[name]) else score
    best = max(scores.values())
    ranked = sorted((-score, len(name), name) for name, score in scores.items())
    return [name for score, _, name in ranked if -score >= best / 2]


def _whole(known: ErrorDict) -> str:
    causes = (cause["what"] for cause in known["causes"])
    parts = [known["message"], known["hint"], known["description"], *causes, known["remediation"]]
    return " ".join(parts).casefold()


def _split(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def _words(text: str) -> list[str]:
    """Splits a text into words. pre-shared gives preshared as well as pre and shared."""
    folded = text.casefold()
    return _split(f"{folded} {folded.replace('-', '')}" if "-" in folded else folded)


def _camel(name: str) -> str:
    """Returns a class name as words: NoPeerCert as ``No Peer Cert``, with the name itself."""
    return name + " " + "".join(f" {c}" if c.isupper() else c for c in name)


def _weights(wanted: Sequence[str], known: ErrorDict) -> dict[str, float]:
    """Returns the weight of each wanted word that a record has."""
    codes = known["codes"]
    numbers = {str(c["number"]) for c in codes} | {
        hexadecimal(c["number"]).casefold() for c in codes
    }
    places = (
        (4.0, _camel(known["name"]) + " " + " ".join(c["symbol"] for c in codes)),
        (3.5, known["message"] + " " + " ".join(c["message"] for c in codes)),
        (2.0, known["hint"]),
        (1.3, " ".join(cause["what"] for cause in known["causes"])),
        (1.0, known["description"]),
        (0.5, known["remediation"]),
    )
    found = {word: 100.0 for word in wanted if word in numbers}
    for weight, place in places:
        words = _words(place)
        for word in wanted:
            if word not in found and any(w.startswith(word) for w in words):
                found[word] = weight
    return found
