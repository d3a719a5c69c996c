"""Each engine counts what one scan counts, with the code that stands on the page."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from . import run
from .run import (
    ENGINES,
    PAGE,
    CannotRunError,
    ExampleError,
    Findings,
    counts_of,
    expected,
    interpreter,
    prepare,
    run_engine,
    travel,
)

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="needs POSIX: environments as the lane makes them"
)


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Findings]:
    """Gives the folder with the logs, and what a scan of them finds."""
    folder = tmp_path_factory.mktemp("engines")
    return folder, prepare(folder)


def skip_unless_installed(name: str) -> None:
    try:
        interpreter(name)
    except CannotRunError as error:
        pytest.skip(str(error))


def test_the_page_has_no_other_examples() -> None:
    headings = re.findall(r"^## (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert headings == [heading for engine in ENGINES.values() for heading in engine.headings]


def test_scan_finds_something_on_each_host(logs: tuple[Path, Findings]) -> None:
    folder, found = logs
    hosts = {host for host, _ in counts_of(found)}
    assert hosts == {path.name for path in (folder / "logs").iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_the_counts_are_those_of_scan(name: str, logs: tuple[Path, Findings]) -> None:
    skip_unless_installed(name)
    folder, found = logs
    for heading, counts in run_engine(name, folder).items():
        assert counts == expected(heading, found)


@pytest.mark.slow
def test_findings_travel_through_dask(logs: tuple[Path, Findings]) -> None:
    skip_unless_installed("dask")
    travel(logs[0])


def test_a_failing_example_is_reported(
    logs: tuple[Path, Findings], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("## Processes\n\n```python\nraise SystemExit('broken')\n```\n", "utf-8")
    monkeypatch.setattr(run, "PAGE", page)
    with pytest.raises(ExampleError, match="broken"):
        run_engine("processes", logs[0])
