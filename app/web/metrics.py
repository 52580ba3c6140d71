"""What the server counts of itself, in the form that Prometheus reads."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
    start_http_server,
)

if TYPE_CHECKING:
    from app.web.service import Service

LOOK_EVERY = 0.5
SHORT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """One server's numbers, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self.requests = Histogram(
            "backpass_request_seconds",
            "Requests, by route and status",
            ["route", "status"],
            buckets=SHORT,
            registry=self.registry,
        )
        self.answers = Counter(
            "backpass_answers", "Answers: kept ones, joined ones, made ones", ["how"], registry=self.registry
        )
        self.ended = Counter(
            "backpass_workers_ended", "Worker processes that ended", ["reason"], registry=self.registry
        )
        self.lag = Histogram(
            "backpass_loop_lag_seconds",
            "How late the event loop comes to what is due",
            buckets=SHORT,
            registry=self.registry,
        )

    def watch(self, here: Service) -> None:
        """Add what is read off the server when it is asked for."""
        looked: dict[str, tuple[str, object]] = {
            "backpass_queue": ("Requests that wait for a worker", lambda: len(here.workers.queue)),
            "backpass_workers": ("Worker processes", lambda: len(here.workers.processes)),
            "backpass_workers_busy": ("Worker processes that compute", lambda: len(here.workers.busy)),
            "backpass_cache_bytes": ("Bytes of finished answers that are kept", lambda: here.answers.finished.total),
            "backpass_cache_answers": ("Finished answers that are kept", lambda: len(here.answers.finished)),
        }
        for name, (told, look) in looked.items():
            Gauge(name, told, registry=self.registry).set_function(look)  # type: ignore[arg-type]

    def text(self) -> bytes:
        return generate_latest(self.registry)

    async def feel_lag(self) -> None:
        """Measure again and again how late the event loop is."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOK_EVERY
            await asyncio.sleep(LOOK_EVERY)
            self.lag.observe(max(0.0, loop.time() - due))


@contextmanager
def serving_metrics(here: Service) -> Iterator[None]:
    """Measure while a server runs, and tell of it at the port of its own where there is one."""
    metrics, port = here.metrics, here.settings.metrics_port
    metrics.watch(here)
    feeling = asyncio.get_running_loop().create_task(metrics.feel_lag())
    server = start_http_server(port, here.settings.host, metrics.registry)[0] if port else None
    try:
        yield
    finally:
        feeling.cancel()
        if server is not None:
            server.shutdown()
            server.server_close()
