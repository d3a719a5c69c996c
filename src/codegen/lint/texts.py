"""Checks of texts: length, wording, and near-duplicates between records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import fuzz

from codegen.lint.tables import sweeping
from codegen.lint.walk import parts, texts
from codegen.model import Advice, Catalogue, Error

HINT_LENGTH = 100
MESSAGE_LENGTH = 120
LIKENESS = 85

# These categories intentionally say the same of main mode, quick mode and tunnel objects.
_ALIKE_BY_NATURE = re.compile(r"policy_(store|exists|not_found|in_use|pending_deletion)")

# Except the name Always On, values of settings, and quotations.
_SWEEPING = re.compile(r"(?<!=)(?<!= )\b(only|every|always(?! On\b)|never)\b", re.IGNORECASE)
_QUOTATION = re.compile(r"(?<!\w)'[^']*'(?!\w)|\"[^\"]*\"")
_GENERAL_PHRASES = re.compile(
    r"check (the |your |all |if the )?(parameters?|settings|configuration)( and|\.|,|$)"
    r"|contact (your|the|an?) (system |network |vpn )?(administrator|admin|vendor|support)"
    r"|try again later|try again\.|make sure (that )?everything"
    r"|everything is (configured|set up|correct)"
    r"|verify (the |your |all )?(settings|configuration|parameters)( and|\.|,|$)"
    r"|correctly configured|configured (correctly|properly)|properly configured"
    r"|something went wrong|for more information,? see|consult the documentation"
    r"|(re)?boot the (computer|machine|system) and (try|see)|as needed\."
    r"|if (the )?(problem|issue) persists"
    r"|appropriate (settings|action|steps)|take (the )?appropriate",
    re.IGNORECASE,
)


def text_findings(name: str, advice: Advice) -> Iterator[tuple[str, str]]:
    """Yields the place and the fault of each wrong text of a record."""
    if isinstance(advice, Error):
        if len(advice.hint) > HINT_LENGTH:
            yield "hint", f"it has {len(advice.hint)} characters: write at most {HINT_LENGTH}"
        if len(advice.message) > MESSAGE_LENGTH:
            found = f"it has {len(advice.message)} characters"
            yield "message", f"{found}: write at most {MESSAGE_LENGTH}"
        if not advice.message.endswith("."):
            yield "message", "it is a sentence: end it with a period"
    for where, text in texts(advice):
        if general := _GENERAL_PHRASES.search(text):
            yield where, f"{general[0]!r} fits any error: say what in particular"
        if odd := sorted({c for c in text if not c.isascii()}):
            yield where, f"{''.join(odd)!r} does not print on every console: write it in ASCII"
    for n, cause in enumerate(advice.cause, 1):
        for text in (cause.what, cause.check.sign):
            word = _SWEEPING.search(_QUOTATION.sub("''", text))
            if word and (name, text) not in sweeping():
                right = "state less, or keep it in sweeping.tsv with the source that carries it"
                yield f"cause {n}", f"{word[0]!r} in {text!r}: {right}"


def alike(catalogue: Catalogue) -> Iterator[str]:
    """Yields descriptions, fixes and messages that are nearly the same in two records."""
    compared = [
        (category.stem, name, part)
        for category in catalogue.categories
        for name, part in parts(category)
        if not _ALIKE_BY_NATURE.fullmatch(category.stem)
    ]
    saying = {
        "description": [
            (stem, name, part.description)
            for stem, name, part in compared
            if isinstance(part, Error)
        ],
        "fix": [
            (stem, name, " ".join(step.text for step in fix))
            for stem, name, part in compared
            for fix in (*(cause.fix for cause in part.cause), part.fix)
            if fix
        ],
    }
    for what, said in saying.items():
        for (stem, one, left), (_, other, right) in combinations(said, 2):
            if one == other:
                continue
            likeness = fuzz.ratio(left, right, score_cutoff=LIKENESS)
            if likeness > LIKENESS:
                yield (
                    f"{stem}.toml: {one}: {what}: alike to {likeness:.0f} % with {other}: "
                    "say what is each one's own, or share a [[family]]"
                )
    messages = Counter(part.message for _, _, part in compared if isinstance(part, Error))
    for stem, name, part in compared:
        if isinstance(part, Error) and messages[part.message] > 1:
            yield f"{stem}.toml: {name}: message: another record has the same: write its own"
