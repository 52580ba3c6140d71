"""Activations of neural networks."""

from __future__ import annotations

import numpy as np
from scipy import special

from app.autodiff.table import definition, primitive

# fmt: off
primitive("sigmoid",  "x", special.expit, "g * y * (1 - y)",         names="expit σ", symbol="σ")
primitive("softplus", "x", lambda x: np.logaddexp(0, x), "g * sigmoid(x)")
primitive("relu",     "x", lambda x: np.maximum(x, 0), "g * (x > 0)", names="relu_", symbol="relu", kink="x == 0", policy="derivative 0 at 0")
primitive("leaky_relu", "x, negative_slope=0.01", lambda x, negative_slope: np.where(x > 0, x, negative_slope * x),
          "g * where(x > 0, 1, negative_slope)", names="leakyrelu leaky_relu_", kink="x == 0", policy="the left derivative at 0")
primitive("elu",      "x, alpha=1.0", lambda x, alpha: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))),
          "g * where(x > 0, 1, y + alpha)", policy="the left derivative at 0")
# fmt: on
definition("def normal_cdf(x): return (1 + erf(x / sqrt(2))) / 2", names="ndtr", symbol="Φ")
definition(
    "def gelu(x, approximate='none'):\n"
    "    if approximate == 'tanh' or approximate is True:\n"
    "        return x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3))) / 2\n"
    "    return x * normal_cdf(x)"
)
definition("def silu(x): return x * sigmoid(x)", names="swish")
