"""The JSON API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web import tasks
from app.web.models import Answer, Question
from app.web.problem import MEDIA_TYPE, ProblemModel
from app.web.service import service

router = APIRouter()


def problems(*listed: tuple[int, str]) -> dict[int | str, dict[str, object]]:
    """Problem documents for OpenAPI."""
    schema = {"$ref": f"#/components/schemas/{ProblemModel.__name__}"}
    return {status: {"description": told, "content": {MEDIA_TYPE: {"schema": schema}}} for status, told in listed}


@router.post(
    "/api/graph",
    summary="Both passes of a program",
    responses={
        200: {"model": Answer},
        **problems(
            (400, "not JSON"),
            (408, "too slow"),
            (413, "too large"),
            (422, "mistakes, with their places"),
            (503, "too long, too much memory, or too busy"),
        ),
    },
    response_class=Response,
)
async def graph(request: Request, question: Question) -> Response:
    """Values, adjoints and contributions by name and by node, with formulas, the gradient check and the figure's steps."""
    content = await service(request).workers.run(tasks.graph, question)
    return Response(content, media_type="application/json")


@router.get("/healthz", include_in_schema=False)
@router.get("/api/health", include_in_schema=False)
async def health() -> dict[str, str]:
    """That this process is up: what a load balancer or a container asks."""
    return {"status": "ok"}
