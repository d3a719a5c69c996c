"""Every example of the documentation runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"

# These need more than their text, so they have tests of their own.
ELSEWHERE = {
    "in-your-stack.md": "test_in_your_stack.py",
    "logs.md": "test_logs.py",
    "many-machines.md": "tests/engines/test_engines.py",
    "retrying.md": "test_retrying.py",
    "testing.md": "test_testing.py",
    "windows.md": "tests/windows/test_docs_pages.py",
}


def has_examples(page: Path) -> bool:
    text = page.read_text(encoding="utf-8")
    return "```python" in text or "```{doctest}" in text


PAGES = [page.name for page in sorted(DOCS.glob("*.md")) if has_examples(page)]


def test_the_pages_are_found() -> None:
    assert ELSEWHERE.keys() < set(PAGES)


@pytest.mark.parametrize("page", sorted(set(PAGES) - ELSEWHERE.keys()))
def test_the_examples_of_a_page_run(page: str, run_examples: Callable[..., object]) -> None:
    run_examples(DOCS / page, dial=lambda: None)
