"""``find_errors`` and what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, Protocol, TypeVar

from attrs import field, frozen

from ipsec_errors._base import IPsecIkeError
from ipsec_errors._logs.core import as_dict, scan
from ipsec_errors._logs.readers import pieces
from ipsec_errors._spaces import check_space
from ipsec_errors._types import FindingDict, Space

_T = TypeVar("_T", covariant=True)


class Readable(Protocol[_T]):
    """A file that was opened for reading."""

    def read(self, size: int = ..., /) -> _T: ...


def _same(error: IPsecIkeError) -> tuple[Any, ...]:
    """Returns what makes two errors equal. Exceptions themselves compare by identity."""
    return type(error), error.code, error.space, error.winerror, error.strerror


@frozen(order=False)
class Finding:
    """An error that stands in a log."""

    error: IPsecIkeError = field(eq=_same)
    """The error, as :func:`from_winerror` makes it. It was not raised."""
    line: int
    """The line, from 1. For an event, the line on which the event begins."""
    span: tuple[int, int] | None
    """Where the text stands in the line: its first character, from 0, and the one after its last.
    None for an event."""
    text: str
    """The text that was recognised, with its anchor; for an event, the field."""
    pattern: str
    """The name of the pattern that matched, or of the event field."""
    at: Literal["local", "peer"] | None
    """Who gave up, where the log tells it: the machine that wrote the log, or the other one."""
    time: str | None
    """The time of the line or event, as it stands there; None if there is none."""

    def to_dict(self) -> FindingDict:
        """Returns the finding as plain values, which ``json.dumps`` accepts."""
        return as_dict(self)


Finding.__module__ = "ipsec_errors"


def find_errors(
    text_or_lines: str | bytes | bytearray | Readable[str | bytes] | Iterable[str | bytes],
    *,
    space: Space | None = None,
) -> Iterator[Finding]:
    """Finds the IPsec and IKE errors of Windows in a log, or in exported Windows events.

    A number counts only where the log calls it an error of Windows. The page "Logs and exported
    events" of the documentation lists the patterns. The source is read as it is asked for, and
    takes the same memory whatever its size.

    :param text_or_lines: a str or bytes (the text itself, never a path), a text or binary file, or
        an iterable of lines. Bytes are UTF-8, UTF-16 with a byte order mark, or Latin-1.
    :param space: the space in which numbers are read, instead of the one that each pattern implies.
        Symbols and message texts of Windows are found in every space.
    :raises TypeError: for a source of another type.
    :raises ValueError: for an unknown space.
    """
    if space is not None:
        space = check_space(space)
    return _found(text_or_lines, space)


def _found(source: object, space: Space | None) -> Iterator[Finding]:
    for one in scan(pieces(source), space):
        yield Finding(one.error, one.line, one.span, one.text, one.pattern, one.at, one.time)
