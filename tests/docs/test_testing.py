"""The tests that the page "Testing your dialer" shows, run as a reader would run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"


def test_the_tests_of_the_page_pass(tmp_path: Path) -> None:
    document = Sybil([PythonCodeBlockParser()], encoding="utf-8").parse(PAGE)
    module = tmp_path / "test_dialer.py"
    module.write_text("\n\n".join(example.parsed for example in document.examples()))
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "--rootdir", str(tmp_path)]
    # The options of the run around it, such as those for coverage, are not meant for this one.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    result = subprocess.run(
        [*command, str(module)], env=environment, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout
    assert ("8 passed" if os.name == "posix" else "7 passed, 1 skipped") in result.stdout
