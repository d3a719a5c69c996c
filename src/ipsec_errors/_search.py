"""Find errors by name, and rank them by words. The command line uses it, so it needs no attrs."""

from __future__ import annotations

import re
from bisect import bisect_left
from math import log as _log

from ipsec_errors._codes import hexadecimal, meaning
from ipsec_errors._describe import describe
from ipsec_errors._index import CATEGORIES, MODULE_OF
from ipsec_errors._symbols import SYMBOLS
from ipsec_errors._texts import EMBEDDED_WORDS, classes_of
from ipsec_errors.errors import load_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ipsec_errors._types import ErrorDict, Space

_WORD = re.compile(r"[^\W_]+")  # Letters and digits.


def names() -> Iterator[str]:
    """Yields the name of every error class, by category and then by name."""
    categories = set(CATEGORIES.values())
    for stem in CATEGORIES:
        yield from (n for n, home in MODULE_OF.items() if home == stem and n not in categories)


# Each class name by its folded form; filled on first use.
_folded: dict[str, str] = {}


def find_name(word: str) -> str | None:
    """Returns the name of the class that a symbol or class name, in any case, means; else None."""
    symbol = SYMBOLS.get(word.upper())
    if symbol is not None:
        return symbol
    if word in MODULE_OF:
        return word if word not in CATEGORIES.values() else None
    if not _folded:
        _folded.update({name.casefold(): name for name in names()})
    return _folded.get(word.casefold())


def distinct(codes: Iterable[tuple[Space, int]]) -> list[tuple[str, int, Space]]:
    """Returns the class, number and space of codes, without those that mean the same as others."""
    found: dict[tuple[str, str], tuple[str, int, Space]] = {}
    for read_in, number in codes:
        meant = meaning(number, read_in)
        if meant is not None:
            message = describe(load_class(meant[0]), *meant[1:])["message"]
            found.setdefault((meant[0], message), meant)
    return list(found.values())


def search(text: str) -> list[str]:
    """Returns the names of the classes that match the words of a text, the best match first.

    A word matches if a word of the record begins with it. It counts more if fewer records have it,
    and more in a name or message than in a description. A record with all of the words ranks
    higher than one with some of them, and one with the whole phrase ranks highest. Records that
    match less than half as well as the best one are left out. The classes that Windows words like
    the text come first, and alone if the text has five words or more.
    """
    worded = classes_of(text) if " " in text else []
    if len(text.split()) >= EMBEDDED_WORDS and worded:
        return worded
    return worded + [name for name in _ranked(text) if name not in worded]


def _ranked(text: str) -> list[str]:
    known = index()
    folded = text.casefold()
    wanted = dict.fromkeys(_WORD.findall(folded.replace("-", "")))
    found = {word: known.find(word) for word in wanted if word in known.starts}
    rarity = {word: _log(len(known.texts) / len(weights)) for word, weights in found.items()}
    total = sum(rarity.values())
    if not total:
        return []
    scores: dict[str, float] = {}
    covered: dict[str, float] = {}
    for word, weights in found.items():
        for name, weight in weights.items():
            scores[name] = scores.get(name, 0.0) + rarity[word] * weight
            covered[name] = covered.get(name, 0.0) + rarity[word]
    phrase = " ".join(folded.split())
    for name in scores:
        scores[name] *= covered[name] / total * (1.5 if phrase in known.texts[name] else 1.0)
    best = max(scores.values())
    ranked = sorted((-score, len(name), name) for name, score in scores.items())
    return [name for score, _, name in ranked if -score >= best / 2]


class Index:
    """The words of every record, for :func:`search`.

    ``texts`` holds the text of each record, by the name of its class. ``starts`` holds every
    beginning of every word.
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        # The weight of each word in each record that has it.
        self._weights: dict[str, dict[str, float]] = {}
        # The same for the numbers, which match only as a whole.
        self._numbers: dict[str, dict[str, float]] = {}
        for name in names():
            record = describe(load_class(name))
            self.texts[name] = _whole(record)
            for weight, place in _places(record):
                for word in _words(place):
                    self._weights.setdefault(word, {}).setdefault(name, weight)
            for code in record["codes"]:
                for word in (str(code["number"]), hexadecimal(code["number"]).casefold()):
                    self._numbers.setdefault(word, {})[name] = 100.0
        self._words = sorted(self._weights)
        self.starts = {word[: n + 1] for word in self._words for n in range(len(word))}
        self.starts.update(self._numbers)

    def find(self, start: str) -> dict[str, float]:
        """Returns the highest weight of the words that begin with a text, by record."""
        found = dict(self._numbers.get(start, {}))
        for position in range(bisect_left(self._words, start), len(self._words)):
            word = self._words[position]
            if not word.startswith(start):
                break
            for name, weight in self._weights[word].items():
                if weight > found.get(name, 0.0):
                    found[name] = weight
        return found


_index: Index | None = None


def index() -> Index:
    """Returns the index, which is made on first use."""
    global _index
    if _index is None:
        # Two threads may both make one. No thread sees an index that is not finished.
        _index = Index()
    return _index


def _whole(known: ErrorDict) -> str:
    causes = (cause["what"] for cause in known["causes"])
    parts = [known["message"], known["hint"], known["description"], *causes, known["remediation"]]
    return " ".join(parts).casefold()


def _words(text: str) -> set[str]:
    """Returns the words of a text. pre-shared gives preshared as well as pre and shared."""
    folded = text.casefold()
    return {*_WORD.findall(folded), *_WORD.findall(folded.replace("-", ""))}


def _camel(name: str) -> str:
    """Returns a class name as words: NoPeerCert as ``No Peer Cert``, with the name itself."""
    return name + " " + "".join(f" {c}" if c.isupper() else c for c in name)


def _places(known: ErrorDict) -> Iterator[tuple[float, str]]:
    """Yields the parts of a record and the weight of a word in each, the highest weight first."""
    codes = known["codes"]
    yield 4.0, _camel(known["name"]) + " " + " ".join(c["symbol"] for c in codes)
    yield 3.5, known["message"] + " " + " ".join(c["message"] for c in codes)
    yield 2.0, known["hint"]
    yield 1.3, " ".join(cause["what"] for cause in known["causes"])
    yield 1.0, known["description"]
    yield 0.5, known["remediation"]
