"""``python -m codegen``: write the generated files, check them, or lint the advice."""

import argparse
import sys
from pathlib import Path

from codegen.model import CatalogueError
from codegen.reader import read

_SOURCE = Path(__file__).resolve().parent.parent


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m codegen", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--check",
        action="store_true",
        help="generate in memory, print how the files differ, and exit with 1 if they do",
    )
    what.add_argument(
        "--lint",
        action="store_true",
        help="check the advice of every record, and exit with 1 on findings",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=_SOURCE / "data",
        help="the catalogue's folder (default: src/data)",
    )
    parser.add_argument(
        "--root",
        type=Path,
        default=_SOURCE.parent,
        help="the project in which to write (default: this one)",
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Runs the generator; returns 0, or 1 on differences, findings or a wrong catalogue."""
    options = _parser().parse_args(arguments)
    try:
        catalogue = read(options.data)
    except CatalogueError as error:
        print(f"codegen: {error}", file=sys.stderr)
        return 1
    if options.lint:
        from codegen.lint import figures, lint

        findings = lint(catalogue)
        for line in findings:
            print(line)
        print(figures(catalogue))
        return 1 if findings else 0

    from codegen.render import render
    from codegen.tree import differences, write

    files = render(catalogue)
    if options.check:
        drift = differences(files, options.root)
        print(drift or f"{len(files)} generated files match the catalogue")
        return 1 if drift else 0
    changed = write(files, options.root)
    print(f"{len(files)} files generated, {changed} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
