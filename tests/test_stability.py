"""The public names and their parameters are those that tests/public_api.txt lists."""

from __future__ import annotations

import pytest

import ipsec_errors
from tests import public_api


def test_the_public_names_are_the_kept_ones() -> None:
    kept = public_api.KEPT.read_text("utf-8")
    assert public_api.text().splitlines() == kept.splitlines(), "run python tests/public_api.py"


def test_a_lost_parameter_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_winerror(error: int, /) -> None: ...

    monkeypatch.setattr(ipsec_errors, "from_winerror", from_winerror)
    lines = public_api.text().splitlines()
    assert "def from_winerror(error, /)" in lines
    assert "def from_winerror(error, /, *, space=..., default=...)" not in lines


def test_a_lost_base_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipsec_errors, "NoPeerCert", type("NoPeerCert", (OSError,), {}))
    assert "class NoPeerCert(OSError)" in public_api.text().splitlines()
    assert "class NoPeerCert(OSError)" not in public_api.KEPT.read_text("utf-8").splitlines()
