"""The lines that show an error, on a terminal and in a pipe."""

from __future__ import annotations

import os
import sys
import textwrap

from ipsec_errors._codes import short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal, TypeAlias

    from ipsec_errors._types import CodeDict, ErrorDict
    from ipsec_errors.cli.readings import Reading

    # A line is a tuple of parts. A part is its role, which decides its colour, and its text.
    Part: TypeAlias = Literal[
        "reason", "title", "symbol", "message", "label", "heading", "mark", "command", "address", ""
    ]
    Line: TypeAlias = tuple[tuple[Part, str], ...]

_LABEL = 15
SIDES = {
    "local": "this machine, which reports it",
    "peer": "the other end",
    "either": "either end: the number does not say which",
    "network": "the network between the two",
    "none": "nobody: there is nothing to fix",
}
RETRY_HELPS = {
    True: "yes: the same call can succeed later",
    False: "no: something has to change first",
}
EVIDENCE = {
    "documented": "documented by the vendor or a specification",
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


def page(reading: Reading, width: int) -> Iterator[Line]:
    """Yields the lines of an error, folded to a width. Commands and addresses are not folded."""
    error = reading.error
    if reading.reason:
        yield from _folded("reason", f"{reading.reason}:", width)
        yield ()
    yield ("title", error["name"]), ("", "  "), ("symbol", error["symbol"])
    yield from _folded("message", error["message"], width)
    yield ()
    for label, value in _facts(error):
        yield from _hanging("label", f"{label:<{_LABEL}}", value, width)
    yield from _section(
        "What happened", (("", p) for p in error["description"].split("\n\n")), width
    )
    yield from _section("Causes", (("-", cause) for cause in error["causes"]), width)
    if error["diagnosis"]:
        yield from _heading("Diagnosis")
        for number, step in enumerate(error["diagnosis"], 1):
            yield from _item(f"{number}.", step["step"], width, "command", step["run"])
    yield from _section("Fix", ((f"{n}.", s) for n, s in enumerate(error["remediation"], 1)), width)
    related = ", ".join(error["related"])
    yield from _section("Related", [("", related)] if related else [], width)
    if error["references"]:
        yield from _heading("References")
        for reference in error["references"]:
            yield from _item("-", reference["title"], width, "address", reference["url"])


def _facts(error: ErrorDict) -> Iterator[tuple[str, str]]:
    windows = {e["number"] for e in error["codes"] if e["space"] == "windows"}
    for entry in error["codes"]:
        # A number of the article is shown only if it differs from that of Windows.
        if entry["space"] != "winerrorcodes" or entry["number"] not in windows:
            yield entry["space"], f"{entry['symbol']}: {_forms(entry)}"
    yield "class", " < ".join([error["name"], *error["bases"]])
    yield "fix", error["hint"]
    yield "who has to act", SIDES[error["fix_side"]]
    yield "retry helps", RETRY_HELPS[error["transient"]]
    yield "severity", error["severity"]
    yield "evidence", EVIDENCE[error["evidence"]]


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
    for number, line in enumerate(_wrap(text, width - len(first))):
        yield (kind, first if number == 0 else " " * len(first)), ("", line)


def _folded(kind: Part, text: str, width: int) -> Iterator[Line]:
    for line in _wrap(text, width):
        yield ((kind, line),)


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def row(error: ErrorDict) -> tuple[str, str, str]:
    """Returns the number, class and message of an error, as a table shows them."""
    space = "" if error["space"] == "windows" else f" ({error['space']})"
    return short(error["code"]) + space, error["name"], error["message"]
