"""What worker processes do: each task takes plain values and gives the finished answer, which the server only passes on."""

from __future__ import annotations

import dataclasses
from urllib.parse import urlencode

from app import pipeline
from app.diagram import CHOICES
from app.examples import EXAMPLES
from app.export import FORMATS, SETTINGS, opened, plain_text
from app.language import Diagnostic
from app.query import PACKED, PROGRAM, Query
from app.web.http.problem import Problem, wrong
from app.web.page.gallery import gallery as shown
from app.web.page.help_page import completions as offered
from app.web.page.help_page import page as help_text
from app.web.page.numbers import many
from app.web.page.numbers import numbers as changed
from app.web.page.quiz import judgement as judged
from app.web.page.template import load_templates, render
from app.web.page.view import ROOM, blank, view
from app.web.schemas.descent_models import DescentQuestion
from app.web.schemas.models import Question
from app.web.tasks import api_answer as answer
from app.web.tasks.finished import HTML, Finished
from app.web.tasks.questions import parameters, question
from app.web.tasks.refusing import refusing

PLAIN = "text/plain; charset=utf-8"
TOGETHER = 32
"""So many pages may be asked for their numbers at once."""
FIRST = next(example for example in EXAMPLES if example.name == "sum-product")
"""What a page without a program shows."""
FIGURE = "f = sigmoid(2*x + y)"
"""A figure that needs what most do, drawn before anyone waits for one."""
SPECIAL = "f = erf(x)"
"""A program that SciPy is loaded for."""


@refusing
def graph(body: bytes) -> Finished:
    """The JSON answer of the API."""
    return Finished(answer.graph(question(body, Question).worksheet()), "application/json")


@refusing
def descend(body: bytes) -> Finished:
    """The JSON answer of a descent."""
    asked = question(body, DescentQuestion)
    return Finished(answer.encoded(pipeline.descent(asked.worksheet(), asked.asked())), "application/json")


def page(address: str, root: str) -> Finished:
    """The page of a URL, by its query."""
    pairs = parameters(address)
    asked = any(name in (PROGRAM, PACKED) for name, _ in pairs)
    query = Query.of(pairs if asked else (*Query.of_example(FIRST).pairs(), *pairs))
    shown = view(query, root) if query.text.strip() else blank(query, (), root)
    return html(render("page.html", view=shown, root=root, first=not asked))


def numbers(address: str, root: str) -> Finished:
    """What changes on the page of a URL when its values do."""
    return Finished(changed(Query.of(parameters(address)), root), "application/json")


def many_numbers(body: bytes, root: str) -> Finished:
    """The same for several pages, their queries one a line. Raises Problem where there are too many."""
    addresses = body.decode(errors="replace").splitlines()
    if len(addresses) > TOGETHER:
        raise wrong([Diagnostic(None, f"{len(addresses)} pages, more than {TOGETHER}")])
    return Finished(many((Query.of(parameters(address)) for address in addresses), root), "application/json")


def reopened(content: bytes) -> Finished:
    """The query in a file, without what bears on files alone; that of its text where it is one; nothing where it holds neither."""
    try:
        query = Query.of(parameters(opened(content)), SETTINGS)
    except (ValueError, Problem):
        query = Query(plain_text(content)[:ROOM])
    return Finished(dataclasses.replace(query, settings={}).string().encode() if query.text else b"", PLAIN)


def judgement(address: str) -> Finished:
    """What is to be said of an answer to something that the page keeps back."""
    return Finished(judged(parameters(address)), "application/json")


def apology(address: str, root: str, problem: Problem) -> Finished:
    """The page of a URL whose figure could not be made in time, with the text as it was typed."""
    told = blank(Query.of(parameters(address)), [Diagnostic(None, problem.document.detail)], root)
    content = render("page.html", view=told, root=root, first=False).encode()
    return Finished(content, HTML, problem.document.status, problem.headers)


def gallery(root: str) -> Finished:
    """The page of all examples."""
    return html(shown(root))


def docs(root: str) -> Finished:
    """What there is besides the page: links, pictures by URL, the API, and what its errors mean."""
    return html(render("docs.html", root=root, formats=FORMATS, choices=CHOICES))


def help_page(root: str) -> Finished:
    """What can be written, and how each operation is differentiated."""
    return html(help_text(root))


def completions(root: str) -> Finished:
    """What the editor offers to complete a word."""
    return html(offered(root))


def html(text: str) -> Finished:
    return Finished(text.encode(), HTML)


def preload() -> None:
    """Load SciPy, and read the templates. Typst is left out: its threads would not outlive a fork."""
    pipeline.trace(Query(SPECIAL).worksheet())
    load_templates()


def prepare(nodes: int, elements: int) -> None:
    """Set the sizes of programs, and load fonts, templates and Graphviz before anyone waits for them."""
    pipeline.LIMITS = dataclasses.replace(pipeline.LIMITS, nodes=nodes, elements=elements)
    page(urlencode({PROGRAM: FIGURE}), "")


def probe() -> bool:
    """Whether a gradient that is known comes out right."""
    adjoints = pipeline.summary(pipeline.trace(Query("z = x*y", {"x": "3", "y": "-4"}).worksheet()))["adjoints"]
    return adjoints == {"x": -4.0, "y": 3.0, "z": 1.0}
