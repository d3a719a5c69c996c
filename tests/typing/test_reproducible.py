"""Two builds of the same source, at other times and places, give the same bytes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
Tool = Callable[..., str]


def _built(tool: Tool, folder: Path, moment: int) -> dict[str, bytes]:
    """Builds a copy of the tree whose files have another time, and returns both files."""
    folder.mkdir()
    left_out = shutil.ignore_patterns(".*", "__pycache__", "_build")
    for name in ("src", "stubs", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, folder / name)
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment))
    tool(
        "build",
        "--installer",
        "uv",
        "--outdir",
        folder / "out",
        folder,
        SOURCE_DATE_EPOCH="1700000000",
    )
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


def test_a_build_can_be_repeated(tool: Tool, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "a second place"
    built = _built(tool, first, 1_500_000_000)
    assert sorted(Path(name).suffix for name in built) == [".gz", ".whl"]
    assert _built(tool, second, 1_600_000_000) == built
