"""Putting values at places: each gets the gradient of the place that it was put to."""

from __future__ import annotations

import math

import numpy as np

from app.autodiff.primitives.arrays import Array, Shape, modest
from app.autodiff.primitives.call_forms import array_of, shape_of
from app.autodiff.primitives.places import Integers, Key
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

definition(
    """
    def scatter_at(x, axis, index, src=None, value=None, reduce=''):
        new = value if src is None else src
        if reduce: return scatter_reduce(x, axis, index, new + zeros(index.shape), 'sum' if reduce == 'add' else reduce)
        x[along_places(index, x.shape, axis)] = new
        return x
""",
    names="torch.scatter method.scatter put_along_axis",
    symbol="[·]←",
    plain="axis",
)
definition(
    """
    def scatter_add(x, axis, index, src):
        return x + scatter(src, x.shape, along_places(index, x.shape, axis))
""",
    symbol="[·]←",
    plain="axis",
)
# Of each place the entries that meet there stand in one row, the others as ones.
definition(
    """
    def reduced_at(x, src, key, how, include_self):
        if how in ('amax', 'amin'): return scatter_extreme(x, src, key, include_self, how == 'amin')
        times = scatter(ones_like(src), x.shape, key)
        if how == 'prod':
            factors = prod(where(meeting(x.shape, key), ravel(src), 1), 1)
            return (x if include_self else where(times > 0, 1, x)) * reshape(factors, x.shape)
        rest = x if include_self else where(times > 0, 0, x)
        if how == 'sum': return rest + scatter(src, x.shape, key)
        return (rest + scatter(src, x.shape, key)) / where(times > 0, times + (1 if include_self else 0), 1)
""",
    inner=True,
)
# Equal entries share the gradient evenly, as in PyTorch: what comes out is the mean of all that are as large as the largest.
definition(
    """
    def scatter_extreme(x, src, key, include_self, least):
        peak = scatter_peak(x, src, key, include_self, least)
        first = x == peak
        if not include_self: first = first & (scatter(ones_like(src), x.shape, key) == 0)
        chosen = src == peak[key]
        number = cast(first) + scatter(cast(chosen), x.shape, key)
        return (where(first, x, 0) + scatter(where(chosen, src, 0), x.shape, key)) / number
""",
    inner=True,
)
definition(
    """
    def scatter_reduce(x, axis, index, src, reduce, include_self=True):
        key = along_places(index, x.shape, axis)
        return reduced_at(x, src, key, reduction(reduce, src.shape, index.shape), include_self)
""",
    symbol="[·]←",
    plain="axis reduce",
)
definition(
    """
    def index_reduce(x, axis, index, source, reduce, include_self=True):
        how = reduction(reduce, source.shape, source.shape)
        return reduced_at(x, source, take_places(index, x.shape, axis), how, include_self)
""",
    symbol="[·]←",
    plain="axis reduce",
)
definition(
    "def index_add(x, axis, index, source, alpha=1): return x + scatter(alpha * source, x.shape, take_places(index, x.shape, axis))",
    symbol="[·]←",
    plain="axis",
)
definition(
    """
    def index_fill(x, axis, index, value):
        x[take_places(index, x.shape, axis)] = value
        return x
""",
    symbol="[·]←",
    plain="axis",
)
definition(
    "def masked_scatter(x, mask, source): return where(mask, take(source, masked_places(mask, x.shape, source)), x)",
    symbol="[·]←",
)
definition(
    """
    def index_copy(x, axis, index, source):
        x[take_places(index, x.shape, axis)] = source
        return x
""",
    symbol="[·]←",
    plain="axis",
)


def masked_places(mask: object, shape: Shape, source: object, again: bool = False) -> Integers:
    """Which entry of `source` goes to each place of a mask, in the order of the places: they are used up, or begin `again`.

    Raises ValueError where there are too few.
    """
    chosen = np.broadcast_to(array_of(mask) != 0, shape)
    number, size = int(np.sum(chosen)), math.prod(shape_of(source))
    if (number and not size) or (number > size and not again):
        raise ValueError(f"{number} places are chosen, and there are {size} values for them")
    return (np.cumsum(chosen).reshape(shape) - 1) % max(size, 1)


def meeting(shape: Shape, key: Key) -> Array:
    """Whether an entry (the columns) is put to a place (the rows), both counted through all axes."""
    size = math.prod(shape)
    places = np.arange(size).reshape(shape)[key].ravel()
    modest((size, places.size))
    return np.equal(places, np.arange(size)[:, np.newaxis])


static("meeting", meeting, inner=True)
static("masked_places", masked_places, inner=True)
