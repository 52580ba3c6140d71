"""Figures and tables that keep numbers back, which somebody is to work out."""

from __future__ import annotations

from collections.abc import Iterator

from app.autodiff import Trace
from app.diagram import Diagram, Options, composed
from app.diagram.blanks import unknown
from app.diagram.formulas.trace_rows import TraceRow, by_weight, kept_back, trace_rows
from app.export.settings import WORKSHEET
from app.language import Diagnostic
from app.query import GATE, HIDE, STEP, Query, QueryError

ON_PAPER = 80
"""No sheet has room for more rows in type that can be read."""


def asking(result: Trace, hide: str, options: Options) -> Diagram:
    """The figure without what is to be worked out. Raises QueryError for a name that nothing has."""
    if lost := strangers(result, hide):
        raise QueryError(lost)
    return composed(result, options, hide)[0]


def tabled(result: Trace, hide: str, options: Options) -> tuple[tuple[TraceRow, ...], int]:
    """The rows that a sheet of paper may have room for, by weight, without what is to be worked out; and how many more there are."""
    formulas = composed(result, options, hide)[1]
    weighed = by_weight(result, formulas.folded)
    rows = trace_rows(formulas, weighed[:ON_PAPER])
    return tuple(kept_back(rows, formulas, hide)), len(weighed[ON_PAPER:])


def strangers(result: Trace, hide: str) -> list[Diagnostic]:
    """Names to be hidden that nothing has."""
    hint = "hide gradients, all, or names of the program with commas between them"
    return [
        Diagnostic(None, f"nothing is called `{name[:40]}`", hint, parameter=HIDE) for name in unknown(result, hide)
    ]


def untold(query: Query) -> Iterator[Diagnostic]:
    """What would give away what is kept back (steps, whose sentences have the numbers, and an open gate), and what leaves nothing to it."""
    steps = query.settings.get("steps") == "all"
    shown = {STEP: query.step, GATE: query.gate, "steps=all": steps}
    for name in (name for name, given in shown.items() if given and query.hide):
        yield Diagnostic(None, f"`{name}` would tell what is hidden", "leave one of them out", parameter=HIDE)
    if query.hide and not asks(query):
        told = "`hide` has no effect on labels without numbers"
        yield Diagnostic(None, told, "leave it out, or labels=symbols", parameter=HIDE)
    if steps and on_worksheet(query):
        yield Diagnostic(None, "`steps` has no effect on a worksheet", "leave one of them out", parameter="steps")


def asks(query: Query) -> bool:
    """Whether there are numbers to be kept back."""
    return query.options.get("labels") != "symbols" or on_worksheet(query)


def on_worksheet(query: Query) -> bool:
    return query.settings.get("sheet") == WORKSHEET
