"""The pages that people see."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.diagram import CHOICES
from app.export import FORMATS
from app.web import tasks
from app.web.problem import Problem
from app.web.service import service
from app.web.template import render

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page(request: Request) -> HTMLResponse:
    """The page of a program; a program with mistakes is a page too, which shows them."""
    pairs, here = request.query_params.multi_items(), service(request)
    try:
        return html(await here.workers.run(tasks.page, pairs, here.root))
    except Problem as problem:
        document = problem.document
        text = tasks.apology(pairs, here.root, document.detail)
        return HTMLResponse(text, document.status, headers=problem.headers)


@router.get("/examples")
async def examples(request: Request) -> HTMLResponse:
    here = service(request)
    return html(await here.gallery())


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """What there is besides the page: links, pictures by URL, the API, and what its errors mean."""
    here = service(request)
    return html(render("docs.html", root=here.root, formats=FORMATS, choices=CHOICES))


def html(text: str) -> HTMLResponse:
    return HTMLResponse(text, headers={"Cache-Control": "no-cache"})
