"""Calls as people write them in NumPy, PyTorch and JAX → (row, operands, settings), where the row's signature alone does not say it.

Each function is the `prepare` of a row: it takes the call's arguments as Python would and raises TypeError or ValueError with
a message for the person.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

Prepared = tuple[str, tuple[object, ...], dict[str, object]]


def shape_of(x: object) -> tuple[int, ...]:
    shape = getattr(x, "shape", None)
    return np.shape(x) if shape is None else tuple(shape)  # type: ignore[arg-type]


def is_array(x: object) -> bool:
    """Whether `x` is a value of the graph or a constant array, not a plain number, tuple or flag."""
    return hasattr(x, "shape")


def whole(axes: Sequence[object]) -> tuple[int, ...]:
    """`(1, 2)` from `f(x, 1, 2)` as from `f(x, (1, 2))`."""
    first = axes[0] if len(axes) == 1 else None
    return tuple(int(axis) for axis in (first if isinstance(first, (tuple, list)) else axes))  # type: ignore[call-overload]


def clip_bounds(x: object, low: object = None, high: object = None, **names: object) -> Prepared:
    low = names.get("min", names.get("a_min", names.get("min_val", low)))
    high = names.get("max", names.get("a_max", names.get("max_val", high)))
    bounds = (-math.inf if low is None else low, math.inf if high is None else high)
    return "clip", (x,), {"low": bounds[0], "high": bounds[1]}


def reduced_or_pairwise(reduction: str, pairwise: str) -> Callable[..., Prepared]:
    """`max(a, b)` and `torch.max(a, b)` compare entry by entry, `max(x, axis)` reduces."""

    def prepare(x: object, axis: object = None, keepdims: bool = False, **options: object) -> Prepared:
        other = options.pop("other", axis)
        if is_array(other) or isinstance(other, float) or (not is_array(x) and other is not None):
            return pairwise, (x, other), {}
        return reduction, (x,), {"axis": axis, "keepdims": keepdims}

    return prepare


def permutation(x: object, *axes: object) -> Prepared:
    """`x.T`, `np.transpose(x, axes)`, `x.transpose(0, 1)` with all axes in order, and PyTorch's swap of two axes."""
    rank = len(shape_of(x))
    order = whole(axes) if axes and axes[0] is not None else tuple(reversed(range(rank)))
    if len(order) == 2 and (rank != 2 or min(order) < 0):
        return swapped(x, *order)
    if sorted(axis % rank for axis in order) != list(range(rank)):
        raise ValueError(f"axes {order} are not a permutation of the {rank} axes of shape {shape_of(x)}")
    return "transpose", (x,), {"axes": tuple(axis % rank for axis in order)}


def swapped(x: object, first: int = -2, second: int = -1) -> Prepared:
    rank = len(shape_of(x))
    if not (-rank <= first < rank and -rank <= second < rank):
        raise ValueError(f"axes {first} and {second} are not both among the {rank} axes of shape {shape_of(x)}")
    order = list(range(rank))
    order[first], order[second] = order[second], order[first]
    return "transpose", (x,), {"axes": tuple(order)}


def new_shape(x: object, *shape: object) -> Prepared:
    """`x.reshape(N, -1)`, `x.view((N, -1))`: one −1 is worked out, and may be 0 long."""
    wanted = [int(size) for size in whole(shape)]
    size = math.prod(shape_of(x))
    if wanted.count(-1) == 1:
        rest = -math.prod(wanted)
        wanted[wanted.index(-1)] = size // rest if rest else 0
    if math.prod(wanted) != size or min(wanted, default=0) < 0:
        raise ValueError(
            f"a value of shape {shape_of(x)} has {size} entries and cannot take shape {tuple(whole(shape))}"
        )
    return "reshape", (x,), {"shape": tuple(wanted)}


def listed(name: str) -> Callable[..., Prepared]:
    """`concatenate([a, b], axis=0)`: a list of operands and an axis."""

    def prepare(xs: object, axis: int = 0) -> Prepared:
        operands = tuple(xs) if isinstance(xs, (tuple, list)) else None
        if operands is None:
            raise TypeError(f"{name} takes a list of values, as {name}([a, b])")
        if not operands:
            raise ValueError(f"{name} needs at least one value")
        return name, operands, {"axis": axis}

    return prepare


def product(a: object, b: object) -> Prepared:
    """NumPy's `@` and `dot` by the number of axes of the operands."""
    left, right = shape_of(a), shape_of(b)
    if not left or not right:
        return "multiply", (a, b), {}
    shared = right[-2] if len(right) > 1 else right[0]
    if left[-1] != shared:
        raise ValueError(f"shapes {left} and {right} do not multiply: {left[-1]} columns meet {shared} rows")
    name = {(True, True): "inner", (False, True): "matvec", (True, False): "vecmat", (False, False): "matmul"}
    return name[len(left) == 1, len(right) == 1], (a, b), {}


def matrix_product(a: object, b: object) -> Prepared:
    if not shape_of(a) or not shape_of(b):
        raise ValueError(
            f"`@` multiplies vectors and matrices; shapes {shape_of(a)} and {shape_of(b)} hold a single number: use `*`"
        )
    return product(a, b)
