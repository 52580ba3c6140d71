"""What worker processes do for frames on other pages, and for consumers of oEmbed 1.0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from json import dumps
from urllib.parse import urlsplit

from app import render
from app.diagram import Diagram
from app.export import FORMATS, SETTINGS
from app.export.html import policy
from app.export.settings import SIZES
from app.export.theme import THEMES
from app.language import LanguageError
from app.query import Query, QueryError
from app.share.offers import Piece, frame_size, on_paper
from app.share.target import FRAME
from app.web.http.problem import Problem
from app.web.tasks.finished import HTML, Finished
from app.web.tasks.picture_tasks import OPEN, WRONG, asked, drawn, places
from app.web.tasks.questions import parameters

THEME = "transparent"
THUMBNAIL = 480


def embed(address: str, embedders: str) -> Finished:
    """A page of nothing but the figure and its steps, on no paper unless the address says otherwise."""
    themed = any(piece.startswith("theme=") for piece in address.split("&"))
    address = address if themed else f"{address}&theme={THEME}"
    query = asked(address)
    theme = THEMES.get(query.settings.get("theme", THEME), THEMES[THEME])
    headers = {**OPEN, "Content-Security-Policy": policy(theme) + ancestors(embedders)}
    try:
        return Finished(drawn(query, address, "html"), HTML, 200, headers)
    except (LanguageError, QueryError) as error:
        found = error.mistakes
        told = render.mistaken(query, found, "html")
        return Finished(told, HTML, WRONG, {**headers, **places(found[0]), "Cache-Control": "no-cache"})


def ancestors(embedders: str) -> str:
    """Who may hold the page in a frame. Anyone is said by saying nothing: a star would shut out slides that lie on a disk."""
    return "" if embedders == "*" else f"; frame-ancestors {embedders}"


def oembed(url: str, base: str, form: str, most: tuple[int, int]) -> Finished:
    """How to show the page of a figure. Raises Problem, 404, for an address that is none, or that a frame could not show."""
    query = figure_query(url, base)
    framed = on_paper(render.effective(query, FORMATS["html"]))
    try:
        figure = render.figure(framed)
        render.picture(framed, "html")
    except (LanguageError, QueryError):
        raise nothing("The program of that address has mistakes.") from None
    pictured = render.effective(replace(query, settings=still(query.settings)), FORMATS["png"])
    addresses = f"{base}embed?{framed.string()}", f"{base}diagram.png?{pictured.string()}"
    answer = described(base, addresses, figure, most)
    if form == "json":
        return Finished(dumps(answer).encode(), "application/json", 200, OPEN)
    body = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answer.items())
    text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{body}</oembed>'
    return Finished(text.encode(), "text/xml", 200, OPEN)


def nothing(told: str) -> Problem:
    return Problem.of(404, "errors", "No figure there", told)


def still(settings: Mapping[str, str]) -> dict[str, str]:
    """The settings of a picture whose size is still to be said."""
    return {name: text for name, text in settings.items() if name not in SIZES}


def figure_query(url: str, base: str) -> Query:
    """What an address of ours that shows a figure asks for; on the page no name is that of a file's setting. Raises Problem for others."""
    try:
        given, ours = urlsplit(url), urlsplit(base)
    except ValueError:
        raise nothing("The address cannot be read.") from None
    paths = {ours.path, f"{ours.path}embed"}
    if (given.scheme, given.netloc) != (ours.scheme, ours.netloc) or given.path not in paths or not given.query:
        raise nothing("The address is not that of a figure on this server.")
    return Query.of(parameters(given.query), SETTINGS if given.path.endswith("embed") else ())


def described(base: str, addresses: tuple[str, str], figure: Diagram, most: tuple[int, int]) -> Mapping[str, str | int]:
    """The answer of type "rich": a bare frame that is as large as the figure, as far as it may be. `addresses` are frame and picture."""
    embed, picture = addresses
    width, height = frame_size(figure, most)
    thumbnail = max(16, min(width, THUMBNAIL))
    frame = FRAME.format(embed=Piece(embed), width=width, height=height, title=Piece(figure.title))
    return {
        "type": "rich",
        "version": "1.0",
        "title": figure.title,
        "provider_name": "Backpass",
        "provider_url": base,
        "html": frame,
        "width": width,
        "height": height,
        "thumbnail_url": f"{picture}&width={thumbnail}",
        "thumbnail_width": thumbnail,
        "thumbnail_height": round(thumbnail * figure.height / figure.width),
    }
