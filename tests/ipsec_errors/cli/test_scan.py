"""``scan``, and a log that is piped in."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ipsec_errors import catalog
from ipsec_errors.cli import progress, scan, sources

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

CHARON = "Mar  2 08:14:0{} gw charon[1]: 13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS({})) ]\n"
LOG = CHARON.format(1, 13869) + "[RAS 809]\n" + CHARON.format(2, 13869) + "nothing\n"
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX's")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "a.log"
    path.write_text(LOG, encoding="utf-8")
    return path


def start(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ipsec_errors", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        **options,
    )


def piped(text: str | bytes, *arguments: str) -> tuple[int, str, str]:
    """Returns status and output of the program with a text in a pipe as its input."""
    done = subprocess.run(
        [sys.executable, "-m", "ipsec_errors", *arguments],
        input=text if isinstance(text, bytes) else text.encode(),
        capture_output=True,
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def flat(text: str) -> str:
    """Returns a text with one blank wherever it has blanks or is folded."""
    return " ".join([*text.split(), ""])


# The table.


def test_the_table(run: Run, log: Path) -> None:
    status, out, err = run("scan", str(log))
    mismatch, timeout = map(flat, out.split("\n\n")[:2])

    assert (status, err) == (0, "")
    assert out.startswith("UnsupportedId  13869  2 times\n")
    assert f" first {log}, line 1, Mar 2 08:14:01 " in mismatch
    assert f" last {log}, line 3, Mar 2 08:14:02 " in mismatch
    assert f" fix {catalog[13869].hint} " in mismatch
    assert timeout.startswith("VpnTimeout 809 (ras) once ")
    assert f" found {log}, line 2 " in timeout


@pytest.mark.parametrize("width", [60, 80])
def test_the_table_is_folded_between_words(
    run: Run, log: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.chdir(log.parent)
    log.write_text(LOG * 2, encoding="utf-8")
    out = run("scan", log.name)[1]

    assert max(map(len, out.splitlines())) <= width
    # What was folded stands below the value it belongs to.
    assert re.search(r"\n  fix              \S.*\n {19}\S", out)
    for name in ("UnsupportedId", "VpnTimeout"):
        assert f" fix {catalog[name].hint} who has to act " in flat(out)


def test_in_a_gateway_s_log_the_peer_is_the_gateway(run: Run, log: Path) -> None:
    out = run("scan", str(log))[1]

    assert catalog[13869].fix_side == "peer"
    assert "  gave up          the Windows machine (2)\n" in out
    assert "  who has to act   this gateway, whose log it is\n" in out


def test_how_to_see_more(run: Run, log: Path) -> None:
    lines = run("scan", str(log))[1].splitlines()[-2:]
    explain, each = (line.split(":", 1)[1].split() for line in lines)

    assert run(*explain[1:])[1].startswith("UnsupportedId  ")
    assert run(*each[1:]) == run("scan", "--lines", str(log))


def test_the_summary_as_json(run: Run, log: Path) -> None:
    status, out, _ = run("scan", "--summary", "--json", str(log))
    first, second = json.loads(out)

    assert status == 0
    assert (first["name"], first["code"], first["count"]) == ("UnsupportedId", 13869, 2)
    assert first["first"] == {"source": str(log), "line": 1, "time": "Mar  2 08:14:01"}
    assert first["last"]["line"] == 3
    assert first["gave_up"] == {"local": 0, "peer": 2}
    assert (second["name"], second["count"], second["hint"]) == (
        "VpnTimeout",
        1,
        catalog["VpnTimeout"].hint,
    )


def test_each_finding_with_its_line(run: Run, log: Path) -> None:
    status, out, err = run("scan", "--lines", str(log))

    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"{log}:1: UnsupportedId 13869: {CHARON.format(1, 13869).strip()}",
        f"{log}:2: VpnTimeout 809 (ras): [RAS 809]",
        f"{log}:3: UnsupportedId 13869: {CHARON.format(2, 13869).strip()}",
    ]


def test_an_event_has_its_time_before_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    created = "</EventID><TimeCreated SystemTime='2026-03-02T07:14:07Z'/>"
    path.write_text(EVENT.replace("</EventID>", created) + EVENT)

    assert run("scan", "--lines", str(path))[1].splitlines() == [
        f"{path}:1: 2026-03-02T07:14:07Z VpnTimeout 809 (ras): 809",
        f"{path}:2: VpnTimeout 809 (ras): 809",
    ]


def test_a_time_that_the_shown_part_of_a_line_lacks_stands_before_it(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "a.log"
    path.write_text(f"2026-03-02T07:14:07Z {'x' * 500} [RAS 809]\n")

    (line,) = run("scan", "--lines", str(path))[1].splitlines()
    assert line.startswith(f"{path}:1: 2026-03-02T07:14:07Z VpnTimeout 809 (ras): xxx")


def test_each_finding_as_json(run: Run, log: Path) -> None:
    found = [json.loads(line) for line in run("scan", "--json", str(log))[1].splitlines()]

    assert [(one["source"], one["line"], one["code"]) for one in found] == [
        (str(log), 1, 13869),
        (str(log), 2, 809),
        (str(log), 3, 13869),
    ]


def test_a_space(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text("[WinError 809]")

    assert run("scan", str(path))[0] == 1
    assert run("scan", "--space", "ras", str(path))[0] == 0


# Where it reads.


@pytest.mark.parametrize("arguments", [[], ["scan"], ["scan", "-"]], ids=" ".join)
def test_a_log_in_a_pipe(arguments: list[str]) -> None:
    status, out, err = piped(LOG, *arguments)

    assert (status, err) == (0, "")
    assert "standard input, line 3" in out


def test_a_log_as_the_input(log: Path) -> None:
    with log.open("rb") as file:
        out, err = start(stdin=file).communicate()

    assert "standard input, line 3" in out
    assert err == ""


def test_no_input_is_bad_usage(spawn: Run) -> None:
    assert spawn()[0] == 2


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress], ids=["gzip", "xz"])
def test_packed_logs_are_known_by_their_content(
    run: Run, tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(pack(LOG.encode()) * 2)
    status, out, err = run("scan", "--json", str(path))

    assert (status, err) == (0, "")
    assert [json.loads(line)["line"] for line in out.splitlines()] == [1, 2, 3, 5, 6, 7]
    assert [
        json.loads(line)["line"]
        for line in piped(path.read_bytes(), "scan", "--json")[1].splitlines()
    ] == [1, 2, 3, 5, 6, 7]


def test_a_directory(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("z.log", "b/a.log", "b/c/b.log"):
        (tmp_path / name).write_text("[WinError 13801]\n")
        os.utime(tmp_path / name, (0, 0))
    (tmp_path / "b" / "wtmp").write_bytes(b"\0\1" * 100)
    status, out, err = run("scan", "--json", str(tmp_path))
    names = [json.loads(line)["source"] for line in out.splitlines()]

    assert status == 0
    assert names == [str(tmp_path / name) for name in ("b/a.log", "b/c/b.log", "z.log")]
    assert err == f"ipsec-errors: left out: {tmp_path / 'b' / 'wtmp'}: a binary file, not a log\n"


def test_a_directory_is_read_from_the_oldest_file_to_the_newest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    ages = {"charon.log": 1, "charon.log.1": 2, "old/charon.log.2.gz": 3, "a.log": 2}
    for name, age in ages.items():
        content = f"2026-03-0{5 - age} 08:14:07 [WinError 13801]\n".encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
        os.utime(tmp_path / name, (0, 1_772_000_000 - age * 86_400))
    out = run("scan", "--json", str(tmp_path))[1]
    names = [json.loads(line)["source"] for line in out.splitlines()]
    (row,) = json.loads(run("scan", "--summary", "--json", str(tmp_path))[1])

    ordered = ("old/charon.log.2.gz", "a.log", "charon.log.1", "charon.log")
    assert names == [str(tmp_path / name) for name in ordered]
    assert (row["first"]["time"], row["last"]["time"]) == (
        "2026-03-02 08:14:07",
        "2026-03-04 08:14:07",
    )


# Bad input. What could be read is reported.


def test_nothing_found(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text("charon[13806]: all is well\n")

    said = (
        "ipsec-errors: no error number and no message text of Windows about IPsec or IKE in "
        f"{path}. A gateway's own messages, such as NO_PROPOSAL_CHOSEN, are not counted.\n"
    )
    assert run("scan", str(path)) == (1, "", said)
    assert run("scan", "--summary", "--json", str(path))[:2] == (1, "[]\n")


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


EVENT = (
    "<Event xmlns='x'><System><Provider Name='RasClient'/><EventID>20227</EventID></System>"
    "<EventData><Data>809</Data></EventData></Event>\n"
)
CHANCE = random.Random(13847)
PLAIN = "".join(
    f"{number} [WinError 13801] {CHANCE.randbytes(50).hex()}\n" for number in range(2000)
)
BAD = {
    "cut gzip": (_cut(gzip.compress(PLAIN.encode())), "the compressed data ends too early"),
    "cut xz": (_cut(lzma.compress(PLAIN.encode())), "the compressed data ends too early"),
    # What zlib says of it depends on the bytes.
    "broken gzip": (gzip.compress(PLAIN.encode())[:20000] + b"\xff" * 200, "the compressed data "),
    "broken xz": (
        lzma.compress(PLAIN.encode())[:20000] + b"\xff" * 2000,
        "the compressed data is broken",
    ),
    "cut XML": ((EVENT + EVENT[:60]).encode(), "line 2: the event that begins here has no end"),
    "broken XML": (
        (EVENT + EVENT.replace("</Data>", "")).encode(),
        "line 2: the event that begins here is broken",
    ),
    "cut JSON": (
        b'{"Id":20227,"ProviderName":"RasClient","Properties":["809"]}\n{"Id": 20227, "Pro',
        "line 2: the JSON that begins here is broken or has no end",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_cut_off_or_broken(run: Run, tmp_path: Path, name: str) -> None:
    content, said = BAD[name]
    path = tmp_path / "a.log"
    path.write_bytes(content)
    status, out, err = run("scan", "--json", str(path))

    assert status == 2
    assert json.loads(out.splitlines()[0])["line"] == 1
    assert err.startswith(f"ipsec-errors: {path}: {said}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x7fELF\0\0\0[WinError 13801]", "a binary file, not a log"),
        (b"ElfFile\0" + b"\0" * 100, "export it with `wevtutil qe {path} /lf:true /f:xml`"),
        (b"MSCF\0\0\0\0", "a cabinet file: extract it"),
    ],
)
def test_a_binary_file(run: Run, tmp_path: Path, log: Path, content: bytes, said: str) -> None:
    path = tmp_path / "b.bin"
    path.write_bytes(content)
    status, out, err = run("scan", str(path), str(log))

    assert status == 2
    assert "UnsupportedId" in out
    assert said.format(path=path) in err
    assert err.count("\n") == 1


def test_an_empty_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.touch()

    assert run("scan", str(path))[:2] == (1, "")


def test_invalid_utf_8(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"B\xfcro \xff\xc3 [WinError 13801]\n")

    assert run("scan", str(path))[0] == 0


def test_a_file_that_is_not_there(run: Run, tmp_path: Path, log: Path) -> None:
    path = tmp_path / "gone"
    status, out, err = run("scan", str(path), str(log))

    assert status == 2
    assert re.fullmatch(rf"ipsec-errors: {re.escape(str(path))}: .+\n", err)
    assert "UnsupportedId" in out


def test_a_file_that_vanishes(run: Run, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = sources._opened

    def gone(source: sources.Source) -> Any:
        log.unlink()
        return opened(source)

    monkeypatch.setattr(sources, "_opened", gone)
    status, out, err = run("scan", str(log))

    assert (status, out) == (2, "")
    assert err == f"ipsec-errors: {log}: {os.strerror(2)}\n"


def test_a_disk_that_fails(run: Run, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.BytesIO):
        def peek(self, size: int = 0, /) -> bytes:
            return b"x"

        def read1(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().read1(30)

    monkeypatch.setattr(sources, "_opened", lambda source: Failing(b"[WinError 13801]\n" * 9))
    status, out, err = run("scan", "--json", str(log))

    assert status == 2
    assert json.loads(out.splitlines()[0])["code"] == 13801
    assert err == f"ipsec-errors: {log}: Input/output error\n"


def test_a_directory_without_files(run: Run, tmp_path: Path) -> None:
    assert run("scan", str(tmp_path)) == (
        2,
        "",
        f"ipsec-errors: {tmp_path}: the directory holds no file to read\n",
    )


@on_posix
def test_a_fifo_in_a_directory_is_not_waited_for(run: Run, log: Path) -> None:
    fifo = log.parent / "b.fifo"
    os.mkfifo(fifo)
    status, out, err = run("scan", str(log.parent))

    assert status == 2
    assert "UnsupportedId" in out
    assert err == f"ipsec-errors: {fifo}: neither a file nor a directory; name it to read it\n"


@on_posix
def test_a_fifo_that_is_named_is_read(tmp_path: Path) -> None:
    fifo = tmp_path / "a.fifo"
    os.mkfifo(fifo)
    with start("scan", "--json", str(fifo)) as process:
        fifo.write_text(LOG)
        out, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (0, "")
    assert len(out.splitlines()) == 3


@on_posix
def test_a_name_that_is_no_text(log: Path) -> None:
    path = os.fsencode(log.parent) + b"/\xff\x1b[31m.log"
    Path(os.fsdecode(path)).write_bytes(LOG.encode())
    status, out, err = piped(b"", "scan", os.fsdecode(path))

    assert (status, err) == (0, "")
    assert "\\udcff\\x1b[31m.log, line 1" in flat(out)


HOSTILE = "\x1b[31m\x07\x08\x7f\x9b2J\u202e\r\x00\u2066 [WinError 13801] \x1b]0;title\x07\n"


@pytest.mark.parametrize("option", [[], ["--lines"], ["--json"]], ids=str)
def test_escapes_of_a_log_never_reach_the_terminal(option: list[str]) -> None:
    status, out, err = piped(HOSTILE.replace("\x00", "") * 2, "scan", *option)

    assert (status, err) == (0, "")
    text = out.replace("\r\n", "\n")  # As Windows ends lines.
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_an_escape_is_shown_as_one() -> None:
    assert "\\x1b[31m\\x07" in piped(HOSTILE.replace("\x00", ""), "scan", "--lines")[1]


# Long scans.


@on_posix
@pytest.mark.parametrize("option", ["--summary", "--lines"])
def test_ctrl_c_shows_what_was_found_so_far(option: str) -> None:
    with start("scan", option, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(LOG)
        process.stdin.flush()
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "UnsupportedId" in out
    assert err == "ipsec-errors: interrupted: this is what was found so far\n"


def test_a_finding_is_shown_when_it_arrives() -> None:
    with start("scan", "--lines", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(LOG)
        process.stdin.flush()
        first = process.stdout.readline()
        process.communicate(timeout=60)

    assert first.startswith("standard input:1: UnsupportedId 13869: ")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    # Not sys.stderr itself, which pytest sets anew before each test.
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=Terminal()))
    return now


@pytest.mark.parametrize("columns", ["80", "²"])
def test_the_progress_bar_comes_after_a_second(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    pytest.importorskip("rich", reason="the bar needs the extra [cli]")
    monkeypatch.setenv("COLUMNS", columns)
    bar: Any = progress.Progress(80)
    bar.begin("a.log", 1000)
    bar.add(10)
    assert not bar._bar

    clock[0] = 1.5
    bar.add(490)
    assert bar._bar.tasks[0].completed == 500
    assert bar._bar.tasks[0].total == 1000

    bar.begin("\x1b[31m[red]b.log", 0)
    assert bar._bar.tasks[0].total is None
    assert "\x1b" not in bar._bar.tasks[0].description
    bar.stop()
    assert not bar._bar


def test_without_rich_there_is_no_bar(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rich.console", "rich.progress"):
        monkeypatch.setitem(sys.modules, name, None)
    bar = progress.Progress(80)
    bar.begin("a.log", 1000)
    clock[0] = 2.0
    bar.add(10)

    assert bar._bar is None


def test_in_a_pipe_there_is_no_bar() -> None:
    bar = progress.Progress(80)
    bar.begin("a.log", 1)
    bar.add(1)

    assert bar._start is None


def test_safe_leaves_text_as_it_is() -> None:
    assert scan.safe("Büro\t中文 [x]") == "Büro 中文 [x]"
