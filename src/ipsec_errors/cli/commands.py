"""The commands explain, list and search. Each returns the exit status."""

from __future__ import annotations

import os
import sys

from ipsec_errors._codes import quoted
from ipsec_errors._describe import describe
from ipsec_errors._index import CATEGORIES
from ipsec_errors.cli.readings import Reading, UnknownCodeError, joined, of_word
from ipsec_errors.cli.streams import warn
from ipsec_errors.errors import load_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType

    from ipsec_errors._types import ErrorDict, Space


COMMANDS = ("explain", "list", "search", "scan")


class UsageError(Exception):
    """The arguments are wrong. The message says what is right."""


def explain(codes: Sequence[str], space: Space | None, as_json: bool, shortly: bool = False) -> int:
    """Explains each code. An unknown code is reported on standard error, and the status is 1."""
    known: list[tuple[Reading, list[str]]] = []
    status = 0
    for text in joined(codes):
        try:
            for reading in readings(text, space):
                inputs = next((texts for one, texts in known if one == reading), None)
                if inputs is None:
                    known.append((reading, [text]))
                else:
                    inputs.append(text)
        except UnknownCodeError as error:
            warn(f"ipsec-errors: {error}{_near_command(text)}")
            status = 1
    if as_json:
        _print_json([{**reading.error, "inputs": inputs} for reading, inputs in known])
    elif known:
        display().show([reading for reading, _ in known], shortly)
    return status


def _near_command(word: str) -> str:
    """Returns the command that a word is nearly, to append to a message."""
    from difflib import get_close_matches

    close = get_close_matches(word[:100].casefold(), COMMANDS, 1, 0.7)
    return f"; did you mean ipsec-errors {close[0]}?" if close else ""


def readings(text: str, space: Space | None) -> list[Reading]:
    """Returns every meaning of a code, symbol, class name or pasted text, the Windows one first.

    :param space: where numbers come from; None shows every reading.
    :raises UnknownCodeError: if it has no meaning.
    """
    word = text.strip()
    found = of_word(word, space)
    if found is None and word.strip(".,:;()[]<>\"'") != word:
        found = of_word(word.strip(".,:;()[]<>\"'"), space)
    if found is None:
        from ipsec_errors.cli.lines import of_line  # It loads the search of logs.

        found = of_line(word, space)
    return found


def list_errors(
    category: str | None, as_json: bool, space: Space | None = None, transient: bool = False
) -> int:
    """Lists every error, or those of a category and the categories below it.

    :param space: instead of a row for each error, one for each number of this space.
    :param transient: only the errors after which the same call can succeed later.
    """
    errors = _every()
    if category is not None:
        base = _category(category)
        errors = [error for error in errors if base in error["bases"]]
    if transient:
        errors = [error for error in errors if error["transient"]]
    if space is not None:
        return _table(_numbers(errors, space, as_json), as_json)
    status = _table(errors, as_json)
    if errors and not as_json:
        command = ("command", "ipsec-errors list --space ras")
        display().write([(("label", "Every number: "), command, ("label", " (or windows)"))])
    return status


def _numbers(errors: Iterable[ErrorDict], space: Space, as_json: bool) -> list[ErrorDict]:
    """Returns a record for each number of a space; in a table its symbol precedes the message."""
    numbers = sorted(
        (code["number"], error["name"])
        for error in errors
        for code in error["codes"]
        if code["space"] == space
    )
    found = [describe(load_class(name), number, space) for number, name in numbers]
    if not as_json:
        for error in found:
            error["message"] = f"{error['symbol']}: {error['message']}"
    return found


def search(words: str, as_json: bool) -> int:
    """Lists the errors that match the words, each with the number that matched best."""
    from ipsec_errors._search import search as found

    errors = [describe(load_class(name), number, space) for name, number, space in found(words)]
    if not errors:
        near = _near_words(words)
        hint = f"; near: {', '.join(near)}" if near else ""
        warn(f"ipsec-errors: no error matches {quoted(words)}{hint}")
    return _table(errors, as_json) if errors or as_json else 1


def _every() -> list[ErrorDict]:
    from ipsec_errors._search import names

    return [describe(load_class(name)) for name in names()]


def _category(word: str) -> str:
    folded = word.casefold().replace("-", "_")
    for stem, name in CATEGORIES.items():
        if folded in (stem, name.casefold()):
            return name
    from difflib import get_close_matches

    near = get_close_matches(folded[:100], CATEGORIES, 1)
    hint = f"did you mean {near[0]}? It" if near else "it"
    raise UsageError(
        f"no category {quoted(word)}: {hint} is one of {', '.join(sorted(CATEGORIES))}"
    )


def _near_words(words: str) -> list[str]:
    from difflib import get_close_matches

    texts = " ".join(f"{error['message']} {error['description']}" for error in _every())
    known = {word.strip(".,:;()'").casefold() for word in texts.split()}
    # Only for a few words, because each is compared with all words.
    asked = [word[:100].casefold() for word in words.split()[:5]]
    return [near for word in asked for near in get_close_matches(word, known, 1)]


def _table(errors: Sequence[ErrorDict], as_json: bool) -> int:
    if as_json:
        _print_json(errors)
    else:
        display().table(errors)
    return 0 if errors else 1


def _print_json(errors: Sequence[Mapping[str, object]]) -> None:
    import json

    print(json.dumps(errors, indent=2))


def display() -> ModuleType:
    """Returns the output module: pretty on a terminal if rich is installed, else plain."""
    if os.environ.get("FORCE_COLOR") or (sys.stdout is not None and sys.stdout.isatty()):
        try:
            from ipsec_errors.cli import pretty

            return pretty
        except ModuleNotFoundError:
            pass
    from ipsec_errors.cli import plain

    return plain
