"""A rule with the numbers of a trace put in for its names; what compares arrays stands as the ones and noughts that come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from app.autodiff.graph import Node
from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.autodiff.primitives import STATICS, TABLE
from app.diagram.formulas.rule_formulas import Edge, copied, entry_of, known, names, operands, tidied
from app.diagram.formulas.simplification import mentioned, shown_alone, simplified
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.heat_map import printable
from app.diagram.quantities import SIZE, VECTOR_SIZE, Array, Evaluated, Lookup, Quantity
from app.language.syntax import Call, Compare, Expr, Literal, Name
from app.language.walk import everything, mapped
from app.typeset import Math, array_number, expression, indices, summation

Given = Mapping[str, Quantity]
"""The numbers that a rule speaks of, by its names for them."""


def with_numbers(formulas: Formulas, edge: Edge) -> Evaluated | None:
    """A rule with the numbers of a trace in it; None where it has none but its result, or where there are too many."""
    trace = formulas.trace
    node, expr = trace.graph.nodes[edge[0]], tidied(trace, edge)
    axes = copied(trace, edge)
    if expr is None or (isinstance(expr, Name) and not axes) or entry_of(trace, edge):
        return None
    shapes = {key: trace.graph.nodes[value].shape for key, value in operands(node, edge[1]).items()}
    given = {key: Quantity("value", value, shapes[key]) for key, value in operands(node, edge[1]).items()}
    given["g"] = Quantity("adjoint", node.index, node.shape)
    whole = Settled(node, given)
    raw = TABLE[node.operation].rule(edge[1])
    if raw is not None and not TABLE[node.operation].variadic:
        expr = simplified(whole.settle(raw), known(trace, node))
    spoken = {key: quantity for key, quantity in given.items() if key in mentioned(expr) | whole.met}
    if not all(printable(each.shape) for each in spoken.values()):
        return None
    others: Mapping[str, Math] = {key: math for key, math in names(trace, edge).items() if key not in spoken}

    def write(lookup: Lookup) -> Math:
        looked = {key: lookup(quantity) for key, quantity in spoken.items()}
        found = {key: np.asarray(np.nan if value is None else value, float) for key, value in looked.items()}
        put = {key: array_number(value) for key, value in found.items()}
        settled = {key: array_number(work(found)) for key, work in whole.works.items()}
        made = expression(expr, {**others, **put, **settled}, rule=True)
        return summation(indices(axes), made) if axes else made

    return Evaluated(write, VECTOR_SIZE if any(each.shape for each in spoken.values()) else SIZE)


@dataclass
class Settled:
    """Puts names in for the parts of a rule that are worked out before it is written."""

    node: Node
    given: Given
    works: dict[str, Callable[[Mapping[str, Array]], Array]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    """The numbers that are needed for it."""

    def settle(self, expr: Expr) -> Expr:
        """The rule with counts as numbers, and comparisons of arrays and copies along an axis worked out."""
        match expr:
            case Call(Name(id)) if id in STATICS and isinstance(found := self.fixed(expr), int | float):
                return Literal(found)
            case Call(Name(id), (condition, Literal(0), chosen)) if self.chooses(id) and self.arrays(condition):
                turned = Compare(condition, ("==",), (Literal(0),))
                return self.settle(replace(expr, arguments=(turned, chosen, Literal(0))))
            case Call(Name(id), (Name(), *_) as arguments) if shown_alone(id, len(arguments)) == 0:
                return self.worked_out(expr) if self.arrays(arguments[0]) else arguments[0]
        compares = any(isinstance(part, Compare) for part in everything(expr)) and "g" not in mentioned(expr)
        return self.worked_out(expr) if compares and self.arrays(expr) else mapped(expr, self.settle)

    def chooses(self, operation: str) -> bool:
        return operation in TABLE and TABLE[operation].form == "choice"

    def fixed(self, expr: Expr) -> object:
        """What follows from shapes alone."""
        shapes = {key: np.broadcast_to(0.0, quantity.shape) for key, quantity in self.given.items()}
        return evaluate_alone(expr, {**self.node.settings, **shapes})

    def arrays(self, expr: Expr) -> set[str]:
        """The arrays that an expression speaks of."""
        return {key for key in mentioned(expr) & self.given.keys() if self.given[key].shape}

    def worked_out(self, expr: Expr) -> Expr:
        """A name that stands for what an expression comes to."""
        name = f"part {len(self.works)}"
        self.works[name] = lambda found: np.asarray(evaluate_alone(expr, {**self.node.settings, **found}), float)
        self.met |= mentioned(expr) & self.given.keys()
        return Name(name)
