"""What worker processes do: each task takes plain values and gives the finished answer, which the server only passes on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

from app import pipeline
from app.examples import EXAMPLES
from app.language import Diagnostic, LanguageError
from app.query import PACKED, PROGRAM, Query, QueryError
from app.web import api_answer as answer
from app.web.gallery import gallery as shown
from app.web.models import Question
from app.web.problem import mistakes, wrong
from app.web.template import render
from app.web.view import blank, view

Given = ParamSpec("Given")
Result = TypeVar("Result")
Pairs = Sequence[tuple[str, str]]
FIRST = next(example for example in EXAMPLES if example.name == "sum-product")
"""What a page without a program shows."""


def refusing(task: Callable[Given, Result]) -> Callable[Given, Result]:
    """Mistakes that a task finds become a problem, which passes between processes."""

    @wraps(task)
    def refused(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return task(*args, **kwargs)
        except (LanguageError, QueryError) as error:
            raise wrong(mistakes(error)) from None

    return refused


@refusing
def graph(question: Question) -> bytes:
    """The JSON answer of the API."""
    return answer.graph(question.worksheet())


def page(pairs: Pairs, root: str) -> str:
    """The page of a URL."""
    asked = any(name in (PROGRAM, PACKED) for name, _ in pairs)
    query = Query.of(pairs) if asked else Query.of_example(FIRST)
    shown = view(query, root) if query.text.strip() else blank(query, (), root)
    return render("page.html", view=shown, root=root, first=not asked)


def apology(pairs: Pairs, root: str, reason: str) -> str:
    """The page of a URL whose figure could not be made in time, with the text as it was typed."""
    return render("page.html", view=blank(Query.of(pairs), [Diagnostic(None, reason)], root), root=root, first=False)


def gallery(root: str) -> str:
    """The page of all examples."""
    return shown(root)


def prepare(nodes: int, elements: int) -> None:
    """Set the sizes of programs, and load fonts, templates and Graphviz before anyone waits for them."""
    pipeline.LIMITS = dataclasses.replace(pipeline.LIMITS, nodes=nodes, elements=elements)
    page([(PROGRAM, "f = sigmoid(2*x + y)")], "")


def probe() -> bool:
    """Whether a gradient that is known comes out right."""
    adjoints = pipeline.summary(pipeline.trace(Query("z = x*y", {"x": "3", "y": "-4"}).worksheet()))["adjoints"]
    return adjoints == {"x": -4.0, "y": 3.0, "z": 1.0}
