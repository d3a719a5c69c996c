"""Sphinx extension: makes the lookup and the pages of the errors from the catalogue.

Before the build it writes ``docs/errors`` (an index, the table of all numbers, a page per category
and a page per error) and the index of the lookup. After it, it writes the short addresses. None of
these is in git.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from category_diagram import WIDTH, tree
from codegen.model import (
    Catalogue,
    Category,
    Cause,
    Error,
    Explained,
    Question,
    Reference,
    Step,
)
from codegen.reader import read
from codegen.relations import ROOT, lineages
from codegen.tree import write
from ipsec_errors._describe import MACHINES
from ipsec_errors._types import Space
from ipsec_errors.cli.layout import EVIDENCE, RETRY_HELPS, SIDES
from lookup_index import as_json, make_index
from number_forms import MANY, address, anchor, forms, labelled
from short_addresses import write_forwards

FOLDER = "errors"
TEMPLATES = Path(__file__).parent / "templates"
_COMMAND = re.compile(r'<div class="highlight-text .*?</pre>', re.DOTALL)
_OPTION = re.compile(r"(?<=\s)--?[A-Za-z][\w-]{0,30}")
_SHELLS = {"powershell": "PowerShell", "cmd": "Command Prompt", "sh": "Shell"}


def md(text: str) -> str:
    """Returns a text with the characters escaped that Markdown would take for markup."""
    return re.sub(r"([\\`*_\[\]<>|$#{}~])", r"\\\1", text)


def fenced(step: Step, indent: str) -> str:
    """Returns the command of a step as an indented code block, with where it is typed above it."""
    who = {"sh": ", as root"}.get(step.shell, ", elevated") if step.elevated else ""
    lines = ("```{code-block} text", f":caption: {_SHELLS[step.shell]}{who}", "", step.run, "```")
    return "\n".join(f"{indent}{line}" for line in lines)


def references(category: Category, error: Error) -> list[Reference]:
    """Returns the pages that an error's advice cites, each once."""
    advice = category.advice(error)
    parts: tuple[Error | Question | Cause | Explained, ...]
    parts = (error, *advice.question, *advice.cause, *error.explains)
    cited = [name for part in parts for name in part.sources]
    return [category.references[name] for name in dict.fromkeys(cited)]


def numbers(error: Error) -> str:
    """Returns the numbers of an error for the title of its page, at most three of them."""
    windows = {code.number for code in error.codes if code.space == "windows"}
    shown = [
        labelled(code)
        for code in error.codes
        if code.space != "winerrorcodes" or code.number not in windows
    ]
    if len(error.codes) > MANY:
        return f"{shown[0]} to {error.codes[-1].number}"
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
    return ", ".join(shown[:3]) + more


def linked(names: Iterator[str], catalogue: Catalogue) -> str:
    """Returns class names as Markdown links; those of Python itself as code."""
    stems = {category.name: category.stem for category in catalogue.categories}
    pages = {error.name: error.name for error in catalogue.errors} | stems
    pages[ROOT] = "../api"
    return " → ".join(
        f"[{name}]({pages[name]}.md)" if name in pages else f"`{name}`" for name in names
    )


def rows(catalogue: Catalogue) -> list[tuple[int, Space, str, str, Error, str]]:
    """Returns every number in the order of the numbers.

    Each with its space, its symbol, its meaning, its error and its place on the error's page.
    """
    found: list[tuple[int, Space, str, str, Error, str]] = []
    for error in catalogue.errors:
        for code in error.codes:
            place = address(error, code).partition("/")[2]
            meaning = code.message or error.message
            found.append((code.number, code.space, code.symbol, meaning, error, place))
        for one in error.explains:
            place = f"{error.name}.html#{anchor('windows', one.number)}"
            meaning = f"Not an IPsec error. {one.reason}."
            found.append((one.number, "windows", one.symbol, meaning, error, place))
    return sorted(found, key=lambda row: row[0])


def environment(catalogue: Catalogue) -> Environment:
    """Returns the environment of the templates."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 (it writes Markdown; the HTML in it is escaped by |e)
    )
    made.filters["md"] = md
    made.globals |= {
        "anchor": anchor,
        "catalogue": catalogue,
        "evidence": EVIDENCE,
        "fenced": fenced,
        "forms": forms,
        "labelled": labelled,
        "lineage": lineages(catalogue.categories),
        "linked": lambda names: linked(names, catalogue),
        "machines": MACHINES,
        "many": MANY,
        "messages": {error.name: error.message for error in catalogue.errors},
        "nodes": tree(catalogue),
        "numbers": numbers,
        "references": references,
        "rows": rows(catalogue),
        "retry_helps": RETRY_HELPS,
        "sides": SIDES,
        "width": WIDTH,
    }
    return made


def pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yields the name of each page, without its ending, and its Markdown."""
    made = environment(catalogue)

    def page(template: str, **values: Any) -> str:
        return made.get_template(f"{template}.md.j2").render(**values)

    yield "index", page("index")
    yield "numbers", page("numbers")
    for category in catalogue.categories:
        below = [other for other in catalogue.categories if category.name in other.bases]
        yield category.stem, page("category", category=category, below=below)
        for error in category.errors:
            yield error.name, page("error", category=category, error=error)


@cache
def catalogue_of(docs: Path) -> Catalogue:
    """Returns the catalogue beside a folder of documentation."""
    return read(docs.parent / "src" / "data")


def write_pages(app: Sphinx) -> None:
    """Writes the pages that changed and removes those that the catalogue no longer has."""
    docs = Path(app.srcdir)
    made = pages(catalogue_of(docs))
    files = {f"{FOLDER}/{name}.md": f"{text.strip()}\n".encode() for name, text in made}
    write(files, docs, owned=(FOLDER,))


def write_lookup(app: Sphinx, exception: Exception | None) -> None:
    """Writes the index of the lookup and the short addresses beside the pages that were built."""
    if exception or app.builder.name != "html":
        return
    catalogue = catalogue_of(Path(app.srcdir))
    index = as_json(make_index(catalogue))
    static = Path(app.outdir) / "_static"
    (static / "errors.json").write_text(index, "utf-8")
    # A page that is read from the disk cannot fetch JSON, but it can run a script.
    (static / "errors.js").write_text(f"ipsecErrors.receive({index});", "utf-8")
    forward = (TEMPLATES / "forward.html").read_text("utf-8")
    write_forwards(catalogue, Path(app.outdir), forward)


def finish_html(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Corrects the HTML of a page where the theme or the browser leaves something to wish for.

    The captions of the table of contents get a level, which their role of a heading needs. Where a
    command is folded, a browser would part the hyphen of an option from its name.
    """
    for part in ("body", "furo_navigation_tree"):
        level = '<p class="caption" role="heading" aria-level="2">'
        context[part] = context.get(part, "").replace('<p class="caption" role="heading">', level)
    context["body"] = _COMMAND.sub(
        lambda match: _OPTION.sub(r'<span class="option">\g<0></span>', match[0]), context["body"]
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connects the extension to Sphinx."""
    app.connect("builder-inited", write_pages)
    app.connect("build-finished", write_lookup)
    # After the theme has made its tree.
    app.connect("html-page-context", finish_html, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
