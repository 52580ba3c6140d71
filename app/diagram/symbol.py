"""What a gate shows: its operation's symbol with the scalar constants that it has taken in, a function's name, or a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.autodiff.fold import Gate, absorbed
from app.autodiff.graph import Node
from app.autodiff.primitives import DEFINITIONS, TABLE
from app.autodiff.trace import Trace
from app.diagram.options import Notation
from app.language.syntax import Expr, Literal
from app.typeset import (
    PLACEHOLDER,
    Apply,
    Big,
    Fence,
    Fraction,
    Identifier,
    Math,
    Row,
    Scripts,
    Symbol,
    Text,
    differential,
    expression,
    name,
    number,
    row,
)
from app.typeset import gate as symbol

_UNKNOWN = Identifier("x")
_INDICES = "ijkl"


@dataclass(frozen=True, slots=True)
class Inscribed:
    """A gate's mathematics in the forward and in the backward panel, and what to show where the first is too long."""

    forward: Math
    backward: Math
    short: Math
    short_backward: Math


def inscribed(trace: Trace, gate: Gate, notation: Notation) -> Inscribed:
    """What `gate` shows in both panels."""
    nodes = trace.graph.nodes
    if gate.scope is None and len(gate.nodes) == 1:
        shown = operation(trace, nodes[gate.nodes[0]])
        short = symbol(TABLE[nodes[gate.nodes[0]].operation].symbol)
        return Inscribed(shown, change(shown, notation), short, change(short, notation))
    if gate.scope is None:
        function = Identifier(free_letter(trace))
        shown = applied(function, sources(trace, gate))
        return Inscribed(shown, differential(function, notation), function, differential(function, notation))
    if gate.scope.kind == "statement":
        return statement(trace, gate, gate.scope.expr, notation)
    row_ = DEFINITIONS.get(gate.scope.name)
    shown = symbol(row_.symbol) if row_ else name(gate.scope.name)
    return Inscribed(shown, change(shown, notation), shown, change(shown, notation))


def change(shown: Math, notation: Notation) -> Math:
    """The `d` of a gate's symbol: `d ×`, `d tanh`, and parentheses round what is longer than a symbol."""
    return differential(Fence(shown) if isinstance(shown, Row) else shown, notation)


def statement(trace: Trace, gate: Gate, expr: Expr | None, notation: Notation) -> Inscribed:
    """A statement shows its right side; where that is too long, the name that it binds."""
    if len(gate.nodes) == 1:
        shown = operation(trace, trace.graph.nodes[gate.nodes[0]])
        return Inscribed(shown, change(shown, notation), shown, change(shown, notation))
    out = name(trace.labels[gate.outputs[-1]])
    shown = out if expr is None else expression(expr)
    short = applied(out, sources(trace, gate)) if len(gate.outputs) == 1 else out
    return Inscribed(shown, change(shown, notation), short, differential(out, notation))


def sources(trace: Trace, gate: Gate) -> list[Math]:
    """The values that go into a folded gate, in the order in which it meets them."""
    nodes, inside = trace.graph.nodes, set(gate.nodes)
    found = [
        index
        for node in gate.nodes
        for index in nodes[node].arguments
        if index not in inside and not absorbed(nodes[index])
    ]
    return [name(trace.labels[index]) for index in dict.fromkeys(found)]


def applied(function: Math, arguments: Sequence[Math]) -> Math:
    """`f(x, y)`, or `f` of more than three arguments alone."""
    if not 0 < len(arguments) <= 3:
        return function
    commas = [item for argument in arguments for item in (Symbol(",", "punctuation"), argument)][1:]
    return Apply(function, Fence(row(*commas)))


def free_letter(trace: Trace) -> str:
    """A letter for the whole program as a function: f unless that is something else's name."""
    taken = {node.name for node in trace.graph.nodes if node.index != trace.graph.output}
    return next((letter for letter in "fghFGH" if letter not in taken), "f")


def constant(trace: Trace, node: Node) -> Math:
    """A constant as it was written (1/N), else as a number."""
    if node.written is not None and not isinstance(node.written, Literal):
        return expression(node.written)
    return number(float(trace.values[node.index]))


def operation(trace: Trace, node: Node) -> Math:
    """The symbol of a single operation."""
    nodes = trace.graph.nodes
    taken = [constant(trace, nodes[index]) if absorbed(nodes[index]) else None for index in node.arguments]
    if any(each is not None for each in taken) and (shown := with_constants(node.operation, taken)) is not None:
        return shown
    shown = symbol(TABLE[node.operation].symbol)
    if isinstance(shown, Big) or node.operation in ("max", "min", "mean"):
        return with_axis(shown, node, len(nodes[node.arguments[0]].shape))
    return shown


def with_axis(shown: Math, node: Node, rank: int) -> Math:
    """A reduction over one axis of several names it: i for the first, j for the second."""
    axis = node.settings.get("axis")
    if not isinstance(axis, int) or rank < 2:
        return shown
    index = Identifier(_INDICES[min(axis % rank, len(_INDICES) - 1)])
    return Big(shown.sign, index, None) if isinstance(shown, Big) else Scripts(shown, index)


def with_constants(operation: str, taken: Sequence[Math | None]) -> Math | None:
    """`+1`, `×2`, `1/x`, `(·)²`, `max(0, ·)`: the symbol with its constants (the arguments that are not None) in it."""
    if len(taken) != 2:
        return whole_call(operation, taken)
    first, second = taken
    known = first or second or PLACEHOLDER
    match operation:
        case "add":
            return row(Symbol("+"), known)
        case "multiply":
            return row(Symbol("×"), tight(known))
        case "subtract":
            return row(Symbol("−"), known) if second else row(known, Symbol("−", "binary"), _UNKNOWN)
        case "divide":
            return row(Symbol("÷"), tight(known)) if second else Fraction(known, _UNKNOWN)
        case "power":
            base = Fence(known) if isinstance(known, Row) else known
            return Scripts(Fence(PLACEHOLDER), None, known) if second else Scripts(base, None, _UNKNOWN)
    return whole_call(operation, taken)


def tight(math: Math) -> Math:
    """A factor, in parentheses where it is a sum or negative."""
    loose = isinstance(math, Row) and any(item in _LOOSE for item in math.items)
    return Fence(math) if loose or getattr(math, "digits", "").startswith("−") else math


_LOOSE = (Symbol("+", "binary"), Symbol("−", "binary"), Symbol("−", "prefix"))


def whole_call(operation: str, taken: Sequence[Math | None]) -> Math | None:
    """The function with dots for what comes in by wire."""
    head = symbol(TABLE[operation].symbol)
    if not isinstance(head, Text) or len(taken) > 3:
        return None
    return applied(head, [PLACEHOLDER if each is None else each for each in taken])
