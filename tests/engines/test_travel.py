"""Findings come back unchanged from other processes, as objects and as dictionaries."""

from __future__ import annotations

import copy
import json
import multiprocessing
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest

from ipsec_errors import Finding, find_errors

# Under the name by which another process imports it.
from tests.engines.travel import dictionaries, findings

LOG = """\
Nov 25 19:40:02 gw1 charon[13806]: 08[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(13801)) ]
Nov 25 19:40:03 gw1 charon[13806]: 08[NET] received packet: from 203.0.113.7[4500] (13847 bytes)
Nov 25 19:40:04 gw1 charon[13806]: 09[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(-2146762487)) ]
RasClient: The error code returned on failure is 809.
OSError: [WinError 13847] what Windows said
"""
FOUND = list(find_errors(LOG))
PLAIN = (str, int, float, bool, type(None))


def leaves(value: Any) -> list[Any]:
    """Returns what a value holds beside lists and dictionaries."""
    if type(value) is dict:
        return [leaf for pair in value.items() for part in pair for leaf in leaves(part)]
    if type(value) is list:
        return [leaf for part in value for leaf in leaves(part)]
    return [value]


def test_the_log_has_errors_of_two_spaces() -> None:
    assert [(found.line, found.error.code, found.error.space) for found in FOUND] == [
        (1, 13801, "windows"),
        (3, 0x800B0109, "windows"),
        (4, 809, "ras"),
        (5, 13847, "windows"),
    ]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("found", FOUND)
def test_a_pickle_keeps_every_field(found: Finding, protocol: int) -> None:
    loaded = pickle.loads(pickle.dumps(found, protocol))
    assert loaded == found
    assert type(loaded.error) is type(found.error)
    assert (str(loaded.error), loaded.error.info) == (str(found.error), found.error.info)
    assert hash(loaded) == hash(found)


@pytest.mark.parametrize("found", FOUND)
def test_copies_are_equal(found: Finding) -> None:
    assert copy.copy(found) == found
    assert copy.deepcopy(found) == found


@pytest.mark.parametrize("found", FOUND)
def test_a_changed_field_makes_it_unequal(found: Finding) -> None:
    assert attrs.evolve(found, line=found.line + 1) != found
    (other,) = find_errors("[WinError 13868] what Windows said")
    assert attrs.evolve(found, error=other.error) != found


@pytest.mark.parametrize("found", FOUND)
def test_a_dictionary_is_plain(found: Finding) -> None:
    row = found.to_dict()
    assert {type(leaf) for leaf in leaves(row)} <= {*PLAIN}
    assert json.loads(json.dumps(row)) == row


@pytest.mark.skipif(
    sys.platform == "win32", reason="tests/windows covers what Windows' processes can do"
)
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_return_what_one_process_finds(method: str, tmp_path: Path) -> None:
    log = tmp_path / "any.log"
    log.write_text(LOG, encoding="utf-8")
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
        assert list(pool.map(findings, [str(log)] * 3)) == [FOUND] * 3
        assert pool.submit(dictionaries, FOUND).result() == dictionaries(FOUND)
