"""Statistics: spread around the mean; norms are in `norms`, medians and quantiles in `order_statistics`."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.call_forms import array_of
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)


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
definition(
    """
    def torch_var(x, axis=None, unbiased=True, keepdims=False, ddof=None):
        if axis is True or axis is False: return torch_var(x, None, axis, keepdims, ddof)
        return var(x, axis, (1 if unbiased else 0) if ddof is None else ddof, keepdims)
""",
    names="torch.var",
    symbol="var",
    note=VAR,
    spoken="variance",
    explained="Each entry gets the gradient times twice its distance from the mean, over N.",
)
definition(
    """
    def torch_std(x, axis=None, unbiased=True, keepdims=False, ddof=None):
        if axis is True or axis is False: return torch_std(x, None, axis, keepdims, ddof)
        return std(x, axis, (1 if unbiased else 0) if ddof is None else ddof, keepdims)
""",
    names="torch.std",
    symbol="std",
    note=VAR,
    spoken="standard deviation",
    explained="Each entry gets the gradient times its share of the spread around the mean.",
)
definition(
    "def var_mean(x, axis=None, unbiased=True, keepdims=False, ddof=None): return torch_var(x, axis, unbiased, keepdims, ddof), mean(x, axis, keepdims)",
    note=VAR,
    spoken="variance",
    explained="Each entry gets the gradient times twice its distance from the mean, over N.",
)
definition(
    "def std_mean(x, axis=None, unbiased=True, keepdims=False, ddof=None): return torch_std(x, axis, unbiased, keepdims, ddof), mean(x, axis, keepdims)",
    note=VAR,
    spoken="standard deviation",
    explained="Each entry gets the gradient times its share of the spread around the mean.",
)
definition(
    "def nanvar(x, axis=None, ddof=0, keepdims=False): return nansum((x - nanmean(x, axis, True))**2, axis, keepdims) / (sum(1 - isnan(x), axis, keepdims) - ddof)",
    symbol="var",
    spoken="variance without nan",
    explained="Each entry gets the gradient times twice its distance from the mean, over N.",
)
definition(
    "def nanstd(x, axis=None, ddof=0, keepdims=False): return sqrt(nanvar(x, axis, ddof, keepdims))",
    symbol="std",
    spoken="standard deviation without nan",
    explained="Each entry gets the gradient times its share of the spread around the mean.",
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
    def trapezoid(y, x=None, dx=1.0, axis=-1):
        middle = (y[part(axis, 1, None)] + y[part(axis, None, -1)]) / 2
        if x is None: return sum(middle * dx, axis)
        return sum(middle * (diff(x) if x.ndim == 1 and axis == -1 else diff(x, 1, axis)), axis)
""",
    names="trapz",
    spoken="trapezoidal rule",
    explained="Each value gets the gradient times half of the steps beside it.",
)

definition(
    "def ediff1d(x): return diff(ravel(x))",
    symbol="diff",
    spoken="difference",
    explained="Each entry gets the gradient of the difference that it ends, less that of the one that it begins.",
)
definition(
    "def cumulative_trapezoid(y, x=None, dx=1.0, axis=-1): return cumsum((y[part(axis, 1, None)] + y[part(axis, None, -1)]) / 2 * (dx if x is None else diff(x)), axis)"
)
definition(
    """
    def numpy_gradient(x, spacing=1.0, axis=None):
        if axis is None and x.ndim > 1: return [numpy_gradient(x, spacing, i) for i in range(x.ndim)]
        i = 0 if axis is None else axis
        first, last = x[part(i, 1, 2)] - x[part(i, 0, 1)], x[part(i, -1, None)] - x[part(i, -2, -1)]
        return concatenate([first, (x[part(i, 2, None)] - x[part(i, None, -2)]) / 2, last], i) / spacing
""",
    names="numpy.gradient jax.gradient",
    symbol="differences",
)
definition("def nancumsum(x, axis=None): return cumsum(unless(isnan(x), x), axis)")
definition(
    """
    def torch_gradient(x, spacing=1.0, axis=None):
        return [numpy_gradient(x, spacing, i) for i in (range(x.ndim) if axis is None else axis if isinstance(axis, (tuple, list)) else [axis])]
""",
    names="torch.gradient",
    symbol="differences",
)
static("digitize", lambda x, bins, right=False: np.digitize(array_of(x), array_of(bins), right), names="bucketize")
static("histogram", lambda x, bins=10: np.histogram(array_of(x), bins))
static("nanargmax", lambda x, axis=None: np.nanargmax(array_of(x), axis))
static("nanargmin", lambda x, axis=None: np.nanargmin(array_of(x), axis))


def weights_shape(x: object, axis: int) -> tuple[int, ...]:
    rank = len(np.shape(array_of(x)))
    return tuple(-1 if place == axis % rank else 1 for place in range(rank))


static("weights_shape", weights_shape, inner=True)
