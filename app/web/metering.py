"""Measuring a server while it runs, and telling of it at a port of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import start_http_server

from app.web.service import Service


def watch(here: Service) -> None:
    """Have the server's numbers looked up whenever somebody asks for them."""
    workers, kept = here.workers, here.answers.finished
    here.metrics.watch(
        {
            "queue": ("Requests that wait for a worker", lambda: len(workers.queue)),
            "workers": ("Worker processes", lambda: len(workers.processes)),
            "workers_busy": ("Worker processes that compute", lambda: len(workers.busy)),
            "cache_bytes": ("Bytes of finished answers that are kept", lambda: kept.total),
            "cache_answers": ("Finished answers that are kept", lambda: len(kept)),
        }
    )


@contextmanager
def metered(here: Service) -> Iterator[None]:
    """Measure while the block runs."""
    watch(here)
    metrics, port = here.metrics, here.settings.metrics_port
    feeling = asyncio.get_running_loop().create_task(metrics.feel_lag())
    server = start_http_server(port, here.settings.host, metrics.registry)[0] if port else None
    try:
        yield
    finally:
        feeling.cancel()
        if server is not None:
            server.shutdown()
            server.server_close()
