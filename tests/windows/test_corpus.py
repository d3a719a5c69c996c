"""Errors look the same on every platform, and a pickle made on one loads on the other.

The other platform's corpus is the file that IPSEC_ERRORS_OTHER_CORPUS names; ``run.py`` has each
platform write one. Without it, another process of this interpreter stands in.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any, TypeAlias

import corpus
import pytest

Corpus: TypeAlias = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def other_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get("IPSEC_ERRORS_OTHER_CORPUS")
    if given is not None:
        return Path(given)
    file = tmp_path_factory.mktemp("corpus") / "corpus.json"
    subprocess.run([sys.executable, corpus.__file__, file], check=True)
    return file


@pytest.fixture(scope="module")
def other(other_file: Path) -> Corpus:
    loaded: Corpus = json.loads(other_file.read_bytes())
    return loaded


@pytest.fixture(scope="module")
def own() -> Corpus:
    return corpus.corpus()


def differences(own: Corpus, other: Corpus, part: str) -> dict[str, tuple[Any, Any]]:
    """Returns the cases in which a part differs, with both of its values."""
    pairs = {name: (case[part], other.get(name, {}).get(part)) for name, case in own.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def test_both_have_the_same_cases(own: Corpus, other: Corpus) -> None:
    assert list(own) == list(other)
    assert len(own) > 300


@pytest.mark.parametrize("part", ["shown", "traceback", "pickles"])
def test_both_show_and_pickle_the_same(part: str, own: Corpus, other: Corpus) -> None:
    assert differences(own, other, part) == {}


def test_the_corpora_are_equal_byte_for_byte(other_file: Path) -> None:
    assert corpus.written() == other_file.read_bytes()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_the_other_pickled_loads_here(protocol: int, own: Corpus, other: Corpus) -> None:
    loaded: Corpus = {}
    for name, case in other.items():
        error = pickle.loads(b64decode(case["pickles"][protocol]))
        loaded[name] = {"shown": corpus.describe(error)}

    assert differences(own, loaded, "shown") == {}
