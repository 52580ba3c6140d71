"""Functions that a gradient goes through on its way back: `x.register_hook(f)`, `net.register_full_backward_hook(f)`."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.sharing import put_in_place
from app.autodiff.interpreter.functions.own_gradients import (
    Back,
    acts_by_entry,
    with_backward,
    with_slopes,
    without_gradient,
)
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Function, Instance, Value
from app.autodiff.interpreter.running.changed_names import written_in_place
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import PassOver, Run
from app.language import LanguageError, Span, syntax
from app.language.walk import everything


def hooked(run: Run, span: Span, value: Value, hook: Value) -> Value:
    """`x.register_hook(f)`: the gradient of x goes through f, unless f only looks at it."""
    if isinstance(value, Tensor):
        after = with_hook(run, span, value, hook, lambda gradient: called(run, hook, span, gradient))
        if after is not value:
            return put_in_place(run, value, after, span)
    return OPAQUE


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
