"""The command line: ``explain``, ``list`` and ``search``, on argparse; rich where it is there."""

from __future__ import annotations

import argparse
import errno
import os
import sys

from ipsec_errors.cli.commands import explain, list_errors, search
from ipsec_errors.cli.readings import joined
from ipsec_errors.records import CATEGORIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_COMMANDS = ("explain", "list", "search")
_SHELLS = ("bash", "zsh", "tcsh")
_FORMS = (
    "13847, 0x3617, 3617h, 0x80073617, -2147011049, a symbol, a class name, or a line that holds "
    "[WinError 13847]"
)


class _PrintCompletion(argparse.Action):
    """Prints a completion script, made by shtab, and ends the program."""

    def __call__(self, parser: argparse.ArgumentParser, *values: Any) -> None:
        try:
            import shtab
        except ModuleNotFoundError:
            parser.error(
                "shell completion needs the extra: python -m pip install 'ipsec-errors[cli]'"
            )
        print(shtab.complete(_parser(completing=True), shell=values[1]))
        parser.exit()


def _parser(completing: bool = False) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ipsec-errors",
        description="Explains the IPsec and IKE errors of Windows.",
        epilog="`explain` may be left out: ipsec-errors 13847",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    parser.add_argument(
        "--print-completion",
        choices=_SHELLS,
        metavar="SHELL",
        action=_PrintCompletion,
        help=f"print a completion script for {', '.join(_SHELLS)} and exit",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    one = commands.add_parser("explain", help="explain errors: what they mean and what to do")
    codes = one.add_argument("codes", nargs="+", metavar="CODE", help=_FORMS)
    one.add_argument(
        "--space",
        choices=("windows", "ras", "winerrorcodes"),
        help="read numbers only in this space, such as ras for rasdial's numbers (default: all)",
    )
    one.set_defaults(run=explain)

    every = commands.add_parser("list", help="list the errors")
    every.add_argument(
        "--category",
        metavar="NAME",
        help="only those of a kind, such as certificate or CertificateError",
    )
    every.set_defaults(run=list_errors)

    words = commands.add_parser("search", help="find errors by words")
    words.add_argument("words", nargs="+", metavar="WORD")
    words.set_defaults(run=search)
    for command in (one, every, words):
        command.add_argument("--json", action="store_true", help="print JSON")
    if completing:
        from ipsec_errors.texts import names

        # For the script alone: as real choices they would refuse every other form.
        codes.choices = list(names())
        every._option_string_actions["--category"].choices = list(CATEGORIES)
    return parser


def _with_command(arguments: Sequence[str]) -> list[str]:
    """Puts ``explain`` in front of arguments that name no command."""
    given = joined(arguments)
    if any(argument.startswith("--print-completion") for argument in given):
        return given
    # A negative number is a code, not an option.
    first = next((a for a in given if not a.startswith("-") or a[1:2].isdigit()), None)
    if first is None or first in _COMMANDS:
        return given
    return ["explain", *given]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line.

    :param arguments: without the program's name; None takes ``sys.argv``.
    :returns: 0, or 1 where a code is unknown or nothing was found. Bad usage raises SystemExit(2).
    """
    parser = _parser()
    options = parser.parse_args(_with_command(sys.argv[1:] if arguments is None else arguments))
    if options.version:
        print(f"ipsec-errors {sys.modules['ipsec_errors'].__version__}")
        return 0
    if options.command is None:
        parser.error("name a code or a command: ipsec-errors 13847")
    try:
        status: int = options.run(options, parser)
        sys.stdout.flush()
    except OSError as error:
        # Whoever read has gone, as head does (Windows says EINVAL): no traceback, at exit neither.
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status
