"""The JSON API."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable
from functools import cache

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.web.http.problem import MEDIA_TYPE, Problem, ProblemModel
from app.web.routes import descent_stream
from app.web.routes.plain_route import READING, PlainRoute
from app.web.schemas.descent_models import DescentAnswer, DescentQuestion
from app.web.schemas.models import Answer, Question
from app.web.service import delivered, service
from app.web.tasks import tasks
from app.web.tasks.descent_pieces import api_piece
from app.web.tasks.finished import Finished

router = APIRouter(route_class=PlainRoute)
JSON = "application/json"
Task = Callable[[bytes], Finished]
BODIES: list[type[BaseModel]] = []
"""The models of all bodies, which are read elsewhere."""


def problems(*listed: tuple[int, str]) -> dict[int | str, dict[str, object]]:
    """Problem documents for OpenAPI."""
    schema = {"$ref": f"#/components/schemas/{ProblemModel.__name__}"}
    return {status: {"description": told, "content": {MEDIA_TYPE: {"schema": schema}}} for status, told in listed}


REFUSALS = problems(
    (400, "not JSON"),
    (408, "too slow"),
    (413, "too large"),
    (415, "not sent as JSON"),
    (422, "mistakes, with their places"),
    (429, "too many requests at once from one address"),
    (503, "too long, too much memory, or too busy"),
)


def body_of(model: type[BaseModel]) -> dict[str, object]:
    """The request's body for OpenAPI: it is read where the work is done."""
    BODIES.append(model)
    content = {JSON: {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
    return {"requestBody": {"required": True, "content": content}}


@router.post(
    "/api/descend",
    summary="A descent of a program",
    responses={200: {"model": DescentAnswer}, **REFUSALS},
    openapi_extra=body_of(DescentQuestion),
    response_class=Response,
)
async def descend(request: Request) -> Response:
    """The loss and the values of the trained inputs, before the first step and after each.

    To who accepts `text/event-stream` a descent that may be long is told piece by piece: events `progress` with the next losses, and
    one `done` with the last of them and the values at the end.
    """
    if descent_stream.MEDIA_TYPE in request.headers.get("Accept", ""):
        return await descent_stream.streamed(request, api_piece, await json_body(request))
    return await answered(request, tasks.descend)


def answers(
    path: str, summary: str, asked: type[BaseModel], told: type[BaseModel], task: Task, description: str
) -> APIRoute:
    """A question of the API: a body that a task makes an answer of."""

    async def endpoint(request: Request) -> Response:
        return await answered(request, task)

    return PlainRoute(
        path,
        endpoint,
        methods=["POST"],
        name=task.__name__,
        summary=summary,
        description=description,
        responses={200: {"model": told}, **REFUSALS},
        openapi_extra=body_of(asked),
        response_class=Response,
    )


router.routes.append(
    answers(
        "/api/graph",
        "Both passes of a program",
        Question,
        Answer,
        tasks.graph,
        "Values, adjoints and contributions by name and by node, with formulas, the gradient check and the figure's steps.",
    )
)


async def answered(request: Request, task: Task) -> Response:
    """What a task makes of the request's body. Raises Problem."""
    body = await json_body(request)
    key = f"{task.__name__} {hashlib.sha256(body).hexdigest()}"
    return delivered(await service(request).answer(request, key, task, body), {})


async def json_body(request: Request) -> bytes:
    """The request's body, which says that it is JSON. Raises Problem."""
    kind = request.headers.get("Content-Type", JSON).partition(";")[0].strip().lower()
    if kind != JSON and not kind.endswith("+json"):
        raise Problem.of(
            415, "errors", "Unsupported Media Type", f"The body should be {JSON}.", headers={"Accept": JSON}
        )
    return await request.body()


@router.api_route("/openapi.json", methods=READING, include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The description of this API."""
    return Response(description(request.app), media_type=JSON)


@cache
def description(app: FastAPI) -> bytes:
    """The OpenAPI document, in which the models of bodies are named, as they are read elsewhere."""
    # What is read is answered to GET and HEAD alike: one operation, which FastAPI lists, and warns of, as two of one name.
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        document = app.openapi()
    for path in document["paths"].values():
        path.pop("head", None)
    for model in BODIES:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        document["components"]["schemas"].update({**schema.pop("$defs", {}), model.__name__: schema})
    return json.dumps(document, ensure_ascii=False).encode()
