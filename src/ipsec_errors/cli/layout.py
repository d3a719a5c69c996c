"""The lines that show an error, on a terminal and in a pipe."""

from __future__ import annotations

import os
import sys
import textwrap

from ipsec_errors._codes import short
from ipsec_errors._describe import MACHINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Literal, TypeAlias

    from ipsec_errors._types import (
        CauseDict,
        CodeDict,
        ErrorDict,
        FixSide,
        Machine,
        QuestionDict,
        StepDict,
    )
    from ipsec_errors.cli.readings import Reading

    # A line is a tuple of parts. A part is its role, which decides its colour, and its text.
    Part: TypeAlias = Literal[
        "reason", "title", "symbol", "message", "label", "heading", "mark", "command", "address", ""
    ]
    Line: TypeAlias = tuple[tuple[Part, str], ...]

_LABEL = 15
_MANY = 20
# A terminal has 24 lines, of which the last one here and the blank line above it take two.
_SCREEN = 22
# The least room that a message gets beside a number and a class.
_ROOM = 30
SIDES: dict[FixSide, str] = {
    "local": "this machine, which reports it",
    "peer": "the other end",
    "either": "either end, or the path between: the number does not say which",
    "network": "the network between the two",
    "none": "nobody: there is nothing to fix",
}
# The same for a number that a Windows machine sent to the gateway whose log it is.
GATEWAY_SIDES: dict[FixSide, str] = {
    **SIDES,
    "local": "the Windows machine, which sent the number",
    "peer": "this gateway, whose log it is",
}
# The machines of causes where several of them are named, and the same for a gateway's log.
_WHO: dict[Machine, str] = {**MACHINES, "gateway": "the gateway"}
_GATEWAY_WHO: dict[Machine, str] = {
    **MACHINES,
    "host": "the Windows machine",
    "peer": "this gateway",
    "gateway": "this gateway",
}
RETRY_HELPS = {
    True: "yes: the same call can succeed later",
    False: "no: something has to change first",
}
EVIDENCE = {
    "documented": "documented by the vendor, a specification or source code",
    "reported": "reported by administrators",
    "inferred": "inferred from the message alone",
}


def columns() -> int:
    """Returns the width: COLUMNS, else that of the terminal, else 80; between 40 and 100."""
    # shutil is not used, because it loads three compression modules.
    given = os.environ.get("COLUMNS", "")
    try:
        width = (
            int(given) if given.isdecimal() else os.get_terminal_size(sys.stdout.fileno()).columns
        )
    except (AttributeError, ValueError, OSError):
        width = 0
    return max(40, min(width or 80, 100))


def pages(
    readings: Iterable[Reading], width: int, shortly: bool = False
) -> Iterator[Iterator[Line]]:
    """Yields the lines of each reading. What to do about an error is shown once."""
    shown: dict[str, str] = {}
    for reading in readings:
        name, symbol = reading.error["name"], reading.error["symbol"]
        if name in shown:
            yield _again(reading, shown[name], width)
        else:
            shown[name] = symbol
            yield summary(reading, width) if shortly else page(reading, width)


def _again(reading: Reading, symbol: str, width: int) -> Iterator[Line]:
    yield from _head(reading, width)
    yield ()
    yield from _folded("", f"What to do is the same as for {symbol} above.", width)


def _head(reading: Reading, width: int) -> Iterator[Line]:
    error = reading.error
    if reading.reason:
        yield from _folded("reason", f"{reading.reason}:", width)
        yield ()
    yield ("title", error["name"]), ("", "  "), ("symbol", error["symbol"])
    yield from _folded("message", error["message"], width)
    yield ()
    for label, value in _facts(reading):
        yield from _hanging("label", f"{label:<{_LABEL}}", value, width)


def page(reading: Reading, width: int) -> Iterator[Line]:
    """Yields the lines of an error, folded to a width; commands and addresses are never folded.

    What a person needs first comes first: the hint, the first question, the causes in order.
    """
    error = reading.error
    yield from _head(reading, width)
    for question in error["questions"][:1]:
        yield from _question("First question", question, width)
    for number, cause in enumerate(error["causes"], 1):
        yield from _cause(f"Cause {number}", cause, width)
    for question in error["questions"][1:]:
        yield from _question("If it is still open", question, width)
    yield from _steps("Check", error["checks"], width)
    yield from _steps("Fix", error["fixes"], width)
    yield from _section(
        "What happened", (("", p) for p in error["description"].split("\n\n")), width
    )
    yield from _section("Not known", [("", error["unknown"])] if error["unknown"] else [], width)
    yield from _heading("Numbers")
    for label, value in _numbers(error):
        yield from _hanging("label", f"  {label:<{_LABEL}}", value, width)
    related = ", ".join(error["related"])
    yield from _section("Related", [("", related)] if related else [], width)
    if error["references"]:
        yield from _heading("References")
        for reference in error["references"]:
            yield from _item("-", reference["title"], width, "address", reference["url"])


def summary(reading: Reading, width: int) -> Iterator[Line]:
    """Yields the head, the first question, and the first cause with its fixes.

    More causes follow where they fit a screen.
    """
    error = reading.error
    lines = list(_head(reading, width))
    for question in error["questions"][:1]:
        lines += [(), *_folded("heading", f"First question: {question['ask']}", width)]
    for number, part in enumerate(_fixes(error, width)):
        if number and len(lines) + len(part) > _SCREEN:
            break
        lines += part
    yield from lines
    space = "" if error["space"] == "windows" else f" --space {error['space']}"
    yield ()
    yield ("label", "All of it: "), ("command", f"ipsec-errors {short(error['code'])}{space}")


def _fixes(error: ErrorDict, width: int) -> Iterator[list[Line]]:
    count = len(error["causes"])
    for number, cause in enumerate(error["causes"], 1):
        yield list(_cause(f"Cause {number} of {count}", cause, width, check=False))
    yield list(_steps("Fix", error["fixes"], width))


def _facts(reading: Reading) -> Iterator[tuple[str, str]]:
    error = reading.error
    yield "fix", error["hint"]
    yield "who has to act", _acts(reading)
    yield "retry helps", RETRY_HELPS[error["transient"]]


def _acts(reading: Reading) -> str:
    """Returns who has to act. Where it can be either end, the causes say which machines."""
    error = reading.error
    names = _GATEWAY_WHO if reading.gateway else _WHO
    who = list(dict.fromkeys(names[cause["at"]] for cause in error["causes"]))
    if error["fix_side"] != "either" or len(who) < 2:
        return (GATEWAY_SIDES if reading.gateway else SIDES)[error["fix_side"]]
    return f"{', '.join(who[:-1])} or {who[-1]}: the cause says which"


def _numbers(error: ErrorDict) -> Iterator[tuple[str, str]]:
    windows = {e["number"] for e in error["codes"] if e["space"] == "windows"}
    for entry in error["codes"]:
        # The article is shown only where it differs from Windows.
        if entry["space"] == "winerrorcodes" and entry["number"] in windows:
            continue
        # OtherDialFailure has many numbers: only the one that was asked for is shown.
        if len(error["codes"]) <= _MANY or entry["number"] == error["code"]:
            yield entry["space"], f"{entry['symbol']}: {_forms(entry)}"
    yield "class", " < ".join([error["name"], *error["bases"]])
    yield "severity", error["severity"]
    yield "evidence", _evidence(error)


def _evidence(error: ErrorDict) -> str:
    """Returns what the advice rests on: how many causes on what, else what the record says."""
    kinds = [cause["evidence"] for cause in error["causes"]]
    counts = [f"{kinds.count(kind)} {kind}" for kind in EVIDENCE if kind in kinds]
    return f"causes: {', '.join(counts)}" if counts else EVIDENCE[error["evidence"]]


def _question(title: str, question: QuestionDict, width: int) -> Iterator[Line]:
    yield ()
    yield from _folded("heading", f"{title}: {question['ask']}", width)
    for way in question["ways"]:
        yield from _step("  ", way, width)
    for answer in question["answers"]:
        yield from _item("-", f"{answer['see'].rstrip('.')}: {answer['means']}", width)


def _cause(start: str, cause: CauseDict, width: int, check: bool = True) -> Iterator[Line]:
    where = "in" if cause["at"] == "network" else "on"
    machine = MACHINES[cause["at"]]
    yield ()
    yield from _folded("heading", f"{start}, {where} {machine} ({cause['evidence']})", width)
    yield from _hanging("", "  ", cause["what"], width)
    if check:
        yield from _step("  Check: ", cause["check"], width)
    for position, step in enumerate(cause["fix"], 1):
        mark = f"  Fix {position}: " if len(cause["fix"]) > 1 else "  Fix: "
        yield from _step(mark, step, width)


def _steps(title: str, steps: Sequence[StepDict], width: int) -> Iterator[Line]:
    if steps:
        yield from _heading(title)
    for position, step in enumerate(steps, 1):
        yield from _step(f"  {position}. ", step, width)


def _step(mark: str, step: StepDict, width: int) -> Iterator[Line]:
    """Yields a step: its text, its command whole on a line of its own, and what it brings about."""
    indent = " " * 4
    text = step["text"] + _prompt(step)
    for number, line in enumerate(_wrap(text, width, mark, indent)):
        start = mark if number == 0 else indent
        yield ("mark", start), ("", line.removeprefix(start))
    if step["run"]:
        yield ("", indent), ("command", step["run"])
    if notes := " ".join(_notes(step)):
        yield from _hanging("", indent, notes, width)
    if step["undo"]:
        text, command = undo_parts(step["undo"])
        yield from _hanging("", indent, f"Undo: {text}", width)
        if command:
            yield ("", indent), ("command", command)


def undo_parts(undo: str) -> tuple[str, str]:
    """Returns the text and the command of an undo.

    The lint sees to the form: a text ends in a period, and a command stands alone or at the end.
    """
    if undo.endswith("."):
        return undo, ""
    text, colon, command = undo.rpartition(": ")
    return text + colon.rstrip(), command


def _prompt(step: StepDict) -> str:
    """Returns where the command is typed, unless it is PowerShell as anybody has it."""
    shell = {"powershell": "PowerShell", "cmd": "cmd", "sh": ""}[step["shell"]]
    who = {"powershell": "elevated ", "cmd": "elevated ", "sh": "as root"}[step["shell"]]
    where = f"{who if step['elevated'] else ''}{shell}"
    return f" ({where})" if step["run"] and where not in ("", "PowerShell") else ""


def _notes(step: StepDict) -> Iterator[str]:
    if step["sign"]:
        yield f"Seen if this is the cause: {step['sign']}"
    if step["effect"]:
        yield f"Takes effect {step['effect']}."
    if step["disconnects"]:
        yield f"Disconnects {step['disconnects'].rstrip('.')}."


def _forms(entry: CodeDict) -> str:
    """Returns every form in which a number occurs."""
    number = entry["number"]
    if entry["space"] != "windows":
        return f"{number} = {entry['hex']}"
    if number <= 0xFFFF:
        hresult = 0x80070000 | number
        return (
            f"{number} = {entry['hex']}, as HRESULT 0x{hresult:08X} = {hresult - 0x100000000}, "
            f"as NTSTATUS 0x{0xC0070000 | number:08X}"
        )
    text = f"{entry['hex']} = {number - 0x100000000} = {number}"
    if number & 0xF0000000 == 0xC0000000:
        text += f", as HRESULT 0x{number | 0x10000000:08X}"
    return text


def _heading(title: str) -> Iterator[Line]:
    yield ()
    yield (("heading", title),)


def _section(title: str, items: Iterable[tuple[str, str]], width: int) -> Iterator[Line]:
    for number, (mark, text) in enumerate(items):
        if number == 0:
            yield from _heading(title)
        yield from _item(mark, text, width)


def _item(mark: str, text: str, width: int, kind: Part = "", copied: str = "") -> Iterator[Line]:
    first = f"  {mark} " if mark else "  "
    yield from _hanging("mark", first, text, width)
    if copied:
        yield ("", " " * len(first)), (kind, copied)


def _hanging(kind: Part, first: str, text: str, width: int) -> Iterator[Line]:
    indent = " " * len(first)
    for number, line in enumerate(_wrap(text, width, indent, indent)):
        yield (kind, first if number == 0 else indent), ("", line[len(indent) :])


def _folded(kind: Part, text: str, width: int) -> Iterator[Line]:
    for line in _wrap(text, width, "", ""):
        yield ((kind, line),)


def _wrap(text: str, width: int, first: str, then: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def fitted(line: Line, width: int) -> Iterator[Line]:
    """Yields a line folded to a width; what does not fit stands below its last part."""
    *before, (part, text) = line
    indent = " " * sum(len(shown) for _, shown in before)
    for number, words in enumerate(_wrap(text, width, indent, indent)):
        yield (*([("", indent)] if number else before), (part, words[len(indent) :]))


def table(errors: Sequence[ErrorDict], width: int) -> Iterator[Line]:
    """Yields a table of numbers, classes and messages, folded to a width; no name is ever cut.

    A message stands below its class where there is no room beside it.
    """
    rows = [("number", "class", "meaning"), *map(row, errors)]
    first, second = (max(len(cells[column]) for cells in rows) + 2 for column in (0, 1))
    beside = width - first - second >= _ROOM
    for number, name, message in rows:
        indent = " " * (first + second if beside else first)
        lines = _wrap(message, width, indent, indent)
        part: Part = "label" if number == "number" else "mark"
        yield (
            (part, f"{number:<{first}}"),
            ("message", f"{name:<{second}}" if beside else name),
            ("", lines.pop(0).removeprefix(indent) if beside else ""),
        )
        for line in lines:
            yield (("", line),)


def row(error: ErrorDict) -> tuple[str, str, str]:
    """Returns the number, class and message of an error, as a table shows them."""
    space = "" if error["space"] == "windows" else f" ({error['space']})"
    return short(error["code"]) + space, error["name"], error["message"]
