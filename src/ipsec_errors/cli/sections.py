"""What is shown of an error, in order, whatever shows it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from ipsec_errors.cli.readings import Reading
    from ipsec_errors.lookup import CodeDict, ErrorDict

    # How a line is to look: a paragraph, a numbered or dotted item, a command, an address.
    Line: TypeAlias = tuple[Literal["text", "item", "command", "address"], str, str]

_SIDES = {
    "local": "this machine: the one that reports it",
    "peer": "the peer: the other end",
    "either": "either end: the number does not tell",
    "network": "the network between the two",
    "none": "nobody: there is nothing to fix",
}
_EVIDENCE = {
    "documented": "documented: by the vendor or a specification",
    "reported": "reported: by administrators who met it",
    "inferred": "inferred: it rests on the meaning of the message alone",
}


def forms(entry: CodeDict) -> str:
    """Returns every form in which a number is met, as one line."""
    number = entry["number"]
    if entry["space"] != "windows":
        return f"{number} = {entry['hex']}"
    if number <= 0xFFFF:
        hresult = 0x80070000 | number
        return (
            f"{number} = {entry['hex']}, as HRESULT 0x{hresult:08X} = {hresult - 0x100000000}, "
            f"as NTSTATUS 0x{0xC0070000 | number:08X}"
        )
    text = f"{entry['hex']} = {number - 0x100000000} = {number}"
    if number & 0xF0000000 == 0xC0000000:
        text += f", as HRESULT 0x{number | 0x10000000:08X}"
    return text


def facts(error: ErrorDict) -> list[tuple[str, str]]:
    """Returns the short facts: a label and a value each."""
    rows = [(e["space"], f"{e['symbol']}: {forms(e)}") for e in error["codes"]]
    retry = (
        "can help: the same call can succeed later"
        if error["transient"]
        else "does not help by itself"
    )
    return [
        *rows,
        ("class", " < ".join([error["name"], *error["bases"]])),
        ("fixed by", _SIDES[error["fix_side"]]),
        ("a retry", retry),
        ("severity", error["severity"]),
        ("advice", _EVIDENCE[error["evidence"]]),
    ]


def sections(reading: Reading) -> Iterator[tuple[str, list[Line]]]:
    """Yields the long texts: a title and its lines each; those without any are left out."""
    error = reading.error
    diagnosis: list[Line] = []
    for number, step in enumerate(error["diagnosis"], 1):
        diagnosis.append(("item", f"{number}.", step["step"]))
        if step["run"]:
            diagnosis.append(("command", "", step["run"]))
    happened: list[Line] = [("text", "", part) for part in error["description"].split("\n\n")]
    causes: list[Line] = [("item", "-", cause) for cause in error["causes"]]
    fix: list[Line] = [("item", f"{n}.", step) for n, step in enumerate(error["remediation"], 1)]
    references: list[Line] = []
    for page in error["references"]:
        references.append(("item", "-", page["title"]))
        references.append(("address", "", page["url"]))
    related: list[Line] = [("text", "", ", ".join(error["related"]))] if error["related"] else []
    titled: list[tuple[str, list[Line]]] = [
        ("What happened", happened),
        ("Causes", causes),
        ("Diagnosis", diagnosis),
        ("Fix", fix),
        ("Related", related),
        ("References", references),
    ]
    yield from ((title, lines) for title, lines in titled if lines)
