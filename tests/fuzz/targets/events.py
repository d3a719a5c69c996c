"""Exported Windows events, as XML and as JSON: findings, and never an exception."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import quoteattr

from ipsec_errors._spaces import NAMES
from tests.fuzz.draw import KNOWN, Draw
from tests.fuzz.targets._findings import check_source

_PROVIDERS = (
    "RasClient", "RemoteAccess", "Microsoft-Windows-Security-Auditing", "Microsoft-Windows-WFP",
    "X",
)  # fmt: skip
_IDS = (20226, 20227, 20278, 20271, 20255, 4652, 4653, 4654, 4983, 4984, 1005, 1007, 1009, 1003)
_FIELDS = ("FailureReason", "FailurePoint", "FailureErrorCode", "FailureStatus", "", "Data")
_TEXTS = (
    "No policy configured\r\n", "%%8199", "%%8200", "1", "2", "787", "0x35E9", "15030000",
    "IKE failed to find valid machine certificate", "/Date(1700000000000)/",
    "/Date(999999999999999)/", "2026-01-01T00:00:00Z",
    "System.Diagnostics.Eventing.Reader.EventProperty",
    "", "-", "{", "&#0;", "<Event>", "</Event>", "]]>", "\u2028", "\x85", "\r",
)  # fmt: skip


def _content(draw: Draw) -> str:
    kind = draw.below(4)
    if kind == 0:
        return draw.text().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if kind == 1:
        return str(draw.pick(KNOWN))
    return draw.pick(_TEXTS)


def _xml(draw: Draw) -> str:
    parts = [
        f"<Provider Name={quoteattr(draw.pick(_PROVIDERS))}/>",
        f"<EventID>{draw.pick(_IDS)}</EventID>",
        f"<TimeCreated SystemTime={quoteattr(_content(draw))}/>",
    ]
    data = [
        f"<Data Name={quoteattr(draw.pick(_FIELDS))}>{_content(draw)}</Data>"
        for _ in range(draw.below(20))
    ]
    data.append(f"<Binary>{draw.pick(_TEXTS)}</Binary>" if draw.below(2) else "")
    name = draw.pick(("EventData", "UserData", "X"))
    break_ = draw.pick(("", "\n", "\r\n"))
    system = break_.join(parts)
    fields = f"<{name}>{''.join(data)}</{name}>"
    return f"<Event xmlns='x'>{break_}<System>{system}</System>{fields}</Event>"


def _json_value(draw: Draw, deep: int = 0) -> Any:
    kind = draw.below(9 if deep < 4 else 6)
    if kind < 6:
        return (None, True, draw.number(), 1.5, _content(draw), draw.pick(KNOWN))[kind]
    if kind == 6:
        return [_json_value(draw, deep + 1) for _ in range(draw.below(5))]
    keys = (
        "Event", "System", "Provider", "EventID", "EventData", "UserData", "Data", "Binary",
        "#text", "#attributes", "Provider_attributes", "TimeCreated", "SystemTime", "Name",
        "ProviderName",
        "Id", "Message", "Properties", "Value", "Source", "ReplacementStrings", "DateTime", "value",
        "data", "FailureErrorCode",
    )  # fmt: skip
    return {draw.pick(keys): _json_value(draw, deep + 1) for _ in range(draw.below(8))}


def _powershell(draw: Draw) -> dict[str, Any]:
    return {
        "ProviderName": draw.pick(_PROVIDERS),
        "Id": draw.pick(_IDS),
        "TimeCreated": _json_value(draw, 3),
        "Properties": [{"Value": _json_value(draw, 3)} for _ in range(draw.below(20))],
        "Message": _json_value(draw, 4),
    }


def _evtx(draw: Draw) -> dict[str, Any]:
    system = {
        "Provider": {"#attributes": {"Name": draw.pick(_PROVIDERS)}},
        "EventID": draw.pick((draw.pick(_IDS), {"#text": draw.pick(_IDS)}, _json_value(draw, 3))),
        "TimeCreated": _json_value(draw, 3),
    }
    data = {draw.pick(_FIELDS): _json_value(draw, 3) for _ in range(draw.below(20))}
    return {"Event": {"System": system, draw.pick(("EventData", "UserData")): data}}


def check(data: bytes) -> None:
    """Reads one export."""
    draw = Draw(data)
    space = draw.pick((None, None, *NAMES))
    kind = draw.below(8)
    if kind == 0:
        text = draw.rest().decode("utf-8", "replace")
    elif kind < 4:
        text = draw.pick(("", "\n", "text\n")).join(_xml(draw) for _ in range(1 + draw.below(2)))
    else:
        maker = (_powershell, _evtx, _json_value, _json_value)[kind - 4]
        made: Any = maker(draw)
        text = json.dumps([made, made] if draw.below(2) else made, indent=draw.pick((None, 1)))
    if draw.below(4) == 1:
        text = text[: -1 - draw.below(64)]
    check_source(text, space)
