"""Translations leave nothing behind; `python tests/leaks.py` counts a million of them."""

from __future__ import annotations

import pytest

from tests import leaks


def test_translations_leave_nothing_behind() -> None:
    found = leaks.measure(30_000)
    assert found.translations >= 30_000
    assert found.steady, found


@pytest.mark.parametrize("kind", ["a list", "a cycle"])
def test_what_stays_is_noticed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []

    def leaky(number: int) -> int:
        kept.append(object())
        return 1

    def cyclic(number: int) -> int:
        own: list[object] = []
        own.append(own)
        return 1

    monkeypatch.setattr(leaks, "_round", {"a list": leaky, "a cycle": cyclic}[kind])
    assert not leaks.measure(30_000).steady
