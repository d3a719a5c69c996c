"""Recognise Windows' own message texts by their fingerprints.

The texts are Microsoft's, so only fingerprints of them are kept. On Windows the texts of the
running system, in its own language, are recognised too.
"""

from __future__ import annotations

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ipsec_errors._types import Space

    Code = tuple[Space, int]

_NOT_WORD = re.compile(r"[\W_]+")
# A text of fewer words also occurs inside other sentences.
EMBEDDED_WORDS = 5
# How much of a text is searched.
_MOST_WORDS = 1000
# The texts of the running system: None until they are asked for.
_of_system: dict[str, tuple[Code, ...]] | None = None


def normalised(text: str) -> str:
    """Returns the words of a text in lower case, with one blank between them."""
    return _NOT_WORD.sub(" ", text.casefold()).strip(" ")


def fingerprint(words: str) -> str:
    """Returns the fingerprint of a normalised text: 16 hexadecimal digits."""
    from hashlib import sha256

    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def codes_of(text: str) -> tuple[Code, ...]:
    """Returns the space and number of each error that has exactly this message text.

    Case, punctuation and line breaks do not matter. The first sentence of a text counts as well.
    """
    words = normalised(text)
    return _known(words) or _known_to_system(words) if words else ()


def preferred(codes: Iterable[Code], space: Space | None) -> list[Code]:
    """Returns the codes that are of a space, or all of them if none is.

    A text says its number itself, so a space only decides between the numbers of one text.
    """
    every = list(codes)
    return [code for code in every if code[0] == space] or every


def codes_within(text: str) -> list[Code]:
    """Returns the codes of every message text within a text, the longest ones first.

    Within other words, a message text needs at least five words to be recognised. Only the first
    1,000 words are searched.
    """
    from ipsec_errors.advice.fingerprints import WORDS

    found = dict.fromkeys(codes_of(text))
    if found:
        return list(found)
    words = normalised(text).split(" ")[:_MOST_WORDS]
    taken = [False] * len(words)
    for length in sorted((n for n in WORDS if n >= EMBEDDED_WORDS), reverse=True):
        for first in range(len(words) - length + 1):
            if any(taken[first : first + length]):
                continue
            codes = _known(" ".join(words[first : first + length]))
            if codes:
                found |= dict.fromkeys(codes)
                taken[first : first + length] = [True] * length
    return list(found)


def _known(words: str) -> tuple[Code, ...]:
    from ipsec_errors.advice.fingerprints import NUMBERS, WORDS

    return NUMBERS.get(fingerprint(words), ()) if words.count(" ") + 1 in WORDS else ()


def _known_to_system(words: str) -> tuple[Code, ...]:
    global _of_system
    if sys.platform != "win32" and _of_system is None:
        return ()
    if _of_system is None:
        from ipsec_errors._system_texts import texts

        _of_system = table(texts())
    return _of_system.get(words, ())


def table(texts: Iterator[tuple[Code, str]]) -> dict[str, tuple[Code, ...]]:
    """Returns the codes of each text, by its normalised words."""
    found: dict[str, tuple[Code, ...]] = {}
    for code, text in texts:
        words = normalised(text)
        if words:
            found[words] = (*found.get(words, ()), code)
    return found
