"""The pickles of this and every earlier release can be read, and hold what they held."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

import ipsec_errors
from tests.pickles.make import samples, shown

HERE = Path(__file__).parent
PICKLES = sorted(HERE.glob("*.pickle"))


@pytest.mark.parametrize("path", PICKLES, ids=lambda path: path.stem)
def test_a_kept_pickle_holds_what_it_held(path: Path) -> None:
    version = path.stem.rpartition("-")[0]
    kept = json.loads((HERE / f"{version}.json").read_text("utf-8"))
    errors = pickle.loads(path.read_bytes())
    assert {name: shown(error) for name, error in errors.items()} == kept
    assert all(str(error) and repr(error) and error.info for error in errors.values())


def test_every_protocol_of_this_release_is_kept() -> None:
    kept = [path.stem for path in PICKLES if path.stem.startswith(ipsec_errors.__version__)]
    assert len(kept) == pickle.HIGHEST_PROTOCOL + 1


def test_what_was_made_is_still_made() -> None:
    kept = json.loads((HERE / f"{ipsec_errors.__version__}.json").read_text("utf-8"))
    made = {name: shown(error) for name, error in samples().items()}
    same = ("class", "code", "space", "winerror")
    assert [[made[name][key] for key in same] for name in kept] == [
        [error[key] for key in same] for error in kept.values()
    ]
