"""Shows errors as plain text: in a pipe, and on a terminal without rich."""

from __future__ import annotations

import shutil
import textwrap

from ipsec_errors.cli.sections import facts, sections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ipsec_errors.cli.readings import Reading
    from ipsec_errors.lookup import ErrorDict

_LABEL = 15


def show(readings: Sequence[Reading]) -> None:
    """Prints readings, one below the other."""
    width = max(40, min(shutil.get_terminal_size().columns, 100))
    print("\n\n".join("\n".join(_lines(reading, width)) for reading in readings))


def table(errors: Sequence[ErrorDict]) -> None:
    """Prints a line for each error: its number, class and message."""
    for error in errors:
        number = error["hex"] if error["code"] > 0xFFFF else str(error["code"])
        space = "" if error["space"] == "windows" else f" ({error['space']})"
        print(f"{number + space:<11} {error['name']:<40} {error['message']}")


def _lines(reading: Reading, width: int) -> Iterable[str]:
    error = reading.error
    if reading.reason:
        yield from textwrap.wrap(f"{reading.reason}:", width, break_on_hyphens=False)
        yield ""
    yield f"{error['name']}  {error['symbol']}"
    yield from textwrap.wrap(error["message"], width)
    yield ""
    for label, value in facts(error):
        yield from _hanging(f"{label:<{_LABEL}}", value, width)
    for title, lines in sections(reading):
        yield ""
        yield title
        for kind, mark, text in lines:
            if kind in ("command", "address"):
                # Never folded: it is there to be copied.
                yield f"     {text}"
            else:
                yield from _hanging(f"  {mark} " if mark else "  ", text, width)


def _hanging(first: str, text: str, width: int) -> Iterable[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
