"""What exports tell of an event, value by value."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ipsec_errors import find_errors
from ipsec_errors._logs import events
from ipsec_errors._logs.events import FIELDS, Event, Field

# Provider, identifier, time, fields, binary data, message.
Told = tuple[str, int, str | None, list[tuple[str, str]], str, str]
TIME = "2026-03-02T07:14:07Z"
NS = "http://schemas.microsoft.com/win/2004/08/events/event"


def told(found: list[Event] | None) -> list[Told]:
    return [(e.provider, e.id, e.time, e.data, e.binary, e.message) for e in found or []]


def from_json(value: object) -> list[Told]:
    return told(events.from_json(json.dumps(value)))


# What has an event in it, for tests of where events are looked for.
EVENT = {"Id": 1, "ProviderName": "p"}
FOUND: list[Told] = [("p", 1, None, [], "", "")]


@pytest.mark.parametrize("namespace", ["", f" xmlns='{NS}'"])
def test_everything_of_an_event_in_xml(namespace: str) -> None:
    text = (
        f"<Event{namespace}><System><Provider Name='p'/><EventID Qualifiers='5'>7</EventID>"
        f"<TimeCreated SystemTime='{TIME}'/></System><EventData><Data Name='a'>1</Data><Data/>"
        "<Data>2</Data><Data Name='b'/><Binary>0A</Binary></EventData><UserData>"
        "<x xmlns='urn:x'><c>3</c><d/></x></UserData><RenderingInfo Culture='en-US'>"
        "<Level>Error</Level><Message>said</Message></RenderingInfo></Event>"
    )
    data = [("a", "1"), ("", ""), ("", "2"), ("b", ""), ("c", "3"), ("d", "")]

    assert told(events.from_xml(text)) == [("p", 7, TIME, data, "0A", "said")]


def test_an_event_in_xml_that_lacks_almost_everything() -> None:
    provider, identifier = "<Provider/>", "<EventID>many</EventID>"
    nothing = f"<Event><System>{provider}{identifier}</System></Event>"

    assert told(events.from_xml(nothing)) == [("", -1, None, [], "", "")]
    empty = nothing.replace("</System>", "</System><EventData><Binary/></EventData>")
    assert told(events.from_xml(empty)) == [("", -1, None, [], "", "")]
    untimed = nothing.replace("</System>", "<TimeCreated/></System>")
    assert told(events.from_xml(untimed)) == [("", -1, None, [], "", "")]
    for part in (provider, identifier, provider + identifier):
        assert events.from_xml(nothing.replace(part, "")) is None


def test_xml_that_is_broken_is_told_in_words() -> None:
    with pytest.raises(ValueError, match=r"^mismatched tag: line 1, column 17$") as caught:
        events.from_xml("<Event><System></Event>")

    assert caught.value.__suppress_context__


def test_everything_of_an_event_of_the_evtx_package() -> None:
    system = {
        "Provider": {"#attributes": {"Name": "p"}},
        "EventID": {"#attributes": {"Qualifiers": 5}, "#text": 7},
        "TimeCreated": {"#attributes": {"SystemTime": TIME}},
    }
    beside = {
        "Provider": None,
        "Provider_attributes": {"Name": "p"},
        "EventID": "7",
        "TimeCreated_attributes": {"SystemTime": TIME},
    }
    data = {"Data": {"#text": ["1", None, 2]}, "Binary": "0A"}
    named = {"a": 1, "a_attributes": {"x": "y"}, "#attributes": {"z": 1}, "b": {"#text": "2"}}
    user = {"x": {"#attributes": {"xmlns": "urn:x"}, "c": 3, "d": None}, "y": None}

    def read(system: object, **more: object) -> list[Told]:
        return from_json({"Event": {"System": system, **more}})

    assert read(system, EventData=data) == [
        ("p", 7, TIME, [("", "1"), ("", ""), ("", "2")], "0A", "")
    ]
    assert read(beside, EventData=named) == [("p", 7, TIME, [("a", "1"), ("b", "2")], "", "")]
    assert read(system, EventData={"Data": "1", "Binary": None}, UserData=user) == [
        ("p", 7, TIME, [("", "1"), ("c", "3"), ("d", "")], "", "")
    ]
    assert read(system, EventData={"a": 1, "Data": ["2"]}, UserData="x") == [
        ("p", 7, TIME, [("a", "1"), ("", "2")], "", "")
    ]
    assert read(system, EventData=None, UserData={"x": None, "y": {"c": 3}}) == [
        ("p", 7, TIME, [("c", "3")], "", "")
    ]
    assert read({"EventID": "many"}, EventData=None, UserData="x") == [("", -1, None, [], "", "")]
    assert read({"EventID": 7, "Provider": "p", "TimeCreated": {"#attributes": 1}}) == [
        ("", 7, None, [], "", "")
    ]
    assert read({"Provider": {"#attributes": {"Name": "p"}}}, EventData=data) == []
    assert from_json({"Event": {"System": "EventID"}, "EventData": data}) == []
    assert from_json({"Event": "System"}) == []


def test_everything_of_an_event_of_powershell() -> None:
    winevent = {
        "ProviderName": "p",
        "Id": 7,
        "TimeCreated": TIME,
        "Message": "said",
        "Properties": [{"Value": "1"}, {"Value": None}, {"Value": [10, -1]}, {"Value": 2}, {}],
    }
    eventlog = {
        "Source": "p",
        "EventID": 7,
        "TimeGenerated": TIME,
        "Message": None,
        "ReplacementStrings": ["1", "", 2, ["x"], [1, "y"]],
        "Data": [10, 255, 256],
    }
    data = [("", "1"), ("", ""), ("", "2")]
    lists = [("", "['x']"), ("", "[1, 'y']")]

    assert from_json(winevent) == [("p", 7, TIME, [*data, ("", "")], "0AFF", "said")]
    assert from_json(eventlog) == [("p", 7, TIME, data + lists, "0AFF00", "")]
    # ConvertTo-Json with too small a -Depth writes the type in place of the values.
    shallow = "System.Diagnostics.Eventing.Reader.EventProperty"
    for properties in ([shallow, "1"], ["1", shallow, "2"], [{"Value": shallow}]):
        assert from_json(winevent | {"Properties": properties}) == [("p", 7, TIME, [], "", "said")]
    for nothing in ("1", None, {"Value": "1"}):
        assert from_json(winevent | {"Properties": nothing}) == [("p", 7, TIME, [], "", "said")]
    for raw in ([], "0A", [10, "x"], None):
        assert from_json(eventlog | {"Data": raw, "ReplacementStrings": []}) == [
            ("p", 7, TIME, [], "", "")
        ]


def test_what_is_no_event_of_powershell() -> None:
    assert from_json(EVENT) == FOUND
    for value in (
        {"Id": 1},
        {"ProviderName": "p"},
        EVENT | {"Id": "1"},
        EVENT | {"ProviderName": 1},
    ):
        assert events.from_json(json.dumps(value)) is None


def test_events_are_found_within_a_few_layers_of_an_export() -> None:
    found: list[object] = [
        EVENT,
        {"a": {"b": {"c": EVENT}}},
        {"a": [EVENT]},
        {"a": [{"b": EVENT}]},
        {"a": [[[[EVENT]]]]},
        {"data": json.dumps(EVENT)},
        {"data": " \n" + json.dumps(EVENT)},
        {"data": json.dumps({"a": EVENT})},
    ]
    not_found: list[object] = [
        {"a": {"b": {"c": {"d": EVENT}}}},
        {"a": [{"b": {"c": EVENT}}]},
        {"a": [[{"b": EVENT}]]},
        {"a": {"data": json.dumps(EVENT)}},
        {"a": [json.dumps(EVENT)]},
        {"data": json.dumps([EVENT])},
        {"data": json.dumps({"a": {"b": EVENT}})},
        {"data": json.dumps(EVENT)[:-1]},
        {"data": 1},
    ]

    assert [from_json(value) for value in found] == [FOUND] * len(found)
    assert [from_json(value) for value in not_found] == [[]] * len(not_found)
    # What lies within an event is a part of it.
    assert from_json(EVENT | {"a": EVENT}) == FOUND
    assert from_json({"a": EVENT, "b": [EVENT, "x", {"c": 1}], "c": EVENT}) == FOUND * 3


def test_control_characters_in_texts_of_json_are_taken() -> None:
    text = json.dumps(EVENT | {"Message": "a?b"}).replace("?", "\t")

    assert told(events.from_json(text)) == [("p", 1, None, [], "", "a\tb")]
    assert events.end_of_json(text, 0) == (len(text), False)
    assert from_json({"data": text}) == [("p", 1, None, [], "", "a\tb")]


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("/Date(0)/", "1970-01-01T00:00:00+00:00"),
        ("\\/Date(-1500)\\/", "1969-12-31T23:59:58.500000+00:00"),
        ("/Date(1)", "/Date(1)"),
        ("x/Date(1)/", "x/Date(1)/"),
        ("/Date(9999999999999999)/", "/Date(9999999999999999)/"),
        ("/Date(999999999999999)/", "/Date(999999999999999)/"),
        ({"DateTime": "a", "value": "b"}, "a"),
        ({"value": "/Date(1000)/"}, "1970-01-01T00:00:01+00:00"),
        ({}, None),
        (5, None),
        (None, None),
    ],
)
def test_the_time_of_powershell(written: object, time: str | None) -> None:
    for key in ("TimeCreated", "TimeGenerated"):
        assert from_json(EVENT | {key: written}) == [("p", 1, time, [], "", "")]


def test_json_that_is_cut_off_anywhere_is_waited_for() -> None:
    text = '{"a": [1, -2.5e3, "b\\u00e9\\n", true, false, null, NaN, -Infinity], "c": {"d": {}}}'

    assert events.end_of_json(text, 0) == (len(text), False)
    assert events.end_of_json("{" + text + "}", 1) == (len(text) + 1, False)
    for end in range(1, len(text)):
        for behind in ("", " \n"):
            assert events.end_of_json(text[:end] + behind, 0) == (-1, False), text[:end]


@pytest.mark.parametrize(
    "text",
    [
        # A mistake of which more than a word has come.
        '{"a": x' + "y" * 10,
        '{"a" 1}' + " " * 20 + "{",
        '{"a": ' + "1" * 10000,
        '{"a": ' + "[" * 100000,
    ],
)
def test_broken_json_is_not_waited_for(text: str) -> None:
    assert events.end_of_json(text, 0) == (-1, True)


def test_a_long_text_that_is_cut_off_is_waited_for() -> None:
    assert events.end_of_json('{"a": "' + "x" * 100, 0) == (-1, False)
    assert events.end_of_json('{"' + "x" * 100, 0) == (-1, False)


def test_a_mistake_in_the_last_word_may_be_its_cut() -> None:
    assert events.end_of_json('{"a": x' + "y" * 9 + " " * 20, 0) == (-1, False)


@pytest.mark.parametrize(
    ("start", "may", "begins"),
    [
        (b"", True, False),
        (b"[", True, False),
        (b"{", True, False),
        (b"[\r\n {\t", True, False),
        (b'{"', False, True),
        (b'[ { "a', False, True),
        (b"{}", False, True),
        (b"{\n}", False, True),
        (b"[[", False, False),
        (b"{x", False, False),
        (b"[1", False, False),
        (b"[2026-03-02] x", False, False),
        (b'x {"', False, False),
        (b"<", False, False),
    ],
)
def test_how_json_begins(start: bytes, may: bool, begins: bool) -> None:
    assert events.may_begin_json(start) is may
    assert events.begins_json(start) is begins


def test_an_event_of_which_nothing_is_known() -> None:
    event = Event("p", 1)

    assert told([event]) == FOUND
    assert list(event.lines()) == [""]
    assert event.get(("a", 0)) == event.get(("", -1)) == ""
    assert events.fields_of(Event("RasClient", 20227)) == []


def test_fields_go_by_name_or_by_position() -> None:
    named, unnamed = Event("p", 1), Event("p", 1)
    named.data = [("", "0"), ("a", "1"), ("b", "2"), ("a", "3")]
    unnamed.data = [("", "0"), ("", "1")]

    assert [named.get(place) for place in (("a", 0), ("b", 9), ("c", 1), ("", -1))] == [
        *("1", "2", "", "")
    ]
    assert [unnamed.get(place) for place in (("a", 0), ("b", 1), ("c", 2), ("", -1))] == [
        *("0", "1", "", "1")
    ]
    named.message = "said"
    assert list(named.lines()) == ["0", "a: 1", "b: 2", "a: 3", "said"]


def test_rows_of_the_table_are_for_an_event_with_data() -> None:
    event = Event("RasClient", 20278)
    event.binary = "00"

    assert [row.providers for row in events.fields_of(event)] == [("RasClient", "RemoteAccess")]
    event.id = 20271
    assert events.fields_of(event) == []
    event.provider = "RemoteAccess"
    assert [(row.kind, row.name) for row in events.fields_of(event)] == [
        ("binary", "event-remoteaccess"),
        ("text", "event-remoteaccess"),
    ]


def test_the_numbers_that_a_field_writes() -> None:
    number, binary = (
        next(row for row in FIELDS if row.kind == kind) for kind in ("number", "binary")
    )
    written = {
        "13801": 13801,
        " 13801\r\n": 13801,
        "-2147011095": -2147011095,
        "0x35E9": 0x35E9,
        "0X800B0109": 0x800B0109,
        "80092013": 80092013,
        "9999999999": 9999999999,
        "": None,
        "x": None,
        "13801x": None,
        "x13801": None,
        "99999999999": None,
        "0x123456789": None,
    }
    bytes_of = {
        "B3020000": 691,
        " 0b0180b3 ": 0xB380010B,
        "B3020000FFFF": 691,
        "B302": None,
        "": None,
        "xB3020000": None,
    }

    assert {text: number.number(text) for text in written} == written
    assert {text: binary.number(text) for text in bytes_of} == bytes_of


def test_the_sides_that_a_field_tells() -> None:
    pointed = Field(("p",), (1,), ("a", 0), "number", "windows", ("b", 1))
    event = Event("p", 1)
    for text, side in {
        "1": "local",
        " 2\r\n": "peer",
        "%%8199": "local",
        "%%8200": "peer",
        "0": None,
        "": None,
    }.items():
        event.data = [("", "x"), ("", text)]
        assert pointed.side(event) == side
    assert Field(("p",), (1,), ("a", 0), "number", "windows").side(event) is None


def test_every_value_of_a_finding_of_each_row() -> None:
    names = {
        "RasClient": "event-rasclient",
        "RemoteAccess": "event-remoteaccess",
        "Microsoft-Windows-Security-Auditing": "event-security-auditing",
        "Microsoft-Windows-WFP": "event-wfp",
    }
    values = {"number": " 0x35E9 ", "text": " Negotiation timed out\r\n", "binary": "B3020000"}
    codes = {"number": (13801, "windows"), "text": (13805, "windows"), "binary": (691, "ras")}
    for row in FIELDS:
        for point, side in (("%%8200", "peer"), ("1", "local"), ("0", None)):
            data: list[Any] = [""] * 20
            value = values[row.kind]
            if row.kind == "binary":
                data.append(list(bytes.fromhex(value)))
            else:
                data[row.place[1]] = value
            if row.point is not None:
                data[row.point[1]] = point
            event = {
                "Id": row.ids[-1],
                "ProviderName": row.providers[-1],
                "TimeCreated": TIME,
                "Properties": [{"Value": one} for one in data],
            }
            (found,) = find_errors("\n" + json.dumps(event))
            assert (found.error.code, found.error.space) == codes[row.kind]
            assert (found.line, found.span, found.text) == (2, None, value)
            assert found.pattern == names[row.providers[0]]
            assert (found.at, found.time) == (side if row.point else None, TIME)
