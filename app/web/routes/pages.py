"""The pages that people see."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.http.addresses import query_of
from app.web.http.http_cache import ASK_AGAIN, keeping
from app.web.http.problem import Problem
from app.web.routes.embed import discovery
from app.web.routes.plain_route import READING, PlainRoute
from app.web.service import delivered, service
from app.web.tasks import tasks
from app.web.tasks.finished import Finished

router = APIRouter(include_in_schema=False, route_class=PlainRoute)
SAME_FOR_ALL: dict[str, Callable[[str], Finished]] = {
    "/examples": tasks.gallery,
    "/docs": tasks.docs,
    "/help": tasks.help_page,
    "/completions": tasks.completions,
}


@router.api_route("/", methods=READING)
async def page(request: Request) -> Response:
    """The page of a program; a program with mistakes is a page too, which shows them."""
    here, address, headers = service(request), query_of(request), keeping(request, ASK_AGAIN)
    told = {**headers, **discovery(request)}
    try:
        return await here.response(request, told, tasks.page, address, here.root)
    except Problem as problem:
        return delivered(tasks.apology(address, here.root, problem), told)


@router.api_route("/numbers", methods=READING)
async def numbers(request: Request) -> Response:
    """The numbers of a page alone, for a page that is there already."""
    here, address, headers = service(request), query_of(request), keeping(request, ASK_AGAIN)
    return await here.response(request, headers, tasks.numbers, address, here.root)


@router.post("/numbers")
async def many_numbers(request: Request) -> Response:
    """The numbers of several pages, their queries one a line: a slider that is about to be moved asks ahead."""
    return await ahead(request, service(request).root)


async def ahead(request: Request, root: str) -> Response:
    """The numbers of several pages at a root."""
    here, body = service(request), await request.body()
    key = f"numbers {root} {sha256(body).hexdigest()}"
    return delivered(await here.answer(request, key, tasks.many_numbers, body, root), {})


@router.post("/open")
async def reopened(request: Request) -> Response:
    """The query of the page that a file of ours shows, as text; of any other file, nothing."""
    here, body = service(request), await request.body()
    found = await here.answer(request, f"open {sha256(body).hexdigest()}", tasks.reopened, body)
    return delivered(found, {})


@router.api_route("/judge", methods=READING)
async def judge(request: Request) -> Response:
    """Whether somebody worked a number out."""
    here, address, headers = service(request), query_of(request), keeping(request, ASK_AGAIN)
    return await here.response(request, headers, tasks.judgement, address)


async def fixed(request: Request) -> Response:
    """A page that depends on nothing that anyone asks."""
    here, headers = service(request), keeping(request, ASK_AGAIN)
    path = request.scope["path"].removeprefix(here.root)
    return await here.response(request, headers, SAME_FOR_ALL[path], here.root, key=path)


for path in SAME_FOR_ALL:
    router.add_api_route(path, fixed, methods=READING)
