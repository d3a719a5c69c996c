"""A real Windows CPython under Wine: built once, then taken from a cache.

Its parts: python.org's ``python3X.dll`` and extension modules as the Windows wheel of panda3d
carries them, the standard library of the interpreter that runs this, and two small C files, which
MinGW compiles. The minor version is that of the interpreter that runs this.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

HERE = Path(__file__).parent
PANDA3D = "panda3d==1.10.16"
COMPILER = "x86_64-w64-mingw32-gcc"
TOOLS = ("wine", "wineboot", "wineserver", COMPILER)
INSTALL = "apt-get install --no-install-recommends wine wine64 gcc-mingw-w64-x86-64"
CACHE_VARIABLE = "IPSEC_ERRORS_WINDOWS_CACHE"
MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"
DLL = f"python{sys.version_info.major}{sys.version_info.minor}.dll"

_LAUNCHER, _RANDOM = HERE / "launcher.c", HERE / "bcryptprimitives.c"
_RECIPE = (Path(__file__), _LAUNCHER, _RANDOM)
_AT_STARTUP = '''"""Wine 8 aborts in CopyFile2: shutil does without it."""

import _winapi

vars(_winapi).pop("CopyFile2", None)
'''
_NOT_FOR_WINDOWS = ("lib-dynload", "test", "site-packages", "idlelib", "turtledemo", "config-*")
_NOT_INHERITED = ("PYTHON", "PIP_", "UV_", "VIRTUAL_ENV", "WINE", "COV_CORE_")
_QUIET = {
    "WINEDEBUG": "-all",
    # No .NET, no HTML engine, no menu entries on the host, no debugger for what crashes.
    "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe=",
}


class CannotRunError(Exception):
    """The suite cannot be run on Windows here; the text says why."""


class MissingToolError(CannotRunError):
    """Wine or MinGW is not installed."""


@dataclass(frozen=True)
class Interpreter:
    """A Windows CPython and the Wine prefix it runs in."""

    folder: Path
    prefix: Path

    @property
    def executable(self) -> Path:
        """Returns the path of ``python.exe``."""
        return self.folder / "python.exe"

    @property
    def site_packages(self) -> Path:
        """Returns the folder that ``install`` fills."""
        return self.folder / "Lib" / "site-packages"

    def install(self, *requirements: str) -> None:
        """Puts exactly these requirements, resolved for Windows, in place of what was installed."""
        shutil.rmtree(self.site_packages, ignore_errors=True)
        _install_for_windows(self.site_packages, *requirements)
        # Where no installer put these in the system, pywin32 looks for them beside the executable.
        for library in (self.site_packages / "pywin32_system32").glob("*.dll"):
            shutil.copy2(library, self.folder)

    def run(
        self, *arguments: str, show: Callable[[bytes], object] | None = None, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs python.exe with these arguments, from the current folder.

        :param show: called with each piece of the output as it comes; else the result has it all.
        :param environment: variables beyond those of this process.
        """
        command = ["wine", str(self.executable), *arguments]
        own = {
            "PYTHONPYCACHEPREFIX": windows_path(self.folder / "pycache"),
            "WINEPATH": windows_path(self.folder),  # Wine puts it first on the PATH.
            **environment,
        }
        # Pipes, not files or a terminal: the C runtime under Wine takes nothing else for granted.
        process = subprocess.Popen(
            command,
            env=_wine_environment(self.prefix, own),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            output = bytearray()
            while piece := os.read(process.stdout.fileno(), 65536):
                output += piece if show is None else b""
                if show is not None:
                    show(piece)
        return subprocess.CompletedProcess(command, process.returncode, bytes(output))


@contextmanager
def windows_interpreter() -> Iterator[Interpreter]:
    """Gives the interpreter for this minor version, building what the cache lacks.

    One process has it at a time; others wait.

    :raises MissingToolError: when Wine or MinGW is not installed.
    :raises CannotRunError: when a step of the build fails.
    """
    check_tools()
    cache = cache_folder()
    (cache / "home").mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prefix = _cached(cache / _prefix_key(), _build_prefix)
        folder = _cached(cache / _interpreter_key(), _build_interpreter)
        interpreter = Interpreter(folder, prefix)
        with _kept_awake(interpreter):
            yield interpreter


def check_tools() -> None:
    """Raises MissingToolError, which says what to install, where a tool is not on the PATH."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise MissingToolError(f"not installed: {', '.join(missing)}. On Debian:\n    {INSTALL}")


def cache_folder() -> Path:
    """Returns where built interpreters are kept: outside the tree, or where the variable says."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen).absolute() if chosen else user_cache_path("ipsec-errors") / "windows"


def windows_path(path: Path) -> str:
    """Returns an absolute path of this machine as Wine shows it to Windows programs."""
    return "Z:" + str(path).replace("/", "\\")


def compile_program(source: Path, target: Path, *more: str) -> None:
    """Compiles one C file to a Windows program."""
    _do([COMPILER, "-municode", "-O1", "-Wall", "-Werror", str(source), "-o", str(target), *more])


def _cached(folder: Path, build: Callable[[Path], None]) -> Path:
    """Returns the folder; where it is missing, builds it beside and renames it when complete."""
    if not folder.is_dir():
        print(f"building {folder}", file=sys.stderr)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="building-") as scratch:
            unfinished = Path(scratch) / folder.name
            unfinished.mkdir()
            build(unfinished)
            unfinished.rename(folder)
    return folder


@contextmanager
def _kept_awake(interpreter: Interpreter) -> Iterator[None]:
    """Has one Windows program run all the time.

    Without any, Wine ends its services after some seconds; what starts just then finds them dying.
    """
    environment = _wine_environment(interpreter.prefix, {})
    try:
        subprocess.run(["wineserver", "--wait"], env=environment, timeout=30, check=False)
    except subprocess.TimeoutExpired:  # An earlier run left a program behind.
        _do(["wineserver", "--kill"], environment)
    command = ["wine", str(interpreter.executable), "-c", "import sys; sys.stdin.read()"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe):
        yield  # Then its input ends, and so does it.


def _prefix_key() -> str:
    version = _do(["wine", "--version"]).strip()
    return re.sub(r"[^\w.+~-]+", "-", version).strip("-")


def _interpreter_key() -> str:
    standard_library = ".".join(map(str, sys.version_info[:3]))
    recipe = hashlib.sha256(b"".join(source.read_bytes() for source in _RECIPE)).hexdigest()
    return f"cpython-{standard_library}-{PANDA3D.replace('==', '-')}-{recipe[:12]}"


def _build_prefix(folder: Path) -> None:
    environment = _wine_environment(folder, {})
    _do(["wineboot", "--init"], environment)
    _do(["wineserver", "--wait"], environment)  # Until then it still writes the registry's files.


def _build_interpreter(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        wheel = Path(scratch)
        _install_for_windows(wheel, "--no-deps", PANDA3D)
        for library in (wheel / "deploy_libs").iterdir():
            if _belongs(library.name):
                shutil.copy2(library, folder)
    if not (folder / DLL).is_file():
        raise CannotRunError(
            f"{PANDA3D} has no {DLL}: Python {MINOR} cannot be run on Windows here"
        )
    ignored = shutil.ignore_patterns("__pycache__", *_NOT_FOR_WINDOWS)
    shutil.copytree(sysconfig.get_path("stdlib"), folder / "Lib", ignore=ignored)
    (folder / "Lib" / "sitecustomize.py").write_text(_AT_STARTUP, encoding="ascii")
    compile_program(_LAUNCHER, folder / "python.exe", str(folder / DLL))
    compile_program(_RANDOM, folder / "bcryptprimitives.dll", "-shared", "-ladvapi32")


def _belongs(library: str) -> bool:
    """Leaves out the free-threaded build's modules, and the C runtime that Wine has itself.

    Leaves out ``_wmi`` too: Wine 8 aborts in it, and ``platform`` does without it.
    """
    return not ("t-win_amd64" in library or library.startswith(("api-ms-", "_wmi.")))


def _install_for_windows(target: Path, *requirements: str) -> None:
    # uv, for it reads environment markers as Windows would; pip reads them as this machine.
    platform = ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", MINOR)
    command = [sys.executable, "-m", "uv", "--quiet", "pip", "install", *platform, "--no-build"]
    _do([*command, "--target", str(target), *requirements])


def _wine_environment(prefix: Path, own: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)
    }
    # Wine links Documents and the like to the host's HOME: nothing a test does shall reach that.
    home = str(cache_folder() / "home")
    return {**kept, **_QUIET, "HOME": home, "WINEPREFIX": str(prefix), **own}


def _do(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        what = f"{' '.join(command)}\nfailed with exit code {error.returncode}:\n"
        raise CannotRunError(what + error.stdout + error.stderr) from error
    return done.stdout
