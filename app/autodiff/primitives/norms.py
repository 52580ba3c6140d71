"""Lengths, distances and angles of vectors, and norms of matrices."""

from __future__ import annotations

import math

from app.autodiff.primitives.arrays import Shape, reduced_axes
from app.autodiff.primitives.call_forms import shape_of
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

BETWEEN = "Each point gets its share of the gradient along the line between both."

definition(
    """
    def norm(x, ord=2, axis=None, keepdims=False, p=None):
        if p is not None: ord = p
        if isinstance(axis, list): axis = tuple(axis)
        if ord is None or ord == 2 or ord == 'fro': return magnitude(x, axis, keepdims)
        if ord == 1: return sum(abs(x), axis, keepdims)
        if ord == inf: return max(abs(x), axis, keepdims)
        if ord == -inf: return min(abs(x), axis, keepdims)
        if ord == 0: return sum(x != 0, axis, keepdims)
        total = sum(abs(x)**ord, axis, keepdims)
        return unless(total == 0, (total + (total == 0))**(1 / ord))
""",
    names="vector_norm",
    symbol="‖·‖",
    policy="derivative 0 at 0",
    form="‖·‖",
    spoken="norm",
    explained="The gradient points along the vector: each entry gets it by its share of the length.",
)
definition(
    """
    def linalg_norm(x, ord=None, axis=None, keepdims=False):
        if isinstance(axis, (tuple, list)) and len(axis) == 1: return norm(x, ord, axis, keepdims)
        axes = (-2, -1) if axis is None and x.ndim == 2 else axis
        if ord is None or isinstance(axes, int) or (axes is None and x.ndim < 2): return norm(x, ord, axis, keepdims)
        return matrix_norm(x, ord, axes, keepdims)
""",
    names="linalg.norm",
    symbol="‖·‖",
    policy="derivative 0 at 0",
    form="‖·‖",
)
definition(
    """
    def matrix_norm(x, ord='fro', axis=(-2, -1), keepdims=False):
        if ord == 'fro': return magnitude(x, axis, keepdims)
        rows, columns = axis
        if ord == 1: y = max(sum(abs(x), rows, True), columns, True)
        elif ord == -1: y = min(sum(abs(x), rows, True), columns, True)
        elif ord == inf: y = max(sum(abs(x), columns, True), rows, True)
        elif ord == -inf: y = min(sum(abs(x), columns, True), rows, True)
        elif ord != 'nuc' and ord != 2 and ord != -2: return unknown_order(ord)
        else:
            s = svdvals(x if axis == (-2, -1) else moveaxis(x, axis, (-2, -1)))
            y = sum(s, -1) if ord == 'nuc' else max(s, -1) if ord == 2 else min(s, -1)
            return reshape(y, reduced_shape(x, axis)) if keepdims else y
        return y if keepdims else squeeze(y, axis)
""",
    symbol="‖·‖",
)
definition(
    "def of_length_one(x, axis, eps): return x / maximum(magnitude(x, axis, True), eps)",
    inner=True,
    rules={"x": "(g - y * sum(g * y, axis, True)) / magnitude(x, axis, True)"},
)
definition(
    """
    def normalize(x, p=2.0, axis=1, eps=1e-12):
        axis = axis if x.ndim > 1 else 0
        return of_length_one(x, axis, eps) if p == 2 else x / maximum(norm(x, p, axis, True), eps)
""",
    symbol="x/‖x‖",
    spoken="normalisation to length one",
    explained="What would only stretch a vector is taken out of the gradient; the rest is divided by its length.",
)
COSINE = "expand_dims(g, axis) * ({other} / magnitude({other}, axis, True) - expand_dims(y, axis) * {x} / magnitude({x}, axis, True)) / magnitude({x}, axis, True)"
definition(
    """
    def cosine(x, other, axis, eps):
        return sum(x * other, axis) / (maximum(magnitude(x, axis), eps) * maximum(magnitude(other, axis), eps))
""",
    inner=True,
    rules={"x": COSINE.format(x="x", other="other"), "other": COSINE.format(x="other", other="x")},
)
definition(
    """
    def cosine_similarity(x1, x2, axis=1, eps=1e-8):
        axis = axis if max(x1.ndim, x2.ndim) > 1 else 0
        if x1.shape == x2.shape: return cosine(x1, x2, axis, eps)
        return sum(x1 * x2, axis) / (maximum(magnitude(x1, axis), eps) * maximum(magnitude(x2, axis), eps))
""",
    symbol="cos ∠",
    spoken="cosine similarity",
    explained="Each vector gets what would turn it towards the other; what would only stretch it is taken out.",
)
definition(
    "def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdims=False): return norm(x1 - x2 + eps, p, -1, keepdims)",
    symbol="‖x−y‖",
    spoken="distance",
    explained=BETWEEN,
)
definition(
    "def cdist(x1, x2, p=2.0): return norm(expand_dims(x1, -2) - expand_dims(x2, -3), p, -1)",
    like="pairwise_distance",
    policy="derivative 0 between equal points",
)
definition(
    """
    def distances(x, other, metric, p):
        if metric == 'cosine': return 1 - cosine_similarity(x, other, -1)
        if metric == 'sqeuclidean': return sum((x - other)**2, -1)
        return norm(x - other, norm_order(metric, p), -1)
""",
    inner=True,
)
definition(
    """
    def scipy_cdist(XA, XB, metric='euclidean', p=2):
        return distances(expand_dims(XA, -2), expand_dims(XB, -3), metric, p)
""",
    names="distance.cdist",
    like="pairwise_distance",
    policy="derivative 0 between equal points",
    plain="metric p",
)
definition(
    """
    def renorm(x, p, axis, maxnorm):
        length = norm(x, p, [each for each in range(x.ndim) if each != axis % x.ndim], True)
        return x * where(length > maxnorm, maxnorm / (length + 1e-07), 1)
""",
    symbol="x/‖x‖",
    plain="axis maxnorm p",
    spoken="bound on the length",
    explained="What is not too long hands its gradient on; what was shortened gets it shortened alike, less what would only stretch it.",
)
definition(
    "def dist(x, other, p=2): return norm(x - other, p)",
    like="pairwise_distance",
    policy="derivative 0 between equal points",
)

definition(
    """
    def pdist(x, p=2.0):
        first, second = triu_indices(x.shape[0], 1)
        return norm(x[first] - x[second], p, -1)
""",
    like="pairwise_distance",
    policy="derivative 0 between equal points",
)


def reduced_shape(x: object, axis: Shape) -> Shape:
    """The shape of `x` with axes reduced and kept."""
    shape = shape_of(x)
    return tuple(1 if place in reduced_axes(shape, axis) else size for place, size in enumerate(shape))


def unknown_order(order: object) -> object:
    """What a norm of a matrix does whose order is not defined: it raises ValueError."""
    raise ValueError(f"norms of matrices are of order 1, 2, ∞, 'fro' and 'nuc', not {order}")


def norm_order(metric: object, p: float) -> float:
    """The order of the norm by which SciPy measures distances, by its name. Raises ValueError."""
    orders = {"euclidean": 2, "cityblock": 1, "chebyshev": math.inf, "minkowski": p}
    if metric not in orders:
        raise ValueError(
            f"distances are {', '.join(map(repr, [*orders, 'sqeuclidean', 'cosine']))} here, not {metric!r}"
        )
    return orders[str(metric)]


static("norm_order", norm_order, inner=True)
static("reduced_shape", reduced_shape, inner=True)
static("unknown_order", unknown_order, inner=True)
definition(
    "def math_hypot(*coordinates): return hypot(*coordinates) if len(coordinates) == 2 else norm(stack(coordinates))",
    names="math.hypot",
    symbol="‖·‖",
    spoken="length",
)
