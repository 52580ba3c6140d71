"""The network builder: a form that answers with a text."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.http.addresses import query_of
from app.web.http.http_cache import ASK_AGAIN, keeping
from app.web.page.network_page import network_page
from app.web.page.template import render
from app.web.routes.plain_route import READING, PlainRoute
from app.web.service import service
from app.web.tasks.finished import HTML, Finished
from app.web.tasks.questions import parameters

router = APIRouter(include_in_schema=False, route_class=PlainRoute)


@router.api_route("/networks", methods=READING)
async def networks(request: Request) -> Response:
    """The page of the builder; its query are the fields of its form."""
    here, headers = service(request), keeping(request, ASK_AGAIN)
    return await here.response(request, headers, page, query_of(request), here.root)


def page(address: str, root: str) -> Finished:
    """Made in a worker. A request that makes no sense is a page too, which says why."""
    shown = network_page(dict(parameters(address)), root)
    content = render("networks.html", page=shown, root=root).encode()
    return Finished(content, HTML)
