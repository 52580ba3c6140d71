"""What worker processes do to study a program: code, formulas, second derivatives, paths and forward mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from app import pipeline
from app.autodiff import Trace
from app.code import SCRIPTS, Line, Script, Unwritable
from app.language import Diagnostic, LanguageError
from app.language.reading.parser import parse_expression
from app.pipeline import Worksheet
from app.query import Query, QueryError
from app.study import answers
from app.typeset import expression, latex
from app.values import plain
from app.web.http import plus_signs
from app.web.schemas.study_models import (
    ClosedQuestion,
    CodeQuestion,
    ForwardQuestion,
    HessianQuestion,
    PathsQuestion,
    StudyQuestion,
)
from app.web.tasks import api_answer as answer
from app.web.tasks.finished import Finished
from app.web.tasks.picture_tasks import OPEN
from app.web.tasks.questions import parameters, question
from app.web.tasks.refusing import refusing

if TYPE_CHECKING:
    from app.closed_form import Formula

LIBRARY = "as"


@refusing
def code_file(address: str) -> Finished:
    """The script of an address."""
    if lost := plus_signs.misread(address):
        raise QueryError([lost])
    query = Query.of(parameters(address), {LIBRARY})
    library = query.settings.get(LIBRARY, "numpy")
    if library not in SCRIPTS:
        message = f"there is no code for `{library[:40]}`"
        raise QueryError([Diagnostic(None, message, f"choose one of {', '.join(SCRIPTS)}", parameter=LIBRARY)])
    text = script(query.worksheet(), library).text
    headers = {**OPEN, "Content-Disposition": 'inline; filename="backpass.py"'}
    return Finished(text.encode(), "text/x-python; charset=utf-8", 200, headers)


@refusing
def code(body: bytes) -> Finished:
    """The JSON answer with a script."""
    asked = question(body, CodeQuestion)
    found = script(asked.worksheet(), asked.library)
    told = {"library": asked.library, "code": found.text, "lines": list(map(line, found.lines))}
    return json_answer(told)


@refusing
def closed_form(body: bytes) -> Finished:
    """The JSON answer with formulas."""
    found = pipeline.closed(pipeline.trace(question(body, ClosedQuestion).worksheet()))
    told = {"output": formula(found.output), "gradients": list(map(formula, found.gradients))}
    return json_answer(told)


def traced(asked: StudyQuestion) -> Trace:
    return pipeline.trace(asked.worksheet())


@refusing
def hessian(body: bytes) -> Finished:
    """The JSON answer with second derivatives."""
    asked = question(body, HessianQuestion)
    along = {name: reading.value for name, reading in asked.along.items()}
    return json_answer(answers.second_derivatives(traced(asked), asked.of, along))


@refusing
def ways(body: bytes) -> Finished:
    """The JSON answer with the paths of an input."""
    asked = question(body, PathsQuestion)
    return json_answer(answers.ways(traced(asked), asked.of, asked.fold))


@refusing
def forward(body: bytes) -> Finished:
    """The JSON answer with derivatives carried forward."""
    asked = question(body, ForwardQuestion)
    return json_answer(answers.forward(traced(asked), asked.of, None if asked.along is None else asked.along.value))


def json_answer(told: Mapping[str, object]) -> Finished:
    return Finished(answer.encoded(told), "application/json")


def formula(given: Formula) -> dict[str, object]:
    shown = latex(expression(parse_expression(given.text)))
    return {"name": given.name, "text": given.text, "latex": shown, "value": plain(np.asarray(given.value))}


def script(sheet: Worksheet, library: str) -> Script:
    """The script of a program. Raises LanguageError, also where it cannot be written."""
    try:
        return SCRIPTS[library](pipeline.trace(sheet))
    except Unwritable as error:
        raise LanguageError.at(None, error.message, error.hint) from None


def line(given: Line) -> dict[str, object]:
    return {"text": given.text, "nodes": list(given.nodes), "line": given.span.line if given.span else None}
