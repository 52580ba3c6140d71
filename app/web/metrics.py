"""What the server counts of itself, in the form that Prometheus reads."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter


class Metrics:
    """One server's numbers, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.ended = Counter(
            "backpass_workers_ended", "Worker processes that ended", ["reason"], registry=self.registry
        )
        self.cached = Counter("backpass_answers", "Answers by how they came", ["how"], registry=self.registry)
