"""A progress bar on a terminal, for what takes longer than a second. rich draws it."""

from __future__ import annotations

import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_AFTER = 1.0


class Progress:
    """The bar. It does nothing in a pipe, and without rich."""

    def __init__(self, width: int) -> None:
        terminal = sys.stderr is not None and sys.stderr.isatty()
        self._start = monotonic() if terminal else None
        self._bar: Any = None
        self._task: Any = None
        self._name, self._size, self._done = "", 0, 0
        # rich's own measurement fails where COLUMNS is no number.
        self._width = width

    def begin(self, name: str, size: int) -> None:
        """Begins a source of a size in bytes; 0 for an unknown size."""
        self._name, self._size, self._done = name, size, 0
        if self._bar is not None:
            self._bar.remove_task(self._task)
            self._task = self._bar.add_task(self._shown(), total=size or None)

    def add(self, size: int) -> None:
        """Tells of bytes that were read."""
        self._done += size
        if self._start is None:
            return
        if self._bar is None and monotonic() - self._start > _AFTER:
            self._show()
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done)

    def stop(self) -> None:
        """Removes the bar, so that something else can be printed. It comes back after a while."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._start = monotonic()

    def _show(self) -> None:
        try:
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar
        except ModuleNotFoundError:
            self._start = None
            return
        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr, width=self._width, height=25),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._bar.add_task(self._shown(), total=self._size or None)
        self._bar.start()

    def _shown(self) -> str:
        name = self._name.encode("ascii", "backslashreplace").decode()
        return "".join(c if c.isprintable() else "?" for c in name)[-40:]
