"""What a request asks, read in a worker: the query of an address, and the JSON of the API's body."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar
from urllib.parse import parse_qsl

from pydantic import ValidationError

from app.language import Diagnostic
from app.values.numerals import Written
from app.web.http.problem import Problem, wrong
from app.web.schemas.models import ProgramQuestion

Asked = TypeVar("Asked", bound=ProgramQuestion)
PARAMETERS = 2_000
"""How many inputs and options a request may have: as many as a graph has nodes."""


class NotJSONError(ValueError):
    """What Python takes for JSON and nobody else does."""


def parameters(address: str) -> list[tuple[str, str]]:
    """The parameters in the query of an address. Raises Problem where there are too many, or one is no text."""
    if address.count("&") >= PARAMETERS:
        raise wrong([Diagnostic(None, f"an address may have {PARAMETERS} parameters")])
    return parse_qsl(address, keep_blank_values=True)


def question(body: bytes, kind: type[Asked]) -> Asked:
    """What the body of a request to the API asks. Raises Problem."""
    given = read(body)
    check(given)
    try:
        asked = kind.model_validate(given)
    except ValidationError as error:
        raise wrong(misfits(error)) from None
    for name, text in asked.texts():
        whole(name, text)
    return asked


def read(body: bytes) -> object:
    """What a body of JSON says. Raises Problem."""
    try:
        return json.loads(body, object_pairs_hook=once, parse_constant=refuse_constant, parse_float=Written.of)
    except (NotJSONError, json.JSONDecodeError) as error:
        told = str(error)
    except UnicodeDecodeError:
        told = "it is not UTF-8"
    except (ValueError, RecursionError):
        told = "numbers or nested lists are too long for it"
    raise Problem.of(400, "errors", "This is not JSON", f"The body should be JSON: {told}.")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two values for one name neither is the one that was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise NotJSONError(f"`{visible(twice)[:40]}` is given twice")
    return found


def refuse_constant(written: str) -> NoReturn:
    raise NotJSONError(
        f'it has no {written}; as a text, "{written.replace("Infinity", "inf").lower()}", it can be a value'
    )


def check(given: object) -> None:
    """Refuse a body that has far too much in it before each piece is looked at."""
    if isinstance(given, Mapping):
        for name, inner in ("the body", given), ("values", given.get("values")):
            if isinstance(inner, Mapping) and len(inner) > PARAMETERS:
                raise wrong([Diagnostic(None, f"{len(inner)} names, more than {PARAMETERS}", parameter=name)])


def misfits(error: ValidationError) -> list[Diagnostic]:
    """What does not have the form that it should have."""
    return [misfit(dict(item)) for item in error.errors(include_url=False, include_input=False)]


def misfit(item: Mapping[str, Any]) -> Diagnostic:
    """One of pydantic's errors as a mistake in a parameter."""
    named, context = visible(".".join(map(str, item["loc"]))), item.get("ctx")
    message = visible(item["msg"].removeprefix("Value error, "))
    hint = getattr(context.get("error"), "hint", "") if context else ""
    return Diagnostic(None, message, hint, parameter=named[:100] or "body")


def whole(name: str, text: str) -> None:
    """Refuse a text that is none: no answer can repeat half of a character."""
    if (shown := visible(text)) != text:
        raise wrong([Diagnostic(None, f"`{shown[-40:]}` has half of a character in it", parameter=name)])


def visible(text: str) -> str:
    """The text, with halves of characters, which no answer can hold, by their numbers."""
    return text.encode(errors="backslashreplace").decode()
