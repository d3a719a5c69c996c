"""Checks of the advice in all records, for faults that an author easily misses."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations

from rapidfuzz import fuzz

from codegen.model import Catalogue, Category, Error

HINT_LENGTH = 100
MESSAGE_LENGTH = 120
LIKENESS = 85

# These categories intentionally say the same of main mode, quick mode and tunnel objects.
_ALIKE_BY_NATURE = re.compile(r"policy_(store|exists|not_found|in_use|pending_deletion)")

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

_VERBS = (
    "Add|Clear|ConvertFrom|ConvertTo|Copy|Disable|Enable|Export|Find|ForEach|Format|Get|Group|Import|Install|Invoke|"
    "Join|Measure|Move|New|Out|Read|Register|Remove|Rename|Repair|Reset|Resolve|Restart|Save|Select|Set|Show|Sort|"
    "Start|Stop|Suspend|Switch|Sync|Tee|Test|Trace|Uninstall|Unlock|Unregister|Update|Wait|Where|Write"
)
_CMDLET = re.compile(rf"(?<![\w\\/.-])(?:{_VERBS})-[A-Z][A-Za-z0-9]+")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\{[^{}]*\}")


def known_commands() -> frozenset[str]:
    """Returns the list of real cmdlets and tools, in lower case."""
    text = files("codegen").joinpath("commands.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line.lower() for line in lines if line)


def _texts(error: Error, category: Category) -> Iterator[tuple[str, str]]:
    yield "message", error.message
    yield "hint", error.hint
    yield "description", error.description
    yield from (("causes", cause) for cause in error.causes)
    for step in category.diagnosis(error):
        yield "diagnosis", step.step
        yield "diagnosis", step.run
    yield from (("remediation", step) for step in category.remediation(error))


def _unknown_commands(text: str, run: bool, known: frozenset[str]) -> Iterator[str]:
    yield from (name for name in _CMDLET.findall(text) if name.lower() not in known)
    if not run:
        return
    for part in re.split(r"[|;]|&&", _QUOTED.sub("''", text)):
        word = part.split()[0] if part.split() else ""
        name = re.split(r"[\\/]", word)[-1].lower().removesuffix(".exe")
        if re.match(r"[a-z]", name) and "=" not in name and name not in known:
            yield word


def _one(error: Error, category: Category, known: frozenset[str]) -> Iterator[str]:
    if len(error.hint) > HINT_LENGTH:
        yield f"the hint has {len(error.hint)} characters: at most {HINT_LENGTH}"
    if len(error.message) > MESSAGE_LENGTH:
        yield f"the message has {len(error.message)} characters: at most {MESSAGE_LENGTH}"
    if not error.message.endswith("."):
        yield "the message is a sentence: end it with a period"
    if error.evidence != "inferred":
        if error.severity == "error" and len(category.remediation(error)) < 2:
            yield f"{error.evidence} advice needs two remediation steps"
        if not error.causes:
            yield f"{error.evidence} advice needs causes"
        if not category.diagnosis(error):
            yield f"{error.evidence} advice needs a diagnosis"
        if not error.references:
            yield f"{error.evidence} advice needs a reference"
    for where, text in _texts(error, category):
        if found := _GENERAL_PHRASES.search(text):
            yield f"{where}: {found[0]!r} fits any error: say what in particular"
        if odd := sorted({c for c in text if not c.isascii()}):
            yield f"{where}: {''.join(odd)!r} does not print on every console: write it in ASCII"
    runs = [step.run for step in category.diagnosis(error)]
    for where, text in _texts(error, category):
        for name in _unknown_commands(text, where == "diagnosis" and text in runs, known):
            yield f"{where}: {name!r} is in no list of real commands (src/codegen/commands.txt)"


def _alike(catalogue: Catalogue) -> Iterator[str]:
    compared = [
        error
        for category in catalogue.categories
        for error in category.errors
        if not _ALIKE_BY_NATURE.fullmatch(category.stem)
    ]
    for what in ("remediation", "description"):
        for one, other in combinations(compared, 2):
            left, right = (
                " ".join(getattr(e, what)) if what == "remediation" else e.description
                for e in (one, other)
            )
            likeness = fuzz.ratio(left, right, score_cutoff=LIKENESS)
            if likeness > LIKENESS:
                yield (
                    f"{one.name} and {other.name}: {what} alike to {likeness:.0f} %: "
                    "say what is each one's own, or share a [[family]]"
                )
    messages = Counter(error.message for error in compared)
    yield from (f"the message {m!r} stands in {n} records" for m, n in messages.items() if n > 1)


def lint(catalogue: Catalogue) -> list[str]:
    """Returns the faults of the advice, one per line; empty if there are none."""
    known = known_commands()
    found = [
        f"{category.stem}.toml: {error.name}: {line}"
        for category in catalogue.categories
        for error in category.errors
        for line in dict.fromkeys(_one(error, category, known))
    ]
    return found + list(_alike(catalogue))


def figures(catalogue: Catalogue) -> str:
    """Returns the numbers of records, codes, categories and commands as one line."""
    errors = catalogue.errors
    evidence = Counter(error.evidence for error in errors)
    with_command = sum(
        any(step.run for step in category.diagnosis(error))
        for category in catalogue.categories
        for error in category.errors
    )
    kinds = ", ".join(f"{evidence[kind]} {kind}" for kind in ("documented", "reported", "inferred"))
    codes = sum(len(error.codes) for error in errors)
    return (
        f"{len(errors)} records ({kinds}), {codes} codes, {len(catalogue.categories)} categories; "
        f"{with_command} records carry a command in their diagnosis"
    )
