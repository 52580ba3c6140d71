"""What each step of the walk says, in a sentence: the words of the rows, and what is true of every gate."""

from __future__ import annotations

from collections.abc import Sequence

from app.autodiff.fold import Gate, absorbed
from app.autodiff.graph import Node
from app.autodiff.primitives import TABLE
from app.autodiff.rows import Row, title
from app.autodiff.trace import Trace
from app.diagram.gate_symbols import definition

FOLDED = "The gradient that comes in passes back through every operation in this gate."
SEED = "The way back starts at the output, with the derivative of the loss by it."
INPUTS = "The inputs have these values."
ONLY_FORWARD = "Nothing flows back through this gate."
MOST = 4
"""So many operands are named."""


def operation(trace: Trace, gate: Gate) -> Row | None:
    """The row that a gate stands for; None where it is a line or a function of the person's own, or all of the program."""
    if len(gate.nodes) == 1:
        node = trace.graph.nodes[gate.nodes[0]]
        return TABLE[special(trace, node) or node.operation]
    return definition(gate)


def special(trace: Trace, node: Node) -> str:
    """The row that a node's own row is at its last operand, where that is a constant: a square for a power of two."""
    last = trace.graph.nodes[node.arguments[-1]]
    cases = TABLE[node.operation].cases if absorbed(last) else {}
    return cases.get(float(trace.values[last.index]), "") if cases else ""


def forward(trace: Trace, gate: Gate, operands: Sequence[str], result: str) -> str:
    """What goes in and what comes out."""
    more = ["others"] if len(operands) > MOST else []
    taken = [*operands[:MOST], *more] or ["nothing"]
    said = " and ".join([", ".join(taken[:-1]), taken[-1]] if len(taken) > 1 else taken)
    return f"{spoken(trace, gate)} takes {said} and makes {result}."


def spoken(trace: Trace, gate: Gate) -> str:
    """What people call a gate, at the head of a sentence."""
    row = operation(trace, gate)
    if row is not None:
        own_name = title(row).rpartition(".")[2].replace("_", " ").strip()
        return f"The {row.spoken or f'{own_name} gate'}"
    if gate.scope is None:
        return "The program"
    called = f"The call of {gate.scope.name}"
    return {"statement": "This line", "loop": f"This loop of {gate.scope.name} turns"}.get(gate.scope.kind, called)


def backward(trace: Trace, gate: Gate) -> str:
    """How the gradient passes a gate on its way back, and by which convention where it stands at a kink."""
    row = operation(trace, gate)
    said = (row.explained if row else "") or FOLDED
    met = [TABLE[node.operation].policy for node in trace.at_kinks if node.index in gate.nodes]
    return " ".join([said, *(f"At a kink, as here: {policy}." for policy in dict.fromkeys(met))])


def added(value: str, ways: int) -> str:
    """Where a value forked, what has come back meets."""
    return f"{value} went {ways} ways, so its gradient is the sum of all that comes back to it."
