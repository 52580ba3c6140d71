"""How the server is: alive, ready, and in numbers."""

from __future__ import annotations

import platform

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from app import __version__
from app.web.http.problem import Problem
from app.web.operation.build import build
from app.web.routes.plain_route import READING, PlainRoute
from app.web.service import service

router = APIRouter(include_in_schema=False, route_class=PlainRoute)


@router.api_route("/healthz", methods=READING)
@router.api_route("/api/health", methods=READING)
async def alive(request: Request) -> Response:
    """That this process is up: whoever restarts it asks this."""
    return JSONResponse({"status": "ok"})


@router.api_route("/readyz", methods=READING)
async def ready(request: Request) -> Response:
    """Whether requests may be sent here: some worker has shown within the last seconds that it computes, and no stop is near."""
    here = service(request)
    proven = here.workers.proven()
    good = bool(proven) and not here.stopping
    told = {
        "status": "ready" if good else "stopping" if here.stopping else "not ready",
        "workers": {"ready": proven, "of": here.settings.workers, "busy": len(here.workers.busy)},
        "queue": len(here.workers.queue),
        "versions": {
            "backpass": __version__,
            "build": build(),
            "python": platform.python_version(),
            "numpy": np.__version__,
        },
    }
    return JSONResponse(told, 200 if good else 503)


@router.api_route("/metrics", methods=READING)
async def metrics(request: Request) -> Response:
    here = service(request)
    if here.settings.metrics_port:
        raise Problem.of(404, "errors", "Not Found", "There is nothing at this address.")
    return Response(here.metrics.text(), media_type=CONTENT_TYPE_LATEST)
