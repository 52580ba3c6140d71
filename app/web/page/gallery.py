"""The gallery: every example with its figure."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.examples import EXAMPLES, Example
from app.export import page_svg
from app.pipeline import diagram
from app.query import Query
from app.web.page.template import render

WIDE = 900
"""A figure wider than so many points could not be read in half of the page."""


@dataclass(frozen=True, slots=True)
class Plate:
    """An example, its page and its figure; a wide one has a row of its own."""

    example: Example
    href: str
    svg: Markup
    wide: bool


def gallery(root: str) -> str:
    """The page of all examples."""
    return render("gallery.html", plates=[plate(example, root) for example in EXAMPLES], root=root)


def plate(example: Example, root: str) -> Plate:
    query = Query.of_example(example)
    figure = diagram(query.worksheet())
    svg = Markup(page_svg(figure))
    return Plate(example, f"{root}/?{query.string()}", svg, figure.width > WIDE)
