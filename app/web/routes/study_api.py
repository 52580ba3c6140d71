"""Programs as code and as formulas: by address, and by the API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.code import SCRIPTS
from app.web.http.addresses import query_of
from app.web.http.http_cache import AN_HOUR, keeping
from app.web.routes.api import REFUSALS, answered, body_of
from app.web.routes.picture_parameters import of_figure
from app.web.routes.pictures import PROBLEMS
from app.web.routes.plain_route import PlainRoute
from app.web.schemas.study_models import (
    ClosedAnswer,
    ClosedQuestion,
    CodeAnswer,
    CodeQuestion,
    ForwardAnswer,
    ForwardQuestion,
    HessianAnswer,
    HessianQuestion,
    PathsAnswer,
    PathsQuestion,
)
from app.web.service import service
from app.web.tasks import study_tasks

router = APIRouter(route_class=PlainRoute)
NAMES = ("e", "seed", "output", "constant", "inputs")
LIBRARY = {"type": "string", "enum": list(SCRIPTS)}


def code_parameters() -> list[dict[str, object]]:
    """The parameters of a script's address for OpenAPI: those of a figure that say what is computed, and the library."""
    own = {"name": "as", "in": "query", "required": False, "description": "the library", "schema": LIBRARY}
    return [*(each for each in of_figure() if each["name"] in NAMES), own]


@router.api_route(
    "/code.py",
    methods=["GET", "HEAD"],
    summary="The program as a script",
    responses={200: {"description": "the script", "content": {"text/x-python": {}}}, **PROBLEMS},
    openapi_extra={"parameters": code_parameters()},
    response_class=Response,
)
async def code_file(request: Request) -> Response:
    """The same text as `backpass code` prints."""
    here, headers = service(request), keeping(request, AN_HOUR)
    return await here.response(request, headers, study_tasks.code_file, query_of(request))


@router.post(
    "/api/code",
    summary="A program as a script",
    responses={200: {"model": CodeAnswer}, **REFUSALS},
    openapi_extra=body_of(CodeQuestion),
    response_class=Response,
)
async def code(request: Request) -> Response:
    """A script that runs by itself, with what each of its lines is about."""
    return await answered(request, study_tasks.code)


@router.post(
    "/api/closed",
    summary="A program as formulas of its inputs",
    responses={200: {"model": ClosedAnswer}, **REFUSALS},
    openapi_extra=body_of(ClosedQuestion),
    response_class=Response,
)
async def closed_form(request: Request) -> Response:
    """The closed form of the output and of its gradients, for programs of single numbers."""
    return await answered(request, study_tasks.closed_form)


@router.post(
    "/api/hessian",
    summary="Second derivatives of a program",
    responses={200: {"model": HessianAnswer}, **REFUSALS},
    openapi_extra=body_of(HessianQuestion),
    response_class=Response,
)
async def hessian(request: Request) -> Response:
    """The Hessian of chosen inputs, or its product with a direction: the backward pass has a backward pass of its own."""
    return await answered(request, study_tasks.hessian)


@router.post(
    "/api/paths",
    summary="The paths from an input to the output",
    responses={200: {"model": PathsAnswer}, **REFUSALS},
    openapi_extra=body_of(PathsQuestion),
    response_class=Response,
)
async def ways(request: Request) -> Response:
    """Each path with its local derivatives; what they bring adds up to the gradient."""
    return await answered(request, study_tasks.ways)


@router.post(
    "/api/forward",
    summary="Forward mode from an input",
    responses={200: {"model": ForwardAnswer}, **REFUSALS},
    openapi_extra=body_of(ForwardQuestion),
    response_class=Response,
)
async def forward(request: Request) -> Response:
    """The derivative of each value by one input, and what forward and reverse mode cost."""
    return await answered(request, study_tasks.forward)
