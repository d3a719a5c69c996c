"""The kept inputs of each target: one file a target, one input a line, as a bytes literal."""

from __future__ import annotations

import ast
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).resolve().parent
CRASHES = _HERE / "crashes"
_EXAMPLES = _HERE.parent / "ipsec_errors" / "logs" / "examples"
# What makes a target read an example as it is: no space, and no other choice.
_AS_IT_IS = {"text": b"\0\0", "events": b"\0\0"}
# The shortest inputs say most for their length, and a diff of the file stays readable.
_MOST = 80


def kept(name: str) -> list[bytes]:
    """Returns the kept inputs of a target, and those that broke a promise on this machine."""
    found = [
        value
        for line in _path(name).read_text("ascii").splitlines()
        if isinstance(value := ast.literal_eval(line), bytes)
    ]
    return found + [path.read_bytes() for path in sorted(CRASHES.glob(f"{name}-*"))]


def examples(name: str) -> list[bytes]:
    """Returns the example logs of every format, for a target that reads logs."""
    if name not in _AS_IT_IS:
        return []
    return [_AS_IT_IS[name] + path.read_bytes() for path in sorted(_EXAMPLES.iterdir())]


def unpack(name: str, folder: Path) -> None:
    """Writes the inputs to start from as libFuzzer wants them: a file for each in one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in kept(name) + examples(name):
        folder.joinpath(sha256(data).hexdigest()).write_bytes(data)


def add(name: str, folder: Path) -> None:
    """Fills the kept inputs up with the shortest ones of a folder."""
    have = kept(name)
    found = sorted((path.read_bytes() for path in folder.iterdir()), key=lambda d: (len(d), d))
    new = [data for data in found if data not in have][: max(0, _MOST - len(have))]
    _path(name).write_text("".join(f"{data!r}\n" for data in have + new), encoding="ascii")


def _path(name: str) -> Path:
    return _HERE / "corpus" / f"{name}.txt"
