"""Iterates over the records, their steps and their texts, with the place of each."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.model import Advice, Category, Error, Step


def parts(category: Category) -> Iterator[tuple[str, Advice]]:
    """Yields the records and families of a category, with their names in findings."""
    for error in category.errors:
        yield error.name, error
    for family in category.families:
        yield f"family {family.name}", family


def steps(advice: Advice) -> Iterator[tuple[str, Step]]:
    """Yields the steps of a record or family, with their places."""
    for n, question in enumerate(advice.question, 1):
        yield from ((f"question {n}, way {m}", way) for m, way in enumerate(question.ways, 1))
    for n, cause in enumerate(advice.cause, 1):
        yield f"cause {n}, check", cause.check
        yield from ((f"cause {n}, fix {m}", step) for m, step in enumerate(cause.fix, 1))
    yield from ((f"check {n}", step) for n, step in enumerate(advice.check, 1))
    yield from ((f"fix {n}", step) for n, step in enumerate(advice.fix, 1))


def fixes(advice: Advice) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Yields the fixes of a record or family, with the start of the places of their steps."""
    yield from ((f"cause {n}, ", cause.fix) for n, cause in enumerate(advice.cause, 1))
    yield "", advice.fix


def texts(advice: Advice) -> Iterator[tuple[str, str]]:
    """Yields the texts of a record or family, except commands, with their places."""
    if isinstance(advice, Error):
        for name in ("message", "hint", "description", "unknown"):
            yield name, getattr(advice, name)
        yield from (("codes", code.message) for code in advice.codes)
        yield from (("explains", one.reason) for one in getattr(advice, "explains", ()))
    for n, question in enumerate(advice.question, 1):
        yield f"question {n}", question.ask
        for m, answer in enumerate(question.answers, 1):
            yield f"question {n}, answer {m}", answer.see
            yield f"question {n}, answer {m}", answer.means
    yield from ((f"cause {n}", cause.what) for n, cause in enumerate(advice.cause, 1))
    for where, step in steps(advice):
        yield from ((where, text) for text in (step.text, step.sign, step.disconnects, step.undo))
