"""Fixtures of tests in several folders: the examples of a page, and a stand-in for rasdial."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Answers = Callable[..., None]
    RunExamples = Callable[..., dict[str, Any]]

# It prints what rasdial prints. Outside Windows an exit status has 8 bits, so 809 would be 41.
RASDIAL = """\
#!/bin/sh
read -r answer rest < "$RASDIAL_ANSWERS"
echo "$rest" > "$RASDIAL_ANSWERS"
case ${answer:-0} in
0) echo "Successfully connected to $1." ;;
*) printf '\\nRemote Access error %s - what Windows says\\n' "$answer"; exit 1 ;;
esac
"""


@pytest.fixture
def run_examples() -> RunExamples:
    """Gives a function that runs all Python examples of a page in order, as a reader would."""
    from doctest import ELLIPSIS

    from sybil import Sybil
    from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser
    from sybil.typing import Parser

    parsers: list[Parser] = [
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        DocTestDirectiveParser(ELLIPSIS),
    ]

    def run(page: Path, **names: object) -> dict[str, Any]:
        document = Sybil(parsers, encoding="utf-8").parse(page)
        document.namespace.update(names, __name__=page.stem)
        examples = list(document.examples())
        assert examples, f"{page.name} has no example"
        for example in examples:
            example.evaluate()
        return document.namespace

    return run


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts a folder with a stand-in for rasdial first on the PATH."""
    if sys.platform == "win32":
        stand_ins = os.environ.get("IPSEC_ERRORS_FAKE_PROGRAMS")
        if stand_ins is None:
            pytest.skip("needs stand-ins for Windows' programs: python tests/windows/run.py")
        folder = Path(stand_ins)
    else:
        folder = tmp_path / "programs"
        folder.mkdir()
        (folder / "rasdial").write_text(RASDIAL, encoding="ascii")
        (folder / "rasdial").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return folder


@pytest.fixture
def rasdial(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Gives a function that sets the errors of rasdial's next calls; after them it connects."""
    answers = tmp_path / "answers"
    monkeypatch.setenv("RASDIAL_ANSWERS", str(answers))

    def answer(*codes: int) -> None:
        answers.write_text(" ".join(map(str, codes)) + "\n", encoding="ascii")

    answer()
    return answer
