"""What worker processes do for lessons."""

from __future__ import annotations

from app.lessons import Course, LessonError, course
from app.query import Query
from app.web.http.problem import Problem
from app.web.page.lesson_page import judged, lesson_page, listed
from app.web.page.template import render
from app.web.tasks.finished import HTML, Finished
from app.web.tasks.questions import parameters
from app.web.tasks.tasks import html

ANSWER = "answer"
LONGEST = 1_000
"""Characters of an answer."""


def contents(folder: str, root: str) -> Finished:
    """The page of all lessons."""
    return html(render("lessons.html", lessons=list(listed(course(folder))), root=root))


def lesson(folder: str, name: str, address: str, root: str) -> Finished:
    """A lesson, its live part as an address has it, or else as its file has it. Raises Problem, 404."""
    query = Query.of(parameters(address)) if address else None
    return made(known(folder, name), name, query, "", root)


def answered(folder: str, name: str, address: str, root: str) -> Finished:
    """A lesson with what is to be said of the answer in an address. Raises Problem, 404."""
    given = dict(parameters(address)).get(ANSWER, "").strip()
    return made(known(folder, name), name, None, given[:LONGEST], root)


def known(folder: str, name: str) -> Course:
    found = course(folder)
    if name not in found.files:
        raise Problem.of(404, "errors", "Not Found", "There is no lesson of this name.")
    return found


def made(found: Course, name: str, query: Query | None, given: str, root: str) -> Finished:
    try:
        told = found.lesson(name)
    except LessonError as error:
        apology = render("lesson_mistakes.html", lesson=name, lines=list(error.lines()), root=root)
        return Finished(apology.encode(), HTML, 422)
    judgement = judged(told, given) if given else None
    page = lesson_page(told, found.neighbours(name), query, (given, judgement), root)
    return html(render("lesson.html", view=page.view, lesson=page, root=root, first=False))
