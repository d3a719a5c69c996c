"""strongSwan's own log of a Windows peer's refusal is read as the error that it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .peer import HEADER, NON_ESP_MARKER, answer
from .run import EXPECTED, LOGS, CannotRunError, found, is_expected, write_logs

COMMAND = "python tests/strongswan/run.py --install"


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gives the folder with the logs that charon-cmd wrote."""
    folder = tmp_path_factory.mktemp("strongswan")
    try:
        write_logs(folder)
    except CannotRunError as error:
        pytest.skip(f"{error}; or, as root: {COMMAND}")
    return folder


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: network namespaces")
@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("code", EXPECTED)
def test_what_charon_wrote(code: int, log: str, logs: Path) -> None:
    text = (logs / log.format(code)).read_text(encoding="utf-8")
    assert text.count(f"N(MS_STATUS({code}))") == 1
    assert is_expected(code, found(logs / log.format(code)))


REQUEST = HEADER.pack(b"initiate", bytes(8), 33, 0x20, 34, 0x08, 0, HEADER.size + 4) + bytes(4)


def test_the_responder_answers_a_request() -> None:
    reply = answer(NON_ESP_MARKER + REQUEST, -2)
    assert reply is not None
    assert reply[4:12] == b"initiate"
    assert reply[-4:] == b"\xff\xff\xff\xfe"
    assert len(reply) == 4 + int.from_bytes(reply[28:32])


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\xff",  # A NAT keep-alive.
        REQUEST,  # Without the marker.
        NON_ESP_MARKER + REQUEST[:20],
        NON_ESP_MARKER + REQUEST + b"more",
        NON_ESP_MARKER + HEADER.pack(b"initiate", bytes(8), 33, 0x20, 34, 0x20, 0, HEADER.size),
        NON_ESP_MARKER + HEADER.pack(b"initiate", bytes(8), 33, 0x20, 35, 0x08, 0, HEADER.size),
    ],
)
def test_the_responder_is_silent_on_anything_else(packet: bytes) -> None:
    assert answer(packet, 13847) is None
