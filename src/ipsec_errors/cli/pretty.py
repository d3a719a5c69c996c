"""Shows errors on a terminal with rich: laid out and coloured. rich itself respects NO_COLOR."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ipsec_errors.cli.sections import facts, sections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsec_errors.cli.readings import Reading
    from ipsec_errors.lookup import ErrorDict

_SEVERITIES = {"error": "bold red", "warning": "bold yellow", "status": "bold cyan"}
_WIDTH = 110


def _console() -> Console:
    console = Console(highlight=False, emoji=False)
    if console.width > _WIDTH:
        console.width = _WIDTH
    return console


def show(readings: Sequence[Reading]) -> None:
    """Prints readings, one below the other."""
    console = _console()
    for reading in readings:
        _show(console, reading)


def table(errors: Sequence[ErrorDict]) -> None:
    """Prints a table: number, class and message of each error."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    grid.add_column("number", no_wrap=True, style="cyan")
    grid.add_column("class", no_wrap=True, style="bold")
    grid.add_column("meaning")
    for error in errors:
        number = error["hex"] if error["code"] > 0xFFFF else str(error["code"])
        space = "" if error["space"] == "windows" else f" ({error['space']})"
        grid.add_row(number + space, error["name"], Text(error["message"]))
    _console().print(grid)


def _show(console: Console, reading: Reading) -> None:
    error = reading.error
    title = Text.assemble(
        (error["name"], _SEVERITIES[error["severity"]]), "  ", (error["symbol"], "dim")
    )
    console.print(Rule(title, align="left", style="dim"))
    if reading.reason:
        console.print(Text(f"{reading.reason}:", style="yellow"))
    console.print(Text(error["message"], style="bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for label, value in facts(error):
        grid.add_row(label, Text(value))
    console.print(Padding(grid, (1, 0, 0, 0)))
    for heading, lines in sections(reading):
        console.print()
        console.print(Text(heading, style="bold cyan"))
        body = Table.grid(padding=(0, 1))
        body.add_column(no_wrap=True, style="cyan")
        body.add_column()
        for kind, mark, text in lines:
            if kind == "command":
                body.add_row("", Text(text, style="green", overflow="fold"))
            elif kind == "address":
                body.add_row("", Text(text, style=f"blue link {text}", overflow="fold"))
            else:
                body.add_row(mark, Text(text))
        console.print(Padding(body, (0, 0, 0, 2)))
    console.print()
