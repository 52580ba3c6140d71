"""Charts of a descent by URL: `/loss.svg`, `/landscape.png`, in every format that a figure has and that is no graph."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.charted import CHARTS
from app.render_chart import CHART_FORMATS
from app.web import picture_tasks
from app.web.http_cache import AN_HOUR, keeping, unchanged
from app.web.pictures import key_of, wants_picture
from app.web.problem import Problem
from app.web.service import service

router = APIRouter(include_in_schema=False)


async def chart(request: Request, extension: str) -> Response:
    """A chart of the query's descent. The URL decides everything, so it may be kept and shared."""
    here = service(request)
    which = request.url.path.removeprefix(f"{here.root}/").partition(".")[0]
    if extension not in CHART_FORMATS:
        told = f"There is no format `{extension[:20]}` of a chart; there are {', '.join(CHART_FORMATS)}."
        raise Problem.of(404, "errors", "No such format", told)
    headers = keeping(request, AN_HOUR)
    if known := unchanged(request, headers):
        return known
    key, shown = f"{which} {key_of(request, headers)}", wants_picture(request)
    found = await here.answer(request, key, picture_tasks.picture, request.url.query, extension, shown, which)
    return found.response(request, headers)


for each in CHARTS:
    router.add_api_route(f"/{each}.{{extension}}", chart, methods=["GET", "HEAD"])
