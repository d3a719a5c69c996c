"""Measures what the library costs, and prints one table of ratios with the goals.

    python tests/benchmarks/run.py [--python PATH ...]

For each interpreter it makes environments of its own in the user's cache folder (or in the folder
that IPSEC_ERRORS_BENCHMARKS_CACHE or --cache names), installs this project's wheel and the peers
there, measures everything in fresh and interleaved processes, prints the table, keeps the raw
figures as JSON in the cache folder, and writes docs/benchmarks.md. It needs POSIX, and the
packages of the `test` extra in the interpreter that runs it.
"""

import sys
from pathlib import Path

# Run as a script, this file's own folder is on the path, but not the package it belongs to.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

try:
    from tests.benchmarks.command import main
except ModuleNotFoundError as missing:
    extra = 'python -m pip install -e ".[test]"'
    sys.exit(f"{missing.name} is not installed: the benchmarks need the extra test ({extra})")

if __name__ == "__main__":
    sys.exit(main())
