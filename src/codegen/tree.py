"""Writes generated files, or tells how those that are there differ."""

import difflib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

# In these folders every file is generated: one that the catalogue does not give is stale.
OWNED = ("src/ipsec_errors/errors", "src/ipsec_errors/records", "stubs", "docs/errors")


def _stale(files: Mapping[str, bytes], root: Path) -> list[str]:
    found = (p for folder in OWNED for p in (root / folder).rglob("*") if p.is_file())
    names = (p.relative_to(root).as_posix() for p in found if "__pycache__" not in p.parts)
    # Some file systems fold the case of names: a renamed class must not lose its only page.
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
    """Returns a unified diff of what is below ``root`` to ``files``; empty where they agree."""
    parts = []
    for name, want in sorted(files.items()):
        path = root / PurePosixPath(name)
        have = path.read_bytes() if path.is_file() else None
        if have != want:
            parts.append(_difference(name, want, have))
    parts += [f"stale: {name}\n" for name in _stale(files, root)]
    return "".join(parts)


def write(files: Mapping[str, bytes], root: Path) -> int:
    """Writes what differs, each file whole or not at all, and removes what is stale.

    Returns how many files it wrote or removed.
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
    for name in _stale(files, root):
        (root / PurePosixPath(name)).unlink()
        changed += 1
    return changed
