"""Derivatives that a text goes on with: `jacfwd(f)`, `hessian(f)`, `jvp`, `vjp`, and `grad(f)` inside of these.

They are worked out in the graph, by the rules that serve the backward pass, so that they have a gradient themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.coercion import require_array
from app.autodiff.interpreter.dispatch import Arguments, call, called, item
from app.autodiff.interpreter.items import iterate
from app.autodiff.interpreter.operators import binary
from app.autodiff.interpreter.plain_values import tidy
from app.autodiff.interpreter.run import Run
from app.autodiff.interpreter.standalone import evaluate_alone, rule_names
from app.autodiff.interpreter.value_types import Function, Native, Value, Values
from app.autodiff.table import TABLE
from app.language import Span, syntax
from app.language.walk import everything

LARGEST = 64
"""A Jacobian has a way back for each entry of the output: at most so many."""
AT_ONCE = {"create_graph", "strict", "vectorize"}
"""PyTorch's settings that change how a derivative is worked out."""
Jacobian = Callable[[Run, Span, Value, Values, int], Value]
"""A derivative of a function by one of its arguments, whose place is given."""


@contextmanager
def derived(run: Run) -> Iterator[None]:
    """Inside, `grad(f)(x)` is a value of the graph."""
    run.derived += 1
    try:
        yield
    finally:
        run.derived -= 1


@contextmanager
def placed(run: Run, span: Span) -> Iterator[None]:
    """Nodes of our rules are made where the person asks for a derivative."""
    before = run.builder.place
    run.builder.place = before or span
    try:
        yield
    finally:
        run.builder.place = before


def source(run: Run, span: Span, function: Value, arguments: Values, place: int) -> Tensor:
    """The argument by which a derivative is taken. Raises LanguageError where the function reaches it by another way too."""
    if not 0 <= place < len(arguments):
        run.refuse(span, f"there is no argument {place} to derive by", "they are counted from 0")
    found = arguments[place]
    if not isinstance(found, Tensor):
        run.refuse(span, f"a derivative by {describe(found)} is not followed here", "give the array a name of its own")
    others = [each for position, each in enumerate(arguments) if position != place]
    others += captured(function) if isinstance(function, Function) else []
    if any(isinstance(each, Tensor) and each.node.index == found.node.index for each in others):
        run.refuse(span, "the function uses its argument by another name too", "give it another value there")
    return found


def captured(function: Function) -> list[Value]:
    """What the names in a function stand for around it, and in the functions that it calls."""
    found: list[Value] = []
    pending, seen = [function], {id(function)}
    while pending:
        current = pending.pop()
        own = {parameter.name for parameter in current.parameters}
        body = current.body if isinstance(current.body, tuple) else (current.body,)
        names = {part.id for each in body for part in everything(each) if isinstance(part, syntax.Name)} - own
        for name in sorted(names):
            home = current.frame.find(name)
            value = None if home is None else home.names[name]
            found.append(value)
            if isinstance(value, Function) and id(value) not in seen:
                seen.add(id(value))
                pending.append(value)
    return found


def adjoint(run: Run, span: Span, output: Value, by: Tensor, first: int, seed: Value) -> Value:
    """What flows back to `by` from `seed` at `output`, through the nodes from `first` on: reverse accumulation, as nodes of the graph."""
    nodes = run.builder.nodes
    reached = {by.node.index}
    for node in nodes[first:]:
        if node.differentiable and not reached.isdisjoint(node.arguments):
            reached.add(node.index)
    received: dict[int, list[Value]] = {output.node.index: [seed]} if isinstance(output, Tensor) else {}
    with placed(run, span):
        for index in range(len(nodes) - 1, first - 1, -1):
            if index in received and index in reached:
                passed_back(run, span, index, summed(run, span, received.pop(index)), reached, received)
    zeros: Value = np.zeros(by.shape) if by.shape else 0.0
    return summed(run, span, received.get(by.node.index, [zeros]))


def passed_back(
    run: Run, span: Span, index: int, gradient: Value, reached: set[int], received: dict[int, list[Value]]
) -> None:
    """What flows back from a node along each of its wires."""
    builder, node = run.builder, run.builder.nodes[index]
    tensors = [Tensor(builder.nodes[each], builder.values[each], builder.read) for each in (*node.arguments, index)]
    for position, argument in enumerate(node.arguments):
        rule = TABLE[node.operation].rule(position)
        if argument not in reached or rule is None:
            continue
        names = rule_names(node, position, [*tensors, unnamed(run, span, gradient)])
        found = require_array(run, evaluate_alone(rule, names, builder), span)
        shape = builder.nodes[argument].shape
        if found.shape != shape:
            found = require_array(run, tidy(builder.apply(TABLE["sum_to"], (found,), {"shape": shape}, span)), span)
        received.setdefault(argument, []).append(found)


def unnamed(run: Run, span: Span, gradient: Value) -> Value:
    """A seed as a constant without a name, so that it is not called by that of our rules."""
    return gradient if isinstance(gradient, Tensor) else run.builder.constant(gradient, None, span)


def summed(run: Run, span: Span, values: Sequence[Value]) -> Value:
    total = values[0]
    for each in values[1:]:
        total = binary(run, "+", total, each, span)
    return total


def applied(run: Run, span: Span, function: Value, arguments: Values) -> Value:
    with derived(run):
        return call(run, function, Arguments(arguments, {}, span))


def gradient_of(run: Run, span: Span, function: Value, arguments: Values, place: int) -> Value:
    """`grad(f)(x)` as a value of the graph."""
    by, first = source(run, span, function, arguments, place), len(run.builder.nodes)
    value = applied(run, span, function, arguments)
    if require_array(run, value, span).shape:
        run.refuse(span, "`grad` derives one number, and this function gives an array", "use `jacobian`, or add it up")
    return adjoint(run, span, value, by, first, 1.0)


def jacobian_of(run: Run, span: Span, function: Value, arguments: Values, place: int) -> Value:
    """`jacobian(f)(x)`: the derivative of each entry of f by each of x."""
    by, first = source(run, span, function, arguments, place), len(run.builder.nodes)
    output = require_array(run, applied(run, span, function, arguments), span)
    if not output.shape:
        return adjoint(run, span, output, by, first, 1.0)
    size = math.prod(output.shape)
    if size > LARGEST:
        run.refuse(span, f"a Jacobian of {size} rows is too large here", f"derive at most {LARGEST} entries")
    places = list(np.ndindex(output.shape))
    rows = [adjoint(run, span, item(run, output, place, span), by, first, 1.0) for place in places]
    table = called(run, libraries.operation("stack"), span, rows)
    return called(run, libraries.operation("reshape"), span, table, (*output.shape, *by.shape))


def hessian_of(run: Run, span: Span, function: Value, arguments: Values, place: int) -> Value:
    """`hessian(f)(x)`: the Jacobian of the gradient."""
    slope = Native("grad", lambda run, span, *given: gradient_of(run, span, function, given, place))
    source(run, span, function, arguments, place)
    return jacobian_of(run, span, slope, arguments, place)


def deriving(derivative: Jacobian) -> Callable[..., Value]:
    """`jacfwd(f)`, which is a function, and PyTorch's `functional.jacobian(f, x)`, a value that has a gradient by `create_graph`."""

    def derive(run: Run, span: Span, function: Value, *given: Value, argnums: Value = 0, **options: Value) -> Value:
        place = given[0] if given and isinstance(given[0], int) else argnums
        if not isinstance(place, int) or not options.keys() <= AT_ONCE:
            run.refuse(span, "a derivative is followed by one argument, without further settings", "ask for one by one")
        if not given or given[0] is place:
            return Native("derivative", lambda run, span, *inputs: derivative(run, span, function, inputs, place))
        items = given[0] if isinstance(given[0], tuple) else given
        if len(items) > 1:
            run.refuse(span, "a derivative is followed by one argument here", "ask for one after the other")
        found = derivative(run, span, function, items, 0)
        return found if options.get("create_graph") else called(run, libraries.operation("detach"), span, found)

    return derive


def vector_jacobian(run: Run, span: Span, function: Value, *primals: Value) -> Value:
    """`vjp(f, x, y)`: the value, and the function that takes its gradient back to the arguments."""
    sources = [source(run, span, function, primals, place) for place in range(len(primals))]
    first = len(run.builder.nodes)
    output = require_array(run, applied(run, span, function, primals), span)

    def pull(run: Run, span: Span, seed: Value) -> Value:
        given = require_array(run, seed, span)
        if given.shape != output.shape:
            run.refuse(span, f"the gradient has shape {given.shape}, the value {output.shape}", "give one of its shape")
        return tuple(adjoint(run, span, output, each, first, given) for each in sources)

    return output, Native("vjp", pull)


def jacobian_vector(run: Run, span: Span, function: Value, primals: Value, tangents: Value) -> Value:
    """`jvp(f, (x,), (t,))`: the value, and how it changes when the arguments move along the tangents."""
    points, ways = tuple(iterate(run, primals, span)), iterate(run, tangents, span)
    if len(points) != len(ways):
        run.refuse(span, f"there are {len(points)} arguments and {len(ways)} tangents", "give one tangent an argument")
    value = applied(run, span, function, points)
    moved: list[Value] = []
    for place, way in enumerate(ways):
        table = jacobian_of(run, span, function, points, place)
        rank = require_array(run, points[place], span).ndim
        product = binary(run, "*", table, require_array(run, way, span), span)
        axes = tuple(range(-rank, 0))
        moved.append(called(run, libraries.operation("sum"), span, product, axes) if rank else product)
    return value, summed(run, span, moved)


DERIVATIVES: dict[str, Callable[..., Value]] = {
    **dict.fromkeys(("jacfwd", "jacrev", "jacobian"), deriving(jacobian_of)), "hessian": deriving(hessian_of),
    "vjp": vector_jacobian, "jvp": jacobian_vector,
}  # fmt: skip
