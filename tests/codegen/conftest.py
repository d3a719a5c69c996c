"""A small good catalogue, and what is made of it."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.model import Catalogue

HERE = Path(__file__).parent
NEEDED = ("codegen", "cattrs", "jinja2", "rapidfuzz", "ruff")
MISSING = [name for name in NEEDED if find_spec(name) is None]


class _Skipped(pytest.Module):
    def collect(self) -> Iterator[pytest.Item]:
        pytest.skip(f"the generator does not ship, and needs {', '.join(MISSING)}")


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    return _Skipped.from_parent(parent, path=module_path) if MISSING else None


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
