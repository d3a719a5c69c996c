"""Catalogues that are broken or hostile: each is stopped with its file, record and field."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("cattrs", reason="the generator needs it")
pytest.importorskip("codegen", reason="the generator does not ship")

from codegen.__main__ import main
from codegen.model import CatalogueError, is_reserved
from codegen.reader import read
from codegen.render import render

if TYPE_CHECKING:
    from pathlib import Path

needs_posix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows cannot have files of these names beside one another"
)


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    """Returns what the generator says; it writes no traceback and nothing else."""
    with pytest.raises(CatalogueError) as caught:
        read(folder)
    text = str(caught.value)
    assert text.replace("\n", "").isprintable()
    assert len(text) < 1000
    return text


# The file, what stands there, what replaces it, how the refusal begins, what else it says.
WRONG = {
    "a number of 5,000 digits": (
        "13805",
        "1" * 5000,
        "beta.toml: has a number of thousands of digits",
        ["write a number of 32 bits"],
    ),
    "a number of 20,000 hexadecimal digits": (
        "13805",
        "0x" + "F" * 20_000,
        "beta.toml: error SlowBeta:",
        ["the number of 80000 bits is out of range for windows: write an unsigned 32-bit number"],
    ),
    "a number of 20,000 hexadecimal digits as a text": (
        '"Nothing of beta came in time."',
        "0x" + "F" * 20_000,
        "beta.toml: error SlowBeta:",
        ["write a text, not such a long int", "in message"],
    ),
    "a number of 20,000 hexadecimal digits as a name": (
        '"SlowBeta"',
        "0x" + "F" * 20_000,
        "beta.toml: error number 1:",
        ["write a text, not such a long int", "in name"],
    ),
    "arrays too deep for the parser": (
        '"SlowBeta"',
        "[" * 5000 + "]" * 5000,
        "beta.toml: its lists or tables are nested too deep",
        ["nothing deeper"],
    ),
    "deep arrays as a text": (
        '"Nothing of beta came in time."',
        "[" * 200 + "]" * 200,
        "beta.toml: error SlowBeta:",
        ["write a text, not [[[", "in message"],
    ),
    "a table of 5,000 levels": (
        'hint = "Wait, then call again"',
        "hint" + ".a" * 5000 + " = 1",
        "beta.toml: error SlowBeta:",
        ["write a text, not ", "in hint"],
    ),
    "a text of 100,000 letters as a list": (
        'raised_on = "client"',
        f'raised_on = "client"\nrelated = "{"x" * 100_000}"',
        "beta.toml: error SlowBeta:",
        ["write a list, not 'xxx", "in related"],
    ),
    "related twice": (
        'raised_on = "client"',
        'raised_on = "client"\nrelated = ["NoAnchor", "OldAnchor", "NoAnchor"]',
        "beta.toml: error SlowBeta:",
        ["related has NoAnchor twice: remove one"],
    ),
    "a source twice": (
        'sources = ["timers"]',
        'sources = ["timers", "timers"]',
        "beta.toml: error SlowBeta:",
        ["sources has timers twice: remove one"],
    ),
    "a base twice": (
        'bases = ["AlphaError", "TimeoutError"]',
        'bases = ["AlphaError", "AlphaError"]',
        "beta.toml: category:",
        ["bases has AlphaError twice: remove one"],
    ),
    "the name of an annotation": (
        '"SlowBeta"',
        '"Space"',
        "beta.toml: error Space:",
        ["the class name Space is taken by the library itself: choose another"],
    ),
    "the name of an export in another case": (
        '"SlowBeta"',
        '"Errorinfo"',
        "beta.toml: error Errorinfo:",
        ["is taken by the library itself: choose another"],
    ),
    "the name of a device": (
        '"SlowBeta"',
        '"Con"',
        "beta.toml: error Con:",
        ["the class name Con is a device of Windows, so it has no page: choose another"],
    ),
    "a category with the name of a device": (
        '"BetaError"',
        '"Lpt1"',
        "beta.toml: category:",
        ["the class name Lpt1 is a device of Windows, so it has no page: choose another"],
    ),
    "a reference with an odd id": (
        "timers = {",
        '"tim\\u001b[2Jers" = {',
        "beta.toml: reference 'tim\\x1b[2Jers' is no id",
        ["write small letters, digits and hyphens"],
    ),
    "a record with an escape in its name": (
        '"SlowBeta"',
        '"Slow\\u001b[2J"',
        "beta.toml: error Slow\\x1b[2J:",
        ["U+001B (a control character), which cannot be seen", "in name"],
    ),
    "a line that is no TOML, with an escape": (
        '"SlowBeta"',
        "\x1b[2J",
        "beta.toml: no valid TOML:",
        ["\\x1b[2J"],
    ),
}


@pytest.mark.parametrize(("old", "new", "start", "said"), WRONG.values(), ids=WRONG)
def test_it_is_stopped(folder: Path, old: str, new: str, start: str, said: list[str]) -> None:
    spoil(folder, "beta.toml", old, new)

    text = refusal(folder)

    assert text.startswith(start)
    for part in said:
        assert part in text


INVISIBLE = ["\\u0000", "\\u001b[31m", "\\u202e", "\\u2066", "\\u200b", "\\ufeff", "\\u00a0", "\\t"]
TEXTS = {
    "message": "Nothing of beta came in time.",
    "hint": "Wait, then call again",
    "description": "No packet of the second",
    "summary": "The second category took",
    "title": "Timers",
    "url": "https://example.org/timers",
    "what": "A router between the two",
    "check.text": "On the client, dial",
    "check.sign": "The dial succeeds",
    "fix[0].text": "Let the router pass",
    "symbol": "ERROR_IPSEC_IKE_TIMED_OUT",
    "sources": '"timers"]',
}


@pytest.mark.parametrize("character", INVISIBLE)
@pytest.mark.parametrize("field", TEXTS)
def test_what_cannot_be_seen_is_stopped_in_every_text(
    folder: Path, field: str, character: str
) -> None:
    text = TEXTS[field]
    spoil(folder, "beta.toml", text, f"{text[:2]}{character}{text[2:]}")

    said = refusal(folder)

    assert said.startswith("beta.toml: ")
    assert "which cannot be seen: remove it, or write a plain blank" in said
    assert field in said


COLLISIONS = {
    "x": "no symbol of winerror.h",
    "nonsense words": "no symbol of winerror.h",
    "error_no_safer_ui": "no symbol of winerror.h",
    "787": "no symbol of winerror.h",
    "ERROR_IPSEC_IKE_TIMED_OUT": "is in beta.toml: error SlowBeta",
    "ERROR_OAKLEY_NO_CERT": "is in alpha.toml: error NoAnchor",
}


@pytest.mark.parametrize("collides", COLLISIONS)
def test_what_collides_is_an_unrelated_error_of_windows(folder: Path, collides: str) -> None:
    spoil(folder, "alpha.toml", '"ERROR_NO_SAFER_UI"', f'"{collides}"')

    text = refusal(folder)

    assert text.startswith("alpha.toml: error NoAnchor:")
    assert collides in text
    assert COLLISIONS[collides] in text


FAMILY = '\n[[family]]\nname = "shared"\n{}\n'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "family shared: it says nothing: write a cause or a fix"),
        ("fix = []", "family shared: it says nothing: write a cause or a fix"),
        ("fix = [{ text = '' }]", "text is empty: write what a reader needs to know"),
        ("fix = [{ text = ' ' }]", "text is empty: write what a reader needs to know"),
        ("check = ''", "write a list, not ''"),
        ("fix = ['']", "fix[0]"),
    ],
)
def test_a_family_without_steps_is_stopped(folder: Path, body: str, said: str) -> None:
    spoil(folder, "beta.toml", 'raised_on = "client"', 'raised_on = "client"\nfamily = "shared"')
    with (folder / "beta.toml").open("a", encoding="utf-8") as file:
        file.write(FAMILY.format(body))

    text = refusal(folder)

    assert text.startswith("beta.toml: family shared:")
    assert said in text


# Files.


def test_a_directory_with_the_name_of_a_file(folder: Path) -> None:
    (folder / "x.toml").mkdir()

    assert re.match(r"x\.toml: cannot be read: .*: the catalogue is files", refusal(folder))


@needs_posix
@pytest.mark.parametrize("name", ["x.TOML", "beta.Toml"])
def test_a_suffix_in_capitals_is_not_passed_over(folder: Path, name: str) -> None:
    (folder / name).write_text("", encoding="utf-8")

    assert refusal(folder) == f"{name}: rename it to {name.partition('.')[0]}.toml"


@needs_posix
@pytest.mark.parametrize("stem", ["con", "aux", "nul", "com1", "lpt9"])
def test_a_file_with_the_name_of_a_device(folder: Path, stem: str) -> None:
    (folder / "beta.toml").rename(folder / f"{stem}.toml")

    assert refusal(folder) == f"{stem}.toml: Windows cannot have a file {stem}.py: rename it"


def test_a_file_with_the_name_of_another_module(folder: Path) -> None:
    (folder / "beta.toml").rename(folder / "fingerprints.toml")

    assert refusal(folder) == (
        "fingerprints.toml: no category can have this name: its module holds the texts of Windows: "
        "choose another"
    )


def test_only_the_names_of_devices_are_reserved() -> None:
    assert all(is_reserved(name) for name in ("Con", "PRN", "aux", "NUL", "Com1", "LPT9"))
    assert not any(is_reserved(name) for name in ("Conn", "Com", "Lpt10", "Null", "Auxiliary"))


def test_the_program_says_it_without_a_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder, "beta.toml", "13805", "1" * 5000)

    assert main(["--data", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("codegen: beta.toml: has a number of thousands of digits")


# A quote is no error: it is written so that Python reads it.


@pytest.mark.parametrize(
    "text", ['It said "no"', '"', '""" + x + """', "back\\\\slash\\\\", '\\\\"']
)
def test_a_quote_or_backslash_stays_in_the_text(folder: Path, text: str) -> None:
    spoil(folder, "beta.toml", '"The second category took too long."', f"'''{text}'''")
    spoil(folder, "beta.toml", '"Nothing of beta came in time."', f"'''{text}'''")

    files = render(read(folder))

    for package in ("errors", "advice"):
        module = ast.parse(files[f"src/ipsec_errors/{package}/beta.py"])
        assert ast.get_docstring(module) == text
    module = ast.parse(files["src/ipsec_errors/errors/beta.py"])
    category, error = (node for node in module.body if isinstance(node, ast.ClassDef))
    assert ast.get_docstring(category) == text
    assert (ast.get_docstring(error) or "").startswith(text)
