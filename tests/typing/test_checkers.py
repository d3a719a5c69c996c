"""Type checkers see the library as it is, from the wheel alone and beside an editable install."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MARK = re.compile(r" *# type: ignore\[([a-z-]+)\]")
PLATFORMS = {"linux": "Linux", "win32": "Windows"}

Tool = Callable[..., str]
Places = set[tuple[int, str]]


@pytest.fixture
def mypy(tool: Tool, python: Path, tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """Runs ``mypy --strict`` against an environment, with none of this project's settings."""
    cache = tmp_path_factory.getbasetemp() / "mypy"

    def run(*arguments: str | Path, status: int = 0) -> str:
        settings = ("--config-file=", "--cache-dir", cache, "--python-executable", python)
        return tool("mypy", "--strict", *settings, *arguments, status=status)

    return run


@pytest.fixture
def pyright(tool: Tool, python: Path, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Runs pyright in strict mode against an environment; returns what it reports."""

    def run(file: Path, platform: str = "Linux", status: int = 0) -> list[dict[str, Any]]:
        settings = {
            "typeCheckingMode": "strict",
            "pythonPlatform": platform,
            "include": [file.name],
        }
        (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        out = tool("pyright", "--outputjson", "--pythonpath", python, status=status)
        report: dict[str, Any] = json.loads(out[out.index("{") :])
        assert report["summary"]["filesAnalyzed"] == 1
        found: list[dict[str, Any]] = report["generalDiagnostics"]
        return found

    return run


@pytest.fixture
def consumer(tmp_path: Path) -> Path:
    """The consumer, in a folder from which no checker can see the project."""
    return Path(shutil.copy(HERE / "consumer.py", tmp_path))


@pytest.fixture
def negative(tmp_path: Path) -> tuple[Path, Places]:
    """The wrong calls without their marks, and what was marked."""
    lines = (HERE / "negative.py").read_text(encoding="utf-8").splitlines()
    marked = {(n, m[1]) for n, line in enumerate(lines, 1) if (m := MARK.search(line))}
    path = tmp_path / "negative.py"
    path.write_text("\n".join(MARK.sub("", line) for line in lines) + "\n", encoding="utf-8")
    return path, marked


def test_there_are_wrong_calls(negative: tuple[Path, Places]) -> None:
    assert len(negative[1]) > 30


@pytest.mark.parametrize("platform", PLATFORMS)
def test_mypy_accepts_the_consumer(mypy: Tool, consumer: Path, platform: str) -> None:
    assert mypy("--platform", platform, consumer).startswith("Success: ")


@pytest.mark.parametrize("platform", PLATFORMS.values())
def test_pyright_accepts_the_consumer(
    pyright: Callable[..., list[dict[str, Any]]], consumer: Path, platform: str
) -> None:
    assert pyright(consumer, platform) == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_mypy_reports_every_wrong_call(
    mypy: Tool, negative: tuple[Path, Places], platform: str
) -> None:
    path, marked = negative

    out = mypy("--platform", platform, path, status=1)

    found = re.findall(r"^\S+?:(\d+): error: .*\[([a-z-]+)\]$", out, re.MULTILINE)
    assert {(int(line), code) for line, code in found} == marked


def test_pyright_reports_every_wrong_call(
    pyright: Callable[..., list[dict[str, Any]]], negative: tuple[Path, Places]
) -> None:
    path, marked = negative

    found = pyright(path, status=1)

    lines = {report["range"]["start"]["line"] + 1 for report in found}
    assert lines == {line for line, _ in marked}


TYPING_ERRORS = [
    "from ipsec_errors import NoPeerCertt",
    "import ipsec_errors; print(ipsec_errors.CertIsExpired)",
    "import ipsec_errors; print(ipsec_errors.from_winerr)",
    "from ipsec_errors.errors.certificate import NoPeerCertt",
]


@pytest.mark.parametrize("line", TYPING_ERRORS)
def test_a_name_that_does_not_exist_is_reported(
    mypy: Tool, pyright: Callable[..., list[dict[str, Any]]], tmp_path: Path, line: str
) -> None:
    path = tmp_path / "typo.py"
    path.write_text(f"{line}\n", encoding="utf-8")

    assert "[attr-defined]" in mypy(path, status=1)
    assert "reportAttributeAccessIssue" in {r.get("rule") for r in pyright(path, status=1)}


def test_the_stubs_are_what_runs(tool: Tool) -> None:
    allowed = HERE / "stubtest.txt"

    out = tool("mypy.stubtest", "ipsec_errors", "--ignore-missing-stub", "--allowlist", allowed)

    assert out.startswith("Success: no issues found in ")


def test_everything_public_has_a_known_type(tool: Tool, fresh: Path) -> None:
    # --pythonpath does not reach --verifytypes: it asks the first Python on the PATH.
    out = tool(
        "pyright",
        "--verifytypes",
        "ipsec_errors",
        "--ignoreexternal",
        "--outputjson",
        status=None,
        PATH=str(fresh.parent),
        VIRTUAL_ENV=str(fresh.parent.parent),
    )

    report = json.loads(out[out.index("{") :])["typeCompleteness"]
    unknown = [s for s in report["symbols"] if s["isExported"] and not s["isTypeKnown"]]
    assert [symbol["name"] for symbol in unknown] == []
    assert report["completenessScore"] == 1
    assert report["exportedSymbolCounts"]["withKnownType"] > 3000
    assert "ipsec_errors.NoPeerCert" in {symbol["name"] for symbol in report["symbols"]}


def test_imports_go_one_way() -> None:
    program = shutil.which("lint-imports", path=sysconfig.get_path("scripts"))
    assert program

    done = subprocess.run(
        [program, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout
