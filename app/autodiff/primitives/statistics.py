"""Statistics: spread around the mean, quantiles and order; norms are in `norms`."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import Prepared, array_of, axes, one_axis, reduction, shape_of
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)


def sort(x: ArrayLike, axis: int | None) -> Array:
    return np.sort(np.asarray(x, dtype=float), axis=axis, kind="stable")


def argsort(x: ArrayLike, axis: int | None, descending: bool = False) -> NDArray[np.intp]:
    x = np.asarray(x)
    return np.argsort(-x if descending else x, axis=axis, kind="stable")


def mode_places(x: object, axis: object = -1) -> NDArray[np.intp]:
    """Where the value stands last that occurs most often along an axis, the smallest of several."""
    numbers = np.moveaxis(array_of(x), one_axis(x, axis), -1)
    counts = np.sum(numbers[..., :, None] == numbers[..., None, :], axis=-1)
    often = np.where(counts == counts.max(-1, keepdims=True), numbers, np.inf).min(-1, keepdims=True)
    last = numbers.shape[-1] - 1 - np.argmax((numbers == often)[..., ::-1], axis=-1)
    return np.moveaxis(last[..., None], -1, one_axis(x, axis))


def sorting(x: object, axis: object = -1, kind: object = None, stable: object = None) -> Prepared:
    if axis is None and len(shape_of(x)) != 1:
        return "sort_all", (x,), {}
    return "sort", (x,), {"axis": one_axis(x, -1 if axis is None else axis)}


def ordering(
    x: object, axis: object = -1, descending: object = False, kind: object = None, stable: object = None
) -> Prepared:
    return "argsort", (x,), {"axis": axes(x, axis), "descending": bool(descending)}


# fmt: off
primitive("sort",    "x, axis=-1", sort, "take_along_axis(g, argsort(argsort(x, axis), axis), axis)", prepare=sorting, kink="diff(y, axis=axis) == 0", policy="equal entries keep their order", spoken="sort", explained="Each entry gets the gradient of the place that it was sorted to.", code="np.sort(x, axis=axis)", torch="torch.sort(x, dim=axis)[0]")
primitive("argsort", "x, axis=-1, descending=False", argsort, None, prepare=ordering, form="ranks", jax="np.argsort(x, axis=axis, descending=descending)", torch="torch.argsort(x, dim=axis, descending=descending)")
primitive("argmax",  "x, axis=None, keepdims=False", np.argmax, None, prepare=reduction("argmax"))
primitive("argmin",  "x, axis=None, keepdims=False", np.argmin, None, prepare=reduction("argmin"))
# fmt: on
VAR = "divides by N − 1 unless told otherwise, as PyTorch does; NumPy's divides by N"
definition(
    """
    def var(x, axis=None, ddof=0, keepdims=False):
        if ddof == 0: return mean((x - mean(x, axis, True))**2, axis, keepdims)
        return sum((x - mean(x, axis, True))**2, axis, keepdims) / (entries(x, axis) - ddof)
""",
    names="reduce_variance",
    policy="divides by N under NumPy's name, by N − 1 under PyTorch's",
    rules={"x": "spread(g, x.shape, axis, keepdims) * 2 * (x - mean(x, axis, True)) / (N - ddof)"},
    spoken="variance",
    explained="Each entry gets the gradient times twice its distance from the mean, over N.",
)
definition(
    """
    def std(x, axis=None, ddof=0, keepdims=False):
        if entries(x, axis) <= ddof: return sum(x - mean(x, axis, True), axis, keepdims) / (0 * entries(x, axis))
        return magnitude(x - mean(x, axis, True), axis, keepdims) / sqrt(entries(x, axis) - ddof)
""",
    names="reduce_std",
    policy="divides by N under NumPy's name, by N − 1 under PyTorch's; derivative 0 where all entries are equal",
    rules={
        "x": "spread(g, x.shape, axis, keepdims) * (x - mean(x, axis, True)) / ((N - ddof) * spread(y, x.shape, axis, keepdims))"
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
)
definition(
    "def var_mean(x, axis=None, unbiased=True, keepdims=False, ddof=None): return torch_var(x, axis, unbiased, keepdims, ddof), mean(x, axis, keepdims)",
    note=VAR,
)
definition(
    "def std_mean(x, axis=None, unbiased=True, keepdims=False, ddof=None): return torch_std(x, axis, unbiased, keepdims, ddof), mean(x, axis, keepdims)",
    note=VAR,
)
definition(
    "def nanvar(x, axis=None, ddof=0, keepdims=False): return nansum((x - nanmean(x, axis, True))**2, axis, keepdims) / (sum(1 - isnan(x), axis, keepdims) - ddof)",
    symbol="var",
)
definition(
    "def nanstd(x, axis=None, ddof=0, keepdims=False): return sqrt(nanvar(x, axis, ddof, keepdims))", symbol="std"
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
)
definition(
    """
    def median(x, axis=None, keepdims=False):
        return quantile(x, 0.5, axis, keepdims)
""",
    policy="an even number of entries: the mean of the two in the middle; PyTorch's takes the lower one",
)
primitive(
    "middle",
    "x",
    lambda x: np.sort(x, axis=None)[(x.size - 1) // 2],
    "g * even(x == y)",
    kink="sum(x == y) > 1",
    inner=True,
    symbol="median",
    head="median",
    spoken="median",
    policy="of equal entries each gets an even share",
    explained="The entry in the middle alone gets the gradient.",
    torch="torch.median(x)",
    code="np.sort(x, axis=None)[(x.size - 1) // 2]",
)
definition(
    """
    def torch_median(x, axis=None, keepdims=False):
        if axis is None: return middle(x)
        places = take(argsort(x, axis), [(x.shape[axis] - 1) // 2], axis)
        values = take_along_axis(x, places, axis)
        return (values, places) if keepdims else (squeeze(values, axis), squeeze(places, axis))
""",
    names="torch.median",
    symbol="median",
    policy="an even number of entries: the lower one of the two in the middle",
)
definition(
    """
    def quantile(x, q, axis=None, keepdims=False):
        if are_several(q): return stack([quantile(x, each, axis, keepdims) for each in q])
        if axis is None:
            y = quantile(ravel(x), q, 0)
            return reshape(y, (1,) * x.ndim) if keepdims else y
        x = sort(x, axis)
        lower, upper, share = between(q, x.shape[axis])
        y = take(x, [lower], axis)
        if share > 0: y = y + share * (take(x, [upper], axis) - y)
        return y if keepdims else squeeze(y, axis)
""",
    policy="between two entries, as far as q says",
    plain="q",
)
definition(
    "def percentile(x, q, axis=None, keepdims=False): return quantile(x, hundredths(q), axis, keepdims)", plain="q"
)
definition(
    """
    def torch_sort(x, axis=-1, descending=False, stable=False):
        places = argsort(x, axis, descending)
        return take_along_axis(x, places, axis), places
""",
    names="torch.sort method.sort",
    symbol="sort",
)
definition("def sort_all(x): return sort(ravel(x))", inner=True, symbol="sort")
definition("def msort(x): return sort(x, 0)", symbol="sort")
definition(
    """
    def topk(x, k, axis=-1, largest=True, sorted=True):
        places = take(argsort(x, axis, largest), arange(k), axis)
        return take_along_axis(x, places, axis), places
""",
    names="top_k",
    plain="k",
)
definition("""
    def cov(x, y=None, rowvar=True, bias=False, ddof=None):
        rows = x if rowvar or x.ndim == 1 else x.mT
        rows = rows if rows.ndim == 2 else reshape(rows, (1, -1))
        if y is not None: rows = concatenate([rows, y if y.ndim == 2 else reshape(y, (1, -1))])
        centred = rows - mean(rows, 1, True)
        c = centred @ centred.mT / (rows.shape[1] - ((0 if bias else 1) if ddof is None else ddof))
        return c if c.size > 1 else reshape(c, ())
""")
definition("""
    def corrcoef(x, y=None, rowvar=True):
        c = cov(x, y, rowvar)
        s = sqrt(diagonal(c))
        return c / (expand_dims(s, 1) * s)
""")
definition(
    """
    def trapezoid(y, x=None, dx=1.0, axis=-1):
        middle = (y[part(axis, 1, None)] + y[part(axis, None, -1)]) / 2
        if x is None: return sum(middle * dx, axis)
        return sum(middle * (diff(x) if x.ndim == 1 and axis == -1 else diff(x, 1, axis)), axis)
""",
    names="trapz",
)

definition("def ediff1d(x): return diff(ravel(x))", symbol="diff")
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
definition(
    """
    def kthvalue(x, k, axis=-1, keepdims=False):
        places = take(argsort(x, axis), [k - 1], axis)
        values = take_along_axis(x, places, axis)
        return (values, places) if keepdims else (squeeze(values, axis), squeeze(places, axis))
""",
    plain="k",
)
definition(
    """
    def mode(x, axis=-1, keepdims=False):
        places = mode_places(x, axis)
        values = take_along_axis(x, places, axis)
        return (values, places) if keepdims else (squeeze(values, axis), squeeze(places, axis))
""",
    policy="of equal entries the last takes all of the gradient",
)
static("are_several", lambda q: np.ndim(q) > 0, inner=True)
static("hundredths", lambda q: np.divide(q, 100), inner=True)
static("mode_places", mode_places, inner=True)
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


def between(q: float, number: int) -> tuple[int, int, float]:
    """The two places of a sorted row of `number` entries that enclose the quantile, and how far it lies between them."""
    if not 0 <= q <= 1:
        raise ValueError(f"a quantile lies between 0 and 1, not at {q:g}")
    if not number:
        raise ValueError("there is no quantile of nothing")
    place = q * (number - 1)
    lower = int(np.floor(place))
    return lower, min(lower + 1, number - 1), float(place - lower)


def weights_shape(x: object, axis: int) -> tuple[int, ...]:
    rank = len(np.shape(array_of(x)))
    return tuple(-1 if place == axis % rank else 1 for place in range(rank))


static("between", between, inner=True)
static("weights_shape", weights_shape, inner=True)
