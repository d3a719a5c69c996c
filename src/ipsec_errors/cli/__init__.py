"""The command line: ``explain``, ``list``, ``search`` and ``scan``."""

from __future__ import annotations

import sys

from ipsec_errors._spaces import NAMES, SPACES
from ipsec_errors.cli.streams import INTERRUPTED, discard, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# How a printed error begins: [WinError, [RAS and so on.
_OPENINGS = tuple(f"[{SPACES[name].label.lower()}" for name in NAMES)
# The status that a shell reports for a program ended by SIGPIPE: 128 + 13.
_READER_GONE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line.

    :param arguments: the arguments without the program's name; None means ``sys.argv``.
    :returns: 0; 1 if a code is unknown, nothing was found or the output could not be written; 2 if
        ``scan`` could not read a source; 130 after Ctrl-C; 141 if the reader of the output has
        ended. Bad usage raises SystemExit(2).
    """
    import errno

    try:
        try:
            return _run(_joined(sys.argv[1:] if arguments is None else arguments))
        finally:
            # After --help too, which raises SystemExit.
            if sys.stdout is not None:
                sys.stdout.flush()
    except KeyboardInterrupt:
        discard(sys.stdout)
        return INTERRUPTED
    except OSError as error:
        # The reader has ended, as head does (EINVAL on Windows), or the disk is full.
        discard(sys.stdout)
        if error.errno in (errno.EPIPE, errno.EINVAL):
            return _READER_GONE
        warn(f"ipsec-errors: the output could not be written: {error}")
        return 1


def _run(given: Sequence[str]) -> int:
    # Imported here, so that Ctrl-C gives no traceback while it loads either.
    from ipsec_errors.cli.commands import COMMANDS, UsageError, explain

    if _is_for_scan(given) and _piped():
        given = ["scan", *given]
    codes = given[1:] if given and given[0] == "explain" else given
    if codes and codes[0] not in COMMANDS and not any(map(_is_option, codes)):
        # There is no option to parse, and loading argparse takes longer than everything else.
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


def _piped() -> bool:
    """Tells whether standard input is a pipe, a socket or a file, and not a terminal or nothing."""
    import os
    from stat import S_ISFIFO, S_ISREG, S_ISSOCK

    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return False
    return S_ISFIFO(mode) or S_ISREG(mode) or S_ISSOCK(mode)


def _is_for_scan(given: Sequence[str]) -> bool:
    """Tells whether there is nothing but options that ``scan`` has too."""
    rest = iter(given)
    return all(
        argument in ("--json", "--lines", "--summary")
        or argument.startswith("--space=")
        or (argument == "--space" and next(rest, ""))
        for argument in rest
    )


def _joined(arguments: Sequence[str]) -> list[str]:
    """Joins arguments that the shell has split: ``[WinError`` and ``13847]``."""
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
    """Adds ``explain`` in front of arguments that name no command."""
    from ipsec_errors.cli.commands import COMMANDS

    own = ("-h", "--help", "--version")
    if not given or given[0] in (*COMMANDS, *own) or given[0].startswith("--print-completion"):
        return given
    return ["explain", *given]


def _version() -> str:
    # The package is always loaded before its modules, so it needs no import.
    version: str = sys.modules["ipsec_errors"].__version__
    return version
