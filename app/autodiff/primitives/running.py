"""Sums, products and extremes that run along an axis: each entry of the result is of all entries so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.autodiff.primitives import torch_code_forms
from app.autodiff.primitives.arrays import modest
from app.autodiff.primitives.call_forms import along
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)


def running_places(x: ArrayLike, axis: int) -> NDArray[np.intp]:
    """Where the largest entry so far stands along an axis, the last of equal ones."""
    x = np.asarray(x)
    shape = [1] * x.ndim
    shape[axis] = -1
    places = np.arange(x.shape[axis]).reshape(shape)
    return np.maximum.accumulate(np.where(x == np.maximum.accumulate(x, axis=axis), places, 0), axis=axis)


# fmt: off
primitive("cumsum", "x, axis=None", np.cumsum, "reshape(flip(cumsum(flip(g, axis), axis), axis), x.shape)", symbol="cumsum", prepare=along("cumsum", None), spoken="running sum", explained="An entry is in every later sum, so it gets the gradients of all of them, added up.", torch=torch_code_forms.summed_along)
primitive("running_places", "x, axis=-1", running_places, None, inner=True, prepare=along("running_places"), torch="torch.cummax(x, dim=axis)[1]")
# fmt: on
static("lower_ones", lambda n: np.tril(np.ones(modest((n, n)))), inner=True)

# Products and logarithms that run along an axis are reductions of all beginnings: right even where entries are zero.
definition(
    """
    def cumprod(x, axis=None):
        if axis is None: return cumprod(ravel(x), 0)
        rows = expand_dims(moveaxis(x, axis, -1), -2)
        return moveaxis(prod(where(lower_ones(rows.shape[-1]), rows, 1), -1), -1, axis)
""",
    spoken="running product",
    explained="Each factor gets the gradients of all products that it is in, each times the other factors of that product.",
)
definition(
    """
    def logcumsumexp(x, axis=-1):
        rows = expand_dims(moveaxis(x, axis, -1), -2)
        return moveaxis(logsumexp(where(lower_ones(rows.shape[-1]), rows, -inf), -1), -1, axis)
""",
    names="cumulative_logsumexp",
    spoken="running log of a sum of exponentials",
    explained="Each entry gets its share of the gradient of every sum that it is in.",
)
definition(
    """
    def cummax(x, axis=-1):
        rows = expand_dims(moveaxis(x, axis, -1), -2)
        return moveaxis(peak(where(lower_ones(rows.shape[-1]), rows, -inf), -1), -1, axis)
""",
    policy="of equal entries the first takes all of the gradient",
    spoken="running maximum",
    explained="Each entry gets the gradients of all places where it was the largest so far.",
)
definition(
    "def cummin(x, axis=-1): return -cummax(-x, axis)",
    policy="of equal entries the first takes all of the gradient",
    spoken="running minimum",
    explained="Each entry gets the gradients of all places where it was the smallest so far.",
)
definition(
    """
    def torch_cummax(x, axis=-1):
        places = running_places(x, axis)
        return take_along_axis(x, places, axis), places
""",
    parts="values indices",
    names="torch.cummax method.cummax",
    like="cummax",
    policy="of equal entries the last takes the gradient",
)
definition(
    """
    def torch_cummin(x, axis=-1):
        places = running_places(-x, axis)
        return take_along_axis(x, places, axis), places
""",
    parts="values indices",
    names="torch.cummin method.cummin",
    like="cummin",
    policy="of equal entries the last takes the gradient",
)
