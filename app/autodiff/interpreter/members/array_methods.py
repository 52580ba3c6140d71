"""Methods that libraries define by what they do to an array, not by an operation of their own."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import require_array, require_whole, widened
from app.autodiff.interpreter.arrays.own_library import library_of, made_by
from app.autodiff.interpreter.arrays.python_lists import is_list
from app.autodiff.interpreter.arrays.sharing import copied, plain, put_in_place, seen_as, share
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.functions.gradient_hooks import hooked
from app.autodiff.interpreter.functions.own_gradients import without_gradient
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.index_keys import index_key
from app.autodiff.interpreter.kinds.plain_values import is_float, settled
from app.autodiff.interpreter.kinds.value_types import Named, Namespace, Native, Operation, Value, Values
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.operations.array_makers import filled_diagonal, torch_tensor
from app.autodiff.interpreter.operations.casts import cast, cast_as, cut, kind_held, kind_of
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.placement import combined_at, with_entries
from app.autodiff.interpreter.running.dispatch import Arguments, attribute, call, called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import DETACH, FLIP, MOVEAXIS, RAVEL, RESHAPE, SORT, WHERE
from app.language import Span

Method = Callable[..., Value]
"""Takes the run, the span of the call, the array, and the arguments."""
SAME = frozenset("cpu cuda conj positive block_until_ready pin_memory share_memory_".split())
"""Methods that leave the value as it is."""
CASTS = frozenset("float double half bfloat16 long int short byte bool".split())
"""Methods that give numbers of the kind of their name."""


def to_own_kind(name: str) -> Method:
    """`x.long()`, `x.float()`: numbers of the kind that the method is called by."""
    return lambda run, span, value, **options: cast_as(run, value, name, span)


def to_kind_of_other(run: Run, span: Span, value: Held, other: Value) -> Value:
    """`x.type_as(y)`."""
    return cast(run, value, kind_held(require_array(run, other, span)), span)


def to_kind(run: Run, span: Span, value: Held, *wanted: Value, **named: Value) -> Value:
    """`x.to(torch.float64)`, `x.type(torch.long)`, `x.to(device)`."""
    return cast_as(run, value, next(filter(kind_of, (*wanted, *named.values())), None), span)


def kind_or_name(run: Run, span: Span, value: Held, *wanted: Value, **named: Value) -> Value:
    """`x.type(torch.long)`; `x.type()` is what PyTorch calls the kind: that of all floating-point numbers is one here."""
    if wanted or named:
        return to_kind(run, span, value, *wanted, **named)
    return f"torch.{NAMES_OF_KINDS.get(kind_held(value), 'Float')}Tensor"


def drawn(run: Run, span: Span, array: Held, *bounds: Value, **named: Value) -> Value:
    """`x.random_(5)`, `x.random_(1, 5)`: whole numbers by chance, as `torch.randint` draws them."""
    if not bounds and not named:
        run.refuse(span, "`random_` without bounds draws from all whole numbers", "say below which: x.random_(5)")
    randint = attribute(run, Namespace(("torch",)), "randint", span)
    limits = [each for each in (named.get("from"), *bounds, named.get("to")) if each is not None]
    return replaced(run, span, array, called(run, randint, span, *limits, array.shape))


def as_type(run: Run, span: Span, value: Held, kind: Value = float, **named: Value) -> Value:
    """`x.astype(int)`, which gives a copy."""
    return copied(run, cast(run, value, kind_of(named.get("dtype", kind)), span))


def one_item(run: Run, span: Span, value: Held, *place: Value) -> Value:
    """`x.item()` and `x.item(2)`: one entry, counted through all axes, as a plain number."""
    found: Value = value
    if place:
        key = place[0] if len(place) == 1 else place
        if not isinstance(key, tuple):
            whole = require_whole(run, key, span)
            size = math.prod(value.shape)
            if not -size <= whole < size:
                run.refuse(span, f"there is no entry {whole}: the array has {size}", "they are counted from 0")
            key = tuple(int(each) for each in np.unravel_index(whole % size, value.shape))
        found = item(run, value, key, span)
    elif math.prod(value.shape) != 1:
        run.refuse(
            span, f"`.item()` is for one number, this has shape {value.shape}", "choose an entry, or use `.sum()`"
        )
    elif value.shape:
        found = item(run, value, (0,) * value.ndim, span)
    return detached(run, span, found)


def detached(run: Run, span: Span, value: Value) -> Value:
    """The numbers as plain ones, which have no gradient in PyTorch. NumPy's arrays are plain numbers from the start."""
    return value if library_of(run, value) == "numpy" else without_gradient(run, span, value)


def as_list(run: Run, span: Span, value: Value) -> Value:
    """`x.tolist()`: the entries as nested lists."""
    if not isinstance(value, (Tensor, np.ndarray)) or not value.shape:
        return detached(run, span, value)
    return [as_list(run, span, each) for each in iterate(run, value, span)]


def to_numpy(run: Run, span: Span, value: Held, **named: Value) -> Value:
    """`x.numpy()`: the same entries, which is told where it ends a gradient."""
    ended = cut(run, value, span)
    if ended is not value:
        share(run, DETACH, {}, value, ended)
    return made_by(run, "numpy", ended, (value,))


def viewed(run: Run, span: Span, value: Held, rest: Values, named: Named) -> Value:
    """`x.view()` of NumPy, the same entries; with a shape that of PyTorch."""
    return value if not rest and not named else called(run, Operation(RESHAPE), span, value, *rest, **named)


def copy_of(run: Run, span: Span, value: Held, *order: Value, **named: Value) -> Value:
    """`x.copy()`; that of a list has the same items."""
    return iterate(run, value, span) if run.python and is_list(run, value) else copied(run, value)


def contiguous(run: Run, span: Span, value: Held) -> Value:
    """`x.contiguous()`: a copy, unless the entries stand in a row."""
    return value if plain(value).flags.c_contiguous else copied(run, value)


def sorted_by(run: Run, span: Span, value: Held, *axis: Value, reverse: Value = False, **named: Value) -> Value:
    """`x.sort(axis)`, and `x.sort(reverse=True)` of a list of numbers."""
    if settled(reverse) is not True and (found := table_method(run, value, "sort")) is not None:
        return call(run, Operation(found.row, found.flavour, (value,)), Arguments(axis, named, span))
    ordered = called(run, Operation(SORT), span, value, *axis)
    return called(run, Operation(FLIP), span, ordered)


def place_of(run: Run, span: Span, value: Held, wanted: Value, *bounds: Value) -> int:
    """`xs.index(x)` of a list: the place of the first entry that is x."""
    numbers, number = plain(value), settled(wanted)
    found = (
        np.flatnonzero(numbers == number)
        if numbers.ndim == 1 and isinstance(number, (int, float))
        else np.empty(0, dtype=int)
    )
    if bounds or len(found) == 0:
        run.refuse(span, f"there is no {number!r} in this list", "`index` finds the place of an entry")
    return int(found[0])


def filled(run: Run, span: Span, array: Held, value: Value = 0) -> Value:
    """`x.fill_(2)`, `x.zero_()`: the same shape with one number everywhere."""
    if isinstance(value, Tensor):
        return replaced(run, span, array, value)
    kind = plain(array).dtype
    return np.full(array.shape, require_array(run, settled(value), span), dtype=kind if kind.kind in "biu" else float)


def replaced(run: Run, span: Span, value: Held, source: Value, **named: Value) -> Value:
    """`x.copy_(y)`: the entries of y, in the shape of x."""
    array = require_array(run, source, span)
    if array.shape == value.shape:
        return copied(run, array)
    return widened(run, span, array, value.shape)


def chosen_where(run: Run, span: Span, value: Held, condition: Value, other: Value = 0) -> Value:
    """`x.where(c, o)`: x where the condition holds, o elsewhere."""
    return called(run, Operation(WHERE), span, condition, value, other)


def placed(run: Run, span: Span, value: Held, places: Value, new: Value, accumulate: Value = False) -> Value:
    """`x.index_put((i, j), v)`: other entries at some places; `accumulate` adds them up, those that are named twice too."""
    key = index_key(tuple(iterate(run, places, span)), value.shape, span)
    return combined_at(run, "+", value, key, new, span) if accumulate else with_entries(run, value, key, new, span)


def unfolded(run: Run, span: Span, value: Held, dimension: Value, size: Value, step: Value) -> Value:
    """`x.unfold(0, 3, 1)`: all windows along an axis, their entries along a new last one."""
    axis, width = require_whole(run, dimension, span) % max(value.ndim, 1), require_whole(run, size, span)
    if not 0 < width <= value.shape[axis]:
        run.refuse(span, f"a window of {width} does not fit an axis of {value.shape[axis]} entries", "")
    starts = np.arange(0, value.shape[axis] - width + 1, require_whole(run, step, span))
    key: Values = (*[slice(None)] * axis, starts[:, None] + np.arange(width))
    return called(run, Operation(MOVEAXIS), span, item(run, value, key, span), axis + 1, -1)


def new_tensor(run: Run, span: Span, value: Held, numbers: Value, **options: Value) -> Value:
    """`x.new_tensor([...])`, which is `torch.tensor([...])`."""
    return torch_tensor(run, span, numbers, **options)


def of_same_kind(run: Run, span: Span, value: Held, *given: Value) -> Value:
    """`x.new(2, 3)`, an array of that shape whose entries are yet to be set, and `x.new([…])`, one of these numbers."""
    numbers = len(given) == 1 and isinstance(given[0], (list, Tensor, np.ndarray))
    return (
        new_tensor(run, span, value, *given)
        if numbers
        else called(run, attribute(run, value, "new_zeros", span), span, *given)
    )


METHODS: dict[str, Method] = {
    "unfold": unfolded,
    "where": chosen_where, "index_put": placed,
    **dict.fromkeys(SAME, lambda run, span, value, *arguments, **named: value),
    **{name: to_own_kind(name) for name in CASTS},
    "clone": lambda run, span, value, **named: copied(run, value), "copy": copy_of,
    "to": to_kind, "type": kind_or_name, "type_as": to_kind_of_other, "astype": as_type,
    "contiguous": contiguous, "index": place_of, "new": of_same_kind, "new_tensor": new_tensor, "register_hook": hooked,
    "is_contiguous": lambda run, span, value, **options: bool(plain(value).flags.c_contiguous),
    "is_floating_point": lambda run, span, value: is_float(value),
    "item": one_item, "tolist": as_list, "numpy": to_numpy, **dict.fromkeys(("as_tensor", "value"), lambda run, span, value: value),
}  # fmt: skip
NAMES_OF_KINDS: dict[type | None, str] = {int: "Long", bool: "Bool"}
"""What PyTorch calls kinds of numbers."""
IN_PLACE: dict[str, Method] = {
    "fill": filled,
    "fill_": filled,
    "zero_": filled,
    "random_": drawn,
    "copy_": replaced,
    "fill_diagonal_": filled_diagonal,
}
"""Methods that change their array, where no other method says what they make of it."""
TURNING = frozenset("unsqueeze_ squeeze_ transpose_ t_ swapaxes_ swapdims_".split())
"""Methods that change which axes their array has, and none of its entries."""


def array_method(run: Run, value: Held, name: str) -> Native | Operation | None:
    """The method of an array by a name; None where there is none."""
    if name in IN_PLACE or (name.endswith("_") and name.rstrip("_") and name not in METHODS):
        return changing_method(run, value, name)
    own = library_of(run, value)
    if name == "view" and own != "torch":
        return Native(name, lambda run, span, *rest, **named: viewed(run, span, value, rest, named))
    if name == "sort" and own != "torch":
        return Native(name, lambda run, span, *rest, **named: sorted_by(run, span, value, *rest, **named))
    if name in METHODS:
        return Native(name, lambda run, span, *rest, **named: METHODS[name](run, span, value, *rest, **named))
    if name == "flatten" and own != "torch":
        row = Operation(RAVEL)
        return Native(
            name, lambda run, span, *rest, **named: copied(run, called(run, row, span, value, *rest, **named))
        )
    if (found := table_method(run, value, name)) is not None:
        return Operation(found.row, found.flavour, (value,))
    if name in BUILTINS and name not in ("append", "insert", "extend"):
        return Native(name, lambda run, span, *rest, **named: BUILTINS[name](run, span, value, *rest, **named))
    return None


def changing_method(run: Run, value: Held, name: str) -> Native | None:
    """`x.clamp_(0)`: what `x.clamp(0)` gives, put in place of the entries of x."""
    method = IN_PLACE.get(name) or method_named(run, value, name.rstrip("_"))
    if method is None:
        return None

    def change_entries(run: Run, span: Span, *arguments: Value, **named: Value) -> Value:
        after = method(run, span, value, *arguments, **named)
        if name in TURNING and isinstance(after, (Tensor, np.ndarray)):
            return seen_as(run, value, after)
        return put_in_place(run, value, after, span)

    return Native(name, change_entries)


def method_named(run: Run, value: Held, name: str) -> Method | None:
    """A method as a function of its array and arguments."""
    if array_method(run, value, name) is None:
        return None

    def method(run: Run, span: Span, array: Held, /, *arguments: Value, **named: Value) -> Value:
        return call(run, array_method(run, array, name), Arguments(arguments, named, span))

    return method


def table_method(run: Run, value: Held, name: str) -> Operation | None:
    """The row that a method of an array means in the library of the array."""
    own = library_of(run, value)
    for part in ("", "method") if own == "numpy" else ("method",):
        try:
            return libraries.operation(name, own, part)
        except KeyError:
            continue
    return None
