"""Events of Windows as data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ipsec_errors import Finding, find_errors
from ipsec_errors._logs.events import FIELDS, Field

NS = "http://schemas.microsoft.com/win/2004/08/events/event"


def xml(provider: str, number: int, data: str, more: str = "") -> str:
    return (
        f"<Event xmlns='{NS}'><System><Provider Name='{provider}'/><EventID>{number}</EventID>"
        f"<TimeCreated SystemTime='2026-03-02T07:14:07Z'/></System>"
        f"<EventData>{data}</EventData>{more}</Event>"
    )


def unnamed(*values: str) -> str:
    return "".join(f"<Data>{value}</Data>" for value in values)


GOOD = xml("RasClient", 20227, unnamed("{1}", "ann", "office", "809"))


def found(source: Any) -> list[tuple[int, int]]:
    return [(one.line, one.error.code) for one in find_errors(source)]


def values(row: Field) -> tuple[list[str], str, int]:
    """Returns data with a value in the field of a row, its binary data, and the number."""
    size = 20 if row.place[1] < 0 else row.place[1] + 5
    data = ["x"] * (4 if row.place[1] < 0 else size)
    told = {"number": "13801", "text": "Negotiation timed out\r\n", "binary": ""}[row.kind]
    if row.kind != "binary":
        data[row.place[1]] = told
    if row.point is not None:
        data[row.point[1]] = "%%8199" if row.kind == "text" else "1"
    number = {"number": 13801, "text": 13805, "binary": 691}[row.kind]
    return data, "B3020000" if row.kind == "binary" else "", number


EACH = [
    pytest.param(row, provider, number, id=f"{provider} {number} {row.kind}")
    for row in FIELDS
    for provider in row.providers
    for number in row.ids
]


def check(one: Finding, row: Field, number: int) -> None:
    assert one.error.code == number
    assert one.span is None
    assert one.pattern == row.name
    assert one.at == ("local" if row.point else None)
    assert one.time == "2026-03-02T07:14:07Z"


@pytest.mark.parametrize(("row", "provider", "identifier"), EACH)
def test_each_row_by_position(row: Field, provider: str, identifier: int) -> None:
    data, binary, number = values(row)
    event = {
        "Id": identifier,
        "ProviderName": provider,
        "TimeCreated": "2026-03-02T07:14:07Z",
        "Message": "",
        "Properties": [{"Value": value} for value in data]
        + ([{"Value": list(bytes.fromhex(binary))}] if binary else []),
    }

    (one,) = find_errors(json.dumps(event))
    check(one, row, number)


@pytest.mark.parametrize(("row", "provider", "identifier"), EACH)
def test_each_row_in_xml(row: Field, provider: str, identifier: int) -> None:
    data, binary, number = values(row)
    names = [""] * len(data)
    if row.place[0]:
        names = [f"Field{position}" for position in range(len(data))]
        names[row.place[1]] = row.place[0]
    if row.point is not None:
        names[row.point[1]] = row.point[0]
    tags = "".join(
        f"<Data Name='{name}'>{value}</Data>" if name else f"<Data>{value}</Data>"
        for name, value in zip(names, data, strict=True)
    )

    (one,) = find_errors(xml(provider, identifier, tags + f"<Binary>{binary}</Binary>"))
    check(one, row, number)


@pytest.mark.parametrize(("row", "provider", "identifier"), EACH)
def test_each_row_as_the_evtx_package_gives_it(row: Field, provider: str, identifier: int) -> None:
    data, binary, number = values(row)
    fields: dict[str, Any] = {"Data": {"#text": data}}
    if row.place[0]:
        fields = {row.place[0]: data[row.place[1]]}
    if row.point is not None:
        fields[row.point[0]] = data[row.point[1]]
    record = {
        "Event": {
            "#attributes": {"xmlns": NS},
            "System": {
                "Provider": {"#attributes": {"Name": provider}},
                "EventID": {"#attributes": {"Qualifiers": 0}, "#text": identifier},
                "TimeCreated": {"#attributes": {"SystemTime": "2026-03-02T07:14:07Z"}},
            },
            "EventData": fields | {"Binary": binary or None},
        }
    }

    (one,) = find_errors(json.dumps(record, indent=2))
    check(one, row, number)
    # What the parser's records_json yields holds the event as text.
    outer = {"event_record_id": 13801, "timestamp": "x", "data": json.dumps(record)}
    assert [one.error.code for one in find_errors([json.dumps(outer)])] == [number]


def test_the_evtx_package_with_one_value_and_separate_attributes() -> None:
    event = {
        "Event": {
            "System": {
                "Provider_attributes": {"Name": "RasClient"},
                "EventID": 20227,
                "TimeCreated_attributes": {"SystemTime": "2026-03-02T07:14:07Z"},
            },
            "EventData": {"Data": "809"},
        }
    }

    assert found(json.dumps(event)) == [(1, 809)]


@pytest.mark.parametrize(
    ("root", "end"),
    [("", ""), ("<Events>", "</Events>"), ("<?xml version='1.0'?>\n<Events>\n", "\n</Events>")],
)
def test_one_or_many_with_or_without_a_root(root: str, end: str) -> None:
    first = root.count("\n") + 1

    assert found(root + GOOD + end) == [(first, 809)]
    assert found(root + GOOD + GOOD + end) == [(first, 809), (first, 809)]
    assert found(root + GOOD + "\n\n" + GOOD + end) == [(first, 809), (first + 2, 809)]


@pytest.mark.parametrize(
    "event",
    [
        xml("RasClient", 20227, unnamed("{13801}", "ann13806", "office", "5")),
        xml("RasClient", 20225, unnamed("{1}", "ann", "office", "809")),
        xml("Other", 20227, unnamed("{1}", "ann", "office", "809")),
        xml("Microsoft-Windows-Security-Auditing", 4653, "<Data Name='MMFilterID'>13801</Data>"),
        xml(
            "Microsoft-Windows-Security-Auditing", 4625, "<Data Name='FailureReason'>%%2313</Data>"
        ),
        xml("Microsoft-Windows-WFP", 1005, "<Data Name='FailureErrorCode'>87</Data>"),
        xml("RemoteAccess", 20271, unnamed("{1}") + "<Binary>05000000</Binary>"),
        xml("RemoteAccess", 20271, unnamed("{1}") + "<Binary>B3</Binary>"),
        xml("App", 1000, unnamed("13801", "0x35e9", "809")),
        f"<Event xmlns='{NS}'><x>13801</x></Event>",
    ],
)
def test_events_without_an_error(event: str) -> None:
    assert found(event) == []


def test_another_event_is_read_by_the_patterns() -> None:
    event = xml("App", 1, "<Data Name='FailureErrorCode'>13801</Data>" + unnamed("[RAS 809]"))
    rendered = "<RenderingInfo><Message>HRESULT: 0x800B0109</Message></RenderingInfo>"

    assert found("\n" + event) == [(2, 13801), (2, 809)]
    assert found(xml("App", 1, "", rendered)) == [(1, 0x800B0109)]


def test_an_event_between_lines_of_a_log() -> None:
    assert found(f"<log>\n[WinError 13801]\n{GOOD}\n[WinError 13806]\n") == [
        (2, 13801),
        (3, 809),
        (4, 13806),
    ]


def test_events_over_many_lines() -> None:
    pretty = GOOD.replace("><", ">\n<")

    assert found([*pretty.splitlines(), *pretty.splitlines()]) == [
        (1, 809),
        (1 + len(pretty.splitlines()), 809),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # After good events, what is cut off or broken is read as lines.
        (GOOD + "\n" + GOOD[:200], [(1, 809)]),
        (GOOD + "\n" + GOOD[:-40] + " [WinError 13801]", [(1, 809), (2, 13801)]),
        (GOOD[:200] + "\n" + GOOD, [(2, 809)]),
        (GOOD + "\n" + GOOD.replace("</Data>", "", 1) + "\n" + GOOD, [(1, 809), (3, 809)]),
        (GOOD.replace("809", "&unknown;") + "\n" + GOOD, [(2, 809)]),
    ],
)
def test_broken_xml(text: str, expected: list[tuple[int, int]]) -> None:
    assert found(text) == expected
    assert found(text.splitlines()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<log/>é [WinError 13801] " + GOOD[:-40] + " é [WinError 13806] é",
        GOOD + " é [WinError 13801] " + GOOD + " é [WinError 13806]",
        GOOD + GOOD[:120] + " é [WinError 13801]\n[WinError 13806]" + GOOD,
        GOOD + GOOD.replace("809", "&unknown; é [WinError 13801]") + " é [WinError 13806]",
        '{"a": 1} é [WinError 13801] {"Id": 1} {broken} é [WinError 13806]',
    ],
)
def test_the_span_is_a_place_in_the_line_also_beside_events(text: str) -> None:
    lines = text.split("\n")
    spans = [one for one in find_errors(text) if one.span is not None]

    assert [one.error.code for one in spans] == [13801, 13806]
    for one in spans:
        assert one.span is not None
        assert lines[one.line - 1][slice(*one.span)] == one.text


def test_entities_are_not_expanded() -> None:
    bomb = "<!DOCTYPE x [<!ENTITY a '13801'><!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
    inside = GOOD.replace("<System>", bomb + "<System>")
    used = GOOD.replace("809", "&a;")

    assert found(bomb + used) == []
    assert found(inside) == []
    assert found(bomb + GOOD) == [(1, 809)]


def test_broken_json_after_good_events() -> None:
    event = json.dumps({"Id": 20227, "ProviderName": "RasClient", "Properties": [{"Value": "809"}]})

    assert found(f"{event}\n{event[:-3]}") == [(1, 809)]
    assert found(f"{event}\n{{broken [WinError 13801]}}\n{event}") == [
        (1, 809),
        (2, 13801),
        (3, 809),
    ]
    assert found(f"[{event},\n{event}]") == [(1, 809), (2, 809)]
    assert found("[" * 100000 + "{" * 100000) == []
    assert found('{"a":' * 100000) == []


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"event_record_id": 1, "data": '{"a":' + "[" * 50000}),
        '{"a":' + "[" * 990 + "]" * 990 + "}",
        '{"a":' + "[" * 2000 + "]" * 2000 + "}",
        '{"a":' * 900 + "1" + "}" * 900,
    ],
    ids=["within a text", "990 lists", "2000 lists", "900 objects"],
)
def test_json_of_any_depth_is_no_traceback(text: str) -> None:
    assert found(f"{text}\n[WinError 13801]\n") == [(2, 13801)]


def test_json_that_is_no_event_is_read_as_lines() -> None:
    line = json.dumps({"log": "13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(13801)) ]\n"})

    assert found(f"{line}\n{line}\n") == [(1, 13801), (2, 13801)]


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("/Date(1772435647496)/", "2026-03-02T07:14:07.496000+00:00"),
        ("\\/Date(-1)\\/", "1969-12-31T23:59:59.999000+00:00"),
        ({"value": "/Date(0)/", "DateTime": "Thursday"}, "Thursday"),
        ("/Date(999999999999999)/", "/Date(999999999999999)/"),
        (None, None),
    ],
)
def test_times(written: Any, time: str | None) -> None:
    event = {
        "Id": 20227,
        "ProviderName": "RasClient",
        "TimeCreated": written,
        "Properties": [{"Value": "809"}],
    }
    (one,) = find_errors(json.dumps(event))

    assert one.time == time
