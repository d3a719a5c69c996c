"""The command line in this process: a status, readable text, and no traceback."""

from __future__ import annotations

import io
import json
import os
import re
import sys

from ipsec_errors.cli import main
from tests.fuzz.draw import Draw

_WORDS = (
    "explain", "list", "search", "--json", "--space", "ras", "windows", "winerrorcodes", "13847",
    "787", "0x80073617", "-2147011049", "NoPeerCert", "ERROR_IPSEC_IKE_NO_PEER_CERT", "--category",
    "certificate", "CertificateError", "--help", "--version", "--", "-h", "[WinError", "13847]",
    "peer", "certificate", "--print-completion", "bash",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def check(data: bytes) -> None:
    """Runs one command line."""
    draw = Draw(data)
    arguments = []
    for _ in range(draw.below(6)):
        word = draw.pick(_WORDS) if draw.below(3) else draw.text()
        arguments.append(word.replace("\0", ""))
    out, err, status = run(arguments)
    assert status in (0, 1, 2), (arguments, status)
    assert "Traceback" not in err
    for text in (out, err):
        # argparse and shtab print tabs of their own.
        shown = text if "--print-completion" not in arguments else ""
        assert not _CONTROL.search(shown), (arguments, text)
    assert status == 0 or err or arguments[:1] == ["list"], arguments
    if out.startswith(("[", "{")) and "--json" in arguments:
        json.loads(out)


def run(arguments: list[str]) -> tuple[str, str, int]:
    """Runs the command line; returns what it wrote to each stream, and its status."""
    streams = sys.stdout, sys.stderr
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    err.reconfigure(errors="backslashreplace")  # As Python opens standard error.
    out.reconfigure(errors="surrogateescape")
    os.environ["COLUMNS"] = "80"
    sys.stdout, sys.stderr = out, err
    try:
        status: object = main(arguments)
    except SystemExit as stopped:
        status = stopped.code
    finally:
        sys.stdout, sys.stderr = streams
    for stream in (out, err):
        stream.flush()
    texts = [s.buffer.getvalue().decode("utf-8", "surrogateescape") for s in (out, err)]
    return texts[0], texts[1], status if isinstance(status, int) else -1
