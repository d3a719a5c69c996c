"""Shows errors in colour with rich, which respects NO_COLOR."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ipsec_errors.cli import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ipsec_errors._types import ErrorDict
    from ipsec_errors.cli.layout import Line, Part
    from ipsec_errors.cli.readings import Reading

_STYLES: dict[Part, str] = {
    "reason": "yellow",
    "symbol": "dim",
    "message": "bold",
    "label": "dim",
    "heading": "bold cyan",
    "mark": "cyan",
    "command": "green",
    "": "",
}
_SEVERITIES = {"error": "bold red", "warning": "bold yellow", "status": "bold cyan"}


def show(readings: Sequence[Reading], shortly: bool = False) -> None:
    """Prints readings one below the other, with a line above each if there are several."""
    width = layout.columns()
    console = _console(width)
    pages = layout.pages(readings, width, shortly)
    for number, (reading, lines) in enumerate(zip(readings, pages, strict=True)):
        shown = Text("\n" if number else "")
        if len(readings) > 1:
            shown.append(f"{'-' * width}\n", "dim")
        severity = _SEVERITIES[reading.error["severity"]]
        _print(console, shown, lines, severity)


def table(errors: Sequence[ErrorDict]) -> None:
    """Prints the number, class and message of each error as a table."""
    width = layout.columns()
    _print(_console(width), Text(), layout.table(errors, width), "")


def write(lines: Iterable[Line]) -> None:
    """Prints lines as they are, in colour."""
    console = _console(layout.columns())
    for line in lines:
        _print(console, Text(), [line], "bold red")


def _console(width: int) -> Console:
    # rich is given the size, because it fails on a COLUMNS or LINES that is no number.
    return Console(highlight=False, emoji=False, width=width, height=25)


def _print(console: Console, shown: Text, lines: Iterable[Line], title: str) -> None:
    for line in lines:
        for part, text in line:
            shown.append(text, title if part == "title" else _style(part, text))
        shown.append("\n")
    # The text is already folded. soft_wrap keeps long commands and addresses whole.
    console.print(shown, soft_wrap=True, end="")


def _style(part: Part, text: str) -> str:
    return f"blue link {text}" if part == "address" else _STYLES[part]
