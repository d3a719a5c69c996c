"""``scan``: the errors in logs and exported events, as a table by error or one by one."""

from __future__ import annotations

import re
import sys

from ipsec_errors._codes import short
from ipsec_errors._logs.core import Match, as_dict, facts, scan
from ipsec_errors._logs.readers import plain
from ipsec_errors.cli.commands import display
from ipsec_errors.cli.layout import GATEWAY_SIDES, SIDES, columns, fitted
from ipsec_errors.cli.sources import STDIN, NotALogError, Source, UnreadableError, blocks, sources
from ipsec_errors.cli.streams import INTERRUPTED, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ipsec_errors._base import IPsecIkeError
    from ipsec_errors._logs.core import Side
    from ipsec_errors._types import FixSide, Space
    from ipsec_errors.cli.layout import Line
    from ipsec_errors.cli.progress import Progress

# What a terminal could act on: control characters, marks of direction, halves of surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WHO = {"local": "this machine", "peer": "the peer"}
_WHO_OF_GATEWAY = {"local": "this gateway", "peer": "the Windows machine"}
_NOTHING = "no error number and no message text of Windows about IPsec or IKE"
_NOT_COUNTED = "A gateway's own messages, such as NO_PROPOSAL_CHOSEN, are not counted."
_LABEL = 17
_SHOWN = 400


class Row:
    """An error of the table: where it was found first and last, and how often."""

    def __init__(self, error: IPsecIkeError, gateway: bool, place: tuple[str, Match]) -> None:
        self.error = error
        self.gateway = gateway
        self.count: int = 0
        self.first: tuple[str, Match] = place
        self.last: tuple[str, Match] = place
        self.at: dict[Side, int] = {"local": 0, "peer": 0}

    def add(self, place: tuple[str, Match]) -> None:
        """Counts a finding."""
        self.count += 1
        self.last = place
        if place[1].at is not None:
            self.at[place[1].at] += 1

    def acts(self) -> str:
        """Returns who has to act."""
        side: FixSide = self.error.fix_side
        return (GATEWAY_SIDES if self.gateway else SIDES)[side]

    def to_dict(self) -> dict[str, Any]:
        """Returns the row as plain values."""
        return {
            **facts(self.error),
            "who_has_to_act": self.acts(),
            "count": self.count,
            "gave_up": self.at,
            "first": _place(*self.first),
            "last": _place(*self.last),
        }


def run(paths: list[str], space: Space | None, as_json: bool, each: bool, summary: bool) -> int:
    """Scans files, directories and standard input.

    :param each: whether to print each finding with its line.
    :param summary: whether to print the table, also as JSON.
    :returns: 0 if something was found, 1 if nothing was, 2 if something could not be read, 130 if
        it was interrupted.
    """
    work = _Work(space, as_json and not summary, each)
    status = None
    try:
        work.scan(paths or [STDIN])
    except KeyboardInterrupt:
        status = INTERRUPTED
    finally:
        work.progress.stop()
    rows = sorted(work.rows.values(), key=lambda row: -row.count)
    if summary and as_json:
        import json

        print(json.dumps([row.to_dict() for row in rows], indent=2))
    elif rows and not (as_json or each):
        display().write(_table(rows, paths))
    if work.left_out:
        more = f" (and {len(work.left_out) - 1} more)" if len(work.left_out) > 1 else ""
        warn(f"ipsec-errors: left out: {safe(work.left_out[0])}{more}")
    if status is not None:
        warn("ipsec-errors: interrupted: this is what was found so far")
        return status
    if not rows and not work.failed:
        where = ", ".join(work.names[:3]) + (", ..." if len(work.names) > 3 else "")
        warn(f"ipsec-errors: {_NOTHING} in {safe(where)}. {_NOT_COUNTED}")
    return 2 if work.failed else 0 if rows else 1


class _Work:
    def __init__(self, space: Space | None, as_json: bool, each: bool) -> None:
        from ipsec_errors.cli.progress import Progress

        self.rows: dict[tuple[str, int, str, bool], Row] = {}
        self.failed = False
        self.names: list[str] = []
        self.left_out: list[str] = []
        self.progress: Progress = Progress(columns())
        self._space: Space | None = space
        self._as_json = as_json
        self._each = each

    def scan(self, paths: list[str]) -> None:
        for source in sources(paths, self._fail):
            self.names.append(source.name)
            self.progress.begin(source.name, source.size)
            self._scan_one(source)

    def _scan_one(self, source: Source) -> None:
        broken: list[str] = []
        try:
            content = plain(blocks(source, self.progress.add))
            for match in scan(content, self._space, broken.append):
                self._found(source.name, match)
        except NotALogError as error:
            if source.given:
                self._fail(str(error))
            else:
                self.left_out.append(str(error))
        except UnreadableError as error:
            self._fail(str(error))
        if broken:
            more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
            self._fail(f"{source.name}: {broken[0]}{more}")

    def _found(self, name: str, match: Match) -> None:
        error = match.error
        gateway = match.pattern == "strongswan"
        key = type(error).__name__, error.code, error.space, gateway
        place = name, match
        if key not in self.rows:
            self.rows[key] = Row(error, gateway, place)
        self.rows[key].add(place)
        if self._as_json:
            import json

            print(json.dumps({"source": name, **as_dict(match)}), flush=True)
        elif self._each:
            self.progress.stop()
            display().write(_one(name, match))
            sys.stdout.flush()

    def _fail(self, text: str) -> None:
        self.failed = True
        self.progress.stop()
        warn(f"ipsec-errors: {safe(text)}")


def safe(text: str) -> str:
    """Returns a text with escapes for whatever a terminal could act on."""
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text.replace("\t", " "))


def _place(name: str, match: Match) -> dict[str, Any]:
    return {"source": name, "line": match.line, "time": match.time}


def _where(name: str, match: Match) -> str:
    return f"{name}, line {match.line}{f', {match.time}' if match.time else ''}"


def _number(error: IPsecIkeError) -> str:
    return short(error.code) + ("" if error.space == "windows" else f" ({error.space})")


def _one(name: str, match: Match) -> Iterator[Line]:
    error = match.error
    context = match.context
    shown = context if len(context) <= _SHOWN else context[:_SHOWN] + "..."
    time = f"{match.time} " if match.time and match.time not in shown else ""
    yield (
        ("label", safe(f"{name}:{match.line}: {time}")),
        ("title", type(error).__name__),
        ("symbol", f" {_number(error)}: "),
        ("", safe(shown.strip())),
    )


def _table(rows: list[Row], paths: list[str]) -> Iterator[Line]:
    width = columns()
    for row in rows:
        error = row.error
        times = "once" if row.count == 1 else f"{row.count} times"
        yield ("title", type(error).__name__), ("", "  "), ("symbol", f"{_number(error)}  {times}")
        yield from fitted((("message", error.message),), width)
        last = [("last", _where(*row.last))] if row.count > 1 else []
        who = _WHO_OF_GATEWAY if row.gateway else _WHO
        gave_up = ", ".join(f"{who[side]} ({n})" for side, n in row.at.items() if n)
        told = [
            ("first" if last else "found", _where(*row.first)),
            *last,
            *([("gave up", gave_up)] if gave_up else []),
            ("fix", error.hint),
            ("who has to act", row.acts()),
        ]
        for label, value in told:
            yield from fitted((("label", f"  {label:<{_LABEL}}"), ("", safe(value))), width)
        yield ()
    yield from _more(rows, paths)


def _quoted(path: str) -> str:
    """Returns a path as the shell of this system takes it."""
    if sys.platform == "win32":
        return f'"{path}"' if " " in path else path
    from shlex import quote

    return quote(path)


def _more(rows: list[Row], paths: list[str]) -> Iterator[Line]:
    """Yields how to see more: the advice of the most frequent error, and each line."""
    top = rows[0].error
    space = "" if top.space == "windows" else f" --space {top.space}"
    yield (
        ("label", f"{'All about it:':<{_LABEL + 2}}"),
        (
            "command",
            f"ipsec-errors {short(top.code)}{space}",
        ),
    )
    given = " ".join(_quoted(safe(path)) for path in paths if path != STDIN)
    command = f"ipsec-errors scan --lines{f' {given}' if given else ''}"
    yield ("label", f"{'Each line:':<{_LABEL + 2}}"), ("command", command)
