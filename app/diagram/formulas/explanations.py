"""What each step of the walk says, in a sentence: the words of the rows, and what is true of every gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from app.autodiff.findings.nonfinite_gradients import stopped
from app.autodiff.folding.fold import Gate, absorbed
from app.autodiff.passes.backward import Edge
from app.autodiff.primitives import DEFINITIONS, TABLE
from app.autodiff.rows import Row, title
from app.autodiff.trace import Trace
from app.diagram.formulas.gate_symbols import common_definition, definition

SEED = "The way back starts at the output, with the derivative of the loss by it."
INPUTS = "The inputs have these values."
ONLY_FORWARD = "Nothing flows back through this gate."
SHUT = "Here it stops what is infinite or nan: 0 · ∞ counts as 0."
MOST = 4
"""So many operands, or kinds of operations, are named."""
TIMES = {1: "", 2: " twice"}


def operation(trace: Trace, gate: Gate) -> Row | None:
    """The row that a gate stands for; None where it is a line or a function of the person's own, or all of the program."""
    if len(gate.nodes) == 1:
        return trace.stands_for(trace.graph.nodes[gate.nodes[0]])
    return definition(gate)


def forward(trace: Trace, gate: Gate, operands: Sequence[str], result: str) -> str:
    """What goes in and what comes out."""
    more = ["others"] if len(operands) > MOST else []
    taken = [*operands[:MOST], *more] or ["nothing"]
    return f"{spoken(trace, gate)} takes {enumerated(taken)} and makes {result}."


def spoken(trace: Trace, gate: Gate) -> str:
    """What people call a gate, at the head of a sentence."""
    row = operation(trace, gate)
    if row is not None:
        return noun(row).replace("the", "The", 1)
    if gate.scope is None:
        return "The program"
    if gate.scope.kind == "layer":
        made = common_definition(trace, gate)
        return f"The {noun(DEFINITIONS[made.name]).removeprefix('the ') if made else 'layer'} {gate.scope.name}"
    called = f"The call of {gate.scope.name}"
    return {"statement": "This line", "loop": f"This loop of {gate.scope.name} turns"}.get(gate.scope.kind, called)


def inner(trace: Trace, gate: Gate) -> list[Row]:
    """The rows of what a folded gate hands the gradient back through, the last first: a composition within it that has a sentence of
    its own counts as one."""
    found: dict[int, Row] = {}
    for index in reversed(gate.nodes):
        node = trace.graph.nodes[index]
        if index in trace.adjoints:
            inside = node.scope[node.scope.index(gate.scope) + 1 :] if gate.scope in node.scope else node.scope
            told = (each for each in inside if each.kind == "definition" and DEFINITIONS[each.name].explained)
            made = next(told, None)
            if made is None:
                found[index] = trace.stands_for(node)
            else:
                found[-made.serial - 1] = DEFINITIONS[made.name]
    return list(found.values())


def passing(trace: Trace, gate: Gate) -> str:
    """How the gradient passes a gate that holds more than one operation."""
    if gate.scope is not None and gate.scope.kind == "loop":
        return (
            f"The gradient passes back through all {gate.scope.name} turns, the last first."
            " What every turn uses gets the sum of what the turns bring back to it."
        )
    rows = inner(trace, gate)
    if len(rows) == 1:
        return rows[0].explained
    counts = Counter(map(noun, rows))
    if len(counts) > MOST:
        return (
            f"Inside, the gradient passes back through {len(rows)} operations, from {noun(rows[0])} to {noun(rows[-1])},"
            " and each hands it on by its own rule."
        )
    listed = enumerated([f"{each}{TIMES.get(count, f' {count} times')}" for each, count in counts.items()])
    scalar = all(not trace.graph.nodes[node].shape for node in gate.nodes)
    rule = "multiplies it by its own local derivative" if scalar else "hands it on by its own rule"
    return f"Inside, the gradient passes back through {listed}, and each {rule}."


def noun(row: Row) -> str:
    """What people call an operation, within a sentence."""
    own_name = title(row).rpartition(".")[2].replace("_", " ").strip()
    return f"the {row.spoken or f'{own_name} gate'}"


def enumerated(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def backward(trace: Trace, gate: Gate) -> str:
    """How the gradient passes a gate on its way back, and by which convention where it stands at a kink."""
    row = operation(trace, gate)
    said = (told(trace, gate, row) if row else "") or passing(trace, gate)
    met = [TABLE[node.operation].policy for node in trace.at_kinks if node.index in gate.nodes]
    shut = (
        [SHUT]
        if any(stopped(trace.adjoints[edge[0]], trace.contributions[edge]) for edge in edges(trace, gate))
        else []
    )
    return " ".join([said, *(f"At a kink, as here: {policy}." for policy in dict.fromkeys(met)), *shut])


def edges(trace: Trace, gate: Gate) -> Iterator[Edge]:
    """The edges along which something comes back in a gate."""
    inside = ((node, place) for node in gate.nodes for place in range(len(trace.graph.nodes[node].arguments)))
    return (edge for edge in inside if edge in trace.contributions)


def told(trace: Trace, gate: Gate, row: Row) -> str:
    """What a row says, of the one operand that is drawn where all others are constants."""
    nodes = trace.graph.nodes
    drawn = [place for place, each in enumerate(nodes[gate.nodes[0]].arguments) if not absorbed(nodes[each])]
    return row.alone[drawn[0]] if row.alone and len(drawn) == 1 else row.explained


def added(value: str, ways: int) -> str:
    """Where a value forked, what has come back meets."""
    return f"{value} went {ways} ways, so its gradient is the sum of all that comes back to it."
