"""The library's patterns of log lines as regular expressions of JavaScript."""

import re

from ipsec_errors._logs.patterns import PATTERNS, SEPARATOR
from ipsec_errors._spaces import NAMES
from ipsec_errors.cli.lines import _STATUS
from ipsec_errors.cli.readings import _FROM_GATEWAY

_ANY_CASE = re.compile(r"\(\?i:(\w+)\)")


def javascript(expression: str) -> str:
    """Returns a regular expression of Python in the notation of JavaScript.

    Not all browsers know ``(?i:error)``, so it becomes ``[eE][rR][rR][oO][rR]``.

    :raises ValueError: if part of the expression ignores case and is more than a word.
    """

    def any_case(match: re.Match[str]) -> str:
        return "".join(f"[{c.lower()}{c.upper()}]" for c in match[1])

    told = _ANY_CASE.sub(any_case, expression).replace("(?P<", "(?<")
    if "(?i" in told:
        raise ValueError(f"JavaScript cannot ignore case in a part of {expression!r}")
    return told


def patterns() -> list[dict[str, object]]:
    """Returns the patterns of ``find_errors``.

    Each has the spaces that its numbers can be of, and what a reader has to know about them.
    """
    return [
        {
            "name": row.name,
            # As on the command line: what says no more than "error" can mean each reading.
            "spaces": list(NAMES) if row.cue else [row.space],
            "expression": javascript(row.expression),
            "decimal": row.decimal,
            "reason": _FROM_GATEWAY if row.name == "strongswan" else "",
        }
        for row in PATTERNS
    ]


def status() -> str:
    """Returns the pattern of an HRESULT or an NTSTATUS that stands anywhere in a line."""
    return javascript(_STATUS.pattern)


def separator() -> str:
    """Returns the pattern of what stands in front of a message text of Windows."""
    return javascript(SEPARATOR.pattern)
