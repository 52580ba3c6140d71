"""Functions of MATLAB, Octave, Julia and R that NumPy has not, or has with its values in another order."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.autodiff.primitives.call_forms import array_of, shape_of
from app.autodiff.primitives.creation import sized
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)


def colon(first: float, second: float, third: float | None = None) -> NDArray[np.generic]:
    """`first:last` and `first:step:last`, which hold their last number."""
    step, last = (1, second) if third is None else (second, third)
    if step == 0:
        raise ValueError("a range has a step that is not 0")
    count = sized(max(0, math.floor((last - first) / step + 1e-10) + 1))[0]
    return np.asarray(first + step * np.arange(count))


def spaced(first: float, last: float | None, by: float | None, count: int | None) -> NDArray[np.generic]:
    """R's `seq(0, 1, by = 0.25)` and `seq(0, 1, length.out = 5)`."""
    if last is None:
        return colon(1, first)
    return (
        colon(first, last)
        if by is None and count is None
        else colon(first, by, last)
        if by is not None
        else np.linspace(first, last, count or 0)
    )


definition(
    "def left_divide(a, b): return solve(a, b) if a.shape[0] == a.shape[1] else lstsq(a, b)[0]",
    symbol="A⁻¹b",
    spoken="solution of a system",
    explained="The gradient passes back through the solution, by the transposed matrix.",
)
definition(
    """
    def matlab_row(*parts):
        if max([part.ndim for part in parts]) < 2: return concatenate([ravel(part) for part in parts])
        rows = [part.shape[0] for part in parts if part.ndim == 2][0]
        return concatenate([part if part.ndim == 2 else reshape(part, (rows, -1)) for part in parts], 1)
""",
    like="concatenate",
)
static(
    "matlab_length",
    lambda x: len(x) if isinstance(x, (list, tuple, dict, str)) else max(shape_of(x), default=1),
    by_shape=True,
)
static(
    "matlab_numel",
    lambda x: len(x) if isinstance(x, (list, tuple, dict, str)) else math.prod(shape_of(x)),
    by_shape=True,
)
definition(
    """
    def matlab_reshape(x, *sizes):
        shape = (*sizes[0],) if len(sizes) == 1 else sizes
        return transpose(reshape(transpose(x), [-1 if ndim(size) else size for size in shape[::-1]]))
    """,
    like="reshape",
)
JOINED = {
    # Where a text has transposes, rows have two axes, and what has one axis is a column.
    "matlab_columns": "return concatenate([part if part.ndim == 2 else reshape(part, (-1, 1)) for part in parts], 1)",
    "matlab_rows": """
        if max([part.ndim for part in parts]) < 2: return concatenate([ravel(part) for part in parts])
        return concatenate([part if part.ndim == 2 else reshape(part, (-1, 1)) for part in parts], 0)
    """,
}
for name, body in JOINED.items():
    definition(f"def {name}(*parts): {body}", like="concatenate")
definition("def abs2(x): return x**2", symbol="²")
definition("def crossprod(x, y=None): return x.T @ (x if y is None else y)")
definition("""
    def each_margin(x, margin, function):
        found = [function(each) for each in (x if margin == 1 else x.T)]
        return stack(found, 0 if ndim(found[0]) == 0 else 1)
""")
for name, (shape, axis) in {"cbind": ("(-1, 1)", 1), "rbind": ("(1, -1)", 0)}.items():
    definition(
        f"""
    def {name}(*parts):
        count = max([part.shape[{1 - axis}] if ndim(part) == 2 else size(part) for part in parts])
        return concatenate([part if ndim(part) == 2 else reshape(part * ones(count), {shape}) for part in parts], {axis})
""",
        like="concatenate",
    )
static("seq", lambda first, last=None, by=None, length_out=None: spaced(first, last, by, length_out), creates=True)
static("is_symmetric", lambda x: np.array_equal(array_of(x), array_of(x).T), inner=True)
definition("""
    def matlab_several_eig(x):
        values, vectors = eigh(x) if is_symmetric(x) else eig(x)
        return vectors, diag(values)
""")
definition("""
    def matlab_several_svd(x, economy=None):
        left, values, right = svd(x, economy is None)
        return left, diag(values), right.T
""")
static("matlab_colon", colon, creates=True)
static("sub2ind", lambda sizes, row, column: array_of(row) + (array_of(column) - 1) * int(array_of(sizes)[0]))
definition(
    "def matlab_longer(x, part, axis): return concatenate([x, reshape(part, (1, -1) if axis == 0 else (-1, 1))], axis)",
    like="concatenate",
)
definition("def matlab_conv(u, v, shape='full'): return convolve(ravel(u), ravel(v), shape)", like="convolve")
definition("def matlab_fliplr(x): return flip(x, -1)", like="flip")
definition("def matlab_flipud(x): return flip(x, 0)", like="flip")
definition(
    "def circshift(x, k, dim=1): return roll(x, k, 1 if x.ndim > 1 and x.shape[0] == 1 else dim - 1)", like="roll"
)
definition("def rounded_away(x): return sign(x) * floor(abs(x) + 0.5)", symbol="round", spoken="rounding")
definition("def rounded_up(x): return floor(x + 0.5)", symbol="round", spoken="rounding")
definition("def nthroot(x, n): return sign(x) * abs(x)**(1 / n)", spoken="root")
definition("def interp1(x, v, xq): return interp(xq, x, v)", symbol="interp")
definition("def arrayfun(function, x): return stack([function(each) for each in x])")
definition("def each_result(x, function): return stack([function(each) for each in x])")
definition(
    """
    def matrix_of(data, nrow=None, ncol=None, byrow=False):
        rows = nrow if nrow is not None else data.size // (1 if ncol is None else ncol)
        columns = ncol if ncol is not None else data.size // rows
        if data.size < rows * columns: data = tile(ravel(data), rows * columns // data.size)
        return reshape(data, (rows, columns)) if byrow else reshape(data, (columns, rows)).T
""",
    plain="nrow ncol",
)
definition(
    """
    def dnorm(x, mean=0, sd=1, log=False):
        logarithm = -((x - mean) / sd)**2 / 2 - ln(sd) - ln(2 * pi) / 2
        return logarithm if log else exp(logarithm)
""",
    spoken="normal density",
)
definition("def pnorm(q, mean=0, sd=1): return ndtr((q - mean) / sd)", spoken="normal distribution")
definition(
    """
    def dbinom(x, size, prob, log=False):
        logarithm = gammaln(size + 1) - gammaln(x + 1) - gammaln(size - x + 1) + xlogy(x, prob) + xlog1py(size - x, -prob)
        return logarithm if log else exp(logarithm)
""",
    spoken="binomial probability",
)
definition(
    """
    def dpois(x, lambda_, log=False):
        logarithm = xlogy(x, lambda_) - lambda_ - gammaln(x + 1)
        return logarithm if log else exp(logarithm)
""",
    spoken="Poisson probability",
)
definition(
    """
    def dexp(x, rate=1, log=False):
        logarithm = ln(rate) - rate * x
        return logarithm if log else exp(logarithm)
""",
    spoken="exponential density",
)
definition(
    "def plogis(q, location=0, scale=1): return sigmoid((q - location) / scale)", symbol="σ", spoken="logistic function"
)
definition("def qlogis(p, location=0, scale=1): return location + scale * logit(p)", symbol="logit", spoken="logit")
