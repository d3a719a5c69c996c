"""Short addresses: ``e/13868`` and ``e/NoPeerCert`` are small pages that forward to the error.

They need no script and no settings of the web server. Names that the catalogue does not have go to
``404.html``, which hands them to the lookup.
"""

from collections.abc import Iterator
from pathlib import Path

from codegen.model import Catalogue
from number_forms import address, anchor


class AddressError(Exception):
    """Two short addresses clash."""


def targets(catalogue: Catalogue) -> dict[str, str]:
    """Returns the page of each short address: numbers, symbols, classes and categories.

    :raises AddressError: if two names differ at most in case.
    """
    found: dict[str, tuple[str, str]] = {}
    for name, page in _targets(catalogue):
        known, target = found.setdefault(name.casefold(), (name, page))
        if (known, target) != (name, page):
            raise AddressError(
                f"e/{known} and e/{name} are one folder where case does not count: "
                f"they lead to {target} and {page}"
            )
    return dict(found.values())


def _targets(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for category in catalogue.categories:
        yield category.name, f"errors/{category.stem}.html"
    for error in catalogue.errors:
        yield error.name, address(error)
        # The article gives a number of its own to a symbol of Windows: Windows' own comes first.
        symbols = {code.symbol: address(error, code) for code in reversed(error.codes)}
        yield from symbols.items()
        for code in error.codes:
            yield anchor(code.space, code.number), address(error, code)
        for one in error.explains:
            name = anchor("windows", one.number)
            yield name, f"{address(error)}#{name}"


def write_forwards(catalogue: Catalogue, site: Path, page: str) -> int:
    """Writes the forwarding pages below ``e/`` of a built site, and returns how many.

    :param page: the page, with ``{target}`` for the address that it forwards to.
    """
    found = targets(catalogue)
    for name, target in found.items():
        folder = site / "e" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(page.replace("{target}", f"../../{target}"), "utf-8")
    (site / "e" / "index.html").write_text(page.replace("{target}", "../lookup.html"), "utf-8")
    return len(found)
