"""Streams that are missing, closed, full or unread, and arguments that are to break a terminal."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ipsec_errors import catalog
from ipsec_errors.cli import main
from ipsec_errors.cli.streams import discard, printable, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

COMMAND = [sys.executable, "-m", "ipsec_errors"]
FULL = Path("/dev/full")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")


def only_printable(text: str) -> bool:
    return text.replace("\n", "").isprintable()


class Terminal:
    """A process on a pseudo-terminal, which is the one that Ctrl-C reaches it from."""

    def __init__(self, *arguments: str, **env: str) -> None:
        import fcntl
        import pty
        import termios

        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=os.environ | {"TERM": "xterm-256color"} | env,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)

    def read(self) -> bytes:
        try:
            return os.read(self.ours, 65536)
        except OSError:  # EIO: nobody holds the other end any more.
            return b""

    def end(self) -> tuple[int, bytes]:
        """Returns the exit status and all that was shown since the last reading."""
        shown = b""
        while data := self.read():
            shown += data
        os.close(self.ours)
        return self.process.wait(60), shown


# Arguments.

ESCAPES = ["\x1b[2J", "\x1b]zzq\a", "\x9b31m", "\u202egnp", "\0", "\udcff", "\r\x08"]
USES = [
    ["13847", "--={}"],
    ["list", "x{}"],
    ["list", "--category", "{}"],
    ["search", "zz{}zz"],
    ["explain", "--space", "{}", "13847"],
    ["--print-completion", "{}"],
    ["{}"],
    ["nope {} nope"],
    ["[WinError 1{}"],
]
LONG = [*USES, ["{}", "--json"], ["search", "{}"]]


@pytest.mark.parametrize("escape", ESCAPES, ids=ascii)
@pytest.mark.parametrize("arguments", USES, ids=" ".join)
def test_no_control_character_is_echoed(run: Run, arguments: list[str], escape: str) -> None:
    status, out, err = run(*(argument.format(escape) for argument in arguments))

    assert status in (1, 2)
    assert out == ""
    assert err
    assert only_printable(err)


@on_posix
@pytest.mark.parametrize("arguments", [["13847", "--=\x1b[2J"], ["list", "x\x1b]0;T\a"]])
def test_no_control_character_reaches_a_terminal(arguments: list[str]) -> None:
    status, shown = Terminal(*arguments).end()

    assert status == 2
    assert b"error: " in shown
    assert only_printable(shown.decode().replace("\r\n", "\n"))


@pytest.mark.parametrize("arguments", LONG, ids=" ".join)
@pytest.mark.parametrize("word", ["x", "9", "zzx yqz "], ids=["letters", "digits", "words"])
def test_a_long_argument_is_not_echoed_whole(run: Run, arguments: list[str], word: str) -> None:
    status, _, err = run(*(argument.format(word * 10_000) for argument in arguments))

    assert status in (1, 2)
    assert len(err) < 1500


def test_a_symbol_that_is_named_twice_is_shown_once(run: Run) -> None:
    once = run("ERROR_IPSEC_IKE_NO_PEER_CERT")
    twice = "failed: ERROR_IPSEC_IKE_NO_PEER_CERT (ERROR_IPSEC_IKE_NO_PEER_CERT)"

    assert run(twice) == once
    assert run("13847", "13847", twice, "NoPeerCert") == once
    assert len(json.loads(run(twice, "--json")[1])) == 1


def test_printable_keeps_both_ends_of_a_long_text() -> None:
    shown = printable("start " + "x" * 10_000 + " choose from y")

    assert shown.startswith("start xxx")
    assert shown.endswith("xxx choose from y")
    assert len(shown) < 600


# Ctrl-C.


@on_posix
@pytest.mark.parametrize(
    "arguments", [["list", "--json"], [*map(str, range(13801, 13840))]], ids=["json", "pages"]
)
def test_ctrl_c_on_a_terminal_ends_it_without_a_traceback(arguments: list[str]) -> None:
    terminal = Terminal(*arguments)
    shown = terminal.read()  # It is in the middle of its output: a terminal holds few bytes.

    os.write(terminal.ours, b"\x03")
    status, rest = terminal.end()

    assert status == 130
    assert b"Traceback" not in shown + rest


@on_posix
def test_ctrl_c_while_nobody_reads_ends_it() -> None:
    with subprocess.Popen(
        [*COMMAND, "list", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)  # From now on it waits for room in the pipe.
        process.send_signal(signal.SIGINT)

        assert process.wait(60) == 130
        assert process.stderr.read() == b""


def test_ctrl_c_in_the_process_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ipsec_errors.cli.commands.explain", interrupt)
    with redirect_stdout(io.StringIO()):
        assert main(["13847"]) == 130


def test_ctrl_c_while_the_commands_load(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "ipsec_errors.cli.commands":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "ipsec_errors.cli.commands")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    with redirect_stdout(io.StringIO()):
        assert main(["13847"]) == 130


# Terminals with a narrow or an odd size, in another encoding.

LATIN = {"PYTHONIOENCODING": "latin-1:strict", "PYTHONUTF8": "0"}


def uncoloured(shown: bytes) -> list[str]:
    text = shown.decode("latin-1").replace("\r\n", "\n")
    return re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;.*?\x1b\\", "", text).splitlines()


@on_posix
@pytest.mark.parametrize("columns", ["20", "60", "100"])
def test_a_latin_1_terminal_of_any_width_shows_every_class_name_whole(columns: str) -> None:
    pytest.importorskip("rich", reason="the table is rich's with the extra [cli]")
    status, shown = Terminal("list", COLUMNS=columns, **LATIN).end()

    lines = uncoloured(shown)
    words = {word for line in lines for word in line.split()}
    assert status == 0
    assert {info.name for info in catalog} <= words
    assert "Traceback" not in words


@on_posix
def test_a_table_has_its_messages_beside_the_names_where_there_is_room() -> None:
    pytest.importorskip("rich", reason="the table is rich's with the extra [cli]")
    beside = uncoloured(Terminal("search", "13847", COLUMNS="100").end()[1])
    below = uncoloured(Terminal("search", "13847", COLUMNS="40").end()[1])

    assert beside == [
        "number  class       meaning",
        "13847   NoPeerCert  Peer failed to send valid machine certificate.",
    ]
    assert [line.rstrip() for line in below] == [
        "number  class",
        "        meaning",
        "13847   NoPeerCert",
        "        Peer failed to send valid",
        "        machine certificate.",
    ]


@on_posix
@pytest.mark.parametrize("arguments", [["13847"], ["list", "--category", "packet"]])
@pytest.mark.parametrize("size", ["\u00b2", "-1", "x", "9" * 5000], ids=["²", "-1", "x", "9"])
def test_a_size_that_is_no_number(arguments: list[str], size: str) -> None:
    status, shown = Terminal(*arguments, COLUMNS=size, LINES=size).end()

    assert (status, b"Traceback" in shown) == (0, False)


@pytest.mark.parametrize("colour", ["", "1"], ids=["plain", "FORCE_COLOR"])
@pytest.mark.parametrize("arguments", [["13847"], ["list"], ["13847", "--json"], ["--version"]])
def test_a_standard_output_that_is_no_file(
    arguments: list[str], colour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setenv("FORCE_COLOR", colour)
    with redirect_stdout(io.StringIO()) as out:
        assert main(arguments) == 0

    assert out.getvalue()


class Unwritable(io.StringIO):
    """A stream that is no file and has no room."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


def test_a_standard_output_that_is_no_file_and_cannot_be_written() -> None:
    with redirect_stdout(Unwritable()), redirect_stderr(io.StringIO()) as err:
        assert main(["13847"]) == 1

    assert err.getvalue().startswith("ipsec-errors: the output could not be written: [Errno 28]")


def test_neither_stream_can_be_written() -> None:
    with redirect_stdout(Unwritable()), redirect_stderr(Unwritable()):
        assert main(["13847", "nope"]) == 1


# Standard error.


def shell(line: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of sh, with $cli for the command line."""
    return subprocess.run(
        ["sh", "-c", line],
        env=os.environ | {"cli": " ".join(COMMAND), "PYTHONUTF8": "1"} | env,
        capture_output=True,
        text=True,
        check=False,
    )


STDERRS = ["2>&-", "2</dev/null", pytest.param("2>/dev/full", marks=needs_full)]


@on_posix
@pytest.mark.parametrize("stderr", STDERRS)
def test_a_page_is_shown_though_standard_error_cannot_be_written(stderr: str) -> None:
    page = shell("$cli 13847")
    done = shell(f"$cli nope 13847 {stderr}")

    assert (done.returncode, done.stdout, done.stderr) == (1, page.stdout, "")


@on_posix
@pytest.mark.parametrize("stderr", STDERRS)
def test_json_stays_json_though_standard_error_cannot_be_written(stderr: str) -> None:
    done = shell(f"$cli explain --json nope 13847 {stderr}")

    assert done.returncode == 1
    assert [error["name"] for error in json.loads(done.stdout)] == ["NoPeerCert"]


@on_posix
@pytest.mark.parametrize("stderr", STDERRS)
@pytest.mark.parametrize("arguments", ["--nope", "search zzzz", "list --category x"])
def test_a_refusal_never_lands_in_standard_output(stderr: str, arguments: str) -> None:
    done = shell(f"$cli {arguments} {stderr}")

    assert (done.returncode in (1, 2), done.stdout) == (True, "")


def test_warn_and_discard_without_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with redirect_stdout(io.StringIO()) as out:
        warn("text")
    discard(None)

    assert out.getvalue() == ""


# A full disk.

OUTPUTS = ["--help", "explain --help", "--version", "13847", "list --category packet"]


@on_posix
@needs_full
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", OUTPUTS)
def test_a_full_disk_is_reported(arguments: str, unbuffered: str) -> None:
    done = shell(f"$cli {arguments} >/dev/full", PYTHONUNBUFFERED=unbuffered)

    assert done.returncode == 1
    assert done.stderr.startswith("ipsec-errors: the output could not be written: ")
    assert done.stderr.count("\n") == 1


@on_posix
@needs_full
def test_a_completion_script_for_a_full_disk() -> None:
    pytest.importorskip("shtab", reason="completion needs the extra [cli]")
    done: Any = shell("$cli --print-completion bash >/dev/full")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
