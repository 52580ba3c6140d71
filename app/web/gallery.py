"""The gallery: every example with its figure."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.examples import EXAMPLES, Example
from app.pipeline import picture
from app.query import Query
from app.web.template import render


@dataclass(frozen=True, slots=True)
class Plate:
    """An example, its page and its figure."""

    example: Example
    href: str
    svg: Markup


def gallery(root: str) -> str:
    """The page of all examples."""
    return render("gallery.html", plates=[plate(example, root) for example in EXAMPLES], root=root)


def plate(example: Example, root: str) -> Plate:
    query = Query.of_example(example)
    return Plate(example, f"{root}/?{query.string()}", Markup(picture(query.worksheet(), "svg").decode()))
