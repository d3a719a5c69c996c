"""The arguments of the command line. shtab makes the completion scripts."""

from __future__ import annotations

import argparse
import sys

from ipsec_errors._codes import short
from ipsec_errors._index import CATEGORIES, NUMBERS
from ipsec_errors._spaces import NAMES
from ipsec_errors._symbols import SYMBOLS
from ipsec_errors.cli.commands import UsageError, explain, list_errors, search
from ipsec_errors.cli.streams import printable, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_SHELLS = ("bash", "zsh", "tcsh")
_FORMS = (
    "13847, 0x3617, 3617h, 0x80073617, -2147011049, a symbol, a class name, or a pasted line that "
    "contains one, such as [WinError 13847]"
)


# Codes also complete where the word explain is left out, as soon as a letter was typed. What
# follows them completes as it does behind explain.
_BASH_EXPLAIN = """
_ipsec_errors_codes() {
  [ -z "$1" ] || compgen -W "${_shtab_ipsec_errors_explain_pos_0_choices[*]}" -- "$1"
}
_shtab_ipsec_errors_pos_0_COMPGEN=_ipsec_errors_codes
_ipsec_errors() {
  case "$COMP_CWORD:${COMP_WORDS[1]}" in
    1:*|*:explain|*:list|*:search|*:scan|*:--print-completion*) ;;
    *) COMP_WORDS=("$1" explain "${COMP_WORDS[@]:1}"); COMP_CWORD=$((COMP_CWORD + 1)) ;;
  esac
  _shtab_ipsec_errors "$@"
}
complete -o bashdefault -F _ipsec_errors ipsec-errors
"""
_ZSH_COMMANDS = "_describe 'ipsec-errors commands' _commands\n"
_ZSH_LAST = "_arguments -C -s $_shtab_ipsec_errors_search_options ;;\n"
_ZSH_EXPLAIN = "        *) _arguments -C -s $_shtab_ipsec_errors_explain_options ;;\n"


class _Parser(argparse.ArgumentParser):
    """A parser that echoes no control characters and loses no failure to write."""

    def error(self, message: str) -> NoReturn:
        warn(f"{self.format_usage()}{self.prog}: error: {printable(message)}")
        raise SystemExit(2)

    def print_help(self, file: Any = None) -> None:
        print(self.format_help(), end="", file=file)  # argparse itself ignores a full disk.


class _PrintCompletion(argparse.Action):
    """Prints a completion script and ends the program."""

    def __call__(self, parser: argparse.ArgumentParser, *values: Any) -> None:
        try:
            import shtab
        except ModuleNotFoundError:
            parser.error(
                "shell completion needs the extra: python -m pip install 'ipsec-errors[cli]'"
            )
        shell = values[1]
        script = shtab.complete(make_parser(completing=True), shell=shell)
        codes = f"  [[ -z $PREFIX ]] || compadd -- {' '.join(_codes())}\n"
        script = script.replace(_ZSH_COMMANDS, _ZSH_COMMANDS + codes)
        script = script.replace(_ZSH_LAST, _ZSH_LAST + _ZSH_EXPLAIN)
        print(script + (_BASH_EXPLAIN if shell == "bash" else ""))
        parser.exit()


def _codes() -> list[str]:
    """Returns every code that can be completed: names, symbols and numbers."""
    from ipsec_errors._search import names

    numbers = sorted({number for of_space in NUMBERS.values() for number in of_space})
    return [*names(), *SYMBOLS, *map(short, numbers)]


def _scan(given: argparse.Namespace) -> int:
    from ipsec_errors.cli.scan import run

    if not given.paths and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError("name a file or a directory, or pipe a log in: ipsec-errors scan FILE")
    return run(given.paths, given.space, given.json, given.lines, given.summary)


def make_parser(completing: bool = False) -> argparse.ArgumentParser:
    """Returns the parser of the command line.

    :param completing: whether to add all names that can be completed, for shtab.
    """
    made = _Parser(
        prog="ipsec-errors",
        description="Explains the IPsec and IKE errors of Windows.",
        epilog="`explain` is the default command: ipsec-errors 13847. With --short it prints only "
        "the first causes and their fixes.",
    )
    made.add_argument("--version", action="store_true", help="print the version and exit")
    made.add_argument(
        "--print-completion",
        choices=_SHELLS,
        metavar="SHELL",
        action=_PrintCompletion,
        help=f"print a completion script for {', '.join(_SHELLS)} and exit",
    )
    commands = made.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    one = commands.add_parser("explain", help="explain errors: what they mean and what to do")
    codes = one.add_argument("codes", nargs="+", metavar="CODE", help=_FORMS)
    one.add_argument(
        "--space",
        choices=NAMES,
        help="where numbers come from, such as ras for rasdial; a number that the space does not "
        "define is read as a Windows number (default: show every reading)",
    )
    one.add_argument(
        "--short",
        action="store_true",
        help="only the first question and the first causes with their fixes",
    )
    one.set_defaults(run=lambda given: explain(given.codes, given.space, given.json, given.short))

    every = commands.add_parser("list", help="list the errors")
    category = every.add_argument(
        "--category",
        metavar="NAME",
        help="only the errors of a category, such as certificate or CertificateError",
    )
    every.add_argument("--space", choices=NAMES, help="every number of this space, a row each")
    every.add_argument(
        "--transient",
        action="store_true",
        help="only the errors after which the same call can succeed later",
    )
    every.set_defaults(
        run=lambda given: list_errors(given.category, given.json, given.space, given.transient)
    )

    words = commands.add_parser("search", help="find errors by words")
    words.add_argument("words", nargs="+", metavar="WORD")
    words.set_defaults(run=lambda given: search(" ".join(given.words), given.json))
    logs = commands.add_parser(
        "scan", help="find the errors in logs and in exported Windows events"
    )
    paths = logs.add_argument(
        "paths",
        nargs="*",
        metavar="FILE",
        help="a log, a directory of logs, or - for standard input (the default); gzip and xz are "
        "unpacked",
    )
    logs.add_argument("--space", choices=NAMES, help="read every number in this space")
    what = logs.add_mutually_exclusive_group()
    what.add_argument("--lines", action="store_true", help="print each finding with its line")
    what.add_argument("--summary", action="store_true", help="print the table (the default)")
    logs.set_defaults(run=_scan)

    for command in (one, every, words, logs):
        command.add_argument("--json", action="store_true", help="print JSON")
    if completing:
        import shtab

        # Only for the script: as real choices they would exclude every other form.
        codes.choices = _codes()
        category.choices = list(CATEGORIES)
        paths.complete = shtab.FILE  # type: ignore[attr-defined]
    return made
