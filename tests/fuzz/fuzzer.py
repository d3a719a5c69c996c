"""Fuzzes one target in this process: ``python fuzzer.py TARGET [libFuzzer's options]``.

run.py starts it in the environment that has atheris.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

atheris: Any = import_module("atheris")  # It is in an environment of its own.


def main() -> None:
    """Runs until libFuzzer ends the process."""
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["ipsec_errors", "codegen"]):
        import ipsec_errors

        ipsec_errors.preload()
        target = import_module(f"tests.fuzz.targets.{name}")
    atheris.Setup(sys.argv, target.check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
