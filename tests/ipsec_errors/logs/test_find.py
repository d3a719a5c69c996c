"""``find_errors``: what it takes and what it gives."""

from __future__ import annotations

import io
import json
import pickle
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest

from ipsec_errors import AuthFail, CertExpired, Finding, IPsecIkeError, VpnTimeout, find_errors
from ipsec_errors._types import Space

LINE = "Mar  2 08:14:07 gw charon[1]: 13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(13801)) ]"


def one(source: Any, **options: Any) -> Finding:
    (found,) = find_errors(source, **options)
    return found


def codes(source: Any) -> list[int]:
    return [found.error.code for found in find_errors(source)]


def test_a_finding() -> None:
    found = one(f"first\n{LINE}\n")

    assert type(found.error) is AuthFail
    assert (found.error.code, found.error.space) == (13801, "windows")
    assert (found.line, found.text) == (2, "MS_STATUS(13801)")
    assert found.span is not None
    assert LINE[slice(*found.span)] == found.text
    assert (found.pattern, found.at, found.time) == ("strongswan", "peer", "Mar  2 08:14:07")


def test_the_error_was_not_raised() -> None:
    error = one(LINE).error

    assert (error.__traceback__, error.__cause__, error.__context__) == (None, None, None)


def test_findings_are_equal_by_fields() -> None:
    assert one(LINE) == one(LINE)
    assert hash(one(LINE)) == hash(one(LINE))
    assert one(LINE) != one(LINE.replace("13801", "13806"))
    assert one(LINE) != one(f"\n{LINE}")
    # Both are AuthFail, but by different numbers.
    assert one("[RAS 787]").error.code != one("[WinError 13801]").error.code
    assert one("[RAS 787]") != one("[WinError 13801]")


def test_an_error_of_another_class_makes_another_finding() -> None:
    class Mine(AuthFail):
        pass

    found, again, other, mine = (
        attrs.evolve(one("[WinError 13801]"), error=error)
        for error in (AuthFail(13801), AuthFail(13801), AuthFail(787), Mine(13801))
    )

    assert found == again
    assert found != other
    assert found != mine


def test_findings_are_frozen() -> None:
    with pytest.raises(AttributeError):
        one(LINE).line = 2  # type: ignore[misc]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_findings_travel(protocol: int) -> None:
    found = one(LINE)

    assert pickle.loads(pickle.dumps(found, protocol)) == found


def test_a_finding_as_plain_values() -> None:
    values = one(LINE).to_dict()
    error = one(LINE).error

    assert json.loads(json.dumps(values)) == values
    assert (values["name"], values["code"], values["hex"]) == ("AuthFail", 13801, "0x35E9")
    assert (values["line"], values["pattern"], values["at"]) == (1, "strongswan", "peer")
    assert (values["hint"], values["fix_side"]) == (error.hint, error.fix_side)


def test_it_is_lazy() -> None:
    read = []

    def lines() -> Iterator[str]:
        for number in range(1000):
            read.append(number)
            yield LINE

    found = find_errors(lines())

    assert read == []
    assert next(found).line == 1
    assert read == [0]


def test_a_pipe_gives_what_it_holds() -> None:
    class Pipe(io.RawIOBase):
        asked = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.asked += 1
            text = LINE.encode() + b"\n"
            buffer[: len(text)] = text
            return len(text)

    pipe = Pipe()
    next(find_errors(io.BufferedReader(pipe)))

    assert pipe.asked == 1


@pytest.mark.parametrize(
    "source", ["", b"", [], iter(()), io.BytesIO(), io.StringIO(), "\n\n", "\ufeff", b"\xff\xfe"]
)
def test_nothing(source: Any) -> None:
    assert list(find_errors(source)) == []


def test_a_str_is_text_and_never_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text(LINE)

    assert list(find_errors(str(path))) == []


@pytest.mark.parametrize("source", [None, 13801, 1.5, object(), Path("a.log")])
def test_another_type_is_refused(source: Any) -> None:
    with pytest.raises(
        TypeError, match=r"takes a str, bytes, a text or binary file, or an iterable"
    ):
        list(find_errors(source))


@pytest.mark.parametrize("item", [None, 13801, ["x"]])
def test_a_line_of_another_type_is_refused(item: Any) -> None:
    with pytest.raises(TypeError, match="a line is a str or bytes"):
        list(find_errors([LINE, item]))


def test_a_text_source_needs_only_read() -> None:
    class Source:
        parts: ClassVar = ["first\n[WinErr", "or 13801]\n[WinError 13806]", ""]

        def read(self, size: int = -1, /) -> str:
            return self.parts.pop(0) if size else ""

    assert codes(Source()) == [13801, 13806]


def test_an_unknown_space_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="unknown space 'dos'"):
        find_errors(LINE, space="dos")  # type: ignore[arg-type]


def test_a_space_overrides_that_of_the_pattern() -> None:
    assert one("[WinError 809]", space="ras").error.code == 809
    assert type(one("N(MS_STATUS(13846))", space="winerrorcodes").error) is CertExpired
    assert list(find_errors("[WinError 809]")) == []


@pytest.mark.parametrize("space", [None, "windows", "ras", "winerrorcodes"])
def test_a_space_leaves_texts_and_symbols_as_they_are(space: Space | None) -> None:
    text = "Failure Reason: Negotiation timed out\n\n\n\nERROR_IPSEC_IKE_NO_CERT\n"
    event = (
        "<Event xmlns='x'><System><Provider Name='RemoteAccess'/><EventID>20255</EventID></System>"
        "<EventData><Data>1</Data><Data>2</Data><Data>3</Data><Data>Negotiation timed out</Data>"
        "</EventData></Event>"
    )

    assert [f.error.code for f in find_errors(text, space=space)] == [13805, 13806]
    assert [f.error.code for f in find_errors(event, space=space)] == [13805]


def test_what_ras_does_not_define_is_read_as_windows() -> None:
    line = "The error code returned on failure is {}."

    assert type(one(line.format(809)).error) is VpnTimeout
    assert type(one(line.format(-2146762495)).error) is CertExpired
    assert type(one(line.format(13801)).error) is AuthFail
    assert codes(line.format(600)) == []


def test_a_number_in_an_ipsec_range_that_windows_does_not_define() -> None:
    assert type(one("N(MS_STATUS(13935))").error) is IPsecIkeError


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_numbers_and_columns(ending: str) -> None:
    text = ending.join(["", "é [WinError 13801] [RAS 809]", "", "\u4e2d[WinError 13806]"])
    expected = [(2, (2, 18)), (2, (19, 28)), (4, (1, 17))]

    assert [(f.line, f.span) for f in find_errors(text)] == expected
    assert [(f.line, f.span) for f in find_errors(text.encode())] == expected
    assert [(f.line, f.span) for f in find_errors(text.split(ending))] == expected


def test_latin_1_is_a_last_resort() -> None:
    data = "Büro [WinError 13801]\n".encode("latin-1") + "Büro [WinError 13806]".encode()

    assert [(f.line, f.span) for f in find_errors(data)] == [(1, (5, 21)), (2, (5, 21))]


class Pieces:
    """A file that gives few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = io.BytesIO(data)
        self._size = size

    def read(self, size: int = -1, /) -> bytes:
        return self._data.read(min(size, self._size))


@pytest.mark.parametrize("size", [1, 2, 3, 50])
@pytest.mark.parametrize("start", ["", '{"a": 1} ', "<log/> "])
def test_a_character_at_the_end_of_a_block_is_read_whole(start: str, size: int) -> None:
    line = f"{start}é € [WinError 13847] é\n"
    found = list(find_errors(Pieces((line * 20).encode(), size)))

    first = line.index("[WinError")
    assert [one.span for one in found] == [(first, first + len("[WinError 13847]"))] * 20


def test_columns_of_a_long_line_are_characters_also_at_the_end_of_a_part() -> None:
    for shift in range(3):
        line = f"{'x' * shift}{'é€' * 40000} [WinError 13847] {'€é' * 40000}"
        found = one(line.encode())
        assert found.span == (shift + 80001, shift + 80017)


def test_a_half_of_a_surrogate_makes_no_latin_1() -> None:
    line = "\udcff é [WinError 13847]"
    found = one(line)
    assert found.span is not None
    assert line[slice(*found.span)] == found.text == "[WinError 13847]"


@pytest.mark.parametrize(
    "line",
    [
        "rasdial office: OSError: [WinError 13847] no cert; exit status 1",
        "rasdial office: HRESULT 0x80073617, exited with 1",
        "dialed a connection named Y: [WinError 13847]. error code is 0",
    ],
)
def test_what_is_no_error_hides_none(line: str) -> None:
    assert codes(line) == [13847]
    assert codes(line.replace("13847", "13847] [WinError 13806")) == (
        [13847, 13806] if "WinError" in line else [13847]
    )


def test_an_error_in_two_parts_of_a_long_line_is_found_once_whatever_it_says() -> None:
    error = "Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)"
    for place in range(261080, 261160):
        assert codes("x" * (place - 1) + f" {error} " + "x" * 3000) == [13801]


def test_leading_blank_lines_are_not_kept() -> None:
    lines = ["\n"] * 30000
    assert codes([*lines, "[WinError 13847]"]) == [13847]


def test_bytes_that_are_no_text() -> None:
    data = bytes(range(256)) * 1000 + b"\n[WinError 13801]\0\xff\xfe"

    assert codes(data) == [13801]


class Long:
    """A binary file of one long line, with an error at its end and one after it."""

    def __init__(self, blocks: int) -> None:
        self.parts = [b" [WinError 13801] " + b"y" * 100, b"\n[RAS 809]", b""]
        self.left = blocks

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        self.left -= 1
        return b"x" * (1 << 18) if self.left >= 0 else self.parts[-self.left - 1]


@pytest.mark.parametrize("blocks", [1, 200, pytest.param(8192, marks=pytest.mark.slow, id="2 GB")])
def test_a_line_of_any_length_takes_the_same_memory(blocks: int) -> None:
    tracemalloc.start()
    try:
        found = [(f.line, f.span, f.text) for f in find_errors(Long(blocks))]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    start = blocks * (1 << 18) + 1

    assert found == [(1, (start, start + 16), "[WinError 13801]"), (2, (0, 9), "[RAS 809]")]
    assert peak < 8 * (1 << 20)


def test_an_error_at_the_seam_of_two_parts_of_a_long_line_is_found_once() -> None:
    for before in range((1 << 18) - 1100, (1 << 18) + 40, 13):
        text = "x" * before + " [WinError 13801] " + "y" * (1 << 18)
        assert [f.span for f in find_errors(text)] == [(before + 1, before + 17)]


def test_a_number_and_the_text_below_it_are_one_finding() -> None:
    text = "Failure error code:0x000035ed\n  Failure Reason: Negotiation timed out\nx\ny\n"

    assert codes(text) == [13805]
    assert codes(text * 2) == [13805, 13805]
