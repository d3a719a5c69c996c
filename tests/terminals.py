"""Shows a page and a table on many kinds of terminal, and counts those on which they can be read.

    python tests/terminals.py [--keep]

Each is a pseudo-terminal of one kind, width and encoding. The output must hold the name of the
class uncut, no control character but those of colours and links, and no traceback.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "tests" / "terminals.json"
KINDS = ("xterm-256color", "xterm", "linux", "vt100", "dumb")
WIDTHS = (20, 40, 60, 80, 200)
ENCODINGS = ("utf-8", "latin-1", "ascii")
COMMANDS = (["13847"], ["list", "--category", "revocation"])


def main() -> int:
    """Prints how many terminals were tried; returns 1 if one of them cannot be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--keep", action="store_true", help="write tests/terminals.json")
    options = parser.parse_args()
    tried, unreadable = 0, []
    for terminal in itertools.product(KINDS, WIDTHS, ENCODINGS):
        tried += 1
        for command in COMMANDS:
            if reason := _problem(command, *terminal):
                unreadable.append(f"{' '.join(map(str, terminal))}: {' '.join(command)}: {reason}")
    print(*unreadable, f"{tried} terminals tried, {len(unreadable)} unreadable", sep="\n")
    if options.keep:
        found = {"tried": tried, "unreadable": len(unreadable)}
        RESULTS.write_text(json.dumps(found) + "\n", encoding="utf-8")
    return 1 if unreadable else 0


def _environment(**more: str) -> dict[str, str]:
    colours = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "COLORTERM")
    kept = {k: v for k, v in os.environ.items() if k not in colours}
    return kept | {"PYTHONPATH": str(ROOT / "src")} | more


def _problem(command: list[str], kind: str, width: int, encoding: str) -> str:
    environment = _environment(TERM=kind, PYTHONIOENCODING=encoding)
    status, shown = _on_terminal(command, width, environment)
    if status or "Traceback" in shown:
        return f"status {status}: {shown.strip().splitlines()[-1:]}"
    name = {"13847": "NoPeerCert"}.get(command[0], "CrlFailed")
    text = re.sub(r"\x1b\]8;.*?\x1b\\|\x1b\[[0-9;]*m", "", shown)
    if re.search(r"[\x00-\x09\x0b-\x0c\x0e-\x1f\x7f]", text):
        return "a control character"
    return "" if name in "".join(text.split()) else f"{name} is cut"


def _on_terminal(command: list[str], width: int, environment: dict[str, str]) -> tuple[int, str]:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    start = [sys.executable, "-m", "ipsec_errors", *command]
    with subprocess.Popen(
        start, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while data := os.read(ours, 65536):
                shown += data
        except OSError:  # EIO: nobody holds the other end any more.
            pass
        status = process.wait()
    os.close(ours)
    return status, shown.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
