"""Order: sorting, medians and quantiles, the largest, the most frequent."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import Prepared, array_of, axes, one_axis, reduction, shape_of, whole_number
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)


def sort(x: ArrayLike, axis: int | None) -> Array:
    return np.sort(np.asarray(x), axis=axis, kind="stable")


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


def jax_part_order(a: object, kth: object, axis: int = -1, falling: bool = False) -> NDArray[np.intp]:
    """Places as JAX's `argpartition` has them: rising values up to the `kth`, then the others from left to right, or `falling` in value."""
    values = np.moveaxis(array_of(a), axis, -1)
    count = range(values.shape[-1])[whole_number(kth)] + 1
    below = np.argsort(values, kind="stable")[..., :count]
    others = -values if falling else np.zeros(values.shape)
    if not falling:
        np.put_along_axis(others, below, 1.0, -1)
    above = np.argsort(others, kind="stable")[..., : values.shape[-1] - count]
    return np.moveaxis(np.concatenate([below, above], -1), -1, axis)


# fmt: off
primitive("sort",    "x, axis=-1", sort, "take_along_axis(g, argsort(argsort(x, axis), axis), axis)", prepare=sorting, kink="diff(y, axis=axis) == 0", policy="equal entries keep their order", spoken="sort", explained="Each entry gets the gradient of the place that it was sorted to.", code="np.sort(x, axis=axis)", torch="torch.sort(x, dim=axis)[0]")
primitive("argsort", "x, axis=-1, descending=False", argsort, None, prepare=ordering, form="ranks", jax="np.argsort(x, axis=axis, descending=descending)", torch="torch.argsort(x, dim=axis, descending=descending)", spoken='ranking')
primitive("argmax",  "x, axis=None, keepdims=False", np.argmax, None, prepare=reduction("argmax"))
primitive("argmin",  "x, axis=None, keepdims=False", np.argmin, None, prepare=reduction("argmin"))
# fmt: on
definition(
    """
    def median(x, axis=None, keepdims=False):
        return quantile(x, 0.5, axis, keepdims)
""",
    policy="an even number of entries: the mean of the two in the middle; PyTorch's takes the lower one",
    spoken="median",
    explained="The entry in the middle gets the gradient; where two share the middle, each gets half.",
)
primitive(
    "middle",
    "x",
    lambda x: np.sort(x, axis=None)[(np.size(x) - 1) // 2],
    "unless(x != y, g * even(x == y))",
    kink="sum(x == y) > 1",
    inner=True,
    symbol="median",
    head="median",
    spoken="median",
    policy="of equal entries each gets an even share",
    explained="The entry in the middle alone gets the gradient.",
    torch="torch.median(x)",
    code="np.sort(x, axis=None)[(np.size(x) - 1) // 2]",
)
definition(
    """
    def torch_median(x, axis=None, keepdims=False):
        if axis is None: return middle(x)
        places = take(argsort(x, axis), [(x.shape[axis] - 1) // 2], axis)
        values = take_along_axis(x, places, axis)
        return (values, places) if keepdims else (squeeze(values, axis), squeeze(places, axis))
""",
    parts="values indices",
    names="torch.median",
    like="middle",
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
    spoken="quantile",
    explained="The two entries that the quantile lies between share the gradient, the nearer one more of it.",
)
definition(
    "def percentile(x, q, axis=None, keepdims=False): return quantile(x, hundredths(q), axis, keepdims)",
    plain="q",
    spoken="percentile",
    explained="The two entries that the percentile lies between share the gradient, the nearer one more of it.",
)
definition(
    """
    def torch_sort(x, axis=-1, descending=False, stable=False):
        places = argsort(x, axis, descending)
        return take_along_axis(x, places, axis), places
""",
    parts="values indices",
    names="torch.sort method.sort",
    like="sort",
)
definition("def sort_all(x): return sort(ravel(x))", inner=True, like="sort")
definition(
    """
    def numpy_partition(x, kth, axis=-1):
        if axis is None: return numpy_partition(ravel(x), kth, 0)
        return take_along_axis(x, part_order(x, kth, axis), axis)
""",
    names="numpy.partition",
    symbol="sort",
    plain="kth axis",
    spoken="partition",
    explained="Each entry gets the gradient of the place that it was put to.",
)
static("part_order", lambda x, kth, axis=-1: np.argpartition(array_of(x), kth, axis), names="argpartition")
definition(
    """
    def jax_partition(a, kth, axis=-1): return take_along_axis(a, jax_part_order(a, kth, axis, True), axis)
""",
    names="jax.partition",
    plain="kth axis",
    like="numpy_partition",
)
static("jax_part_order", jax_part_order, names="jax.argpartition")
definition("def msort(x): return sort(x, 0)", like="sort")
definition(
    """
    def topk(x, k, axis=-1, largest=True, sorted=True):
        places = take(argsort(x, axis, largest), arange(k), axis)
        return take_along_axis(x, places, axis), places
""",
    parts="values indices",
    names="top_k",
    plain="k",
    spoken="choice of the largest",
    explained="The entries that were chosen get the gradient, all others get zero; one chosen twice gets both.",
)
definition(
    """
    def kthvalue(x, k, axis=-1, keepdims=False):
        places = take(argsort(x, axis), [k - 1], axis)
        values = take_along_axis(x, places, axis)
        return (values, places) if keepdims else (squeeze(values, axis), squeeze(places, axis))
""",
    parts="values indices",
    plain="k",
    spoken="choice by rank",
    like="topk",
)
definition(
    """
    def mode(x, axis=-1, keepdims=False):
        places = mode_places(x, axis)
        values = take_along_axis(x, places, axis)
        return (values, places) if keepdims else (squeeze(values, axis), squeeze(places, axis))
""",
    parts="values indices",
    policy="of equal entries the last takes all of the gradient",
    spoken="most frequent entry",
    like="topk",
)
static("are_several", lambda q: np.ndim(q) > 0, inner=True)
static("hundredths", lambda q: np.divide(q, 100), inner=True)
static("mode_places", mode_places, inner=True)


def between(q: float, number: int) -> tuple[int, int, float]:
    """The two places of a sorted row of `number` entries that enclose the quantile, and how far it lies between them."""
    if not 0 <= q <= 1:
        raise ValueError(f"a quantile lies between 0 and 1, not at {q:g}")
    if not number:
        raise ValueError("there is no quantile of nothing")
    place = q * (number - 1)
    lower = int(np.floor(place))
    return lower, min(lower + 1, number - 1), float(place - lower)


static("between", between, inner=True)
