"""The command line: ``explain``, ``list`` and ``search``, on argparse; rich where it is there."""

from __future__ import annotations

import os
import sys

from ipsec_errors.cli.commands import UsageError, explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = ("explain", "list", "search")
_OPENINGS = ("[winerror", "[ras", "[winerrorcodes")
# How a shell reports a program that was ended because its reader had gone: 128 + SIGPIPE.
_READER_GONE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line.

    :param arguments: without the program's name; None takes ``sys.argv``.
    :returns: 0, or 1 where a code is unknown or nothing was found. Bad usage raises SystemExit(2).
    """
    import errno

    try:
        status = _run(_joined(sys.argv[1:] if arguments is None else arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        # Whoever read has gone, as head does (Windows says EINVAL), or the disk is full. The flush
        # at exit would say it again.
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno in (errno.EPIPE, errno.EINVAL):
            return _READER_GONE
        print(f"ipsec-errors: the output could not be written: {error}", file=sys.stderr)
        return 1
    return status


def _run(given: Sequence[str]) -> int:
    codes = given[1:] if given and given[0] == "explain" else given
    if codes and codes[0] not in _COMMANDS and not any(map(_is_option, codes)):
        # Nothing to parse, and argparse takes longer to load than all else together.
        return explain(codes, None, False)
    from ipsec_errors.cli.usage import make_parser

    parser = make_parser()
    options = parser.parse_args(_with_command(given))
    if options.version:
        print(f"ipsec-errors {_version()}")
        return 0
    if options.command is None:
        parser.error("name a code or a command: ipsec-errors 13847")
    try:
        status: int = options.run(options)
    except UsageError as error:
        parser.error(str(error))
    return status


def _joined(arguments: Sequence[str]) -> list[str]:
    """Puts together what a shell took apart: ``[WinError`` and ``13847]``."""
    result: list[str] = []
    for argument in arguments:
        if result and result[-1].lower() in _OPENINGS:
            result[-1] += f" {argument}"
        else:
            result.append(argument)
    return result


def _is_option(argument: str) -> bool:
    # A negative number is a code, not an option.
    return argument.startswith("-") and not argument[1:2].isdigit()


def _with_command(given: Sequence[str]) -> Sequence[str]:
    """Puts ``explain`` in front of arguments that name no command."""
    own = ("-h", "--help", "--version")
    if not given or given[0] in (*_COMMANDS, *own) or given[0].startswith("--print-completion"):
        return given
    return ["explain", *given]


def _version() -> str:
    # Nothing inside imports the package itself; it is there before any of its modules.
    version: str = sys.modules["ipsec_errors"].__version__
    return version
