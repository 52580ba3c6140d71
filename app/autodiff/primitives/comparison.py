"""Comparisons and logic: values without an adjoint, as labels and masks are."""

from __future__ import annotations

import numpy as np

from app.autodiff.table import primitive, static

for name, function, symbol in (
    ("equal", np.equal, "=="), ("not_equal", np.not_equal, "!="), ("less", np.less, "<"), ("less_equal", np.less_equal, "<="),
    ("greater", np.greater, ">"), ("greater_equal", np.greater_equal, ">="),
    ("logical_and", np.logical_and, "&"), ("logical_or", np.logical_or, "|"), ("logical_xor", np.logical_xor, "xor"),
):  # fmt: skip
    primitive(name, "a, b", function, None, None, symbol=symbol, names={"equal": "eq", "not_equal": "ne"}.get(name, ""))
primitive("logical_not", "x", np.logical_not, None, symbol="not")
primitive("isnan", "x", np.isnan, None)
primitive("isinf", "x", np.isinf, None)
primitive("isfinite", "x", np.isfinite, None)
primitive("argmax", "x, axis=None, keepdims=False", np.argmax, None)
primitive("argmin", "x, axis=None, keepdims=False", np.argmin, None)
static("isclose", np.isclose)
static("allclose", np.allclose)
static("array_equal", np.array_equal)
