"""How the value of a gate is made in numbers: those put in for the names of its formula, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator

from app.autodiff import Trace
from app.autodiff.folding.fold import Gate, absorbed
from app.autodiff.graph import Node
from app.autodiff.primitives import TABLE
from app.diagram.formulas.composed_rules import composed
from app.diagram.formulas.gate_symbols import called, entering
from app.diagram.formulas.gate_values import GateValues, amount, short
from app.diagram.formulas.node_formulas import is_call, sign
from app.diagram.formulas.operation_formulas import MEMBERS, constant, keywords, made_of
from app.diagram.formulas.wire_formulas import Formulas
from app.language.names import value_names
from app.language.syntax import Binary, Name
from app.typeset import EQUALS, Math, addition, row
from app.typeset.addition import APPROXIMATELY
from app.typeset.numbers import numeral

LINE = 60
"""So many characters of numbers stand between a formula and its result."""
SIGNS = {"+": 1.0, "-": -1.0}
"""What the second term of a sum or difference counts."""


def outcome(formulas: Formulas, gate: Gate) -> Iterator[Math]:
    """The sides behind a gate's formula: `−2 + 5` and `3`; its numbers only where they are few, nothing where they are not known."""
    trace = formulas.trace
    result = trace.values[gate.outputs[-1]]
    made = amount(result) if trace.known(result) else None
    if made is None:
        return
    total = sum_of(trace, gate) if formulas.folded.level != "all" else None
    if total is not None:
        yield total
        return
    numbers = put_in(formulas, gate)
    if numbers is not None and (brief := short(numbers, LINE)) is not None:
        yield brief
    yield made


def put_in(formulas: Formulas, gate: Gate) -> Math | None:
    """A gate's formula with the numbers that go into it for their names; None where one has too many entries or is not known."""
    trace, whole = formulas.trace, formulas.folded.level == "all"
    if len(gate.nodes) == 1 and not whole:
        node = trace.graph.nodes[gate.nodes[0]]
        operands = [operand(trace, index) for index in node.arguments]
        return made_of(node, [each for each in operands if each is not None]) if all(operands) else None
    numbers = {index: operand(trace, index) for index in entering(trace, gate)}
    known = {index: math for index, math in numbers.items() if math is not None}
    if len(known) < len(numbers):
        return None
    if gate.scope is not None and gate.scope.expr is not None and not whole:
        return in_statement(trace, gate)
    return called(gate, sign(formulas, gate), [*known.values()]) if is_call(gate) else None


def in_statement(trace: Trace, gate: Gate) -> Math | None:
    """A statement's right side in numbers, by the graph: its names may be those of other values by now. None for what is no formula of
    operations and of compositions that have rules."""
    whole = {node: each for each in composed(trace, gate) for node in each.nodes}
    ours = {node for node in gate.nodes if any(scope.ours for scope in trace.graph.nodes[node].scope)}
    if len(gate.outputs) > 1 or not ours <= whole.keys():
        return None
    return GateValues(trace, gate, composed=whole, evaluated=True).made(gate.outputs[0])


def operand(trace: Trace, index: int) -> Math | None:
    """A value in numbers: a constant as it was written, unless that is in names."""
    node = trace.graph.nodes[index]
    if absorbed(node) and (node.written is None or value_names(node.written) <= MEMBERS):
        return constant(trace, node)
    return amount(trace.values[index]) if trace.known(trace.values[index]) else None


def sum_of(trace: Trace, gate: Gate) -> Math | None:
    """A sum or difference of two numbers, printed so that it adds up: `1 + 0.368 = 1.368`; None for what is none."""
    node = trace.graph.nodes[gate.nodes[0]]
    values = [trace.values[index] for index in (*node.arguments, node.index)]
    counts = SIGNS.get(operator(node)) if len(gate.nodes) == 1 else None
    if counts is None or any(each.shape or not trace.known(each) for each in values):
        return None
    first, second, total = map(float, values)
    made = addition([first, counts * second], total)
    terms = made.terms[0], made.terms[1] if counts > 0 else made.terms[1].opposite
    relation = EQUALS if made.exact else APPROXIMATELY
    return row(made_of(node, [numeral(*each) for each in terms]), relation, numeral(*made.total))


def operator(node: Node) -> str:
    """The sign between the two operands of an operation; none of one that is set otherwise."""
    known = TABLE.get(node.operation)
    match known and known.shown:
        case Binary(Name(), sign, Name()) if len(node.arguments) == 2 and not keywords(node):
            return sign
    return ""
