"""Gradients of what has been computed already: `torch.autograd.grad(loss, w)` and TensorFlow's `tape.gradient(loss, w)`."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.gradients.derivatives import derivative
from app.autodiff.gradients.gradient_calls import JAX_GRADIENT, SLOPE, rebuilt, shown, tensors
from app.autodiff.interpreter.arrays.sharing import unshare
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.functions.own_gradients import without_gradient
from app.autodiff.interpreter.kinds.plain_values import listed
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Opaque, Parameters, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.run import Run
from app.language import Span


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
        return shown(run, span, output, lambda: constants(run, span, output, inputs, cotangent), cotangent)
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


def constants(run: Run, span: Span, output: Tensor, inputs: Value, cotangent: Value) -> Value:
    """The gradients as numbers of which no gradient is known: those that come without `create_graph`."""
    found = derivative(run, span, output, listed(inputs), cotangent, scope=SLOPE)
    cut = tuple(without_gradient(run, span, each) for each in found)
    for each in cut:
        unshare(run, each)
    run.slopes.update(each.node.index for each in cut if isinstance(each, Tensor))
    return cut


def taped(run: Run, span: Span, value: Value, sources: Value, **options: Value) -> Value:
    """`tape.gradient(loss, variables)`: the gradients in the structure of the variables."""

    if isinstance(sources, Parameters):
        sources = iterate(run, sources, span)

    def slopes() -> Value:
        by = list(tensors(run, span, sources))
        assert isinstance(value, Tensor)
        found = rebuilt(run, span, sources, derivative(run, span, value, by, scope=SLOPE))
        run.slopes.update(each.node.index for each in tensors(run, span, found, strict=False))
        return found

    known = not isinstance(sources, Opaque)
    return shown(run, span, value, slopes if known else lambda: OPAQUE, options.get("output_gradients"))


def differentiated(run: Run, span: Span, function: Value = None, *arguments: Value, **options: Value) -> Value:
    """`grad` is two things: of values already computed it is PyTorch's, of a function it is that of JAX and autograd."""
    if "outputs" in options or any(isinstance(each, Tensor) for each in listed(function)):
        return derivatives(run, span, *([] if function is None else [function]), *arguments, **options)
    return JAX_GRADIENT(run, span, function, *arguments, **options)


BUILTINS.update(grad=differentiated, taped=taped)
