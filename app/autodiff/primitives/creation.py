"""Making values from shapes and numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.autodiff.primitives.arrays import Array, Shape, modest
from app.autodiff.primitives.call_forms import array_of, shape_of, whole, whole_number
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)


def sized(*shape: object) -> Shape:
    """`zeros(2, 3)`, `zeros((2, 3))` and `zeros(2)` alike. Raises ValueError for what is too large."""
    sizes = whole(shape)
    if any(each < 0 for each in sizes):
        raise ValueError(f"there is no value of shape {sizes}")
    return modest(sizes)


def kept(dtype: object) -> type:
    """The kind of numbers that an array is made of: all that are neither whole nor truth values are floats."""
    return dtype if dtype is bool or dtype is int else float


def made_of(value: float) -> Callable[..., object]:
    """A function that makes arrays of one value; `dtype` may stand last."""

    def make(*sizes: object, shape: object = None, size: object = None, dtype: object = None) -> NDArray[np.generic]:
        if sizes and isinstance(sizes[-1], type):
            *sizes, dtype = sizes  # type: ignore[assignment]
        wanted = sized(*sizes) if sizes else sized(shape if size is None else size)
        return np.full(wanted, value, dtype=kept(dtype))

    return make


def like(value: float) -> Callable[..., object]:
    """A function that makes arrays of one value, of the kind of what they are like."""
    return lambda x, dtype=None: full_like(x, value, dtype)


def full(
    shape: object = None, fill_value: object = 0, dtype: object = None, *, size: object = None
) -> NDArray[np.generic]:
    """An array of one value, of the value's own kind: whole numbers stay whole."""
    value = array_of(fill_value)
    kind = value.dtype if dtype is None and value.dtype.kind in "bi" else kept(dtype)
    return np.full(sized(shape if size is None else size), value, dtype=kind)


def full_like(x: object, fill_value: object, dtype: object = None) -> NDArray[np.generic]:
    """An array of one value, of the kind of `x`."""
    own = getattr(x, "dtype", None) or np.asarray(x).dtype
    kind = own if dtype is None and own.kind in "bi" else kept(dtype)
    return np.full(shape_of(x), array_of(fill_value), dtype=kind)


def eye(n: object, m: object = None, k: object = 0, dtype: object = None) -> NDArray[np.generic]:
    rows, columns = sized(n, n if m is None else m)
    return np.eye(rows, columns, whole_number(k), dtype=kept(dtype))


def arange(
    *bounds: float,
    start: float = 0,
    end: float | None = None,
    stop: float | None = None,
    step: float = 1,
    dtype: object = None,
) -> NDArray[np.generic]:
    if len(bounds) > 1:
        start, stop, step = (*bounds, step)[:3]
    else:
        stop = bounds[0] if bounds else stop if end is None else end
    if stop is None or step == 0:
        raise ValueError("a range needs an end, and a step that is not 0")
    sized(int(max(0, (stop - start) / step)))
    return np.arange(start, stop, step, dtype=dtype if dtype in (int, float) else None)


def counted(*bounds: int) -> range:
    """Python's `range`. Raises ValueError for a step of 0."""
    if len(bounds) > 2 and bounds[2] == 0:
        raise ValueError("a range has a step that is not 0")
    return range(*bounds)


def linspace(
    start: float,
    stop: float | None = None,
    num: object = 50,
    endpoint: bool = True,
    *,
    end: float | None = None,
    steps: object = None,
) -> Array:
    stop = end if stop is None else stop
    if stop is None:
        raise ValueError("linspace needs an end")
    return np.linspace(start, stop, sized(num if steps is None else steps)[0], endpoint=endpoint)


def logspace(
    start: float,
    stop: float | None = None,
    num: object = 50,
    base: float = 10.0,
    *,
    endpoint: bool = True,
    end: float | None = None,
    steps: object = None,
) -> Array:
    return np.power(base, linspace(start, stop, num, endpoint, end=end, steps=steps))


def geomspace(start: float, stop: float, num: object = 50, endpoint: bool = True) -> Array:
    return np.geomspace(start, stop, sized(num)[0], endpoint)


def tri(n: object, m: object = None, k: object = 0) -> Array:
    rows, columns = sized(n, n if m is None else m)
    return np.tri(rows, columns, whole_number(k))


def triangle_indices(lower: bool) -> Callable[..., object]:
    def make(n: object, m: object = None, k: object = 0, offset: object = None) -> tuple[NDArray[np.intp], ...]:
        """NumPy's `tril_indices(n, k, m)` and PyTorch's `tril_indices(row, col, offset)` agree for square ones."""
        rows, columns = sized(n, n if m is None else m)
        find = np.tril_indices if lower else np.triu_indices
        return find(rows, whole_number(k if offset is None else offset), columns)

    return make


def numpy_triangle(lower: bool) -> Callable[..., object]:
    make = triangle_indices(lower)
    return lambda n, k=0, m=None: make(n, m, k)


# fmt: off
static("zeros", made_of(0.0), names="empty", creates=True)
static("ones",  made_of(1.0), creates=True)
static("full",  full,         creates=True, filled_with="fill_value")
static("eye",   eye,          names="identity")
static("arange", arange, names="tensorflow.range", between="even_steps", counted=True)
static("range", counted, usage="(start, stop, step)")
static("linspace", linspace,  creates=True, between="linear_steps")
static("logspace", logspace,  creates=True, between="powers_between")
static("geomspace", geomspace, creates=True, between="geometric_steps")
static("zeros_like", like(0.0), names="empty_like", by_shape=True)
static("ones_like",  like(1.0), by_shape=True)
static("full_like", full_like, filled_with="fill_value")
static("new_zeros", lambda x, *shape, dtype=None: np.zeros(sized(*shape)), names="new_empty", by_shape=True)
static("new_ones",  lambda x, *shape, dtype=None: np.ones(sized(*shape)), by_shape=True)
static("new_full",  lambda x, shape, fill_value, dtype=None: full(shape, fill_value, dtype), filled_with="fill_value")
static("tri", tri)
static("tril_indices", numpy_triangle(True))
static("triu_indices", numpy_triangle(False))
static("torch_tril_indices", triangle_indices(True),  names="torch.tril_indices")
static("torch_triu_indices", triangle_indices(False), names="torch.triu_indices")
static("indices", lambda shape: np.indices(sized(shape)))
static("hanning", lambda n: np.hanning(*sized(n)))
static("hamming", lambda n: np.hamming(*sized(n)))
for name, steps in {
    "even_steps(start, step, counts)": "start + step * counts",
    "linear_steps(start, stop, shares)": "start + (stop - start) * shares",
    "powers_between(start, stop, shares, base=10)": "base ** (start + (stop - start) * shares)",
    "geometric_steps(start, stop, shares)": "start * (stop / start) ** shares",
}.items():
    definition(f"def {name}: return {steps}", inner=True, spoken="steps from start to stop", explained="Each entry is made of both bounds, and hands each its part of the gradient.")
# fmt: on
definition("""
    def vander(x, N=None, increasing=False):
        powers = [x**k for k in range(x.shape[0] if N is None else N)]
        return stack(powers if increasing else powers[::-1], 1)
""")
definition(
    "def powers_up(x, N=None): return stack([x**k for k in range(x.shape[-1] if N is None else N)], -1)",
    names="linalg.vander",
    symbol="vander",
)
definition(
    """
    def polyval(p, x):
        y = 0 * x
        for i in range(len(p)): y = y * x + p[i]
        return y
""",
    spoken="polynomial",
    explained="Each coefficient gets the gradient times its power of x; x gets it times the slope of the polynomial.",
)
