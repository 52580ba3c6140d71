"""A long descent in pieces, each a task of its own for a worker: what has been reached goes from one to the next."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.pipeline import descent_notes, moved, start, trace
from app.query import Query
from app.query.descent_query import ITERATION
from app.training import PIECE, Asked, Checkpoint, Way, ending, go
from app.values import plain
from app.web.page.numbers import changed
from app.web.schemas.descent_models import DescentQuestion
from app.web.tasks.questions import parameters, question
from app.web.tasks.refusing import refusing

FRAMES = 200
"""About so many pictures of a descent are sent to a page."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An event for whoever waits, and where the next piece begins; None at the end."""

    event: bytes
    then: Checkpoint | None


def event(name: str, content: bytes) -> bytes:
    """A server-sent event; JSON holds no line ends."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), content)


@refusing
def api_piece(body: bytes, since: Checkpoint | None) -> Piece:
    """The next losses of a descent that the API is asked for; with the last of them the values. Raises Problem."""
    asked = question(body, DescentQuestion)
    begin = start(asked.worksheet())
    request = asked.asked().request(begin.program)
    way = go(begin, request, request.steps, since, PIECE)
    told: dict[str, Any] = {
        "step": way.step,
        "steps": request.steps,
        "loss": way.losses[0 if since is None else since.step + 1 :],
    }
    if way.done:
        values = way.course.checkpoint().values
        told |= {
            "values": {name: plain(np.asarray(value)) for name, value in values.items()},
            "optimiser": request.optimiser.name,
            "rate": request.learning_rate,
            "diverged": way.diverged,
            "notes": [*filter(None, [ended(way)]), *descent_notes(asked.worksheet(), request)],
        }
    content = json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    return Piece(event("done" if way.done else "progress", content), None if way.done else way.checkpoint())


def ended(way: Way) -> str:
    """What is told of where a descent came to, if anything is."""
    return ending(way.diverged, way.losses, way.stray, way.course.asked)


@refusing
def page_piece(address: str, root: str, since: Checkpoint | None) -> Piece:
    """The next numbers of a page whose descent runs from its iteration on. Raises Problem."""
    query = Query.of(parameters(address))
    sheet = query.worksheet()
    begin, asked = start(sheet), sheet.training or Asked()
    request = asked.request(begin.program)
    first = min(asked.iteration or 0, request.steps)
    here = first if since is None else since.step
    until = min(request.steps, here + max(1, math.ceil((request.steps - first) / FRAMES)))
    way = go(begin, request, until, since, PIECE)
    reached = moved(sheet, way)
    at = replace(query, training={**query.training, ITERATION: str(way.step)})
    content = changed(at, sheet, trace(reached), root, way, ())
    return Piece(event("done" if way.done else "progress", content), None if way.done else way.checkpoint())
