"""Long descents as server-sent events: piece after piece from the workers, until the end or until nobody listens."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from app.web.http.addresses import query_of
from app.web.http.clients import client_of, while_connected
from app.web.http.problem import Problem
from app.web.routes.picture_parameters import of_figure
from app.web.routes.pictures import PROBLEMS
from app.web.routes.plain_route import PlainRoute
from app.web.service import service
from app.web.tasks.descent_pieces import Piece, event, page_piece
from app.web.workers import unavailable

router = APIRouter(route_class=PlainRoute)
MEDIA_TYPE = "text/event-stream"
LAST_PIECE = 2.0
"""Seconds that a piece may take: a server that has less left says so, before it is cut off."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get(
    "/descent",
    summary="The numbers of a page's descent, step by step",
    responses={200: {"description": "server-sent events", "content": {MEDIA_TYPE: {}}}, **PROBLEMS},
    openapi_extra={"parameters": of_figure()},
    response_class=Response,
)
async def descent(request: Request) -> Response:
    """The numbers of a page's descent from its iteration on."""
    return await told(request, service(request).root)


async def told(request: Request, root: str) -> Response:
    """The pieces for a page, whose browser tells it nothing of an answer that is no stream."""
    try:
        return await streamed(request, page_piece, query_of(request), root)
    except Problem as problem:
        return Response(
            event("problem", problem.content(service(request).root)), media_type=MEDIA_TYPE, headers=HEADERS
        )


async def streamed(request: Request, task: Callable[..., Piece], *args: object) -> Response:
    """All pieces of a task, each of which is told where the one before ended. Raises Problem where the first cannot be."""
    here, client = service(request), client_of(request)
    first = await while_connected(request, here.workers.run(task, *args, None, client=client))

    async def events() -> AsyncIterator[bytes]:
        piece = first
        yield piece.event
        while piece.then is not None:
            try:
                if time.monotonic() > here.ends - LAST_PIECE:
                    raise unavailable.stopping()
                piece = await here.workers.run(task, *args, piece.then, client=client)
            except Problem as problem:
                yield event("problem", problem.content(here.root))
                return
            yield piece.event

    if request.scope["http_version"] == "1.0":
        # It knows no pieces (RFC 9112, 6.1).
        return Response(b"".join([piece async for piece in events()]), media_type=MEDIA_TYPE, headers=HEADERS)
    return StreamingResponse(events(), media_type=MEDIA_TYPE, headers=HEADERS)
