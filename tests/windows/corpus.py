"""Writes a corpus: every error this library can make, as this platform shows and pickles it.

    python tests/windows/corpus.py FILE

The file is the same, byte for byte, on every platform with the same Python minor version.
"""

from __future__ import annotations

import json
import linecache
import pickle
import subprocess
import sys
import traceback
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import ipsec_errors
from ipsec_errors import IPsecIkeError, NoPeerCert, catalog, from_winerror

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "raise error\n"


class OfficeError(NoPeerCert):
    """What a user may write: other arguments than an OSError has."""

    def __init__(self, site: str) -> None:
        super().__init__(f"no certificate from {site}")
        self.site = site


def cases() -> Iterator[tuple[str, IPsecIkeError]]:
    """Yields named errors; a name tells how its error was made."""
    for info in catalog:
        yield f"{info.name}()", info.exception()
        for entry in info.codes:
            yield f"{entry.space} {entry.number}", from_winerror(entry.number, space=entry.space)
    for name in dir(ipsec_errors):
        value = getattr(ipsec_errors, name)
        if isinstance(value, type) and issubclass(value, IPsecIkeError):
            yield f"{name}('own words')", value("own words")
    for number in (0x80073617, 0xC0073617, -2147011049, 13999, 0xC036FFFF):
        yield f"number {number}", from_winerror(number)
    yield "an exit code", from_winerror(subprocess.CalledProcessError(13801, ["dial"]))
    yield (
        "rasdial's exit code",
        from_winerror(subprocess.CalledProcessError(789, ["rasdial", "Office"])),
    )
    yield (
        "words that are not ASCII",
        NoPeerCert("\u8bc1\u4e66 \u2014 Zertifikat f\u00fcr \U0001f511"),
    )
    yield "no words", NoPeerCert()
    yield "a subclass", OfficeError("Office")
    yield "arguments of an OSError", NoPeerCert(22, "words", r"C:\a", 13847, r"C:\b")
    yield from _changed()


def describe(error: IPsecIkeError) -> dict[str, object]:
    """Returns everything that an error shows of itself."""
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "str": str(error),
        "repr": repr(error),
        "args": repr(error.args),
        "errno": error.errno,
        "strerror": error.strerror,
        "filename": error.filename,
        "filename2": error.filename2,
        "winerror": error.winerror,
        "code": error.code,
        "hex": error.hex,
        "symbol": error.symbol,
        "space": error.space,
        "message": error.message,
        "hint": error.hint,
        "remediation": error.remediation,
        "transient": error.transient,
        "fix_side": error.fix_side,
        "severity": error.severity,
        "notes": getattr(error, "__notes__", None),
        "printed": "".join(traceback.format_exception_only(error)),
    }


def corpus() -> dict[str, dict[str, object]]:
    """Returns each case: what it shows, its traceback, and a pickle for each protocol."""
    return {
        name: {
            "shown": describe(error),
            "traceback": _traceback(error),
            "pickles": [
                b64encode(pickle.dumps(error, protocol)).decode()
                for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
            ],
        }
        for name, error in cases()
    }


def written() -> bytes:
    """Returns the corpus as the file holds it."""
    return json.dumps(corpus(), indent=1).encode("ascii")


def _changed() -> Iterator[tuple[str, IPsecIkeError]]:
    error = from_winerror(790, space="ras")
    error.filename = r"\\.\pipe\dial"
    yield "a filename", error
    error = from_winerror(13847)
    error.filename, error.filename2 = r"C:\from", r"C:\to"
    yield "two filenames", error
    error = from_winerror(13847)
    error.add_note("a note of the caller's")
    yield "a note", error


def _traceback(error: IPsecIkeError) -> str:
    """Returns the traceback of the error, raised from source that has the same name everywhere."""
    linecache.cache["dial.py"] = (len(SOURCE), None, [SOURCE], "dial.py")
    try:
        exec(compile(SOURCE, "dial.py", "exec"), {"error": error})
    except IPsecIkeError as raised:
        own = raised.__traceback__
        assert own is not None
        text = "".join(traceback.format_exception(type(raised), raised, own.tb_next))
        raised.__traceback__ = None
        return text
    raise AssertionError("nothing was raised")


def main() -> None:
    """Writes the file that the command line names."""
    Path(sys.argv[1]).write_bytes(written())


if __name__ == "__main__":
    # By its name, or the subclass above would be pickled as one of __main__.
    from corpus import main as _main

    _main()
