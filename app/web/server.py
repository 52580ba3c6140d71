"""The web server: its routes, and what stands around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import __version__
from app.assets import STATIC
from app.web import errors
from app.web.http.middleware import Limited, Matched, Mounted, Strict
from app.web.http.static_files import StaticFiles
from app.web.metering import metered
from app.web.operation.metrics import Metrics
from app.web.operation.observation import Observed
from app.web.operation.settings import MIB, Settings
from app.web.operation.tracing import tracing
from app.web.routes import (
    api,
    chart_routes,
    descent_stream,
    embed,
    health,
    lessons,
    networks,
    pages,
    pictures,
    share,
    study_api,
)
from app.web.routes.plain_route import READING
from app.web.service import Service
from app.web.shared_answers import SharedAnswers
from app.web.workers.pool import Workers

ABOUT = """\
A typed forward pass becomes the two-panel figure of its forward and backward pass. The server keeps no state: everything is
in the request, and the same request always has the same answer.
"""

SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""FastAPI's own spans hold the query, and so what people type; ours do not."""
PARTS = (pictures, pages, api, lessons, networks, chart_routes, descent_stream, embed, share, study_api, health)
"""What answers, route by route: looked through in this order, so what is asked for most comes first."""


def create(settings: Settings | None = None) -> FastAPI:
    """A server; without settings it has those that nobody changed."""
    chosen = settings or Settings()
    files, metrics = StaticFiles(STATIC), Metrics()
    workers = Workers(chosen, metrics)
    here = Service(chosen, workers, SharedAnswers(chosen.cache * MIB), metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            await asyncio.gather(workers.start(), asyncio.to_thread(files.load))
            with metered(here):
                yield
        finally:
            await workers.stop()

    app = FastAPI(
        title="Backpass",
        description=ABOUT,
        version=__version__,
        lifespan=lifespan,
        servers=[{"url": chosen.root_path}] if chosen.root_path else None,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=SILENT,
        middleware=[
            *tracing(),
            Middleware(Observed, metrics=metrics, settings=chosen),
            Middleware(Strict),
            Middleware(ProxyHeadersMiddleware, trusted_hosts=chosen.trusted),
            *([Middleware(Mounted, root=chosen.root_path)] if chosen.root_path else []),
            Middleware(Matched),
            Middleware(Limited, most=chosen.body, patience=chosen.patience),
            Middleware(pictures.Kept, here=here),
        ],
    )
    app.state.service = here
    errors.install(app)
    app.router.routes += [route for part in PARTS for route in part.router.routes]
    app.add_api_route("/static/{path:path}", files.answer, methods=READING, include_in_schema=False)
    return app
