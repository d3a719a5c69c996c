"""Writing the generated files, and finding what differs in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("cattrs", reason="the generator needs it")
pytest.importorskip("codegen", reason="the generator does not ship")

from codegen.__main__ import main
from codegen.tree import INDEX, OWNED, SYMBOLS, differences, write

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def tree(rendered: dict[str, bytes], tmp_path: Path) -> Path:
    """A project's root with every generated file as it should be."""
    root = tmp_path / "project"
    write(rendered, root)
    return root


def spoiled(content: bytes) -> bytes:
    """Returns the same with one bit of one byte in its middle changed: still ASCII."""
    middle = len(content) // 2
    while content[middle] > 0x7F:  # A byte of a longer character: its neighbours are, too.
        middle += 1
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file()
    }


def test_every_file_is_written(rendered: dict[str, bytes], tree: Path) -> None:
    assert {name: content for name, (content, _) in snapshot(tree).items()} == rendered


def test_every_file_lies_in_a_folder_that_is_owned(rendered: dict[str, bytes]) -> None:
    folders = tuple(f"{folder}/" for folder in OWNED)
    assert [name for name in rendered if not name.startswith(folders)] == [INDEX, SYMBOLS]


def test_no_difference(rendered: dict[str, bytes], tree: Path) -> None:
    assert differences(rendered, tree) == ""


def test_one_byte_in_any_file_is_found(rendered: dict[str, bytes], tree: Path) -> None:
    for name, content in rendered.items():
        (tree / name).write_bytes(spoiled(content))

        drift = differences(rendered, tree)

        assert f"{name} (as it is)" in drift or f"{name}: the bytes differ" in drift
        assert drift.count("(as it is)") <= 1
        (tree / name).write_bytes(content)
    assert differences(rendered, tree) == ""


@pytest.mark.parametrize("change", [b"\n", b" ", b"\x00", b"\xff", b"\xef\xbb\xbf"])
def test_a_byte_more_is_found(rendered: dict[str, bytes], tree: Path, change: bytes) -> None:
    for name, content in rendered.items():
        (tree / name).write_bytes(content + change)
    drift = differences(rendered, tree)

    assert [
        n for n in rendered if f"{n} (as it is)" not in drift and f"{n}: the" not in drift
    ] == []


def test_other_line_endings_are_found(rendered: dict[str, bytes], tree: Path) -> None:
    for name, content in rendered.items():
        (tree / name).write_bytes(content.replace(b"\n", b"\r\n"))
    drift = differences(rendered, tree)

    assert [
        n for n in rendered if f"{n} (as it is)" not in drift and f"{n}: the" not in drift
    ] == []


def test_a_missing_file_is_found(rendered: dict[str, bytes], tree: Path) -> None:
    for name, content in rendered.items():
        (tree / name).unlink()

        assert differences(rendered, tree) == f"missing: {name}\n"
        (tree / name).write_bytes(content)


def test_an_empty_project_misses_everything(rendered: dict[str, bytes], tmp_path: Path) -> None:
    assert differences(rendered, tmp_path) == "".join(f"missing: {n}\n" for n in sorted(rendered))


@pytest.mark.parametrize("folder", OWNED)
def test_a_stale_file_is_found_and_removed(
    rendered: dict[str, bytes], tree: Path, folder: str
) -> None:
    stale = tree / folder / "below" / "gone.py"
    stale.parent.mkdir(parents=True)
    stale.write_text("x = 1\n", encoding="utf-8")

    assert differences(rendered, tree) == f"stale: {folder}/below/gone.py\n"
    assert write(rendered, tree) == 1
    assert not stale.exists()
    assert differences(rendered, tree) == ""


def test_what_python_caches_is_not_stale(rendered: dict[str, bytes], tree: Path) -> None:
    cache = tree / OWNED[0] / "__pycache__"
    cache.mkdir()
    (cache / "alpha.cpython-311.pyc").write_bytes(b"\x00")

    assert differences(rendered, tree) == ""
    assert write(rendered, tree) == 0


def test_other_files_are_left_alone(rendered: dict[str, bytes], tree: Path) -> None:
    beside = tree / "src/ipsec_errors/_base.py"
    beside.write_text("mine\n", encoding="utf-8")

    assert differences(rendered, tree) == ""
    assert write(rendered, tree) == 0
    assert beside.read_text(encoding="utf-8") == "mine\n"


def test_a_second_write_touches_nothing(rendered: dict[str, bytes], tree: Path) -> None:
    for path in tree.rglob("*"):
        os.utime(path, ns=(0, 0))
    before = snapshot(tree)

    assert write(rendered, tree) == 0
    assert snapshot(tree) == before


def test_only_what_differs_is_written(rendered: dict[str, bytes], tree: Path) -> None:
    for path in tree.rglob("*"):
        os.utime(path, ns=(0, 0))
    name = "src/ipsec_errors/errors/alpha.py"
    (tree / name).write_bytes(b"broken")

    assert write(rendered, tree) == 1
    assert (tree / name).read_bytes() == rendered[name]
    assert {n for n, (_, changed) in snapshot(tree).items() if changed} == {name}


def test_a_write_that_fails_leaves_the_old_file_whole(
    rendered: dict[str, bytes], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "src/ipsec_errors/errors/alpha.py"
    (tree / name).write_bytes(b"old and whole")

    def fail(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fail)
        with pytest.raises(OSError, match="no space left"):
            write(rendered, tree)

    assert (tree / name).read_bytes() == b"old and whole"
    write(rendered, tree)
    assert differences(rendered, tree) == ""
    assert list(tree.rglob("*.new")) == []


def run(root: Path, *options: str, data: Path = GOOD) -> int:
    return main([*options, "--data", str(data), "--root", str(root)])


def test_the_command_writes_and_counts(
    tree: Path, rendered: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "src/ipsec_errors/advice/beta.py").unlink()

    assert run(tree) == 0
    assert capsys.readouterr().out == f"{len(rendered)} files generated, 1 changed\n"
    assert run(tree) == 0
    assert capsys.readouterr().out == f"{len(rendered)} files generated, 0 changed\n"


def test_check_passes_where_nothing_differs(
    tree: Path, rendered: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tree, "--check") == 0
    assert capsys.readouterr().out == f"{len(rendered)} generated files match the catalogue\n"


def test_check_prints_the_difference_and_exits_with_1(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tree / "src/ipsec_errors/errors/alpha.py"
    text = path.read_text(encoding="utf-8").replace("Put the anchor", "Put an anchor")
    path.write_bytes(text.encode())
    before = snapshot(tree)

    assert run(tree, "--check") == 1

    out = capsys.readouterr().out
    assert "--- src/ipsec_errors/errors/alpha.py (as it is)\n" in out
    assert "+++ src/ipsec_errors/errors/alpha.py (as the catalogue has it)\n" in out
    assert '-    hint = "Put an anchor into the machine store"\n' in out
    assert '+    hint = "Put the anchor into the machine store"\n' in out
    assert snapshot(tree) == before


def test_check_sees_a_change_of_the_catalogue(
    tree: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "beta.toml"
    text = path.read_text(encoding="utf-8").replace("transient = true", "transient = false")
    path.write_text(text, encoding="utf-8")

    assert run(tree, "--check", data=folder) == 1
    assert "+    transient = False\n" in capsys.readouterr().out


@pytest.mark.parametrize("option", [[], ["--check"], ["--lint"]])
def test_a_wrong_catalogue_exits_with_1_and_changes_nothing(
    tree: Path, folder: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "beta.toml").write_text("[category\n", encoding="utf-8")
    before = snapshot(tree)

    assert run(tree, *option, data=folder) == 1

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("codegen: beta.toml: no valid TOML: ")
    assert snapshot(tree) == before


def test_lint_prints_findings_and_figures(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--lint", data=folder) == 0
    assert capsys.readouterr().out.startswith("3 records (1 documented, ")
    assert not (tmp_path / "src").exists()

    path = folder / "beta.toml"
    text = path.read_text(encoding="utf-8").replace("in time.", "in time")
    path.write_text(text, encoding="utf-8")

    assert run(tmp_path, "--lint", data=folder) == 1
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "beta.toml: SlowBeta: message: it is a sentence: end it with a period"
    assert second.startswith("3 records")
    assert not (tmp_path / "src").exists()
