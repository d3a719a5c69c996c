"""The scanner: what it finds does not depend on where blocks end, and its bounds hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from ipsec_errors import _texts, find_errors
from ipsec_errors._logs import core, events
from ipsec_errors._logs.patterns import TEXT
from ipsec_errors._types import Space

EXAMPLES = sorted(Path(__file__).with_name("examples").iterdir())
SIZES = (1, 2, 3, 7, 64, 1000)

# Number, line, span, text, pattern, who gave up, time, number as written, context.
Told = tuple[
    int, int, tuple[int, int] | None, str, str, str | None, str | None, str, str
]  # fmt: skip
# Line, number, where it begins.
Place = tuple[int, int, int | None]


def event(data: str, provider: str = "RasClient", number: int = 20227, name: str = "") -> str:
    return (
        f"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
        f"<System><Provider Name='{provider}'/><EventID>{number}</EventID>"
        "<TimeCreated SystemTime='2026-03-02T07:14:07Z'/></System>"
        f"<EventData><Data{name}>{data}</Data></EventData></Event>"
    )


def as_json(data: str, provider: str = "RasClient", message: str = "", **more: Any) -> str:
    told = {"Id": 20227, "ProviderName": provider, "Message": message}
    return json.dumps(told | {"Properties": [{"Value": data}]}, **more)


GOOD = event("809")
GOOD_JSON = as_json("809")


def scan(blocks: Iterable[bytes | str], space: Space | None = None) -> tuple[list[Told], list[str]]:
    """Returns everything that is told of a source, and of its problems."""
    problems: list[str] = []
    found: list[Told] = [
        (m.error.code, m.line, m.span, m.text, m.pattern, m.at, m.time, m.number, m.context)
        for m in core.scan(blocks, space, problems.append)
    ]
    return found, problems


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def places(text: str | bytes, sizes: Iterable[int] = SIZES) -> tuple[list[Place], list[str]]:
    """Returns where errors are, and the problems, which must be the same for blocks of any size."""
    data = text if isinstance(text, bytes) else text.encode()
    found, problems = scan([data])
    for size in sizes:
        assert scan(cut(data, size)) == (found, problems), size
    return [(one[1], one[0], one[2] and one[2][0]) for one in found], problems


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_block_may_end_anywhere_and_every_value_stays_the_same(path: Path) -> None:
    data = path.read_bytes()
    between = b"first\n" + data + b"\n[WinError 13801]\n"
    lines = data.decode().splitlines(keepends=True)

    assert places(data)[0]
    assert places(data)[1] == []
    assert places(between)[0][-1][1:] == (13801, 0)
    assert scan(lines) == scan([data])
    assert scan([line.encode() for line in lines]) == scan([data])


@pytest.mark.parametrize("form", ["<Event ", "<Event\t", "<Event\n", "<Event\r\n"])
def test_an_event_is_recognised_whatever_follows_its_name(form: str) -> None:
    text = "<Events>\n<EventIDs/>" + GOOD.replace("<Event ", form) + "</Events>"

    assert places(text) == ([(2, 809, None)], [])
    assert places(text.removeprefix("<Events>\n")) == ([(1, 809, None)], [])


def test_an_event_without_attributes_is_recognised() -> None:
    plain = GOOD.replace(" xmlns='http://schemas.microsoft.com/win/2004/08/events/event'", "")

    assert places(plain) == ([(1, 809, None)], [])
    assert places("<Event" + GOOD) == ([(1, 809, None)], [])


BROKEN = {
    "cut off": (
        GOOD + "\n" + GOOD[:-8] + "\n[WinError 13801]\n[RAS 809]",
        [(1, 809, None), (3, 13801, 0), (4, 809, 0)],
        ["line 2: the event that begins here has no end"],
    ),
    "never closed, before another": (
        "<Events>\n" + GOOD[:-8] + "\n[RAS 809]" + GOOD + "\n[WinError 13801]",
        [(3, 809, 0), (3, 809, None), (4, 13801, 0)],
        ["line 2: the event that begins here has no end"],
    ),
    "within another": (
        GOOD.replace("<Data>", GOOD + "[RAS 809]<Data>"),
        [(1, 809, None), (1, 809, 430)],
        ["line 1: the event that begins here has no end"],
    ),
    "broken": (
        "<Events>\n" + GOOD.replace("</Data>", "\n[WinError 13806]") + "\n[WinError 13801]",
        [(3, 13806, 0), (4, 13801, 0)],
        ["line 2: the event that begins here is broken: mismatched tag: line 2, column 18"],
    ),
    "one behind another": (
        "<x>\u00e9 [RAS 787]" + GOOD + GOOD + GOOD.replace("><", ">\n<") + "\u00e9 [RAS 691]\n",
        [(1, 787, 5), *[(1, 809, None)] * 3, (10, 691, 10)],
        [],
    ),
    "JSON of several lines": (
        "\n" + as_json("809", indent=1) + " [RAS 691]\n[RAS 787]",
        [(2, 809, None), (11, 691, 2), (12, 787, 0)],
        [],
    ),
    "an end without a beginning": ("<x></Event>\n" + GOOD, [(2, 809, None)], []),
    "JSON that is cut off": (
        f"{GOOD_JSON}\n{GOOD_JSON[:-4]}\n[WinError 13801]\n",
        [(1, 809, None), (3, 13801, 0)],
        ["line 2: the JSON that begins here is broken or has no end"],
    ),
    "JSON that is broken": (
        '{"a": 1}\n{"a" [WinError 13801]\n' + f"{GOOD_JSON}\n[RAS 787] {GOOD_JSON}\n",
        [(2, 13801, 5), (3, 809, None), (4, 787, 0), (4, 809, None)],
        ["line 2: the JSON that begins here is broken or has no end"],
    ),
    "lines after JSON": (
        f"\n [{GOOD_JSON},\n{as_json('13801')}]\n[WinError 13806]",
        [(2, 809, None), (3, 13801, None), (4, 13806, 0)],
        [],
    ),
    "JSON within text": (
        '{"a": 1} \u00e9\u20ac [RAS 809] ' + GOOD_JSON + " \u00e9 [RAS 787]",
        [(1, 809, 12), (1, 809, None), (1, 787, 116)],
        [],
    ),
    "a mark at its beginning": ("\ufeff" + GOOD, [(1, 809, None)], []),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_with_its_line_and_read_as_lines(name: str) -> None:
    text, found, problems = BROKEN[name]
    # A mark of three bytes is recognised if the first block holds it.
    sizes = SIZES[2:] if text.startswith("\ufeff") else SIZES

    assert places(text, sizes) == (found, problems)


def look(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[int]:
    """Notes how long each text was in which an event was looked for."""
    real: Callable[[Any, int], Any] = getattr(module, name)
    seen: list[int] = []

    def noted(text: Any, first: int) -> Any:
        seen.append(len(text))
        return real(text, first)

    monkeypatch.setattr(module, name, noted)
    return seen


def when(blocks: list[bytes]) -> list[tuple[int, int]]:
    """Returns each number, and how many blocks had been read when it was told."""
    read = 0

    def source() -> Iterator[bytes]:
        nonlocal read
        for block in blocks:
            read += 1
            yield block

    return [(match.error.code, read) for match in core.scan(source())]


def test_an_event_is_told_as_soon_as_its_end_was_read() -> None:
    head, middle, end = GOOD[:20].encode(), GOOD[20:-8].encode(), b"</Event>"

    assert when([head, middle, end, b"\n", b"x"]) == [(809, 3)]
    assert when([head, middle + end[:3], end[3:], b"\n", b"x"]) == [(809, 3)]
    assert when([head, middle[:9], middle[9:] + end[:7], end[7:] + b"\n", b"x"]) == [(809, 4)]
    assert when([head + middle + end[:7], end[7:] + b"\n", b"x"]) == [(809, 2)]
    assert when([head, middle, end[:6], end[6:] + b"\n", b"x"]) == [(809, 4)]
    data = GOOD_JSON.encode()
    assert when([data[:9], data[9:-1], b"}", b"\n", b"x"]) == [(809, 3)]
    assert when([b"\n", b" [ ", b"{", data[1:], b"\n", b"x"]) == [(809, 4)]


def test_a_log_is_told_line_by_line_as_it_grows() -> None:
    lines = [b"first\n", b"[WinError 13801]\n", b"x\n", b"[RAS 8", b"09]\n", b"x\n", b"[RAS 787]"]

    assert when(lines) == [(13801, 2), (809, 5), (787, 7)]


def test_an_event_of_many_lines_is_not_read_again_with_each_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = look(monkeypatch, core, "_event_start")
    pretty = GOOD.replace("><", ">\n<").splitlines(keepends=True)

    assert [code for code, *_ in scan(pretty)[0]] == [809]
    # Its beginning twice, its end when that was read, and what is behind it.
    first = len(pretty[0])
    assert seen == [first, first, len("".join(pretty)), len("".join(pretty)), 0]


def test_a_long_object_is_not_read_again_with_each_of_its_brackets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(core, "_LONG", 30)
    seen = look(monkeypatch, events, "end_of_json")
    totals = [10, 20, 30, 31, 37, 38, 46, 47, 58, 60]
    sizes = [after - before for before, after in zip([0, *totals], totals, strict=False)]
    # In a text, because what stands behind a bracket elsewhere is known to be broken.
    source = [b'{"a": "{} ', *[b"}".ljust(size) for size in sizes[1:]], b"[WinError 13801]"]

    assert [code for code, *_ in scan(source)[0]] == [13801]
    # Up to 30 with each block, then when it has grown by a quarter, and at the end.
    assert seen == [10, 20, 30, 31, 38, 47, 58, 76]


@pytest.mark.parametrize("good", [GOOD, GOOD_JSON])
def test_an_event_may_be_as_long_as_the_bound_and_no_longer(
    good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = 8 if good == GOOD else 1
    begun, rest = good[:-end].encode(), good[-end:].encode() + b"\n[WinError 13801]\n"
    first = b"<x>\n" if good == GOOD else b"[\n"
    what = (
        "event that begins here has" if good == GOOD else "JSON that begins here is broken or has"
    )
    given_up = [(13801, 3, (0, 16))], [f"line 2: the {what} no end"]

    for head, size in ((40, 5), (40, 17), (40, len(begun)), (len(begun), 1)):
        source = [first + begun[:head], *cut(begun[head:], size), rest, b"x\n"]
        monkeypatch.setattr(core, "_LONGEST_EVENT", len(begun))
        found, problems = scan(source)
        assert ([one[:3] for one in found], problems) == ([(809, 2, None), (13801, 3, (0, 16))], [])
        monkeypatch.setattr(core, "_LONGEST_EVENT", len(begun) - 1)
        found, problems = scan(source)
        assert ([one[:3] for one in found], problems) == given_up


def test_an_error_within_an_event_that_has_no_end_is_told_when_it_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(core, "_LONGEST_EVENT", 40)
    lines = [b"%02d [WinError 13801]\n" % number for number in range(4)]

    assert when([b"<Event>\n", *lines]) == [(13801, 3), (13801, 3), (13801, 4), (13801, 5)]
    assert when([b'{"a": "\n', *lines]) == [(13801, 3), (13801, 3), (13801, 4), (13801, 5)]


def test_the_pieces_of_a_long_event_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_MANY", 3)
    scanner = core._Scanner(None, None)
    kept = []
    for block in cut(GOOD[:-8].encode(), 40):
        assert list(scanner.feed(block)) == []
        kept.append(len(scanner._parts))

    assert kept == [0, 1, 2, 3, 1, 2]
    assert [match.error.code for match in scanner.feed(b"</Event>")] == [809]


# Characters of one to four bytes.
LETTERS = "a\u00e9\u20ac\U0001f600\u00e9b"


def test_an_error_anywhere_in_a_long_line_is_told_once_and_in_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(core, "_LONG", 64)
    monkeypatch.setattr(core, "_OVERLAP", 24)
    for before, letters, size in product(range(0, 150, 2), (LETTERS, "x"), (9, 10)):
        start = (letters * 150)[:before]
        line = start + "[WinError 13801]" + LETTERS * 30 + "[RAS 809]"
        blocks = [b"\n", *cut(line.encode(), size), b"\n[RAS 787]"]
        found = [one[:3] for one in scan(blocks)[0]]

        second = len(line) - 9
        assert found == [
            (13801, 2, (before, before + 16)),
            (809, 2, (second, second + 9)),
            (787, 3, (0, 9)),
        ]


def test_a_long_line_may_hold_a_text_or_tell_who_gave_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_LONG", 100)
    monkeypatch.setattr(core, "_OVERLAP", 64)
    start = "x" * 80

    for text, code in (
        ("Failure Reason: Negotiation timed out", 13805),
        ("failureErrorCode: 13801", 13801),
    ):
        # It is looked for before the line ends, and after.
        for behind in ("", " " * 9, " " * 60):
            source = [f"{start} {text}{behind}".encode(), b"\n"]
            assert [one[0] for one in scan(source)[0]] == [code]


def test_an_error_in_two_parts_of_a_long_line_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_LONG", 128)
    monkeypatch.setattr(core, "_OVERLAP", 64)
    error = "Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)"
    for before in range(60, 140):
        for line in (f"{'x' * before} {error} {'y' * 200}", f"{'x' * before} {error} [RAS 809]"):
            blocks = cut(line.encode(), 20)
            expected = [(13801, (before + 1, before + 47))]
            if line.endswith("]"):
                expected.append((809, (before + 48, before + 57)))
            assert [(code, span) for code, _, span, *_ in scan(blocks)[0]] == expected
            # The next line is searched from its beginning.
            found = scan([*blocks, b"\n[RAS 787]\n", b"[RAS 691]"])[0]
            assert [one[:3] for one in found[-2:]] == [(787, 2, (0, 9)), (691, 3, (0, 9))]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (b"", 0),
        (b"ab", 2),
        # The last character is left out if it can be cut off.
        ("ab\u00e9".encode(), 2),
        ("ab\u20ac".encode()[:-1], 2),
        ("ab\U0001f600".encode()[:-1], 2),
        ("\u00e9".encode(), 0),
        (b"ab\x80", 3),
        (b"ab\x80\x80\x80\x80", 6),
        (b"\x80\x80", 2),
        (b"\xf0\x80\x80\x80", 4),
        (b"\xf0\x80\x80", 0),
    ],
)
def test_a_character_that_may_be_cut_off_waits_for_the_next_block(text: bytes, length: int) -> None:
    assert core._whole(text) == length


def test_what_may_begin_json_is_waited_for_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_LONG", 30)
    monkeypatch.setattr(core, "_OVERLAP", 8)

    assert [one[1:3] for one in scan([b" " * 10, b"[" + b"\n" * 19, GOOD_JSON])[0]] == [(20, None)]
    # A longer source of blanks is a log.
    assert scan([b" " * 10, b"[" + b"\n" * 20, GOOD_JSON])[0] == []
    assert scan([b"\n" * 31, b"[RAS 809]"])[0][0][1] == 32


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        # What is kept begins with a character, and is no longer than it has to be.
        (b"x" * 10, [10, 20, 30, 40, 50, 60, 24, 34, 44, 54, 64, 24]),
        ("\u00e9".encode() * 5, [10, 20, 30, 40, 50, 60, 24, 34, 44, 54, 64, 24]),
        (b"x" + "\u00e9".encode() * 6, [13, 26, 39, 52, 25, 38, 51, 64, 25]),
        ("\U0001f600".encode() * 3, [12, 24, 36, 48, 60, 24, 36, 48, 60, 24]),
        (b"x" + "\U0001f600".encode() * 3, [13, 26, 39, 52, 25, 38, 51, 64, 25]),
        # In bytes that are no text, a character is looked for in the last half only.
        (b"\x80" * 11, [11, 22, 33, 44, 55, 34, 45, 56, 35]),
    ],
)
def test_of_a_long_line_its_end_alone_is_kept(
    block: bytes, kept: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core, "_LONG", 64)
    monkeypatch.setattr(core, "_OVERLAP", 24)
    scanner = core._Scanner(None, None)
    sizes = []
    for _ in kept:
        assert list(scanner.feed(block)) == []
        sizes.append(len(scanner._rest))

    assert sizes == kept


def test_who_gave_up_is_told_up_to_a_bound_below_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_NEAR", 40)

    def sides(filler: int, ending: str = "\n") -> list[str | None]:
        text = f"failureErrorCode: 13801{ending}{'x' * filler}\nFailure Point: 2\n[RAS 809]\n"
        found = scan([text.encode()])
        for size in (*SIZES, 24, 24 + filler, 40 + filler):
            assert scan(cut(text.encode(), size)) == found
        return [at for _, _, _, _, _, at, *_ in found[0]]

    assert sides(22) == ["peer", None]
    assert sides(23) == [None, None]
    assert sides(21, "\r\n") == ["peer", None]


def test_a_number_waits_for_who_gave_up_no_longer_than_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(core, "_NEAR", 40)
    number, more = b"failureErrorCode: 13801\n", b"x" * 9 + b"\n"

    assert when([number, *[more] * 6]) == [(13801, 5)]
    assert when([number, more, b"x" * 18 + b"\n", *[more] * 6]) == [(13801, 4)]
    assert when([number, b"x" * 38 + b"\n", *[more] * 6]) == [(13801, 2)]
    assert when([number, b"x" * 37 + b"\n", *[more] * 6]) == [(13801, 3)]
    assert when([number, more, b"failurePoint: 1\n", *[more] * 6]) == [(13801, 3)]
    assert when([b"[WinError 13801]\n", *[more] * 6]) == [(13801, 1)]
    assert when([b"Failure Reason: Negotiation timed out\n", *[more] * 6]) == [(13805, 1)]


def test_who_gave_up_is_told_up_to_a_bound_above_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_BEHIND", 30)

    def sides(*above: str) -> list[str | None]:
        text = "\n".join([*above, "Failure Reason: Policy match error", ""])
        found = scan([text.encode()])
        assert scan(text.splitlines(keepends=True)) == found
        for size in (*SIZES, 17, 25):
            assert scan(cut(text.encode(), size)) == found
        return [one[5] for one in found[0]]

    point = "Failure Point: 2"
    assert sides(point, "x" * 12) == ["peer"]
    assert sides(point, "x" * 13) == [None]
    assert sides(point, "x" * 4, "y" * 4, "", "z") == ["peer"]
    assert sides(point, "x" * 4, "y" * 5, "", "z") == [None]
    assert sides(point, "[RAS 809]") == [None, "peer"]
    assert sides(point, "12345 [RAS 809]") == [None, None]
    # A number that waits for a point below it leaves the one above it to the text.
    monkeypatch.setattr(core, "_BEHIND", 40)
    assert sides("Failure Point: 1", "failureErrorCode:13801") == [None, "local"]
    assert sides("Failure Point: 1", "failureErrorCode: 13801") == [None, None]
    monkeypatch.setattr(core, "_BEHIND", 30)
    assert sides(point, "\u00e9" * 6) == ["peer"]


def test_the_nearest_statement_of_who_gave_up_counts() -> None:
    text = "x Failure Point: 1, Failure Point: 2, Failure Point: Local, failurePoint: Remote x"

    assert core.side(text) == "local"
    assert core.side(text, last=True) == "peer"
    assert core.side("Failure Point: Local computer") == "local"
    assert core.side("Failure Point: x") is core.side("", last=True) is None


# A stand-in for a text of Windows. It holds an anchor, without which no line is looked at.
LONG_TEXT = "the VPN gave no good reason"


@pytest.fixture
def long_text(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, tuple[tuple[Space, int], ...]] = {
        _texts.normalised(LONG_TEXT): (("ras", 691),)
    }
    monkeypatch.setattr(_texts, "_of_system", known)


@pytest.mark.usefixtures("long_text")
def test_a_match_keeps_what_stands_around_it_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_AROUND", 5)
    lines = ["12345678 [RAS 809] 12345678\r\n", "123[RAS 787]\r\n", f"ann - abc: {LONG_TEXT}.  \n"]
    time = "2026-03-02T07:14:07Z"

    assert scan(["first\n", *lines])[0] == [
        (809, 2, (9, 18), "[RAS 809]", "python-ras", None, None, "809", "5678 [RAS 809] 1234"),
        (787, 3, (3, 12), "[RAS 787]", "python-ras", None, None, "787", "123[RAS 787]"),
        (691, 4, (11, 39), f"{LONG_TEXT}.", TEXT, None, None, "", f"abc: {LONG_TEXT}.  "),
    ]
    assert scan([GOOD])[0] == [(809, 1, None, "809", "event-rasclient", None, time, "", "809")]
    # The last character may be one of several bytes.
    for start, end in product(("", "<x/>", '{"a": 1}'), ("\u00e9", "\u20ac\n", "\U0001f600")):
        ((*_, context),) = scan([(start + "[RAS 809]" + end).encode()])[0]
        assert context.endswith("[RAS 809]" + end.strip())


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        # Every part behind a separator, where the line is about an error of Windows.
        ("Failure Reason: a - b. c] d|  e:f: g \r\n", [16, 20, 23, 26, 30, 35]),
        ("Point to Point Protocol module: a", [32]),
        ("following reason. a", [18]),
        # Parts of five words and more, where it is about a VPN.
        ("VPN: a b c d e", [5]),
        ("VPN: a b c d", []),
        ("VPN: a b c d      ", []),
        ("a b c VPN: d e - f g h i j", [11, 17]),
        (": a b c d e VPN", [2]),
        ("none: a b c d e", []),
        ("VPN-a b c d e:f g h i j", []),
    ],
)
def test_the_parts_of_a_line_that_can_be_a_text_of_windows(line: str, spans: list[int]) -> None:
    assert list(core.text_spans(line)) == [(start, len(line.rstrip())) for start in spans]


def test_a_part_that_is_longer_than_any_text_of_windows_is_not_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(core, "_LONGEST_TEXT", 10)

    assert list(core.text_spans("Failure Reason: a - 1234567890 \n")) == [(20, 30)]
    assert list(core.text_spans("Failure Reason: a - 12345678901")) == []


def test_a_text_counts_up_to_a_bound_in_its_line() -> None:
    line = "Failure Reason {}: Negotiation timed out"

    assert places(line.format("x" * 1007), []) == ([(1, 13805, 1024)], [])
    assert places(line.format("x" * 1008), []) == ([], [])


def test_only_the_beginning_of_a_line_is_its_time() -> None:
    def times(*lines: str) -> list[str | None]:
        return [one[6] for one in scan(lines)[0]]

    assert times("x" * 64 + "2026-03-02T08:14 [RAS 809]") == ["2026-03-02T08:14"]
    assert times("x" * 65 + "2026-03-02T08:14 [RAS 809]") == [None]
    # What is behind an event is no beginning.
    assert times(GOOD + "2026-03-02T08:14 [RAS 787]") == ["2026-03-02T07:14:07Z", None]


def test_a_text_repeats_a_number_of_the_two_lines_above_it() -> None:
    number, text = "[WinError 13805]\n", "Failure Reason: Negotiation timed out\n"
    other = "Failure Reason: Policy match error\n"

    for source, expected in (
        ([number, text], [(1, 13805)]),
        ([number, "x\n", text, text], [(1, 13805), (4, 13805)]),
        ([number, other, text], [(1, 13805), (2, 13868)]),
        ([number, "x\n", "y\n", text], [(1, 13805), (4, 13805)]),
        (["[RAS 809]\n", text, text], [(1, 809), (2, 13805), (3, 13805)]),
        ([number, "[RAS 809]\n", text], [(1, 13805), (2, 809), (3, 13805)]),
    ):
        assert [(line, code) for code, line, *_ in scan(source)[0]] == expected
        assert scan(["".join(source)]) == scan(source)


def test_who_gave_up_is_told_of_the_right_machine() -> None:
    parsed = "parsed IKE_AUTH response 1 [ N(MS_STATUS(13801)) ]"
    rows = {
        parsed: "peer",
        parsed.replace("parsed", "generating"): None,
        "MS_STATUS(13801) parsed": None,
        "failureErrorCode: 13801 Failure Point: Local computer": "local",
        "Failure Point: 1 failureErrorCode: 13801 Failure Point: 2": "peer",
        "\u00e9 \u20ac Failure Point: 1 failureErrorCode: 13801 failurePoint: %%8200": "peer",
        "Failure Point: 1 failureErrorCode: 13801": None,
        "[WinError 13801] Failure Point: 2": None,
        "Failure Point: 1\nFailure Reason: Policy match error\nFailure Point: 2": "local",
    }

    for text, expected in rows.items():
        assert [one[5] for one in scan([text])[0]] == [expected], text
        assert [one[5] for one in scan(text.splitlines(keepends=True))[0]] == [expected], text
        assert [one[5] for one in scan(["x\n", text])[0]] == [expected], text


@pytest.mark.usefixtures("long_text")
def test_of_a_text_of_several_errors_a_number_tells_one(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: tuple[tuple[Space, int], ...] = (("windows", 13801), ("ras", 809))
    monkeypatch.setattr(_texts, "_of_system", {_texts.normalised(LONG_TEXT): codes})
    text = f"error: {LONG_TEXT}\n"

    assert [one[0] for one in scan([text])[0]] == [13801, 809]
    assert [one[:2] for one in scan(["[WinError 13801]\n", text])[0]] == [(13801, 1), (809, 2)]


def test_an_error_in_broken_json_that_a_block_cuts_is_found() -> None:
    text = '{"a": 1}\n{broken é [WinError 13801] y}\n[WinError 13806]\n'
    whole = places(text.encode(), [1000])
    assert [line for line, *_ in whole[0]] == [2, 3]
    for size in range(1, 60):
        assert places(text.encode(), [size]) == whole


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_byte_order_mark_may_come_in_pieces(size: int) -> None:
    text = "\ufeff[WinError 13801]\n".encode()
    assert places(text, [size]) == places(text[3:], [1000])


def test_an_error_at_the_very_beginning_is_found() -> None:
    lines = ["WIN32 13806,Add", "hr=0x80073617", "[RAS 809]", "WIN32 13801,Add", "hr=0x800735E9"]

    assert places("\n".join(lines)) == (
        [(1, 13806, 0), (2, 13847, 0), (3, 809, 0), (4, 13801, 0), (5, 13801, 0)],
        [],
    )


def test_a_line_that_holds_nothing_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    real = core._Scanner.feed
    fed: list[bytes] = []

    def feed(scanner: core._Scanner, block: bytes, final: bool = False) -> Iterator[core.Match]:
        fed.append(block)
        return real(scanner, block, final)

    monkeypatch.setattr(core._Scanner, "feed", feed)
    lines = ["first\n", "second\n", "no error\n", "\n", "[RAS 809]\n", "last\n"]

    assert [one[:2] for one in scan(lines)[0]] == [(809, 5)]
    # The first one tells how to read the source.
    assert fed == [b"first\n", b"no error\n", b"[RAS 809]\n", b""]


def test_a_caller_may_know_that_a_line_is_about_windows() -> None:
    def numbers(line: str, cued: bool) -> list[str]:
        return [match["number"] for _, match in core.candidates(line, cued)]

    for line, number in {
        "error 809": "809",
        "ERROR: 13801 retries": "13801",
        "VPN error 809": "809",
    }.items():
        assert numbers(line, True) == [number]
        assert numbers(line, False) == []
    assert numbers("VPN error 13801", False) == ["13801"]
    assert core.candidates("error 809") == []


def test_every_error_of_a_line_is_told_once_from_left_to_right() -> None:
    line = (
        "Windows error 5(PENDING) ERROR_IPSEC_IKE_NO_CERT [RAS 809] Windows error "
        "5(ERROR_IPSEC_IKE_AUTH_FAIL) error: 0x80073617(ERROR_IPSEC_IKE_NO_PEER_CERT) "
        "[RAS 787] Failure error code:ERROR_NO_MAC_FOR_PORT"
    )

    assert [
        (text, pattern, number) for _, _, _, text, pattern, _, _, number, _ in scan([line])[0]
    ] == [
        ("ERROR_IPSEC_IKE_NO_CERT", "symbol", ""),
        ("[RAS 809]", "python-ras", "809"),
        ("Windows error 5(ERROR_IPSEC_IKE_AUTH_FAIL)", "windows-error", "5"),
        ("error: 0x80073617(ERROR_IPSEC_IKE_NO_PEER_CERT)", "error-symbol", "0x80073617"),
        ("[RAS 787]", "python-ras", "787"),
        ("Failure error code:ERROR_NO_MAC_FOR_PORT", "wfp", ""),
    ]
    assert [code for code, *_ in scan([line])[0]] == [13806, 809, 13801, 13847, 787, 747]


def test_an_error_hides_the_text_behind_it() -> None:
    line = "[WinError 13801] Failure Reason: Negotiation timed out"

    assert [one[:3] for one in scan([line])[0]] == [(13801, 1, (0, 16))]
    # What is no error of IPsec hides nothing.
    assert [one[0] for one in scan([line.replace("13801", "5")])[0]] == [13805]


def test_lines_within_a_line_of_an_iterable_are_counted() -> None:
    source = ["a\nb\n", "[RAS 809] c\n[RAS 787]\n", "\n\n", "d [RAS 691]\n"]

    assert [one[:3] for one in scan(source)[0]] == [
        (809, 3, (0, 9)),
        (787, 4, (0, 9)),
        (691, 7, (2, 11)),
    ]


@pytest.mark.usefixtures("long_text")
def test_a_space_holds_for_lines_and_events(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: tuple[tuple[Space, int], ...] = (("windows", 13801), ("ras", 809))
    monkeypatch.setattr(_texts, "_of_system", {_texts.normalised(LONG_TEXT): codes})
    name = " Name='FailureReason'"
    security = event(LONG_TEXT, "Microsoft-Windows-Security-Auditing", 4653, name)

    def numbers(source: str, space: Space | None) -> list[int]:
        return [one[0] for one in scan([source], space)[0]]

    for source in (f"error: {LONG_TEXT}", security, event(f"error: {LONG_TEXT}", "App")):
        assert numbers(source, None) == [13801, 809]
        assert numbers(source, "windows") == [13801]
        assert numbers(source, "ras") == [809]
    for source in ("[WinError 809]", event("[WinError 809]", "App")):
        assert numbers(source, None) == []
        assert numbers(source, "ras") == [809]
    assert numbers(GOOD, "windows") == []


def test_an_event_of_another_provider_is_read_as_its_lines() -> None:
    message = "Failure Point: 2\nx [WinError 13801]\nFailure error code: 13806\nFailure Point: 1"
    text = as_json("[RAS 809]", "App", message, indent=1)
    rows = [
        (code, line, span, at, time)
        for code, line, span, _, _, at, time, _, _ in scan(["\n" + text])[0]
    ]

    assert rows == [
        (809, 2, None, "peer", None),
        (13801, 2, None, "peer", None),
        (13806, 2, None, "local", None),
    ]
    assert places(as_json("x", "App", "last: [RAS 809]")) == ([(1, 809, None)], [])
    # What it quotes is text, and no event or problem.
    assert places(as_json(GOOD_JSON, "App")) == ([], [])
    assert places(as_json(GOOD[:-8], "App")) == ([], [])
    assert scan([event("[RAS 809] 1", "App")])[0] == [
        (
            809,
            1,
            None,
            "[RAS 809]",
            "python-ras",
            None,
            "2026-03-02T07:14:07Z",
            "809",
            "[RAS 809] 1",
        )
    ]


def test_halves_of_surrogates_lose_no_error() -> None:
    half = "\ud800"
    text = f"{half} [WinError 13801] {half}"

    for source in (
        [text + "\n"],
        [as_json(text, "App")],
        [as_json(half) + text],
        ["first\n", f"{half}\n", text],
    ):
        assert [one[0] for one in scan(source)[0]] == [13801]
    for whole in (text, [text], [f"<x>{text}{GOOD}{text}"], ['{"a": 1}' + text]):
        assert 13801 in [found.error.code for found in find_errors(whole)]


def test_halves_of_surrogates_lose_no_error_in_exports() -> None:
    half = "\ud800"
    event_of = as_json(half + "[RAS 809]", "App", half, ensure_ascii=False)
    json_of = (
        f'{{"a": "{half}"}} {half} [WinError 13801]\n{half}{event_of}\n'
        f'{{"a": "{half}" {half}}} [WinError 13806]\n{event_of}{half} [RAS 787] {half}'
    )
    xml_of = f"<x>{half}[RAS 787]\n{GOOD.replace('809', half + '[RAS 809]')}{half}[RAS 691]{half}"

    assert places(json_of.encode("utf-8", "surrogatepass")) == (
        [(1, 13801, 13), (2, 809, None), (3, 13806, 13), (4, 809, None), (4, 787, 95)],
        ["line 3: the JSON that begins here is broken or has no end"],
    )
    found, (problem,) = places(xml_of.encode("utf-8", "surrogatepass"))
    line = xml_of.split("\n")[1]
    starts = line.index("[RAS 809]"), line.index("[RAS 691]")
    assert found == [(1, 787, 4), (2, 809, starts[0]), (2, 691, starts[1])]
    # XML cannot hold them.
    assert problem.startswith("line 2: the event that begins here is broken: ")


def test_plain_values_of_a_match_and_of_one_without_a_place() -> None:
    (line,) = core.scan(["x [RAS 809]"])
    (of_event,) = core.scan([GOOD])
    error = line.error
    values = {
        "name": "VpnTimeout",
        "code": 809,
        "hex": "0x0329",
        "space": "ras",
        "symbol": error.symbol,
        "message": error.message,
        "hint": error.hint,
        "transient": error.transient,
        "fix_side": error.fix_side,
        "severity": "error",
    }

    assert core.facts(error) == values
    assert core.as_dict(line) == values | {
        "line": 1,
        "span": [2, 11],
        "text": "[RAS 809]",
        "pattern": "python-ras",
        "at": None,
        "time": None,
    }
    assert core.as_dict(of_event) == values | {
        "line": 1,
        "span": None,
        "text": "809",
        "pattern": "event-rasclient",
        "at": None,
        "time": "2026-03-02T07:14:07Z",
    }
