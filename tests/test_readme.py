"""The README: its examples run, and its counts and lists are correct."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ipsec_errors
from ipsec_errors import catalog
from ipsec_errors._index import CATEGORIES
from ipsec_errors.cli import main

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

if not README.exists():
    pytest.skip("the README is not beside the tests", allow_module_level=True)

TEXT = README.read_text(encoding="utf-8")


def test_its_python_examples_run(run_examples: Callable[..., object]) -> None:
    run_examples(README, dial=lambda: None)


def test_its_counts() -> None:
    numbers = sum(entry.space != "winerrorcodes" for info in catalog for entry in info.codes)
    text = " ".join(TEXT.split())
    assert f"{len(catalog)} classes for {numbers} numbers" in text
    assert f"The {len(CATEGORIES)} categories are base classes" in text


def test_its_traceback_names_the_line() -> None:
    source = Path(ipsec_errors.__file__).with_name("_translate.py").read_text("utf-8")
    line = source[: source.index("raise translated")].count("\n") + 1
    assert f'_translate.py", line {line}, in __exit__\n    raise translated' in TEXT


def test_its_links_work_on_a_package_index() -> None:
    assert re.findall(r"\]\((?!https?:)([^)]+)\)", TEXT) == []


def test_the_files_that_it_names_exist() -> None:
    for name in re.findall(r"`((?:docs/[\w-]+|[A-Z]+)\.md)`", TEXT):
        assert (ROOT / name).exists(), name


def test_its_excerpt_is_as_it_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["13868"]) == 0
    shown = TEXT.split("```text\n")[2].split("```")[0]
    assert shown.startswith("Cause 1, ")
    assert shown in capsys.readouterr().out


def test_it_has_two_commands_that_do_all_the_set_up() -> None:
    commands = re.findall(r"```console\n\$ (python3 -m venv .*)\n```", TEXT)
    assert len(commands) == 2
    assert "python -m ipsec_errors 13847" in commands[0]
    assert "-m pytest" in commands[1]


PROGRAM = """\
from ipsec_errors import translate_errors


def dial() -> None:
    raise OSError(0, "Peer failed to send valid machine certificate.", None, 13847)


with translate_errors():
    dial()
"""


def test_its_traceback_is_as_it_prints(tmp_path: Path) -> None:
    if sys.platform == "win32" or sys.version_info >= (3, 13):
        pytest.skip("Windows shows the number of the OSError; 3.13 and newer draw carets elsewhere")
    program = tmp_path / "dial.py"
    program.write_text(PROGRAM)
    command = [sys.executable, str(program)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    shown = TEXT.split("```text\n")[1].split("```")[0]
    assert _without_places(result.stderr) == _without_places(shown)


def _without_places(text: str) -> str:
    return re.sub(r'File ".*?(\w+\.py)", line \d+', r"File \1", text)
