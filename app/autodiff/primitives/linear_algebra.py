"""Products of vectors and matrices, and functions of matrices. `@` chooses among four rows by the number of axes, so each rule is the textbook's."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from app.autodiff.primitives import code_forms, contraction
from app.autodiff.primitives.arrays import Array, Shape
from app.autodiff.primitives.call_forms import array_of, dot, matrix_product, of_square, one_axis, shape_of, solving
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)


def outer(a: ArrayLike, b: ArrayLike) -> Array:
    return np.asarray(np.multiply(np.asarray(a)[..., :, None], np.asarray(b)[..., None, :]))


def matvec(a: ArrayLike, b: ArrayLike) -> Array:
    return np.asarray(np.matmul(a, np.asarray(b)[..., None]))[..., 0]


def vecmat(a: ArrayLike, b: ArrayLike) -> Array:
    return np.asarray(np.matmul(np.asarray(a)[..., None, :], b))[..., 0, :]


def product_entries(a: Shape, b: Shape) -> int:
    """The entries of a product of matrices."""
    return math.prod((*np.broadcast_shapes(a[:-2], b[:-2]), a[-2], b[-1]))


def outer_entries(a: Shape, b: Shape) -> int:
    return math.prod((*np.broadcast_shapes(a[:-1], b[:-1]), a[-1], b[-1]))


def cofactors(x: Array) -> Array:
    """The derivative of the determinant, from singular values: right for singular matrices too."""
    u, s, v = np.linalg.svd(x)
    rest = np.stack([np.prod(np.delete(s, place, axis=-1), axis=-1) for place in range(s.shape[-1])], axis=-1)
    signs = np.asarray(np.linalg.det(u) * np.linalg.det(v))[..., None, None]
    return np.asarray(np.matmul(signs * u * rest[..., None, :], v))


SINGULAR = "the inverse of a singular matrix"
# fmt: off
MATRICES_MET = (
    'Entry (i, k) of {a} meets row k of {b} and reaches row i of {z}: its gradient is row i of {g} times row k of {b}, which is column k of {b}ᵀ.',
    'Entry (k, j) of {b} meets column k of {a} and reaches column j of {z}: its gradient is column k of {a}, which is row k of {a}ᵀ, times column j of {g}.',
)
COLUMN_MET = (
    'Entry (i, k) of {a} meets entry k of {b} alone and reaches entry i of {z} alone: its gradient is entry i of {g} times entry k of {b}, so all together they are a column times a row.',
    'Entry k of {b} meets column k of {a} and reaches every entry of {z}: its gradient is that column, which is row k of {a}ᵀ, times {g}.',
)
ROW_MET = (
    'Entry k of {a} meets row k of {b} and reaches every entry of {z}: its gradient is {g} times that row, which is column k of {b}ᵀ.',
    'Entry (k, j) of {b} meets entry k of {a} alone and reaches entry j of {z} alone: its gradient is entry k of {a} times entry j of {g}, so all together they are a column times a row.',
)
VECTORS_MET = (
    'Entry k of {a} meets entry k of {b} alone, and there is one number to reach: its gradient is that number’s, times entry k of {b}.',
    'Entry k of {b} meets entry k of {a} alone, and there is one number to reach: its gradient is that number’s, times entry k of {a}.',
)
"""For each operand of a product, which entries meet."""
primitive("matmul", "a, b", np.matmul, "g @ b.mT", "a.mT @ g", names="mm bmm spmm lax.batch_matmul", symbol="@", grown=product_entries, prepare=matrix_product, shown="a @ b", spoken="matrix product", explained="A matrix product hands each factor the gradient times the other factor, transposed.", code="a @ b", subscripts="ik,kj->ij", met=MATRICES_MET)
primitive("dot",    "a, b", np.dot, None, None, symbol="·", prepare=dot, form="·", policy="is matmul, matvec, inner or multiply, by the axes of its operands, and has their rules", spoken='dot product')
primitive("inner",  "a, b", np.inner, "g * b", "g * a", symbol="x·y", prepare=contraction.inner_product, form="·", spoken="dot product", explained="A dot product hands each vector the gradient times the other vector.", code="np.dot(a, b)", subscripts="k,k->", met=VECTORS_MET)
primitive("matvec", "a, b", matvec, "outer(g, b)", "matvec(a.mT, g)", names="mv", shown="a @ b", like="matmul", code=code_forms.matrix_times, subscripts="ik,k->i", met=COLUMN_MET)
primitive("vecmat", "a, b", vecmat, "matvec(b, g)", "outer(a, g)", shown="a @ b", like="matmul", code=code_forms.times_matrix, subscripts="k,kj->j", met=ROW_MET)
primitive("outer",  "a, b", outer,  "matvec(g, b)", "vecmat(a, g)", symbol="⊗", grown=outer_entries, shown="a @ b.T", spoken="outer product", explained="Each vector gets the gradient's matrix times the other vector.", code=code_forms.outer_product)
primitive("einsum", "*operands, subscripts=''", contraction.einsum, "einsum(returning(subscripts, i), g, *operands[:i], *operands[i + 1:], *filling(subscripts, i, x.shape))",
          prepare=contraction.einsum_call, grown=contraction.counted_by_call, spelled={"tensordot": contraction.tensordot_call}, form="contraction", spoken="contraction", explained="Each operand gets the gradient contracted with all the others, to the axes that it has.", usage="(subscripts, *operands)", code="np.einsum(subscripts, *operands)")
primitive("inv",    "x", np.linalg.inv, "-y.mT @ g @ y.mT", names="inverse", symbol="x⁻¹", undefined=SINGULAR, prepare=of_square("inv"), shown="x**-1", spoken="inverse", explained="An inverse hands back the gradient between two transposed inverses, with its sign turned.")
primitive("det",    "x", np.linalg.det, "expand_dims(g, (-2, -1)) * cofactors(x)", prepare=of_square("det"), spoken="determinant", explained="Each entry gets the gradient times its cofactor.")
primitive("cofactors", "x", cofactors, "sum(g * y, (-2, -1), True) * inv(x).mT - y @ g.mT @ inv(x).mT", inner=True, head="cof", spoken="matrix of cofactors", explained="Each entry gets what it did for the cofactors of the others.", meaning="the matrix of cofactors")
primitive("log_abs_det", "x", lambda x: np.linalg.slogdet(x)[1], "expand_dims(g, (-2, -1)) * inv(x).mT", symbol="log|det|", undefined="the logarithm of a zero determinant", inner=True, spoken="log-determinant", explained="The derivative of a log-determinant is the inverse, transposed.", code="np.linalg.slogdet(x)[1]")
primitive("det_sign", "x", lambda x: np.linalg.slogdet(x)[0], None, symbol="sign det", inner=True, code="np.linalg.slogdet(x)[0]")
primitive("solve",  "a, b", np.linalg.solve, "-solve(a.mT, g) @ y.mT", "solve(a.mT, g)", symbol="A⁻¹b", undefined=SINGULAR, prepare=solving, shown="a**-1 @ b", spoken="solution", explained="The right side gets the solution of the transposed system; the matrix gets that times the output, with the sign turned.")
primitive("solve_vector", "a, b", np.linalg.solve, "-outer(solve(a.mT, g), y)", "solve(a.mT, g)", undefined=SINGULAR, inner=True, shown="a**-1 @ b", like="solve")
# fmt: on
static("returning", contraction.returning, inner=True, form="→")
static("filling", contraction.filling, inner=True)
static("eye_of", lambda x: np.eye(shape_of(x)[-1]), inner=True)
static("lower_triangle", lambda x: np.tril(np.ones(shape_of(x)[-2:], dtype=bool)), inner=True)

definition(
    "def numpy_outer(a, b): return outer(a if ndim(a) == 1 else ravel(a), b if ndim(b) == 1 else ravel(b))",
    names="numpy.outer jax.outer ger",
    like="outer",
    shown="a @ b.T",
)
definition(
    "def vdot(a, b): return inner(a if ndim(a) == 1 else ravel(a), b if ndim(b) == 1 else ravel(b))",
    symbol="·",
    form="·",
    like="inner",
)
definition("def vecdot(a, b, axis=-1): return sum(a * b, axis)", like="vdot")
definition(
    "def trace(x, offset=0, axis1=0, axis2=1): return sum(diagonal(x, offset, axis1, axis2), -1)",
    symbol="tr",
    spoken="trace",
    explained="The entries on the diagonal get the gradient, all others nothing.",
)
definition(
    "def trace_of_matrices(x, offset=0): return trace(x, offset, -2, -1)",
    names="linalg.trace",
    like="trace",
    symbol="tr",
)
definition(
    """
    def kron(a, b):
        while a.ndim < b.ndim: a = expand_dims(a, 0)
        while b.ndim < a.ndim: b = expand_dims(b, 0)
        return reshape(reshape(a, alternating(a.shape, 0)) * reshape(b, alternating(b.shape, 1)), tuple(m * n for m, n in zip(a.shape, b.shape)))
""",
    symbol="⊗",
    spoken="Kronecker product",
    explained="Each entry gets the gradients of all products that it went into, each times the other factor.",
)
definition(
    "def tensor_product(a, b): return outer(a, b) if ndim(a) == 1 and ndim(b) == 1 else kron(a, b)",
    symbol="⊗",
    note="is the outer product of vectors, and the Kronecker product of matrices",
    shown="a ⊗ b",
    spoken="outer product",
    explained="Each factor gets the gradient summed against the other one.",
)
definition(
    """
    def cross(a, b, axis=-1):
        if dimensions(a, b, axis) == 2:
            return a[part_at(axis, 0)] * b[part_at(axis, 1)] - a[part_at(axis, 1)] * b[part_at(axis, 0)]
        return roll(a, -1, axis) * roll(b, 1, axis) - roll(a, 1, axis) * roll(b, -1, axis)
""",
    symbol="×",
    names="torch.linalg.cross",
    spoken="cross product",
    explained="Each vector gets the cross product of the gradient and the other one.",
)
definition(
    "def torch_cross(a, b, axis=None): return cross(a, b, axis_of_three(a) if axis is None else axis)",
    names="torch.cross method.cross",
    like="cross",
    spoken="cross product",
)
definition(
    """
    def matrix_power(x, n):
        if n == 0: return eye_of(x) + 0 * x
        base = inv(x) if n < 0 else x
        y = base
        for _ in range(abs(n) - 1): y = y @ base
        return y
""",
    symbol="Aⁿ",
    plain="n",
    spoken="matrix power",
    explained="Each factor gets the gradient between all the others, transposed, and what comes back is the sum.",
)
definition(
    """
    def multi_dot(*matrices):
        items = matrices[0] if len(matrices) == 1 else matrices
        y = items[0]
        for item in items[1:]: y = y @ item
        return y
""",
    names="chain_matmul",
    symbol="@",
    spoken="matrix product",
    explained="Each factor gets the gradient between all the others, transposed.",
)
definition(
    "def slogdet(x): return det_sign(x), log_abs_det(x)",
    parts="sign logabsdet",
    symbol="log|det|",
    spoken="log-determinant",
    explained="The matrix gets the gradient times its inverse, transposed; the sign is flat.",
)
definition(
    "def logdet(x): return log_abs_det(x) + log(det_sign(x))",
    symbol="log det",
    spoken="log-determinant",
    explained="The matrix gets the gradient times its inverse, transposed.",
)
definition(
    """
    def solve_triangular(a, b, lower=False, upper=True, unitriangular=False, left=True, unit_diagonal=False):
        below, beside = lower or not upper, 1 if unitriangular or unit_diagonal else 0
        if not left:
            return solve_triangular(a.mT, b.mT, lower=not below, upper=below, unitriangular=unitriangular).mT
        kept = tril(a, -beside) if below else triu(a, beside)
        return solve(kept + eye(len(a)) if beside else kept, b)
    """,
    symbol="A⁻¹b",
)
definition(
    """
    def pinv(x):
        if x.shape[-2] >= x.shape[-1]: return inv(x.mT @ x) @ x.mT
        return x.mT @ inv(x @ x.mT)
""",
    names="pinverse",
    symbol="x⁺",
    policy="the matrix has full rank",
)
definition(
    """
    def lstsq(a, b, rcond=None):
        if a.shape[-2] >= a.shape[-1]: x = solve(a.mT @ a, a.mT @ b)
        else: x = a.mT @ solve(a @ a.mT, b)
        return x, sum(reshape((b - a @ x)**2, (a.shape[-2], -1)), 0), min(a.shape[-2], a.shape[-1]), svdvals(a)
""",
    parts="solution residuals rank singular_values",
    policy="the matrix has full rank; of many solutions the shortest",
)
definition(
    """
    def polyfit(x, y, deg, rcond=None, w=None):
        a = vander(x, deg + 1)
        return lstsq(a, y)[0] if w is None else lstsq(a * expand_dims(w, 1), y * (w if y.ndim == 1 else expand_dims(w, 1)))[0]
""",
    plain="deg",
    policy="the matrix of powers has full rank",
    spoken="polynomial through points",
    explained="The gradient passes back through the normal equations, to the points' heights and to where they stand.",
)
definition(
    "def addmm(input, mat1, mat2, beta=1, alpha=1): return (input if beta == 1 else beta * input) + (mat1 @ mat2 if alpha == 1 else alpha * (mat1 @ mat2))",
    names="addmv baddbmm",
)
definition("def addr(input, vec1, vec2): return input + outer(vec1, vec2)")


def alternating(shape: Shape, place: int) -> Shape:
    """(m, 1, n, 1) from (m, n), or (1, m, 1, n)."""
    return tuple(size for each in shape for size in ((each, 1) if place == 0 else (1, each)))


static("alternating", alternating, inner=True)
definition(
    "def cond(x, p=None): return linalg_norm(x, 2 if p is None else p) * linalg_norm(inv(x), 2 if p is None else p)",
    names="linalg.cond",
)
definition(
    """
    def block_diag(*matrices):
        items = [x if ndim(x) > 1 else reshape(x, (1, -1)) for x in matrices]
        return concatenate([pad(x, width) for x, width in zip(items, block_widths([x.shape[1] for x in items]))])
""",
    symbol="diag",
    spoken="block diagonal",
    explained="Each part gets the gradient of its own place.",
)


def block_widths(columns: list[int]) -> list[tuple[tuple[int, int], ...]]:
    """The columns of zeros before and after each block."""
    return [((0, 0), (sum(columns[:place]), sum(columns[place + 1 :]))) for place in range(len(columns))]


def axis_of_three(x: object) -> int:
    """The axis of PyTorch's `cross` where none is given: the first with three entries. Raises ValueError where there is none."""
    if 3 not in shape_of(x):
        raise ValueError(f"a cross product needs an axis with three entries, and the shape is {shape_of(x)}")
    return shape_of(x).index(3)


def dimensions(a: object, b: object, axis: int) -> int:
    """Of which space the vectors along `axis` are. Raises ValueError unless both are of two or of three dimensions."""
    found = {shape_of(each)[one_axis(each, axis)] for each in (a, b)}
    if found not in ({2}, {3}):
        raise ValueError(
            f"a cross product is of vectors of three dimensions, not of {' and '.join(map(str, sorted(found)))}"
        )
    return found.pop()


static("dimensions", dimensions, inner=True)
static("axis_of_three", axis_of_three, inner=True, by_shape=True)
static("block_widths", block_widths, inner=True)
static("matrix_rank", lambda x: int(np.linalg.matrix_rank(array_of(x))))
