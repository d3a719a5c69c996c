"""The tables of known commands, ignored properties and allowed statements, with their sources."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from attrs import frozen

# The parameters of every cmdlet (about_CommonParameters).
COMMON = frozenset(
    {
        "debug",
        "erroraction",
        "errorvariable",
        "informationaction",
        "informationvariable",
        "outbuffer",
        "outvariable",
        "pipelinevariable",
        "verbose",
        "warningaction",
        "warningvariable",
    }
)


def rows(name: str) -> list[list[str]]:
    """Returns the rows of a table, without its remarks."""
    text = files("codegen.lint").joinpath("tables", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@cache
def cmdlets() -> dict[str, frozenset[str]]:
    """Returns the cmdlets in small letters, each with its parameters in small letters."""
    return {
        name.lower(): frozenset(parameters.lower().split(",")) | COMMON
        for name, parameters, _ in rows("cmdlets.tsv")
    }


@frozen
class Tool:
    """A program: where it runs (windows or sh), and the words of which one must follow."""

    where: str
    words: frozenset[str]


@cache
def tools() -> dict[str, Tool]:
    """Returns the programs in small letters."""
    return {
        name: Tool(where, frozenset(filter(None, words.split(","))))
        for name, where, words, _ in rows("tools.tsv")
    }


@cache
def ignored() -> dict[str, tuple[str, ...]]:
    """Returns, for each cmdlet, the properties that Microsoft documents as ignored."""
    return {name: tuple(names.split(",")) for name, names, _ in rows("ignored.tsv")}


@cache
def sweeping() -> frozenset[tuple[str, str]]:
    """Returns the record and the text of each sweeping statement that a source supports."""
    return frozenset((record, text) for record, text, _ in rows("sweeping.tsv"))
