"""What worker processes do for pictures: each task takes the query of an address as it came, and gives a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from app import render
from app.export import FORMATS, SETTINGS
from app.export.html import digest
from app.export.settings import CHART
from app.language import Diagnostic, LanguageError
from app.query import Query, QueryError, disposition, file_name
from app.web.http import plus_signs
from app.web.http.problem import wrong
from app.web.tasks.finished import Finished
from app.web.tasks.questions import parameters

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Backpass-Mistake, Backpass-Mistake-Line, Backpass-Mistake-Column, Backpass-Mistake-Parameter, "
    "Backpass-Notes",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Anyone may show a picture, and read it: there is nothing in it but what its address says."""
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
WRONG, MISTAKEN = 422, "onerror"
SAFE = " `'(),=:;"
"""What stands in a header as it is."""
NOTES, LONGEST = 5, 500
"""So many notes, and so many characters of them, are in a header at most."""


def picture(address: str, extension: str, shown: bool, chart: str = "") -> Finished:
    """The figure, or a chart, in one format; mistakes are a problem, unless the address or `shown` asks for them as a picture.

    Raises Problem.
    """
    rest, status = without_onerror(address)
    told: list[Diagnostic] = []
    query = asked(f"{rest}&{CHART}={chart}" if chart else rest)
    try:
        content = drawn(query, rest, extension, told.extend)
    except (LanguageError, QueryError) as error:
        found = error.mistakes
        if not (status or shown) or not FORMATS[extension].pictorial:
            problem = wrong(found)
            problem.headers.update(OPEN)
            raise problem from None
        shape = render.mistaken(query, found, extension)
        headers = {**OPEN, **policy(shape), **places(found[0]), "Cache-Control": "no-cache", "Vary": "Accept"}
        return Finished(shape, FORMATS[extension].media_type, status or WRONG, headers)
    headers = {**OPEN, **policy(content), **notes(told), "Content-Disposition": called(query, extension)}
    return Finished(content, FORMATS[extension].media_type, 200, headers)


def asked(address: str) -> Query:
    """What an address of a file asks for. Raises Problem."""
    return Query.of(parameters(address), SETTINGS)


def drawn(
    query: Query,
    address: str,
    extension: str,
    remark: Callable[[Sequence[Diagnostic]], None] = lambda told: None,
) -> bytes:
    """The figure or the chart in one format; `remark` hears what is told of how it was read. Raises LanguageError and QueryError.

    `query` is what `address` asks for.
    """
    if lost := plus_signs.misread(address):
        raise QueryError([lost])
    try:
        return render.picture(query, extension, remark)
    except LanguageError as error:
        raise LanguageError(list(plus_signs.hinted(error.mistakes, address))) from None


def without_onerror(address: str) -> tuple[str, int]:
    """The query of an address without what it says of mistakes, and the status that they are to have; 0 where it says nothing.

    Raises Problem for another status than 200.
    """
    pieces = address.split("&")
    stati = [piece.partition("=")[2] for piece in pieces if piece.startswith(f"{MISTAKEN}=")]
    if any(status != "200" for status in stati):
        raise wrong([Diagnostic(None, "onerror is 200 or not given", "leave it out", parameter=MISTAKEN)])
    return "&".join(piece for piece in pieces if not piece.startswith(f"{MISTAKEN}=")), 200 if stati else 0


def policy(content: bytes) -> dict[str, str]:
    """A policy that lets nothing through but the style of a picture that has one (an SVG that plays); anyone may hold it in a frame."""
    style = STYLE.search(content, content.find(b"<style>")) if b"<style>" in content else None
    allowed = f"; style-src {digest(style[1].decode(errors='replace'))}" if style else ""
    return {"Content-Security-Policy": f"default-src 'none'{allowed}"}


def places(first: Diagnostic) -> dict[str, str]:
    """Where the first mistake is, in headers, as a picture cannot be searched."""
    found = {"Line": first.line, "Column": first.column, "Parameter": first.parameter}
    told = {f"Backpass-Mistake-{name}": quote(str(place)) for name, place in found.items() if place is not None}
    return {"Backpass-Mistake": quote(first.message, safe=SAFE), **told}


def notes(told: Sequence[Diagnostic]) -> dict[str, str]:
    """How text and values were read, in a header, as a picture shows it only to who has it read out."""
    sentences = list(dict.fromkeys(each.message for each in told))
    shown = "; ".join(sentences[:NOTES]) + (f"; and {len(sentences) - NOTES} more" if len(sentences) > NOTES else "")
    return {"Backpass-Notes": quote(shown[:LONGEST], safe=SAFE)} if sentences else {}


def called(query: Query, extension: str) -> str:
    """What a browser shows by itself it shows; HTML is only ever saved, since it would act as a page of ours."""
    return disposition("attachment" if extension == "html" else "inline", file_name(query, extension))
