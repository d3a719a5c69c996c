"""Environments to measure in: made once for each interpreter, outside the tree."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE_VARIABLE = "IPSEC_ERRORS_BENCHMARKS_CACHE"


@dataclass(frozen=True)
class Peer:
    """A library whose exceptions module is measured beside ours."""

    requirement: str
    module: str

    @property
    def distribution(self) -> str:
        """Returns the requirement without extras."""
        return self.requirement.partition("[")[0]


PEERS = (
    Peer("psycopg[binary]", "psycopg.errors"),
    Peer("asyncpg", "asyncpg.exceptions"),
    Peer("google-api-core", "google.api_core.exceptions"),
    Peer("botocore", "botocore.exceptions"),
    Peer("impacket", "impacket.system_errors"),
    Peer("ntstatus", "ntstatus"),
    Peer("aiokafka", "aiokafka.errors"),
)


class CannotMeasureError(Exception):
    """A step that everything else needs has failed; the text says which."""


@dataclass
class Environment:
    """One interpreter, and the folders that hold what is measured with it.

    ``bare`` is the interpreter with nothing installed, ``cli`` has our wheel with the ``cli``
    extra, ``tools`` our wheel with the ``test`` extra and pyperf. ``folders`` maps a thing to the
    folder that is put on the path for it, ``left_out`` a peer to why it is not there. ``log_size``
    is how many bytes the log has that is searched for errors.
    """

    home: Path
    version: str
    bare: Path
    cli: Path
    tools: Path
    folders: dict[str, Path] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    log_size: int = 10**9


def cache_folder() -> Path:
    """Returns where environments and figures are kept unless the command line says otherwise."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen).absolute() if chosen else user_cache_path("ipsec-errors") / "benchmarks"


def clean(**more: str) -> dict[str, str]:
    """Returns this process's variables, without those that change how Python runs."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name not in ("VIRTUAL_ENV", "FORCE_COLOR", "NO_COLOR")
    }
    return kept | more


def output(command: Sequence[str | Path], **more: str) -> str:
    """Runs a command and returns what it printed.

    :param more: variables of its environment.
    :raises CannotMeasureError: when it fails; the text has the end of what it said.
    """
    result = subprocess.run(command, env=clean(**more), capture_output=True, text=True, cwd=ROOT)
    if result.returncode:
        said = textwrap.indent((result.stdout + result.stderr)[-2000:], "    ")
        raise CannotMeasureError(f"{' '.join(map(str, command))} failed:\n{said}")
    return result.stdout


def prepare(python: Path, cache: Path, fresh: bool) -> Environment:
    """Makes what is missing of an interpreter's environments, and installs the wheel anew.

    :param fresh: makes everything anew, so that the peers' latest versions come.
    """
    version = output([python, "-c", "import platform; print(platform.python_version())"]).strip()
    home = cache / version
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    made = Environment(
        home=home,
        version=version,
        bare=_venv(python, home / "bare", "--without-pip"),
        cli=_venv(python, home / "cli", "--without-pip"),
        tools=_venv(python, home / "tools"),
    )
    _install_ours(made)
    for peer in PEERS:
        try:
            made.folders[peer.module] = _target(made, home / "peers", peer.requirement)
        except CannotMeasureError as error:
            made.left_out[peer.module] = str(error).rstrip().rpartition("\n")[2].strip()
        else:
            made.versions |= _versions(made.folders[peer.module], peer.distribution)
    made.folders["winerror"] = _winerror(made)
    made.folders["empty"] = _empty(made)
    return made


def compiled(environment: Environment, folder: Path) -> Path:
    """Writes the bytecode of every module below a folder, and returns the folder."""
    output([environment.bare, "-m", "compileall", "-q", folder])
    return folder


def _venv(python: Path, folder: Path, *options: str) -> Path:
    executable = folder / "bin" / "python"
    if not executable.exists():
        output([python, "-m", "venv", *options, folder])
    return executable


def _pip(environment: Environment, *arguments: str | Path) -> None:
    output([environment.tools, "-m", "pip", *arguments])


def _install_ours(environment: Environment) -> None:
    wheels = environment.home / "wheel"
    own = environment.home / "own"
    for folder in (wheels, own):
        shutil.rmtree(folder, ignore_errors=True)
    _pip(environment, "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, ROOT)
    (wheel,) = wheels.glob("*.whl")
    _pip(environment, "install", "--quiet", "--target", own, wheel)
    for python, extra in ((environment.cli, "cli"), (environment.tools, "test")):
        to = ("--python", python, "install", "--quiet")
        _pip(environment, *to, f"{wheel}[{extra}]", *(("pyperf",) if extra == "test" else ()))
        # The version stays the same while the code changes.
        _pip(environment, *to, "--force-reinstall", "--no-deps", wheel)
    output([environment.tools, "-m", "pyright", "--version"])  # It fetches its program at first.
    environment.folders["ipsec_errors"] = own
    (library,) = (environment.home / "tools" / "lib").glob("python*/site-packages")
    environment.versions |= _versions(library, "mypy", "pyright", "pyperf", "rich", "ruff")


def _target(environment: Environment, where: Path, requirement: str) -> Path:
    folder = where / requirement.partition("[")[0]
    if not folder.is_dir():
        # Renamed when complete, so that a failed installation is not taken for a whole one.
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _pip(environment, "install", "--quiet", "--target", unfinished, requirement)
        unfinished.rename(folder)
        compiled(environment, folder)  # Bytecode knows its source by time and size, not by path.
    return folder


def _versions(folder: Path, *names: str) -> dict[str, str]:
    found = importlib.metadata.distributions(path=[str(folder)])
    return {d.name: d.version for d in found if d.name.lower().replace("_", "-") in names}


def _winerror(environment: Environment) -> Path:
    """Takes ``winerror.py`` out of the Windows wheel of pywin32: it is plain Python."""
    folder = environment.home / "peers" / "winerror"
    wheels = environment.home / "pywin32"
    if not folder.is_dir():
        options = ("--no-deps", "--only-binary", ":all:", "--platform", "win_amd64")
        _pip(environment, "download", "--quiet", *options, "--dest", wheels, "pywin32")
        (wheel,) = wheels.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (n for n in archive.namelist() if n.endswith("/lib/winerror.py"))
            text = archive.read(name)
        folder.mkdir(parents=True)
        (folder / "winerror.py").write_bytes(text)
        compiled(environment, folder)
    (wheel,) = wheels.glob("*.whl")
    environment.versions["pywin32"] = wheel.name.split("-")[1]
    return folder


def _empty(environment: Environment) -> Path:
    """Makes the least that a package with something in it can be: it and one submodule, empty."""
    folder = environment.home / "empty"
    (folder / "empty").mkdir(parents=True, exist_ok=True)
    for name in ("__init__.py", "submodule.py"):
        (folder / "empty" / name).write_text("")
    return compiled(environment, folder)


def own_version() -> str:
    """Returns the version of the library in this tree, without importing it."""
    lines = (ROOT / "src" / "ipsec_errors" / "__init__.py").read_text().splitlines()
    line = next(line for line in lines if line.startswith("__version__"))
    return line.partition("=")[2].strip().strip('"')


if sys.platform == "win32":
    raise SystemExit("the benchmarks need POSIX: a pseudo-terminal, and one core for a process")
