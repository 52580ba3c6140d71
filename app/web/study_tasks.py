"""What worker processes do to study a program: code, as a file and as JSON."""

from __future__ import annotations

from app import pipeline
from app.code import SCRIPTS, Line, Script, Unwritable
from app.language import Diagnostic, LanguageError
from app.pipeline import Worksheet
from app.query import Query, QueryError
from app.web import api_answer as answer
from app.web import plus_signs
from app.web.finished import Finished
from app.web.picture_tasks import OPEN
from app.web.questions import parameters, question
from app.web.study_models import CodeQuestion
from app.web.tasks import refusing

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
    return Finished.of(text.encode(), "text/x-python; charset=utf-8", 200, headers)


@refusing
def code(body: bytes) -> Finished:
    """The JSON answer with a script."""
    asked = question(body, CodeQuestion)
    found = script(asked.worksheet(), asked.library)
    told = {"library": asked.library, "code": found.text, "lines": list(map(line, found.lines))}
    return Finished.of(answer.encoded(told), "application/json")


def script(sheet: Worksheet, library: str) -> Script:
    """The script of a program. Raises LanguageError, also where it cannot be written."""
    try:
        return SCRIPTS[library](pipeline.trace(sheet))
    except Unwritable as error:
        raise LanguageError(Diagnostic(None, error.message, error.hint)) from None


def line(given: Line) -> dict[str, object]:
    return {"text": given.text, "nodes": list(given.nodes), "line": given.span.line if given.span else None}
