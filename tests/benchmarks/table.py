"""Rows of the table of ratios, and how it is shown."""

from __future__ import annotations

import io
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .measures import Samples

# How many of a unit make one second, or one byte.
_UNITS = {"ns": 1e9, "ms": 1e3, "s": 1.0, "MB": 1e-6}


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, beside what, and what it should be."""

    what: str
    ours: str
    beside: str
    ratio: str
    least: str
    goal: str
    met: bool | None

    @property
    def verdict(self) -> str:
        """Returns ``met`` or ``missed``; nothing where the row has no goal."""
        return "" if self.met is None else "met" if self.met else "missed"


def ratio(
    samples: Samples,
    unit: str,
    what: str,
    ours: str,
    beside: str,
    goal: float | None,
    shown: str = "",
) -> Row:
    """Compares two things of one run: the ratio of the medians, and that of the least values.

    :param goal: what the ratio of the medians may be at most; None only shows it.
    :param shown: how the other thing is called, where it is not as in the samples.
    """
    mine, other = median(samples[ours]), median(samples[beside])
    least = min(samples[ours]) / min(samples[beside]) if min(samples[beside]) else float("nan")
    return Row(
        what,
        _amount(mine, unit),
        f"{shown or beside}: {_amount(other, unit)}",
        f"{mine / other:.3g}",
        f"{least:.3g}",
        "" if goal is None else f"at most {goal:g}",
        None if goal is None else mine / other <= goal,
    )


def bound(samples: Samples, unit: str, what: str, ours: str, goal: float | None) -> Row:
    """Holds the median of one thing against an amount in a unit; None only shows it."""
    value = median(samples[ours])
    return Row(
        what,
        _amount(value, unit),
        "",
        "",
        "",
        "" if goal is None else f"at most {goal:g} {unit}",
        None if goal is None else value * _UNITS[unit] <= goal,
    )


def _amount(value: float, unit: str) -> str:
    amount = value * _UNITS[unit]
    return f"{amount:,.0f} {unit}" if amount >= 100 else f"{amount:.3g} {unit}"


def _table(rows: Iterable[Row], style: box.Box) -> Table:
    table = Table(box=style)
    table.add_column("what")
    for heading in ("ours", "beside", "ratio", "ratio of minima", "goal", ""):
        table.add_column(heading, justify="left" if heading in ("beside", "") else "right")
    for row in rows:
        table.add_row(row.what, row.ours, row.beside, row.ratio, row.least, row.goal, row.verdict)
    return table


def show(rows: Iterable[Row]) -> None:
    """Prints the table, as wide as it is where it goes into a pipe."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = 200
    console.print(_table(rows, box.SIMPLE_HEAD))


def markdown(rows: Iterable[Row]) -> str:
    """Returns the table in Markdown."""
    text = io.StringIO()
    Console(file=text, width=300, markup=True).print(_table(rows, box.MARKDOWN))
    return "\n".join(line.rstrip() for line in text.getvalue().strip().splitlines())
