"""What ``scan`` reads of the paths that it is given."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from ipsec_errors.cli.sources import sources

Read = tuple[list[tuple[str, int, bool]], list[str]]


def read(*paths: str | Path) -> Read:
    """Returns name, size and whether it was named, for each source, and what cannot be read."""
    failed: list[str] = []
    found = list(sources([*map(str, paths)], failed.append))
    return [(one.name, one.size, one.given) for one in found], failed


def test_what_is_named_and_what_a_directory_holds(tmp_path: Path) -> None:
    inner = tmp_path / "logs" / "inner"
    inner.mkdir(parents=True)
    new, old = inner / "a.log", tmp_path / "logs" / "z.log"
    for age, file in enumerate((new, old)):
        file.write_text("x" * (age + 3))
        os.utime(file, (1000 - age, 1000 - age))

    found, failed = read("-", new, tmp_path / "logs")
    assert found == [
        ("standard input", 0, True),
        (str(new), 3, True),
        (str(old), 4, False),
        (str(new), 3, False),
    ]
    assert failed == []


@pytest.mark.skipif(sys.platform == "win32", reason="making a link needs a privilege there")
def test_a_link_to_nothing_stops_no_other_file(tmp_path: Path) -> None:
    link, log = tmp_path / "a.log", tmp_path / "b.log"
    link.symlink_to(tmp_path / "missing")
    log.touch()

    assert read(tmp_path) == ([(str(log), 0, False)], [f"{link}: No such file or directory"])


def test_a_directory_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked, log = tmp_path / "locked", tmp_path / "b.log"
    locked.mkdir()
    log.touch()
    scan: Any = os.scandir

    def scandir(path: str) -> Any:
        if path == str(locked):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert read(tmp_path) == ([(str(log), 0, False)], [f"{locked}: Permission denied"])


def test_a_path_that_no_file_can_have() -> None:
    found, (failed,) = read("a\0b")
    assert found == []
    assert failed.startswith("a\0b: ")
    assert "null" in failed
