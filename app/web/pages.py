"""The pages that people see."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app.diagram import CHOICES
from app.export import FORMATS
from app.web import tasks
from app.web.http_cache import ASK_AGAIN, keeping, unchanged
from app.web.problem import Problem
from app.web.service import service
from app.web.template import render

router = APIRouter(include_in_schema=False)
READING = ["GET", "HEAD"]


@router.api_route("/", methods=READING)
async def page(request: Request) -> Response:
    """The page of a program; a program with mistakes is a page too, which shows them."""
    pairs, here = request.query_params.multi_items(), service(request)
    headers = keeping(request, ASK_AGAIN)
    if known := unchanged(request, headers):
        return known
    try:
        return HTMLResponse(await here.workers.run(tasks.page, pairs, here.root), headers=headers)
    except Problem as problem:
        document = problem.document
        text = tasks.apology(pairs, here.root, document.detail)
        return HTMLResponse(text, document.status, headers=problem.headers)


@router.api_route("/examples", methods=READING)
async def examples(request: Request) -> Response:
    headers = keeping(request, ASK_AGAIN)
    return unchanged(request, headers) or HTMLResponse(await service(request).gallery(), headers=headers)


@router.api_route("/docs", methods=READING)
async def docs(request: Request) -> HTMLResponse:
    """What there is besides the page: links, pictures by URL, the API, and what its errors mean."""
    return HTMLResponse(render("docs.html", root=service(request).root, formats=FORMATS, choices=CHOICES))
