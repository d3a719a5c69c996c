"""The examples of the page "Errors in logs", on a log and with a stand-in for the evtx package."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "logs.md"
LINE = "13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(13801)) ]\n"
EVENT = {
    "Event": {
        "System": {
            "Provider": {"#attributes": {"Name": "RasClient"}},
            "EventID": 20227,
            "TimeCreated": {"#attributes": {"SystemTime": "2026-03-02T08:14:07Z"}},
        },
        "EventData": {"Data": {"#text": ["{1}", "user", "office", "809"]}},
    }
}


def test_the_examples_run(
    run_examples: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class PyEvtxParser:
        def __init__(self, path: str) -> None:
            assert path == "Application.evtx"

        def records_json(self) -> list[dict[str, str]]:
            return [{"data": json.dumps(EVENT)}]

    monkeypatch.setitem(sys.modules, "evtx", SimpleNamespace(PyEvtxParser=PyEvtxParser))
    monkeypatch.chdir(tmp_path)
    Path("charon.log").write_text(LINE, encoding="utf-8")

    run_examples(PAGE)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 [WinError 13801] ")
    assert lines[1].startswith("2026-03-02T08:14:07Z [RAS 809] ")
