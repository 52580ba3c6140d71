"""Derivatives inside of a forward pass: nodes that are differentiated again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

import numpy as np

from app.autodiff.builder import Array, Tensor
from app.autodiff.graph import CONSTANT, Graph, Node
from app.autodiff.interpreter.arrays.coercion import as_array, widened
from app.autodiff.interpreter.arrays.sharing import copied
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import ACCUMULATE, ADD
from app.autodiff.passes.backward import accumulate, between
from app.autodiff.passes.tape import Tape
from app.autodiff.primitives import TABLE
from app.language import Span
from app.language.syntax import Name


def derivative(
    run: Run,
    span: Span,
    output: Tensor,
    inputs: Sequence[Value],
    cotangent: Value = None,
    *,
    since: int = 0,
    scope: str = "",
) -> list[Value]:
    """The adjoints of `inputs` under `cotangent` (ones unless given) at `output`, as values of the graph; None for one that is not used.

    The backward pass of what has been computed so far, by the same accumulation, made of nodes of the forward pass. It goes
    through the nodes from `since` on: what a function finds around it, it does not change, nor is an argument derived by another.
    Its nodes are those of a call `scope`, where one is named.
    """
    builder = run.builder
    seed = start(run, span, output, cotangent)
    nodes = tuple(builder.nodes)
    sources = {each.node.index for each in inputs if isinstance(each, Tensor)}
    passed = tuple(
        node if node.index >= since else node._replace(arguments=())
        for node in nodes[: output.node.index + 1]
        if node.index >= since or node.index in sources
    )
    wanted = {index for index in between(Graph(passed, output.node.index), sources) if nodes[index].differentiable}
    tape = Tape(nodes, builder.values, builder.limits)
    _, adjoints = accumulate(passed, output.node.index, seed.node.index, wanted, tape)
    if len(tape.numbers) > builder.limits.nodes:
        run.refuse(span, f"with this derivative the graph has more than {builder.limits.nodes} nodes", "shorten a loop")
    with builder.within("call", scope) if scope else nullcontext():
        handed_on = carried_over(run, span, tape, len(nodes))
    builder.read.update(tape.read)
    found = {index: handed_on.get(place, place) for index, place in adjoints.items()}
    places = [found.get(each.node.index) if isinstance(each, Tensor) else None for each in inputs]
    return [None if at is None else own(run, span, at, scope, known=at < len(nodes)) for at in places]


def carried_over(run: Run, span: Span, tape: Tape, since: int) -> dict[int, int]:
    """Make nodes of what a tape has computed from a place on; the places of those that hand an operand on as it is, and of that."""
    builder, handed_on = run.builder, dict[int, int]()
    for node in tape.made()[since:]:
        arguments = tuple(handed_on.get(each, each) for each in node.arguments)
        made = node._replace(arguments=arguments, scope=builder.scope, span=builder.place or span)
        builder.add(folded(as_addition(made, builder.nodes), builder.nodes), tape.numbers[node.index])
        if (same := operand_handed_on(made, tape.numbers, builder.nodes)) is not None:
            handed_on[node.index] = same
    return handed_on


def own(run: Run, span: Span, place: int, scope: str, *, known: bool) -> Value:
    """The gradient at a place; one that is a value of the text already gets entries of its own: that of ½w² is w, but no part of it.

    In a loop it gets a node too, in `scope`, by which a step of training is told from what else is computed with w.
    """
    node = run.builder.nodes[place]
    found = Tensor(node, run.builder.values[place], run.builder.read)
    if not known or not run.loops or not scope or node.operation == CONSTANT:
        return copied(run, found) if known else found
    with run.builder.within("call", scope):
        return copied(run, widened(run, span, found, node.shape))


def as_addition(node: Node, nodes: Sequence[Node]) -> Node:
    """A sum of contributions as the addition that it is where they are two: its gate shows a constant among them."""
    shapes = [nodes[each].shape for each in node.arguments]
    two = node.operation == ACCUMULATE.name and shapes == [node.shape] * 2
    return node._replace(operation=ADD.name) if two else node


def folded(node: Node, nodes: Sequence[Node]) -> Node:
    """A node, as a constant where all that it is computed from are: 3 − 1 of the rule of x³ is 2."""
    fixed = node.arguments and all(nodes[argument].operation == CONSTANT for argument in node.arguments)
    return node._replace(operation=CONSTANT, arguments=(), settings={}) if fixed else node


def operand_handed_on(node: Node, numbers: Sequence[Array], nodes: Sequence[Node]) -> int | None:
    """The place of the operand that a node gives as it is, where all others are constants: `unless(False, x)` is x, and x¹."""
    row = TABLE.get(node.operation)
    if row is None:
        return None
    for changing, constant in enumerate(row.neutral):
        place, fixed = node.arguments[1 - changing], node.arguments[changing]
        alike = nodes[fixed].operation == CONSTANT and nodes[place].shape == node.shape
        if constant is not None and alike and np.all(np.asarray(numbers[fixed]) == constant):
            return place
    if not isinstance(row.shown, Name) or row.shown.id not in row.parameters:
        return None
    place = row.parameters.index(row.shown.id)
    if place >= len(node.arguments):
        return None
    others = [nodes[each].operation == CONSTANT for each in node.arguments if each != node.arguments[place]]
    same = np.array_equal(numbers[node.index], numbers[node.arguments[place]], equal_nan=True)
    return node.arguments[place] if all(others) and same else None


def adjoint(
    run: Run, span: Span, output: Value, by: Tensor, since: int, cotangent: Value = None, scope: str = ""
) -> Value:
    """The same for one input; zeros where it is not used."""
    found = (
        derivative(run, span, output, [by], cotangent, since=since, scope=scope)
        if isinstance(output, Tensor)
        else [None]
    )
    return or_zeros(found[0], by)


def or_zeros(slope: Value, by: Value) -> Value:
    """A gradient; zeros for a value of the graph that is not used."""
    if slope is not None or not isinstance(by, Tensor):
        return slope
    return np.zeros(by.shape) if by.shape else 0.0


def start(run: Run, span: Span, output: Tensor, cotangent: Value) -> Tensor:
    """The cotangent at the output. Raises LanguageError where its shape is another."""
    given = np.ones(output.shape) if cotangent is None else cotangent
    if not isinstance(given, Tensor):
        given = run.builder.constant(as_array(run, given, span), None, span)
    if given.shape != output.shape:
        message = f"what is given for the gradient has shape {given.shape}, what is differentiated {output.shape}"
        run.refuse(span, message, "they must be equal")
    return given
