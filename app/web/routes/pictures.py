"""Figures by URL, in every format that there is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.export import FORMATS, Format
from app.web.http.addresses import query_of
from app.web.http.http_cache import AN_HOUR, keeping
from app.web.http.problem import MEDIA_TYPE, Problem, ProblemModel
from app.web.routes.picture_parameters import of_figure
from app.web.routes.plain_route import READING, PlainRoute
from app.web.service import Service, sent, service
from app.web.tasks import picture_tasks

router = APIRouter(route_class=PlainRoute)
ASKED = "backpass.asked"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemModel, "description": told, "content": {MEDIA_TYPE: {}}}
    for status, told in ((404, "no such format"), (422, "mistakes, with their places"), (503, "too long, or too busy"))
}


def answers(told: str, formats: Mapping[str, Format]) -> dict[int | str, dict[str, Any]]:
    """What an address in one of the `formats` answers, for OpenAPI."""
    return {200: {"description": told, "content": {kind.media_type: {} for kind in formats.values()}}, **PROBLEMS}


@router.api_route(
    "/diagram.{extension}",
    methods=READING,
    summary="The figure in a format",
    responses=answers("the figure", FORMATS),
    openapi_extra={"parameters": of_figure()},
    response_class=Response,
)
async def diagram(request: Request, extension: str) -> Response:
    """The same bytes as `backpass render` makes. The URL decides everything, so they may be kept and shared."""
    return await drawn(request, extension, FORMATS)


async def drawn(request: Request, extension: str, formats: Collection[str], *which: str) -> Response:
    """The file of an address in one of the `formats`: a figure, or `which` of the charts. Raises Problem for another format."""
    if extension not in formats:
        kind = " of a chart" if which else ""
        told = f"There is no format `{extension[:20]}`{kind}; there are {', '.join(formats)}."
        raise Problem.of(404, "errors", "No such format", told)
    asked = Asked.of(request)
    task, args = picture_tasks.picture, (query_of(request), extension, asked.pictorial, *which)
    return await service(request).response(request, asked.headers, task, *args, key=asked.key)


class Kept:
    """Sends pictures that are made already, without looking for their route: most of what a link to a figure asks for."""

    def __init__(self, app: ASGIApp, here: Service) -> None:
        self.app, self.here = app, here

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: ASGIApp | None = None
        if (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and scope["path"].startswith(f"{self.here.root}/diagram.")
        ):
            answer = self.found(Request(scope))
        await (answer or self.app)(scope, receive, send)

    def found(self, request: Request) -> Response | None:
        asked = Asked.of(request)
        known = self.here.known(request, asked.key)
        return None if known is None else sent(request, asked.headers, known)


class Asked(NamedTuple):
    """What an address is kept by, and the headers that it is kept under; whether a mistake is to be shown as a picture: where one goes,
    as in an <img>, no one reads a document."""

    key: str
    headers: dict[str, str]
    pictorial: bool

    @classmethod
    def of(cls, request: Request) -> Asked:
        """The same for all who look at a request."""
        known: Asked | None = request.scope.get(ASKED)
        if known is None:
            headers, pictorial = keeping(request, AN_HOUR), "image/" in request.headers.get("Accept", "")
            known = request.scope[ASKED] = cls(f"{headers['ETag']} {pictorial:d}", headers, pictorial)
        return known
