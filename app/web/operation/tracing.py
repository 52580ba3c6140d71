"""Traces by OpenTelemetry, where `opentelemetry-instrumentation-asgi` is installed: a span for each request.

Where the spans go is for OpenTelemetry's own variables (`OTEL_…`) and its command `opentelemetry-instrument` to say.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

LIBRARY = "opentelemetry.instrumentation.asgi"


def tracing() -> list[Middleware]:
    """What traces requests; nothing where the library is not installed, or nobody said where the spans go."""
    try:
        import_module(LIBRARY)
    except ModuleNotFoundError:
        return []
    trace = import_module("opentelemetry.trace")
    return [] if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider) else [Middleware(Traced)]


class Traced:
    """Hands requests to OpenTelemetry's middleware, and from there on; without the query, since that is what a person typed."""

    def __init__(self, app: ASGIApp, provider: Any = None) -> None:
        self.app = app
        self.middleware = import_module(LIBRARY).OpenTelemetryMiddleware(
            self.resume, tracer_provider=provider, exclude_spans=["receive", "send"]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        await self.middleware({**scope, "query_string": b"", "backpass.request": scope}, receive, send)

    async def resume(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope["backpass.request"], receive, send)
