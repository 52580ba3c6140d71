"""Where entries come from and go to: indices that rules and definitions work out from shapes and from constant integers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.autodiff.primitives.arrays import Shape
from app.autodiff.primitives.call_forms import array_of, one_axis, shape_of, whole, whole_number

Integers = NDArray[np.intp]
Key = tuple[Any, ...]
MOST_PARTS = 10_000


def integers(x: object) -> Integers:
    """Labels and positions as whole numbers. Raises ValueError where they are not."""
    numbers = array_of(x)
    if numbers.dtype.kind not in "iufb" or (
        numbers.dtype.kind == "f" and not np.array_equal(numbers, np.round(numbers))
    ):
        raise ValueError("positions and labels are whole numbers")
    return numbers.astype(np.intp)


def inside(places: Integers, size: int) -> Integers:
    """Positions counted from the end as such from the front. Raises ValueError for those that are not there."""
    wrong = places[(places >= size) | (places < -size)]
    if wrong.size:
        raise ValueError(f"{int(wrong.flat[0])} is outside of the {size} entries there are, which are counted from 0")
    return places % max(size, 1)


def origins(rearrange: Callable[..., NDArray[np.intp]], shape: Shape, *arguments: object) -> Key:
    """Where each entry of the rearranged value came from, as an index of the original."""
    places = rearrange(np.arange(math.prod(shape)).reshape(shape), *arguments)
    return tuple(np.unravel_index(places, shape)) if shape else ()


def tile_places(shape: Shape, reps: Shape) -> Key:
    return origins(np.tile, (1,) * (len(reps) - len(shape)) + shape, reps)


def repeat_places(shape: Shape, repeats: int | Shape, axis: int | None) -> Key:
    return origins(np.repeat, shape, repeats, axis)


def diagonal_places(shape: Shape, offset: int, axis1: int, axis2: int) -> Key:
    return origins(np.diagonal, shape, offset, axis1, axis2)


def padding_places(shape: Shape, width: tuple[Shape, ...], mode: str) -> Key:
    return origins(np.pad, shape, width, mode)


def take_places(indices: object, shape: Shape, axis: int | None) -> Key:
    """The index that `take(x, indices, axis)` stands for."""
    places = integers(indices)
    if axis is None:
        return tuple(np.unravel_index(inside(places, math.prod(shape)), shape)) if shape else ()
    axis %= len(shape)
    return (*[slice(None)] * axis, inside(places, shape[axis]))


def along_places(indices: object, shape: Shape, axis: int, stretch: bool = False) -> Key:
    """The index that `take_along_axis` and `gather` stand for; NumPy stretches axes of size 1."""
    places = integers(indices)
    if places.ndim != len(shape):
        raise ValueError(f"the positions have shape {places.shape}, the value {shape}: they need as many axes")
    axis %= len(shape)
    if stretch:
        places = np.broadcast_to(places, (*shape[:axis], places.shape[axis], *shape[axis + 1 :]))
    mesh: list[Integers] = list(np.indices(places.shape, sparse=True))
    mesh[axis] = inside(places, shape[axis])
    return tuple(mesh)


def pick_places(labels: object, shape: Shape, axis: int) -> Key:
    """The index of one entry along `axis` for each label."""
    places, axis = integers(labels), axis % len(shape)
    rest = (*shape[:axis], *shape[axis + 1 :])
    if places.shape != rest:
        raise ValueError(f"labels of shape {places.shape} meet scores of shape {shape}: {rest} is needed")
    mesh: list[Integers] = list(np.indices(rest, sparse=True))
    return (*mesh[:axis], inside(places, shape[axis]), *mesh[axis:])


def pieces(x: object, sections: object, axis: object = 0, uneven: bool = False) -> list[Key]:
    """The indices of the parts that NumPy's `split` makes: into equal parts, or at given places. Raises ValueError."""
    place = one_axis(x, axis)
    size = shape_of(x)[place]
    if isinstance(sections, (list, tuple)) or shape_of(sections):
        return cut(place, [0, *whole((sections,)), size])
    number = whole_number(sections)
    if not 0 < number <= MOST_PARTS or (size % number and not uneven):
        raise ValueError(f"{size} entries cannot be split into {number} equal parts")
    bounds = np.cumsum([0, *[size // number + (part < size % number) for part in range(number)]])
    return cut(place, bounds.tolist())


def chunks(x: object, sizes: object, axis: object = 0) -> list[Key]:
    """The indices of the parts that PyTorch's `split` makes: of one size (the last may be shorter), or of given sizes."""
    place = one_axis(x, axis)
    size = shape_of(x)[place]
    if isinstance(sizes, (list, tuple)):
        wanted = whole((sizes,))
        if sum(wanted) != size:
            raise ValueError(f"the parts {wanted} do not add up to {size} entries")
        return cut(place, np.cumsum([0, *wanted]).tolist())
    each = max(1, whole_number(sizes))
    return cut(place, [*range(0, size, each), size] if size else [0, 0])


def chunk_size(x: object, number: object, axis: object = 0) -> int:
    """The size of the parts that `chunk` makes."""
    return max(1, math.ceil(shape_of(x)[one_axis(x, axis)] / whole_number(number)))


def cut(axis: int, bounds: Sequence[int]) -> list[Key]:
    before = [slice(None)] * axis
    return [(*before, slice(start, stop)) for start, stop in pairwise(bounds)]


def slabs(x: object, axis: object = 0) -> list[Key]:
    """The indices of the items along an axis, which they lose."""
    place = one_axis(x, axis)
    return [(*[slice(None)] * place, each) for each in range(shape_of(x)[place])]


def part(axis: int, *bounds: int | None) -> Key:
    """`x[..., start:stop:step]` along one axis."""
    return (*[slice(None)] * axis, slice(*bounds)) if axis >= 0 else (..., slice(*bounds), *[slice(None)] * (-axis - 1))


def insertion_places(x: object, obj: object, values: object, axis: object) -> Integers:
    """Where the entries of `np.insert(x, obj, values, axis)` stand in those of x followed by those of the values."""
    shape, new = shape_of(x), shape_of(values)
    old = np.arange(math.prod(shape)).reshape(shape)
    added = math.prod(shape) + np.arange(math.prod(new)).reshape(new)
    where = integers(obj)
    return np.insert(old, where if where.ndim else int(where), added, None if axis is None else whole_number(axis))


def window_places(x: object, window_shape: object, axis: object) -> Integers:
    """Where the entries of `sliding_window_view(x, window_shape, axis)` stand in x, counted through all axes."""
    shape = shape_of(x)
    old = np.arange(math.prod(shape)).reshape(shape)
    along = None if axis is None else whole((axis,))
    return np.lib.stride_tricks.sliding_window_view(old, whole((window_shape,)), along)


def window_start(start: int, width: int, size: int) -> int:
    """Where a window begins, counted from the end where that is negative, so that it lies within the entries."""
    return min(max(start + size if start < 0 else start, 0), size - width)


def window_at(x: object, starts: object, sizes: object) -> Key:
    """The index of a window of some sizes; one that would reach beyond the end begins earlier, as in JAX."""
    shape, wanted = shape_of(x), whole((sizes,))
    first = integers(starts).reshape(-1)
    if len(wanted) != len(shape) or len(first) != len(shape) or any(a > b for a, b in zip(wanted, shape, strict=False)):
        raise ValueError(f"a window of shape {wanted} does not fit shape {shape}")
    begins = [window_start(int(at), width, size) for at, size, width in zip(first, shape, wanted, strict=True)]
    return tuple(slice(at, at + width) for at, width in zip(begins, wanted, strict=True))
