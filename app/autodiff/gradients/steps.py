"""Steps of training: what an optimiser makes of the gradients that are stored, and what changes these before it does."""

from __future__ import annotations

from app.autodiff.gradients.stored_gradients import gradients_of, keep
from app.autodiff.interpreter.arrays.sharing import put_in_place
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.functions.gradient_modes import gradient_mode
from app.autodiff.interpreter.kinds.containers import DefaultDict
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Function, Method, Native, Operation, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.dispatch import Arguments, attribute, call, called
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.interpreter.statements.training import prints
from app.autodiff.intrinsics import CLIP, CONCATENATE, MINIMUM, RAVEL, VECTOR_NORM
from app.language import Span


def clipped_by_norm(
    run: Run, span: Span, parameters: Value, max_norm: Value, norm_type: Value = 2.0, **options: Value
) -> Value:
    """`clip_grad_norm_(net.parameters(), 1.0)`: all gradients times one number, so that together they are no longer than that."""
    require_use(run)
    pairs = gradients_of(run, span, parameters)
    rows = [called(run, Operation(RAVEL), span, gradient) for _, gradient in pairs]
    together = called(run, Operation(CONCATENATE), span, rows) if rows else 0.0
    total = called(run, Operation(VECTOR_NORM), span, together, norm_type)
    share = binary(run, "/", max_norm, binary(run, "+", total, 1e-6, span), span)
    factor = called(run, Operation(MINIMUM), span, share, 1.0)
    for each, gradient in pairs:
        keep(run, each, binary(run, "*", gradient, factor, span))
    return total


def clipped_by_value(run: Run, span: Span, parameters: Value, clip_value: Value, **options: Value) -> None:
    """`clip_grad_value_(net.parameters(), 0.5)`: each entry of each gradient between −0.5 and 0.5."""
    require_use(run)
    for each, gradient in gradients_of(run, span, parameters):
        low = binary(run, "-", 0.0, clip_value, span)
        keep(run, each, called(run, Operation(CLIP), span, gradient, low, clip_value))


def require_use(run: Run, *span: Span) -> None:
    """Raises PassOver where the text computes nothing behind it."""
    statements = run.program.statements
    behind = statements[statements.index(run.current) + 1 :] if run.current in statements else statements
    if not run.stored.known or all(map(prints, behind)):
        raise PassOver


def step_of(run: Run, span: Span, optimiser: Value) -> Native:
    """`opt.step()` of an optimiser, and `opt.step(closure)`, where the closure works out the gradients."""

    def step(run: Run, span: Span, closure: Value = None) -> Value:
        require_use(run)
        loss = None if closure is None else called(run, closure, span)
        move(run, span, optimiser)
        return loss

    return Native("step", step)


def step_by_closure(run: Run, span: Span, optimiser: Value) -> Native:
    """`opt.step(closure)` of an optimiser that moves several times, each time behind a call of the closure."""

    def step(run: Run, span: Span, closure: Value) -> Value:
        require_use(run)
        called(run, attribute(run, optimiser, "begin", span), span)
        first = loss = called(run, closure, span)
        shown = run.finished, run.seed_given
        while move(run, span, optimiser, loss):
            loss = called(run, closure, span)
        # The figure is of the loss that the text gets, not of those on the way.
        run.finished, run.seed_given = shown
        return first

    return Native("step", step)


def move(run: Run, span: Span, optimiser: Value, *loss: Value) -> bool:
    """Move the parameters of an optimiser, and say whether there were any to move. Raises PassOver where a gradient is not known."""
    gradients_of(run, span, called(run, attribute(run, optimiser, "parameters", span), span))
    with gradient_mode(run, cuts=True):
        pairs = iterate(run, called(run, attribute(run, optimiser, "moved", span), span, *loss), span)
        for pair in pairs:
            parameter, moved = iterate(run, pair, span)
            put_in_place(run, parameter, moved, span)
    return bool(pairs)


def step_along(run: Run, span: Span, optimiser: Value) -> Native:
    """`opt.apply_gradients(zip(grads, variables))` of Keras: a step along gradients that the text has worked out."""

    def step(run: Run, span: Span, grads_and_vars: Value, **options: Value) -> None:
        require_use(run)
        if attribute(run, optimiser, "learning_rate", span) is OPAQUE:
            raise PassOver
        with gradient_mode(run, cuts=True):
            moved = called(run, attribute(run, optimiser, "moved", span), span, grads_and_vars)
            for pair in iterate(run, moved, span):
                variable, entries = iterate(run, pair, span)
                called(run, attribute(run, variable, "assign", span), span, entries)

    return Native("apply_gradients", step)


def minimising(run: Run, span: Span, optimiser: Value) -> Native:
    """`opt.minimize(loss, variables)` of Keras: the gradients of a loss, or of what a function gives, and a step along them."""

    def step(run: Run, span: Span, loss: Value, var_list: Value, tape: Value = None) -> None:
        wanted = called(run, var_list, span) if isinstance(var_list, Function) else var_list
        variables = list(iterate(run, wanted, span))
        value = called(run, loss, span) if isinstance(loss, Function) else loss
        found = BUILTINS["taped"](run, span, value, variables)
        pairs: list[Value] = [] if found is OPAQUE else list(zip(iterate(run, found, span), variables, strict=True))
        if not pairs:
            raise PassOver
        called(run, attribute(run, optimiser, "apply_gradients", span), span, pairs)

    return Native("minimize", step)


def stepping(run: Run, method: Method) -> Native:
    """The `step` of an optimiser that the text defines: passed over where nothing is computed behind it."""

    def step(run: Run, span: Span, *given: Value, **named: Value) -> Value:
        require_use(run)
        return call(run, method, Arguments(given, named, span))

    return Native(method.function.name, step)


def step_of_another(run: Run, span: Span) -> Native:
    """`scaler.step(opt)`, which is `opt.step()`: gradients are not scaled here."""
    return Native(
        "step", lambda run, span, optimiser, *given: called(run, attribute(run, optimiser, "step", span), span, *given)
    )


BUILTINS |= {
    "kept_of_each": lambda run, span: DefaultDict(dict, {}),
    "step_of": step_of,
    "step_by_closure": step_by_closure,
    "stepping": stepping,
    "step_along": step_along,
    "minimising": minimising,
    "step_of_another": step_of_another,
    "clip_grad_norm_": clipped_by_norm,
    "clip_grad_value_": clipped_by_value,
}
