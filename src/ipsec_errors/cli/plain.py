"""Shows errors as plain text: in a pipe, and on a terminal without rich."""

from __future__ import annotations

from ipsec_errors.cli.layout import columns, page, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsec_errors.cli.readings import Reading
    from ipsec_errors.lookup import ErrorDict


def show(readings: Sequence[Reading]) -> None:
    """Prints readings, one below the other."""
    width = columns()
    pages = []
    for reading in readings:
        lines = ("".join(text for _, text in line) for line in page(reading, width))
        pages.append("\n".join(line.rstrip() for line in lines))
    print("\n\n\n".join(pages))


def table(errors: Sequence[ErrorDict]) -> None:
    """Prints a line for each error: its number, class and message."""
    for number, name, message in map(row, errors):
        print(f"{number:<11} {name:<40} {message}")
