"""Derivatives inside of a forward pass: `torch.autograd.grad(y, x, create_graph=True)` makes nodes that are differentiated again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np

from app.autodiff.backward import accumulate, between
from app.autodiff.builder import Tensor
from app.autodiff.graph import Graph
from app.autodiff.interpreter.arrays.coercion import as_array
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.functions.transforms import finish, first, gradient
from app.autodiff.interpreter.kinds.value_types import Named, Native, Value, Values
from app.autodiff.interpreter.running.differentiated_calls import applied, source
from app.autodiff.interpreter.running.run import Run
from app.autodiff.tape import Tape
from app.language import Span


@dataclass(frozen=True, slots=True, eq=False)
class Gradient(Native):
    """`jax.grad(f)`: called it says what the figure is of; `derived` gives the gradient as a value, to a gradient around it."""

    derived: Callable[..., Value]


def listed(value: Value) -> list[Value]:
    """One value or several."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


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
    through the nodes from `since` on: what a function finds around it, it does not change. Its nodes are those of a call `scope`,
    where one is named.
    """
    builder = run.builder
    seed = start(run, span, output, cotangent)
    nodes = tuple(builder.nodes)
    sources = {each.node.index for each in inputs if isinstance(each, Tensor)}
    passed = tuple(node for node in nodes[: output.node.index + 1] if node.index >= since or node.index in sources)
    wanted = {index for index in between(Graph(passed, output.node.index), sources) if nodes[index].differentiable}
    tape = Tape(nodes, builder.values, builder.limits)
    _, adjoints = accumulate(passed, output.node.index, seed.node.index, wanted, tape)
    with builder.within("call", scope) if scope else nullcontext():
        for node in tape.made()[len(nodes) :]:
            builder.add(node._replace(scope=builder.scope, span=builder.place or span), tape.numbers[node.index])
    builder.read.update(tape.read)
    places = [adjoints.get(each.node.index) if isinstance(each, Tensor) else None for each in inputs]
    return [None if at is None else Tensor(builder.nodes[at], builder.values[at], builder.read) for at in places]


def adjoint(
    run: Run, span: Span, output: Value, by: Tensor, since: int, cotangent: Value = None, scope: str = ""
) -> Value:
    """The same for one input; zeros where it is not used."""
    found = (
        derivative(run, span, output, [by], cotangent, since=since, scope=scope)
        if isinstance(output, Tensor)
        else [None]
    )
    return found[0] if isinstance(found[0], Tensor) else np.zeros(by.shape) if by.shape else 0.0


def start(run: Run, span: Span, output: Tensor, cotangent: Value) -> Tensor:
    """The cotangent at the output. Raises LanguageError where its shape is another."""
    given = np.ones(output.shape) if cotangent is None else cotangent
    if not isinstance(given, Tensor):
        given = run.builder.constant(as_array(run, given, span), None, span)
    if given.shape != output.shape:
        message = f"what is given for the gradient has shape {given.shape}, what is differentiated {output.shape}"
        run.refuse(span, message, "they must be equal")
    return given


def derivatives(
    run: Run,
    span: Span,
    outputs: Value,
    inputs: Value,
    grad_outputs: Value = None,
    retain_graph: Value = None,
    create_graph: Value = False,
    allow_unused: Value = False,
    **options: Value,
) -> Value:
    """`torch.autograd.grad`: a tuple with the gradient of each input."""
    output, given = only(run, span, outputs), listed(grad_outputs)[0]
    cotangent = given if isinstance(given, (Tensor, np.ndarray)) else grad_outputs
    if not isinstance(output, Tensor) or not output.differentiable:
        run.refuse(span, "what is differentiated here depends on no input", "")
    if not create_graph:
        return finish(run, span, output, *([] if cotangent is None else [cotangent]))
    found = derivative(run, span, output, listed(inputs), cotangent, scope="grad")
    if None in found and not allow_unused:
        run.refuse(
            span, "what is differentiated here does not depend on all of these", "leave out those that it does not use"
        )
    return tuple(found)


def only(run: Run, span: Span, outputs: Value) -> Value:
    """The one value that is differentiated. Raises LanguageError where there are several."""
    several = listed(outputs)
    if len(several) > 1:
        run.refuse(span, "several values are differentiated at once here", "differentiate their sum")
    return several[0] if several else None


def differentiated(run: Run, span: Span, function: Value = None, *arguments: Value, **options: Value) -> Value:
    """`grad` is two things: of values already computed it is PyTorch's, of a function it is that of JAX and autograd."""
    if "outputs" in options or any(isinstance(each, Tensor) for each in listed(function)):
        return derivatives(run, span, *([] if function is None else [function]), *arguments, **options)
    inner = Native("grad", function.derived) if isinstance(function, Gradient) else function
    argnums = arguments[0] if arguments else options.get("argnums", 0)
    shown = gradient(run, span, inner).function

    def value(run: Run, span: Span, *given: Value, **named: Value) -> Value:
        if not isinstance(argnums, int):
            run.refuse(
                span, "what is differentiated twice has to be one input of this call", "give it a name and a value"
            )
        return gradient_of(run, span, inner, argnums, given, named)

    return Gradient(
        "grad", lambda run, span, *given, **named: (value if run.derived else shown)(run, span, *given, **named), value
    )


def gradient_of(run: Run, span: Span, function: Value, place: int, given: Values, named: Named) -> Value:
    """`grad(f)(x)` as a value of the graph."""
    by, since = source(run, span, function, given, place), len(run.builder.nodes)
    value = first(applied(run, span, function, given, named))
    if not isinstance(value, Tensor) or not value.differentiable:
        run.refuse(span, "what is differentiated here depends on no input", "")
    if value.shape:
        run.refuse(span, "`grad` derives one number, and this function gives an array", "use `jacobian`, or add it up")
    return adjoint(run, span, value, by, since, scope="" if run.derived else "grad")


BUILTINS["grad"] = differentiated
