"""Predict, then reveal: which numbers of the page are asked for, and the judging of an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from app.diagram import composed
from app.diagram.blanks import hidden_adjoints, hidden_values
from app.diagram.formulas.wire_formulas import Formulas
from app.language import LanguageError
from app.pipeline import trace
from app.query import Query, QueryError
from app.web.page.judging import ADJOINT, VALUE, Judgement, judge
from app.web.page.trace_table import Row, Table


def asking(shown: Table | None, formulas: Formulas, hide: str) -> Table | None:
    """The table with fields in the place of what is kept back, and nothing that gives it away."""
    if shown is None or not hide:
        return shown
    kept = formulas.trace, formulas.folded, hide
    values, adjoints = hidden_values(*kept), hidden_adjoints(*kept)
    return replace(shown, rows=[asked(row, row.node in values, row.node in adjoints) for row in shown.rows])


def asked(row: Row, value: bool, adjoint: bool) -> Row:
    return replace(
        row,
        value="" if value else row.value,
        gradient="" if adjoint else row.gradient,
        asks=(f"{VALUE}-{row.node}" if value else "", f"{ADJOINT}-{row.node}" if adjoint else ""),
        opens="",
        said="",
    )


def judgement(pairs: Sequence[tuple[str, str]]) -> bytes:
    """The judgement of the answer that comes last in an address, after what it answers, as JSON."""
    *rest, (_, of), (_, answer) = [("", ""), ("", ""), *pairs]
    try:
        sheet = Query.of(rest).worksheet()
        formulas = composed(trace(sheet), sheet.options)[1]
        found = answered(formulas, of, answer)
    except (LanguageError, QueryError):
        found = Judgement(None, "The program does not run.")
    return json.dumps(asdict(found), ensure_ascii=False).encode()


def answered(formulas: Formulas, of: str, answer: str) -> Judgement:
    kind, _, number = of.partition("-")
    index = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else -1
    known = (
        range(len(formulas.trace.values))
        if kind == VALUE
        else formulas.trace.adjoints.keys()
        if kind == ADJOINT
        else ()
    )
    if index not in known:
        return Judgement(None, "That is not in this program.")
    return judge(formulas, kind, index, answer)
