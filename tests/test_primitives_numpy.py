"""Values are those of NumPy and SciPy, by all the ways in which their functions are called."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from numpy.typing import ArrayLike

from app.autodiff import differentiate
from app.language import parse
from tests.cases import assert_close
from tests.tables import each_of

X = np.random.default_rng(1).uniform(-2, 2, (3, 4)).round(3)
V = np.array([0.5, -1.0, 2.0, 0.0, 1.5])
M = np.array([[2.0, 0.5, 0.1], [0.5, 3.0, 0.2], [0.1, 0.2, 1.5]])
T = np.arange(24.0).reshape(2, 3, 4)
AT = {"x": X, "v": V, "m": M, "t": T}


def value(text: str) -> object:
    """What a text gives; the sum with `s`, which is 0, makes a value of constants depend on an input."""
    at = {name: array.tolist() for name, array in AT.items() if re.search(rf"\b{name}\b", text)}
    trace = differentiate(parse(f"z = ({text}) + s"), values={**at, "s": 0})
    return trace.values[trace.graph.output]


def agree(text: str, expected: ArrayLike) -> None:
    assert_close(value(text), expected, 1e-12, text)


REDUCTIONS: list[tuple[str, ArrayLike]] = [
    ("np.sum(x, 0)", X.sum(0)),
    ("np.sum(t, axis=[0, 2])", T.sum((0, 2))),
    ("x.mean(-1)", X.mean(-1)),
    ("np.mean(x > 0)", np.mean(X > 0)),
    ("np.sum(x > 0, axis=0)", np.sum(X > 0, axis=0)),
    ("np.all(x > -3)", 1),
    ("np.any(x > 1, axis=1)", np.any(X > 1, axis=1)),
    ("np.count_nonzero(v)", 4),
    ("np.argmax(x, axis=1)", X.argmax(1)),
    ("x.argmin()", X.argmin()),
    ("np.argmax(x, axis=0, keepdims=True)", X.argmax(0, keepdims=True)),
    ("np.ptp(x, axis=0)", np.ptp(X, axis=0)),
    ("np.median(x, axis=0)", np.median(X, axis=0)),
    ("np.median(v)", np.median(V)),
    ("np.quantile(x, 0.3, axis=1)", np.quantile(X, 0.3, axis=1)),
    ("np.percentile(v, 75)", np.percentile(V, 75)),
    ("np.average(v, weights=np.abs(v))", np.average(V, weights=np.abs(V))),
    ("np.var(x, ddof=1)", X.var(ddof=1)),
    ("np.std(x, 0)", X.std(0)),
    ("x.std(axis=1, keepdims=True)", X.std(1, keepdims=True)),
    ("np.cov(x)", np.cov(X)),
    ("np.cov(x, bias=True)", np.cov(X, bias=True)),
    ("np.cov(x, rowvar=False)", np.cov(X, rowvar=False)),
    ("np.cov(v)", np.cov(V)),
    ("np.corrcoef(x)", np.corrcoef(X)),
    ("np.trapezoid(v)", np.trapezoid(V)),
    ("np.trapezoid(x, dx=0.5, axis=0)", np.trapezoid(X, dx=0.5, axis=0)),
    ("np.cumsum(x)", np.cumsum(X)),
    ("np.cumprod(x, axis=1)", np.cumprod(X, axis=1)),
    ("np.diff(v, n=2)", np.diff(V, n=2)),
    ("np.diff(x, axis=0)", np.diff(X, axis=0)),
    ("np.nansum(h)", 4),
    ("np.nanmean(h)", 2),
    ("np.nanmax(h)", 3),
    ("np.nanmin(h)", 1),
    ("np.nanstd(h)", 1),
    ("np.nanprod(h)", 3),
    ("np.sort(x, axis=0)", np.sort(X, axis=0)),
    ("np.sort(v)[::-1]", np.sort(V)[::-1]),
    ("np.argsort(v)", np.argsort(V)),
    ("np.maximum.reduce([v, v + 1])", V + 1),
    ("np.logaddexp.reduce(v)", np.log(np.sum(np.exp(V)))),
    ("np.linalg.norm(x)", np.linalg.norm(X)),
    ("np.linalg.norm(x, 'fro')", np.linalg.norm(X, "fro")),
    ("np.linalg.norm(x, 2)", np.linalg.norm(X, 2)),
    ("np.linalg.norm(x, -2)", np.linalg.norm(X, -2)),
    ("np.linalg.norm(x, 'nuc')", np.linalg.norm(X, "nuc")),
    ("np.linalg.norm(x, 1)", np.linalg.norm(X, 1)),
    ("np.linalg.norm(x, np.inf)", np.linalg.norm(X, np.inf)),
    ("np.linalg.norm(v, 3)", np.linalg.norm(V, 3)),
    ("np.linalg.norm(v, -np.inf)", np.linalg.norm(V, -np.inf)),
    ("np.linalg.norm(v, 0)", np.linalg.norm(V, 0)),
    ("np.linalg.norm(t, axis=(1, 2))", np.linalg.norm(T, axis=(1, 2))),
    ("np.linalg.norm(t, ord=1, axis=(0, 2), keepdims=True)", np.linalg.norm(T, ord=1, axis=(0, 2), keepdims=True)),
]
SHAPES: list[tuple[str, ArrayLike]] = [
    ("x.T", X.T),
    ("np.transpose(t, (1, 0, 2))", T.transpose(1, 0, 2)),
    ("t.transpose(2, 0, 1)", T.transpose(2, 0, 1)),
    ("np.swapaxes(t, 0, -1)", np.swapaxes(T, 0, -1)),
    ("np.moveaxis(t, [0, 1], [-1, -2])", np.moveaxis(T, [0, 1], [-1, -2])),
    ("np.rollaxis(t, 2)", np.rollaxis(T, 2)),
    ("np.reshape(x, (2, -1))", X.reshape(2, -1)),
    ("x.reshape(-1, 1, 3)", X.reshape(-1, 1, 3)),
    ("x.flatten()", X.flatten()),
    ("np.ravel(x)", X.ravel()),
    ("np.squeeze(x[None])", X),
    ("np.expand_dims(x, axis=(0, -1))", np.expand_dims(X, axis=(0, -1))),
    ("np.atleast_2d(v)", np.atleast_2d(V)),
    ("np.broadcast_to(v, (2, 5))", np.broadcast_to(V, (2, 5))),
    ("np.tile(x, (2, 1, 2))", np.tile(X, (2, 1, 2))),
    ("np.tile(v, 2)", np.tile(V, 2)),
    ("np.repeat(x, 2)", np.repeat(X, 2)),
    ("np.repeat(x, [1, 0, 2], axis=0)", np.repeat(X, [1, 0, 2], axis=0)),
    ("np.flip(x)", np.flip(X)),
    ("np.flip(x, 1)", np.flip(X, 1)),
    ("np.flipud(x)", np.flipud(X)),
    ("np.roll(x, 1)", np.roll(X, 1)),
    ("np.roll(x, (1, -1), axis=(0, 1))", np.roll(X, (1, -1), axis=(0, 1))),
    ("np.rot90(x, k=3)", np.rot90(X, 3)),
    ("np.tril(m, -1)", np.tril(M, -1)),
    ("np.triu(m)", np.triu(M)),
    ("np.diag(m)", np.diag(M)),
    ("np.diag(v, -1)", np.diag(V, -1)),
    ("np.diagonal(t, 1, 1, 2)", np.diagonal(T, 1, 1, 2)),
    ("np.trace(t)", np.trace(T)),
    ("np.pad(x, ((1, 0), (0, 2)), constant_values=7)", np.pad(X, ((1, 0), (0, 2)), constant_values=7)),
    ("np.pad(v, (1, 2), 'reflect')", np.pad(V, (1, 2), "reflect")),
    ("np.pad(x, 1, mode='symmetric')", np.pad(X, 1, mode="symmetric")),
    ("np.concatenate((x, x), axis=-1)", np.concatenate((X, X), axis=-1)),
    ("np.stack([v, v], axis=-1)", np.stack([V, V], axis=-1)),
    ("np.stack(x)", X),
    ("np.hstack((x, m))", np.hstack((X, M))),
    ("np.hstack([v, 3.0])", np.hstack([V, 3.0])),
    ("np.vstack([v, v])", np.vstack([V, V])),
    ("np.dstack([x, x])", np.dstack([X, X])),
    ("np.column_stack([v, v])", np.column_stack([V, V])),
    ("np.c_[np.ones(3), m]", np.c_[np.ones(3), M]),
    ("np.append(v, 3)", np.append(V, 3)),
    ("np.append(x, x, axis=0)", np.append(X, X, axis=0)),
    ("np.split(v[:4], 2)[1]", V[2:4]),
    ("np.split(x, [1], axis=1)[1]", X[:, 1:]),
    ("np.array_split(v, 3)[0]", np.array_split(V, 3)[0]),
    ("np.hsplit(x, 2)[0]", X[:, :2]),
    ("np.meshgrid(v, m[0])[0]", np.meshgrid(V, M[0])[0]),
    ("np.meshgrid(v, m[0], indexing='ij')[1]", np.meshgrid(V, M[0], indexing="ij")[1]),
    ("np.take(v, [0, -1])", V[[0, -1]]),
    ("np.take_along_axis(x, np.argmax(x, axis=1)[:, None], axis=1)", X.max(1, keepdims=True)),
    ("np.where(x > 0, x, -1)", np.where(X > 0, X, -1)),
    ("np.where(v > 0)[0]", np.where(V > 0)[0]),
    ("v[np.nonzero(v)]", V[V != 0]),
    ("np.flatnonzero(v)", np.flatnonzero(V)),
    ("np.select([v > 1, v > 0], [v, 10 * v], 5)", np.select([V > 1, V > 0], [V, 10 * V], 5)),
    ("np.extract(v > 0, v)", V[V > 0]),
    ("np.compress([True, False, True], x, axis=0)", X[[0, 2]]),
    ("np.unique([3, 1, 3])", [1, 3]),
    ("np.unique([3, 1, 3], return_counts=True)[1]", [1, 2]),
    ("np.bincount([0, 2, 2], minlength=4)", [1, 0, 2, 0]),
    ("np.searchsorted([1, 2, 3], [0, 2.5])", [0, 2]),
    ("np.isin([1, 2], [2])", [0, 1]),
    ("m[np.ix_([0, 2], [1])]", M[np.ix_([0, 2], [1])]),
    ("m[np.tril_indices(3)]", M[np.tril_indices(3)]),
    ("m[np.triu_indices(3, 1)]", M[np.triu_indices(3, 1)]),
]
PRODUCTS: list[tuple[str, ArrayLike]] = [
    ("np.dot(m, x)", M @ X),
    ("np.dot(t, t.transpose(0, 2, 1))", np.dot(T, T.transpose(0, 2, 1))),
    ("np.dot(2, v)", 2 * V),
    ("np.inner(x, x)", np.inner(X, X)),
    ("np.vdot(x, x)", np.vdot(X, X)),
    ("np.outer(v, v)", np.outer(V, V)),
    ("np.outer(x, v)", np.outer(X, V)),
    ("np.tensordot(t, x, axes=([1, 2], [0, 1]))", np.tensordot(T, X, axes=([1, 2], [0, 1]))),
    ("np.einsum('ij,kj->ik', x, x)", X @ X.T),
    ("np.einsum('ij->', x)", X.sum()),
    ("np.einsum('ij,ij', x, x)", np.sum(X * X)),
    ("np.einsum('...j,j', t, x[0])", T @ X[0]),
    ("np.kron(m, x)", np.kron(M, X)),
    ("np.kron(v, m)", np.kron(V, M)),
    ("np.cross(x[:, :3], m)", np.cross(X[:, :3], M)),
    ("np.cross(v[:2], v[2:4])", 0.5 * 0 - -1.0 * 2.0),
    ("np.linalg.inv(m)", np.linalg.inv(M)),
    ("np.linalg.det(m)", np.linalg.det(M)),
    ("np.linalg.slogdet(m)[1]", np.linalg.slogdet(M)[1]),
    ("np.linalg.slogdet(-m)[0]", -1),
    ("np.linalg.solve(m, x)", np.linalg.solve(M, X)),
    ("np.linalg.lstsq(x.T, np.ones(4), rcond=None)[0]", np.linalg.lstsq(X.T, np.ones(4), rcond=None)[0]),
    ("np.linalg.cholesky(m)", np.linalg.cholesky(M)),
    ("np.linalg.eigvalsh(m)", np.linalg.eigvalsh(M)),
    ("np.abs(np.linalg.eigh(m)[1])", np.abs(np.linalg.eigh(M)[1])),
    ("np.linalg.pinv(x)", np.linalg.pinv(X)),
    ("np.linalg.matrix_power(m, 3)", np.linalg.matrix_power(M, 3)),
    ("np.linalg.matrix_power(m, -1)", np.linalg.inv(M)),
    ("np.linalg.multi_dot([m, x, x.T])", M @ X @ X.T),
    *[(f"np.convolve(v, m[0], '{mode}')", np.convolve(V, M[0], mode)) for mode in ("full", "same", "valid")],
    *[(f"np.convolve(v, v[:2], '{mode}')", np.convolve(V, V[:2], mode)) for mode in ("full", "same", "valid")],
    *[(f"np.correlate(v, v[:2], '{mode}')", np.correlate(V, V[:2], mode)) for mode in ("full", "same", "valid")],
    *[(f"np.correlate(v, m[0], '{mode}')", np.correlate(V, M[0], mode)) for mode in ("full", "same", "valid")],
]  # fmt: skip
SPECIAL: list[tuple[str, ArrayLike]] = [
    ("math.gamma(4.5)", math.gamma(4.5)),
    ("math.fmod(-7, 3)", math.fmod(-7, 3)),
    ("math.hypot(3, 4)", 5),
    ("np.round(x, 1)", np.round(X, 1)),
    ("np.clip(v, 0, None)", np.clip(V, 0, None)),
    ("v.clip(-0.5, 1)", np.clip(V, -0.5, 1)),
    ("np.power([1.0, 2.0], -1)", [1, 0.5]),
    ("np.reciprocal([1, 2])", [1, 0]),
    ("np.reciprocal([2.0, 4.0])", [0.5, 0.25]),
    ("np.array(v, ndmin=2)", V[None]),
    ("-(v > 0)", -1.0 * (V > 0)),
    ("np.nan_to_num(np.log(np.zeros(2)), neginf=-5)", [-5, -5]),
    ("np.vander(v, 3)", np.vander(V, 3)),
    ("np.vander(v, increasing=True)", np.vander(V, increasing=True)),
    ("np.polyval([1, 2, 3], v)", np.polyval([1, 2, 3], V)),
]


def of_scipy() -> list[tuple[str, ArrayLike]]:
    """What SciPy has, loaded when it is asked."""
    from scipy import signal, special, stats  # noqa: PLC0415

    return [
        *[(f"convolve2d(x, m, '{mode}')", signal.convolve2d(X, M, mode)) for mode in ("full", "same", "valid")],
        *[(f"convolve2d(x, m[:2, :2], '{mode}')", signal.convolve2d(X, M[:2, :2], mode)) for mode in ("full", "same")],
        *[(f"correlate2d(x, m[:2, :2], '{mode}')", signal.correlate2d(X, M[:2, :2], mode)) for mode in ("full", "same")],
        ("scipy.special.softmax(x)", special.softmax(X)),
        ("scipy.special.softmax(x, axis=0)", special.softmax(X, axis=0)),
        ("scipy.special.log_softmax(x, axis=1)", special.log_softmax(X, axis=1)),
        ("scipy.special.logsumexp(x, axis=1)", special.logsumexp(X, axis=1)),
        ("scipy.special.expit(v)", special.expit(V)),
        ("scipy.special.xlogy(v, v + 3)", special.xlogy(V, V + 3)),
        ("scipy.special.kl_div(v + 2, v + 3)", special.kl_div(V + 2, V + 3)),
        ("scipy.special.rel_entr(v + 2, v + 3)", special.rel_entr(V + 2, V + 3)),
        ("scipy.special.entr(v + 2)", special.entr(V + 2)),
        ("scipy.special.gamma(v + 0.3)", special.gamma(V + 0.3)),
        ("scipy.special.beta(v + 2, 3)", special.beta(V + 2, 3)),
        ("scipy.special.multigammaln(3.0, 2)", special.multigammaln(3.0, 2)),
        ("scipy.special.boxcox(v + 2, 0.5)", special.boxcox(V + 2, 0.5)),
        ("scipy.special.boxcox1p(v + 2, 0)", special.boxcox1p(V + 2, 0)),
        ("scipy.special.exprel(v)", special.exprel(V)),
        ("scipy.special.huber(1.0, v)", special.huber(1.0, V)),
        ("scipy.special.pseudo_huber(1.5, v)", special.pseudo_huber(1.5, V)),
        ("scipy.special.i1e(v)", special.i1e(V)),
        ("scipy.special.jv(2, v)", special.jv(2, V)),
        ("scipy.special.ndtr(v)", special.ndtr(V)),
        ("scipy.stats.norm.cdf(v, 1, 2)", stats.norm.cdf(V, 1, 2)),
        ("scipy.stats.norm.pdf(v, 1, 2)", stats.norm.pdf(V, 1, 2)),
        ("scipy.stats.norm.logpdf(v, 1, 2)", stats.norm.logpdf(V, 1, 2)),
        ("scipy.stats.norm.sf(v)", stats.norm.sf(V)),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REDUCTIONS)
def test_reductions(text: str, expected: ArrayLike) -> None:
    agree(text.replace("h)", "np.array([1, np.nan, 3]))"), expected)


@pytest.mark.parametrize(("text", "expected"), SHAPES)
def test_shapes(text: str, expected: ArrayLike) -> None:
    agree(text, expected)


@pytest.mark.parametrize(("text", "expected"), PRODUCTS)
def test_products(text: str, expected: ArrayLike) -> None:
    agree(text, expected)


@each_of(of_scipy, lambda case: case[0])
def test_functions_of_scipy(text: str, expected: ArrayLike) -> None:
    agree(text, expected)


@pytest.mark.parametrize(("text", "expected"), SPECIAL)
def test_special(text: str, expected: ArrayLike) -> None:
    agree(text, expected)
