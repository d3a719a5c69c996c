"""Writes generated files, or compares them with the existing ones."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

# Beside these folders there are two generated files.
INDEX = "src/ipsec_errors/_index.py"
SYMBOLS = "src/ipsec_errors/_symbols.py"
# In these folders every file is generated: one that the catalogue does not give is stale.
OWNED = ("src/ipsec_errors/errors", "src/ipsec_errors/advice")


def _stale(files: Mapping[str, bytes], root: Path, owned: Sequence[str]) -> list[str]:
    found = (p for folder in owned for p in (root / folder).rglob("*") if p.is_file())
    names = (p.relative_to(root).as_posix() for p in found if "__pycache__" not in p.parts)
    # Some file systems ignore case. There a new name may differ from a stale one only in case.
    wanted = {name.casefold() for name in files}
    return sorted(name for name in names if name.casefold() not in wanted)


def _difference(name: str, want: bytes, have: bytes | None) -> str:
    if have is None:
        return f"missing: {name}\n"
    lines = difflib.unified_diff(
        have.decode("utf-8", "backslashreplace").splitlines(keepends=True),
        want.decode("utf-8").splitlines(keepends=True),
        f"{name} (as it is)",
        f"{name} (as the catalogue has it)",
    )
    # Bytes can differ where lines do not, such as in their endings.
    return "".join(lines) or f"{name}: the bytes differ\n"


def differences(files: Mapping[str, bytes], root: Path) -> str:
    """Returns a unified diff from the files below ``root`` to ``files``; empty if they agree."""
    parts = []
    for name, want in sorted(files.items()):
        path = root / PurePosixPath(name)
        have = path.read_bytes() if path.is_file() else None
        if have != want:
            parts.append(_difference(name, want, have))
    parts += [f"stale: {name}\n" for name in _stale(files, root, OWNED)]
    return "".join(parts)


def write(files: Mapping[str, bytes], root: Path, owned: Sequence[str] = OWNED) -> int:
    """Writes the files that differ, each one atomically, and removes stale ones.

    :param owned: the folders whose files are stale if they are not in ``files``.
    :returns: how many files were written or removed.
    """
    changed = 0
    for name, want in sorted(files.items()):
        path = root / PurePosixPath(name)
        if path.is_file() and path.read_bytes() == want:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".new")
        beside.write_bytes(want)
        beside.replace(path)
        changed += 1
    for name in _stale(files, root, owned):
        (root / PurePosixPath(name)).unlink()
        changed += 1
    return changed
