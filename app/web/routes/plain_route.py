"""Routes whose endpoints take a request as it is: bodies and queries are read where the work is done."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

READING = ["GET", "HEAD"]
"""How what changes nothing is asked for."""


class PlainRoute(APIRoute):
    """Passes an endpoint the request and what stands in its path, without FastAPI's looking for more, which costs twice as much."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.app = self.plain

    async def plain(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response: Response = await self.endpoint(request, **request.path_params)
        await response(scope, receive, send)
