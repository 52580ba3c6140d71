"""Functions that a gradient goes through on its way back: `x.register_hook(f)`, `net.register_full_backward_hook(f)`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.later_leaves import seat, without_hooks
from app.autodiff.interpreter.arrays.leaf_inputs import is_used
from app.autodiff.interpreter.arrays.sharing import current, duplicate, replaced, view_of
from app.autodiff.interpreter.functions.own_gradients import (
    Back,
    acts_by_entry,
    with_backward,
    with_slopes,
    without_gradient,
)
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Class, Function, Instance, Native, Value, Values
from app.autodiff.interpreter.running.changed_names import written_in_place
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import PassOver, Run
from app.language import LanguageError, Span, syntax
from app.language.walk import everything


def hooked(run: Run, span: Span, value: Value, hook: Value) -> Value:
    """`x.register_hook(f)`: the gradient of x goes through f, unless f only looks at it. It gives what takes the hook off again.

    Raises LanguageError where x has been used: what was computed with it would have to change.
    """
    if not isinstance(value, Tensor):
        return OPAQUE
    used = is_used(run, value.node.index)
    plain, before = without_hooks(run, value)
    alone = through(run, span, plain, (hook,))
    if alone is plain:
        return handle(lambda run, span: None)
    if used:
        run.refuse(span, f"{run.quote(span)} comes after a use of the value", "move it in front of the first use")
    hook_up(run, span, value, through(run, span, alone, before), (plain, (*before, hook)))
    return handle(lambda run, span: unhooked(run, span, value, hook))


def hook_up(run: Run, span: Span, value: Tensor, other: Tensor, hooks: tuple[Tensor, Values]) -> None:
    """Let a value be another with the same numbers, for all who know it, and remember it without its hooks, and these."""
    now = replaced(run, view_of(run, value), value, duplicate(run, other), span)
    assert isinstance(now, Tensor)
    run.hooked[seat(run, now)] = hooks


def through(run: Run, span: Span, value: Tensor, hooks: Values) -> Tensor:
    """The value with its gradient as hooks make it one after the other: the first of them is met first on the way back."""
    for hook in reversed(hooks):
        changed = with_hook(run, span, value, hook, partial(called, run, hook, span))
        assert isinstance(changed, Tensor)
        value = changed
    return value


def unhooked(run: Run, span: Span, value: Tensor, hook: Value) -> None:
    """Take a hook off; behind the backward pass it has done what it was for."""
    now = current(run, value, span)
    if not isinstance(now, Tensor):
        return
    if is_used(run, now.node.index):
        if run.finished is not None:
            return
        run.refuse(span, "the hook is taken off after a use of the value", "take both lines away")
    plain, hooks = without_hooks(run, now)
    rest = tuple(each for each in hooks if each is not hook)
    hook_up(run, span, now, through(run, span, plain, rest), (plain, rest))


def handle(take_off: Callable[..., Value]) -> Instance:
    """What registering a hook gives, by which it is taken off again."""
    return Instance(Class("handle", {"remove": Native("remove", take_off)}))


def hooked_input(run: Run, span: Span, module: Instance, value: Value, hook: Value) -> Value:
    """What goes into a module whose gradient goes through `f(module, (gradient,), (gradient of the output,))`."""

    def back(gradient: Value) -> Value:
        given = called(run, hook, span, module, (gradient,), (OPAQUE,))
        return given[0] if isinstance(given, tuple) else given

    return with_hook(run, span, value, hook, back) if isinstance(value, Tensor) else value


def with_hook(run: Run, span: Span, value: Tensor, hook: Value, back: Back) -> Value:
    """The value with its gradient as the hook makes it; the value itself where the hook only looks.

    Raises LanguageError where it gives something else than a gradient.
    """
    first = None if only_looks(run, hook, back) else back(np.ones(value.shape))
    if first is None:
        if changes_given(hook):
            message = "a hook that changes its gradient in place is followed where it gives it back"
            run.refuse(span, message, "end it with `return` and the gradient")
        return value
    if first is OPAQUE:
        message = "a hook is followed where it gives back a gradient"
        run.refuse(span, message, "take it away: the figure then shows the gradient before it")
    if acts_by_entry(value.shape, (value,), back):
        return with_slopes(run, span, without_gradient(run, span, value), iter([(value, first)]))
    return with_backward(run, span, "a hook", (value,), back)


def only_looks(run: Run, hook: Value, back: Back) -> bool:
    """Whether a hook gives nothing back; what it keeps of the gradient is not known."""
    if isinstance(hook, Function) and isinstance(hook.body, tuple) and any(map(gives, hook.body)):
        return False
    told = len(run.notes)
    try:
        return back(OPAQUE) is None
    except (PassOver, LanguageError):
        return False
    finally:
        del run.notes[told:]


def gives(part: object) -> bool:
    """Whether a statement gives a value back, or one inside of it."""
    return any(isinstance(each, syntax.Return) and each.value is not None for each in everything(part))


def changes_given(hook: Value) -> bool:
    """Whether a function writes to the entries of what it is given."""
    if not isinstance(hook, Function) or not isinstance(hook.body, tuple):
        return False
    return not written_in_place(hook.body).isdisjoint(each.name for each in hook.parameters)
