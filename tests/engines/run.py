"""Runs the examples of docs/many-machines.md, and compares their counts with those of one scan.

    python tests/engines/run.py [--install] [--only dask,polars,duckdb]

Each example is run exactly as it stands on the page, in an environment of its engine, over logs
that are made for it. One table shows what each engine counted.

The exit status is 0 if all counts are those of ``ipsec-errors scan``, 1 if not or if an example
fails, and 69 where an engine is not installed. ``--install`` installs the engines into the user's
cache folder (or where IPSEC_ERRORS_ENGINES_CACHE says); Spark needs Java 17 or newer, which it
installs as root on Debian.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

# Run as a script, this file's own folder is on the path, but not the package it belongs to.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

try:
    from platformdirs import user_cache_path

    from ipsec_errors import catalog
    from tests.engines.corpus import write_logs
except ModuleNotFoundError as missing:
    extra = 'python -m pip install -e ".[test]"'
    sys.exit(f"{missing.name} is not installed: the engines need the extra test ({extra})")

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs" / "many-machines.md"
CACHE_VARIABLE = "IPSEC_ERRORS_ENGINES_CACHE"
JAVA = "openjdk-17-jre-headless"
FAILED, UNAVAILABLE = 1, 69
SECONDS = 600

# The file and the name of each error that scan finds.
Findings: TypeAlias = "list[tuple[Path, str]]"
# How often a host has an error of this name.
Counts: TypeAlias = "Counter[tuple[str, str]]"

# This example reads the files with this suffix only.
OBJECT_STORE, LINES_SUFFIX = "Spark, from an object store", ".log"


@dataclass(frozen=True)
class Engine:
    """An engine of the page.

    :ivar headings: of the sections with its examples.
    :ivar requirements: what its environment needs; empty where the standard library is enough.
    """

    headings: tuple[str, ...]
    requirements: tuple[str, ...]


ENGINES = {
    "processes": Engine(("Processes",), ()),
    "dask": Engine(("Dask",), ("dask", "distributed")),
    "spark": Engine(("Spark", OBJECT_STORE), ("pyspark>=4",)),
    "duckdb": Engine(("DuckDB",), ("duckdb",)),
    "polars": Engine(("Polars",), ("polars",)),
}
# What the library itself needs.
OWN_REQUIREMENTS = ("attrs", "typing-extensions")


class CannotRunError(Exception):
    """An engine is not installed. The text says how to install it."""


class ExampleError(Exception):
    """A command or an example of the page failed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs everything and returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--install", action="store_true", help="install the engines first")
    parser.add_argument(
        "--only",
        type=lambda text: text.split(","),
        default=[*ENGINES],
        metavar="NAMES",
        help=f"some of {','.join(ENGINES)} (default: all)",
    )
    options = parser.parse_args(arguments)
    if unknown := sorted({*options.only} - {*ENGINES}):
        parser.error(f"no engine {', '.join(unknown)}: they are {', '.join(ENGINES)}")
    status = 0
    with tempfile.TemporaryDirectory(prefix="engines-") as scratch:
        folder = Path(scratch)
        found = prepare(folder)
        columns = {"scan": counts_of(found)}
        for name in options.only:
            try:
                if options.install:
                    install(name)
                columns |= run_engine(name, folder)
                if name == "dask":
                    travel(folder)
            except CannotRunError as error:
                print(f"skipped: {error}", file=sys.stderr)
                status = status or UNAVAILABLE
            except ExampleError as error:
                print(error, file=sys.stderr)
                status = FAILED
    print(table(columns))
    for heading, counts in columns.items():
        if counts != expected(heading, found):
            print(f"{heading}: different from scan")
            status = FAILED
    if OBJECT_STORE in columns:
        print(f"{OBJECT_STORE}: it reads *{LINES_SUFFIX} only")
    return status


def cache_folder() -> Path:
    """Returns where the environments are kept: outside the tree, or where the variable says."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen).absolute() if chosen else user_cache_path("ipsec-errors") / "engines"


def interpreter(name: str) -> Path:
    """Returns the interpreter that runs the examples of an engine.

    :raises CannotRunError: where the engine is not installed.
    """
    if not ENGINES[name].requirements:
        return Path(sys.executable)
    python = _environment(name) / "bin" / "python"
    if not python.exists():
        raise CannotRunError(
            f"{name} is not installed: python tests/engines/run.py --install --only {name}"
        )
    if name == "spark" and shutil.which("java") is None:
        raise CannotRunError(
            f"Java is not installed: apt-get install --no-install-recommends {JAVA}"
        )
    return python


def install(name: str) -> None:
    """Makes the environment of an engine, unless it is there.

    :raises CannotRunError: when a step fails.
    """
    requirements = ENGINES[name].requirements
    target = _environment(name)
    if name == "spark" and shutil.which("java") is None:
        _do(["apt-get", "-qq", "update"])
        _do(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", JAVA])
    if requirements and not target.exists():
        print(f"installing {name} into {target}", file=sys.stderr)
        target.parent.mkdir(parents=True, exist_ok=True)
        # A virtual environment cannot be moved, so an incomplete one is removed.
        try:
            _do([sys.executable, "-m", "venv", str(target)])
            pip = [str(target / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            _do([*pip, *OWN_REQUIREMENTS, *requirements])
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise


def prepare(folder: Path) -> Findings:
    """Writes the logs, runs the commands of the page, and returns what ``scan`` finds.

    :raises ExampleError: when a command fails.
    """
    write_logs(folder / "logs")
    commands = re.findall(r"^\$ ipsec-errors (.*) > (\S+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    for arguments, target in commands:
        command = [sys.executable, "-m", "ipsec_errors", *shlex.split(arguments)]
        (folder / target).write_text(_output(command, folder), encoding="utf-8")
    lines = (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [(Path(found["source"]), found["name"]) for found in map(json.loads, lines)]


def counts_of(found: Findings) -> Counts:
    """Returns how often each host has each error."""
    return Counter((path.parent.name, name) for path, name in found)


def expected(heading: str, found: Findings) -> Counts:
    """Returns what the example below a heading must count."""
    if heading == OBJECT_STORE:
        found = [(path, name) for path, name in found if path.suffix == LINES_SUFFIX]
    return counts_of(found)


def run_engine(name: str, folder: Path) -> dict[str, Counts]:
    """Runs the examples of an engine; returns what each one counted, by its heading.

    :raises CannotRunError: where the engine is not installed.
    :raises ExampleError: when an example fails.
    """
    python = interpreter(name)
    counted = {}
    for heading in ENGINES[name].headings:
        script = folder / f"{heading.replace(' ', '_').replace(',', '')}.py"
        script.write_text(program(heading), encoding="utf-8")
        printed = _output([str(python), script.name], folder)
        counted[heading] = _counts(printed)
    return counted


def travel(folder: Path) -> None:
    """Sends findings through a Dask cluster, as objects and as dictionaries.

    :raises CannotRunError: where Dask is not installed.
    :raises ExampleError: when they come back changed.
    """
    _output([str(interpreter("dask")), str(HERE / "travel.py")], folder)


def program(heading: str) -> str:
    """Returns the example below a heading of the page, with the code of the page's head."""
    head, *sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    section = next(each for each in sections if each.startswith(f"{heading}\n"))
    blocks = [
        re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        for text in (head, section)
    ]
    return "\n\n".join([*blocks[0], *blocks[1]])


def table(columns: dict[str, Counts]) -> str:
    """Returns the counts, a row for each host and error and a column for each engine."""
    rows = sorted({key for counts in columns.values() for key in counts})
    heads = ["host", "error", *columns]
    body = [[*key, *(str(counts[key]) for counts in columns.values())] for key in rows]
    body.append(["", "total", *(str(counts.total()) for counts in columns.values())])
    widths = [max(map(len, column)) for column in zip(heads, *body, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number < 2 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (heads, *body)
    )


def _counts(printed: str) -> Counts:
    counts: Counts = Counter()
    for line in printed.splitlines():
        host, name, number, *rest = line.split()
        counts[host, name] += int(number)
        # What a join adds must be what the catalogue says.
        info = catalog.get(name)
        if info is None or rest not in ([], [info.fix_side]):
            raise ExampleError(f"the catalogue does not say so: {line}")
    return counts


def _environment(name: str) -> Path:
    return cache_folder() / f"{name}-{sys.version_info.major}.{sys.version_info.minor}"


def _output(command: Sequence[str], folder: Path) -> str:
    configuration = folder / "spark"
    configuration.mkdir(exist_ok=True)
    (configuration / "spark-defaults.conf").write_text(
        "spark.master local[2]\nspark.ui.enabled false\nspark.log.level ERROR\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        # Nothing leaves this machine.
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_CONF_DIR": str(configuration),
    }
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            printed, errors = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise ExampleError(f"{shlex.join(command)} took over {SECONDS} s") from None
        finally:
            # An engine's own processes too: they are in the session of the example.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise ExampleError(f"{shlex.join(command)} failed:\n{errors}")
    return printed


def _do(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except OSError as error:
        raise CannotRunError(str(error)) from error
    except subprocess.CalledProcessError as error:
        raise CannotRunError(f"{shlex.join(command)} failed:\n{error.stderr}") from error


if __name__ == "__main__":
    sys.exit(main())
