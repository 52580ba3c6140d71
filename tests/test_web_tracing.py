"""What OpenTelemetry is told of a request."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from app.web.operation.tracing import Traced


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(str(Request(scope).query_params["e"]))(scope, receive, send)


def test_a_request_is_a_span_that_does_not_tell_what_was_typed() -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/diagram.svg", "root_path": "",
        "query_string": b"e=secret", "headers": [(b"host", b"localhost")], "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    asyncio.run(Traced(echo, provider)(scope, receive, send))
    (span,) = exporter.get_finished_spans()
    assert span.name == "GET /diagram.svg"
    assert "secret" not in span.to_json()
    assert sent[-1]["body"] == b"secret"


WHOLE = """
import asyncio, httpx
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
exporter, provider = InMemorySpanExporter(), TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
from app.web.server import create

async def ask():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create()), base_url="http://here") as client:
        await client.get("/healthz?e=secret")

asyncio.run(ask())
for span in exporter.get_finished_spans():
    print(span.name, span.to_json(indent=None))
"""


def test_nobody_else_traces_requests_of_the_server() -> None:
    """A provider is set for the whole process, so in one of its own."""
    told = subprocess.run([sys.executable, "-c", WHOLE], capture_output=True, text=True, check=True).stdout
    (line,) = told.splitlines()
    assert line.startswith("GET /healthz") and "secret" not in line
