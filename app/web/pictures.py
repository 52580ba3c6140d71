"""Figures by URL, in every format that there is."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.diagram import CHOICES, FRAMES, MEASURED
from app.diagram.frames import NARROWEST, WIDEST
from app.export import FORMATS, SETTINGS
from app.export.settings import Setting
from app.language.parser import CHARACTERS
from app.query import CONSTANT, OUTPUT, PROGRAM, SEED
from app.web import picture_tasks
from app.web.http_cache import AN_HOUR, keeping, unchanged
from app.web.problem import MEDIA_TYPE, Problem, ProblemModel
from app.web.service import Service, service

router = APIRouter()
OK = 200


def schema(setting: Setting) -> Mapping[str, object]:
    if setting.choices:
        return {"type": "string", "enum": list(setting.choices)}
    return {"type": "number" if setting.numeric else "string"}


def parameters() -> list[dict[str, object]]:
    """The parameters of a figure's URL for OpenAPI; inputs are free parameters, so they stand as one object."""
    text = {"type": "string"}
    known: list[tuple[str, str, Mapping[str, object]]] = [
        (PROGRAM, "the program", {"type": "string", "maxLength": CHARACTERS, "example": "z = x*y"}),
        (SEED, "dL/d(output): a number or nested lists", text),
        (OUTPUT, "another named value than the last as output", text),
        (CONSTANT, "names of inputs that get no adjoint, separated by commas", text),
        *(
            (name, "how the figure is drawn", {"type": "string", "enum": list(values)})
            for name, values in CHOICES.items()
            if name not in MEASURED
        ),
        *((each.name, each.told, schema(each)) for each in SETTINGS.values()),
        ("onerror", "200 for hosts that drop pictures with another status", {"type": "string", "enum": ["200"]}),
    ]
    frame = {
        "anyOf": [{"type": "string", "enum": list(FRAMES)}, {"type": "number", "minimum": NARROWEST, "maximum": WIDEST}]
    }
    known.append(("frame", "the frame that the figure has to fit, by name or in em of its main type", frame))
    listed: list[dict[str, object]] = [
        {"name": name, "in": "query", "required": name == PROGRAM, "description": told, "schema": schema}
        for name, told, schema in known
    ]
    told = "values of inputs: x=3&y=[1,2]; an input called as one of the other parameters is given as at.e=3"
    numbers = {"type": "object", "additionalProperties": text, "example": {"x": "3", "y": "-4"}}
    return [
        *listed,
        {"name": "inputs", "in": "query", "style": "form", "explode": True, "description": told, "schema": numbers},
    ]


PROBLEMS: dict[int | str, dict[str, object]] = {
    status: {"model": ProblemModel, "description": told, "content": {MEDIA_TYPE: {}}}
    for status, told in ((404, "no such format"), (422, "mistakes, with their places"), (503, "too long, or too busy"))
}


@router.api_route(
    "/diagram.{extension}",
    methods=["GET", "HEAD"],
    summary="The figure in a format",
    responses={
        200: {"description": "the figure", "content": {kind.media_type: {} for kind in FORMATS.values()}},
        **PROBLEMS,
    },
    openapi_extra={"parameters": parameters()},
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
    headers = keeping(request, AN_HOUR)
    if known := unchanged(request, headers):
        return known
    key, shown = key_of(request, headers), wants_picture(request)
    found = await service(request).answer(
        request, key, picture_tasks.picture, request.url.query, extension, shown, *which
    )
    return found.response(request, headers)


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
        headers = keeping(request, AN_HOUR)
        known = self.here.answers.finished.get(key_of(request, headers))
        if known is None:
            return None
        self.here.metrics.answers.labels("kept").inc()
        return (unchanged(request, headers) if known.status == OK else None) or known.response(request, headers)


def key_of(request: Request, headers: Mapping[str, str]) -> str:
    """What the answer is kept by."""
    return f"{headers['ETag']} {wants_picture(request):d}"


def wants_picture(request: Request) -> bool:
    """Whether a mistake is to be shown as a picture: where one goes, as in an <img>, no one reads a document."""
    return "image/" in request.headers.get("Accept", "")
