"""Checks of commands: syntax, names, parameters, and known pitfalls."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from itertools import pairwise

from attrs import frozen
from cattrs import structure

from codegen.lint.commandline import BrokenError, Command, read_commands
from codegen.lint.tables import cmdlets, ignored, tools
from codegen.model import Step
from ipsec_errors.cli.layout import undo_parts

_VERBS = (
    "Add|Clear|Connect|Convert|ConvertFrom|ConvertTo|Copy|Disable|Disconnect|Enable|Export|Find|ForEach|"
    "Format|Get|Group|Import|Install|Invoke|Join|Measure|Move|New|Out|Read|Register|Remove|Rename|Repair|"
    "Reset|Resolve|Restart|Resume|Save|Select|Send|Set|Show|Sort|Start|Stop|Suspend|Switch|Sync|Tee|Test|"
    "Trace|Uninstall|Unlock|Unregister|Update|Wait|Where|Write"
)
_CMDLET = re.compile(rf"(?<![\w\\/.-])(?:{_VERBS})-[A-Z][A-Za-z0-9]+")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
# Programs whose bare name is an alias of PowerShell.
_ALIASES = frozenset({"sc", "curl", "wget", "where", "sort", "fc", "set", "kill"})


@frozen
class Pitfall:
    """A command that was misleading before, with the conditions on its step."""

    pattern: str
    wrong: str
    right: str
    source: str
    places: tuple[str, ...] = ("text", "run", "undo")
    about: str = ""
    says: str = ""
    effect: str = ""


@cache
def pitfalls() -> tuple[Pitfall, ...]:
    """Returns the pitfalls."""
    text = files("codegen.lint").joinpath("tables", "pitfalls.toml").read_text(encoding="utf-8")
    return structure(tomllib.loads(text)["pitfall"], tuple[Pitfall, ...])


def tool_name(name: str) -> str:
    """Returns the name of a program without its folder and its extension."""
    return re.split(r"[\\/]", name)[-1].lower().removesuffix(".exe")


def undo_command(step: Step) -> str:
    """Returns the command of an undo: all of it, or its end behind a colon. A text has none.

    The command line prints it unbroken. What ends in a period is a text.
    """
    return undo_parts(step.undo)[1]


def _undo_findings(step: Step) -> Iterator[str]:
    command = undo_command(step)
    name = command.partition(" ")[0]
    if command and name.lower() not in cmdlets() and tool_name(name) not in tools():
        yield f"undo ends in {command}, which is no command: end it with a period"
    for word, after in pairwise(step.undo.removesuffix(command).split()):
        tool = tools().get(tool_name(word))
        if (_CMDLET.fullmatch(word) and re.match(r"[-A-Z]", after)) or (
            tool and (after[0] in "-/" or after.strip(".,;").lower() in tool.words)
        ):
            yield (
                f"{word} {after} in the text of undo can break across lines: write the command at "
                "the end, behind a colon and without a period"
            )


def unknown_names(text: str) -> Iterator[str]:
    """Yields the faults of cmdlets and parameters in a text."""
    for name in _CMDLET.finditer(text):
        if name[0].lower() not in cmdlets():
            yield _no_row(name[0], "cmdlets.tsv")
            continue
        words = re.split(r"[|;.:]|[A-Z][a-z]+-[A-Z]", text[name.end() :])[0].split()
        yield from _unknown_parameters(name[0], words)


def _no_row(name: str, table: str) -> str:
    return f"{name} is in no row of {table}: correct the name, or add a row with its source"


def command_findings(step: Step) -> Iterator[str]:
    """Yields the faults of the commands of a step and of its undo."""
    yield from _undo_findings(step)
    for line in (step.run, undo_command(step)):
        try:
            commands = read_commands(line, step.shell)
        except BrokenError as error:
            yield f"{line}: {error}"
            continue
        for command in commands:
            yield from _one(command, step)
        yield from _ignored(line, commands, step)
    yield from _pitfalls(step)


def _one(command: Command, step: Step) -> Iterator[str]:
    name = tool_name(command.name)
    if step.shell == "powershell":
        yield from _powershell(command)
    if "-" in name and step.shell == "powershell":
        yield from _parameters(command)
        return
    place = "sh" if step.shell == "sh" else "windows"
    tool = tools().get(name)
    if not tool or tool.where != place:
        yield _no_row(f"{command.name} ({place})", "tools.tsv")
    elif step.shell == "powershell" and command.name.lower() in _ALIASES:
        yield f"{command.name} is an alias of PowerShell: write {command.name}.exe"
    elif tool.words and tool.words.isdisjoint(word.lower() for word in command.words):
        yield _no_row(str(command), "tools.tsv")
    if name == "auditpol":
        yield from _subcategories(command)


def _powershell(command: Command) -> Iterator[str]:
    for word in command.words:
        if re.match(r"@\w", word):
            yield f"{word} is splatted by PowerShell: write '{word}' in quotes"
        if percent := re.search(r"%\w+%", word):
            yield f"PowerShell leaves {percent[0]} as it is: write $env:{percent[0].strip('%')}"
    if "-" in tool_name(command.name):
        return
    bare = [_QUOTED.sub("", word) for word in command.words]
    if "," in bare or any(re.search(r"[{}]", word) for word in bare):
        yield f"{command}: PowerShell takes commas and braces for itself: quote the argument"


def _parameters(command: Command) -> Iterator[str]:
    if command.name.lower() in cmdlets():
        yield from _unknown_parameters(command.name, command.words)
    else:
        yield _no_row(command.name, "cmdlets.tsv")


def _unknown_parameters(cmdlet: str, words: Iterable[str]) -> Iterator[str]:
    known = cmdlets()[cmdlet.lower()]
    for word in words:
        parameter = re.match(r"-([A-Za-z]\w*)", word)
        if parameter and parameter[1].lower() not in known:
            full = [name for name in sorted(known) if name.startswith(parameter[1].lower())]
            right = f"write -{full[0]} in full" if len(full) == 1 else "its row has the others"
            yield f"{cmdlet} has no parameter {parameter[0]}: {right}"


def _subcategories(command: Command) -> Iterator[str]:
    for word in command.words:
        value = re.match(r"/(?:sub)?category:(.*)", word, re.IGNORECASE)
        for name in re.split(",", value[1]) if value else ():
            if not _GUID.fullmatch(name.strip("\"'")):
                yield f"{name} is named otherwise in each language of Windows: write its GUID"


def _ignored(line: str, commands: list[Command], step: Step) -> Iterator[str]:
    for cmdlet, properties in ignored().items():
        if not any(command.name == cmdlet for command in commands):
            continue
        # The properties in the rest of the line, and those that the text or the sign names.
        words = re.findall(r"[*\w]*\w[*\w]*", line.partition(cmdlet)[2])
        words += [w for w in re.findall(r"\w+", f"{step.text} {step.sign}") if _is_camel(w)]
        for name in properties:
            if any(fnmatchcase(name.lower(), word.lower()) for word in words):
                yield (
                    f"{name} of {cmdlet} is documented as ignored: read "
                    f"'netsh advfirewall monitor show {'mm' if 'Main' in cmdlet else 'qm'}sa'"
                )


def _is_camel(word: str) -> bool:
    return len(re.findall(r"[A-Z][a-z]", word)) > 1


def _pitfalls(step: Step) -> Iterator[str]:
    for pitfall in pitfalls():
        found = any(re.search(pitfall.pattern, getattr(step, place)) for place in pitfall.places)
        if not found or not re.search(pitfall.about, f"{step.text} {step.sign}"):
            continue
        if pitfall.says and re.search(pitfall.says, f"{step.text} {step.sign}", re.IGNORECASE):
            continue
        if pitfall.effect and pitfall.effect == step.effect:
            continue
        yield f"{pitfall.wrong}: {pitfall.right}"
