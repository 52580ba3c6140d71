"""Reductions over axes (all, one or several), with the axis kept or not."""

from __future__ import annotations

import numpy as np
from scipy import special

from app.autodiff.primitives.arrays import count, even, others, spread
from app.autodiff.primitives.calls import reduced_or_pairwise
from app.autodiff.table import definition, primitive, static

AXES = "x, axis=None, keepdims=False"
BACK = "spread(g, x.shape, axis, keepdims)"
EVEN = "ties share the gradient evenly"
TIED = "even(x == spread(y, x.shape, axis, keepdims), axis)"


def entries(x: object, axis: object = None) -> int:
    return count(np.shape(x) if not hasattr(x, "shape") else x.shape, axis)  # type: ignore[arg-type]


def logsumexp(x: object, axis: object, keepdims: bool) -> object:
    return special.logsumexp(x, axis=axis, keepdims=keepdims)


# fmt: off
primitive("sum",  AXES, np.sum,  BACK,                             names="nansum reduce_sum", symbol="Σ")
primitive("mean", AXES, np.mean, f"{BACK} / entries(x, axis)",     names="average reduce_mean nanmean", symbol="mean", undefined="the mean of nothing")
primitive("prod", AXES, np.prod, f"{BACK} * others(x, axis)",      names="product", symbol="Π")
primitive("max",  AXES, np.max,  f"{BACK} * {TIED}", names="amax", symbol="max", prepare=reduced_or_pairwise("max", "maximum"),
          kink=f"({TIED} > 0) & ({TIED} < 1)", policy=EVEN)
primitive("min",  AXES, np.min,  f"{BACK} * {TIED}", names="amin", symbol="min", prepare=reduced_or_pairwise("min", "minimum"),
          kink=f"({TIED} > 0) & ({TIED} < 1)", policy=EVEN)
primitive("logsumexp", AXES, logsumexp, f"{BACK} * exp(x - spread(y, x.shape, axis, keepdims))", symbol="logsumexp")
primitive("softmax", "x, axis=-1",     lambda x, axis: special.softmax(x, axis=axis),     "y * (g - sum(g * y, axis, True))")
primitive("log_softmax", "x, axis=-1", lambda x, axis: special.log_softmax(x, axis=axis), "g - exp(y) * sum(g, axis, True)", names="logsoftmax")
primitive("magnitude", AXES, lambda x, axis, keepdims: np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims)),
          "unless(spread(y, x.shape, axis, keepdims) == 0, spread(g, x.shape, axis, keepdims) * x / spread(y, x.shape, axis, keepdims))",
          symbol="‖·‖", policy="derivative 0 at 0")
primitive("spread", "x, shape=(), axis=None, keepdims=False", spread, "sum(g, axis, keepdims)")
primitive("even", "c, axis=None", even, None)
primitive("others", "x, axis=None", others, None)
# fmt: on
static("entries", entries)
definition(
    "def var(x, axis=None, ddof=0, keepdims=False):\n"
    "    return sum((x - mean(x, axis, True))**2, axis, keepdims) / (entries(x, axis) - ddof)"
)
definition("def std(x, axis=None, ddof=0, keepdims=False): return sqrt(var(x, axis, ddof, keepdims))")
definition(
    "def norm(x, ord=2, axis=None, keepdims=False):\n"
    "    if ord is None or ord == 2 or ord == 'fro': return magnitude(x, axis, keepdims)\n"
    "    if ord == 1: return sum(abs(x), axis, keepdims)\n"
    "    if ord == inf: return max(abs(x), axis, keepdims)\n"
    "    if ord == -inf: return min(abs(x), axis, keepdims)\n"
    "    return sum(abs(x)**ord, axis, keepdims)**(1 / ord)",
    symbol="‖·‖",
)
