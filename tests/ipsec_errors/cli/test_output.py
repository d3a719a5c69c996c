"""Where the output goes: pipes, terminals, with and without rich."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ipsec_errors import ErrorInfo, Step, catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]
    Terminal = Callable[..., tuple[int, str]]

ESCAPE = "\x1b"
COMMANDS = [["13847"], ["787", "13846"], ["list"], ["search", "revocation"]]
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")


@pytest.fixture
def terminal() -> Terminal:
    """Runs on a terminal of 100 columns; returns the exit status and what was shown."""

    def run(
        *arguments: str, start: tuple[str, ...] = ("-m", "ipsec_errors"), **env: str
    ) -> tuple[int, str]:
        if sys.platform == "win32":
            pytest.skip("pseudo-terminals are POSIX's")
        import fcntl
        import pty
        import struct
        import termios

        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        environment = (
            os.environ | {"TERM": "xterm-256color", "PYTHONUTF8": "1", "COLUMNS": ""} | env
        )
        with subprocess.Popen(
            [sys.executable, *start, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
        ) as process:
            os.close(theirs)
            shown = b""
            try:
                while data := os.read(ours, 65536):
                    shown += data
            except OSError:  # EIO: nobody holds the other end any more.
                pass
            status = process.wait()
        os.close(ours)
        return status, shown.decode("utf-8").replace("\r\n", "\n")

    return run


def plain(shown: str) -> str:
    """Returns what stands on a terminal, without colours and links."""
    links = re.sub(r"\x1b\]8;.*?\x1b\\", "", shown)
    return re.sub(r"\x1b\[[0-9;]*m", "", links)


def colours(shown: str) -> list[str]:
    """Returns the colour codes, without those for bold, dim and the like."""
    codes = (code for found in re.findall(r"\x1b\[([0-9;]*)m", shown) for code in found.split(";"))
    return [code for code in codes if code.isdigit() and 30 <= int(code) <= 107]


def without(*packages: str) -> tuple[str, ...]:
    program = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({packages!r}))\n"
        "from ipsec_errors.cli import main\n"
        "sys.exit(main())\n"
    )
    return ("-c", program)


def _copied(name: str) -> set[str]:
    """Returns what is shown to be copied, and so never folded."""
    info = catalog[name]
    return set(commands(info)) | undoing(info) | {page.url for page in info.references}


def undoing(info: ErrorInfo) -> set[str]:
    """Returns the commands with which steps of a record are undone."""
    undone = {step.undo for step in steps(info) if step.undo}
    return {undo.rpartition(": ")[2] for undo in undone if not undo.endswith(".")}


def steps(info: ErrorInfo) -> list[Step]:
    """Returns every step of a record."""
    ways = [way for question in info.questions for way in question.ways]
    found = [step for cause in info.causes for step in (cause.check, *cause.fix)]
    return [*ways, *found, *info.checks, *info.fixes]


def commands(info: ErrorInfo) -> list[str]:
    """Returns every command of a record."""
    return [step.run for step in steps(info) if step.run]


# Pipes.


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_pipe_gets_plain_text(spawn: Run, arguments: list[str]) -> None:
    status, out, err = spawn(*arguments)

    assert (status, err) == (0, "")
    assert ESCAPE not in out
    assert not [line for line in out.splitlines() if line != line.rstrip()]


def test_a_pipe_gets_lines_of_80_columns_except_what_is_there_to_be_copied(
    spawn: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS")
    out = spawn("AuthFail")[1]

    long = {line.strip() for line in out.splitlines() if len(line) > 80}
    assert long
    assert long <= _copied("AuthFail")


def test_the_width_of_the_lines_follows_columns(
    spawn: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def width() -> int:
        lines = spawn("NoPeerCert")[1].splitlines()
        return max(len(line) for line in lines if line.strip() not in _copied("NoPeerCert"))

    monkeypatch.setenv("COLUMNS", "60")
    assert width() <= 60
    monkeypatch.setenv("COLUMNS", "100")
    assert 80 < width() <= 100
    monkeypatch.setenv("COLUMNS", "500")
    assert width() <= 100


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("encoding", ["ascii:strict", "cp1252:strict", "utf-8"])
def test_any_encoding_will_do(
    arguments: list[str], encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)

    done = subprocess.run(
        [sys.executable, "-m", "ipsec_errors", *arguments], capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_has_gone_gives_no_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "ipsec_errors", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        err = process.stderr.read()
        status = process.wait()

    assert err == b""
    assert status == 141  # As a shell reports SIGPIPE.


@pytest.mark.parametrize("info", catalog, ids=lambda info: info.name)
def test_the_command_of_an_undo_is_never_broken(
    run: Run, info: ErrorInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    lines = {line.strip() for line in run(info.name)[1].splitlines()}

    assert undoing(info) <= lines


# Without rich, or anything else.

BARE = ("rich", "shtab", "attrs", "attr", "typing_extensions")


@pytest.mark.parametrize("arguments", [*COMMANDS, ["13847", "--json"]], ids=" ".join)
@pytest.mark.parametrize("missing", [("rich",), BARE], ids=["no rich", "no packages"])
def test_nothing_but_the_library_is_needed(
    spawn: Run, run: Run, arguments: list[str], missing: tuple[str, ...]
) -> None:
    assert spawn(*arguments, without=missing) == run(*arguments)


def test_a_terminal_without_rich_gets_plain_text(terminal: Terminal) -> None:
    status, shown = terminal("13847", start=without("rich"))

    assert status == 0
    assert ESCAPE not in shown
    assert shown.startswith("NoPeerCert  ERROR_IPSEC_IKE_NO_PEER_CERT\n")


def test_rich_is_not_loaded_for_a_pipe() -> None:
    program = (
        "import sys\n"
        "from ipsec_errors.cli import main\n"
        "main(['13847'])\n"
        "sys.exit('rich' in sys.modules)\n"
    )

    assert (
        subprocess.run(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, check=False
        ).returncode
        == 0
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_colours_that_nobody_can_make_are_left_out(
    run: Run, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run(*arguments)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.delitem(sys.modules, "ipsec_errors.cli.pretty", raising=False)
    monkeypatch.delattr("ipsec_errors.cli.pretty", raising=False)

    assert run(*arguments) == expected


# Terminals with rich.


@pytest.fixture
def rich() -> None:
    pytest.importorskip("rich", reason="layout and colour need the extra [cli]")


@pytest.mark.usefixtures("rich")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_force_color_colours_a_pipe(
    run: Run, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = run(*arguments)
    monkeypatch.setenv("NO_COLOR", "1")
    bare = run(*arguments)

    assert (coloured[0], coloured[2]) == (0, "")
    assert colours(coloured[1])
    assert colours(bare[1]) == []
    assert plain(bare[1]) == plain(coloured[1])


@on_posix
@pytest.mark.usefixtures("rich")
class TestTerminal:
    @pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
    def test_it_is_coloured(self, terminal: Terminal, arguments: list[str]) -> None:
        status, shown = terminal(*arguments)

        assert status == 0
        assert colours(shown)

    def test_it_is_laid_out(self, terminal: Terminal) -> None:
        lines = plain(terminal("13847")[1]).splitlines()

        assert lines[0] == "NoPeerCert  ERROR_IPSEC_IKE_NO_PEER_CERT"
        folded = [line for line in lines if line.strip() not in _copied("NoPeerCert")]
        assert 80 < max(len(line) for line in folded) <= 100
        headings = ["What happened", "Not known", "Numbers", "Related", "References"]
        assert [line.strip() for line in lines if line.strip() in headings] == headings

    @pytest.mark.parametrize("code", ["13847", "AuthFail", "CertExpired", "BadSpi"])
    def test_it_says_the_same_as_a_pipe(self, terminal: Terminal, run: Run, code: str) -> None:
        def words(text: str) -> str:
            return "".join(re.findall(r"[A-Za-z0-9_]+", text))

        shown = words(plain(terminal(code)[1]))
        piped = words(run(code)[1])

        # Folded in other places, with other marks, but every word is there, in the same order.
        assert shown == piped

    def test_every_reading_is_shown_with_its_reason(self, terminal: Terminal) -> None:
        flat = " ".join(plain(terminal("13846")[1]).split())
        parts = [
            "13846 as Windows defines it",
            "InvalidCookie ERROR_IPSEC_IKE_INVALID_COOKIE",
            "no table of Windows does",
            "CertExpired ERROR_IPSEC_IKE_CERT_EXPIRED",
        ]

        places = [flat.index(part) for part in parts]
        assert places == sorted(places)

    def test_what_to_do_is_shown_once(self, terminal: Terminal) -> None:
        shown = plain(terminal("13801", "787")[1])

        assert shown.count("Cause 1, ") == 1
        assert shown.endswith("What to do is the same as for ERROR_IPSEC_IKE_AUTH_FAIL above.\n")

    def test_a_command_and_an_address_are_shown_whole(self, terminal: Terminal) -> None:
        shown = plain(terminal("NoPeerCert", COLUMNS="60")[1])
        lines = [line.strip() for line in shown.splitlines()]

        for command in (*commands(catalog["NoPeerCert"]), *undoing(catalog["NoPeerCert"])):
            assert command in lines
        for page in catalog["NoPeerCert"].references:
            assert page.url in lines

    def test_brackets_are_no_markup(self, terminal: Terminal) -> None:
        names = [info.name for info in catalog if "[" in "".join(commands(info))]

        status, shown = terminal(*names, COLUMNS="110")

        assert status == 0
        flat = "".join(plain(shown).split())
        for name in names:
            for command in commands(catalog[name]):
                assert "".join(command.split()) in flat

    @pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
    def test_no_color(self, terminal: Terminal, arguments: list[str]) -> None:
        coloured = terminal(*arguments)[1]
        status, shown = terminal(*arguments, NO_COLOR="1")

        assert status == 0
        assert colours(shown) == []
        assert plain(shown) == plain(coloured)

    def test_a_dumb_terminal_gets_no_escapes(self, terminal: Terminal) -> None:
        assert ESCAPE not in terminal("13847", TERM="dumb")[1]

    def test_json_on_a_terminal_is_json(self, terminal: Terminal, run: Run) -> None:
        assert terminal("13847", "--json") == (0, run("13847", "--json")[1])

    def test_a_narrow_terminal_loses_nothing_that_is_read(self, terminal: Terminal) -> None:
        status, shown = terminal("PolicyMismatch", COLUMNS="50")

        lines = [line for line in plain(shown).splitlines() if line.strip() not in COPIED]
        assert status == 0
        # What has no blank in it, such as a registry key, is never folded either.
        assert [line for line in lines if len(line) > 50 and line.strip().count(" ") > 1] == []


COPIED = _copied("PolicyMismatch")
