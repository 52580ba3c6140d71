"""Charts of a descent by URL: `/loss.svg`, `/landscape.png`, in every format that a figure has and that is no graph."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.charts.registry import CHARTS
from app.render.charts import CHART_FORMATS
from app.web.routes.picture_parameters import of_chart
from app.web.routes.pictures import answers, drawn
from app.web.routes.plain_route import READING, PlainRoute
from app.web.service import service

router = APIRouter(route_class=PlainRoute)


async def chart(request: Request, extension: str) -> Response:
    """A chart of the query's descent. The URL decides everything, so it may be kept and shared."""
    which = request.scope["path"].removeprefix(f"{service(request).root}/").partition(".")[0]
    return await drawn(request, extension, CHART_FORMATS, which)


for each, make in CHARTS.items():
    router.add_api_route(
        f"/{each}.{{extension}}",
        chart,
        methods=READING,
        summary=f"The {each} of a descent as a chart",
        description=(make.__doc__ or "").partition(" Raises")[0],
        responses=answers("the chart", CHART_FORMATS),
        openapi_extra={"parameters": of_chart(each)},
        response_class=Response,
        operation_id=each,
    )
