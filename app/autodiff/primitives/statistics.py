"""Statistics: spread around the mean; norms are in `norms`, medians and quantiles in `order_statistics`."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import array_of
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)


def bins_of(bins: object) -> Any:
    """How many bins, or their edges. Raises ValueError for a rule that chooses them."""
    if isinstance(bins, str):
        raise ValueError("rules that choose bins are not followed: say how many, or give their edges")
    found = array_of(bins)
    return found if found.ndim else int(found)


def bin_counts(a: object, bins: object, bounds: object) -> Array:
    """How many entries lie in each bin."""
    return np.histogram(array_of(a), bins_of(bins), None if bounds is None else tuple(array_of(bounds)))[0]


def bin_members(a: object, bins: object, bounds: object) -> Array:
    """Whether an entry lies in a bin, bin by bin."""
    each = [bin_counts([entry], edges_of(a, bins, bounds), None) for entry in np.ravel(array_of(a))]
    return np.stack(each, 1)


def edges_of(a: object, bins: object, bounds: object) -> Array:
    return np.histogram_bin_edges(array_of(a), bins_of(bins), None if bounds is None else tuple(array_of(bounds)))


VAR = "divides by N − 1 unless told otherwise, as PyTorch does; NumPy's divides by N"
definition(
    """
    def var(x, axis=None, ddof=0, keepdims=False, chosen=None):
        if chosen is not None:
            apart = (x - chosen_mean(x, chosen, axis, True))**2
            return chosen_sum(apart, chosen, None, axis, keepdims) / (chosen_count(x, chosen, axis, keepdims) - ddof)
        if ddof == 0: return mean((x - mean(x, axis, True))**2, axis, keepdims)
        return sum((x - mean(x, axis, True))**2, axis, keepdims) / max(entries(x, axis) - ddof, 0)
""",
    names="reduce_variance",
    policy="divides by N under NumPy's name, by N − 1 under PyTorch's",
    rules={
        "x": "spread(g, x.shape, axis, keepdims) * 2 * (x - mean(x, axis, True)) / (N - ddof) if chosen is None else None"
    },
    spoken="variance",
    explained="Each entry gets the gradient times twice its distance from the mean, over N.",
)
definition(
    """
    def std(x, axis=None, ddof=0, keepdims=False, chosen=None):
        if chosen is not None: return sqrt(var(x, axis, ddof, keepdims, chosen))
        if entries(x, axis) <= ddof: return sum(x - mean(x, axis, True), axis, keepdims) / (0 * entries(x, axis))
        return magnitude(x - mean(x, axis, True), axis, keepdims) / sqrt(entries(x, axis) - ddof)
""",
    names="reduce_std",
    policy="divides by N under NumPy's name, by N − 1 under PyTorch's; derivative 0 where all entries are equal",
    rules={
        "x": "spread(g, x.shape, axis, keepdims) * (x - mean(x, axis, True)) / ((N - ddof) * spread(y, x.shape, axis, keepdims)) if chosen is None else None"
    },
    spoken="standard deviation",
    explained="Each entry gets the gradient times its share of the spread around the mean.",
)
for measure, called, told in (
    ("var", "variance", "Each entry gets the gradient times twice its distance from the mean, over N."),
    ("std", "standard deviation", "Each entry gets the gradient times its share of the spread around the mean."),
):
    definition(
        f"""
        def torch_{measure}(x, axis=None, unbiased=True, keepdims=False, ddof=None):
            if axis is True or axis is False: return torch_{measure}(x, None, axis, keepdims, ddof)
            return {measure}(x, axis, (1 if unbiased else 0) if ddof is None else ddof, keepdims)
        """,
        names=f"torch.{measure}",
        symbol=measure,
        note=VAR,
        spoken=called,
        explained=told,
    )
definition(
    "def var_mean(x, axis=None, unbiased=True, keepdims=False, ddof=None): return torch_var(x, axis, unbiased, keepdims, ddof), mean(x, axis, keepdims)",
    note=VAR,
    spoken="variance",
    like="var",
)
definition(
    "def std_mean(x, axis=None, unbiased=True, keepdims=False, ddof=None): return torch_std(x, axis, unbiased, keepdims, ddof), mean(x, axis, keepdims)",
    note=VAR,
    spoken="standard deviation",
    like="std",
)
definition(
    "def nanvar(x, axis=None, ddof=0, keepdims=False): return nansum((x - nanmean(x, axis, True))**2, axis, keepdims) / (sum(1 - isnan(x), axis, keepdims) - ddof)",
    like="var",
    symbol="var",
    spoken="variance without nan",
)
definition(
    "def nanstd(x, axis=None, ddof=0, keepdims=False): return sqrt(nanvar(x, axis, ddof, keepdims))",
    like="std",
    symbol="std",
    spoken="standard deviation without nan",
)
definition(
    """
    def average(x, axis=None, weights=None, keepdims=False):
        if weights is None: return mean(x, axis, keepdims)
        weights = asarray(weights)
        w = weights if weights.ndim == x.ndim or axis is None else reshape(weights, weights_shape(x, axis))
        return sum(x * w, axis, keepdims) / sum(broadcast_to(w, x.shape), axis, keepdims)
""",
    symbol="mean",
    spoken="weighted mean",
    explained="Each entry gets the gradient by its weight's share of all weights.",
)
definition(
    """
    def cov(x, y=None, rowvar=True, bias=False, ddof=None):
        rows = x if rowvar or x.ndim == 1 else x.mT
        rows = rows if rows.ndim == 2 else reshape(rows, (1, -1))
        if y is not None: rows = concatenate([rows, y if y.ndim == 2 else reshape(y, (1, -1))])
        centred = rows - mean(rows, 1, True)
        c = centred @ centred.mT / (rows.shape[1] - ((0 if bias else 1) if ddof is None else ddof))
        return c if c.size > 1 else reshape(c, ())
""",
    spoken="covariance",
    explained="Each entry gets the gradient times how far the entries beside it lie from their means, over N − 1.",
)
definition(
    """
    def corrcoef(x, y=None, rowvar=True):
        c = cov(x, y, rowvar)
        s = sqrt(diagonal(c))
        return c / (expand_dims(s, 1) * s)
""",
    spoken="correlation",
    explained="As of a covariance, less what would only stretch the rows.",
)
definition(
    """
    def simpson(y, x=None, dx=1.0, axis=-1):
        y = moveaxis(y, axis, -1)
        n = y.shape[-1]
        h = dx * ones(n - 1) if x is None else diff(x)
        if n < 3: return sum(h * (y[..., 1:] + y[..., :-1]) / 2, -1)
        last = n - 2 + n % 2
        a, b = h[..., 0:last:2], h[..., 1:last:2]
        total = sum((a + b) / 6 * ((2 - b / a) * y[..., 0:last:2] + (a + b)**2 / (a * b) * y[..., 1:last:2] + (2 - a / b) * y[..., 2:last + 1:2]), -1)
        if n % 2: return total
        a, b = h[..., -2], h[..., -1]
        return total + (2 * b**2 + 3 * a * b) / (6 * (a + b)) * y[..., -1] + (b**2 + 3 * a * b) / (6 * a) * y[..., -2] - b**3 / (6 * a * (a + b)) * y[..., -3]
""",
    names="simps",
    spoken="Simpson's rule",
    explained="Each value gets the gradient times its weight in the parabolas through three points each.",
)
definition(
    """
    def trapezoid(y, x=None, dx=1.0, axis=-1):
        middle = (y[part(axis, 1, None)] + y[part(axis, None, -1)]) / 2
        if x is None: return sum(middle * dx, axis)
        return sum(middle * (diff(x) if ndim(x) == 1 and axis == -1 else diff(x, 1, axis)), axis)
""",
    names="trapz",
    spoken="trapezoidal rule",
    explained="Each value gets the gradient times half of the steps beside it.",
)

definition(
    "def cumulative_trapezoid(y, x=None, dx=1.0, axis=-1): return cumsum((y[part(axis, 1, None)] + y[part(axis, None, -1)]) / 2 * (dx if x is None else diff(x)), axis)"
)
# Between places that are not evenly apart the parabola through three of them has the slope, as in NumPy and PyTorch.
definition(
    """
    def slopes(x, spacing, axis):
        y = moveaxis(x, axis, -1)
        first, last = y[..., 1:2] - y[..., 0:1], y[..., -1:] - y[..., -2:-1]
        if ndim(spacing) == 0: return moveaxis(concatenate([first, (y[..., 2:] - y[..., :-2]) / 2, last], -1) / spacing, -1, axis)
        h = diff(spacing)
        a, b = h[:-1], h[1:]
        middle = (a**2 * y[..., 2:] + (b**2 - a**2) * y[..., 1:-1] - b**2 * y[..., :-2]) / (a * b * (a + b))
        return moveaxis(concatenate([first / h[:1], middle, last / h[-1:]], -1), -1, axis)
""",
    inner=True,
)
definition(
    """
    def numpy_gradient(x, *spacing, axis=None):
        along = axis if isinstance(axis, (tuple, list)) else list(range(ndim(x))) if axis is None else [axis]
        steps = spacing if len(spacing) > 1 else [spacing[0] if spacing else 1.0] * len(along)
        if len(steps) != len(along): raise TypeError('np.gradient takes one spacing, or one for each axis')
        found = [slopes(x, steps[place], along[place]) for place in range(len(along))]
        return found[0] if len(found) == 1 and not isinstance(axis, (tuple, list)) else found
""",
    names="numpy.gradient jax.gradient",
    symbol="differences",
)
definition("def geometric_mean(x): return exp(mean(log(x)))", names="gmean", spoken="geometric mean")
definition("def harmonic_mean(x): return 1 / mean(1 / x)", names="hmean", spoken="harmonic mean")
definition(
    """
    def scipy_entropy(pk, qk=None, base=None, axis=0):
        p = pk / sum(pk, axis, True)
        terms = -xlogy(p, p) if qk is None else xlogy(p, p) - xlogy(p, qk / sum(qk, axis, True))
        return sum(terms, axis) if base is None else sum(terms, axis) / log(base)
""",
    names="stats.entropy",
    symbol="H",
    spoken="entropy",
)
definition("def nancumsum(x, axis=None): return cumsum(unless(isnan(x), x), axis)")
definition(
    """
    def torch_gradient(x, spacing=1.0, axis=None):
        along = list(range(ndim(x))) if axis is None else axis if isinstance(axis, (tuple, list)) else [axis]
        steps = spacing if isinstance(spacing, (tuple, list)) else [spacing] * len(along)
        return [slopes(x, steps[place], along[place]) for place in range(len(along))]
""",
    names="torch.gradient",
    symbol="differences",
)
static("digitize", lambda x, bins, right=False: np.digitize(array_of(x), array_of(bins), right))
static(
    "bucketize",
    lambda x, boundaries, out_int32=False, right=False: np.searchsorted(
        array_of(boundaries), array_of(x), "right" if right else "left"
    ),
)
definition(
    """
    def histogram_bin_edges(a, bins=10, range=None):
        if ndim(bins_of(bins)) == 1: return bins
        lowest, highest = (min(a), max(a)) if range is None else range
        if lowest == highest: lowest, highest = lowest - 0.5, highest + 0.5
        return lowest + (highest - lowest) * linspace(0, 1, bins + 1)
""",
    symbol="edges",
    spoken="edges of bins",
    explained="The edges lie evenly between the smallest and the largest entry, which share their gradient.",
)
definition(
    """
    def histogram(a, bins=10, range=None, density=False, weights=None):
        edges = histogram_bin_edges(a, bins, range)
        counts = bin_counts(a, bins, range)
        if weights is not None: counts = sum(bin_members(a, bins, range) * ravel(weights), 1)
        return (counts / sum(counts) / diff(edges) if density else counts), edges
""",
    symbol="bins",
    spoken="histogram",
    explained="How many entries lie in a bin does not change by small steps; the weights do, and so do the edges.",
)
static("bins_of", bins_of, inner=True)
static("bin_counts", bin_counts, inner=True)
static("bin_members", bin_members, inner=True)
static("nanargmax", lambda x, axis=None: np.nanargmax(array_of(x), axis))
static("nanargmin", lambda x, axis=None: np.nanargmin(array_of(x), axis))


def weights_shape(x: object, axis: int) -> tuple[int, ...]:
    rank = len(np.shape(array_of(x)))
    return tuple(-1 if place == axis % rank else 1 for place in range(rank))


static("weights_shape", weights_shape, inner=True)
