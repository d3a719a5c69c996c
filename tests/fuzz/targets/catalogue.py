"""The reader of the catalogue: a record is right, or stopped with a reason."""

from __future__ import annotations

import ast
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import asdict

from codegen.model import CatalogueError
from codegen.reader import read
from codegen.render import render
from tests.fuzz.draw import Draw

_GOOD = sorted((Path(__file__).resolve().parents[2] / "codegen" / "good").glob("*.toml"))
_LINES = [path.read_text("utf-8").splitlines() for path in _GOOD]
_VALUES = (
    '""', '"Step."', "[]", '["x"]', '[""]', "{}", "true", "false", "0", "-1", "13847", "0x800B0101",
    "1.5", "nan", "2026-01-01", '"\\u0000"', '"\\u202e"', '"a\\nb"', "[[1]]", "[{}]", '"windows"',
    '"https://example.org/"', '["NoPeerCert"]', '["Alpha"]', '"Con"', '"Space"', '"documented"',
)  # fmt: skip
_FOLDER = Path(tempfile.mkdtemp(prefix="ipsec-errors-fuzz-"))
_written: dict[str, list[str]] = {}


def check(data: bytes) -> None:
    """Reads a catalogue that differs in some lines from a good one, or one text as a file."""
    draw = Draw(data)
    rendered = draw.below(64) == 1  # It takes as long as reading.
    files = {path.name: list(lines) for path, lines in zip(_GOOD, _LINES, strict=True)}
    edits = draw.below(8)
    if edits == 7:
        files[_GOOD[0].name] = draw.rest().decode("utf-8", "replace").splitlines()
    for _ in range(edits % 7):
        _edit(draw, files)
    for name, lines in files.items():
        if _written.get(name) != lines:
            (_FOLDER / name).write_text("\n".join(lines), encoding="utf-8")
            _written[name] = lines
    try:
        catalogue = read(_FOLDER)
    except CatalogueError as refused:
        assert str(refused)
        return
    text = "".join(_texts(asdict(catalogue)))
    assert all(c.isprintable() or c == "\n" for c in text), text
    if rendered:
        for source in render(catalogue).values():
            ast.parse(source)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)


def _edit(draw: Draw, files: dict[str, list[str]]) -> None:
    lines = draw.pick(list(files.values()))
    if not lines:
        return
    place = draw.below(len(lines))
    kind = draw.below(6)
    key = lines[place].partition("=")[0].strip()
    if kind == 0:
        del lines[place]
    elif kind == 1:
        lines.insert(draw.below(len(lines)), lines[place])
    elif kind == 2:
        lines[place] = draw.take(draw.below(64)).decode("utf-8", "replace")
    elif kind == 3:
        lines[place] = f"{key} = {json.dumps(draw.text())}"
    else:
        lines[place] = f"{key} = {draw.pick(_VALUES)}"
