"""Makes values from bytes, the same values from the same bytes. Missing bytes are zeros."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")
_FACTS = Path(__file__).resolve().parent.parent / "facts"
WINDOWS: dict[int, dict[str, Any]] = {
    row["code"]: row
    for row in json.loads(_FACTS.joinpath("codes.json").read_text("utf-8"))
    if row["family"] != "ras" and not row["sentinel"]
}
RAS: dict[int, str] = {
    row["number"]: row["symbol"]
    for row in json.loads(_FACTS.joinpath("ras.json").read_text("utf-8"))
}
ARTICLE = (13845, 13846, 13847, 13849)
KNOWN: tuple[int, ...] = (*WINDOWS, *RAS, *ARTICLE, 0, 5, 13026, 13800, 13999, 0xC0361234)
_WRAPS = (0, 0x80070000, 0xC0070000, 0xD0070000, 0x10000000)


class Draw:
    """Draws values from bytes, front to back."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def take(self, count: int) -> bytes:
        """Returns that many bytes."""
        taken = self._data[self._place : self._place + count]
        self._place += count
        return taken.ljust(count, b"\0")

    def rest(self) -> bytes:
        """Returns all bytes that are left."""
        taken = self._data[self._place :]
        self._place = len(self._data)
        return taken

    def below(self, bound: int) -> int:
        """Returns an int from 0 to ``bound`` - 1; ``bound`` is at most 65536."""
        return int.from_bytes(self.take(1 if bound <= 256 else 2), "little") % bound

    def pick(self, items: Sequence[_T]) -> _T:
        """Returns one of the items."""
        return items[self.below(len(items))]

    def text(self) -> str:
        """Returns up to 255 bytes as text; what is no UTF-8 becomes surrogates."""
        return self.take(self.below(256)).decode("utf-8", "surrogateescape")

    def number(self) -> int:
        """Returns an int: of 8 to 72 bits with a sign, or a known code, bare, wrapped or near."""
        kind = self.below(8)
        if kind < 4:
            return int.from_bytes(self.take((1, 4, 8, 9)[kind]), "little", signed=True)
        number = self.pick(KNOWN)
        if kind == 4:
            return number
        if kind == 5:
            return number + self.below(5) - 2
        number |= self.pick(_WRAPS)
        return number - 0x100000000 if kind == 6 else number
