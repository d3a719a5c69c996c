"""A log that is read in several blocks loses no line between them."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Run

LINES = 6_000  # More than two blocks.
LOG = ("a line of a log, " * 5 + "N(MS_STATUS(13847))\n") * LINES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("packed", [bytes, gzip.compress, lzma.compress])
def test_every_line_is_found_once(
    packed: Callable[[bytes], bytes], encoding: str, run: Run, tmp_path: Path
) -> None:
    log = tmp_path / "charon.log"
    log.write_bytes(packed(LOG.encode(encoding)))
    result = run("scan", "--json", str(log))
    found = [json.loads(line)["line"] for line in result.out.splitlines()]
    assert found == list(range(1, LINES + 1))
