"""What scripts carry along in place of SciPy's functions agrees with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import linalg, special

from app.autodiff.primitives import TABLE
from app.autodiff.primitives import numpy_formulas as ours
from app.code.templates import call_text

REAL = np.array([-30.5, -12.0, -3.7, -1.0, -0.5, -1e-9, 0.0, 1e-9, 0.3, 1.0, 2.5, 7.0, 24.0, 40.0])
POSITIVE = np.array([1e-3, 0.2, 0.5, 1.0, 1.7, 3.0, 9.5, 60.0])
PROBABILITY = np.array([-0.1, 0.0, 1e-12, 0.01, 0.3, 0.5, 0.9, 1 - 1e-9, 1.0, 1.1])
MATRIX = np.random.default_rng(1).normal(size=(4, 5))


@pytest.mark.parametrize(
    ("found", "wanted", "points"),
    [
        (ours.erf, special.erf, REAL), (ours.erfc, special.erfc, REAL), (ours.erfcx, special.erfcx, REAL[2:]),
        (ours.erfinv, special.erfinv, 2 * PROBABILITY[1:-1] - 1), (ours.ndtri, special.ndtri, PROBABILITY),
        (ours.log_ndtr, special.log_ndtr, REAL), (ours.gamma, special.gamma, REAL[2:-1] + 0.01),
        (ours.gammaln, special.gammaln, REAL), (ours.digamma, special.digamma, REAL),
        (lambda x: ours.polygamma(0, x), special.digamma, POSITIVE),
        (lambda x: ours.polygamma(1, x), lambda x: special.polygamma(1, x), POSITIVE),
        (lambda x: ours.polygamma(3, x), lambda x: special.polygamma(3, x), POSITIVE),
        (lambda x: ours.xlogy(x, x), lambda x: special.xlogy(x, x), POSITIVE),
        (lambda x: ours.xlog1py(x, x), lambda x: special.xlog1py(x, x), POSITIVE),
        *((lambda x, n=n: ours.bessel_j(n, x), lambda x, n=n: special.jv(n, x), REAL) for n in (0, 1, 2, 3)),
        *((lambda x, n=n: ours.bessel_i(n, x), lambda x, n=n: special.iv(n, x), REAL) for n in (0, 1, 2, -1)),
        *((lambda x, n=n: ours.bessel_ie(n, x), lambda x, n=n: special.ive(n, x), REAL) for n in (0, 1)),
        *((lambda x, a=a: ours.softmax(x, a), lambda x, a=a: special.softmax(x, a), MATRIX) for a in (0, -1, None)),
        *((lambda x, a=a: ours.log_softmax(x, a), lambda x, a=a: special.log_softmax(x, a), MATRIX) for a in (0, 1)),
        *((lambda x, a=a: ours.logsumexp(x, a, False), lambda x, a=a: special.logsumexp(x, a), MATRIX) for a in (0, (0, 1), None)),
        (ours.matrix_exp, linalg.expm, MATRIX[:, :4]), (ours.matrix_exp, linalg.expm, 20 * MATRIX[:, :4]),
    ],
)  # fmt: skip
def test_agrees_with_scipy(found: Callable[[Any], Any], wanted: Callable[[Any], Any], points: Any) -> None:
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(found(points), wanted(points), rtol=2e-11, atol=1e-13)


def test_sums_of_nothing_but_minus_infinity() -> None:
    masked = np.array([[-np.inf, 0.0], [-np.inf, -np.inf]])
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(ours.logsumexp(masked, 1, False), [0, -np.inf])


@pytest.mark.parametrize("name", TABLE)
def test_every_row_can_be_written(name: str) -> None:
    """With NumPy's functions, signs, and ours that need nothing else."""
    assert TABLE[name].code or call_text(TABLE[name])
