"""A page for each program that figures are put into: what it takes of one, and what it cannot do."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.share.registry import FIRST, TARGETS
from app.web.http.addresses import query_of
from app.web.http.http_cache import ASK_AGAIN, keeping
from app.web.http.problem import Problem
from app.web.routes.embed import public_address
from app.web.routes.plain_route import READING, PlainRoute
from app.web.service import service
from app.web.tasks import share_tasks

router = APIRouter(include_in_schema=False, route_class=PlainRoute)


@router.api_route("/share", methods=READING)
async def first(request: Request) -> Response:
    """The page of the first target."""
    return await shared(request, FIRST)


@router.api_route("/share/{target}", methods=READING)
async def whole(request: Request, target: str) -> Response:
    """How the whole figure gets into a target."""
    return await shared(request, target)


@router.api_route("/share/{target}/steps", methods=READING)
async def walked(request: Request, target: str) -> Response:
    """How its steps do."""
    return await shared(request, target, walked=True)


async def shared(request: Request, target: str, *, walked: bool = False) -> Response:
    """The page of a target. Raises Problem, 404, where there is none, or it takes no steps."""
    found = TARGETS.get(target)
    if found is None or (walked and found.walked is None):
        told = "It takes no steps." if found else f"There are {', '.join(TARGETS)}."
        raise Problem.of(404, "errors", "No such target", told)
    here = service(request)
    base = public_address(here.settings.address, request)
    headers = keeping(request, ASK_AGAIN, base)
    return await here.response(request, headers, share_tasks.page, query_of(request), target, walked, base, here.root)
