"""Writes the pickles of this release, which every later release must read.

    python tests/pickles/make.py

Each file holds a dictionary of errors, pickled with one protocol. ``<version>.json`` holds what
they show. Files of earlier releases are never written again.
"""

from __future__ import annotations

import json
import pickle
import subprocess
from pathlib import Path
from typing import Any

import ipsec_errors
from ipsec_errors import IPsecIkeError, NoPeerCert, catalog, from_winerror

HERE = Path(__file__).resolve().parent


def samples() -> dict[str, IPsecIkeError]:
    """Returns an error of every class, and one for each thing that an error can hold."""
    errors: dict[str, IPsecIkeError] = {info.name: info.exception() for info in catalog}
    for number in (13847, 0x80073617, 0xC0073617, 0xD0360001, 0x800B0101, 13999):
        errors[f"windows {number:#x}"] = from_winerror(number)
    errors["ras 787"] = from_winerror(787, space="ras")
    errors["ras 809"] = from_winerror(809, space="ras")
    errors["winerrorcodes 13846"] = from_winerror(13846, space="winerrorcodes")
    errors["words of the system"] = from_winerror(OSError(22, "words", None, 13847))
    process = subprocess.CalledProcessError(789, ["rasdial", "vpn"])
    errors["rasdial"] = from_winerror(process)
    errors["own words"] = NoPeerCert("own words \u2014 \u8bc1\u4e66")
    errors["the base"] = IPsecIkeError("own words")
    named = errors["file names"] = from_winerror(13847)
    named.filename, named.filename2 = "from.pbk", b"to.pbk"
    noted = errors["a note"] = from_winerror(13847)
    noted.add_note("a note of the caller")
    changed = errors["own values"] = from_winerror(13847)
    changed.__dict__.update(hint="an own hint", site="Office")
    return errors


def shown(error: Any) -> dict[str, Any]:
    """Returns what must be the same after a pickle was read, whatever the release."""
    own = error.__dict__
    return {
        "class": type(error).__name__,
        "code": error.code,
        "space": error.space,
        "winerror": error.winerror,
        "args": repr(error.args),
        "filename": repr(error.filename),
        "filename2": repr(error.filename2),
        # Hints and messages may change from release to release; what an instance holds may not.
        "notes": own.get("__notes__"),
        "own": sorted(set(own) - {"__notes__"}),
    }


def main() -> None:
    """Writes the files."""
    errors = samples()
    stem = HERE / ipsec_errors.__version__
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        path = stem.with_name(f"{stem.name}-protocol{protocol}.pickle")
        path.write_bytes(pickle.dumps(errors, protocol))
    text = json.dumps({name: shown(error) for name, error in errors.items()}, indent=1)
    stem.with_name(f"{stem.name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
