"""What the server counts of itself, in the form that Prometheus reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

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

    def watch(self, looks: Mapping[str, tuple[str, Callable[[], float]]]) -> None:
        """Add numbers that are looked up when they are asked for: each with what it means."""
        for name, (told, look) in looks.items():
            Gauge(f"backpass_{name}", told, registry=self.registry).set_function(look)

    def text(self) -> bytes:
        return generate_latest(self.registry)

    async def feel_lag(self) -> None:
        """Measure again and again how late the event loop is."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOK_EVERY
            await asyncio.sleep(LOOK_EVERY)
            self.lag.observe(max(0.0, loop.time() - due))
