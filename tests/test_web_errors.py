"""What nobody foresaw is answered, and counted, like every other error."""

from __future__ import annotations

import asyncio

import httpx
from fastapi import FastAPI

from app.web.http.middleware import HEADERS
from app.web.http.problem import MEDIA_TYPE
from app.web.server import create


async def asked(app: FastAPI, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as client:
        return await client.get(path)


def test_an_unforeseen_error_is_a_problem_document_with_our_headers() -> None:
    app = create()

    async def broken() -> None:
        raise ZeroDivisionError("secret")

    app.add_api_route("/broken", broken)
    answer = asyncio.run(asked(app, "/broken"))
    assert (answer.status_code, answer.headers["content-type"]) == (500, MEDIA_TYPE)
    assert "secret" not in answer.text
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert b'route="/broken",status="500"' in app.state.service.metrics.text()
