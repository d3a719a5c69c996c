"""Find errors in the blocks of a source, without attrs.

A line of any length and a source of any size take the same memory: what is kept is one block, one
event, or the end of one long line.
"""

from __future__ import annotations

from ipsec_errors import _texts
from ipsec_errors._describe import reading_of
from ipsec_errors._factory import from_winerror
from ipsec_errors._logs import events
from ipsec_errors._logs.patterns import (
    ANY_TEXT,
    FIXED,
    LONG_TEXT,
    PATTERNS,
    POINT,
    PREFILTER,
    SEPARATOR,
    TEXT,
    TIME,
    number_of,
)
from ipsec_errors._symbols import SYMBOLS
from ipsec_errors.errors import load_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Literal, TypeAlias

    from ipsec_errors._base import IPsecIkeError
    from ipsec_errors._logs.patterns import Pattern
    from ipsec_errors._types import FactsDict, FindingDict, Space

    Side: TypeAlias = Literal["local", "peer"]
    # A place in a line that a pattern calls an error.
    Candidate: TypeAlias = tuple[Pattern, re.Match[str]]

# A line that is longer is looked at in parts, which overlap by more than any pattern matches.
_LONG, _OVERLAP = 1 << 16, 1 << 10
# How far behind a number, and before a text, the words that tell who gave up may stand. The first
# is also how much of a line is searched for message texts.
_NEAR, _BEHIND = 1 << 10, 1 << 8
# How much of a line a match keeps on each side.
_AROUND = 200
# FormatMessage and RasGetErrorString give texts of at most 2,048 characters.
_LONGEST_TEXT = 1 << 12
_EVENT_START, _EVENT_END = b"<Event", b"</Event>"
_LONGEST_EVENT = 1 << 22
_MANY = 64
_NOT_CONTINUING = bytes(b for b in range(256) if b & 0xC0 != 0x80)
_MARK = b"\xef\xbb\xbf"


class Match:
    """An error in a source, as :class:`Finding` describes it, without attrs.

    ``number`` is the number as it was written, or empty. ``context`` is the text with what stands
    around it.
    """

    __slots__ = ("at", "context", "error", "line", "number", "pattern", "span", "text", "time")

    def __init__(
        self,
        error: IPsecIkeError,
        line: int,
        span: tuple[int, int] | None,
        text: str,
        pattern: str,
        at: Side | None,
        time: str | None,
        number: str = "",
        context: str = "",
    ) -> None:
        self.error = error
        self.line = line
        self.span = span
        self.text = text
        self.pattern = pattern
        self.at: Side | None = at
        self.time = time
        self.number = number
        self.context = context or text


def scan(
    pieces: Iterable[bytes | str],
    space: Space | None = None,
    problem: Callable[[str], None] | None = None,
) -> Iterator[Match]:
    """Yields the errors in a source, in their order.

    :param pieces: the source, as ``readers.pieces`` or ``readers.plain`` gives it.
    :param problem: is told of each event that is broken. Its lines are read as text.
    """
    scanner = _Scanner(space, problem)
    for piece in pieces:
        if isinstance(piece, bytes):
            yield from scanner.feed(piece)
            continue
        if scanner.idle:
            # Most lines of a source that comes line by line end here.
            for part in FIXED:
                if part in piece:
                    break
            else:
                scanner.skip(piece)
                continue
        yield from scanner.feed(piece.encode("utf-8", "surrogatepass"))
    yield from scanner.feed(b"", final=True)


def candidates(line: str, cued: bool = False) -> list[Candidate]:
    """Returns the places in a line that a pattern calls an error, from left to right.

    :param cued: whether the caller knows that the line is about an error of Windows.
    """
    found: list[Candidate] = []
    for pattern in PATTERNS:
        for anchor in pattern.anchors:
            if cued or anchor in line:
                found += [(pattern, match) for match in pattern.matches(line, cued)]
                break
    found.sort(key=lambda one: one[1].start())
    return found


def error_of(candidate: Candidate, space: Space | None) -> IPsecIkeError | None:
    """Returns the error that a candidate names; None if it is no IPsec or IKE error."""
    pattern, match = candidate
    groups = match.groupdict()
    if groups.get("number"):
        number = number_of(groups["number"], pattern.decimal)
        error = from_winerror(number, space=space or pattern.space, default=None)
        if error is not None:
            return error
    symbol = groups.get("symbol") or ""
    if symbol not in SYMBOLS:
        return None
    number, read_in = reading_of(load_class(SYMBOLS[symbol]), symbol)
    return from_winerror(number, space=read_in)


def text_errors(text: str, space: Space | None) -> list[IPsecIkeError]:
    """Returns the errors that Windows words like this, without those that mean the same.

    :param space: decides between the errors of a text that several spaces have.
    """
    found: dict[tuple[type, str], IPsecIkeError] = {}
    for read_in, number in _texts.preferred(_texts.codes_of(text), space):
        error = from_winerror(number, space=read_in)
        found.setdefault((type(error), error.message), error)
    return list(found.values())


def text_spans(line: str) -> Iterator[tuple[int, int]]:
    """Yields the parts of a line that can be a message text of Windows."""
    least = 1 if ANY_TEXT.search(line) else _texts.EMBEDDED_WORDS
    if least > 1 and not LONG_TEXT.search(line):
        return
    end = len(line.rstrip())
    for separator in SEPARATOR.finditer(line, 0, _NEAR):
        start = separator.end()
        if end - start <= _LONGEST_TEXT and line.count(" ", start, end) + 1 >= least:
            yield start, end


def side(text: str, last: bool = False) -> Side | None:
    """Returns who gave up, as the first or the last statement in a text says it."""
    found = list(POINT.finditer(text))
    told = found[-1 if last else 0] if found else None
    if told is None:
        return None
    return "local" if told["local"] else "peer"


class _Scanner:
    """Takes the blocks of a source one after the other and yields what they hold."""

    def __init__(self, space: Space | None, problem: Callable[[str], None] | None) -> None:
        self._space: Space | None = space
        self._problem = problem or (lambda _: None)
        # What the next block continues, and where it begins: a line, and a character of that line.
        self._rest = b""
        # What came after it while an event has no end yet: it is looked at when it holds this mark
        # and has this size, so that an event of many lines is not read again with each of them.
        self._parts: list[bytes] = []
        self._until = b""
        self._least = 0
        self._line = 1
        self._column = 0
        # Up to which column a long line was reported.
        self._reported = 0
        # How the source is read: not known yet, as lines, or as lines with events between them.
        self._read: Callable[[bytes, bool], Iterator[Match]] | None = None
        # What stands before the next block: the words that tell who gave up may be there.
        self._before = b""
        # Whether the next line can be looked at alone.
        self.idle = False
        # The last error that a number told, and its line.
        self._last: tuple[type, int] | None = None

    def skip(self, line: str) -> None:
        """Leaves a line out that holds nothing."""
        self._line += line.count("\n")
        self._column = 0
        self._before = (self._before + line.encode("utf-8", "surrogatepass"))[-_BEHIND:]

    def feed(self, block: bytes, final: bool = False) -> Iterator[Match]:
        """Yields the errors in the next block; at the end, those in what was kept."""
        if self._until and not final and not self._complete(block):
            return
        buffer = b"".join([self._rest, *self._parts, block])
        self._parts.clear()
        self._until = b""
        if self._read is None:
            if not final and _MARK.startswith(buffer):
                self._rest = buffer
                return
            buffer = buffer.removeprefix(_MARK)
            start = buffer.lstrip()[:256]
            if not final and len(buffer) <= _LONG and events.may_begin_json(start):
                self._rest = buffer
                return
            self._read = self._reader(start)
        yield from self._read(buffer, final)
        self.idle = not self._rest and self._read == self._lines

    def _complete(self, block: bytes) -> bool:
        """Tells whether an event may end in a block. If not, the block is kept."""
        before = self._parts[-1] if self._parts else self._rest
        size = len(self._rest) + sum(map(len, self._parts)) + len(block)
        ends = self._until in before[-len(self._until) :] + block and size >= self._least
        if not ends and size < _LONGEST_EVENT:
            self._parts.append(block)
            if len(self._parts) > _MANY:
                self._parts = [b"".join(self._parts)]
        return ends or size >= _LONGEST_EVENT

    def _wait(self, rest: bytes, until: bytes) -> None:
        """Keeps the beginning of an event."""
        self._rest = rest
        self._until = until
        self._least = len(rest) + len(rest) // 4 if len(rest) > _LONG else 0

    def _reader(self, start: bytes) -> Callable[[bytes, bool], Iterator[Match]]:
        if start.startswith(b"<"):
            return self._xml
        if events.begins_json(start):
            return self._json
        return self._lines

    def _lines(self, buffer: bytes, final: bool) -> Iterator[Match]:
        """Searches whole lines, and keeps the last one if its end is missing."""
        whole = len(buffer) if final else buffer.rfind(b"\n") + 1
        if not whole and len(buffer) > _LONG:
            yield from self._part_of_a_line(buffer)
            return
        hits = [hit.start() for found in PREFILTER for hit in found.finditer(buffer, 0, whole)]
        hits.sort()
        done = 0
        for hit in hits:
            if hit < done:
                continue
            start = max(buffer.rfind(b"\n", 0, hit) + 1, done)
            end = buffer.find(b"\n", hit, whole)
            end = whole if end < 0 else end
            self._count(buffer, done, start)
            done = start
            text = decoded(buffer[start:end].removesuffix(b"\r"))
            found = list(self._in_line(text, buffer, start, end))
            if not final and len(buffer) - end < _NEAR and any(hold for hold, _ in found):
                # The line that tells who gave up may be in the next block.
                self._before = (self._before + buffer[max(0, start - _BEHIND) : start])[-_BEHIND:]
                self._rest = buffer[start:]
                return
            for _, match in found:
                yield match
            self._count(buffer, done, min(end + 1, whole))
            done = min(end + 1, whole)
        self._count(buffer, done, whole)
        if whole:
            self._before = (self._before + buffer[max(0, whole - _BEHIND) : whole])[-_BEHIND:]
        self._rest = buffer[whole:]

    def _count(self, buffer: bytes, start: int, end: int) -> None:
        ends = buffer.count(b"\n", start, end)
        if ends:
            self._line += ends
            self._column = self._reported = 0
            start = buffer.rfind(b"\n", start, end) + 1
        if start < end:
            # In UTF-8 a character has one byte that does not continue another.
            continuing = buffer[start:end].translate(None, _NOT_CONTINUING)
            self._column += end - start - len(continuing)

    def _part_of_a_line(self, buffer: bytes) -> Iterator[Match]:
        """Searches a line that is too long to keep. Its end is kept: the next part repeats it."""
        size = len(buffer) - _OVERLAP
        while buffer[size] & 0xC0 == 0x80 and size > _LONG // 2:  # Within a character of UTF-8.
            size -= 1
        own = buffer[:size]
        if any(found.search(buffer) for found in PREFILTER):
            text = decoded(buffer[: _whole(buffer)])
            last = self._column + len(decoded(own))
            for _, match in self._in_line(text, b"", 0, 0):
                if match.span is not None and match.span[0] < last:
                    self._reported = match.span[1]
                    yield match
        self._count(buffer, 0, size)
        self._rest = buffer[size:]

    def _in_line(
        self, text: str, buffer: bytes, start: int, end: int
    ) -> Iterator[tuple[bool, Match]]:
        """Yields the errors in a line, and whether a later line may tell who gave up."""
        found = False
        until = self._reported - self._column
        for pattern, match in candidates(text):
            if match.start() < until:
                continue
            error = error_of((pattern, match), self._space)
            if error is None:
                continue
            found = True
            until = match.end()
            at: Side | None = None
            if pattern.name == "strongswan":
                # charon has read this in a message of the Windows machine.
                at = "peer" if "parsed" in text[: match.start()] else None
            elif pattern.told:
                after = text[match.end() : match.end() + _NEAR] + decoded(buffer[end : end + _NEAR])
                after = after[:_NEAR]
                other = next(pattern.matches(after, cued=True), None)
                at = side(after[: other.start()] if other else after)
            self._last = type(error), self._line
            number = match.groupdict().get("number") or ""
            made = self._match(error, text, match.start(), match.end(), pattern.name, at, number)
            yield pattern.told and at is None, made
        if found:
            return
        for first, last in text_spans(text):
            errors = text_errors(text[first:last], self._space)
            for error in errors:
                if self._told_already(error):
                    continue
                before = (self._before + buffer[max(0, start - _BEHIND) : start])[-_BEHIND:]
                at = side(decoded(before + buffer[start:end]), last=True)
                yield False, self._match(error, text, first, last, TEXT, at)
            if errors:
                return

    def _told_already(self, error: IPsecIkeError) -> bool:
        """Tells whether a number just above has told the error: its text often follows it."""
        if self._last is None:
            return False
        kind, line = self._last
        return kind is type(error) and self._line - line <= 2

    def _match(
        self,
        error: IPsecIkeError,
        text: str,
        first: int,
        last: int,
        pattern: str,
        at: Side | None,
        number: str = "",
    ) -> Match:
        time = TIME.search(text[:80]) if not self._column else None
        span = self._column + first, self._column + last
        shown = time[0] if time else None
        context = text[max(0, first - _AROUND) : last + _AROUND]
        found = text[first:last]
        return Match(error, self._line, span, found, pattern, at, shown, number, context)

    def _xml(self, buffer: bytes, final: bool) -> Iterator[Match]:
        """Searches lines, and reads the events between them."""
        at = 0
        start = _event_start(buffer, 0)
        while True:
            if start < 0:
                # The first letters of an event are in the line that is kept.
                yield from self._lines(buffer[at:], final)
                return
            yield from self._lines(buffer[at:start], True)
            after = _event_start(buffer, start + 1)
            until = after if after >= 0 else len(buffer)
            end = buffer.find(_EVENT_END, start, until)
            if end < 0 and after < 0 and not final and len(buffer) - start <= _LONGEST_EVENT:
                self._wait(buffer[start:], _EVENT_END)
                return
            if end < 0:
                self._problem(f"line {self._line}: the event that begins here has no end")
                at = until
                yield from self._lines(buffer[start:at], True)
            else:
                at = end + len(_EVENT_END)
                yield from self._event(events.from_xml, decoded(buffer[start:at]))
            start = after

    def _json(self, buffer: bytes, final: bool) -> Iterator[Match]:
        """Reads JSON objects. Those that are no events are searched as lines."""
        whole = len(buffer) if final else _whole(buffer)
        text, first = decoded(buffer[:whole]), 0
        while True:
            start = text.find("{", first)
            if start < 0:
                yield from self._lines(text[first:].encode("utf-8", "surrogatepass"), final)
                self._rest += buffer[whole:]
                return
            yield from self._lines(text[first:start].encode("utf-8", "surrogatepass"), True)
            end, broken = events.end_of_json(text, start)
            if end < 0:
                # What is broken ends with its line, which the next block may bring.
                end = text.find("\n", start) + 1 if broken else 0
                if not (end or final or len(text) - start > _LONGEST_EVENT):
                    rest = text[start:].encode("utf-8", "surrogatepass")
                    self._wait(rest + buffer[whole:], b"\n" if broken else b"}")
                    return
                self._problem(
                    f"line {self._line}: the JSON that begins here is broken or has no end"
                )
                end = end or text.find("\n", start) + 1 or len(text)
                yield from self._lines(text[start:end].encode("utf-8", "surrogatepass"), True)
            else:
                yield from self._event(events.from_json, text[start:end])
            first = end

    def _event(
        self, read: Callable[[str], list[events.Event] | None], text: str
    ) -> Iterator[Match]:
        """Yields the errors of an event, or of its lines if it is none or is broken."""
        try:
            found = read(text)
        except (ValueError, RecursionError) as error:
            self._problem(f"line {self._line}: the event that begins here is broken: {error}")
            found = None
        data = text.encode("utf-8", "surrogatepass")
        if not found:
            yield from self._lines(data, True)
            return
        for event in found:
            yield from self._of_event(event)
        self._count(data, 0, len(data))

    def _numbered(self, number: int | None, space: Space) -> list[IPsecIkeError]:
        if number is None:
            return []
        error = from_winerror(number, space=self._space or space, default=None)
        return [] if error is None else [error]

    def _of_event(self, event: events.Event) -> Iterator[Match]:
        rows = events.fields_of(event)
        for row in rows:
            value = row.value(event)
            if not value:
                continue
            if row.kind == "text":
                errors = text_errors(value, self._space)
            else:
                errors = self._numbered(row.number(value), row.space)
            at = row.side(event)
            for error in errors:
                yield Match(error, self._line, None, value, row.name, at, event.time)
            if errors:
                return
        if rows:
            return
        lines = "\n".join(event.lines())
        at = side(lines)
        inner = _Scanner(self._space, None)
        inner._read = inner._lines
        for match in inner.feed(lines.encode("utf-8", "surrogatepass"), final=True):
            match.line, match.span, match.time = self._line, None, event.time
            match.at = match.at or at
            yield match


def decoded(line: bytes) -> str:
    """Returns the text of a line: UTF-8, or Latin-1 as a last resort."""
    try:
        return line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _whole(buffer: bytes) -> int:
    """Returns the length of a block without a character of UTF-8 that may be cut off at its end."""
    for size in range(len(buffer) - 1, max(len(buffer) - 4, -1), -1):
        if buffer[size] & 0xC0 != 0x80:
            return size if buffer[size] & 0x80 else len(buffer)
    return len(buffer)


def _event_start(buffer: bytes, first: int) -> int:
    """Returns where the next event begins: <Event and not <EventID or <Events; -1 for nowhere."""
    start = buffer.find(_EVENT_START, first)
    while start >= 0 and buffer[start + 6 : start + 7] not in (b" ", b">", b"\n", b"\r", b"\t"):
        start = buffer.find(_EVENT_START, start + 6)
    return start


def facts(error: IPsecIkeError) -> FactsDict:
    """Returns what an error is as plain values."""
    return {
        "name": type(error).__name__,
        "code": error.code,
        "hex": error.hex,
        "space": error.space,
        "symbol": error.symbol,
        "message": error.message,
        "hint": error.hint,
        "transient": error.transient,
        "fix_side": error.fix_side,
        "severity": error.severity,
    }


def as_dict(found: Any) -> FindingDict:
    """Returns a match or a finding as plain values."""
    return {
        **facts(found.error),
        "line": found.line,
        "span": None if found.span is None else list(found.span),
        "text": found.text,
        "pattern": found.pattern,
        "at": found.at,
        "time": found.time,
    }
