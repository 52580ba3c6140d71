"""Functions of MATLAB, Octave, Julia and R that NumPy has not, or has with its values in another order."""

from __future__ import annotations

import math

from app.autodiff.primitives.call_forms import shape_of
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)


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
definition("def interp1(x, v, xq): return interp(xq, x, v)", symbol="interp")
definition("def arrayfun(function, x): return stack([function(each) for each in x])")
definition("def each_result(x, function): return stack([function(each) for each in x])")
definition(
    """
    def matrix_of(data, nrow=None, ncol=None, byrow=False):
        rows = (1 if nrow is None else nrow) if ncol is None or nrow is not None else data.size // ncol
        columns = data.size // rows
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
