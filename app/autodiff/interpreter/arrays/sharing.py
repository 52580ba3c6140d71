"""Which arrays share their entries, as in NumPy and PyTorch: what is changed in place is seen by other names, slices and reshaped views.

An array is known by its node, or by itself where it is none. Nothing is ever changed: a change gives a new array, and what
shares entries with the old one is worked out anew when it is read next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

import numpy as np

from app.autodiff.builder import Tensor, identity
from app.autodiff.interpreter.arrays.leaf_inputs import (
    has_first_value,
    is_input,
    refuse_change_of_leaf,
    set_first_value,
)
from app.autodiff.interpreter.arrays.python_lists import copies_list, inherit, is_list
from app.autodiff.interpreter.kinds.plain_values import tidy
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.kinds.views import AnyArray, Held, Step, Storage, View
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import BROADCAST_TO, DETACH, PUT
from app.autodiff.primitives import TABLE
from app.autodiff.primitives.places import Key
from app.autodiff.table import Primitive
from app.language import Span
from app.language.operators import BINARY, FUNCTIONS

ITEM = FUNCTIONS["["]
"""The row of x[key]."""


def view_of(run: Run, value: Held) -> View:
    """The view that an array is, of entries of its own unless it is known to share them."""
    found = run.views.get(identity(value))
    if found is None:
        found = run.views[identity(value)] = View(value, Storage(value))
    return found


def share(run: Run, row: Primitive, settings: Mapping[str, object], source: Value, result: Value) -> None:
    """Remember that `result`, which `row` made of `source`, looks at its entries, where it does."""
    if not run.shares or not isinstance(source, (Tensor, np.ndarray)) or not isinstance(result, (Tensor, np.ndarray)):
        return
    if not is_view(run, row, settings, source, result):
        return
    seen = view_of(run, source)
    path = (*seen.path, (row, settings))
    run.views[identity(result)] = View(result, seen.storage, path, seen.storage.changes)


def is_view(run: Run, row: Primitive, settings: Mapping[str, object], source: Held, result: Held) -> bool:
    """Whether a row gave a view: NumPy's own result tells, and for PyTorch a single entry and a detached value are views too."""
    if row.name == ITEM and is_list(run, source) and copies_list(cast(Key, settings["key"]), result.shape):
        return False
    if row.name == DETACH.name or (run.flavour == "torch" and row.name == ITEM and not result.shape):
        return True
    if row.name == ITEM and not result.shape:
        # NumPy gives a number of its own, unless `...` asks for an array without axes.
        return any(part is ... for part in cast(Key, settings["key"]))
    return bool(result.shape) and np.may_share_memory(plain(result), plain(source))


def plain(value: Value) -> AnyArray:
    """The numbers that a value holds, as an array."""
    return np.asarray(value.held if isinstance(value, Tensor) else value)


def current(run: Run, value: Value, span: Span) -> Value:
    """An array as it is now, after all changes to the entries that it looks at; all else as it is."""
    if not isinstance(value, (Tensor, np.ndarray)):
        return value
    view = run.views.get(identity(value))
    if view is None:
        return value
    if view.changes != view.storage.changes:
        before = run.builder.cut
        # Where it is read first does not matter: a view that was made with its gradient keeps it.
        ended = any(row.name == DETACH.name for row, _ in view.path)
        run.builder.cut = ended or (before and not differentiable(view.value))
        try:
            renew(run, view, made(run, view.storage.base, view.path, span))
        finally:
            run.builder.cut = before
    return view.value


def all_current(run: Run, value: Value, span: Span) -> Value:
    """The same for the arrays in lists, tuples and dicts, which a function may be given; lists stay the lists that they are."""
    if not run.changed or not isinstance(value, (list, tuple, dict)):
        return current(run, value, span)
    if isinstance(value, tuple):
        return tuple(all_current(run, each, span) for each in value)
    for key, each in list(value.items() if isinstance(value, dict) else enumerate(value)):
        if each is not value:
            value[key] = all_current(run, each, span)  # type: ignore[index]
    return value


def renew(run: Run, view: View, value: Held) -> None:
    """Give a view the value that it has after the latest change."""
    view.past.append(view.value)
    inherit(run, view.value, value)
    if run.builder.foreign:
        value = of_same_library(run, view.value, value)
    view.value, view.changes = value, view.storage.changes
    run.views[identity(value)] = view


def of_same_library(run: Run, before: Held, after: Held) -> Held:
    """What an array has become, as one of the library that it was of; the array that has all entries may be of another."""
    foreign = run.builder.foreign
    if (identity(before) in foreign) != (identity(after) in foreign):
        after = duplicate(run, after)
        foreign.pop(identity(after), None)
    return run.builder.following((before,), after)


def made(run: Run, base: Held, path: tuple[Step, ...], span: Span) -> Held:
    """A view by its steps."""
    value: Value = base
    for row, settings in path:
        value = tidy(run.builder.apply(row, (value,), settings, span))
    return value if isinstance(value, Tensor) else np.asarray(value)


def copied(run: Run, value: Value) -> Value:
    """An array with entries of its own; made where no gradient is recorded, it has none either."""
    if isinstance(value, Tensor):
        if run.builder.cut and value.differentiable:
            return tidy(run.builder.apply(DETACH, (value,), {}, value.node.span or Span(1, 0, 1, 0)))
        run.copied.add(value.node.index)
    return run.builder.following((value,), duplicate(run, value)) if isinstance(value, (Tensor, np.ndarray)) else value


def duplicate(run: Run, value: Held) -> Held:
    """The same array as another one, which is told from it."""
    if isinstance(value, Tensor):
        run.copies += 1
        return Tensor(value.node, value.held, value.read, run.copies)
    return value.copy()


def beside(run: Run, value: Held) -> Held:
    """Another array that looks at the same entries."""
    seen, result = view_of(run, value), duplicate(run, value)
    run.views[identity(result)] = View(result, seen.storage, seen.path, seen.changes)
    return result


def unshare(run: Run, value: Value) -> None:
    """Let a value have entries of its own, whatever it was made of."""
    if isinstance(value, (Tensor, np.ndarray)):
        run.views.pop(identity(value), None)


def set_apart(run: Run, value: Held) -> View:
    """Let an array have entries of its own from here on, while all others that look at its entries keep those: what it is as a view."""
    view = view_of(run, value)
    before, view.storage, view.changes = view.storage, Storage(view.value), 0
    if not view.path:
        if before in run.stored.found:
            run.stored.found[view.storage] = run.stored.found.pop(before)
        if run.finished is None:
            before.base = np.array(plain(view.value))
    view.path = ()
    return view


def put_in_place(run: Run, before: Value, after: Value, span: Span) -> Value:
    """Put `after` in place of the entries of `before`, for all that look at them; what `before` is from then on.

    Raises LanguageError where that cannot be done, or cannot be followed.
    """
    if isinstance(before, np.ndarray) and isinstance(after, (int, float)):
        after = np.asarray(after)
    if not isinstance(before, Tensor | np.ndarray) or not isinstance(after, Tensor | np.ndarray):
        return after
    if not run.shares or run.ours:
        return after
    require_fit(run, before, after, span)
    view = view_of(run, before)
    refuse_lent(run, view.storage, span)
    if not run.builder.cut and all(row.name != DETACH.name for row, _ in view.path):
        refuse_change_of_leaf(run, [view.storage.base, *view_of(run, view.storage.base).past], span)
    return replaced(run, view, before, after, span)


def replaced(run: Run, view: View, before: Held, after: Held, span: Span) -> Value:
    """The same, whoever asks for it."""
    storage, cut = view.storage, any(row.name == DETACH.name for row, _ in view.path)
    if cut and nobody_else_sees(run, storage.base):
        view.storage, view.path, cut = Storage(before), (), False
        storage = view.storage
    run.changed, first = True, run.finished is None
    if first and isinstance(storage.base, Tensor) and (cut or run.builder.cut) and has_first_value(run, storage.base):
        entries = np.array(plain(storage.base), dtype=float)
        entries[places_of(view)] = plain(after)
        storage.base = set_first_value(run, storage.base, entries, span)
        storage.changes += 1
        return current(run, before, span)
    base = written(run, view, after, span) if view.path else after
    unseen = (cut or run.builder.cut) and differentiable(storage.base)
    if unseen and first and isinstance(storage.base, Tensor) and is_input(run, storage.base):
        run.overtaken.append((storage.base.node.index, len(run.builder.nodes), span))
    storage.base = beside_gradient(run, storage.base, base, span) if unseen else base
    storage.changes += 1
    if unseen:
        return current(run, before, span)
    renew(run, view, after)
    return after


def seen_as(run: Run, before: Held, after: Held) -> Held:
    """Let an array, under all its names, be another view of the same entries, as `x.unsqueeze_(0)` does."""
    view = view_of(run, before)
    view.path, run.changed = view_of(run, after).path, True
    renew(run, view, after)
    return after


def refuse_lent(run: Run, storage: Storage, span: Span) -> None:
    """Say that what `w.data = v` lets w look at is changed in place, which changes w, too; behind `backward()` the figure stands."""
    if storage.lent and run.finished is None:
        run.refuse(span, "this changes a parameter, too, that was given these entries", "write w.data = v.clone()")


def differentiable(value: Value) -> bool:
    return isinstance(value, Tensor) and value.differentiable


def beside_gradient(run: Run, before: Held, after: Held, span: Span) -> Held:
    """A value that was changed where no gradient is recorded: the gradient goes to what it was, as if nothing had been."""
    change = run.builder.apply(TABLE[BINARY["-"].row], (after, before), {}, span)
    ended = run.builder.apply(DETACH, (change,), {}, span)
    cut, run.builder.cut = run.builder.cut, False
    try:
        result = tidy(run.builder.apply(TABLE[BINARY["+"].row], (before, ended), {}, span))
    finally:
        run.builder.cut = cut
    assert isinstance(result, (Tensor, np.ndarray))
    return result


def is_temporary(run: Run, base: Held) -> bool:
    """Whether no name at the top stands for an array, as for that which `(w * 2).detach()` detaches."""
    if not isinstance(base, Tensor) or run.depth or is_input(run, base):
        return False
    named = (value for value in run.top.names.values() if isinstance(value, Tensor))
    return all(identity(value) != identity(base) for value in named)


def nobody_else_sees(run: Run, base: Held) -> bool:
    """Whether a copy was made only to be detached, as in `w.clone().detach()`: no name at the top stands for it."""
    return isinstance(base, Tensor) and base.copy != 0 and is_temporary(run, base)


def require_fit(run: Run, before: Held, after: Held, span: Span) -> None:
    """Raises LanguageError unless an array can take a new value in place: of its shape, and whole where it is whole."""
    if before.shape != after.shape:
        message = f"an array of shape {before.shape} cannot become one of shape {after.shape} in place"
        run.refuse(span, message, "write `x = x + …` instead")
    require_kind(run, before, after, span)


def require_kind(run: Run, before: Held, after: Held, span: Span) -> None:
    """Raises LanguageError where an array of whole numbers would take fractions in place."""
    if plain(before).dtype.kind in "iu" and plain(after).dtype.kind == "f":
        message = "an array of whole numbers cannot take fractions in place"
        run.refuse(span, message, "write its numbers with a point, as 1.0")


def places_of(view: View) -> Key:
    """Where a view's entries stand in its storage, as an index of that."""
    if len(view.path) == 1 and view.path[0][0].name == ITEM:
        return cast(Key, view.path[0][1]["key"])
    shape = view.storage.base.shape
    places = np.arange(math.prod(shape)).reshape(shape)
    for row, settings in view.path:
        places = row.forward(places, **settings)
    return tuple(np.unravel_index(places, shape)) if shape else ()


def written(run: Run, view: View, after: Held, span: Span) -> Held:
    """The storage with new entries where a view looks."""
    base, key = view.storage.base, places_of(view)
    if any(row.name == BROADCAST_TO.name for row, _ in view.path):
        hint = "make a copy of it first, with `.copy()` or `.clone()`"
        run.refuse(span, "this shows some entries several times, so it cannot be changed in place", hint)
    result = tidy(run.builder.apply(PUT, (base, after), {"key": key}, span))
    assert isinstance(result, (Tensor, np.ndarray))
    return result
