"""Splits command lines of PowerShell, cmd and sh into commands and words.

The tree-sitter grammar for PowerShell fails on arguments with commas, and the Pygments lexer splits
paths and parameters into single words. The rules need whole words, quotes, brackets and pipes, so
this module reads these, without a further dependency. For sh it uses :mod:`shlex`.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from ipsec_errors._types import Shell


class BrokenError(ValueError):
    """A malformed command line. The message says what is wrong and what is right."""


@frozen
class Command:
    """A command: its name, its words with their quotes, and the number of its pipe."""

    name: str
    words: tuple[str, ...]
    pipe: int

    def __str__(self) -> str:
        return " ".join((self.name, *self.words))


_CLOSES = {"(": ")", "{": "}", "[": "]"}
_KEYWORDS = frozenset({"foreach", "for", "if", "elseif", "else", "while", "do", "try", "catch"})
_KEY = re.compile(r"\w+=(?!=)")


class _PowerShell:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.pipes = 0
        self.commands: list[Command] = []

    def statements(self, closer: str = "") -> None:
        """Reads commands up to a closing bracket, or to the end."""
        words: list[str] = []
        self.pipes += 1
        pipe, piped = self.pipes, False
        while True:
            char = self.text[self.at : self.at + 1]
            if not char and closer:
                raise BrokenError(f"a bracket is open: close it with {closer}")
            ends = not char or char in ";|" or char == closer or self.text.startswith("&&", self.at)
            if not ends:
                if char.isspace():
                    self.at += 1
                elif char == ",":
                    words.append(char)
                    self.at += 1
                else:
                    words.append(self.word())
                continue
            if not words and (piped or char == "|"):
                raise BrokenError("a pipe ends in nothing: write the command, or leave the | out")
            self.command(words, pipe)
            words = []
            self.at += 2 if char == "&" else 1
            if not char or char == closer:
                return
            piped = char == "|"
            if not piped:
                self.pipes += 1
                pipe = self.pipes

    def word(self) -> str:
        start = self.at
        while self.at < len(self.text):
            char = self.text[self.at]
            if char.isspace() or char in ";|,":
                break
            if char in ")}]":
                if self.at == start:
                    raise BrokenError(f"{char} closes nothing: open it, or leave it out")
                break
            self.at += 1
            if char == "'":
                self.single()
            elif char == '"':
                self.double()
            elif char == "`":
                self.at += 1
            elif char == "[":
                self.type_or_index()
            elif char in _CLOSES:
                self.statements(_CLOSES[char])
        return self.text[start : self.at]

    def single(self) -> None:
        end = self.text.find("'", self.at)
        if end < 0:
            raise BrokenError("a quote is open: close it with '")
        self.at = end + 1

    def double(self) -> None:
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == '"':
                return
            if char == "`":
                self.at += 1
            elif char == "$" and self.text.startswith("(", self.at):
                self.at += 1
                self.statements(")")
        raise BrokenError('a quote is open: close it with "')

    def type_or_index(self) -> None:
        end = self.text.find("]", self.at)
        if end < 0:
            raise BrokenError("a bracket is open: close it with ]")
        self.at = end + 1

    def command(self, words: list[str], pipe: int) -> None:
        """Adds a command, without a key, variable or operator before it."""
        while words:
            if words[0] == "&" or words[0].lower() == "return":
                words = words[1:]
            elif len(words) > 2 and words[1] in ("=", "in"):
                words = words[2:]
            elif key := _KEY.match(words[0]):
                words = [words[0][key.end() :], *words[1:]]
                if not words[0]:
                    words = words[1:]
            else:
                break
        if not words or words[0].lower() in _KEYWORDS or not re.match(r"[A-Za-z]", words[0]):
            return
        self.commands.append(Command(words[0], tuple(words[1:]), pipe))


def _cmd(text: str) -> list[Command]:
    if text.count('"') % 2:
        raise BrokenError('a quote is open: close it with "')
    return _plain(
        re.findall(r'(?:"[^"]*"|[^\s"|&])+|[|&]+', text), frozenset({"|", "||", "&", "&&"})
    )


def _sh(text: str) -> list[Command]:
    reader = shlex.shlex(text, posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    try:
        words = list(reader)
    except ValueError as error:
        raise BrokenError(f"{str(error).lower()}: close it") from error
    if words.count("(") != words.count(")"):
        raise BrokenError("a bracket is open, or closes nothing: write both")
    return _plain(words, frozenset({"|", ";", "&", "&&", "||", "(", ")"}))


def _plain(words: list[str], separators: frozenset[str]) -> list[Command]:
    commands: list[Command] = []
    parts: list[list[str]] = [[]]
    pipe, piped = 1, False
    for word in [*words, ";"]:
        if word != ";" and word not in separators:
            parts[-1].append(word)
            continue
        if not parts[-1] and (piped or word == "|"):
            raise BrokenError("a pipe ends in nothing: write the command, or leave the | out")
        if parts[-1]:
            name, *rest = parts[-1]
            commands.append(Command(name, tuple(rest), pipe))
            parts.append([])
        piped = word == "|"
        pipe += not piped
    return commands


def _inner(command: Command) -> list[Command]:
    """Returns a command, and the command that sudo or psexec starts."""
    if command.name == "sudo" or command.name.lower() == "psexec":
        words = [word for word in command.words if not word.startswith("-")]
        if words:
            first = command.words.index(words[0])
            return [command, Command(words[0], command.words[first + 1 :], command.pipe)]
    return [command]


def read_commands(text: str, shell: Shell) -> list[Command]:
    """Returns the commands of a line, including those in brackets and strings.

    Raises :class:`BrokenError` if quotes, brackets or pipes do not match.
    """
    if shell == "powershell":
        reader = _PowerShell(text)
        reader.statements()
        found = reader.commands
    else:
        found = _cmd(text) if shell == "cmd" else _sh(text)
    return [part for command in found for part in _inner(command)]
