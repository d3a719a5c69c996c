"""Sphinx extension: writes the pages of the errors, ``docs/errors``, from the catalogue.

The pages are not in git. They are an index, a page per category and a page per error.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from codegen.model import Catalogue, Category, Error, Reference
from codegen.reader import read
from codegen.relations import lineages
from codegen.render import shown
from codegen.tree import write
from ipsec_errors._describe import MACHINES
from ipsec_errors.cli.layout import EVIDENCE, RETRY_HELPS, SIDES

FOLDER = "errors"
TEMPLATES = Path(__file__).parent / "templates"


def md(text: str) -> str:
    """Returns a text with the characters escaped that Markdown would take for markup."""
    return re.sub(r"([\\`*_\[\]<>|$#{}~])", r"\\\1", text)


def fenced(command: str, indent: str) -> str:
    """Returns a command as an indented Markdown code block."""
    return f"{indent}```text\n{indent}{command}\n{indent}```"


def references(category: Category, error: Error) -> list[Reference]:
    """Returns the pages that an error's advice cites, each once."""
    advice = category.advice(error)
    cited = [*error.sources]
    for part in (*advice.question, *advice.cause):
        cited += part.sources
    return [category.references[name] for name in dict.fromkeys(cited)]


def pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yields the name of each page, without its ending, and its Markdown."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 (it writes Markdown, not HTML)
    )
    environment.filters["md"] = md
    environment.globals |= {
        "catalogue": catalogue,
        "evidence": EVIDENCE,
        "fenced": fenced,
        "machines": MACHINES,
        "references": references,
        "lineage": lineages(catalogue.categories),
        "retry_helps": RETRY_HELPS,
        "shown": shown,
        "sides": SIDES,
    }
    yield "index", environment.get_template("index.md.j2").render()
    for category in catalogue.categories:
        below = [other for other in catalogue.categories if category.name in other.bases]
        template = environment.get_template("category.md.j2")
        yield category.stem, template.render(category=category, below=below)
        template = environment.get_template("error.md.j2")
        for error in category.errors:
            yield error.name, template.render(category=category, error=error)


def write_pages(app: Sphinx) -> None:
    """Writes the pages that changed and removes those that the catalogue no longer has."""
    docs = Path(app.srcdir)
    catalogue = read(docs.parent / "src" / "data")
    files = {f"{FOLDER}/{name}.md": f"{text.strip()}\n".encode() for name, text in pages(catalogue)}
    write(files, docs, owned=(FOLDER,))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connects the extension to Sphinx."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
