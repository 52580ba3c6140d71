"""Making values from shapes and numbers. Random ones come from the text's own generator, so a text always means the same."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.arrays import Array
from app.autodiff.table import static


def size(shape: tuple[object, ...]) -> tuple[int, ...]:
    """`zeros(2, 3)`, `zeros((2, 3))` and `zeros(2)` alike. Raises ValueError beyond a hundred million entries."""
    flat = shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
    sizes = tuple(int(each) for each in flat)  # type: ignore[call-overload]
    if any(each < 0 for each in sizes) or np.prod(sizes, dtype=float) > 1e8:
        raise ValueError(f"a value of shape {sizes} cannot be made")
    return sizes


def zeros(*shape: object, dtype: object = None) -> Array:
    return np.zeros(size(shape), dtype=bool if dtype is bool else float)


def ones(*shape: object, dtype: object = None) -> Array:
    return np.ones(size(shape), dtype=bool if dtype is bool else float)


def full(shape: object, fill_value: float, dtype: object = None) -> Array:
    return np.full(size((shape,)), fill_value, dtype=float)


def eye(n: int, m: int | None = None) -> Array:
    return np.eye(*size((n, n if m is None else m)))


def arange(*bounds: float, dtype: object = None) -> Array:
    start, stop, step = {1: (0, *bounds, 1), 2: (*bounds, 1)}.get(len(bounds), bounds)
    size((int(max(0, (stop - start) / step)),))
    return np.arange(start, stop, step, dtype=float if dtype is float else None)


def linspace(start: float, stop: float, num: int = 50) -> Array:
    return np.linspace(start, stop, size((num,))[0])


def randn(*shape: object, seed: int = 0) -> Array:
    return np.random.default_rng(seed).standard_normal(size(shape))


def rand(*shape: object, seed: int = 0) -> Array:
    return np.random.default_rng(seed).random(size(shape))


static("zeros", zeros, creates=True)
static("ones", ones, creates=True)
static("full", full, creates=True)
static("randn", randn, names="random.randn random.standard_normal", creates=True)
static("rand", rand, names="random.rand random.random", creates=True)
static("linspace", linspace, creates=True)
static("eye", eye, names="identity")
static("arange", arange)
static("tril", np.tril)
static("triu", np.triu)

static("range", range)
