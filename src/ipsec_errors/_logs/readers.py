"""Read any source piece by piece: blocks of bytes, or lines of text."""

from __future__ import annotations

from codecs import getincrementaldecoder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

BLOCK = 1 << 18
UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TAKEN = "a str, bytes, a text or binary file, or an iterable of lines"


def pieces(source: Any) -> Iterator[bytes | str]:
    """Yields a source as blocks of bytes in UTF-8 or Latin-1, or as lines of text.

    A str is text, never a path.

    :raises TypeError: for a source of another type.
    """
    if isinstance(source, str):
        for start in range(0, len(source), BLOCK):
            yield source[start : start + BLOCK].encode("utf-8", "surrogatepass")
    elif isinstance(source, (bytes, bytearray, memoryview)):
        whole = memoryview(source).cast("B")
        yield from plain(bytes(whole[at : at + BLOCK]) for at in range(0, len(whole), BLOCK))
    elif hasattr(source, "read"):
        if isinstance(source.read(0), str):
            read_text = getattr(source, "readline", source.read)
            yield from _lines(iter(lambda: read_text(BLOCK), ""))
        else:
            # read1 returns what a pipe holds. read would wait for a whole block.
            read = getattr(source, "read1", source.read)
            yield from plain(iter(lambda: read(BLOCK), b""))
    elif hasattr(source, "__fspath__") or not hasattr(source, "__iter__"):
        name = type(source).__name__
        raise TypeError(f"find_errors() takes {_TAKEN}, not {name}: open a path first")
    else:
        yield from _items(source)


def _lines(lines: Iterator[str]) -> Iterator[bytes | str]:
    """Yields lines of a text file. A line of more than a block comes in parts."""
    part = False
    for line in lines:
        if part or not line.endswith("\n"):
            yield line.encode("utf-8", "surrogatepass")
        else:
            yield line
        part = not line.endswith("\n")


def _items(source: Iterable[Any]) -> Iterator[bytes | str]:
    for item in source:
        if isinstance(item, str):
            text = item if item.endswith("\n") else item + "\n"
            if len(text) > BLOCK:
                yield from pieces(text)
            else:
                yield text
        elif isinstance(item, (bytes, bytearray)):
            yield bytes(item) if item.endswith(b"\n") else bytes(item) + b"\n"
        else:
            name = type(item).__name__
            raise TypeError(f"a line is a str or bytes, not {name}: find_errors() takes {_TAKEN}")


def plain(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yields blocks as they are, but UTF-16 with a byte order mark as UTF-8."""
    start = b""
    for block in blocks:
        start += block
        if len(start) > 1:
            break
    if start[:2] not in UTF16:
        yield start
        yield from blocks
        return
    decoder = getincrementaldecoder("utf-16")(errors="replace")
    yield decoder.decode(start).encode()
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", True).encode()
