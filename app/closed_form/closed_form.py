"""The graph of both passes run on symbols instead of numbers, and made simple."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from app.autodiff.graph import CONSTANT, INPUT, UNKNOWN, Node
from app.autodiff.primitives import TABLE
from app.autodiff.rows import Site
from app.autodiff.trace import Trace
from app.closed_form.algebra import KNOWN, Names
from app.closed_form.spelling import spelled
from app.code.evaluation import evaluated
from app.code.script import Unwritable
from app.code.templates import template

NODES, OPERATIONS, SIMPLIFIED = 400, 300, 60
"""Nodes of a graph, operations of a formula, and operations of one that is made simple: what is longer nobody reads."""
CASES = (sympy.Piecewise, sympy.Max, sympy.Min)
DENOMINATOR, SMALL, TOLERANCE = 1_000, 12, 1e-9
ROOTS = (sympy.sqrt(2), sympy.sqrt(3), sympy.sqrt(sympy.pi), sympy.sqrt(2 * sympy.pi), sympy.log(2), sympy.log(10))
EXACT = tuple((float(each), each) for root in (sympy.pi, sympy.E, *ROOTS) for each in (root, 1 / root))
"""Numbers that are meant where a constant is a simple multiple of them."""


class Unformulated(Exception):
    """There is no closed form; the message says why."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in the language, of the output or of the gradient of an input `name`, and what it comes to at the present values."""

    name: str
    text: str
    value: float


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """The output and its gradients, by input, as formulas of the inputs."""

    output: Formula
    gradients: tuple[Formula, ...]


def closed_form(trace: Trace) -> ClosedForm:
    """The closed form of a program of single numbers. Raises Unformulated."""
    graph = trace.graph
    refuse(trace)
    symbols = {node.index: sympy.Symbol(str(node.name), real=True) for node in graph.inputs()}
    known = dict(formulated(trace, symbols))
    values = {symbols[node.index]: float(trace.values[node.index]) for node in graph.inputs()}
    gradients = []
    for node in graph.inputs():
        if node.differentiable:
            place = trace.backward.adjoints.get(node.index)
            given = sympy.Integer(0) if place is None else known[place]
            number = 0.0 if place is None else float(trace.numbers[place])
            gradients.append(formula(str(node.name), given, values, number))
    result = formula(trace.output, known[graph.output], values, float(trace.values[graph.output]))
    return ClosedForm(result, tuple(gradients))


def refuse(trace: Trace) -> None:
    """Raise Unformulated for what cannot be a formula at all."""
    nodes = trace.backward.nodes
    array = next((node for node in trace.graph.nodes if node.shape), None)
    if array is not None:
        raise Unformulated(f"`{trace.labels[array.index]}` is an array: closed forms are of single numbers")
    if any(node.operation == UNKNOWN for node in nodes):
        raise Unformulated("a function is only named, so there is no formula of it")
    if len(nodes) > NODES:
        raise Unformulated(f"both passes have {len(nodes)} operations: nobody could read their formula")


def formulated(trace: Trace, symbols: Mapping[int, Any]) -> Iterator[tuple[int, Any]]:
    """Every node that a result needs, as an expression of the inputs."""
    known: dict[int, Any] = {}
    nodes = trace.backward.nodes
    places = trace.backward.adjoints
    wanted = {trace.graph.output, *(places[node.index] for node in trace.graph.inputs() if node.index in places)}
    for node in reversed(nodes):
        if node.index in wanted:
            wanted.update(node.arguments)
    for node in nodes:
        if node.index in wanted:
            known[node.index] = found = expression(node, nodes, known, symbols, trace.numbers[node.index])
            if sympy.count_ops(found) > OPERATIONS:
                raise Unformulated(f"the formula has more than {OPERATIONS} operations: nobody could read it")
            yield node.index, found


def expression(
    node: Node, nodes: Sequence[Node], known: Mapping[int, Any], symbols: Mapping[int, Any], number: Any
) -> Any:
    """A node as an expression. Raises Unformulated for an operation that has none."""
    if node.index in symbols:
        return symbols[node.index]
    if node.operation in (INPUT, CONSTANT):
        return exact(number)
    row = TABLE[node.operation]
    operands = [known[argument] for argument in node.arguments]
    given: dict[str, Any] = (
        {row.parameters[0]: operands} if row.variadic else dict(zip(row.parameters, operands, strict=True))
    )
    site = Site(tuple(nodes[argument].shape for argument in node.arguments), node.shape, node.settings)
    names = Names({**node.settings, **given})
    if not node.settings and row.name in KNOWN:
        return rational(sympy.sympify(KNOWN[row.name](*operands)))
    for called in (True, False):
        try:
            code = template(row, site, "numpy", called=called)
            return rational(sympy.sympify(evaluated(code, names)))
        except (KeyError, AttributeError, TypeError, ValueError, Unwritable, sympy.SympifyError):
            continue
    raise Unformulated(f"`{row.name}` has no formula here")


def exact(number: Any) -> Any:
    """A number as it is meant: 0.1 as a tenth, 3.14159… as π."""
    value = float(number)
    if math.isinf(value):
        return sympy.oo if value > 0 else -sympy.oo
    if math.isnan(value):
        return sympy.nan
    for unit, meant in ((1.0, sympy.Integer(1)), *EXACT):
        near = Fraction(value / unit).limit_denominator(DENOMINATOR if unit == 1 else SMALL)
        if math.isclose(float(near) * unit, value, rel_tol=1e-15, abs_tol=0.0):
            return sympy.Rational(near.numerator, near.denominator) * meant
    return sympy.Float(value)


def rational(given: Any) -> Any:
    """An expression without numbers that are rounded, as far as it is known what they mean."""
    return given.replace(lambda each: each.is_Float, exact) if given.has(sympy.Float) else given


def formula(name: str, given: Any, values: Mapping[Any, float], number: float) -> Formula:
    """An expression made simple, which comes to `number`. Raises Unformulated where it does not."""
    found = simplified(given)
    if found.has(sympy.oo, sympy.zoo, sympy.nan):
        raise Unformulated("a constant is not finite")
    if not agrees(found, values, number) and not agrees(found := given, values, number):
        raise Unformulated(f"the formula of `{name}` does not come to its number at these values")
    return Formula(name, spelled(found), number)


def simplified(given: Any) -> Any:
    """The shortest of some forms of an expression. Long ones, and those with cases, are left alone: how long that takes depends on them."""
    if sympy.count_ops(given) > SIMPLIFIED or given.has(*CASES):
        return given
    forms = [given, sympy.factor_terms(given), sympy.together(given), sympy.cancel(given), sympy.factor(given)]
    # Hyperbolic functions in place of the person's exponentials are shorter, but nobody knows them again.
    forms = [each for each in forms if heads(each) <= heads(given)]
    return min(forms, key=lambda each: (sympy.count_ops(each), len(str(each))))


def heads(given: Any) -> set[str]:
    """The functions of an expression."""
    return {type(each).__name__ for each in given.atoms(sympy.Function)}


def agrees(found: Any, values: Mapping[Any, float], number: float) -> bool:
    """Whether an expression comes to a number; of one that is not finite, nothing can be told."""
    if not np.isfinite(number):
        return True
    reached = complex(sympy.N(found.subs(values), 30))
    return bool(abs(reached - number) <= TOLERANCE * max(1.0, abs(number)))
