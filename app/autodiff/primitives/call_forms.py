"""Calls as people write them in NumPy, PyTorch and JAX → (row, operands, settings), where the row's signature alone does not say it.

Each function is the `prepare` of a row: it takes the call's arguments as Python would and raises TypeError or ValueError with
a message for the person. What all subjects need stands here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.autodiff.primitives.arrays import Axis, count

Prepared = tuple[str, tuple[object, ...], dict[str, object]]


def given(*spellings: object) -> object:
    """The first of several spellings of one argument that is there."""
    return next((each for each in spellings if each is not None), None)


def shape_of(x: object) -> tuple[int, ...]:
    shape = getattr(x, "shape", None)
    if shape is None and isinstance(x, (tuple, list)) and any(map(is_array, x)):
        return len(x), *shape_of(x[0])
    return np.asarray(x).shape if shape is None else tuple(shape)


def is_array(x: object) -> bool:
    """Whether `x` is a value of the graph or a constant array, not a plain number, tuple or flag."""
    return hasattr(x, "shape")


def array_of(x: object) -> NDArray[Any]:
    """The numbers of a value of the graph, of a constant or of nested lists."""
    if isinstance(x, (tuple, list)) and any(map(is_array, x)):
        return np.asarray([array_of(each) for each in x])
    return np.asarray(getattr(x, "value", x))


def whole_number(x: object) -> int:
    """A count, an axis or a size. Raises TypeError."""
    number = array_of(x)
    if number.shape != () or number.dtype.kind not in "iufb" or number != np.floor(number):
        raise TypeError("a whole number is needed")
    return int(number)


def whole(numbers: Sequence[object]) -> tuple[int, ...]:
    """`(1, 2)` from `f(x, 1, 2)` as from `f(x, (1, 2))`."""
    first = numbers[0] if len(numbers) == 1 else None
    if is_array(first) and shape_of(first):
        first = array_of(first).tolist()
    return tuple(whole_number(each) for each in (first if isinstance(first, (tuple, list)) else numbers))


def axes(x: object, axis: object) -> Axis:
    """One axis, several or all (None) of `x`; PyTorch lets a single number have axis 0. Raises ValueError for one that is not there."""
    if axis is None:
        return None
    rank, several = len(shape_of(x)), isinstance(axis, (tuple, list))
    wanted = whole((axis,)) if not several else tuple(map(whole_number, axis))  # type: ignore[call-overload]
    if rank == 0 and all(each in (0, -1) for each in wanted):
        return None
    for each in wanted:
        if not -rank <= each < rank:
            raise ValueError(f"there is no axis {each} in shape {shape_of(x)}")
    if len({each % rank for each in wanted}) < len(wanted):
        raise ValueError(f"an axis stands twice in {wanted}")
    return wanted if several or len(wanted) != 1 else wanted[0]


def one_axis(x: object, axis: object) -> int:
    """The number of one axis, counted from the front. Raises ValueError."""
    found = axes(x, axis)
    if not shape_of(x):
        raise ValueError("a single number has no axes")
    if not isinstance(found, int):
        raise ValueError(f"one axis is needed, not {axis}")
    return found % len(shape_of(x))


NEED_ENTRIES = frozenset({"max", "min", "peak", "dip", "argmax", "argmin"})


def reduction(name: str) -> Callable[..., Prepared]:
    """`sum(x)`, `sum(x, 1)`, `x.sum((0, 1), True)`, and NumPy's `sum(x, where=mask, initial=1)`."""

    def prepare(
        x: object, axis: object = None, keepdims: object = False, *, where: object = None, initial: object = None
    ) -> Prepared:
        if not (where is None and initial is None):
            return of_chosen(name, x, axis, keepdims, where, initial)
        over = axes(x, axis)
        if name in NEED_ENTRIES and not count(shape_of(x), over):
            raise ValueError(f"there is nothing to choose from in shape {shape_of(x)}")
        if not isinstance(keepdims, (int, np.bool_)) or keepdims not in (0, 1):
            raise ValueError("whether axes are kept is True or False")
        return name, (x,), {"axis": over, "keepdims": bool(keepdims)}

    return prepare


CHOOSING = {
    "sum": (True, True), "prod": (True, True), "max": (True, True), "min": (True, True), "mean": (True, False),
    "logsumexp": (True, False),
}  # fmt: skip
"""Reductions that take `where=`, and whether `initial=`: each has a composition for it, behind `chosen_`."""


def of_chosen(name: str, x: object, axis: object, keepdims: object, where: object, initial: object) -> Prepared:
    """A reduction of the entries where a mask holds, and of a first value beside them. Raises TypeError and ValueError."""
    masked, started = CHOOSING.get(name, (False, False))
    for setting, value, known in (("where", where, masked), ("initial", initial, started)):
        if value is not None and not known:
            raise TypeError(f"got an unexpected keyword argument '{setting}'")
    if name in NEED_ENTRIES and initial is None:
        raise ValueError("`where` needs an `initial` beside it, for rows in which it holds nowhere")
    settings: dict[str, object] = {"axis": axes(x, axis), "keepdims": bool(keepdims)}
    return f"chosen_{name}", (x, where, initial) if started else (x, where), settings


def weighted_reduction(name: str, weighted: str) -> Callable[..., Prepared]:
    """`logsumexp(x, axis, b=w)`, whose terms have weights."""

    def prepare(
        x: object, axis: object = None, keepdims: object = False, *, b: object = None, where: object = None
    ) -> Prepared:
        found = reduction(name)(x, axis, keepdims, where=where)
        return found if b is None else (weighted, (x, b), reduction(name)(x, axis, keepdims)[2])

    return prepare


CHOOSING_ALONG = frozenset({"softmax", "log_softmax"})


def along(name: str, default: int | None = -1) -> Callable[..., Prepared]:
    """`softmax(x, 1)`, `cumsum(x, axis=0)`: an operation along one axis, or all entries where that is None."""

    def prepare(x: object, axis: object = default, *, where: object = None) -> Prepared:
        settings: dict[str, object] = {"axis": axes(x, axis)}
        if where is not None and name not in CHOOSING_ALONG:
            raise TypeError("got an unexpected keyword argument 'where'")
        return (name, (x,), settings) if where is None else (f"chosen_{name}", (x, where), settings)

    return prepare


def along_implied(name: str) -> Callable[..., Prepared]:
    """`F.softmax(x)`: where no axis is given PyTorch takes one by how many there are."""
    return lambda x, axis=None: along(name)(x, implied_axis(x) if axis is None else axis)


def implied_axis(x: object) -> int:
    """The axis that a softmax of PyTorch takes where none is given: the first of 1 and 3 axes, the second of more or of 2.

    As in `_get_softmax_dim` of `torch.nn.functional`.
    """
    return 0 if len(shape_of(x)) in (0, 1, 3) else 1


def reduced_or_pairwise(reduce: str, pairwise: str, *, python: bool = True) -> Callable[..., Prepared]:
    """`max(a, b)` and `torch.max(a, b)` compare entry by entry, `max(x, axis)` and `max(x, axis=1)` reduce.

    Of two numbers the second is an axis, too, where the function is not Python's own: `np.max(x, 0)`.
    """

    def prepare(x: object, *placed: object, other: object = None, **chosen: object) -> Prepared:
        other = placed[0] if placed and other is None else other
        number = isinstance(other, (int, float)) and not shape_of(x) and python and len(placed) < 2 and not chosen
        if is_array(other) or isinstance(other, float) or (other is not None and (number or not is_array(x))):
            return pairwise, (x, other), {}
        return reduction(reduce)(x, *placed, **chosen)

    return prepare


LOWER = frozenset({"low", "min", "a_min", "min_val", "min_value", "clip_value_min"})
UPPER = frozenset({"high", "max", "a_max", "max_val", "max_value", "clip_value_max"})


def clip_bounds(x: object, low: object = None, high: object = None, **names: object) -> Prepared:
    """`clip(x, 0, 1)`, `clamp(x, min=0)`; bounds may be values of the graph."""
    for name, value in names.items():
        if name not in LOWER | UPPER:
            raise TypeError(f"`{name}` is not one of x, min, max")
        low, high = (value, high) if name in LOWER else (low, value)
    low, high = -math.inf if low is None else low, math.inf if high is None else high
    if is_array(low) or is_array(high):
        return "clip_between", (x, low, high), {}
    return "clip", (x,), {"low": low, "high": high}


def chosen(
    condition: object,
    a: object = None,
    b: object = None,
    *,
    x: object = None,
    y: object = None,
    input: object = None,  # noqa: A002 - as PyTorch names it
    other: object = None,
) -> Prepared:
    """`where(c, a, b)`; `where(c)` alone is `nonzero(c)`."""
    then = next((each for each in (a, x, input) if each is not None), None)
    otherwise = next((each for each in (b, y, other) if each is not None), None)
    if then is None or otherwise is None:
        return "nonzero", (condition,), {}
    return "where", (condition, then, otherwise), {}


def chosen_by_jax(condition: object, a: object, b: object = 0, *, default: object = None) -> Prepared:
    """`lax.select(c, a, b)`, and `jnp.select` of lists, which is NumPy's."""
    if isinstance(condition, (list, tuple)):
        return "select", (condition, a, b if default is None else default), {}
    return "where", (condition, a, b), {}


def order_first(name: str) -> Callable[..., Prepared]:
    """SciPy and PyTorch put the order of `polygamma(n, x)` before its operand."""

    def prepare(n: object, x: object) -> Prepared:
        return name, (x,), {"n": whole_number(n)}

    return prepare


def product(a: object, b: object) -> Prepared:
    """NumPy's `@` by the number of axes of the operands; with a single number it is a product."""
    left, right = shape_of(a), shape_of(b)
    if not left or not right:
        return "multiply", (a, b), {}
    shared = right[-2] if len(right) > 1 else right[0]
    if left[-1] != shared:
        raise ValueError(f"shapes {left} and {right} do not multiply: {left[-1]} columns meet {shared} rows")
    name = {(True, True): "inner", (False, True): "matvec", (True, False): "vecmat", (False, False): "matmul"}
    return name[len(left) == 1, len(right) == 1], (a, b), {}


def dot(a: object, b: object) -> Prepared:
    """NumPy's `dot`: all pairs of rows and columns, where `@` would go through a batch."""
    if len(shape_of(a)) > 1 and len(shape_of(b)) > 2:
        product(a, b)
        left, right = "abcdefgh"[: len(shape_of(a)) - 1], "ijklmnop"[: len(shape_of(b)) - 2]
        return "einsum", (a, b), {"subscripts": f"{left}y,{right}yz->{left}{right}z"}
    return product(a, b)


def matrix_product(a: object, b: object) -> Prepared:
    if not shape_of(a) or not shape_of(b):
        raise ValueError(
            f"`@` multiplies vectors and matrices; shapes {shape_of(a)} and {shape_of(b)} hold a single number: use `*`"
        )
    return product(a, b)


def solving(a: object, b: object) -> Prepared:
    """`solve(A, b)`: a vector `b` has one axis, anything else is a matrix of right-hand sides."""
    square(a)
    if len(shape_of(b)) == 1:
        return "solve_vector", (a, b), {}
    return "solve", (a, b), {}


def square(x: object) -> None:
    shape = shape_of(x)
    if len(shape) < 2 or shape[-1] != shape[-2]:
        raise ValueError(f"a square matrix is needed, not shape {shape}")


def of_square(name: str) -> Callable[..., Prepared]:
    """A function of square matrices."""

    def prepare(x: object, lower: object = True) -> Prepared:
        square(x)
        return name, (x,), {}

    return prepare
