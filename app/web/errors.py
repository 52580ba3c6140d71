"""Every error of the server, foreseen or not, becomes a problem document."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.language import Diagnostic
from app.web.problem import Problem, fault, wrong

log = logging.getLogger(__name__)

DETAILS = {
    400: "The body of the request is not the JSON that its length and type promise.",
    404: "There is nothing at this address.",
    405: "This address does not answer to this method.",
}


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem document."""
    app.add_exception_handler(Problem, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unforeseen)


async def known(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.response()


async def invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return wrong([misfit(item) for item in error.errors()]).response()


async def http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    told = DETAILS.get(error.status_code, str(error.detail))
    return Problem.of(error.status_code, "errors", phrase, told, headers=error.headers).response()


async def unforeseen(request: Request, error: Exception) -> Response:
    log.error("unforeseen error at %s", request.url.path, exc_info=error)
    return fault().response()


def misfit(item: dict[str, object]) -> Diagnostic:
    """One of pydantic's errors as a mistake in a parameter."""
    place = item["loc"]
    parts = [str(part) for part in place[1:]] if isinstance(place, tuple) else []
    message = str(item["msg"]).removeprefix("Value error, ")
    context = item.get("ctx")
    hint = getattr(context.get("error"), "hint", "") if isinstance(context, dict) else ""
    return Diagnostic(None, message, hint, parameter=".".join(parts) or "body")
