"""Checks of the advice in all records, for faults that an author easily misses."""

from __future__ import annotations

from collections import Counter

from codegen.lint.changes import change_findings, restart_findings
from codegen.lint.commandline import read_commands
from codegen.lint.commands import command_findings, unknown_names
from codegen.lint.texts import alike, text_findings
from codegen.lint.walk import fixes, parts, steps, texts
from codegen.model import Catalogue


def lint(catalogue: Catalogue) -> list[str]:
    """Returns the faults of the advice, one per line."""
    found = []
    for category in catalogue.categories:
        for name, advice in parts(category):
            lines = list(text_findings(name, advice))
            lines += [(w, line) for w, text in texts(advice) for line in unknown_names(text)]
            for where, step in steps(advice):
                lines += [(where, line) for line in command_findings(step)]
                lines += [(where, line) for line in change_findings(step)]
            for start, fix in fixes(advice):
                lines += [(f"{start}fix {n}", line) for n, line in restart_findings(fix)]
            found += [f"{category.stem}.toml: {name}: {where}: {line}" for where, line in lines]
    return [*dict.fromkeys(found), *alike(catalogue)]


def figures(catalogue: Catalogue) -> str:
    """Returns counts that show how detailed the advice is."""
    evidence = Counter(error.evidence for error in catalogue.errors)
    kinds = ", ".join(f"{evidence[kind]} {kind}" for kind in ("documented", "reported", "inferred"))
    codes = sum(len(error.codes) for error in catalogue.errors)
    told = [part for category in catalogue.categories for _, part in parts(category)]
    every = [step for part in told for _, step in steps(part)]
    commands = sum(len(read_commands(step.run, step.shell)) for step in every)
    effects = sum(bool(step.effect) for step in every)
    undone = sum(bool(step.undo) for step in every)
    backed = [
        category.advice(error).cause
        for category in catalogue.categories
        for error in category.errors
        if error.evidence != "inferred"
    ]
    causes = [cause for record in backed for cause in record]
    complete = sum(bool(cause.check.sign and cause.fix) for cause in causes)
    lines = [
        f"{len(catalogue.errors)} records ({kinds})",
        f"{codes} codes, {len(catalogue.categories)} categories",
        f"{sum(len(part.question) for part in told)} questions",
        f"{sum(len(part.cause) for part in told)} causes",
        f"{len(backed)} documented and reported records, {backed.count(())} without a cause",
        f"{complete} of their {len(causes)} causes have a check and a fix",
        f"{len(every)} steps with {commands} commands",
        f"{effects} steps say when a change shows, {undone} how to undo it",
    ]
    return "\n".join(lines)
