"""The wheel, a fresh environment that holds nothing else, and programs that look at both."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    pass

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NEEDED = ("build", "importlinter", "jedi", "mypy", "PyInstaller", "pylint", "pyright")

Tool = Callable[..., str]


def _why_not() -> str:
    if sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version"):
        return "checkers, builds and freezers are no programs for Wine"
    missing = [name for name in NEEDED if find_spec(name) is None]
    return f"needs {', '.join(missing)}: the extra [test]" if missing else ""


if WHY_NOT := _why_not():
    pytest.skip(WHY_NOT, allow_module_level=True)


class Distributions(NamedTuple):
    wheel: Path
    sdist: Path


def clean_environment(**more: str) -> dict[str, str]:
    """Returns the environment without what would show a tool our sources."""
    ours = ("PYTHONPATH", "MYPYPATH", "VIRTUAL_ENV")
    return {k: v for k, v in os.environ.items() if k not in ours} | more


def succeed(*command: str | Path, folder: Path, **environment: str) -> str:
    """Runs a command that must end well, and returns what it printed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=clean_environment(**environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout[-6000:]}"
    return done.stdout


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """The sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    succeed(sys.executable, "-m", "build", "--outdir", folder, ROOT, folder=folder)
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return Distributions(wheel, sdist)


@pytest.fixture(scope="session")
def fresh(dist: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with the wheel, and what the wheel needs, alone."""
    folder = tmp_path_factory.mktemp("fresh")
    succeed(sys.executable, "-m", "venv", folder / "venv", folder=folder)
    place = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    python = folder / "venv" / place
    succeed(python, "-m", "pip", "install", "--quiet", dist.wheel, folder=folder)
    return python


@pytest.fixture(params=["wheel", "editable"])
def python(request: pytest.FixtureRequest) -> Path:
    """A Python with the library: from the wheel alone, or installed for its developers."""
    if request.param == "wheel":
        fresh: Path = request.getfixturevalue("fresh")
        return fresh
    return Path(sys.executable)


@pytest.fixture
def project() -> dict[str, dict[str, object]]:
    """What pyproject.toml says of the project."""
    found: dict[str, dict[str, object]] = tomllib.loads(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    )
    return found


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """Runs one of this environment's tools in an empty folder; returns what it prints.

    ``status`` is how it must end; None where the caller judges by what it prints.
    """

    def run(*arguments: str | Path, status: int | None = 0, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=tmp_path,
            env=clean_environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert status in (None, done.returncode), done.stdout[-3000:]
        return done.stdout

    return run
