"""The files of the built site: links, short addresses, titles, the inventory for other projects."""

from __future__ import annotations

import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest


class Page(HTMLParser):
    """What a page links to, and what can be linked to on it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.description = ""
        self.title = ""
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.update(values[name] for name in ("id", "name") if name in values)
        self.links += [values[name] for name in ("href", "src", "action") if name in values]
        if values.get("http-equiv") == "refresh":
            self.links.append(values["content"].partition("url=")[2])
        if values.get("name") == "description":
            self.description = values["content"]
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page of the site by its path."""
    return {
        path.relative_to(site).as_posix(): Page(path.read_text("utf-8"))
        for path in site.rglob("*.html")
    }


def test_every_internal_link_resolves(
    pages: dict[str, Page], site: Path, figures: list[str]
) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    checked, dead = 0, set()
    for name, page in pages.items():
        for link in page.links:
            target, anchor = urldefrag(urljoin(f"http://site/{name}", link))
            if not target.startswith("http://site/"):
                continue
            path = unquote(target.removeprefix("http://site/")).partition("?")[0]
            path = f"{path}index.html" if path.endswith("/") or not path else path
            checked += 1
            # "#" alone is the top of a page.
            there = path in files and (
                not anchor or path not in pages or unquote(anchor) in pages[path].ids
            )
            if not there:
                dead.add((name, link))
    assert sorted(dead)[:20] == []
    figures.append(f"links: {checked} internal links on {len(pages)} pages, all resolve")


def test_every_number_symbol_and_class_has_a_short_address(
    pages: dict[str, Page], index: dict[str, Any]
) -> None:
    for error in index["errors"]:
        for code in error["codes"]:
            number = code["number"]
            shown = f"0x{number:08X}" if number > 0xFFFF else str(number)
            prefix = "" if code["space"] == "windows" else f"{code['space']}-"
            page = code.get("address", error["address"])
            for name in (prefix + shown, error["name"], code["symbol"]):
                links = {link.partition("#")[0] for link in pages[f"e/{name}/index.html"].links}
                assert links - {"data:,"} == {f"../../{page.partition('#')[0]}"}


def test_title_and_description_of_an_error(pages: dict[str, Page], index: dict[str, Any]) -> None:
    for error in index["errors"]:
        page = pages[error["address"]]
        number = error["codes"][0]["number"]
        assert error["name"] in page.title
        assert (f"0x{number:08X}" if number > 0xFFFF else str(number)) in page.title
        assert page.description == error["message"]


def test_the_inventory_has_every_class(site: Path, pages: dict[str, Page], index: Any) -> None:
    # objects.inv: four lines of text, then compressed lines "name domain:role priority uri title".
    packed = (site / "objects.inv").read_bytes().split(b"\n", 4)[4]
    lines = [line.split(" ") for line in zlib.decompress(packed).decode().splitlines()]
    places = {name: uri for name, role, _, uri, *_ in lines if role == "py:exception"}
    for item in [*index["errors"], *index["categories"], {"name": "IPsecIkeError"}]:
        name = f"ipsec_errors.{item['name']}"
        page, _, anchor = places[name].replace("$", name).partition("#")
        assert page == item.get("address", "api.html")
        assert anchor in pages[page].ids
