"""What a gate shows where its formula is too long: less of it, or the sign of what it does again and again."""

from __future__ import annotations

from collections.abc import Sequence

from app.autodiff.folding.fold import Gate, absorbed
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.typeset import DOT, MINUS, Apply, Big, Fence, Math, Number, Root, Row, Scripts, Symbol, Times, row
from app.typeset import gate as symbol

LEFT_OUT = Symbol("…")


def repeated(trace: Trace, gate: Gate) -> Math | None:
    """The sign of what a gate does again and again, whatever the order: a sum of many is one +. None of other gates."""
    nodes = [trace.graph.nodes[index] for index in gate.nodes]
    taken = any(absorbed(trace.graph.nodes[index]) for node in nodes for index in node.arguments)
    (operation, *others) = {node.operation for node in nodes}
    one = not others and not taken and len(gate.outputs) == 1
    return symbol(TABLE[operation].gate) if one and TABLE[operation].commutes else None


def abridged(shown: Math) -> Math | None:
    """`tanh(…)`: what a formula does last, with what it does that to left out; None where that is no function."""
    match shown:
        case Apply(function, Fence(_, opening, closing)) if opening == "(":
            return Apply(function, Fence(LEFT_OUT, opening, closing))
        case Scripts(Fence(_, opening, closing), sub, sup):
            return Scripts(Fence(LEFT_OUT, opening, closing), sub, sup)
        case Big(sign, sub, Math()):
            return Big(sign, sub, Fence(LEFT_OUT))
        case Root(_, degree):
            return Root(LEFT_OUT, degree)
        case Row((*factors, last)) if all(isinstance(each, Number | Times) or each in (DOT, MINUS) for each in factors):
            brief = abridged(last)
            return None if brief is None else row(*factors, brief)
    return None


def bare(shown: Math, sources: Sequence[Math]) -> Math:
    """A formula that ends with a sum of the one value that goes in, as that of an operation: without it, `1/N Σᵢ`."""
    first, last = (shown.items[:-1], shown.items[-1]) if isinstance(shown, Row) else ((), shown)
    if isinstance(last, Big) and [last.body] == list(sources):
        return row(*first, Big(last.sign, last.sub, None))
    return shown
