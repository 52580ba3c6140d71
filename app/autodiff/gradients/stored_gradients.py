"""What `loss.backward()` leaves behind: `w.grad`, added up over all backward passes until it is set to zero."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.gradients.derivatives import derivative
from app.autodiff.gradients.gradient_calls import SLOPE, is_last
from app.autodiff.graph import INPUT
from app.autodiff.interpreter.arrays.later_leaves import starts, was_input, without_hooks
from app.autodiff.interpreter.arrays.sharing import current, unshare, view_of
from app.autodiff.interpreter.functions.builtins import BUILTINS, STORED
from app.autodiff.interpreter.functions.own_gradients import without_gradient
from app.autodiff.interpreter.kinds.backward_passes import BackwardPass
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Opaque, Value
from app.autodiff.interpreter.kinds.views import Held, View
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.operations.truths import ancestors
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.interpreter.statements.training import arrays
from app.language import LanguageError, Span

ZEROING = re.compile(r"([\w.\[\]]+)\.zero_grad\(")
"""What sets gradients to zero, each with parameters of its own."""


def stored(run: Run, span: Span, value: Tensor) -> Value:
    """`w.grad`: a number or an array like `w`; None where no backward pass reached it since it was last set to zero.

    It is None, which is told, for what is computed, too, unless that was asked to retain it. It is opaque where the text
    only looks at it, and where it is not known.
    """
    if not value.differentiable:
        return OPAQUE
    value, hooks = without_hooks(run, value)
    view = view_of(run, value)
    if not run.stored.passes and view.storage not in run.stored.found:
        return OPAQUE
    kept = was_input(run, value) and (not value.copy or starts(run, value))
    if not kept and view.storage not in run.stored.retained:
        run.note(
            f"{run.quote(span)} is None in PyTorch: what is computed keeps no gradient without `retain_grad()`", span
        )
        return None
    before, counted = run.stored.found.get(view.storage, (None, 0))
    passes = run.stored.passes[max(counted, run.stored.since) :]
    if not run.stored.known or is_last(run, span):
        tell_of_sum(run, span, view, passes)
        return OPAQUE
    gradient = current(run, before, span)
    for made in passes:
        # Behind its hooks a value has its gradient as they make it, also where steps of training came after them.
        then = value if hooks else at_that_time(view, made.output)
        gradient = added(run, span, gradient, of_pass(run, span, made, then))
    if gradient is not OPAQUE:
        run.stored.found[view.storage] = gradient, len(run.stored.passes)
    if isinstance(gradient, Tensor):
        run.slopes.add(gradient.node.index)
    return gradient


def tell_of_sum(run: Run, span: Span, view: View, passes: list[BackwardPass]) -> None:
    """Say so where several backward passes have reached a value whose gradient the text only looks at."""
    found = [each for each in passes if reaches(run, each.output, at_that_time(view, each.output))]
    if len(found) > 1:
        run.note(f"{run.quote(span)} adds up {len(found)} backward passes; the figure shows the last of them", span)


def reaches(run: Run, output: Tensor, value: Held) -> bool:
    return isinstance(value, Tensor) and value.node.index in {each.index for each in ancestors(run, output)}


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


def set_to_zero(run: Run, span: Span, parameters: Value = None, **options: Value) -> Value:
    """`opt.zero_grad()` and `net.zero_grad()`: of some `parameters`, or of all that an optimiser which is not known may have.

    Of several such ones each has parameters of its own, so that gradients are not known any more.
    """
    if parameters is not None:
        for each in arrays(parameters):
            keep(run, each, None)
        return None
    run.stored.found.clear()
    run.stored.since = len(run.stored.passes)
    run.stored.known = run.stored.known and len(set(ZEROING.findall(run.program.text))) < 2
    return OPAQUE


def keep(run: Run, parameter: Tensor, gradient: Value) -> None:
    """Let a gradient be what is stored of a parameter by now."""
    run.stored.found[view_of(run, parameter).storage] = gradient, len(run.stored.passes)
    if isinstance(gradient, Tensor):
        run.slopes.add(gradient.node.index)


def parameters_of(run: Run, span: Span, parameters: Value) -> list[Value]:
    """One parameter, or several."""
    return [parameters] if isinstance(parameters, Tensor) else iterate(run, parameters, span)


def gradients_of(run: Run, span: Span, parameters: Value) -> list[tuple[Tensor, Held]]:
    """The parameters that have a gradient, each with it. Raises PassOver where one is not known."""
    listed = [each for each in parameters_of(run, span, parameters) if isinstance(each, Tensor)]
    pairs = [(each, stored(run, span, each)) for each in listed]
    if any(gradient is OPAQUE for _, gradient in pairs):
        run.stored.known = False
        raise PassOver
    return [(each, gradient) for each, gradient in pairs if isinstance(gradient, (Tensor, np.ndarray))]


BUILTINS |= {
    STORED: stored,
    "retain_grad": retain,
    "zero_grad": set_to_zero,
    "parameters_of": parameters_of,
}
