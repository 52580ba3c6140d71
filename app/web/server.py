"""The web server: its routes, and what stands around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from app import __version__
from app.assets import STATIC
from app.web import api, errors, help_page, pages, pictures
from app.web.http_cache import Files
from app.web.middleware import Limited, Strict
from app.web.service import Service
from app.web.settings import Settings
from app.web.workers import Workers

ABOUT = """\
A typed forward pass becomes the two-panel figure of its forward and backward pass. The server keeps no state: everything is
in the request, and the same request always has the same answer.
"""


def create(settings: Settings | None = None) -> FastAPI:
    """A server; without settings it takes those of the environment."""
    chosen = settings or Settings.from_environment()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        workers = Workers(chosen)
        app.state.service = Service(chosen, workers)
        try:
            await workers.start()
            yield
        finally:
            await workers.stop()

    app = FastAPI(
        title="Backpass",
        description=ABOUT,
        version=__version__,
        lifespan=lifespan,
        root_path=chosen.root_path,
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(Strict),
            Middleware(GZipMiddleware, compresslevel=5),
            Middleware(Limited, most=chosen.body, patience=chosen.patience),
        ],
    )
    errors.install(app)
    for part in (pages, help_page, pictures, api):
        app.include_router(part.router)
    app.mount("/static", Files(directory=STATIC))
    return app
