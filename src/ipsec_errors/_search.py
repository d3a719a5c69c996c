"""Find errors by name, and rank them by words. The command line uses it, so it needs no attrs."""

from __future__ import annotations

import re
from bisect import bisect_left
from math import log as _log

from ipsec_errors._codes import hexadecimal, meaning
from ipsec_errors._describe import describe
from ipsec_errors._index import CATEGORIES, MODULE_OF
from ipsec_errors._symbols import SYMBOLS
from ipsec_errors._texts import EMBEDDED_WORDS, codes_of
from ipsec_errors.errors import load_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from ipsec_errors._types import ErrorDict, Space

    # A class and the number of it that matched; no number and no space for the class itself.
    Found: TypeAlias = tuple[str, int | None, Space | None]

_WORD = re.compile(r"[^\W_]+")  # Letters and digits.
_TIMED_OUT = re.compile(r"\btimed?[ -]out\b")
# Words that people use for the same thing, and the one that is looked up for them.
_SAME = {
    "timed": "timeout",
    "fragmentation": "fragment",
    **dict.fromkeys(("respond", "responds", "responded", "responding"), "answer"),
    **dict.fromkeys(("response", "responses", "reply", "replies", "replied"), "answer"),
}


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


def search(text: str) -> list[Found]:
    """Returns the classes that match the words of a text, the best match first.

    Each comes with the number that matched best, or several times if several of its numbers did,
    or without a number if none matched better than the class itself. The errors that Windows words
    like the text come first, and alone if the text has five words or more.

    A word matches if a word of the record begins with it. It counts more if fewer records have it,
    and more in a name or message than in a cause or description. A record with all of the words
    ranks higher than one with some of them, and one with the whole phrase ranks highest. Records
    that match less than a third as well as the best one are left out.
    """
    worded: list[Found] = [*distinct(codes_of(text))] if " " in text else []
    if len(text.split()) >= EMBEDDED_WORDS and worded:
        return worded
    known = {name for name, _, _ in worded}
    return worded + [one for one in _ranked(text) if one[0] not in known]


def _ranked(text: str) -> list[Found]:
    known = index()
    folded = text.casefold()
    words = _WORD.findall(_TIMED_OUT.sub("timeout", folded).replace("-", ""))
    wanted = dict.fromkeys(_SAME.get(word, word) for word in words)
    found = {word: known.find(word) for word in wanted if word in known.starts}
    rarity = {word: known.rarity(weights) for word, weights in found.items()}
    total = sum(rarity.values())
    if not total:
        return []
    scores: dict[Found, float] = {}
    covered: dict[Found, float] = {}
    for word, weights in found.items():
        for key, weight in weights.items():
            # What a number adds to its class.
            shared = 0.0 if key[1] is None else weights.get((key[0], None, None), 0.0)
            scores[key] = scores.get(key, 0.0) + rarity[word] * max(weight - shared, 0.0)
            covered[key] = covered.get(key, 0.0) + (0.0 if shared else rarity[word])
    phrase = " ".join(folded.split())
    ranked = []
    for key in scores:
        name, number, space = key
        whole: Found = name, None, None
        score, cover = scores[key], covered[key]
        if key != whole:
            score, cover = score + scores.get(whole, 0.0), cover + covered.get(whole, 0.0)
        own = known.texts.get(key) or known.texts[whole]
        score *= cover / total * (1.5 if phrase in own else 1.0)
        ranked.append((-score, len(name), name, number or 0, space or "", key))
    ranked.sort()
    best: dict[str, float] = {}
    result = []
    for score, _, name, number, _, key in ranked:
        if score <= ranked[0][0] / 3 and best.setdefault(name, score) == score:
            result.append(key)
            if not number:
                best[name] = 0.0  # Its numbers match no better.
    return result


class Index:
    """The words of every record, for :func:`search`.

    What belongs to all numbers of a class stands under its name; the symbol of a number, and its
    message if it differs from that of the class, under the number. ``texts`` holds the texts.
    ``starts`` holds every beginning of every word.
    """

    def __init__(self) -> None:
        self.texts: dict[Found, str] = {}
        # The weight of each word in each record that has it.
        self._weights: dict[str, dict[Found, float]] = {}
        # The same for the numbers, which match only as a whole.
        self._numbers: dict[str, dict[Found, float]] = {}
        self._count = 0
        for name in names():
            self._count += 1
            record = describe(load_class(name))
            whole = name, None, None
            self.texts[whole] = _whole(record)
            for weight, place in _places(record):
                self._add(whole, weight, place)
            for code in record["codes"]:
                number = name, code["number"], code["space"]
                # The words of the article find a class, but its number is none of Windows.
                of_article = code["space"] == "winerrorcodes"
                key = whole if of_article else number
                for word in (str(code["number"]), hexadecimal(code["number"]).casefold()):
                    self._numbers.setdefault(word, {})[number] = 50.0 if of_article else 100.0
                self._add(key, 3.0, code["symbol"])
                if code["message"] != record["message"]:
                    self._add(key, 3.5, code["message"])
                    self.texts.setdefault(key, code["message"].casefold())
        self._words = sorted(self._weights)
        self.starts = {word[: n + 1] for word in self._words for n in range(len(word))}
        self.starts.update(self._numbers)
        # What nearly every record says, such as "not", tells nothing.
        self.starts -= {
            word
            for word, weights in self._weights.items()
            if len({name for name, _, _ in weights}) > 0.8 * self._count
        }

    def _add(self, key: Found, weight: float, place: str) -> None:
        for word in _words(place):
            weights = self._weights.setdefault(word, {})
            weights[key] = max(weights.get(key, 0.0), weight)

    def find(self, start: str) -> dict[Found, float]:
        """Returns the highest weight of the words that begin with a text, by record."""
        found = dict(self._numbers.get(start, {}))
        for position in range(bisect_left(self._words, start), len(self._words)):
            word = self._words[position]
            if not word.startswith(start):
                break
            for key, weight in self._weights[word].items():
                if weight > found.get(key, 0.0):
                    found[key] = weight
        return found

    def rarity(self, weights: Iterable[Found]) -> float:
        """Returns how much a word counts that these records have."""
        return _log(self._count / len({name for name, _, _ in weights}))


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
    found = {*_WORD.findall(folded), *_WORD.findall(folded.replace("-", ""))}
    return found.union(_SAME[word] for word in found if word in _SAME)


def _camel(name: str) -> str:
    """Returns a class name as words: NoPeerCert as ``No Peer Cert``, with the name itself."""
    return name + " " + "".join(f" {c}" if c.isupper() else c for c in name)


def _places(known: ErrorDict) -> Iterator[tuple[float, str]]:
    """Yields the parts of a record and the weight of a word in each."""
    yield 4.0, _camel(known["name"])
    yield 3.5, known["message"]
    yield 2.0, known["hint"]
    # Above a third of a name, so that an error is found by its causes; the likeliest first.
    for position, cause in enumerate(known["causes"]):
        yield 1.5 - 0.01 * position, cause["what"]
    yield 1.0, known["description"]
    yield 0.5, known["remediation"]
