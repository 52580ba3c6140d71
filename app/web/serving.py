"""A server from its start to its end: where it listens, and how it stops."""

from __future__ import annotations

import contextlib
import gc
import math
import signal
import socket
import sys
import time
from types import FrameType

import uvicorn
from fastapi import FastAPI

from app.loading import loading
from app.web.http.protocol import BoundedConfig, BoundedProtocol
from app.web.operation import logs
from app.web.operation.settings import Settings
from app.web.server import create
from app.web.service import Service

BACKLOG = 2_048


class StoppingServer(uvicorn.Server):
    """Says first that it is not ready, goes on for as long as it is to linger, and then takes no more."""

    def __init__(self, config: BoundedConfig, service: Service) -> None:
        super().__init__(config)
        self.service = service
        self.lingers_until = math.inf

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What is ready now stays for good: a collector that looked at it again would hold everybody up for a tenth of a second.
        gc.collect()
        gc.freeze()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        settings, now = self.service.settings, time.monotonic()
        if sig == signal.SIGTERM and settings.linger and not self.service.stopping:
            self.lingers_until = now + settings.linger
            self.service.ends = self.lingers_until + settings.grace
        else:
            self.service.ends = min(self.service.ends, now + settings.grace)
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or time.monotonic() >= self.lingers_until


def configured(app: FastAPI, settings: Settings) -> BoundedConfig:
    config = BoundedConfig(
        app,
        host=settings.host,
        port=settings.port,
        uds=settings.socket or None,
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        loop="asyncio" if sys.platform == "win32" else "uvloop",
        backlog=BACKLOG,
        server_header=False,
        proxy_headers=False,
        access_log=False,
        log_config=None,
        timeout_keep_alive=settings.idle,  # type: ignore[arg-type]
        timeout_graceful_shutdown=settings.grace,  # type: ignore[arg-type]
    )
    config.connections, config.patience = settings.connections, settings.patience
    return config


def serve_until_stopped(settings: Settings) -> None:
    """Serve until a signal says to stop."""
    logs.configure()
    with loading():
        app = create(settings)
    server = StoppingServer(configured(app, settings), app.state.service)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(1)
