"""Rules of operations as they are shown: the row's own expression with the names of this graph's values put in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeGuard

import numpy as np

from app.autodiff.folding.fold import absorbed
from app.autodiff.graph import UNKNOWN, Node
from app.autodiff.intrinsics import SUM_TO
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.diagram.formulas.operation_formulas import literal, shown
from app.diagram.formulas.simplification import amount, mentioned, simplified
from app.diagram.formulas.unrolling import operand, unrolled
from app.diagram.options import Notation
from app.language.syntax import Binary, Call, Expr, Literal, Name, Unary
from app.language.walk import everything
from app.typeset import (
    MINUS,
    Math,
    Number,
    Row,
    derivative,
    expression,
    indices,
    name,
    number,
    plain,
    row,
    summation,
    valued,
)

ONE = Number("1")
"""The gradient of the loss by itself, which no formula need spell out."""
Edge = tuple[int, int]
"""A node and the position of one of its arguments."""

NOTHING = Number("0")


def passed(
    trace: Trace, edge: Edge, g: Math, notation: Notation = "d", within: Mapping[int, Math] = MappingProxyType({})
) -> Math:
    """What an operation hands back to one of its operands when `g` comes in, summed where broadcasting copied.

    Of a function that is not known it is the chain rule. What a gradient of one adds to a formula is left out.
    `within` are formulas for values that have no name on the figure.
    """
    node = trace.graph.nodes[edge[0]]
    if node.operation == UNKNOWN:
        made, operand = (name(trace.labels[index]) for index in (node.index, node.arguments[edge[1]]))
        local = derivative(made, operand, notation)
        return local if g == ONE else row(g, local)
    expr = tidied(trace, edge)
    if expr is None or g == NOTHING:
        return NOTHING
    body = handed_back(expr, names(trace, edge, within), g)
    summed = copied(trace, edge)
    return summation(indices(summed), body) if summed else body


def handed_back(rule: Expr, names: Mapping[str, Math], g: Math) -> Math:
    """A rule with `names` for what it speaks of, when `g` comes in."""
    if (amount := whole(g)) is not None:
        rule = simplified(rule, {"g": amount})
    return expression(rule, {**names, "g": g}, rule=True)


def tidied(trace: Trace, edge: Edge) -> Expr | None:
    """The rule with whole numbers put in for the constants that are."""
    node = trace.graph.nodes[edge[0]]
    expr = TABLE[node.operation].rule(edge[1])
    if expr is None:
        return None
    found = simplified(expr, known(trace, node))
    shapes = [trace.graph.nodes[argument].shape for argument in node.arguments]
    return unrolled(found, node, edge[1], shapes) if TABLE[node.operation].variadic else found


def entry_of(trace: Trace, edge: Edge) -> str:
    """The letters of the entry whose gradient a rule tells, where it tells that of one: `ij` for a contraction's."""
    expr = tidied(trace, edge)
    first = expr.arguments[0] if isinstance(expr, Call) and expr.arguments else None
    told = str(first.value) if isinstance(first, Literal) else ""
    return told.partition("->")[2]


def evaluated(trace: Trace, edge: Edge) -> Math | None:
    """The rule with the numbers of this trace put in; None where something in it is no number."""
    node, expr = trace.graph.nodes[edge[0]], tidied(trace, edge)
    given = {key: trace.values[value] for key, value in operands(node, edge[1]).items()}
    given["g"] = trace.adjoints.get(edge[0], trace.seed)
    if expr is None or copied(trace, edge) or any(np.shape(value) for value in given.values()):
        return None
    return expression(expr, {**names(trace, edge), **{key: number(float(value)) for key, value in given.items()}})


def whole(g: Math) -> int | None:
    """A gradient that is a whole number, as the one that the way back starts with; None for any other."""
    items = g.items if isinstance(g, Row) else (g,)
    if not isinstance(items[-1], Number) or items[:-1] not in ((), (MINUS,)):
        return None
    digits = plain(g).replace(MINUS.sign, "-")
    return int(digits) if digits.removeprefix("-").isdecimal() else None


def asks_for_gradient(expr: Expr) -> bool:
    """Whether a rule calls an operation on the gradient, as what puts it into its place among zeros."""
    return any("g" in mentioned(part) for part in everything(expr) if isinstance(part, Call))


def local_rule(
    trace: Trace, edge: Edge, within: Mapping[int, Math] = MappingProxyType({}), amount: int = 1
) -> Math | None:
    """The local derivative itself: the rule for a gradient of one, or of another `amount`. None where nothing is carried back."""
    expr = tidied(trace, edge)
    if expr is None:
        return None
    return valued(expression(simplified(expr, {"g": amount}), names(trace, edge, within), rule=True))


def factor(trace: Trace, edge: Edge, amount: int) -> Math | None:
    """What an operation makes of a whole number as its gradient, where that is a whole number again."""
    expr = tidied(trace, edge)
    if expr is None or asks_for_gradient(expr) or copied(trace, edge):
        return None
    short = simplified(expr, {"g": amount})
    return None if mentioned(short) else expression(short)


def steady(trace: Trace, edge: Edge) -> float | None:
    """The local derivative where the rule is the gradient itself, its opposite or a whole multiple of it."""
    match tidied(trace, edge):
        case Name("g"):
            return 1.0
        case Unary("-", Name("g")):
            return -1.0
        case Binary(Name("g"), "*", factor):
            return amount(factor)
    return None


def known(trace: Trace, node: Node) -> dict[str, float]:
    """The operands and settings that are whole numbers or Euler's, by the parameters of the rule."""
    row_ = TABLE[node.operation]
    # An axis is counted from the end here; `names` says which one it is.
    settings = {key: value for key, value in node.settings.items() if key != "axis" and is_whole(value)}
    found: dict[str, float] = {key: int(value) for key, value in settings.items()}
    for parameter, index in zip(row_.parameters, () if row_.variadic else node.arguments, strict=False):
        operand = trace.graph.nodes[index]
        if absorbed(operand) and isinstance(operand.written, Name) and trace.values[index] == math.e:
            found[parameter] = math.e
        elif absorbed(operand) and (operand.written is None or isinstance(operand.written, Literal)):
            value = float(trace.values[index])
            if value.is_integer():
                found[parameter] = int(value)
    return found


def is_whole(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()


def operands(node: Node, position: int) -> dict[str, int]:
    """The values that a rule speaks of, by the names that it has for them: parameters, and y for the output."""
    row_ = TABLE[node.operation]
    given = dict(zip(row_.parameters, node.arguments, strict=False))
    if row_.variadic:
        others = {operand(place): value for place, value in enumerate(node.arguments)}
        given = {"x": node.arguments[position], **others}
    return {**given, "y": node.index}


def names(trace: Trace, edge: Edge, within: Mapping[int, Math] = MappingProxyType({})) -> Mapping[str, Math]:
    """What stands for each name in a rule: values by their names or the formulas `within`, settings as they are."""
    node = trace.graph.nodes[edge[0]]
    settings = literals(node.settings)
    axis, rank = node.settings.get("axis"), len(trace.graph.nodes[node.arguments[0]].shape)
    if isinstance(axis, int) and axis < 0:
        settings["axis"] = expression(Literal(axis + rank))
    return {
        **settings,
        **{key: within.get(value, shown(trace, value)) for key, value in operands(node, edge[1]).items()},
    }


def literals(settings: Mapping[str, object]) -> dict[str, Math]:
    """Settings as they are written."""
    found = {key: value for key, value in settings.items() if value is None or isinstance(value, int | float | tuple)}
    return {key: expression(literal(value)) for key, value in found.items()}


def spoken_of(trace: Trace, edge: Edge) -> list[int]:
    """The values that a rule mentions."""
    node, expr = trace.graph.nodes[edge[0]], tidied(trace, edge)
    spoken = set() if expr is None else mentioned(expr)
    return [value for key, value in operands(node, edge[1]).items() if key in spoken]


def copied(trace: Trace, edge: Edge) -> tuple[int, ...]:
    """The axes of the output along which broadcasting copied this operand: the backward pass adds them up."""
    backward = trace.backward
    if edge not in backward.contributions:
        return ()
    made = backward.nodes[backward.contributions[edge]]
    if made.operation != SUM_TO.name:
        return ()
    wide, narrow = backward.nodes[made.arguments[0]].shape, made.shape
    if wide != trace.graph.nodes[edge[0]].shape:
        # The sum is of a later gate, whose cotangent this one hands on as it is.
        return ()
    more = len(wide) - len(narrow)
    return (*range(more), *(more + axis for axis, size in enumerate(narrow) if size != wide[more + axis]))
