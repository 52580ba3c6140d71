"""Around every request: its id, how long it took, and a line in the log for those who want one."""

from __future__ import annotations

import logging
import re
import time
from random import getrandbits

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.operation.metrics import Metrics
from app.web.operation.settings import Settings

log = logging.getLogger("backpass.access")
REQUEST_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)


class Observed:
    def __init__(self, app: ASGIApp, metrics: Metrics, settings: Settings) -> None:
        self.app, self.metrics, self.settings = app, metrics, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun, status = time.perf_counter(), 499
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else f"{getrandbits(128):032x}"

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception:
            status = 500
            raise
        finally:
            seconds = time.perf_counter() - begun
            self.metrics.requests.labels(route(scope, self.settings.root_path), str(status)).observe(seconds)
            if self.settings.access_log:
                self.write(scope, request_id, status, seconds)

    def write(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        """A line about a request; what a person typed stands in it only where that was asked for."""
        told = {
            "request_id": request_id,
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "client": scope["client"][0] if scope.get("client") else "",
        }
        if self.settings.log_programs:
            told["query"] = scope["query_string"].decode("latin-1")
        log.info("request", extra=told)


def route(scope: Scope, root: str) -> str:
    """The path of the route that a request took, as in `/diagram.{extension}`; a picture that was kept took none."""
    found = getattr(scope.get("route"), "path", "")
    kept = scope["path"].startswith(f"{root}/diagram.")
    return found or ("/diagram.{extension}" if kept else "other")
