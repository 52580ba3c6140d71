"""Putting values at places: each gets the gradient of the place that it was put to."""

from __future__ import annotations

from app.autodiff.table import definition, subject

subject(__name__, __doc__)

definition(
    """
    def scatter_at(x, axis, index, src):
        x[along_places(index, x.shape, axis)] = src
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
        how = reduction(reduce, src.shape, index.shape)
        if how in ('amax', 'amin'): return scatter_extreme(x, src, key, include_self, how == 'amin')
        times = scatter(ones_like(src), x.shape, key)
        rest = x if include_self else where(times > 0, 0, x)
        if how == 'sum': return rest + scatter(src, x.shape, key)
        return (rest + scatter(src, x.shape, key)) / where(times > 0, times + (1 if include_self else 0), 1)
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
    """
    def index_copy(x, axis, index, source):
        x[take_places(index, x.shape, axis)] = source
        return x
""",
    symbol="[·]←",
    plain="axis",
)
