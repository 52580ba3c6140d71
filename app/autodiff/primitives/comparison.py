"""Comparisons and logic: values without an adjoint, as labels and masks are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.autodiff.primitives.call_forms import Prepared, array_of
from app.autodiff.table import primitive, static, subject

subject(__name__, __doc__)


def bits_of(row: str, sign: str) -> Callable[..., Prepared]:
    """`np.bitwise_and(a, b)` of truth values. Raises TypeError for all else, whose bits a sign joins."""

    def prepare(*operands: object) -> Prepared:
        if any(array_of(each).dtype != bool for each in operands):
            raise TypeError(f"truth values are joined here; the bits of whole numbers by the sign `{sign}`")
        return row, operands, {}

    return prepare


# fmt: off
primitive("equal",         "a, b", np.equal,         None, None, names="torch.eq method.eq", symbol="=", shown="a == b", spoken="comparison", code="a == b")
primitive("not_equal",     "a, b", np.not_equal,     None, None, names="torch.ne method.ne", symbol="≠", shown="a != b", spoken="comparison", code="a != b")
primitive("less",          "a, b", np.less,          None, None, names="torch.lt method.lt", symbol="<", shown="a < b", spoken="comparison", code="a < b")
primitive("less_equal",    "a, b", np.less_equal,    None, None, names="torch.le method.le", symbol="≤", shown="a <= b", spoken="comparison", code="a <= b")
primitive("greater",       "a, b", np.greater,       None, None, names="torch.gt method.gt", symbol=">", shown="a > b", spoken="comparison", code="a > b")
primitive("greater_equal", "a, b", np.greater_equal, None, None, names="torch.ge method.ge", symbol="≥", shown="a >= b", spoken="comparison", code="a >= b")
primitive("logical_and",   "a, b", np.logical_and,   None, None, spelled={"bitwise_and": bits_of("logical_and", "&")}, symbol="∧", shown="a & b")
primitive("logical_or",    "a, b", np.logical_or,    None, None, spelled={"bitwise_or": bits_of("logical_or", "|")}, symbol="∨", shown="a | b")
primitive("logical_xor",   "a, b", np.logical_xor,   None, None, spelled={"bitwise_xor": bits_of("logical_xor", "^")}, symbol="xor", head="xor")
primitive("logical_not",   "x",    np.logical_not,   None, spelled={"bitwise_not invert": bits_of("logical_not", "~")}, symbol="¬", shown="~x")
primitive("isnan",         "x",    np.isnan,         None)
primitive("isinf",         "x",    np.isinf,         None)
primitive("isfinite",      "x",    np.isfinite,      None)
# fmt: on
static("isclose", lambda a, b, rtol=1e-5, atol=1e-8: np.isclose(array_of(a), array_of(b), rtol, atol))
static("allclose", lambda a, b, rtol=1e-5, atol=1e-8: np.allclose(array_of(a), array_of(b), rtol, atol))
static("array_equal", lambda a, b: np.array_equal(array_of(a), array_of(b)))
static("isin", lambda a, b: np.isin(array_of(a), array_of(b)), names="in1d")
