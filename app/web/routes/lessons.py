"""The lessons: their list, each as a page, and the judging of the answer to its question."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.lessons import course
from app.web.http.addresses import query_of
from app.web.http.http_cache import ASK_AGAIN, keeping
from app.web.routes.descent_stream import told
from app.web.routes.pages import ahead
from app.web.routes.plain_route import READING, PlainRoute
from app.web.service import service
from app.web.tasks import lesson_tasks, tasks
from app.web.tasks.finished import Finished

router = APIRouter(include_in_schema=False, route_class=PlainRoute)


async def shown(request: Request, task: Callable[..., Finished], name: str) -> Response:
    """What a task makes of a lesson."""
    here = service(request)
    return await answer(request, task, here.settings.lessons, name, query_of(request), here.root)


async def answer(request: Request, task: Callable[..., Finished], *args: object) -> Response:
    """What a task makes of the lessons as their files are now."""
    here = service(request)
    folder = here.settings.lessons
    headers = keeping(request, ASK_AGAIN, course(folder).stamp if folder else "")
    return await here.response(request, headers, task, *args)


@router.api_route("/lessons", methods=READING)
@router.api_route("/lessons/", methods=READING)
async def contents(request: Request) -> Response:
    """All lessons, in their order."""
    here = service(request)
    return await answer(request, lesson_tasks.contents, here.settings.lessons, here.root)


@router.api_route("/lessons/{name}", methods=READING)
@router.api_route("/lessons/{name}/", methods=READING)
async def lesson(request: Request, name: str) -> Response:
    """A lesson; the query is that of its live part, as on the page of a program."""
    return await shown(request, lesson_tasks.lesson, name)


@router.api_route("/lessons/{name}/answer", methods=READING)
async def question(request: Request, name: str) -> Response:
    """The lesson with the judgement of an answer to its question."""
    return await shown(request, lesson_tasks.answered, name)


@router.api_route("/lessons/{name}/numbers", methods=READING)
async def numbers(request: Request, name: str) -> Response:
    """The numbers of the live part alone."""
    here = service(request)
    return await answer(request, tasks.numbers, query_of(request), f"{here.root}/lessons/{name}")


@router.post("/lessons/{name}/numbers")
async def many_numbers(request: Request, name: str) -> Response:
    """The numbers of the live part at several values."""
    return await ahead(request, f"{service(request).root}/lessons/{name}")


@router.get("/lessons/{name}/descent")
async def descent(request: Request, name: str) -> Response:
    """The numbers of the live part's descent, step by step."""
    return await told(request, f"{service(request).root}/lessons/{name}")


@router.api_route("/lessons/{name}/judge", methods=READING)
async def judge(request: Request, name: str) -> Response:
    """Whether somebody worked out a number of the live part."""
    return await answer(request, tasks.judgement, query_of(request))
