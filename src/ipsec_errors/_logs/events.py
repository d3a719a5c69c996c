"""Windows events as data: which field of which event holds an error, and how exports write events.

Sources: the manifests of the providers Security-Auditing and WFP of Windows 10 (version 1803), the
messages of mprmsg.dll, and exported events 20227, 20271 and 4653.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

from ipsec_errors._logs.patterns import number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Literal, TypeAlias

    from ipsec_errors._types import Space

    # A field: its name and its position among the data of the event.
    Place: TypeAlias = tuple[str, int]

_NUMBER = re.compile(r"-?\d{1,10}|0[xX][0-9A-Fa-f]{1,8}")
_BINARY = re.compile(r"[0-9A-Fa-f]{8}")
_SIDES: dict[str, Literal["local", "peer"]] = {
    "%%8199": "local",
    "%%8200": "peer",
    "1": "local",
    "2": "peer",
}
_LAST = ("", -1)


class Field:
    """A row of the table: a field that holds an error.

    :param kind: ``"number"``, ``"binary"`` (a number of four bytes, the lowest first) or
        ``"text"`` (a message text of Windows).
    :param point: the field that tells who gave up.
    """

    __slots__ = ("ids", "kind", "place", "point", "providers", "space")

    def __init__(
        self,
        providers: tuple[str, ...],
        ids: tuple[int, ...],
        place: Place,
        kind: Literal["number", "binary", "text"],
        space: Space,
        point: Place | None = None,
    ) -> None:
        self.providers = providers
        self.ids = ids
        self.place = place
        self.kind: Literal["number", "binary", "text"] = kind
        self.space: Space = space
        self.point = point

    @property
    def name(self) -> str:
        """The name that a finding gives as its reason."""
        provider = self.providers[0].removeprefix("Microsoft-Windows-")
        return f"event-{provider.lower()}"

    def value(self, event: Event) -> str:
        """Returns the field of an event; empty if it has none."""
        return event.binary if self.kind == "binary" else event.get(self.place)

    def number(self, value: str) -> int | None:
        """Returns the number that a value writes; None for none."""
        value = value.strip()
        if self.kind == "binary":
            found = _BINARY.match(value)
            return int.from_bytes(bytes.fromhex(found[0]), "little") if found else None
        return number_of(value, decimal=True) if _NUMBER.fullmatch(value) else None

    def side(self, event: Event) -> Literal["local", "peer"] | None:
        """Returns who gave up, where the event tells it."""
        return _SIDES.get(event.get(self.point).strip()) if self.point else None


_SECURITY = ("Microsoft-Windows-Security-Auditing",)
_WFP = ("Microsoft-Windows-WFP",)
_RAS = ("RemoteAccess",)

FIELDS = (
    Field(("RasClient",), (20226, 20227), _LAST, "number", "ras"),
    Field(("RasClient", "RemoteAccess"), (20278,), _LAST, "number", "ras"),
    Field(_RAS, (20271,), _LAST, "binary", "ras"),
    Field(_RAS, (20255, 20271), ("", 3), "text", "ras"),
    Field(_SECURITY, (4652,), ("FailureReason", 14), "text", "windows", ("FailurePoint", 13)),
    Field(_SECURITY, (4653,), ("FailureReason", 8), "text", "windows", ("FailurePoint", 7)),
    Field(_SECURITY, (4654,), ("FailureReason", 12), "text", "windows", ("FailurePoint", 11)),
    Field(_SECURITY, (4983,), ("FailureReason", 13), "text", "windows", ("FailurePoint", 12)),
    Field(_SECURITY, (4984,), ("FailureReason", 7), "text", "windows", ("FailurePoint", 6)),
    Field(_WFP, (1005,), ("FailureErrorCode", 16), "number", "windows", ("FailurePoint", 17)),
    Field(_WFP, (1007,), ("FailureErrorCode", 8), "number", "windows", ("FailurePoint", 9)),
    Field(_WFP, (1009,), ("FailureErrorCode", 16), "number", "windows", ("FailurePoint", 17)),
    Field(_WFP, (1003,), ("FailureStatus", 8), "number", "windows"),
    Field(_WFP, (1011,), ("FailureStatus", 10), "number", "windows"),
)


class Event:
    """What an export tells of an event."""

    __slots__ = ("binary", "data", "id", "message", "provider", "time")

    def __init__(self, provider: str, identifier: int) -> None:
        self.provider = provider
        self.id = identifier
        self.time: str | None = None
        # Each field with its name, which is empty for many events.
        self.data: list[tuple[str, str]] = []
        self.binary = ""
        self.message = ""

    def get(self, place: Place) -> str:
        """Returns a field by its name, or by its position if the fields have no names."""
        name, position = place
        if any(own for own, _ in self.data):
            return next((value for own, value in self.data if own == name and name), "")
        try:
            return self.data[position][1]
        except IndexError:
            return ""

    def lines(self) -> Iterator[str]:
        """Yields the event as lines, for the patterns."""
        for name, value in self.data:
            yield f"{name}: {value}" if name else value
        yield self.message


def fields_of(event: Event) -> list[Field]:
    """Returns the rows of the table for an event, if it has data."""
    if not event.data and not event.binary:
        return []
    return [row for row in FIELDS if event.id in row.ids and event.provider in row.providers]


def from_xml(text: str) -> list[Event] | None:
    """Reads an element ``Event``. None if it is no event of Windows.

    :raises ValueError: for XML that is broken.
    """
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(text)  # noqa: S314
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    system = {_local(part.tag): part for part in root.iterfind("{*}System/*")}
    provider, identifier = system.get("Provider"), system.get("EventID")
    if provider is None or identifier is None:
        return None
    event = Event(provider.get("Name", ""), _whole(identifier.text))
    created = system.get("TimeCreated")
    event.time = None if created is None else created.get("SystemTime")
    for part in root.iterfind("{*}EventData/*"):
        if _local(part.tag) == "Binary":
            event.binary = part.text or ""
        else:
            event.data.append((part.get("Name", ""), part.text or ""))
    for part in root.iterfind("{*}UserData/*/*"):
        event.data.append((_local(part.tag), part.text or ""))
    event.message = root.findtext("{*}RenderingInfo/{*}Message", "")
    return [event]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _whole(text: object) -> int:
    try:
        return int(str(text))
    except ValueError:
        return -1


def may_begin_json(start: bytes) -> bool:
    """Tells whether a source has to go on before it is known whether it holds JSON objects."""
    return re.fullmatch(rb"\[?\s*\{?\s*", start) is not None


def begins_json(start: bytes) -> bool:
    """Tells whether a source that begins like this holds JSON objects."""
    return re.match(rb"\[?\s*\{\s*[\"}]", start) is not None


_decoder = json.JSONDecoder(strict=False)


def end_of_json(text: str, start: int) -> tuple[int, bool]:
    """Returns where the object that begins at ``start`` ends, or -1, and whether it is broken.

    What is cut off is not broken: its end may come.
    """
    try:
        return _decoder.raw_decode(text, start)[1], False
    except json.JSONDecodeError as error:
        cut = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 10
        return -1, not cut
    except (ValueError, RecursionError):  # A number of too many digits; too many brackets.
        return -1, True


def from_json(text: str) -> list[Event] | None:
    """Reads an object of ``Get-WinEvent | ConvertTo-Json``, ``Get-EventLog`` or the evtx package.

    :returns: its events; None if it holds none.
    """
    return list(_events(_decoder.decode(text), 0)) or None


def _events(value: Any, depth: int) -> Iterator[Event]:
    if isinstance(value, list):
        for item in value:
            yield from _events(item, depth + 1)
    elif isinstance(value, dict):
        event = _of_evtx(value) or _of_powershell(value)
        if event is not None:
            yield event
        elif depth < 3:
            for item in value.values():
                yield from _events(item, depth + 1)
    elif isinstance(value, str) and depth == 1 and value.lstrip()[:1] == "{":
        # A record of the evtx package: {"event_record_id": ..., "data": "{...}"}.
        try:
            yield from _events(_decoder.decode(value), depth + 1)
        except ValueError:
            return


def _of_evtx(value: dict[str, Any]) -> Event | None:
    inner = value.get("Event")
    system = inner.get("System") if isinstance(inner, dict) else None
    if not isinstance(inner, dict) or not isinstance(system, dict) or "EventID" not in system:
        return None
    provider = _attributes(system, "Provider").get("Name", "")
    event = Event(str(provider), _whole(_text(system["EventID"])))
    time = _attributes(system, "TimeCreated").get("SystemTime")
    event.time = None if time is None else str(time)
    for part in (inner.get("EventData"), *_inner(inner.get("UserData"))):
        if not isinstance(part, dict):
            continue
        for name, content in part.items():
            if name == "Binary":
                event.binary = str(content or "")
            elif name == "Data":
                texts = _text(content)
                event.data += [
                    ("", _shown(t)) for t in (texts if isinstance(texts, list) else [texts])
                ]
            elif not name.endswith("attributes"):
                event.data.append((name, _shown(_text(content))))
    return event


def _inner(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else []


def _attributes(system: dict[str, Any], name: str) -> dict[str, Any]:
    # The evtx package can also write the attributes beside the element.
    beside = system.get(f"{name}_attributes")
    inner = system.get(name)
    found = inner.get("#attributes") if isinstance(inner, dict) else beside
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> Any:
    return value.get("#text") if isinstance(value, dict) else value


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _of_powershell(value: dict[str, Any]) -> Event | None:
    provider = value.get("ProviderName", value.get("Source"))
    identifier = value.get("Id", value.get("EventID"))
    if not isinstance(provider, str) or not isinstance(identifier, int):
        return None
    event = Event(provider, identifier)
    event.time = _time(value.get("TimeCreated", value.get("TimeGenerated")))
    event.message = str(value.get("Message") or "")
    data = value.get("Properties", value.get("ReplacementStrings"))
    for item in data if isinstance(data, list) else []:
        content = item.get("Value") if isinstance(item, dict) else item
        if content == "System.Diagnostics.Eventing.Reader.EventProperty":
            event.data.clear()  # ConvertTo-Json with too small a -Depth.
            break
        if isinstance(content, list) and all(isinstance(b, int) for b in content):
            event.binary = "".join(f"{b & 0xFF:02X}" for b in content)
        else:
            event.data.append(("", _shown(content)))
    raw = value.get("Data")
    if isinstance(raw, list) and raw and all(isinstance(b, int) for b in raw):
        event.binary = "".join(f"{b & 0xFF:02X}" for b in raw)
    return event


def _time(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("DateTime", value.get("value"))
    if not isinstance(value, str):
        return None
    # Windows PowerShell writes milliseconds since 1970: /Date(1700000000000)/.
    date = re.fullmatch(r"\\?/Date\((-?\d{1,15})\)\\?/", value)
    if date is None:
        return value
    start = datetime(1970, 1, 1, tzinfo=UTC)
    try:
        return (start + timedelta(milliseconds=int(date[1]))).isoformat()
    except OverflowError:  # datetime ends with the year 9999.
        return value
