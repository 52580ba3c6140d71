"""Reductions over axes (all, one or several), with the axis kept or not."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from app.autodiff.deferred import special
from app.autodiff.primitives import code_forms, torch_code_forms
from app.autodiff.primitives.arrays import Array, Axis, count, even, first, modest, others, rows_plan, spread
from app.autodiff.primitives.call_forms import (
    along,
    along_implied,
    axes,
    implied_axis,
    reduced_or_pairwise,
    reduction,
    shape_of,
    weighted_reduction,
)
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)

AXES = "x, axis=None, keepdims=False"
BACK = "spread(g, x.shape, axis, keepdims)"
EVEN = "ties share the gradient evenly"
TIED = "even(x == spread(y, x.shape, axis, keepdims), axis)"
FIRST = "first(x == spread(y, x.shape, axis, keepdims), axis)"
KINK = f"({TIED} > 0) & ({TIED} < 1)"


total = np.add.reduce
"""What `np.sum` calls, without what it looks for first: a descent adds up often, and little each time."""


def magnitude(x: ArrayLike, axis: Axis, keepdims: bool) -> Array:
    """The Euclidean norm, without overflow where the squares would."""
    size = np.max(np.abs(x), axis=axis, keepdims=True, initial=0.0)
    size = np.where((size == 0) | ~np.isfinite(size), 1.0, size)
    length = np.sqrt(np.sum(np.square(np.asarray(x) / size), axis=axis, keepdims=True)) * size
    return np.asarray(length if keepdims else length.reshape(np.sum(x, axis=axis).shape))[()]


def softmax(x: ArrayLike, axis: Axis) -> Array:
    if not np.size(x):
        return np.asarray(x)
    raised = np.exp(np.subtract(x, np.max(x, axis=axis, keepdims=True)))
    return np.asarray(raised / np.sum(raised, axis=axis, keepdims=True))


def log_softmax(x: ArrayLike, axis: Axis) -> Array:
    if not np.size(x):
        return np.asarray(x)
    largest = np.max(x, axis=axis, keepdims=True)
    below = np.subtract(x, np.where(np.isfinite(largest), largest, 0))
    return np.asarray(below - np.log(np.sum(np.exp(below), axis=axis, keepdims=True)))


def mean(x: ArrayLike, axis: Axis, keepdims: bool) -> Array:
    return np.asarray(np.divide(np.sum(x, axis=axis, keepdims=keepdims), count(np.shape(x), axis)))[()]


def logsumexp(x: ArrayLike, axis: Axis, keepdims: bool) -> Array:
    return np.asarray(special.logsumexp(x, axis=axis, keepdims=keepdims))[()]


# fmt: off
primitive("sum",  AXES, total, BACK,                           names="reduce_sum fsum", symbol="Σ", prepare=reduction("sum"), form="Σ", spoken="sum", explained="Every entry went into the sum with weight one, so each gets the gradient back unchanged.", code="np.sum(x, axis=axis, keepdims=keepdims)", torch=torch_code_forms.reduced("torch.sum"))
primitive("mean", AXES, mean, f"{BACK} / entries(x, axis)", names="reduce_mean", undefined="the mean of nothing", prepare=reduction("mean"), shown="1 / N * sum(x, axis)", spoken="mean", explained="Every entry went into the mean with weight 1/N, so each gets that share of the gradient.", code="np.mean(x, axis=axis, keepdims=keepdims)", torch=torch_code_forms.reduced("torch.mean"))
primitive("prod", AXES, np.prod, f"{BACK} * others(x, axis)",  names="product reduce_prod", symbol="Π", prepare=reduction("prod"), form="Π", spoken="product", explained="Each entry gets the gradient times the product of all the others.", torch=torch_code_forms.one_by_one("torch.prod"))
primitive("max",  AXES, np.max,  f"unless({TIED} == 0, {BACK} * {TIED})", names="amax reduce_max", symbol="max", kink=KINK, policy=EVEN, prepare=reduced_or_pairwise("max", "maximum"), spelled={"numpy.max numpy.amax torch.amax method.max method.amax": reduced_or_pairwise("max", "maximum", python=False)}, form="max", spoken="maximum", explained="Only the largest entry reached the output, so it alone gets the gradient back.", torch=torch_code_forms.reduced("torch.amax"))
primitive("min",  AXES, np.min,  f"unless({TIED} == 0, {BACK} * {TIED})", names="amin reduce_min", symbol="min", kink=KINK, policy=EVEN, prepare=reduced_or_pairwise("min", "minimum"), spelled={"numpy.min numpy.amin torch.amin method.min method.amin": reduced_or_pairwise("min", "minimum", python=False)}, form="min", spoken="minimum", explained="Only the smallest entry reached the output, so it alone gets the gradient back.", torch=torch_code_forms.reduced("torch.amin"))
# PyTorch's max(x, dim), min(x, dim) and its pooling choose one entry, where its max(x) and amax(x, dim) share.
primitive("peak", AXES, np.max,  f"pass_where({FIRST}, {BACK})", kink=KINK, policy="of equal entries the first takes all of the gradient", inner=True, prepare=reduction("peak"), like="max", torch=torch_code_forms.one_by_one("torch.max", "[0]"))
primitive("dip",  AXES, np.min,  f"pass_where({FIRST}, {BACK})", kink=KINK, policy="of equal entries the first takes all of the gradient", inner=True, prepare=reduction("dip"), like="min", torch=torch_code_forms.one_by_one("torch.min", "[0]"))
primitive("logsumexp", AXES, logsumexp, f"{BACK} * exp(x - spread(y, x.shape, axis, keepdims))", names="reduce_logsumexp", undefined="an overflow, or the logarithm of nothing", prepare=weighted_reduction("logsumexp", "weighted_logsumexp"), form="log Σ", spoken="log of a sum of exponentials", explained="Each entry gets its softmax share of the gradient.", code="logsumexp(x, axis, keepdims)", jax="jax.scipy.special.logsumexp(x, axis=axis, keepdims=keepdims)", torch=torch_code_forms.reduced("torch.logsumexp"))
primitive("softmax", "x, axis=-1",     softmax,     "y * (g - sum(g * y, axis, True))", prepare=along("softmax"), spelled={"functional.softmax": along_implied("softmax")}, spoken="softmax", explained="All scores share one sum, so each gets its part of the gradient less the average of all parts.", code="softmax(x, axis)", jax="jax.nn.softmax(x, axis=axis)", torch=torch_code_forms.along("torch.softmax"))
primitive("log_softmax", "x, axis=-1", log_softmax, "g - exp(y) * sum(g, axis, True)",  names="logsoftmax", prepare=along("log_softmax"), spelled={"functional.log_softmax": along_implied("log_softmax")}, head="log softmax", spoken="log-softmax", explained="Each score gets its own gradient, less its probability's share of all of them.", code="log_softmax(x, axis)", jax="jax.nn.log_softmax(x, axis=axis)", torch=torch_code_forms.along("torch.log_softmax"))
primitive("magnitude", AXES, magnitude, "unless(spread(y, x.shape, axis, keepdims) == 0, spread(g, x.shape, axis, keepdims) * x / spread(y, x.shape, axis, keepdims))",
          symbol="‖·‖", kink="y == 0", policy="derivative 0 at 0", in_jax="nan", inner=True, prepare=reduction("magnitude"), form="‖·‖", spoken="length", explained="The gradient points along the vector: each entry gets it times its share of the length.", code="np.sqrt(np.sum(x ** 2, axis=axis, keepdims=keepdims))", torch="torch.linalg.vector_norm(x, dim=axis, keepdim=keepdims)")

primitive("spread", "x, shape=(), axis=None, keepdims=False", spread, "sum(g, axis, keepdims)", inner=True, shown="x", spoken="copy", explained="A copy went to every place, so what comes back from all of them is added up.", code=code_forms.spread_over)
primitive("even",   "c, axis=None", even, None, inner=True, shown="where(c, 1, 0) / sum(where(c, 1, 0), axis)", meaning="1 where it holds, else 0; several that hold share")
primitive("first",  "c, axis=None", first, None, inner=True, shown="where(c, 1, 0)")
primitive("others", "x, axis=None", others, "others_back(g, x, axis)", inner=True, form="Π others", spoken="product of the others", explained="Each entry gets what it did for the products of the others.")

primitive("all",    AXES, np.all, None, symbol="∀", prepare=reduction("all"))
primitive("any",    AXES, np.any, None, symbol="∃", prepare=reduction("any"))
primitive("count_nonzero", AXES, np.count_nonzero, None, symbol="#", prepare=reduction("count_nonzero"))
# fmt: on
static(
    "entries",
    lambda x, axis=None: count(shape_of(x), axes(x, axis)),
    inner=True,
    by_shape=True,
    shown="N",
    meaning="the number of entries that a mean runs over",
)
static("rows_plan", lambda x, axis: rows_plan(shape_of(x), axis), inner=True)
static("unequal", lambda n: 1 - np.eye(modest((n, n))[0]), inner=True)

# The second derivative of a product: each entry of a row is left out in turn, and the products of what remains are added up.
definition(
    """
    def others_back(g, x, axis=None):
        order, moved, flat = rows_plan(x, axis)
        rows = reshape(transpose(x, order), flat)
        left_out = where(unequal(flat[-1]), expand_dims(rows, -2), 1)
        each = expand_dims(reshape(transpose(g, order), flat), -1) * others(left_out, -1) * unequal(flat[-1])
        return transpose(reshape(sum(each, -2), moved), inverse_order(order))
""",
    inner=True,
)

definition(
    """
    def weighted_logsumexp(x, b, axis=None, keepdims=False):
        largest = detach(max(x, axis, True))
        return log(sum(b * exp(x - largest), axis, keepdims)) + (largest if keepdims else sum(largest, axis))
""",
    inner=True,
    symbol="log Σ",
)
for name, pairwise, one in (("max", "maximum", "peak"), ("min", "minimum", "dip")):
    definition(
        f"""
    def torch_{name}(x, axis=None, keepdims=False):
        if axis is None: return {name}(x)
        if not isinstance(axis, (int, tuple, list)): return {pairwise}(x, axis)
        return {one}(x, axis, keepdims), arg{name}(x, axis, keepdims)
""",
        parts="values indices",
        names=f"torch.{name}",
        symbol=name,
        policy=f"ties: {name}(x) shares evenly, {name}(x, dim) gives all to the first",
    )
definition(
    "def aminmax(x, axis=None, keepdims=False): return min(x, axis, keepdims), max(x, axis, keepdims)",
    parts="min max",
    policy=EVEN,
)
definition(
    "def ptp(x, axis=None, keepdims=False): return max(x, axis, keepdims) - min(x, axis, keepdims)",
    symbol="range",
    policy=EVEN,
    spoken="range",
    explained="The greatest entry gets the gradient, the smallest gets it with the sign turned.",
)

definition(
    "def nansum(x, axis=None, keepdims=False): return sum(unless(isnan(x), x), axis, keepdims)",
    symbol="Σ",
    form="Σ",
    spoken="sum without nan",
    explained="Entries that are nan get nothing, all others get the gradient.",
)
definition("def nanprod(x, axis=None, keepdims=False): return prod(where(isnan(x), 1, x), axis, keepdims)", symbol="Π")
definition(
    "def nanmean(x, axis=None, keepdims=False): return nansum(x, axis, keepdims) / sum(1 - isnan(x), axis, keepdims)",
    symbol="mean",
    spoken="mean without nan",
    explained="Entries that are nan get nothing, all others their share of the gradient.",
)
for name, left_out in (("max", "-inf"), ("min", "inf")):
    definition(
        f"def nan{name}(x, axis=None, keepdims=False): return {name}(where(isnan(x), {left_out}, x), axis, keepdims)",
        symbol=name,
        policy=EVEN,
    )

definition("def special_softmax(x, axis=None): return softmax(x, axis)", names="special.softmax", symbol="softmax")
definition(
    "def special_log_softmax(x, axis=None): return log_softmax(x, axis)",
    names="special.log_softmax",
    symbol="log_softmax",
)
definition(
    "def softmin(x, axis=None): return softmax(-x, implied_axis(x) if axis is None else axis)",
    spoken="softmin",
    explained="As in a softmax, with the sign turned: each entry gets its own share times how far its gradient lies from the mean.",
)

static("implied_axis", implied_axis, inner=True)

# NumPy's and JAX's `where=` and `initial=`: what does not count is the value that leaves a reduction as it is.
for name, neutral in (("sum", "0"), ("prod", "1")):
    sign = {"sum": "+", "prod": "*"}[name]
    definition(
        f"""
        def chosen_{name}(x, chosen, initial, axis=None, keepdims=False):
            found = {name}(x if chosen is None else where(chosen, x, {neutral}), axis, keepdims)
            return found if initial is None else found {sign} initial
""",
        inner=True,
        symbol={"sum": "Σ", "prod": "Π"}[name],
    )
for name, worst, pairwise in (("max", "-inf", "maximum"), ("min", "inf", "minimum")):
    definition(
        f"def chosen_{name}(x, chosen, initial, axis=None, keepdims=False): return {pairwise}({name}(x if chosen is None else where(chosen, x, {worst}), axis, keepdims), initial)",
        inner=True,
        symbol=name,
    )
definition(
    "def chosen_count(x, chosen, axis=None, keepdims=False): return sum(where(broadcast_to(chosen, x.shape), 1, 0), axis, keepdims)",
    inner=True,
)
definition(
    "def chosen_mean(x, chosen, axis=None, keepdims=False): return sum(where(chosen, x, 0), axis, keepdims) / chosen_count(x, chosen, axis, keepdims)",
    inner=True,
    symbol="mean",
)
definition(
    "def chosen_logsumexp(x, chosen, axis=None, keepdims=False): return logsumexp(where(chosen, x, -inf), axis, keepdims)",
    inner=True,
    symbol="log Σ",
)
definition(
    "def chosen_softmax(x, chosen, axis=-1): return softmax(where(chosen, x, -inf), axis)", inner=True, symbol="softmax"
)
definition(
    "def chosen_log_softmax(x, chosen, axis=-1): return log_softmax(where(chosen, x, -inf), axis)",
    inner=True,
    symbol="log softmax",
)
