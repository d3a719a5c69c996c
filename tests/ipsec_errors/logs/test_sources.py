"""How any source is read piece by piece."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ipsec_errors import find_errors
from ipsec_errors._logs import readers

TAKEN = "a str, bytes, a text or binary file, or an iterable of lines"


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "BLOCK", 4)


def pieces(source: Any) -> list[bytes | str]:
    return list(readers.pieces(source))


def test_a_text_comes_in_blocks_of_whole_characters() -> None:
    text = "ab\u00e9\u20ac\ud800c\nd"

    assert pieces(text) == ["ab\u00e9\u20ac".encode(), b"\xed\xa0\x80c\nd"]
    assert pieces("abcd") == [b"abcd"]
    assert pieces("") == []


@pytest.mark.parametrize(
    "kind", [bytes, bytearray, memoryview, lambda data: memoryview(array("H", data))]
)
def test_bytes_come_in_blocks(kind: Any) -> None:
    source = kind(b"abcdefghij")

    assert pieces(source) == [b"abcd", b"efgh", b"ij"]
    assert all(type(piece) is bytes for piece in pieces(source))
    assert pieces(kind(b"")) == [b""]


def test_a_binary_file_is_asked_for_blocks_of_what_it_holds() -> None:
    class File:
        def __init__(self, name: str) -> None:
            self.asked: list[int] = []
            self.content = io.BytesIO(b"abcdefg")
            setattr(self, name, self.take)

        def read(self, size: int = -1) -> bytes:
            assert size == 0
            return b""

        def take(self, size: int = -1) -> bytes:
            self.asked.append(size)
            return self.content.read(size - 1 if size > 2 else size)

    first, other = File("read1"), File("read")

    assert pieces(first) == [b"abc", b"def", b"g"]
    assert first.asked == [4, 4, 4, 4]
    assert pieces(other) == [b"abc", b"def", b"g"]
    assert other.asked == [0, 4, 4, 4, 4]


def test_a_text_file_comes_line_by_line_and_a_long_line_in_parts() -> None:
    text = "ab\nabcdef\nabc\nabcdefg\n\ud800x\n\nend"
    parts = ["ab\n", b"abcd", b"ef\n", "abc\n", b"abcd", b"efg\n", "\ud800x\n", "\n", b"end"]

    assert pieces(io.StringIO(text)) == parts
    assert pieces(io.StringIO("\ud800bcd\ud800")) == [b"\xed\xa0\x80bcd", b"\xed\xa0\x80"]
    assert pieces(io.StringIO("")) == []


def test_lines_of_an_iterable_end_and_a_long_one_comes_in_parts() -> None:
    lines = ["ab", "ab\n", "abc", "abcd", "a\nb", b"abcdef", b"a\n", bytearray(b"ab"), ""]
    ends = [b"abcdef\n", b"a\n", b"ab\n", "\n"]

    assert pieces(lines) == ["ab\n", "ab\n", "abc\n", b"abcd", b"\n", "a\nb\n", *ends]
    assert pieces(iter([bytearray(b"ab\n")])) == [b"ab\n"]
    assert [type(piece) for piece in pieces([bytearray(b"ab\n"), bytearray(b"ab")])] == [bytes] * 2
    assert pieces([]) == []


class Named(list[str]):
    """A path of a package that makes it iterable too."""

    def __fspath__(self) -> str:
        return "a"


@pytest.mark.parametrize("source", [None, 5, Path("a"), Named()])
def test_what_is_no_source_is_refused_by_its_type(source: Any) -> None:
    with pytest.raises(TypeError) as caught:
        pieces(source)

    name = type(source).__name__
    assert str(caught.value) == f"find_errors() takes {TAKEN}, not {name}: open a path first"


def test_what_is_no_line_is_refused_by_its_type() -> None:
    with pytest.raises(TypeError) as caught:
        pieces(["a", 5])

    assert str(caught.value) == f"a line is a str or bytes, not int: find_errors() takes {TAKEN}"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_utf_16_comes_as_utf_8_wherever_a_block_ends(encoding: str, size: int) -> None:
    data = "\ufeffa\u00e9\U0001f600\ud800\u20acb".encode(encoding, "surrogatepass") + b"x"
    blocks = iter([data[at : at + size] for at in range(0, len(data), size)])

    # What is no character becomes a mark, also half of one at the end.
    assert b"".join(readers.plain(blocks)).decode() == "a\u00e9\U0001f600\ufffd\u20acb\ufffd"


def test_other_blocks_stay_as_they_are() -> None:
    def plain(*blocks: bytes) -> list[bytes]:
        return list(readers.plain(iter(blocks)))

    assert plain() == [b""]
    assert plain(b"\xff") == [b"\xff"]
    assert plain(b"\xff", b"a", b"\xfe", b"b") == [b"\xffa", b"\xfe", b"b"]
    assert plain(b"ab", b"\xff\xfe") == [b"ab", b"\xff\xfe"]
    assert plain(b"a", b"", b"bc", b"d") == [b"abc", b"d"]


def test_blocks_are_read_as_they_are_asked_for() -> None:
    read: list[int] = []

    def blocks(start: bytes) -> Iterator[bytes]:
        for number in range(5):
            read.append(number)
            yield start if not number else b"a\0"

    for start in (b"ab", b"\xff\xfe"):
        read.clear()
        taken = readers.plain(blocks(start))
        assert [next(taken) for _ in range(2)][1] in (b"a\0", b"a")
        assert read == [0, 1]


def test_every_kind_of_source_is_read_to_its_end() -> None:
    text = "\u00e9\n[RAS 809] \u20ac\n\n" + "x" * 30 + "[RAS 787]"
    places = [(2, (0, 9)), (4, (30, 39))]

    sources: tuple[Any, ...] = (
        text,
        text.encode(),
        memoryview(text.encode()),
        text.encode("utf-16"),
        io.StringIO(text),
        io.BytesIO(text.encode()),
        io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"),
        text.split("\n"),
        (line.encode() for line in text.split("\n")),
    )
    for source in sources:
        assert [(one.line, one.span) for one in find_errors(source)] == places
