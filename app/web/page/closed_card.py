"""The closed form of a program on the page: formulas beside their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from app.diagram.formulas.wire_formulas import Formulas
from app.language.reading.parser import parse_expression
from app.pipeline import closed
from app.query import Query
from app.typeset import Math, equality, expression, latex, mathml, name, write


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A formula, set and as LaTeX, with its number; `href` opens it as a program of its own."""

    label: str
    formula: Markup
    latex: str
    number: str
    href: str


def closed_card(formulas: Formulas, query: Query, root: str) -> list[ClosedRow]:
    """The output and its gradients as formulas of the inputs. Raises LanguageError where there is no such formula."""
    return list(rows(formulas, query, root))


def rows(formulas: Formulas, query: Query, root: str) -> Iterator[ClosedRow]:
    trace = formulas.trace
    found = closed(trace)
    inputs = {str(node.name): node.index for node in trace.graph.inputs()}
    for place, each in enumerate((found.output, *found.gradients)):
        left = name(trace.labels[trace.graph.output]) if not place else formulas.adjoint(inputs[each.name])
        own = f"f_{each.name}" if place else each.name
        asked = replace(query, text=f"{own} = {each.text}", study={}, output="", seed="", step="", gate="", training={})
        yield ClosedRow(
            f"dL/d{each.name}" if place else each.name,
            Markup(mathml(shown := shown_as(left, each.text))),
            latex(shown),
            write(each.value),
            f"{root}/?{asked.string()}",
        )


def shown_as(left: Math, text: str) -> Math:
    return equality(left, expression(parse_expression(text)))
