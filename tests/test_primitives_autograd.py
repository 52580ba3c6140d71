"""What autograd has too gives the same values and adjoints there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import make_vjp
from numpy.typing import NDArray

from app.autodiff import differentiate
from app.language import parse
from tests.cases import assert_close

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its dotted name below `np` or `scipy`, the shapes of its operands, bounds for them, and its settings."""

    name: str
    shapes: tuple[tuple[int, ...], ...]
    low: float = -2.0
    high: float = 2.0
    settings: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text()

    def operands(self) -> list[Array]:
        generator = np.random.default_rng(len(self.name))
        return [generator.uniform(self.low, self.high, shape) for shape in self.shapes]

    def text(self) -> str:
        library = "scipy" if self.name.startswith("special") else "np"
        names = ["x", "y", "z"][: len(self.shapes)]
        return (
            f"{library}.{self.name}({', '.join([*names, *(f'{key}={each!r}' for key, each in self.settings.items())])})"
        )

    def function(self) -> Callable[..., Any]:
        found: Any = import_module("autograd.scipy") if self.name.startswith("special") else anp
        for part in self.name.split("."):
            found = getattr(found, part)
        return lambda *operands: found(*operands, **self.settings)


def plain(names: str, *shapes: tuple[int, ...], low: float = -2.0, high: float = 2.0, **settings: object) -> list[Call]:
    return [Call(name, shapes, low, high, settings) for name in names.split()]


X, SQUARE = (2, 3), (3, 3)
CALLS = [
    *plain("negative abs exp exp2 expm1 sin cos tan sinh cosh tanh arctan arcsinh square sinc deg2rad rad2deg degrees radians", X),
    *plain("fabs absolute nan_to_num ravel transpose squeeze fliplr flipud sum mean prod max min var std cumsum rot90 diff", X),
    *plain("log log2 log10 log1p sqrt reciprocal", X, low=0.3),
    *plain("arcsin arccos arctanh", X, low=-0.9, high=0.9),
    *plain("arccosh", X, low=1.2),
    *plain("special.erf special.erfc special.expit special.logsumexp special.gammaln special.psi", X, low=0.4),
    *plain("special.erfinv special.logit", X, low=0.1, high=0.9),
    *plain("special.i0 special.i1 special.j0 special.j1", X),
    *plain("special.betaln special.beta", X, X, low=0.4),
    *plain("add subtract multiply maximum minimum fmax fmin logaddexp logaddexp2 arctan2 hypot true_divide divide", X, (3,)),
    *plain("add multiply divide", (2, 1, 3), (4, 1)),
    *plain("power mod remainder", X, (2, 1), low=0.3),
    *plain("sum mean prod max min var std amax amin cumsum", (2, 3, 2), axis=1),
    *plain("sum mean max min var std", (2, 3, 2), axis=(0, 2)),
    *plain("sum mean prod max min var std", (2, 3, 2), axis=-1, keepdims=True),
    *plain("var std", X, axis=1, ddof=1),
    *plain("special.logsumexp", X, axis=1, keepdims=True),
    *plain("sort", (5,)),
    *plain("matmul dot", X, (3, 4)),
    *plain("matmul dot", (3,), (3,)),
    *plain("matmul", (4, 2, 3), (3, 2)),
    *plain("dot", X, (2, 3, 4)),
    *plain("inner outer", (3,), (3,)),
    *plain("inner", X, (4, 3)),
    *plain("tensordot", X, (3, 4), axes=1),
    *plain("tensordot", (2, 3, 4), (4, 3, 2), axes=([1, 2], [1, 0])),
    *plain("kron", X, (2, 2)),
    *plain("cross", X, X),
    *plain("trace diag linalg.inv linalg.det", SQUARE),
    *plain("linalg.norm", X),
    *plain("linalg.norm", X, axis=1),
    *plain("linalg.norm", X, ord="nuc"),
    *plain("linalg.solve", SQUARE, (3, 2)),
    *plain("linalg.solve", SQUARE, (3,)),
    *plain("linalg.pinv", (3, 2)),
    *plain("tril triu", SQUARE, k=1),
    *plain("reshape", X, shape=(3, 2)),
    *plain("swapaxes", (2, 3, 4), axis1=0, axis2=2),
    *plain("moveaxis", (2, 3, 4), source=0, destination=2),
    *plain("rollaxis", (2, 3, 4), axis=2),
    *plain("expand_dims", X, axis=1),
    *plain("repeat", X, repeats=2, axis=1),
    *plain("tile", X, reps=(2, 1)),
    *plain("roll", X, shift=1, axis=1),
    *plain("pad", X, pad_width=1, mode="constant"),
    *plain("clip", X, a_min=-1.0, a_max=1.0),
    *plain("atleast_1d atleast_2d atleast_3d", (3,)),
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_agrees(call: Call) -> None:
    operands = call.operands()
    names = dict(zip("xyz", operands, strict=False))
    function = call.function()
    value = np.asarray(function(*operands))
    seed = np.random.default_rng(1).uniform(0.5, 1, value.shape)
    trace = differentiate(parse(call.text()), values={name: each.tolist() for name, each in names.items()}, seed=seed)
    assert_close(trace.values[trace.graph.output], value, 1e-9, "output")
    adjoints = trace.named(trace.adjoints)
    for position, name in enumerate(names):
        back, _ = make_vjp(function, position)(*operands)
        assert_close(adjoints[name], back(seed[()]), 1e-8, name)
