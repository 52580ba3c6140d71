"""Functions of functions: `grad(f)`, `vmap(f)`, `partial(f, x)`, `map(f, xs)`, and what says which value the figure is of."""

from __future__ import annotations

from contextlib import nullcontext

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.arrays.coercion import held, require_whole
from app.autodiff.interpreter.arrays.leaf_inputs import promoted
from app.autodiff.interpreter.functions.tree_turns import put_together, side_by_side, turns_of
from app.autodiff.interpreter.kinds.backward_passes import BackwardPass
from app.autodiff.interpreter.kinds.containers import ItemIterator
from app.autodiff.interpreter.kinds.libraries import Progress
from app.autodiff.interpreter.kinds.plain_values import leaves
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Instance, Native, Opaque, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.differentiated_calls import derived
from app.autodiff.interpreter.running.dispatch import CALL, Arguments, call, called
from app.autodiff.interpreter.running.run import PassOver, Run
from app.language import Diagnostic, Span


def finish(run: Run, span: Span, value: Value, *seed: Value, **options: Value) -> Value:
    """`loss.backward()`: this figure is the backward pass, and `loss` its output; a gradient that is given is the seed."""
    take_as_output(run, span, value, *seed, **options)
    assert isinstance(value, Tensor)
    given = seed[0] if seed else options.get("gradient")
    followed = options.get("create_graph") is True
    run.stored.passes.append(BackwardPass(value, tell_of_pass(run, span), given, followed=followed))
    return OPAQUE


def passed_over(run: Run, span: Span) -> Value:
    """Tell that what asks for the backward pass gives nothing to go on with."""
    tell_of_pass(run, span)
    return OPAQUE


def tell_of_pass(run: Run, span: Span) -> Diagnostic:
    message = f"{run.quote(span)} asks for the backward pass, which the figure shows; it was passed over"
    return run.note(message, span, quiet=True)


def take_as_output(run: Run, span: Span, value: Value, *seed: Value, **options: Value) -> None:
    """Let the figure be of a value, and its seed what is given. Raises LanguageError for one that has no gradient."""
    if not isinstance(value, Tensor):
        run.refuse(span, f"{describe(value)} depends on no input, so it has no gradient", "")
    run.finished = value
    given = seed[0] if seed else options.get("gradient")
    run.seed_given = held(given)


def tried_out(run: Run, function: Value, arguments: Arguments) -> Arguments:
    """`grad(f)(2.0)` on plain numbers: where the text computes nothing else, they are inputs; elsewhere it is a try beside it."""
    given = [leaf for each in (*arguments.positional, *arguments.named.values()) for leaf in leaves(each)]
    if any(isinstance(each, (Tensor, Opaque, Instance, dict)) for each in given):
        return arguments
    if run.remembered and any(isinstance(leaf, Tensor) for _, value in run.remembered for leaf in leaves(value)):
        raise PassOver
    return promoted(run, function, arguments)


def first(value: Value) -> Value:
    return value[0] if isinstance(value, tuple) else value


def mapped(run: Run, span: Span, function: Value, in_axes: Value = 0, out_axes: Value = 0, **options: Value) -> Native:
    """`jax.vmap(f)`: f on each item along an axis of the mapped arguments, stacked."""

    within, without = options.get("in_dims", in_axes), options.get("out_dims", out_axes)

    def over_rows(run: Run, span: Span, *arguments: Value) -> Value:
        axes = within if isinstance(within, (tuple, list)) else (within,) * len(arguments)
        if len(axes) != len(arguments):
            run.refuse(span, f"`vmap` has axes for {len(axes)} arguments, {len(arguments)} are given", "")
        parts = [turns_of(run, each, span, axis) for each, axis in zip(arguments, axes, strict=True)]
        rows = side_by_side(run, span, list(arguments), parts)
        if not rows:
            run.refuse(span, "`vmap` goes along the first axis of an array, and there is none here", "give it an array")
        # The gradients of all turns are values of the text: none of them alone is what the figure is of.
        with derived(run) if isinstance(function, Native) and function.name == "grad" else nullcontext():
            return put_together(run, span, [called(run, function, span, *row) for row in rows], without)

    return Native("vmap", over_rows, (function,))


def same(run: Run, span: Span, function: Value, *arguments: object, **options: object) -> Value:
    """`jit(f)`: what is given, as it is."""
    return function


@CALL.of(Progress)
def watched(run: Run, function: Progress, arguments: Arguments) -> Value:
    """`tqdm(items)` has the items as they are."""
    return Progress(*arguments.positional[:1])


def watched_numbers(run: Run, span: Span, *limits: Value, **options: Value) -> Value:
    """`trange(3)` is `tqdm(range(3))`."""
    return Progress(range(*(require_whole(run, each, span) for each in limits)))


def partial(run: Run, span: Span, function: Value, *bound: Value, **named: Value) -> Native:
    return Native(
        "partial",
        lambda run, span, *arguments, **keywords: call(
            run, function, Arguments((*bound, *arguments), {**named, **keywords}, span)
        ),
        (function, *bound, *named.values()),
    )


def each(run: Run, span: Span, function: Value, *lists: Value) -> ItemIterator:
    """`map(f, xs, ys)`."""
    together = zip(*(iterate(run, items, span) for items in lists), strict=False)
    return ItemIterator(called(run, function, span, *items) for items in together)
