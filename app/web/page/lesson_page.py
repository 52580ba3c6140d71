"""A lesson as its page shows it, around a live part that is the page of its program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.diagram import composed
from app.language import parse_expression, syntax
from app.lessons import Course, Lesson, LessonError, Scene
from app.lessons.statements import DERIVATIVE, understood
from app.pipeline import trace
from app.query import Query
from app.query.descent_query import ITERATION
from app.web.page.judging import ADJOINT, EXACT, SIGN, TOLERANCE, VALUE, Judgement, compare, likely
from app.web.page.view import View, downloads, view


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of lessons; `mistakes` are those of its file."""

    name: str
    title: str
    summary: str
    minutes: int
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A program of the switch."""

    title: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LessonPage:
    """What the template needs beside the `view` of the live part; `answer` is what was answered, if anything."""

    lesson: Lesson
    view: View
    href: str
    choices: list[Choice]
    before: str | None
    after: str | None
    answer: str
    judgement: Judgement | None


def listed(course: Course) -> Iterator[Entry]:
    for name, found in course.read():
        if isinstance(found, LessonError):
            yield Entry(name, name, "", 0, tuple(found.lines()))
        else:
            yield Entry(name, found.title, found.summary, found.minutes)


def lesson_page(
    lesson: Lesson,
    neighbours: tuple[str | None, str | None],
    asked: Query | None,
    answer: tuple[str, Judgement | None],
    root: str,
) -> LessonPage:
    """The page of a lesson; `asked` is its live part, without which it is the first of its programs."""
    query, href = asked or lesson.scenes[0].query, f"{root}/lessons/{lesson.name}"
    shown = replace(view(query, href), downloads=downloads(query, root), examples=[])
    choices = [Choice(each.title, f"{href}/?{each.query.string()}", same(each, query)) for each in lesson.scenes]
    return LessonPage(lesson, shown, href, choices if len(choices) > 1 else [], *neighbours, *answer)


def same(scene: Scene, query: Query) -> bool:
    """Whether what is shown is this program, wherever its values and its descent have come."""
    still = (each.descending(**{ITERATION: ""}).training for each in (scene.query, query))
    return scene.query.text == query.text and next(still) == next(still)


def judged(lesson: Lesson, answer: str) -> Judgement:
    """What is to be said of an answer to a lesson's question."""
    question = lesson.question
    own = [(each.answer, each.said) for each in question.mistakes]
    tolerance = EXACT if counted(question.expression) else TOLERANCE
    return compare(answer, np.asarray(question.answer, float), [*own, *usual(lesson)], tolerance)


def counted(expression: str) -> bool:
    """Whether the answer of a question is a number as it stands, and none that is computed from a program and rounded."""
    return isinstance(parse_expression(understood(expression)["expression"]), syntax.Literal)


def usual(lesson: Lesson) -> Iterator[tuple[object, str]]:
    """The likely mistakes of a question for a gradient or a value of a program, which need not be written down."""
    asked = np.asarray(lesson.question.answer, float)
    yield -asked, SIGN
    told = understood(lesson.question.expression)
    if told["after"]:
        return
    sheet = lesson.scene(told["scene"]).query.worksheet()
    formulas = composed(trace(sheet), sheet.options)[1]
    names, found = formulas.trace.graph.names, DERIVATIVE.fullmatch(told["expression"])
    if found and found[1] in (formulas.trace.output, formulas.trace.loss) and found[2] in names:
        yield from likely(formulas, ADJOINT, names[found[2]], asked)
    elif told["expression"] in names:
        yield from likely(formulas, VALUE, names[told["expression"]], asked)
