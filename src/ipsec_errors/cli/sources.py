"""Open what ``scan`` is to read: files, directories, standard input; gzip and xz by content."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from ipsec_errors._logs.readers import BLOCK, UTF16

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, BinaryIO

STDIN = "-"
# What files begin with that are no logs as they are, and what to do instead.
_FORMATS = {
    b"ElfFile\0": (
        "a binary event log: export it with `wevtutil qe FILE /lf:true /f:xml`, or see the page "
        "about logs"
    ),
    b"MSCF": "a cabinet file: extract it, and scan what is in it",
}


class UnreadableError(Exception):
    """A source cannot be read, or not to its end. The message says why."""


class NotALogError(UnreadableError):
    """A source is no text. Among the files of a directory that is no fault."""


class Source:
    """One input: its name for people, and its path."""

    def __init__(self, path: str, size: int = 0, given: bool = True) -> None:
        self.path = path
        self.size = size
        self.given = given  # False for a file of a directory.

    @property
    def name(self) -> str:
        """What people call it."""
        return "standard input" if self.path == STDIN else self.path


def sources(paths: list[str], failed: Callable[[str], None]) -> Iterator[Source]:
    """Yields the inputs that paths name, those of a directory from the oldest to the newest.

    :param failed: is told what cannot be read.
    """
    for path in paths:
        if path == STDIN:
            yield Source(path)
            continue
        try:
            status = Path(path).stat()
        except (OSError, ValueError) as error:
            failed(f"{path}: {_reason(error)}")
            continue
        if not S_ISDIR(status.st_mode):
            yield Source(path, status.st_size)
            continue
        found = False
        for one in _files(path, failed):
            found = True
            yield one
        if not found:
            failed(f"{path}: the directory holds no file to read")


def _files(path: str, failed: Callable[[str], None]) -> Iterator[Source]:
    def unreadable(error: OSError) -> None:
        failed(f"{error.filename}: {_reason(error)}")

    # By time, so that what a rotated log holds comes before what the current one holds.
    found: list[tuple[int, str, int]] = []
    for folder, folders, names in os.walk(path, onerror=unreadable):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            try:
                status = file.stat()
            except OSError as error:
                failed(f"{file}: {_reason(error)}")
                continue
            if S_ISREG(status.st_mode):
                found.append((status.st_mtime_ns, str(file), status.st_size))
            else:
                # Opening a FIFO would wait for a writer.
                failed(f"{file}: neither a file nor a directory; name it to read it")
    for _, name, size in sorted(found):
        yield Source(name, size, given=False)


def blocks(source: Source, progress: Callable[[int], None]) -> Iterator[bytes]:
    """Yields the content of an input, unpacked.

    :param progress: is told how many bytes of the packed input were read.
    :raises UnreadableError: if it cannot be read to its end. What was read was yielded before.
    """
    try:
        with _opened(source) as raw:
            counted = _Counted(raw, progress)
            stream = _unpacked(counted, source)
            while block := stream.read1(BLOCK):
                yield block
    except EOFError:
        raise UnreadableError(f"{source.name}: the compressed data ends too early") from None
    except OSError as error:
        raise UnreadableError(f"{source.name}: {_reason(error)}") from None
    except UnreadableError:
        raise
    except Exception as error:
        # zlib.error and lzma.LZMAError, without importing both modules.
        if type(error).__module__ not in ("zlib", "_lzma", "lzma"):
            raise
        raise UnreadableError(f"{source.name}: the compressed data is broken: {error}") from None


def _opened(source: Source) -> BinaryIO:
    if source.path != STDIN:
        return Path(source.path).open("rb", buffering=BLOCK)
    if sys.stdin is None:
        raise UnreadableError("standard input: it is closed")
    return open(sys.stdin.fileno(), "rb", buffering=BLOCK, closefd=False)


class _Counted:
    """A binary file that tells how much of it was read."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress

    def read1(self, size: int = BLOCK) -> bytes:
        block: bytes = self._file.read1(size)  # type: ignore[attr-defined]
        self._progress(len(block))
        return block

    def read(self, size: int = BLOCK) -> bytes:
        return self.read1(size)

    def peek(self) -> bytes:
        start: bytes = self._file.peek(BLOCK)  # type: ignore[attr-defined]
        return start


def _unpacked(file: _Counted, source: Source) -> Any:
    start = file.peek()
    if start.startswith(b"\x1f\x8b"):
        import gzip

        return gzip.GzipFile(fileobj=file)  # type: ignore[call-overload]
    if start.startswith(b"\xfd7zXZ\0"):
        import lzma

        return lzma.LZMAFile(file)  # type: ignore[arg-type]
    for mark, what in _FORMATS.items():
        if start.startswith(mark):
            raise NotALogError(f"{source.name}: {what.replace('FILE', source.name)}")
    if b"\0" in start[:4096] and not start.startswith(UTF16):
        raise NotALogError(f"{source.name}: a binary file, not a log")
    return file


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
