"""Decompositions of matrices: triangular, orthogonal, singular and eigenvalues."""

from __future__ import annotations

import numpy as np

from app.autodiff.deferred import linalg
from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import of_square, shape_of
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)


def transposed(x: Array) -> Array:
    return np.swapaxes(x, -1, -2)


def cholesky(x: Array) -> Array:
    """Of the symmetric part: so both triangles count, as the symmetric adjoint says."""
    return np.linalg.cholesky((x + transposed(x)) / 2)


def eigenvalues(x: Array) -> Array:
    return np.linalg.eigvalsh((x + transposed(x)) / 2)


def eigenvectors(x: Array) -> Array:
    return np.linalg.eigh((x + transposed(x)) / 2)[1]


def real_eigen(x: Array) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors of any square matrix, as LAPACK orders them. Raises ValueError where they are complex."""
    values, vectors = np.linalg.eig(x)
    if np.iscomplexobj(values):
        raise ValueError("this matrix has complex eigenvalues, and complex numbers are not part of the language")
    return values, vectors


def gaps(values: Array) -> Array:
    """1 / (λⱼ − λᵢ), and 0 on the diagonal."""
    apart = values[..., None, :] - values[..., :, None]
    return np.asarray(np.divide(1.0, apart, out=np.zeros_like(apart), where=apart != 0))


def has_all_vectors(x: object, full_matrices: object) -> bool:
    """Whether the singular vectors are those that belong to singular values. Raises ValueError where all of a basis are asked for."""
    rows, columns = shape_of(x)[-2:]
    if full_matrices and rows != columns:
        raise ValueError("the vectors without a singular value are not unique: write full_matrices=False")
    return True


SYMMETRIC = "the matrix is taken as symmetric, and so is its adjoint"
FULL_RANK = "the columns are independent"
DISTINCT = "singular values or eigenvalues that are equal count as 0 apart"
# fmt: off
primitive("cholesky", "x", cholesky, "symmetric(inv(y).mT @ lower_half(y.mT @ g) @ inv(y))", policy=SYMMETRIC, prepare=of_square("cholesky"), spoken="Cholesky factor", explained="The gradient passes back through the triangular factor and is made symmetric.", torch="torch.linalg.cholesky(x)")
primitive("q_factor", "x", lambda x: np.linalg.qr(x)[0], "(g - y @ from_lower(g.mT @ y)) @ inv(r_factor(x)).mT", symbol="Q", policy=FULL_RANK, inner=True, spoken="orthogonal factor", explained="The gradient passes back through both factors, of which only the free entries count.", code="np.linalg.qr(x)[0]")
primitive("r_factor", "x", lambda x: np.linalg.qr(x)[1], "q_factor(x) @ from_lower(y @ g.mT) @ inv(y).mT", symbol="R", policy=FULL_RANK, inner=True, spoken="triangular factor", like="q_factor", code="np.linalg.qr(x)[1]")
primitive("eigvalsh", "x", eigenvalues, "eigenvectors(x) @ (expand_dims(g, -1) * eigenvectors(x).mT)", symbol="λ", policy=SYMMETRIC, prepare=of_square("eigvalsh"), head="λ", spoken="eigenvalues", explained="Each eigenvalue hands its gradient back along its own eigenvector.", torch="torch.linalg.eigvalsh(x)")
primitive("eigenvectors", "x", eigenvectors, "symmetric(y @ (gaps(eigvalsh(x)) * (y.mT @ g)) @ y.mT)", symbol="V", policy=f"{SYMMETRIC}; {DISTINCT}", inner=True, head="V", spoken="eigenvectors", explained="Each eigenvector turns towards the others, the more the closer their eigenvalues are.", meaning="the eigenvectors; with U the singular vectors", torch="torch.linalg.eigh(x)[1]")
primitive("eigvals", "x", lambda x: real_eigen(x)[0], "inv(right_eigenvectors(x)).mT @ (expand_dims(g, -1) * right_eigenvectors(x).mT)", symbol="λ", prepare=of_square("eigvals"), head="λ", spoken="eigenvalues", explained="Each eigenvalue hands its gradient back along its own pair of eigenvectors.", code="np.linalg.eigvals(x)", torch="torch.linalg.eigvals(x).real")
primitive("right_eigenvectors", "x", lambda x: real_eigen(x)[1], "inv(y).mT @ (gaps(eigvals(x)) * (y.mT @ g - y.mT @ y * expand_dims(sum(y * g, -2), -2))) @ y.mT", symbol="V", policy=DISTINCT, inner=True, shown="eigenvectors(x)", spoken="eigenvectors", explained="Each eigenvector turns towards the others, the more the closer their eigenvalues are, and keeps its length.", code="np.linalg.eig(x)[1]", torch="torch.linalg.eig(x)[1].real")
primitive("gaps",   "x", gaps, "sum(g * y**2, -1) - sum(g * y**2, -2)", symbol="1/(λⱼ−λᵢ)", inner=True, spoken="gaps", explained="Each value gets the gradients of all gaps that it bounds.")
primitive("svdvals", "x", lambda x: np.linalg.svd(x, compute_uv=False), "left_vectors(x) @ (expand_dims(g, -1) * right_vectors(x))", symbol="σᵢ", head="σ", spoken="singular values", explained="Each singular value hands its gradient back along its own pair of singular vectors.", code="np.linalg.svd(x, compute_uv=False)", torch="torch.linalg.svdvals(x)")
primitive("left_vectors",  "x", lambda x: np.linalg.svd(x, full_matrices=False)[0], "singular_back(g, y, svdvals(x)) @ right_vectors(x)", symbol="U", policy=DISTINCT, inner=True, head="U", spoken="singular vectors", explained="Each singular vector turns towards the others, the more the closer their values are.", code="np.linalg.svd(x, full_matrices=False)[0]")
primitive("right_vectors", "x", lambda x: np.linalg.svd(x, full_matrices=False)[2], "left_vectors(x) @ singular_back(g.mT, y.mT, svdvals(x)).mT", symbol="Vᵀ", policy=DISTINCT, inner=True, shown="eigenvectors(x).T", spoken="singular vectors", like="left_vectors", code="np.linalg.svd(x, full_matrices=False)[2]")
primitive("matrix_exp", "x", linalg.expm, "matrix_exp_back(g, x)", names="expm", symbol="exp", prepare=of_square("matrix_exp"), spoken="matrix exponential", explained="The gradient passes back through the exponential of the transposed matrix.", code="matrix_exp(x)", jax="jax.scipy.linalg.expm(x)", torch="torch.linalg.matrix_exp(x)")
# fmt: on
definition("def symmetric(x): return (x + x.mT) / 2", inner=True, head="sym", meaning="the symmetric part")
definition(
    "def lower_half(x): return tril(x) * (1 - eye_of(x) / 2)",
    inner=True,
    head="lower half",
    meaning="the lower triangle, with half of the diagonal",
)
definition("def from_lower(x): return tril(x) + tril(x, -1).mT", inner=True)
definition(
    """
    def singular_back(g, vectors, values):
        turned = gaps(values**2) * (vectors.mT @ g)
        s = expand_dims(values, -2)
        return vectors @ ((turned + turned.mT) * s) + (g - vectors @ (vectors.mT @ g)) / s
""",
    inner=True,
)
# The derivative of the exponential is a block of the exponential of a larger matrix (Najfeld and Havel 1995).
definition(
    """
    def matrix_exp_back(g, x):
        n = x.shape[-1]
        above, below = concatenate([x.mT, g], -1), concatenate([0 * g, x.mT], -1)
        return matrix_exp(concatenate([above, below], -2))[..., :n, n:]
""",
    inner=True,
)
definition(
    "def eigh(x): return eigvalsh(x), eigenvectors(x)",
    parts="eigenvalues eigenvectors",
    names="symeig",
    policy=f"{SYMMETRIC}; {DISTINCT}",
)
definition("def eig(x): return eigvals(x), right_eigenvectors(x)", parts="eigenvalues eigenvectors", policy=DISTINCT)
definition("def qr(x): return q_factor(x), r_factor(x)", parts="Q R", policy=FULL_RANK)
definition(
    """
    def svd(x, full_matrices=True, compute_uv=True):
        if not compute_uv: return svdvals(x)
        if has_all_vectors(x, full_matrices): return left_vectors(x), svdvals(x), right_vectors(x)
""",
    parts="U S Vh",
    names="torch.linalg.svd",
    symbol="SVD",
    policy=DISTINCT,
)
definition(
    """
    def torch_svd(x, some=True, compute_uv=True):
        if compute_uv:
            left, values, right = svd(x, not some)
            return left, values, right.mT
""",
    names="torch.svd method.svd",
    symbol="SVD",
    parts="U S V",
    policy=DISTINCT,
)
definition(
    """
    def tf_svd(tensor, full_matrices=False, compute_uv=True):
        if not compute_uv: return svdvals(tensor)
        left, values, right = svd(tensor, full_matrices)
        return values, left, right.mT
""",
    names="tensorflow.svd",
    symbol="SVD",
    policy=DISTINCT,
)
definition(
    """
    def cholesky_solve(b, l, upper=False):
        factor = l.mT if upper else l
        return solve(factor @ factor.mT, b)
""",
    symbol="A⁻¹b",
)
definition(
    """
    def cho_factor(a, lower=False):
        l = cholesky(a)
        return (l if lower else l.mT), lower
""",
    symbol="L",
)
definition(
    """
    def cho_solve(c_and_lower, b):
        c = c_and_lower[0]
        return solve(c @ c.mT if c_and_lower[1] else c.mT @ c, b)
""",
    symbol="A⁻¹b",
    plain="c_and_lower",
)
static("has_all_vectors", has_all_vectors, inner=True)
