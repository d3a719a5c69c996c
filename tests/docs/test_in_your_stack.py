"""The examples of the page "In your stack", with the real packages."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import anyio
import httpx
import pytest
import sentry_sdk
import stamina
import structlog
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from ipsec_errors import AuthFail, PolicyMismatch, VpnTimeout

Answers: TypeAlias = Callable[..., None]
Names: TypeAlias = dict[str, Any]

PAGE = Path(__file__).parents[2] / "docs" / "in-your-stack.md"

not_on_wine = pytest.mark.skipif(
    sys.platform == "win32", reason="Wine lacks the socket calls that trio starts with"
)

events: list[dict[str, Any]] = []
spans = InMemorySpanExporter()


class Kept(Transport):
    """Keeps the events instead of sending them."""

    def capture_envelope(self, envelope: Envelope) -> None:
        events.append(dict(envelope.get_event() or {}))


@pytest.fixture
def page(
    run_examples: Callable[..., Names], rasdial: Answers, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Names]:
    """Gives the names of the page. Sentry and OpenTelemetry send to this process alone."""
    events.clear()
    spans.clear()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    # The integrations of Sentry would patch modules that other tests use.
    init = partial(sentry_sdk.init, transport=Kept, default_integrations=False)
    monkeypatch.setattr(sentry_sdk, "init", init)
    yield run_examples(PAGE)
    sentry_sdk.get_global_scope().set_client(None)
    structlog.reset_defaults()


def test_logging_has_the_fields_and_the_hint(page: Names, caplog: pytest.LogCaptureFixture) -> None:
    record = next(record for record in caplog.get_records("setup") if record.name == "vpn")
    assert vars(record).items() >= page["fields"](PolicyMismatch()).items()
    assert record.exc_info
    assert f"Fix: {PolicyMismatch.hint}" in logging.Formatter().formatException(record.exc_info)


def test_structlog_has_the_fields_and_the_hint(
    capsys: pytest.CaptureFixture[str], page: Names
) -> None:
    entry = json.loads(capsys.readouterr().out)
    assert entry.items() >= page["fields"](VpnTimeout()).items()
    assert entry["exception"][0]["exc_notes"][0].startswith(f"Fix: {VpnTimeout.hint}")


def test_sentry_has_the_tags_and_the_hint(page: Names) -> None:
    (event,) = events
    assert event["tags"] == {name: str(value) for name, value in page["tags"](VpnTimeout()).items()}
    (shown,) = event["exception"]["values"]
    assert (shown["module"], shown["type"]) == ("ipsec_errors", "VpnTimeout")
    assert shown["value"].startswith(f"{VpnTimeout.message}\nFix: {VpnTimeout.hint}")


def test_opentelemetry_has_the_type_and_the_fields(page: Names) -> None:
    with pytest.raises(AuthFail):
        page["dial_traced"](13801)
    (span,) = spans.get_finished_spans()
    assert isinstance(span, ReadableSpan)
    assert span.attributes is not None
    assert span.attributes["error.type"] == "ipsec_errors.AuthFail"
    assert span.attributes["ipsec.symbol"] == "ERROR_IPSEC_IKE_AUTH_FAIL"


@pytest.mark.parametrize(("code", "status"), [(13868, 502), (13859, 503), (13805, 504)])
def test_fastapi_answers_with_problem_details(page: Names, code: int, status: int) -> None:
    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(page["app"])
        async with httpx.AsyncClient(transport=transport, base_url="http://vpn") as client:
            return await client.post(f"/connections/{code}")

    answer = asyncio.run(post())
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["detail"] == f"[WinError {code}] the system's own message"
    assert answer.json()["type"].rpartition("/")[2] == answer.json()["symbol"]


def test_asyncio_subprocess(page: Names, rasdial: Answers) -> None:
    rasdial(0, 809)
    asyncio.run(page["dial"]("Office"))
    with pytest.raises(VpnTimeout):
        asyncio.run(page["dial"]("Office"))


@pytest.mark.parametrize("backend", ["asyncio", pytest.param("trio", marks=not_on_wine)])
def test_anyio_subprocess(page: Names, rasdial: Answers, backend: str) -> None:
    rasdial(0, 13801)
    anyio.run(page["dial_with_anyio"], "Office", backend=backend)
    with pytest.raises(AuthFail):
        anyio.run(page["dial_with_anyio"], "Office", backend=backend)


def test_stamina_retries_what_is_transient(page: Names, rasdial: Answers) -> None:
    with stamina.set_testing(True, attempts=5):
        rasdial(809, 868, 0)
        page["dial_with_retries"]("Office")
        rasdial(13801, 0)
        with pytest.raises(AuthFail):
            page["dial_with_retries"]("Office")
