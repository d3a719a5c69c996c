"""Runs the whole test suite on Linux and on Windows CPython, and shows both side by side.

    python tests/windows/run.py [--linux-results FILE] [pytest arguments]

It builds the Windows interpreter where the cache has none, installs this project's wheel there
with its ``test`` extra, has each platform write a corpus of pickled exceptions for the other one
to read, and runs pytest on both. The exit code is that of pytest: the first that is not 0, Windows
first. It is 69 where Wine or MinGW is missing (on Debian: wine, wine64, gcc-mingw-w64-x86-64), 70
where the interpreter or the wheel cannot be built, and 71 where a crash ended pytest.

``--linux-results`` names a JUnit XML file of a Linux run that was made already: then only the
corpus that Windows wrote is tested here.
"""

from __future__ import annotations

import argparse
import ast
import os
import platform
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

try:
    from interpreter import (
        HERE,
        CannotRunError,
        Interpreter,
        MissingToolError,
        compile_program,
        windows_interpreter,
        windows_path,
    )
    from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
except ModuleNotFoundError as missing:
    EXTRA = 'python -m pip install -e ".[test]"'
    sys.exit(f"{missing.name} is not installed: the Windows lane needs the extra test ({EXTRA})")

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = HERE.parent.parent
# Exit codes that pytest does not use: EX_UNAVAILABLE, EX_SOFTWARE, EX_OSERR.
MISSING_TOOL, CANNOT_RUN, ENDED_EARLY = 69, 70, 71
CORPUS_VARIABLE = "IPSEC_ERRORS_OTHER_CORPUS"
PROGRAMS_VARIABLE = "IPSEC_ERRORS_FAKE_PROGRAMS"


@dataclass
class Results:
    """What one run of the suite came to; the lists hold names of tests."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    skipped: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def run(self) -> int:
        """Returns how many tests ran to an end."""
        return len(self.passed) + len(self.failed)

    @property
    def skips(self) -> int:
        """Returns how many tests were skipped."""
        return sum(map(len, self.skipped.values()))

    @property
    def names(self) -> set[str]:
        """Returns the names of all tests, skipped or not."""
        return {
            *self.passed,
            *self.failed,
            *(name for names in self.skipped.values() for name in names),
        }


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs everything and returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--linux-results", type=Path, metavar="FILE", help="a JUnit XML file of a Linux run"
    )
    options, pytest_arguments = parser.parse_known_args(arguments)
    linux_results = options.linux_results and options.linux_results.absolute()
    try:
        with (
            windows_interpreter() as interpreter,
            tempfile.TemporaryDirectory(prefix="windows-lane-") as scratch,
        ):
            return _run_both(interpreter, Path(scratch), pytest_arguments, linux_results)
    except MissingToolError as error:
        print(error, file=sys.stderr)
        return MISSING_TOOL
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return CANNOT_RUN


def read_results(path: Path) -> Results:
    """Reads a JUnit XML file as pytest writes it."""
    results = Results()
    for case in _cases(path):
        name = f"{case.classname}::{case.name}".removeprefix("::")
        outcomes = case.result
        skip = next((one for one in outcomes if isinstance(one, Skipped)), None)
        if any(isinstance(one, (Failure, Error)) for one in outcomes):
            results.failed.append(name)
        elif skip is not None:
            results.skipped[_reason(skip)].append(name)
        else:
            results.passed.append(name)
    return results


def comparison(linux: Results, windows: Results) -> str:
    """Returns the counts of both runs side by side, and every skip with its reason."""
    lines = [f"{'':22}{'Linux':>10}{'Windows':>10}"]
    for title, left, right in (
        ("tests run", linux.run, windows.run),
        ("passed", len(linux.passed), len(windows.passed)),
        ("failed", len(linux.failed), len(windows.failed)),
        ("skipped", linux.skips, windows.skips),
        (
            "only collected there",
            len(linux.names - windows.names),
            len(windows.names - linux.names),
        ),
    ):
        lines.append(f"{title:22}{left:>10}{right:>10}")
    for title, results, other in (("Linux", linux, windows), ("Windows", windows, linux)):
        lines += ["", f"Skipped on {title}: {results.skips or 'none'}", *_skip_lines(results)]
        if only := sorted(results.names - other.names):
            lines += [
                "",
                f"Collected on {title} only: {len(only)}",
                *(f"    {name}" for name in only),
            ]
    return "\n".join(lines)


def _reason(skip: Skipped) -> str:
    if skip.message != "collection skipped":
        return skip.message or "no reason given"
    # A whole module was skipped: the text is a tuple of file, line and "Skipped: " with the reason.
    reason: str = ast.literal_eval(str(skip.text))[2]
    return reason.removeprefix("Skipped: ")


def _skip_lines(results: Results) -> Iterator[str]:
    for reason, names in sorted(results.skipped.items()):
        yield f"  {reason} ({len(names)})"
        for name in sorted(names):
            yield f"    {name}"


def _cases(path: Path) -> Iterator[TestCase]:
    for suite in JUnitXml.fromfile(str(path)):
        yield from suite if isinstance(suite, TestSuite) else [suite]


def _run_both(
    interpreter: Interpreter, scratch: Path, pytest_arguments: list[str], linux_results: Path | None
) -> int:
    os.chdir(ROOT)
    _prepare(interpreter, scratch)
    linux_corpus, windows_corpus = _write_corpora(interpreter, scratch)

    linux_report, windows_report = scratch / "linux.xml", scratch / "windows.xml"
    if linux_results is not None:
        _say("the corpus that Windows wrote, on Linux")
        linux_code = _pytest_on_linux([str(HERE / "test_corpus.py")], windows_corpus, linux_report)
        linux_report = linux_results
    else:
        _say(f"Linux, CPython {platform.python_version()}")
        linux_code = _pytest_on_linux(pytest_arguments, windows_corpus, linux_report)
    version = interpreter.run("-c", "import platform; print(platform.python_version(), end='')")
    _say(f"Windows, CPython {version.stdout.decode()}")
    windows_code = _pytest_on_windows(
        interpreter, scratch, pytest_arguments, linux_corpus, windows_report
    )

    for name, report in (("Linux", linux_report), ("Windows", windows_report)):
        if not (report.is_file() and report.stat().st_size):
            # Its exit code says nothing: the system keeps 8 bits of it, which may all be 0.
            print(f"pytest on {name} ended before it wrote its report", file=sys.stderr)
            return windows_code or linux_code or ENDED_EARLY
    _say("Linux and Windows side by side")
    print(comparison(read_results(linux_report), read_results(windows_report)), flush=True)
    return windows_code or linux_code


def _prepare(interpreter: Interpreter, scratch: Path) -> None:
    """Builds and installs this project's wheel, and compiles the stand-ins for Windows programs."""
    build = [sys.executable, "-m", "uv", "--quiet", "build", "--wheel", "--out-dir", str(scratch)]
    if subprocess.run([*build, str(ROOT)], check=False).returncode != 0:
        raise CannotRunError(f"the wheel of {ROOT} cannot be built")
    wheel = next(scratch.glob("*.whl"))
    interpreter.install(f"ipsec-errors[test] @ {wheel.as_uri()}")
    # pytest's own folders come behind the wheel: the wheel is tested, and what it lacks is found.
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders: list[str] = settings["tool"]["pytest"]["ini_options"]["pythonpath"]
    lines = "".join(windows_path(ROOT / folder) + "\n" for folder in folders)
    (interpreter.site_packages / "sources.pth").write_text(lines, encoding="utf-8")
    (scratch / "programs").mkdir()
    for name in ("rasdial", "powershell"):
        compile_program(HERE / f"{name}.c", scratch / "programs" / f"{name}.exe")


def _write_corpora(interpreter: Interpreter, scratch: Path) -> tuple[Path, Path]:
    script = HERE / "corpus.py"
    linux, windows = scratch / "linux-corpus.json", scratch / "windows-corpus.json"
    subprocess.run([sys.executable, str(script), str(linux)], check=True)
    done = interpreter.run(windows_path(script), windows_path(windows))
    if done.returncode != 0:
        raise CannotRunError(f"{script} failed on Windows:\n{done.stdout.decode(errors='replace')}")
    return linux, windows


def _pytest_on_linux(arguments: list[str], corpus: Path, report: Path) -> int:
    command = [sys.executable, "-m", "pytest", *arguments, f"--junitxml={report}"]
    environment = {**os.environ, CORPUS_VARIABLE: str(corpus)}
    return subprocess.run(command, env=environment, check=False).returncode


def _pytest_on_windows(
    interpreter: Interpreter, scratch: Path, arguments: list[str], corpus: Path, report: Path
) -> int:
    environment = {
        CORPUS_VARIABLE: windows_path(corpus),
        PROGRAMS_VARIABLE: windows_path(scratch / "programs"),
        "HYPOTHESIS_STORAGE_DIRECTORY": windows_path(scratch / "hypothesis"),
    }
    # Without its pythonpath, which would put the sources before the wheel.
    options = ["-m", "pytest", "-p", "no:cacheprovider", "-o", "pythonpath="]
    options.append(f"--junitxml={windows_path(report)}")
    return interpreter.run(*options, *arguments, show=_forward, **environment).returncode


def _forward(output: bytes) -> None:
    sys.stdout.buffer.write(output.replace(b"\r\n", b"\n"))
    sys.stdout.buffer.flush()


def _say(text: str) -> None:
    print(f"\n=== {text} ===", flush=True)


if __name__ == "__main__":
    sys.exit(main())
