"""The fingerprints of Windows' message texts: ``texts.tsv``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {("windows", 13801), ("windows", 0x800B0101), ("ras", 691)}
GOOD = (
    "# comment\n55391430336bd64f\t4\tras:691\n"
    "21699b791d544bec\t7\twindows:13801 windows:0x800B0101\n"
)


def test_rows(tmp_path: Path) -> None:
    from codegen.model import WindowsText
    from codegen.texts import read_texts

    path = tmp_path / "texts.tsv"
    path.write_text(GOOD)

    assert read_texts(path, KNOWN) == (
        WindowsText("55391430336bd64f", 4, (("ras", 691),)),
        WindowsText("21699b791d544bec", 7, (("windows", 13801), ("windows", 0x800B0101))),
    )
    assert read_texts(tmp_path / "none.tsv", KNOWN) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("55391430336bd64f 4 ras:691", "line 1: write fingerprint, number of words and numbers"),
        ("55391430336bd64\t4\tras:691", "line 1: write fingerprint"),
        ("55391430336bd64f\t0\tras:691", "line 1: write fingerprint"),
        ("55391430336bd64f\t4\tras691", "line 1: 'ras691' is no number: write ras:691"),
        ("55391430336bd64f\t4\tras:692", "line 1: no error of the catalogue has ras:692"),
        (
            GOOD.splitlines()[1] + "\n" + GOOD.splitlines()[1],
            "line 2: 55391430336bd64f stands there twice",
        ),
    ],
)
def test_a_wrong_row(tmp_path: Path, row: str, said: str) -> None:
    from codegen.model import CatalogueError
    from codegen.texts import read_texts

    path = tmp_path / "texts.tsv"
    path.write_text(row)
    with pytest.raises(CatalogueError, match=said):
        read_texts(path, KNOWN)
