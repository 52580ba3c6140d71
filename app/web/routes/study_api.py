"""Programs as code and as formulas: by address, and by the API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.code import SCRIPTS
from app.web.http.addresses import query_of
from app.web.http.http_cache import AN_HOUR, keeping
from app.web.routes.api import answers
from app.web.routes.picture_parameters import of_figure
from app.web.routes.pictures import PROBLEMS
from app.web.routes.plain_route import READING, PlainRoute
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
    methods=READING,
    summary="The program as a script",
    responses={200: {"description": "the script", "content": {"text/x-python": {}}}, **PROBLEMS},
    openapi_extra={"parameters": code_parameters()},
    response_class=Response,
)
async def code_file(request: Request) -> Response:
    """The same text as `backpass code` prints."""
    here, headers = service(request), keeping(request, AN_HOUR)
    return await here.response(request, headers, study_tasks.code_file, query_of(request))


router.routes += [
    answers(*question)
    for question in (
        ("/api/code", "A program as a script", CodeQuestion, CodeAnswer, study_tasks.code,
         "A script that runs by itself, with what each of its lines is about."),
        ("/api/closed", "A program as formulas of its inputs", ClosedQuestion, ClosedAnswer, study_tasks.closed_form,
         "The closed form of the output and of its gradients, for programs of single numbers."),
        ("/api/hessian", "Second derivatives of a program", HessianQuestion, HessianAnswer, study_tasks.hessian,
         "The Hessian of chosen inputs, or its product with a direction: the backward pass has a backward pass of its own."),
        ("/api/paths", "The paths from an input to the output", PathsQuestion, PathsAnswer, study_tasks.ways,
         "Each path with its local derivatives; what they bring adds up to the gradient."),
        ("/api/forward", "Forward mode from an input", ForwardQuestion, ForwardAnswer, study_tasks.forward,
         "The derivative of each value by one input, and what forward and reverse mode cost."),
    )
]  # fmt: skip
