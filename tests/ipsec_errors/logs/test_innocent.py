"""Lines in which numbers stand that are no errors: nothing may be found."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ipsec_errors import find_errors
from ipsec_errors._index import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITTEN = Path(__file__).with_name("innocent.txt").read_text(encoding="utf-8").splitlines()

# {n} is a number that the catalogue knows; {h} is one in hexadecimal, {s} a signed one.
FORMS = (
    "Mar  2 08:14:07 gw charon[{n}]: 13[NET] received packet: from 203.0.113.9[{n}] ({n} bytes)",
    "gw charon[{n}]: 13[IKE] CHILD_SA office{{{n}}} established with SPIs {h}_i {h}_o",
    "Mar  2 08:14:07 gw charon[{n}]: 13[ENC] parsed INFORMATIONAL request {n} [ N(({n})) D ]",
    "gw charon[{n}]: 13[KNL] querying SAD entry with SPI 0x{h} failed: No such process",
    'Mar  2 08:14:07 gw pluto[{n}]: "office" #{n}: ignoring payload, msgid={h}, length={n}',
    "Mar  2 08:14:07 gw sshd[{n}]: error: kex_exchange_identification from 203.0.113.9 port {n}",
    "Mar  2 08:14:07 gw systemd[{n}]: Started session {n} of user 809.",
    "kernel: [{n}.{n}] xfrm: unexpected SPI 0x{h} seq {n}",
    "2026-03-02T08:14:07.{n} {n} [ERROR] [MY-0{n}] [Server] a table is full",
    "ERROR {n} (HY000) at line {n}: a failure of another product",
    "ORA-{n}: a failure of another product",
    "Msg {n}, Level 16, State {n}, Line {n}",
    "Error: {n}, Severity: 16, State: {n}.",
    "app: error code {n} from the payment gateway",
    "app: status code {n}, retry {n} of {n}",
    'app: {{"code": {n}, "error": "{n}", "port": {n}}}',
    "app: took {n} ms, read {n} bytes at 0x{h}, checksum {h}",
    "app: version 13.{n}, build {n}, uuid {h}-3617-35e9-800b-0109c0360001",
    "app: balance {s}, temperature {s}",
    "app[{n}]: {h} {h} {h} {h}  ................",
    "[{n}] {n}: {n} {n} {n}",
    "GET /items/{n}?error={n} HTTP/1.1 200 {n}",
    "net use: System error {n} has occurred.",
    "rasdial.exe                  {n} Console                    1      {n} K",
    "tcp 0 0 198.51.100.7:{n} 203.0.113.9:{n} ESTABLISHED {n}/charon",
)


def generated() -> Iterator[str]:
    """Yields lines of each form with numbers of the catalogue, the same ones in each run."""
    chance = random.Random(13847)
    numbers = sorted({n for space in NUMBERS.values() for n in space if n <= 0xFFFF})
    long = sorted(n for n in NUMBERS["windows"] if n > 0xFFFF)
    for form in FORMS:
        for _ in range(100):
            number = chance.choice(numbers)
            yield form.format(
                n=number, h=f"{chance.choice(long):08x}", s=chance.choice(long) - 0x100000000
            )


LINES = [*WRITTEN, *generated()]


def test_there_are_enough_lines() -> None:
    assert len(LINES) >= 2600
    assert len(WRITTEN) >= 150


@pytest.mark.parametrize("as_bytes", [False, True])
def test_nothing_is_found(as_bytes: bool) -> None:
    text = "\n".join(LINES)
    found = [
        (one.text, LINES[one.line - 1]) for one in find_errors(text.encode() if as_bytes else text)
    ]

    assert found == []


def test_nothing_is_found_line_by_line() -> None:
    assert [one.text for one in find_errors(iter(LINES))] == []


def test_an_error_among_them_is_found() -> None:
    found = list(find_errors([*LINES, "[WinError 13847]", *LINES]))

    assert [(one.line, one.error.code) for one in found] == [(len(LINES) + 1, 13847)]
