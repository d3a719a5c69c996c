"""Shows errors as plain text, in a pipe or on a terminal without rich."""

from __future__ import annotations

from ipsec_errors.cli.layout import columns, pages, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ipsec_errors._types import ErrorDict
    from ipsec_errors.cli.layout import Line
    from ipsec_errors.cli.readings import Reading


def show(readings: Sequence[Reading], shortly: bool = False) -> None:
    """Prints readings one below the other."""
    shown = (
        "\n".join("".join(text for _, text in line).rstrip() for line in lines)
        for lines in pages(readings, columns(), shortly)
    )
    print("\n\n\n".join(shown))


def table(errors: Sequence[ErrorDict]) -> None:
    """Prints the number, class and message of each error, one error per line."""
    for number, name, message in map(row, errors):
        print(f"{number:<11} {name:<40} {message}")


def write(lines: Iterable[Line]) -> None:
    """Prints lines as they are."""
    for line in lines:
        print("".join(text for _, text in line).rstrip())
