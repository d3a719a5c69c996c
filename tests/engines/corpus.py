"""Logs of a few hosts, in the formats that the examples read."""

from __future__ import annotations

import json
from itertools import cycle, islice
from typing import TYPE_CHECKING

from tests.benchmarks.charon_log import charon_lines

if TYPE_CHECKING:
    from pathlib import Path

_LINES = 20_000
_EVENTS = 300

_EVENT = """\
<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
  <System>
    <Provider Name="RasClient" />
    <EventID Qualifiers="0">20227</EventID>
    <TimeCreated SystemTime="2026-11-25T09:13:{second:02}.0000000Z" />
    <Computer>pc1</Computer>
  </System>
  <EventData>
    <Data>{{00000000-0000-0000-0000-000000013806}}</Data>
    <Data>EXAMPLE\\user</Data>
    <Data>Office</Data>
    <Data>{code}</Data>
  </EventData>
</Event>
"""
_CODES = (809, 787, 13868, 691, -2146762487, 809)

_DIAL = """\
Connecting to Office...
Verifying username and password...

Remote Access error {code} - what Windows says

For more help on this error:
    Type 'hh netcfg.chm'
    In help, click Troubleshooting, then Error Messages, then {code}
"""


def write_logs(folder: Path) -> None:
    """Writes logs as ``HOST/FILE``: two gateways with strongSwan, two clients with Windows.

    The files ``*.log`` have one event a line. In the others an event takes several lines.
    """
    gateways = [("gw1", "charon.log", 100), ("gw2", "charon.log", 37), ("gw2", "old.log", 1000)]
    for seed, (host, name, every) in enumerate(gateways):
        _write(folder / host / name, "".join(islice(charon_lines(host, seed, every), _LINES)))

    codes = list(islice(cycle(_CODES), _EVENTS))
    events = "".join(_EVENT.format(code=code, second=n % 60) for n, code in enumerate(codes))
    # PowerShell 5 writes UTF-16 with a byte order mark.
    _write(folder / "pc1" / "events.xml", f"<Events>\n{events}</Events>\n", "utf-16")
    _write(folder / "pc2" / "rasdial.txt", "".join(_DIAL.format(code=code) for code in codes))
    messages = [
        {
            "TimeCreated": f"2026-11-25T09:13:{number % 60:02}",
            "Id": 20227,
            "ProviderName": "RasClient",
            "Message": "The user EXAMPLE\\user dialed a connection named Office which has failed. "
            f"The error code returned on failure is {code}.",
        }
        for number, code in enumerate(codes)
    ]
    _write(folder / "pc2" / "events.json", json.dumps(messages, indent=2))


def _write(path: Path, text: str, encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=encoding)
