"""The lane itself: what ``run.py`` and ``interpreter.py`` tell and leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import ipsec_errors

HERE = Path(__file__).parent

elsewhere = pytest.mark.skipif(
    sys.platform == "win32", reason="needs Linux: there the lane builds its interpreter"
)

LINUX = """<testsuites><testsuite name="pytest" tests="3">
<testcase classname="tests.test_codes" name="test_a" />
<testcase classname="tests.test_codes" name="test_b"><skipped message="needs Windows">x</skipped>
</testcase>
<testcase classname="tests.test_codes" name="test_c"><failure message="no">x</failure></testcase>
</testsuite></testsuites>"""
WINDOWS = """<testsuites><testsuite name="pytest" tests="3">
<testcase classname="tests.test_codes" name="test_a" />
<testcase classname="tests.test_codes" name="test_b" />
<testcase classname="" name="tests.test_e">
<skipped message="collection skipped">('Z:\\tests\\test_e.py', 9, 'Skipped: needs mypy')</skipped>
</testcase>
<testcase classname="tests.test_codes" name="test_d"><error message="no">x</error></testcase>
</testsuite></testsuites>"""


@elsewhere
def test_without_wine_it_says_what_to_install(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, HERE / "run.py"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 69
    assert done.stderr.splitlines() == [
        "not installed: wine, wineboot, wineserver, x86_64-w64-mingw32-gcc. On Debian:",
        "    apt-get install --no-install-recommends wine wine64 gcc-mingw-w64-x86-64",
    ]


@elsewhere
def test_the_two_runs_side_by_side(tmp_path: Path) -> None:
    import run

    for name, text in (("linux.xml", LINUX), ("windows.xml", WINDOWS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    linux = run.read_results(tmp_path / "linux.xml")
    windows = run.read_results(tmp_path / "windows.xml")

    assert run.comparison(linux, windows).splitlines() == [
        "                           Linux   Windows",
        "tests run                      2         3",
        "passed                         1         2",
        "failed                         1         1",
        "skipped                        1         1",
        "only collected there           1         2",
        "",
        "Skipped on Linux: 1",
        "  needs Windows (1)",
        "    tests.test_codes::test_b",
        "",
        "Collected on Linux only: 1",
        "    tests.test_codes::test_c",
        "",
        "Skipped on Windows: 1",
        "  needs mypy (1)",
        "    tests.test_e",
        "",
        "Collected on Windows only: 2",
        "    tests.test_codes::test_d",
        "    tests.test_e",
    ]


@elsewhere
def test_a_variable_moves_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import interpreter

    monkeypatch.setenv("IPSEC_ERRORS_WINDOWS_CACHE", str(tmp_path))
    assert interpreter.cache_folder() == tmp_path
    monkeypatch.delenv("IPSEC_ERRORS_WINDOWS_CACHE")
    assert not interpreter.cache_folder().is_relative_to(HERE.parents[1])


@elsewhere
def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    import interpreter

    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise interpreter.CannotRunError("the disk is full")

    with pytest.raises(interpreter.CannotRunError, match="the disk is full"):
        interpreter._cached(tmp_path / "python", fail)
    assert list(tmp_path.iterdir()) == []


@elsewhere
def test_what_was_built_is_not_built_again(tmp_path: Path) -> None:
    import interpreter

    built: list[Path] = []
    for _ in range(2):
        assert interpreter._cached(tmp_path / "python", built.append) == tmp_path / "python"
    assert len(built) == 1


@elsewhere
def test_a_command_that_fails_is_told_with_its_output() -> None:
    import interpreter

    command = [sys.executable, "-c", "print('because'); raise SystemExit(3)"]
    with pytest.raises(interpreter.CannotRunError, match=r"(?s)failed with exit code 3:\nbecause"):
        interpreter._do(command)


@pytest.mark.skipif(
    "IPSEC_ERRORS_FAKE_PROGRAMS" not in os.environ, reason="needs the lane: it installs the wheel"
)
def test_the_wheel_is_what_the_lane_tests() -> None:
    assert "site-packages" in Path(ipsec_errors.__file__).parts
