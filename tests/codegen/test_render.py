"""The generated text: the same every time, valid Python, and nothing lost on the way."""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from attrs import asdict, evolve

pytest.importorskip("cattrs", reason="the generator needs it")
pytest.importorskip("jinja2", reason="the generator needs it")
pytest.importorskip("codegen", reason="the generator does not ship")

from codegen.__main__ import main
from codegen.model import Advice, Answer, Catalogue, Cause, Code, Question, Step
from codegen.render import GENERATED, docstring, entries, number, py, render, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

GOOD = Path(__file__).parent / "good"
ROOT = Path(__file__).parents[2]

NASTY = [
    "",
    "plain",
    'say "no"',
    "it's",
    "'''\"\"\"",
    '"""',
    'ends with a quote"',
    "ends with a backslash\\",
    "C:\\new\\table\\x41",
    r"\N{DASH} \u0041 \x41 \101",
    "two\nlines",
    "\n\n",
    "carriage\rreturn",
    "tab\tstop",
    "nul\x00byte",
    "bell\x07 escape\x1b del\x7f",
    "{{ template }} {% raw %} {# comment #}",
    "%s {0} $HOME",
    "Grüße, 日本語, 🔑",
    "line\u2028separator\x85\x0b\x0c",
    "no-break\xa0space and zero\u200bwidth",
    " blanks around ",
    "# not a comment",
]
LONG = ["x" * 200, "many words " * 30, "end of a line.  Two blanks. " * 9, "-long-word" * 30]
TEXTS = [*NASTY, *LONG, *(f"{text} {'and so on, ' * 12}{text}" for text in NASTY)]


@pytest.mark.parametrize("text", TEXTS)
def test_a_literal_is_the_text(text: str) -> None:
    assert ast.literal_eval(py(text)) == text


@pytest.mark.parametrize("text", TEXTS)
def test_entries_hold_the_values(text: str) -> None:
    values = {"a": text, "b": [text, text], "c": [{"step": text, "run": ""}], "d": [], "e": True}
    assert ast.literal_eval("{" + entries(values) + "}") == values


@pytest.mark.parametrize("text", TEXTS)
def test_a_literal_survives_a_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_bytes(f"TEXT = {py(text)}\n".encode())

    namespace: dict[str, str] = {}
    exec(compile(path.read_bytes(), path.name, "exec"), namespace)

    assert namespace["TEXT"] == text


def test_an_item_stands_on_a_line_of_its_own() -> None:
    lines = entries({"sources": ["many words " * 30, "b"], "related": []}).splitlines()
    assert [line.strip()[:5] for line in lines] == ['"sour', '"many', '"b",', "],", '"rela']


def test_what_holds_a_list_takes_several_lines() -> None:
    step = {"text": "Look.", "run": ""}
    lines = entries({"cause": [{"what": "Old.", "check": step, "fix": [step]}]}).splitlines()
    assert [line.strip() for line in lines] == [
        '"cause": [',
        "{",
        '"what": "Old.",',
        '"check": {"text": "Look.", "run": ""},',
        '"fix": [',
        '{"text": "Look.", "run": ""},',
        "],",
        "},",
        "],",
    ]


@pytest.mark.parametrize("text", [text for text in TEXTS if "\x00" not in text])
def test_a_docstring_is_valid_python(text: str) -> None:
    source = f'def f():\n    """{docstring("Summary. " + text + ".")}\n    """\n'

    (function,) = ast.parse(source).body

    assert isinstance(function, ast.FunctionDef)
    words = (ast.get_docstring(function) or "").split()
    assert words[0] == "Summary."
    assert words[1:] == (text + ".").split()


@pytest.mark.parametrize(
    ("code", "written", "forms"),
    [
        (Code("windows", 13847, "A_B"), "13847", "13847 (0x3617)"),
        (Code("windows", 0x800B0101, "A_B"), "0x800B0101", "0x800B0101 (-2146762495)"),
        (Code("windows", 0xC0360001, "A_B"), "0xC0360001", "0xC0360001 (-1070202879)"),
        (Code("ras", 787, "A_B"), "787", "RAS 787 (0x0313)"),
        (Code("winerrorcodes", 13846, "A_B"), "13846", "winerrorcodes 13846 (0x3616)"),
    ],
)
def test_numbers(code: Code, written: str, forms: str) -> None:
    assert number(code) == written
    assert shown(code) == forms


def digest(files: Mapping[str, bytes]) -> str:
    content = hashlib.sha256()
    for name, data in files.items():
        content.update(f"{name}\0{len(data)}\0".encode() + data)
    return content.hexdigest()


def test_the_same_input_gives_the_same_bytes(good: Catalogue, rendered: dict[str, bytes]) -> None:
    assert list(render(good).items()) == list(rendered.items())


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_bytes_depend_on_no_hash(seed: str, rendered: dict[str, bytes], tmp_path: Path) -> None:
    # And neither on the folder, the language, nor the width of a terminal.
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT / "src"),
        "LC_ALL": "C",
        "COLUMNS": "40",
    }
    command = [sys.executable, "-m", "codegen", "--data", str(GOOD), "--root", str(tmp_path / "p")]

    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)

    written = {
        p.relative_to(tmp_path / "p").as_posix(): p.read_bytes()
        for p in (tmp_path / "p").rglob("*")
        if p.is_file()
    }
    assert digest(dict(sorted(written.items()))) == digest(dict(sorted(rendered.items())))


def test_which_files_there_are(rendered: dict[str, bytes]) -> None:
    modules = ("__init__", "alpha", "beta")
    assert set(rendered) == {
        "src/ipsec_errors/_index.py",
        "src/ipsec_errors/_symbols.py",
        "src/ipsec_errors/advice/fingerprints.py",
        *(f"src/ipsec_errors/{p}/{m}.py" for p in ("errors", "advice") for m in modules),
    }


def test_every_file_is_lines_of_utf_8(rendered: dict[str, bytes]) -> None:
    for name, content in rendered.items():
        text = content.decode("utf-8")
        assert text.endswith("\n"), name
        assert not text.endswith("\n\n"), name
        assert "\r" not in text, name


def test_every_file_says_what_it_is(rendered: dict[str, bytes]) -> None:
    for name, content in rendered.items():
        assert content.decode("utf-8").startswith(GENERATED), name


def nasty(good: Catalogue, text: str) -> Catalogue:
    """Returns the good catalogue with a nasty text in every place that takes one."""
    alpha, beta = good.categories
    step = Step(text, text, sign=text, disconnects=text, undo=text)
    error = evolve(
        alpha.errors[0],
        message=text,
        hint=text,
        description=text,
        unknown=text,
        question=(Question(text, (step,), (Answer(text, text),)),),
        cause=(Cause(text, "client", step, (step, step), "documented", ("anchors",)),),
        codes=tuple(evolve(code, message=text) for code in alpha.errors[0].codes),
    )
    return Catalogue((evolve(alpha, summary=text, errors=(error, *alpha.errors[1:])), beta))


# What the texts of a category tell apart from its classes.
TOLD = ("description", "unknown", "evidence", "related", "sources", "family")
PARTS = ("question", "cause", "check", "fix")


def as_advice(part: Advice) -> dict[str, Any]:
    """Returns what the generated advice should hold of an error, without its empty parts."""
    values = {name: getattr(part, name) for name in TOLD if getattr(part, name, None)}
    values |= {name: [asdict(item) for item in getattr(part, name)] for name in PARTS}
    told: dict[str, Any] = lists({name: value for name, value in values.items() if value})
    return told


def lists(value: Any) -> Any:
    """Returns a value with lists for tuples, and without what a step leaves at its default."""
    if isinstance(value, dict):
        return {key: lists(item) for key, item in value.items() if not is_default(key, item)}
    return [lists(item) for item in value] if isinstance(value, (list, tuple)) else value


def is_default(key: str, value: object) -> bool:
    return value in ("", (), False) or (key, value) == ("shell", "powershell")


@pytest.mark.parametrize(
    "text",
    [
        "a \"b\" \\ 'c'.",
        '""" {{ x }} {% y %}',
        "Grüße 🔑: " + "many words " * 30 + ".",
        "C:\\temp\\new <b> | `code` *x* " * 9 + ".",
    ],
)
def test_every_module_compiles_and_holds_the_text(good: Catalogue, text: str) -> None:
    catalogue = nasty(good, text)

    files = render(catalogue)

    for name, content in files.items():
        compile(content, name, "exec")
    message = classes(files["src/ipsec_errors/errors/alpha.py"])["NoAnchor"]["message"]
    assert message == text
    check_advice(catalogue, files)


def classes(source: bytes) -> dict[str, dict[str, Any]]:
    """Returns the plain values in the bodies of a module's classes."""
    found: dict[str, dict[str, Any]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            values = found[node.name] = {}
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    values[line.targets[0].id] = ast.literal_eval(line.value)
                elif isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                    assert line.value is not None
                    values[line.target.id] = ast.literal_eval(line.value)
    return found


def check_advice(catalogue: Catalogue, files: Mapping[str, bytes]) -> None:
    for category in catalogue.categories:
        namespace: dict[str, Any] = {}
        exec(files[f"src/ipsec_errors/advice/{category.stem}.py"], namespace)
        assert namespace["DESCRIPTION"] == category.description
        assert namespace["ADVICE"] == {e.name: as_advice(e) for e in category.errors}
        assert namespace["FAMILIES"] == {f.name: as_advice(f) for f in category.families}
        assert namespace["REFERENCES"] == {n: asdict(p) for n, p in category.references.items()}


def test_the_advice_holds_all_that_the_catalogue_holds(
    good: Catalogue, rendered: dict[str, bytes]
) -> None:
    check_advice(good, rendered)


def test_a_class_holds_what_its_first_code_says(rendered: dict[str, bytes]) -> None:
    found = classes(rendered["src/ipsec_errors/errors/alpha.py"])

    assert list(found) == ["AlphaError", "NoAnchor", "OldAnchor"]
    assert found["AlphaError"] == {"message": "Something of the first category failed."}
    assert found["NoAnchor"] == {
        "code": 13806,
        "symbol": "ERROR_IPSEC_IKE_NO_CERT",
        "message": "No anchor was found in the machine store.",
        "hint": "Put the anchor into the machine store",
        "transient": False,
        "fix_side": "either",
        "severity": "error",
        "space": "windows",
        "_other_codes": {
            ("windows", 0x80092004): ("CRYPT_E_NOT_FOUND", ""),
            ("ras", 786): ("ERROR_OAKLEY_NO_CERT", "The dial found none."),
        },
    }
    assert found["OldAnchor"]["code"] == 0x800B0101


def test_a_docstring_gives_meaning_numbers_and_fix(rendered: dict[str, bytes]) -> None:
    module = ast.parse(rendered["src/ipsec_errors/errors/alpha.py"])
    texts = {n.name: ast.get_docstring(n) for n in module.body if isinstance(n, ast.ClassDef)}

    assert texts["NoAnchor"] == (
        "No anchor was found in the machine store.\n"
        "\n"
        "- 13806 (0x35EE) ERROR_IPSEC_IKE_NO_CERT\n"
        "- 0x80092004 (-2146885628) CRYPT_E_NOT_FOUND\n"
        "- RAS 786 (0x0312) ERROR_OAKLEY_NO_CERT\n"
        "\n"
        "Fix: Put the anchor into the machine store"
    )


def test_bases_are_as_the_catalogue_has_them(rendered: dict[str, bytes]) -> None:
    bases = {}
    for stem in ("alpha", "beta"):
        for node in ast.parse(rendered[f"src/ipsec_errors/errors/{stem}.py"]).body:
            if isinstance(node, ast.ClassDef):
                bases[node.name] = [b.id for b in node.bases if isinstance(b, ast.Name)]

    assert bases == {
        "AlphaError": ["IPsecIkeError"],
        "NoAnchor": ["AlphaError"],
        "OldAnchor": ["NoAnchor"],
        "BetaError": ["AlphaError", "TimeoutError"],
        "SlowBeta": ["BetaError"],
    }


def test_the_index(rendered: dict[str, bytes]) -> None:
    namespace: dict[str, Any] = {}
    exec(rendered["src/ipsec_errors/_index.py"], namespace)

    assert namespace["NUMBERS"] == {
        "windows": {
            13805: "SlowBeta",
            13806: "NoAnchor",
            0x80092004: "NoAnchor",
            0x800B0101: "OldAnchor",
        },
        "ras": {786: "NoAnchor"},
        "winerrorcodes": {13846: "SlowBeta"},
    }
    assert list(namespace["NUMBERS"]["windows"]) == sorted(namespace["NUMBERS"]["windows"])
    assert namespace["MODULE_OF"] == {
        "AlphaError": "alpha",
        "BetaError": "beta",
        "NoAnchor": "alpha",
        "OldAnchor": "alpha",
        "SlowBeta": "beta",
    }
    assert namespace["CATEGORIES"] == {"alpha": "AlphaError", "beta": "BetaError"}
    exec(rendered["src/ipsec_errors/_symbols.py"], namespace)
    assert namespace["SYMBOLS"]["ERROR_OAKLEY_NO_CERT"] == "NoAnchor"


def test_collisions_are_those_of_ras_numbers(rendered: dict[str, bytes]) -> None:
    namespace: dict[str, Any] = {}
    exec(rendered["src/ipsec_errors/advice/__init__.py"], namespace)

    assert namespace["COLLISIONS"] == {786: "ERROR_NO_SAFER_UI"}


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])

    assert caught.value.code == 0
    out = capsys.readouterr().out
    for option in ("--check", "--lint", "--data", "--root"):
        assert option in out


@pytest.mark.parametrize("options", [["--check", "--lint"], ["--force"], ["src/data"]])
def test_bad_usage(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(options)

    assert caught.value.code == 2
    assert "usage: python -m codegen" in capsys.readouterr().err


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "nowhere"), "--root", str(tmp_path)]) == 1
    assert "holds no *.toml file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
