"""What worker processes do for pictures: each task takes the query of an address as it came, and gives a file."""

from __future__ import annotations

from urllib.parse import parse_qsl

from app import render
from app.export import SETTINGS
from app.language import LanguageError
from app.query import Query, QueryError
from app.web import plus_signs
from app.web.problem import mistakes
from app.web.tasks import refusing


def asked(address: str) -> Query:
    return Query.of(parse_qsl(address, keep_blank_values=True), SETTINGS)


def drawn(address: str, extension: str) -> bytes:
    """The figure in one format. Raises LanguageError and QueryError."""
    if lost := plus_signs.misread(address):
        raise QueryError([lost])
    try:
        return render.picture(asked(address), extension)
    except LanguageError as error:
        raise LanguageError(list(plus_signs.hinted(error.mistakes, address))) from None


@refusing
def picture(address: str, extension: str) -> bytes:
    """The figure in one format."""
    return drawn(address, extension)


def mistake_picture(address: str, extension: str) -> bytes:
    """What stands in place of a figure that cannot be drawn."""
    try:
        return drawn(address, extension)
    except (LanguageError, QueryError) as error:
        return render.mistaken(asked(address), mistakes(error), extension)
