"""Products of vectors and matrices. `@` and `dot` choose among four rows by the number of axes, so each rule is the textbook's."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.calls import matrix_product, product
from app.autodiff.table import primitive


def outer(a: object, b: object) -> object:
    return np.asarray(a)[..., :, None] * np.asarray(b)[..., None, :]


# fmt: off
primitive("matmul", "a, b", np.matmul, "g @ b.mT", "a.mT @ g", names="mm bmm", symbol="@", prepare=matrix_product)
primitive("dot",    "a, b", np.dot, None, None, symbol="·", prepare=product)
primitive("inner",  "a, b", np.inner, "g * b", "g * a", names="vdot", symbol="·")
primitive("matvec", "a, b", np.matvec if hasattr(np, "matvec") else lambda a, b: (a @ b[..., None])[..., 0],
          "outer(g, b)", "matvec(a.mT, g)", names="mv", symbol="@")
primitive("vecmat", "a, b", lambda a, b: (a[..., None, :] @ b)[..., 0, :], "matvec(b, g)", "outer(a, g)", symbol="@")
primitive("outer",  "a, b", outer, "matvec(g, b)", "vecmat(a, g)", names="ger", symbol="⊗")
# fmt: on
