"""The three commands: each takes the parsed options and returns the exit status."""

from __future__ import annotations

import os
import sys

from ipsec_errors.cli.readings import Reading, UnknownCodeError, printed, readings
from ipsec_errors.records import CATEGORIES
from ipsec_errors.texts import describe, names
from ipsec_errors.texts import search as found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from types import ModuleType

    from ipsec_errors.lookup import ErrorDict


def explain(options: Namespace, parser: ArgumentParser) -> int:
    """Explains each code; what is unknown is said on standard error, and exits with 1."""
    known: list[Reading] = []
    status = 0
    for text in printed(options.codes):
        try:
            known += readings(text, options.space)
        except UnknownCodeError as error:
            print(f"ipsec-errors: {error}", file=sys.stderr)
            status = 1
    if options.json:
        _print_json([reading.error for reading in known])
    elif known:
        _display().show(known)
    return status


def list_errors(options: Namespace, parser: ArgumentParser) -> int:
    """Lists every error, or those of a kind and the kinds below it."""
    errors = [describe(name) for name in names()]
    if options.category is not None:
        kind = _category(options.category)
        if kind is None:
            parser.error(f"no category {options.category!r}: it is one of {', '.join(CATEGORIES)}")
        errors = [error for error in errors if kind in error["bases"]]
    return _table(errors, options)


def search(options: Namespace, parser: ArgumentParser) -> int:
    """Lists the errors that speak of the words, the best match first."""
    errors = [describe(name) for name in found(" ".join(options.words))]
    if not errors:
        print(f"ipsec-errors: nothing speaks of {' '.join(options.words)!r}", file=sys.stderr)
    return _table(errors, options) if errors or options.json else 1


def _category(word: str) -> str | None:
    folded = word.casefold().replace("-", "_")
    return next((c for stem, c in CATEGORIES.items() if folded in (stem, c.casefold())), None)


def _table(errors: Sequence[ErrorDict], options: Namespace) -> int:
    if options.json:
        _print_json(errors)
    else:
        _display().table(errors)
    return 0 if errors else 1


def _print_json(errors: Sequence[ErrorDict]) -> None:
    import json

    print(json.dumps(errors, indent=2))


def _display() -> ModuleType:
    """Returns the module that shows: rich's on a terminal where rich is installed, else plain."""
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):
        try:
            from ipsec_errors.cli import pretty

            return pretty
        except ModuleNotFoundError:
            pass
    from ipsec_errors.cli import plain

    return plain
