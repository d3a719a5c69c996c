"""Reads the fingerprints of Windows' message texts (``texts.tsv``)."""

import re
from collections.abc import Collection
from pathlib import Path

from codegen.model import CatalogueError, WindowsText

_ROW = re.compile(r"([0-9a-f]{16})\t([1-9]\d*)\t(\S.*)")


def read_texts(path: Path, known: Collection[tuple[str, int]]) -> tuple[WindowsText, ...]:
    """Returns the rows of a file; none if it does not exist.

    :param known: the space and number of every code of the catalogue.
    """
    if not path.is_file():
        return ()
    texts = {}
    for position, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        where = f"{path.name}: line {position}"
        row = _ROW.fullmatch(line)
        if row is None:
            right = "write fingerprint, number of words and numbers, with a tab between them"
            raise CatalogueError(f"{where}: {right}")
        codes = tuple(_code(word, where, known) for word in row[3].split(" "))
        if row[1] in texts:
            raise CatalogueError(f"{where}: {row[1]} stands there twice: write it once")
        texts[row[1]] = WindowsText(row[1], int(row[2]), codes)
    return tuple(texts.values())


def _code(word: str, where: str, known: Collection[tuple[str, int]]) -> tuple[str, int]:
    space, _, digits = word.partition(":")
    try:
        code = (space, int(digits, 0))
    except ValueError:
        raise CatalogueError(f"{where}: {word!r} is no number: write ras:691") from None
    if code not in known:
        raise CatalogueError(
            f"{where}: no error of the catalogue has {word}: add one, or remove it"
        )
    return code
