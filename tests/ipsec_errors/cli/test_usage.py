"""Usage: versions, help, what is wrong, completion, and the ways to start it."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

import ipsec_errors
from ipsec_errors import catalog
from ipsec_errors.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"ipsec-errors {ipsec_errors.__version__}\n", "")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_shows_every_command(run: Run, option: str) -> None:
    status, out, err = run(option)

    assert (status, err) == (0, "")
    for part in ("explain", "list", "search", "scan", "--version", "ipsec-errors 13847", "--short"):
        assert part in out


@pytest.mark.parametrize(
    ("command", "parts"),
    [
        ("explain", ["--space", "--json", "0x3617", "[WinError 13847]"]),
        ("list", ["--category", "--json"]),
        ("search", ["--json"]),
    ],
)
def test_help_of_a_command(run: Run, command: str, parts: list[str]) -> None:
    status, out, _ = run(command, "--help")

    assert status == 0
    for part in parts:
        assert part in " ".join(out.split())


def test_no_arguments_are_bad_usage(run: Run) -> None:
    status, out, err = run()

    assert (status, out) == (2, "")
    assert err.startswith("usage: ipsec-errors ")
    assert "name a code or a command: ipsec-errors 13847" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain"],
        ["search"],
        ["explain", "--json"],
        ["--json"],
        ["--bogus"],
        ["13847", "--bogus"],
        ["13847", "--space"],
        ["13847", "--space", "linux"],
        ["list", "--category"],
        ["list", "something"],
        ["list", "--space", "dos"],
        ["scan", "--lines", "--summary"],
        ["--print-completion"],
        ["--print-completion", "cmd"],
    ],
    ids=" ".join,
)
def test_bad_usage(run: Run, arguments: list[str]) -> None:
    status, out, err = run(*arguments)

    assert (status, out) == (2, "")
    assert err.startswith("usage: ipsec-errors ")
    assert "error: " in err


def piped(*arguments: str) -> tuple[int, str, str]:
    """Runs with a log in a pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "ipsec_errors", *arguments],
        input="[RAS 809]\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--lines"],
        ["--json"],
        ["--summary", "--json"],
        ["--space", "ras"],
        ["--space=ras", "--lines"],
    ],
    ids=" ".join,
)
def test_options_of_scan_alone_scan_a_pipe(options: list[str]) -> None:
    status, out, err = piped(*options)

    assert (status, err) == (0, "")
    assert "VpnTimeout" in out
    assert (status, out, err) == piped("scan", *options)


@pytest.mark.parametrize("options", [["--short"], ["--space"], ["--json", "--short"]], ids=" ".join)
def test_other_options_alone_are_bad_usage_in_a_pipe_too(options: list[str]) -> None:
    assert piped(*options)[:2] == (2, "")


def test_a_code_is_explained_in_a_pipe_too() -> None:
    assert piped("--json", "13847") == piped("explain", "--json", "13847")


def test_a_word_that_is_a_command_can_still_be_explained(run: Run) -> None:
    status, out, err = run("explain", "list")

    assert (status, out) == (1, "")
    assert "'list' is no code, symbol or class name" in err


def test_the_module_runs(spawn: Run, run: Run) -> None:
    assert spawn("13847") == run("13847")
    assert spawn("5") == run("5")
    assert spawn("--bogus") == run("--bogus")


def test_importing_the_module_that_runs_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module("ipsec_errors.__main__")

    assert module.main is main
    assert capsys.readouterr() == ("", "")


def test_the_script_is_declared() -> None:
    (script,) = entry_points(group="console_scripts", name="ipsec-errors")

    assert script.load() is main


def test_the_script_runs(run: Run) -> None:
    script = shutil.which("ipsec-errors", path=sysconfig.get_path("scripts"))
    if script is None and sys.platform == "win32":
        pytest.skip("no scripts were installed beside this Python")
    assert script is not None

    done = subprocess.run(
        [script, "13847"], capture_output=True, encoding="utf-8", env=os.environ, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == run("13847")


# Completion.


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_completion_script_offers_commands_and_options(run: Run, shell: str) -> None:
    pytest.importorskip("shtab", reason="completion needs the extra [cli]")

    status, out, err = run("--print-completion", shell)

    assert (status, err) == (0, "")
    for word in ("explain", "list", "search", "category", "json", "NoPeerCert", "revocation"):
        assert word in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_completion_script_is_valid(run: Run, shell: str) -> None:
    pytest.importorskip("shtab", reason="completion needs the extra [cli]")
    program = shutil.which(shell)
    if program is None or sys.platform == "win32":
        pytest.skip(f"{shell} is not here")

    script = run("--print-completion", shell)[1]
    done = subprocess.run(
        [program, "-n"], input=script, capture_output=True, encoding="utf-8", check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def completed(run: Run, tmp_path: Path) -> Callable[..., set[str]]:
    """Returns what bash completes words to, in a directory with a log."""
    pytest.importorskip("shtab", reason="completion needs the extra [cli]")
    bash = shutil.which("bash")
    if bash is None or sys.platform == "win32":
        pytest.skip("bash is not here")
    script = run("--print-completion", "bash")[1]
    function = re.findall(r"complete .*-F (\S+) ipsec-errors", script)[-1]
    (tmp_path / "local.log").touch()

    def completed(*words: str) -> set[str]:
        quoted = " ".join(f"'{word}'" for word in words)
        asked = (
            f"{script}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}\n"
            f"{function} ipsec-errors '{words[-1]}' '{words[-2]}'\n"
            'printf "%s\\n" "${COMPREPLY[@]}"\n'
        )
        done = subprocess.run(
            [bash, "--norc"],
            input=asked,
            capture_output=True,
            encoding="utf-8",
            check=True,
            cwd=tmp_path,
        )
        return {word.strip() for word in done.stdout.splitlines()} - {""}

    return completed


def test_bash_completes(completed: Callable[..., set[str]]) -> None:
    assert completed("ipsec-errors", "sea") == {"search"}
    assert completed("ipsec-errors", "explain", "NoPe") == {"NoPeerCert"}
    assert completed("ipsec-errors", "NoPe") == {"NoPeerCert"}
    assert completed("ipsec-errors", "") == {"explain", "list", "scan", "search"}
    assert completed("ipsec-errors", "--ver") == {"--version"}
    assert completed("ipsec-errors", "--print-completion", "z") == {"zsh"}
    assert completed("ipsec-errors", "list", "--category", "revo") == {"revocation"}
    names = {info.name for info in catalog}
    assert completed("ipsec-errors", "explain", "Cert") == {
        n for n in names if n.startswith("Cert")
    }


def test_bash_completes_numbers(completed: Callable[..., set[str]]) -> None:
    numbers = {"13845", "13846", "13847", "13848", "13849"}
    assert {"13840", *numbers} <= completed("ipsec-errors", "explain", "1384")
    assert completed("ipsec-errors", "81") == {str(number) for number in range(810, 820)}
    assert completed("ipsec-errors", "0x800B0101") == {"0x800B0101"}


def test_bash_completes_what_follows_a_code(completed: Callable[..., set[str]]) -> None:
    assert completed("ipsec-errors", "13847", "--s") == {"--short", "--space"}
    assert completed("ipsec-errors", "809", "--space", "r") == {"ras"}
    assert completed("ipsec-errors", "--space", "ras", "80") == {f"80{n}" for n in range(10)}
    assert completed("ipsec-errors", "13847", "NoPe") == {"NoPeerCert"}


@pytest.mark.parametrize("words", [(), ("--lines",), ("other.log",)])
def test_bash_completes_files_to_scan(
    completed: Callable[..., set[str]], words: tuple[str, ...]
) -> None:
    assert completed("ipsec-errors", "scan", *words, "lo") == {"local.log"}


@pytest.mark.parametrize(
    ("shell", "lines"),
    [
        (
            "zsh",
            [
                ' unpacked:_files"',
                "        *) _arguments -C -s $_shtab_ipsec_errors_explain_options ;;",
                " 13847 ",
            ],
        ),
        ("tcsh", ["'n/scan/f/'", " 13847 "]),
    ],
)
def test_other_shells_complete_the_same(run: Run, shell: str, lines: list[str]) -> None:
    pytest.importorskip("shtab", reason="completion needs the extra [cli]")
    script = run("--print-completion", shell)[1]

    for line in lines:
        assert line in script


@pytest.mark.parametrize("option", [["--print-completion", "bash"], ["--print-completion=bash"]])
def test_completion_without_its_library_says_how_to_get_it(
    run: Run, option: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)

    status, out, err = run(*option)

    assert (status, out) == (2, "")
    assert "shell completion needs the extra: python -m pip install 'ipsec-errors[cli]'" in err
