"""Shows errors on a terminal with rich, coloured. rich itself respects NO_COLOR."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ipsec_errors.cli.layout import columns, page, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsec_errors.cli.layout import Part
    from ipsec_errors.cli.readings import Reading
    from ipsec_errors.lookup import ErrorDict

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


def show(readings: Sequence[Reading]) -> None:
    """Prints readings, one below the other, each under a rule."""
    console = _console()
    width = columns()
    for reading in readings:
        shown = Text()
        if len(readings) > 1:
            shown.append(f"{'-' * width}\n", "dim")
        for line in page(reading, width):
            for part, text in line:
                shown.append(text, _style(part, text, reading.error))
            shown.append("\n")
        # One text that is folded already: a terminal can copy long commands and addresses whole.
        console.print(shown, soft_wrap=True)


def table(errors: Sequence[ErrorDict]) -> None:
    """Prints a table: number, class and message of each error."""
    from rich.table import Table

    grid = Table(box=None, pad_edge=False, header_style="bold")
    grid.add_column("number", no_wrap=True, style="cyan")
    grid.add_column("class", no_wrap=True, style="bold")
    grid.add_column("meaning")
    for number, name, message in map(row, errors):
        grid.add_row(number, name, Text(message))
    _console().print(grid)


def _console() -> Console:
    return Console(highlight=False, emoji=False)


def _style(part: Part, text: str, error: ErrorDict) -> str:
    if part == "title":
        return _SEVERITIES[error["severity"]]
    return f"blue link {text}" if part == "address" else _STYLES[part]
