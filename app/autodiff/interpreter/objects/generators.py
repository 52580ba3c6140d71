"""Functions that give their values by `yield`: they are run to their end before a value is used."""

from __future__ import annotations

from app.autodiff.builder import LimitReached
from app.autodiff.interpreter.kinds.containers import ItemIterator
from app.autodiff.interpreter.kinds.value_types import Frame, Function
from app.autodiff.interpreter.running.changed_names import changes_outside
from app.autodiff.interpreter.running.run import Run
from app.language import Span


def generated(run: Run, function: Function, frame: Frame, span: Span) -> ItemIterator:
    """What a generator has given; it says so where Python would have run no more of it than was asked for."""
    assert isinstance(function.body, tuple)
    if function.onward is None and changes_outside(function.body, {each.name for each in function.parameters}):
        told = f"`{function.name}` is run to its end here, so that what it changes outside of itself is changed at once"
        run.note(told, span)
    return ItemIterator(frame.yielded)


def endless(function: Function, span: Span) -> LimitReached:
    """What is said of a generator that comes to no end."""
    told = f"`{function.name}` is run to its end before its values are used, and comes to none"
    hint = "give its loop an end, as in `for k in range(10)`, or take its values in a `for` loop"
    return LimitReached.at(span, told, hint)
