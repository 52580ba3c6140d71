"""The program as code on the page: lines that know the parts of the figure that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.code import SCRIPTS, Line, Script, Unwritable
from app.diagram.formulas.wire_formulas import Formulas
from app.language import LanguageError
from app.query import Query
from app.web.page.trace_table import drawn


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line, with the ids of the figure's parts that it is about and the line of the person's text."""

    text: str
    parts: str
    line: int | None


@dataclass(frozen=True, slots=True)
class CodeCard:
    """A script, and the address of it as a file."""

    lines: list[CodeLine]
    text: str
    file: str


def code_card(formulas: Formulas, query: Query, root: str) -> CodeCard:
    """The program of a figure as code. Raises LanguageError where it cannot be written."""
    library = query.study["code"]
    if library not in SCRIPTS:
        raise LanguageError.at(None, f"there is no code for `{library[:40]}`", f"there is {', '.join(SCRIPTS)}")
    try:
        script = SCRIPTS[library](formulas.trace)
    except Unwritable as error:
        raise LanguageError.at(None, error.message, error.hint) from None
    found = lines(script, drawn(formulas.trace, formulas.folded))
    asked = Query(query.text, query.values, query.seed, query.constants, query.output, settings={"as": library})
    return CodeCard(found, script.text, f"{root}/code.py?{asked.string()}")


def lines(script: Script, shown_by: Mapping[int, str]) -> list[CodeLine]:
    """The lines behind the comment that repeats the person's text, which stands on the page already."""
    start = next(place for place, line in enumerate(script.lines) if not line.text.startswith("#"))
    return [code_line(line, shown_by) for line in script.lines[start + 1 :]]


def code_line(line: Line, shown_by: Mapping[int, str]) -> CodeLine:
    parts = dict.fromkeys(part for node in line.nodes for part in shown_by.get(node, "").split())
    return CodeLine(line.text, " ".join(parts), line.span.line if line.span else None)
