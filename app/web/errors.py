"""Every error of the server, foreseen or not, becomes a problem document."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match, Route

from app.web.http.clients import LeftError
from app.web.http.middleware import HEADERS
from app.web.http.problem import Problem, fault
from app.web.http.refusal import refusal
from app.web.routes.pages import SAME_FOR_ALL
from app.web.service import service

log = logging.getLogger(__name__)

DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not answer to this method.",
}
LEFT = 499
WHOLE_SERVER = "*"
"""What OPTIONS alone may ask about."""


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem document."""
    app.add_exception_handler(Problem, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(LeftError, left)
    app.add_exception_handler(ClientDisconnect, left)
    app.add_exception_handler(Exception, unforeseen)


async def known(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return refusal(error, service(request).root)


async def http(request: Request, error: Exception) -> Response:
    """An error of the protocol; what a route answers to is told to those who ask, and a slash too many is forgiven."""
    assert isinstance(error, HTTPException)
    root, headers = service(request).root, dict(error.headers or {})
    path = request.scope["path"].removeprefix(root)
    if path == WHOLE_SERVER:
        return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    if "Allow" in headers:
        headers["Allow"] = ", ".join((*methods(request), "OPTIONS"))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    if error.status_code == HTTPStatus.NOT_FOUND and path.rstrip("/") in SAME_FOR_ALL:
        return RedirectResponse(root + path.rstrip("/") + (f"?{request.url.query}" if request.url.query else ""))
    phrase = HTTPStatus(error.status_code).phrase
    told = DETAILS.get(error.status_code, str(error.detail))
    return refusal(Problem.of(error.status_code, "errors", phrase, told, headers=headers), root)


def methods(request: Request) -> list[str]:
    """What an address answers to by any of its routes; whoever raised the error knows of the first alone."""
    routes = [each for each in request.app.routes if isinstance(each, Route)]
    at_address = [each for each in routes if each.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for each in at_address for method in each.methods or ()})


async def left(request: Request, error: Exception) -> Response:
    """Nobody reads this but the log."""
    return Response(status_code=LEFT)


async def unforeseen(request: Request, error: Exception) -> Response:
    log.error("unforeseen error at %s", request.url.path, exc_info=error)
    answer = refusal(fault(), service(request).root)
    # It is sent past everything that adds them to other answers.
    answer.headers.update(HEADERS)
    return answer
