"""Calls that arrange, copy or choose entries → (row, operands, settings)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.autodiff.primitives.arrays import Shape, modest
from app.autodiff.primitives.call_forms import (
    Prepared,
    array_of,
    axes,
    given,
    is_array,
    one_axis,
    shape_of,
    whole,
    whole_number,
)


def all_of(numbers: tuple[object, ...], *spellings: object) -> Shape:
    """Numbers given one by one, as a tuple, or by name."""
    return whole(numbers or (given(*spellings),))


def permutation(x: object, *order: object, axes: object = None, axis: object = None, **pair: object) -> Prepared:
    """`x.T`, `np.transpose(x, axes)`, `x.permute(0, 2, 1)`, and PyTorch's swap of two axes, `x.transpose(0, 1)`."""
    if pair or len(order) == 2:
        return swapped(x, *order, **pair)
    rank = len(shape_of(x))
    order = order or (given(axes, axis),)
    wanted = tuple(reversed(range(rank))) if order[0] is None else whole(order)
    if sorted(axis % rank for axis in wanted if -rank <= axis < rank) != list(range(rank)):
        raise ValueError(f"axes {wanted} are not a permutation of the {rank} axes of shape {shape_of(x)}")
    return "transpose", (x,), {"axes": tuple(axis % rank for axis in wanted)}


def ordered(x: object, *order: object, axes: object = None, axis: object = None) -> Prepared:
    """`x.permute(1, 0)`: the order of all axes, also where they are two."""
    return permutation(x, order[0] if len(order) == 1 else order or given(axes, axis))


def swapped(
    x: object,
    first: object = -2,
    second: object = -1,
    *,
    dim0: object = None,
    dim1: object = None,
    axis1: object = None,
    axis2: object = None,
) -> Prepared:
    one, other = one_axis(x, given(dim0, axis1, first)), one_axis(x, given(dim1, axis2, second))
    order = list(range(len(shape_of(x))))
    order[one], order[other] = order[other], order[one]
    return "transpose", (x,), {"axes": tuple(order)}


def moved(x: object, source: object, destination: object) -> Prepared:
    """`moveaxis(x, 0, -1)`: the other axes keep their order."""
    rank = len(shape_of(x))
    start, goal = (tuple(one_axis(x, each) for each in whole((places,))) for places in (source, destination))
    rest = [axis for axis in range(rank) if axis not in start]
    for place, axis in sorted(zip(goal, start, strict=True)):
        rest.insert(place, axis)
    return "transpose", (x,), {"axes": tuple(rest)}


def rolled_axis(x: object, axis: object, start: object = 0) -> Prepared:
    """NumPy's `rollaxis`: `axis` moves to stand before `start`."""
    place, before = one_axis(x, axis), whole_number(start)
    before += len(shape_of(x)) if before < 0 else 0
    return moved(x, place, before - (place < before))


def new_shape(
    x: object, *numbers: object, shape: object = None, newshape: object = None, order: object = "C"
) -> Prepared:
    """`x.reshape(N, -1)`, `x.view((N, -1))`: one −1 is worked out, and may be 0 long; `order="F"` goes by columns."""
    if numbers and isinstance(numbers[-1], str):
        *numbers, order = numbers  # type: ignore[assignment]
    sizes = all_of(tuple(numbers), shape, newshape)
    wanted = list(sizes)
    size = math.prod(shape_of(x))
    if wanted.count(-1) == 1:
        rest = -math.prod(wanted)
        wanted[wanted.index(-1)] = size // rest if rest else 0
    if math.prod(wanted) != size or min(wanted, default=0) < 0:
        raise ValueError(f"a value of shape {shape_of(x)} has {size} entries and cannot take shape {sizes}")
    if order not in ("C", "F"):
        raise ValueError(f"the order of entries is 'C', by rows, or 'F', by columns, not {order!r}")
    return "reshape" if order == "C" else "reshape_by_columns", (x,), {"shape": tuple(wanted)}


def flattened(x: object, start_dim: object = 0, end_dim: object = -1, order: object = "C") -> Prepared:
    shape = shape_of(x) or (1,)
    if isinstance(start_dim, str) or order != "C":
        return new_shape(x, -1, order=start_dim if isinstance(start_dim, str) else order)
    start, end = (whole_number(each) % len(shape) for each in (start_dim, end_dim))
    return new_shape(x, (*shape[:start], math.prod(shape[start : end + 1]), *shape[end + 1 :]))


def unflattened(x: object, axis: object, sizes: object) -> Prepared:
    place, shape = one_axis(x, axis), shape_of(x)
    inner = new_shape(np.empty(shape[place]), sizes)[2]["shape"]
    assert isinstance(inner, tuple)
    return new_shape(x, (*shape[:place], *inner, *shape[place + 1 :]))


def squeezed(x: object, axis: object = None) -> Prepared:
    """Without the axes of size 1, or without these. Raises ValueError for one that is longer."""
    shape, wanted = shape_of(x), axes(x, axis)
    ones = [place for place, size in enumerate(shape) if size == 1]
    chosen = ones if wanted is None else [each % len(shape) for each in whole((wanted,))]
    if long := set(chosen).difference(ones):
        raise ValueError(f"only an axis with one entry can be left out, and axis {min(long)} has {shape[min(long)]}")
    return new_shape(x, tuple(size for place, size in enumerate(shape) if place not in chosen))


def squeezed_where_one(x: object, axis: object = None) -> Prepared:
    """The same, but an axis that is longer is left alone, as PyTorch does."""
    wanted = axes(x, axis)
    if wanted is None:
        return squeezed(x)
    return squeezed(x, tuple(each for each in whole((wanted,)) if shape_of(x)[each] == 1))


def expanded_dims(x: object, axis: object) -> Prepared:
    shape = np.expand_dims(np.empty(shape_of(x)), whole((axis,))).shape
    return new_shape(x, shape)


def shaped_like(x: object, other: object) -> Prepared:
    return new_shape(x, shape_of(other))


def broadcast(x: object, *numbers: object, shape: object = None, size: object = None) -> Prepared:
    """`broadcast_to(x, shape)` and `x.expand(-1, 4)`, where −1 keeps a size."""
    wanted, have = list(all_of(numbers, shape, size)), shape_of(x)
    for place in range(1, min(len(have), len(wanted)) + 1):
        wanted[-place] = have[-place] if wanted[-place] == -1 else wanted[-place]
    return "broadcast_to", (x,), {"shape": modest(tuple(wanted))}


def broadcast_like(x: object, other: object) -> Prepared:
    return broadcast(x, shape_of(other))


def tiled(x: object, *numbers: object, reps: object = None, axis: object = None, repeats: object = None) -> Prepared:
    """`np.tile(x, (2, 1))`, PyTorch's `x.repeat(2, 1)`."""
    wanted = all_of(numbers, reps, axis, repeats)
    modest((*shape_of(x), *wanted))
    return "tile", (x,), {"reps": (1,) * (len(shape_of(x)) - len(wanted)) + wanted}


def repeated(x: object, repeats: object, axis: object = None, output_size: object = None) -> Prepared:
    """NumPy's `repeat`, PyTorch's `repeat_interleave`: each entry several times, in its place."""
    if not shape_of(x):
        return tiled(x, repeats)
    numbers = whole((repeats,))
    modest((*shape_of(x), max(numbers, default=0)))
    place = None if axis is None else one_axis(x, axis)
    return "repeat", (x,), {"repeats": numbers if len(numbers) > 1 else numbers[0], "axis": place}


def repeated_method(x: object, *numbers: object, **names: object) -> Prepared:
    """`x.repeat(…)` means copies of all in PyTorch and of each entry in NumPy; what PyTorch would refuse is NumPy's."""
    if "axis" in names or (numbers and len(whole(numbers)) < len(shape_of(x))):
        return repeated(x, *numbers, **names)
    return tiled(x, *numbers, **names)


def flipped(x: object, *numbers: object, axis: object = None) -> Prepared:
    wanted = axis if not numbers else numbers[0] if len(numbers) == 1 else numbers
    return "flip", (x,), {"axis": axes(x, wanted)}


def flipped_along(axis: int) -> Callable[..., Prepared]:
    return lambda x: ("flip", (x,), {"axis": axes(x, axis)})


def rolled(x: object, shift: object = None, axis: object = None, *, shifts: object = None) -> Prepared:
    shift = given(shifts, shift)
    steps, along = whole((shift,)), axes(x, axis)
    # Several along one axis, or along all entries as one, come after each other.
    together = sum(steps) if along is None or isinstance(along, int) or len(along) < 2 else steps
    return "roll", (x,), {"shift": together, "axis": along}


def rotated(x: object, k: object = 1, axes: object = None, *, axis: object = None) -> Prepared:
    return "rot90", (x,), {"k": whole_number(k), "axes": whole((given(axis, axes, (0, 1)),))}


def triangle(name: str) -> Callable[..., Prepared]:
    def prepare(x: object, k: object = 0, *, diagonal: object = None) -> Prepared:
        if len(shape_of(x)) < 2:
            raise ValueError(f"a matrix is needed, not shape {shape_of(x)}")
        return name, (x,), {"k": whole_number(given(diagonal, k))}

    return prepare


def diagonal(
    x: object, offset: object = 0, axis1: object = 0, axis2: object = 1, *, dim1: object = None, dim2: object = None
) -> Prepared:
    places = {"axis1": one_axis(x, given(dim1, axis1)), "axis2": one_axis(x, given(dim2, axis2))}
    return "diagonal", (x,), {"offset": whole_number(offset), **places}


def diagonal_of_matrices(x: object, *, offset: object = 0, dim1: object = -2, dim2: object = -1) -> Prepared:
    """`np.linalg.diagonal(x)`, `torch.linalg.diagonal(x)`: the matrices stand in the last two axes."""
    return diagonal(x, offset, dim1, dim2)


def diagonal_matrices(
    x: object, offset: object = 0, dim1: object = -2, dim2: object = -1, *, k: object = None
) -> Prepared:
    """`torch.diag_embed(x, offset)`: the two axes of each matrix stand last."""
    last = len(shape_of(x))
    if tuple(number % (last + 1) for number in whole((dim1, dim2))) != (last - 1, last):
        raise ValueError("`dim1` and `dim2` are the last two axes here; `movedim` brings them elsewhere")
    return "diag_embed", (x,), {"k": whole_number(given(k, offset))}


def diagonal_or_matrix(x: object, k: object = 0, *, diagonal: object = None, offset: object = None) -> Prepared:
    """`diag` takes the diagonal of a matrix, and makes a matrix of a vector."""
    k = whole_number(given(diagonal, offset, k))
    if len(shape_of(x)) == 1:
        return "diag_embed", (x,), {"k": k}
    return "diagonal", (x,), {"offset": k, "axis1": one_axis(x, 0), "axis2": one_axis(x, 1)}


def listed(name: str) -> Callable[..., Prepared]:
    """`concatenate([a, b], axis=0)`: a list of operands and an axis; an array stands for its items."""

    def prepare(xs: object, axis: object = 0) -> Prepared:
        if is_array(xs) and not hasattr(xs, "value"):
            xs = list(array_of(xs)) if shape_of(xs) else xs
        elif is_array(xs) and shape_of(xs):
            return moved(xs, 0, axis) if name == "stack" else ("joined_items", (xs,), {"axis": axis})
        if not isinstance(xs, (tuple, list)):
            raise TypeError(f"{name} takes a list of values, as {name}([a, b])")
        if not xs:
            raise ValueError(f"{name} needs at least one value")
        rank = len(shape_of(xs[0])) + (name == "stack")
        if axis is None and rank > 1:
            raise ValueError("values are joined along an axis; for all of their entries in a row ravel each before")
        place = whole_number(0 if axis is None else axis)
        if not -rank <= place < rank:
            raise ValueError(f"there is no axis {place} in values of shape {shape_of(xs[0])}")
        return name, tuple(xs), {"axis": place}

    return prepare


def taken(x: object, indices: object = None, axis: object = None, *, index: object = None) -> Prepared:
    return "take", (x, given(indices, index)), {"axis": None if axis is None else one_axis(x, axis)}


def selected(x: object, axis: object, index: object) -> Prepared:
    """PyTorch's `index_select(x, dim, index)`."""
    return taken(x, index, axis)


def taken_along(x: object, indices: object, axis: object = -1) -> Prepared:
    return "take_along_axis", (x, indices), {"axis": one_axis(x, axis), "stretch": True}


def gathered(x: object, axis: object, index: object, sparse_grad: object = False) -> Prepared:
    """PyTorch's `gather(x, dim, index)`."""
    return "take_along_axis", (x, index), {"axis": one_axis(x, axis), "stretch": False}


def filled(x: object, mask: object, value: object) -> Prepared:
    return "where", (mask, value, x), {}


def hot(x: object, number: object = None, *, num_classes: object = None, depth: object = None) -> Prepared:
    number = given(num_classes, depth, number)
    return "one_hot", (x,), {"number": -1 if number is None else whole_number(number)}


def inverse_order(order: Shape) -> Shape:
    """The permutation that undoes `order`."""
    return tuple(int(axis) for axis in np.argsort(order))
