"""A small good catalogue, and what is made of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from codegen.model import Catalogue

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the good catalogue, to spoil."""
    return Path(shutil.copytree(HERE / "good", tmp_path / "data"))


@pytest.fixture(scope="session")
def good() -> Catalogue:
    from codegen.reader import read

    return read(HERE / "good")


@pytest.fixture(scope="session")
def rendered(good: Catalogue) -> dict[str, bytes]:
    from codegen.render import render

    return render(good)
