"""SciPy's functions by NumPy and Python's own mathematics: what scripts carry along, as they need nothing but NumPy."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from app.autodiff.primitives.arrays import Array, Axis


def logsumexp(x: Array, axis: Axis, keepdims: bool) -> Any:
    """The logarithm of the sum of exponentials, without overflow."""
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    total = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return total if keepdims else np.squeeze(total, axis=axis)


def softmax(x: Array, axis: Axis) -> Any:
    """Exponentials over their sum, without overflow."""
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(x: Array, axis: Axis) -> Any:
    """The logarithm of the softmax, without overflow."""
    return x - logsumexp(x, axis, True)


def erf(x: ArrayLike) -> Any:
    """The error function."""
    return np.vectorize(math.erf, otypes=[float])(x)[()]


def erfc(x: ArrayLike) -> Any:
    """The complementary error function."""
    return np.vectorize(math.erfc, otypes=[float])(x)[()]


def erfcx(x: ArrayLike) -> Any:
    """The complementary error function times exp(x²); a continued fraction far right (Abramowitz and Stegun 7.1.14)."""
    x = np.asarray(x, dtype=float)
    far = np.maximum(x, 5.0)
    rest = far
    for k in range(60, 0, -1):
        rest = far + k / 2 / rest
    near = np.minimum(x, 5.0)
    return np.where(x > 5, 1 / (rest * np.sqrt(np.pi)), np.exp(near**2) * erfc(near))[()]


def ndtri(x: ArrayLike) -> Any:
    """The quantiles of the normal distribution; nan outside of 0 … 1."""

    def quantile(p: float) -> float:
        if 0 < p < 1:
            return NormalDist().inv_cdf(p)
        return -math.inf if p == 0 else math.inf if p == 1 else math.nan

    return np.vectorize(quantile, otypes=[float])(x)[()]


def erfinv(x: ArrayLike) -> Any:
    """The inverse of the error function: a quantile, made exact by a step of Newton's."""
    x = np.asarray(x, dtype=float)
    y = np.where(np.abs(x) < 1e-8, x * np.sqrt(np.pi) / 2, ndtri((x + 1) / 2) / np.sqrt(2))
    step = (erf(y) - x) * np.sqrt(np.pi) / 2 * np.exp(y**2)
    return np.where(np.abs(x) < 0.9, y - step, y)[()]


def log_ndtr(x: ArrayLike) -> Any:
    """The logarithm of the normal distribution, exact far left too."""
    x = np.asarray(x, dtype=float)
    left = np.log(erfcx(np.maximum(-x, 0) / np.sqrt(2)) / 2) - x**2 / 2
    return np.where(x < 0, left, np.log1p(-erfc(np.maximum(x, 0) / np.sqrt(2)) / 2))[()]


def gamma(x: ArrayLike) -> Any:
    """The gamma function; nan at its poles, inf where it overflows."""

    def one(t: float) -> float:
        try:
            return math.gamma(t)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.copysign(math.inf, t) if t == 0 else math.nan

    return np.vectorize(one, otypes=[float])(x)[()]


def gammaln(x: ArrayLike) -> Any:
    """The logarithm of the size of the gamma function; inf at its poles."""

    def one(t: float) -> float:
        try:
            return math.lgamma(t)
        except (OverflowError, ValueError):
            return math.inf

    return np.vectorize(one, otypes=[float])(x)[()]


def digamma(x: ArrayLike) -> Any:
    """The derivative of log Γ: by reflection left of 1/2, by recurrence and its asymptotic series elsewhere (Abramowitz and Stegun 6.3)."""
    x = np.asarray(x, dtype=float)
    pole = (x <= 0) & (x == np.floor(x))
    z = np.where(x < 0.5, 1 - x, x)
    total = np.zeros_like(z)
    for _ in range(10):
        total, z = total - 1 / z, z + 1
    terms = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12)
    series = sum(term / z ** (2 * k + 2) for k, term in enumerate(terms))
    total = total + np.log(z) - 1 / (2 * z) - series
    turned = total - np.pi / np.tan(np.pi * np.where(pole | (x >= 0.5), 0.25, x))
    return np.where(pole, np.where(x == 0, -np.inf, np.nan), np.where(x < 0.5, turned, total))[()]


def polygamma(n: int, x: ArrayLike) -> Any:
    """The n-th derivative of digamma for x > 0: the Hurwitz zeta function by Euler and Maclaurin's sum; digamma itself for n = 0."""
    if n == 0:
        return digamma(x)
    x, s = np.asarray(x, dtype=float), n + 1
    start = x + 20
    total = sum((x + k) ** -s for k in range(20)) + start ** (1 - s) / n + start**-s / 2
    bernoulli = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)
    rising = float(s)
    for k, number in enumerate(bernoulli, 1):
        total = total + number * rising / math.factorial(2 * k) * start ** (1 - s - 2 * k)
        rising = rising * (s + 2 * k - 1) * (s + 2 * k)
    return ((-1) ** s * math.factorial(n) * total)[()]


def xlogy(x: ArrayLike, y: ArrayLike) -> Any:
    """x log y, and 0 where x is 0."""
    return np.where((x == 0) & ~np.isnan(y), 0.0, x * np.log(np.where((x == 0) & ~np.isnan(y), 1.0, y)))[()]


def xlog1py(x: ArrayLike, y: ArrayLike) -> Any:
    """x log(1 + y), and 0 where x is 0."""
    return np.where((x == 0) & ~np.isnan(y), 0.0, x * np.log1p(np.where((x == 0) & ~np.isnan(y), 0.0, y)))[()]


def bessel_j(n: int, x: ArrayLike) -> Any:
    """The Bessel function of whole order n: the mean over a period of its integral (Abramowitz and Stegun 9.1.21)."""
    x = np.asarray(x, dtype=float)[..., None]
    angle = (np.arange(1024) + 0.5) * np.pi / 1024
    return np.mean(np.cos(n * angle - x * np.sin(angle)), axis=-1)[()]


def bessel_ie(n: int, x: ArrayLike) -> Any:
    """The modified Bessel function of whole order n, times exp(−|x|) (Abramowitz and Stegun 9.6.19)."""
    x = np.asarray(x, dtype=float)[..., None]
    angle = (np.arange(1024) + 0.5) * np.pi / 1024
    return np.mean(np.exp(x * np.cos(angle) - np.abs(x)) * np.cos(n * angle), axis=-1)[()]


def bessel_i(n: int, x: ArrayLike) -> Any:
    """The modified Bessel function of whole order n."""
    return bessel_ie(n, x) * np.exp(np.abs(x))


def matrix_exp(x: Array) -> Array:
    """The exponential of a matrix: its series for a small part of it, squared again and again."""
    size = float(np.max(np.sum(np.abs(x), axis=-1), initial=0.0))
    times = max(0, math.frexp(size)[1] + 3) if np.isfinite(size) else 0
    term = total = np.broadcast_to(np.eye(x.shape[-1]), x.shape)
    for k in range(1, 16):
        term = term @ x / (2**times * k)
        total = total + term
    for _ in range(times):
        total = total @ total
    return total
