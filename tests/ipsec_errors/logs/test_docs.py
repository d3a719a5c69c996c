"""The tables of ``docs/logs.md`` are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipsec_errors._logs.events import FIELDS
from ipsec_errors._logs.patterns import PATTERNS, TEXT

PAGE = Path(__file__).parents[3] / "docs" / "logs.md"


@pytest.fixture
def rows() -> list[list[str]]:
    """The cells of each row of a table."""
    if not PAGE.exists():
        pytest.skip("the documentation is not here")
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]


def test_every_pattern_has_its_row(rows: list[list[str]]) -> None:
    expected = [[f"`{p.name}`", f"`{p.example}`", f"`{p.space}`"] for p in PATTERNS]
    start = rows.index(["pattern", "example", "numbers are read in"]) + 1

    assert rows[start : start + len(expected)] == expected
    assert rows[start + len(expected)][0] == f"`{TEXT}`"


def test_every_event_field_has_its_row(rows: list[list[str]]) -> None:
    start = rows.index(["pattern", "provider", "events", "field", "what it holds", "who gave up"])
    told = [row[:3] for row in rows[start + 1 : start + 1 + len(FIELDS)]]

    assert told == [
        [f"`{f.name}`", ", ".join(f.providers), ", ".join(map(str, f.ids))] for f in FIELDS
    ]
