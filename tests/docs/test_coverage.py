"""The counts on the page "What is covered"."""

from __future__ import annotations

import re
from pathlib import Path

from ipsec_errors import catalog
from ipsec_errors.cli.readings import _NO_ERRORS

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
CODES = [entry for info in catalog for entry in info.codes]
WINDOWS = [entry.number for entry in CODES if entry.space == "windows"]
RAS = [entry.number for entry in CODES if entry.space == "ras"]


def between(first: int, last: int) -> int:
    return sum(first <= number <= last for number in WINDOWS)


def test_its_counts() -> None:
    rows = re.findall(r"^\| (.+?) \| .+ \| (\d+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {numbers: int(count) for numbers, count in rows} == {
        "13000 to 13999": between(13000, 13999),
        "1469, 11033": len({1469, 11033} & set(WINDOWS)),
        "0x8009xxxx, 0x800Bxxxx": between(0x80090000, 0x800BFFFF),
        "0x8032xxxx": between(0x80320000, 0x8032FFFF),
        "0xC022xxxx": between(0xC0220000, 0xC022FFFF),
        "0xC036xxxx": between(0xC0360000, 0xC036FFFF),
        "0xC000A010, 0xC000A086": len({0xC000A010, 0xC000A086} & set(WINDOWS)),
        f"RAS {min(RAS)} to {max(RAS)}": len(RAS),
    }
    assert sum(int(count) for _, count in rows) == len(WINDOWS) + len(RAS)


def test_it_explains_what_only_looks_like_an_error() -> None:
    text = PAGE.read_text("utf-8")
    assert [n for n in _NO_ERRORS if not re.search(rf"\b{n}\b", text)] == []
    assert not [n for n in _NO_ERRORS if n in catalog]
