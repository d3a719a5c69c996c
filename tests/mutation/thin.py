"""A pytest plugin for mutation: of more than 60 cases of a test only 20, spread over all of them.

A mutant runs every test that covers it. With 300 cases a test that would take minutes, and a
mutant that 20 of them do not notice is then counted as a survivor, never as killed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

MANY, KEPT = 60, 20


@pytest.hookimpl(wrapper=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> Iterator[None]:
    yield
    calls = metafunc._calls
    step = -(-len(calls) // KEPT) if len(calls) > MANY else 1
    metafunc._calls = calls[::step]
