"""What changes on the page when values do: numbers alone, for a figure and a table that stay as they are.

The page carries a digest of all that its numbers stand in; an answer of another digest is for another page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.autodiff import Trace
from app.charts.updates import walked_on
from app.diagram import composed
from app.export import page_numbers
from app.language import Diagnostic, LanguageError
from app.pipeline import Worksheet, moved, trace
from app.query import Query, QueryError
from app.query.descent_query import attempted
from app.training import Way
from app.web.page.choices import Group
from app.web.page.closeup import closeup
from app.web.page.input_fields import gradients
from app.web.page.template import render
from app.web.page.trace_table import cells
from app.web.page.train_card import train_card
from app.web.page.view import View, checked, digest, framed
from app.web.page.walkthrough import walkthrough

NOTHING: Mapping[str, Any] = {"structure": ""}
"""The answer where there is no figure: the page says why."""


def numbers(query: Query, root: str) -> bytes:
    """The numbers of a query's page, as JSON; of one that has mistakes, nothing."""
    outlines: dict[str, int] = {}
    return encoded(page(query, root, outlines), outlines)


def many(queries: Iterable[Query], root: str) -> bytes:
    """The numbers of several queries as `pages`, in their order, and the outlines of them all."""
    outlines: dict[str, int] = {}
    return encoded({"pages": [page(query, root, outlines) for query in queries]}, outlines)


def changed(
    query: Query, sheet: Worksheet, result: Trace, root: str, reached: Way | None, told: Sequence[Diagnostic]
) -> bytes:
    """The numbers of a page whose both passes, and whose descent, are known already."""
    outlines: dict[str, int] = {}
    return encoded(moving(query, sheet, result, root, reached, told, outlines), outlines)


def encoded(found: Mapping[str, Any], outlines: Iterable[str]) -> bytes:
    return json.dumps({**found, "outlines": list(outlines)}, ensure_ascii=False).encode()


def page(query: Query, root: str, outlines: dict[str, int]) -> Mapping[str, Any]:
    """What numbers change on a query's page; the outlines in its figure join those that are numbered already."""
    try:
        if query.hide:
            return NOTHING
        sheet = framed(query.worksheet(), query)
        reached, told = attempted(sheet, ())
        result = trace(moved(sheet, reached))
    except (LanguageError, QueryError):
        return NOTHING
    return moving(query, sheet, result, root, reached, told, outlines)


def moving(
    query: Query,
    sheet: Worksheet,
    result: Trace,
    root: str,
    reached: Way | None,
    told: Sequence[Diagnostic],
    outlines: dict[str, int],
) -> Mapping[str, Any]:
    """The same, where both passes and the descent are known."""
    diagram, formulas = composed(result, sheet.options)
    diagram = walked_on(diagram, reached, result, sheet.options.notation)
    walk, gate = walkthrough(diagram, query, sheet.step, root, reached), closeup(diagram, formulas, query, root)
    card = train_card(query, result, reached, told, sheet.options.notation, root)
    shown = View(
        query, [], (), [], Group("", "", ()), [], [], check=checked(result), walk=walk, closeup=gate, train=card
    )
    return {
        "iteration": None if reached is None else reached.step,
        "structure": digest(result, sheet.options),
        "marks": page_numbers(diagram, outlines),
        "cells": cells(formulas),
        "gradients": gradients(result),
        "regions": render("moving.html", view=shown, root=root),
    }
