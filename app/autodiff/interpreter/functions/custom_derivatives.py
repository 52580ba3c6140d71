"""Derivatives that a text gives itself: `torch.autograd.Function`, `tf.custom_gradient`.

What is computed stands in the graph without a gradient, and the text's own derivative beside it: where the text multiplies the gradient
entry by entry, or y is one number, the tangent line `y = detach(f(x)) + s·(x − detach(x))` has the value of f and the slope s, which may
have a derivative of its own. Else the gate carries out on its way back what the text does with the gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from app.autodiff.builder import Array, Tensor
from app.autodiff.interpreter.arrays.coercion import held
from app.autodiff.interpreter.functions.own_gradients import (
    SCALES,
    Back,
    acts_by_entry,
    numbers,
    several,
    with_backward,
    with_slopes,
    without_gradient,
)
from app.autodiff.interpreter.kinds.value_types import Class, Function, Instance, Native, Value, Values
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.language import Span

KEEPING = ("mark_dirty", "mark_non_differentiable")
"""What a context of a torch.autograd.Function is told, beside the values to be saved."""
SAVED = ("saved_tensors", "saved_variables")
"""What a context calls what it has saved, by its old name too."""
PASSES = ("forward", "setup_context", "backward")
"""Methods of a torch.autograd.Function."""
Way = Callable[..., tuple[Value, Back]]
"""A forward pass by its arguments: the value, and its way back."""


def custom_function(title: str, passes: Mapping[str, Value]) -> Native:
    """`Square.apply` of a torch.autograd.Function: its forward pass with a context, and its own backward pass."""
    forward = passes["forward"]

    def way(run: Run, span: Span, *arguments: Value, needs: Values = ()) -> tuple[Value, Back]:
        context = context_of(needs)
        setup = passes.get("setup_context")
        if setup is None:
            value = called(run, forward, span, context, *arguments)
        else:
            value = called(run, forward, span, *arguments)
            called(run, setup, span, context, arguments, value)
        fills = context.attributes["fills"] is not False
        return value, lambda *gradients: called(
            run, passes["backward"], span, context, *(with_zeros(value, gradients) if fills else gradients)
        )

    def applied(run: Run, span: Span, *arguments: Value) -> Value:
        if "backward" not in passes:
            return called(run, forward, span, context_of(needs_gradients(arguments)), *arguments)
        return followed(run, span, title, partial(way, needs=needs_gradients(arguments)), arguments)

    return Native("apply", applied)


def with_zeros(value: Value, gradients: Values) -> Values:
    """The gradients of what a forward pass gave; one that is not there is 0."""
    values = value if isinstance(value, tuple) else (value,)
    pairs = zip(values, gradients, strict=True)
    return tuple(np.zeros(numbers(each).shape) if gradient is None else gradient for each, gradient in pairs)


def needs_gradients(arguments: Values) -> Values:
    """Which arguments want a gradient; asked of the call itself, since the forward pass is tried on plain numbers too."""
    return tuple(isinstance(each, Tensor) and each.differentiable for each in arguments)


def context_of(needs: Values) -> Instance:
    """A context, which keeps what it is told to, and says which arguments want a gradient."""
    context = Instance(Class("ctx", {}))

    def save(run: Run, span: Span, *saved: Value) -> None:
        context.attributes |= dict.fromkeys(SAVED, saved)

    def fill(run: Run, span: Span, value: Value) -> None:
        context.attributes["fills"] = value

    ignoring = Native("mark", lambda run, span, *saved: None)
    context.attributes |= {
        **dict.fromkeys(KEEPING, ignoring),
        "needs_input_grad": needs,
        "saved_tensors": (),
        "fills": True,
    }
    context.attributes["save_for_backward"] = Native("save_for_backward", save)
    context.attributes["set_materialize_grads"] = Native("set_materialize_grads", fill)
    return context


def followed(run: Run, span: Span, name: str, way: Way, arguments: Values) -> Value:
    """The value of a function, with the derivative that the text gives it."""
    plain = tuple(map(held, arguments))
    value, back = way(run, span, *plain)
    if isinstance(value, tuple):
        require_sum(run, span, name, value, back)
        return tuple(
            followed(run, span, name, partial(one_of_several, way, place), arguments) if is_real(each) else each
            for place, each in enumerate(value)
        )
    if not isinstance(value, (int, float, np.ndarray, np.generic)):
        hint = "let it give arrays alone"
        run.refuse(span, f"`{name}` has a backward pass of its own, which is followed for arrays alone", hint)
    by_entry = acts_by_entry(numbers(value).shape, arguments, back)
    if not by_entry and is_derivative(run, span, way, plain):
        return way(run, span, *arguments)[0]
    with run.builder.within("call", name):
        value, back = way(run, span, *arguments)
        end = without_gradient(run, span, value)
        if by_entry:
            slopes = several(back(np.ones(numbers(value).shape)))
            result = with_slopes(run, span, end, zip(arguments, slopes, strict=False))
        else:
            result = with_backward(run, span, f"the backward pass of `{name}`", arguments, back, end)
    run.note(f"the gradient through `{name}` is the one that its own backward pass gives", span, quiet=True)
    return result


def one_of_several(way: Way, place: int, run: Run, span: Span, *arguments: Value) -> tuple[Value, Back]:
    """The value at one place of several, at whose others no gradient comes in."""
    values, back = way(run, span, *arguments)
    assert isinstance(values, tuple)
    return values[place], lambda gradient: back(*placed(len(values), {place: gradient}))


def placed(count: int, given: Mapping[int, Value]) -> Values:
    """The gradients of so many values: those that are given, and None for the others."""
    return tuple(given.get(place) for place in range(count))


def require_sum(run: Run, span: Span, name: str, values: Values, back: Back) -> None:
    """Raises LanguageError unless what several gradients give together is the sum of what each gives alone."""
    chance = np.random.RandomState(0)
    trial = {place: np.asarray(chance.standard_normal(numbers(each).shape)) for place, each in enumerate(values)}
    alone = [several(back(*placed(len(values), {place: gradient}))) for place, gradient in trial.items()]
    for total, *parts in zip(several(back(*placed(len(values), trial))), *alone, strict=False):
        added = sum(numbers(part) for part in parts if part is not None)
        if total is not None and not np.allclose(numbers(total), added):
            message = (
                f"the backward pass of `{name}` does not add up what comes back from its values: that is not followed"
            )
            run.refuse(span, message, "take the `backward` away to see the gradient of the forward pass")


def is_derivative(run: Run, span: Span, way: Way, arguments: Values) -> bool:
    """Whether a backward pass is the derivative of its forward pass, in one direction at least, whatever the size of a gradient."""
    chance = np.random.RandomState(0)
    moves = [chance.standard_normal(numbers(each).shape) if is_real(each) else None for each in arguments]

    def at(step: float) -> Array:
        moved = [
            each if move is None else numbers(each) + step * move for each, move in zip(arguments, moves, strict=True)
        ]
        return numbers(way(run, span, *moved)[0])

    value, back = way(run, span, *arguments)
    weights = np.asarray(chance.standard_normal(numbers(value).shape))

    def own(scale: float) -> float:
        pairs = zip(several(back(scale * weights)), moves, strict=False)
        given = (np.sum(numbers(slope) * move) for slope, move in pairs if slope is not None and move is not None)
        return float(sum(given)) / scale

    step = 1e-5
    found = float(np.sum(weights * (at(step) - at(-step)))) / (2 * step)
    return all(np.isclose(own(scale), found, rtol=1e-4, atol=1e-6) for scale in (1.0, *SCALES))


def is_real(value: Value) -> bool:
    return isinstance(value, (float, np.ndarray)) and np.asarray(value).dtype.kind == "f"


def custom_gradient(run: Run, span: Span, function: Value) -> Native:
    """`@tf.custom_gradient`: the function gives its value, and what makes the gradients of its arguments of that of the value."""

    def way(run: Run, span: Span, *arguments: Value) -> tuple[Value, Back]:
        value, back = iterate(run, called(run, function, span, *arguments), span)
        return value, lambda *gradients: called(run, back, span, *with_zeros(value, gradients))

    name = function.name if isinstance(function, Function) else "custom_gradient"
    return Native(name, lambda run, span, *arguments: followed(run, span, name, way, arguments))
