"""Scans the logs that a real strongSwan writes when its peer sends a Windows error code.

    python tests/strongswan/run.py [--install] [--keep FOLDER]

Debian's charon-cmd dials an IKEv2 responder of this folder, once for each code. Both run in a
network namespace of their own, where loopback is the only interface. The logs are scanned, and
their lines and the findings are printed.

The exit status is 0 if each code was found in the form that charon wrote and nothing else was, 1
if not, and 69 where charon-cmd cannot run. ``--install`` installs the Debian packages, as root.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ipsec_errors import find_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipsec_errors import Finding

HERE = Path(__file__).parent
PACKAGES = (
    "charon-cmd",
    "strongswan-charon",
    "libcharon-extra-plugins",
    "libstrongswan-extra-plugins",
    "iproute2",
)
INSTALL = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"
PASSED, FAILED, UNAVAILABLE = 0, 1, 69

# What the peer sends, and the error that it is. 5 is a Windows error that is not about IPsec.
EXPECTED = {
    13801: "AuthFail",
    13806: "NoCert",
    13847: "NoPeerCert",
    13868: "PolicyMismatch",
    -2146762487: "UntrustedRoot",
    5: None,
}
# The second one has no time on its lines.
LOGS = ("{}.log", "{}.stderr.log")


class CannotRunError(Exception):
    """charon-cmd cannot run here. The text says why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs everything and returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--install", action="store_true", help="install the Debian packages first")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the logs there")
    options = parser.parse_args(arguments)
    try:
        if options.install:
            install()
        with tempfile.TemporaryDirectory(prefix="strongswan-lane-") as scratch:
            folder = options.keep or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            write_logs(folder.absolute())
            shown = [show(folder, code) for code in EXPECTED]
            return PASSED if all(shown) else FAILED
    except CannotRunError as error:
        print(f"skipped: {error}", file=sys.stderr)
        return UNAVAILABLE


def install() -> None:
    """Installs the Debian packages that are missing.

    :raises CannotRunError: when apt-get fails.
    """
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        try:
            subprocess.run(["apt-get", "-qq", *command], env=environment, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotRunError(f"{error}. As root on Debian:\n    {INSTALL}") from error


def write_logs(folder: Path) -> None:
    """Has charon-cmd dial once for each code, and keeps its logs in the folder.

    :raises CannotRunError: when it cannot run; the text says why.
    """
    if missing := [name for name in ("charon-cmd", "unshare", "ip") if not shutil.which(name)]:
        raise CannotRunError(f"not installed: {', '.join(missing)}. On Debian:\n    {INSTALL}")
    # When the first process of the namespace is killed, the kernel kills all others in it.
    isolated = ["unshare", "--net", "--pid", "--kill-child"]
    if os.geteuid():
        isolated.append("--map-root-user")
    dialled = [sys.executable, str(HERE / "peer.py"), str(folder), *map(str, EXPECTED)]
    try:
        subprocess.run([*isolated, "true"], check=True, capture_output=True, text=True)
        subprocess.run(
            [*isolated, *dialled], check=True, capture_output=True, text=True, timeout=120
        )
    except subprocess.CalledProcessError as error:
        reason = error.stderr.strip()
        if error.cmd[-1] != "true":
            raise RuntimeError(f"the peer failed:\n{reason}") from error
        why = "no network namespace can be made; run as root, outside a restricted container"
        raise CannotRunError(f"{why} ({reason})") from error


def found(log: Path) -> list[Finding]:
    """Returns what find_errors finds in a log."""
    with log.open("rb") as lines:
        return list(find_errors(lines))


def is_expected(code: int, findings: list[Finding]) -> bool:
    """Tells whether the findings are what a log of this code must give."""
    name = EXPECTED[code]
    errors = [(type(each.error).__name__, each.error.winerror) for each in findings]
    return errors == ([] if name is None else [(name, code)])


def show(folder: Path, code: int) -> bool:
    """Prints the lines with the code and the findings; tells whether all is as expected."""
    good = True
    print(f"\nThe peer sends {code}: {EXPECTED[code] or 'nothing'} expected")
    for name in LOGS:
        log = folder / name.format(code)
        lines = log.read_text(encoding="utf-8").splitlines()
        written = [line for line in lines if f"N(MS_STATUS({code}))" in line]
        findings = found(log)
        print(*(f"  {line}" for line in written or ["(no line with the code)"]), sep="\n")
        for each in findings:
            print(f"    line {each.line}, {each.time or 'no time'}: {each.error!r}")
        if len(written) != 1 or not is_expected(code, findings):
            print("    WRONG")
            good = False
    return good


if __name__ == "__main__":
    sys.exit(main())
