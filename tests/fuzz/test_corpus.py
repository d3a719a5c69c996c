"""The kept inputs of every fuzzing target hold, and a target notices what is wrong."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import pytest

from codegen.reader import read
from ipsec_errors import NoCert, NoPeerCert
from tests.fuzz import corpus
from tests.fuzz.targets import NAMES, carriers, catalogue, command, numbers, text

if sys.platform == "win32":
    pytest.skip("the targets make errors that Windows refuses to make", allow_module_level=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_inputs_of_a_target_hold(name: str) -> None:
    check = import_module(f"tests.fuzz.targets.{name}").check
    inputs = corpus.kept(name)
    assert inputs
    for data in inputs + corpus.examples(name):
        check(data)


@pytest.mark.parametrize("name", ["text", "events"])
def test_the_examples_of_logs_are_inputs_with_findings(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module(f"tests.fuzz.targets.{name}")
    found = []
    source = module.check_source
    monkeypatch.setattr(module, "check_source", lambda *a, **k: found.append(source(*a, **k)))
    for data in corpus.examples(name):
        module.check(data)
    assert len(found) > 10
    assert all(found)


@pytest.mark.parametrize("target", [numbers, carriers])
def test_a_wrong_translation_is_noticed(target: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "from_winerror", lambda *_, **__: NoCert())
    inputs = corpus.kept(target.__name__.rpartition(".")[2])
    with pytest.raises(AssertionError):
        list(map(target.check, inputs))


def test_a_number_that_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "parse_code", lambda _: 5)
    with pytest.raises(AssertionError):
        text.check(b"\0\x0113847")


def test_a_control_character_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "main", lambda _: print("\x1b[2J"))
    with pytest.raises(AssertionError):
        command.check(b"\x01\x01\x08")


def test_the_catalogue_that_is_edited_is_right() -> None:
    assert len(read(catalogue._GOOD[0].parent).categories) == 2


def test_a_catalogue_that_is_wrong_and_accepted_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catalogue, "asdict", lambda _: {"hint": "\u202e"})
    with pytest.raises(AssertionError):
        catalogue.check(b"\0\0")


def test_a_plain_number_becomes_the_class() -> None:
    assert numbers.expected(13847, None) == ("windows", 13847, NoPeerCert.symbol)
    assert numbers.expected(5, None) is None
