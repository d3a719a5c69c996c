"""Shows errors in colour with rich, which respects NO_COLOR."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ipsec_errors.cli.layout import columns, page, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsec_errors._types import ErrorDict
    from ipsec_errors.cli.layout import Part
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


def show(readings: Sequence[Reading]) -> None:
    """Prints readings one below the other, with a line above each if there are several."""
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
        # The text is already folded. soft_wrap keeps long commands and addresses whole.
        console.print(shown, soft_wrap=True)


def table(errors: Sequence[ErrorDict]) -> None:
    """Prints the number, class and message of each error as a table."""
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
