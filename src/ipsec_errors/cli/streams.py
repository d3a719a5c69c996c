"""Standard output and standard error, either of which may be missing, closed, full or unread."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LONGEST = 500
# The status that a shell reports for a program ended by SIGINT: 128 + 2.
INTERRUPTED = 130


def warn(text: str) -> None:
    """Prints a text on standard error, and does nothing where that cannot be written."""
    if sys.stderr is None:
        return  # print() would write to standard output.
    try:
        print(text, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        discard(sys.stderr)


def discard(stream: Any) -> None:
    """Drops what a stream still holds, because Python's flush at the end would fail again."""
    try:
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123 (pathlib is slow to load)
            os.dup2(nothing.fileno(), stream.fileno())
    except (AttributeError, OSError, ValueError):
        pass  # There is no stream, or it is not a file.


def printable(text: str) -> str:
    """Returns a text with escapes for control characters; a long one loses its middle."""
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = f"{text[:half]} ... {text[-half:]}"
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
