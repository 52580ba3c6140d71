"""What `loss.backward()` leaves behind: `w.grad`, added up over all backward passes until it is set to zero."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.derivatives import derivative
from app.autodiff.gradient_calls import SLOPE, is_last
from app.autodiff.graph import INPUT
from app.autodiff.interpreter.arrays.sharing import current, starts, unshare, view_of, was_input
from app.autodiff.interpreter.functions.builtins import BUILTINS, STORED
from app.autodiff.interpreter.functions.custom_derivatives import without_gradient
from app.autodiff.interpreter.kinds.backward_passes import BackwardPass
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Held, Opaque, Value
from app.autodiff.interpreter.kinds.views import View
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.run import Run
from app.language import LanguageError, Span

ZEROING = re.compile(r"([\w.\[\]]+)\.zero_grad\(")
"""What sets gradients to zero, each with parameters of its own."""


def stored(run: Run, span: Span, value: Tensor) -> Value:
    """`w.grad`: a number or an array like `w`; None where no backward pass reached it since it was last set to zero.

    It is None, which is told, for what is computed, too, unless that was asked to retain it. It is opaque where the text
    only looks at it, and where it is not known.
    """
    if not run.stored.passes or not value.differentiable:
        return OPAQUE
    view = view_of(run, value)
    kept = was_input(run, value) and (not value.copy or starts(run, value))
    if not kept and view.storage not in run.stored.retained:
        run.note(
            f"{run.quote(span)} is None in PyTorch: what is computed keeps no gradient without `retain_grad()`", span
        )
        return None
    if not run.stored.known or is_last(run, span):
        return OPAQUE
    before, counted = run.stored.found.get(view.storage, (None, 0))
    gradient = current(run, before, span)
    for made in run.stored.passes[max(counted, run.stored.since) :]:
        gradient = added(run, span, gradient, of_pass(run, span, made, at_that_time(view, made.output)))
    if gradient is not OPAQUE:
        run.stored.found[view.storage] = gradient, len(run.stored.passes)
    if isinstance(gradient, Tensor):
        run.slopes.add(gradient.node.index)
    return gradient


def added(run: Run, span: Span, before: Value, more: Value) -> Value:
    """A gradient and that of a further pass; one that is not known makes the sum so."""
    if before is OPAQUE or more is OPAQUE:
        return OPAQUE
    if more is None or is_nothing(before):
        return before if more is None else more
    return binary(run, "+", before, more, span)


def is_nothing(gradient: Value) -> bool:
    """Whether a gradient is None, or was set to zero."""
    return gradient is None or (isinstance(gradient, (np.ndarray, float)) and not np.any(gradient))


def at_that_time(view: View, output: Tensor) -> Held:
    """What a value was when `output` was computed: steps of training have changed it since."""
    if view.path:
        return view.value
    earlier = [each for each in view.past if isinstance(each, Tensor)]
    return next((each for each in (view.value, *reversed(earlier)) if is_before(each, output)), view.value)


def is_before(value: Held, output: Tensor) -> bool:
    return isinstance(value, Tensor) and value.node.index <= output.node.index


def of_pass(run: Run, span: Span, made: BackwardPass, value: Held) -> Value:
    """The gradient that one backward pass gives a value; those of all parameters are worked out with the first that is read."""
    if not isinstance(value, Tensor):
        return None
    place = value.node.index
    if place not in made.gradients:
        sources = {each.node.index: each for each in (*parameters(run, made.output), value)}
        made.gradients.update(dict.fromkeys(sources, OPAQUE))
        try:
            found = derivative(run, span, made.output, [*sources.values()], made.cotangent, scope=SLOPE)
        except LanguageError:
            # Too large to be values; the figure shows them all the same.
            return OPAQUE
        made.gradients.update(zip(sources, found, strict=True))
        if made.told in run.notes:
            run.notes.remove(made.told)
    gradient = made.gradients[place]
    if not made.followed and isinstance(gradient, Tensor) and gradient.differentiable:
        made.gradients[place] = gradient = without_gradient(run, span, gradient)
        unshare(run, gradient)
    return gradient


def parameters(run: Run, output: Tensor) -> Iterator[Tensor]:
    """What a text can ask the gradient of: its inputs, as they were when `output` was computed."""
    for node in run.builder.nodes[: output.node.index]:
        if node.operation == INPUT and node.differentiable:
            yield Tensor(node, run.builder.values[node.index], run.builder.read)
    for view in list(run.views.values()):
        value = at_that_time(view, output)
        if view.past and not view.path and isinstance(value, Tensor) and is_before(value, output):
            yield value


def retain(run: Run, span: Span, value: Tensor) -> Opaque:
    """`h.retain_grad()`: a value that is computed keeps its gradient, too."""
    run.stored.retained.add(view_of(run, value).storage)
    return OPAQUE


def set_to_zero(run: Run, span: Span, *parameters: Value, **options: Value) -> Opaque:
    """`opt.zero_grad()` and `net.zero_grad()`; of several, each has parameters of its own, so that gradients are not known any more."""
    run.stored.found.clear()
    run.stored.since = len(run.stored.passes)
    run.stored.known = run.stored.known and len(set(ZEROING.findall(run.program.text))) < 2
    return OPAQUE


def changed(run: Run, span: Span, *parameters: Value, **options: Value) -> Opaque:
    """`clip_grad_norm_(net.parameters(), 1.0)`: what is stored is not known from here on."""
    run.stored.known = False
    return OPAQUE


BUILTINS |= {
    STORED: stored,
    "retain_grad": retain,
    "zero_grad": set_to_zero,
    "clip_grad_norm_": changed,
    "clip_grad_value_": changed,
}
