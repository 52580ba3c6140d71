"""Convolution in one, two and three dimensions: windows of the input, contracted with a kernel."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives import code_forms
from app.autodiff.primitives.arrays import Array, Shape, overlap, spans, windows
from app.autodiff.primitives.call_forms import shape_of, whole
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)

Widths = tuple[tuple[int, int], ...]

# fmt: off
primitive("windows", "x, size=(), stride=(), dilation=()", windows, "overlap(g, x.shape, stride, dilation)", inner=True, spoken="sliding windows", explained="An entry stands in several windows, so it gets the gradients of all of them, added up.", jax=code_forms.windows_by_index, torch=code_forms.windows_by_index)
primitive("overlap", "x, shape=(), stride=(), dilation=()", overlap, "windows(g, window_size(x.shape, stride), stride, dilation)", inner=True, spoken="overlap", explained="Each window gets the gradients of the places that it was added to.", jax=code_forms.overlap_by_index)
# fmt: on
definition(
    """
    def convolution(x, weight, bias, stride, padding, dilation, groups, dims):
        stride, dilation = per_axis(stride, dims), per_axis(dilation, dims)
        batched = x if x.ndim == dims + 2 else expand_dims(x, 0)
        width = padding_widths(batched, padding, weight.shape[2:], stride, dilation)
        y = convolved(batched, weight, width, stride, dilation, groups, dims)
        if bias is not None: y = y + reshape(bias, (-1,) + (1,) * dims)
        return y if x.ndim == dims + 2 else squeeze(y, 0)
""",
    inner=True,
)
definition(
    """
    def convolved(x, weight, width, stride, dilation, groups, dims):
        parts = windows(padded_by(x, width), weight.shape[2:], stride, dilation)
        y = einsum(convolution_subscripts(dims, groups), grouped(parts, groups, 1), grouped(weight, groups, 0))
        return flatten(y, 1, 2) if groups > 1 else y
""",
    inner=True,
    rules={
        "x": "convolved_back(g, weight, x, width, stride, dilation, dims) if groups == 1 else None",
        "weight": "correlated(x, g, weight, width, stride, dilation, dims) if groups == 1 else None",
    },
)
definition("def padded_by(x, width): return x if width is None else pad(x, width)", inner=True)
definition(
    """
    def convolved_back(g, weight, x, width, stride, dilation, dims):
        parts = einsum(back_subscripts(dims), g, weight)
        y = overlap(parts, padded_by(x, width).shape, stride, dilation)
        return y if width is None else pad(y, negated(width))
""",
    inner=True,
    form="∗ᵀ",
)
definition(
    """
    def correlated(x, g, weight, width, stride, dilation, dims):
        return einsum(kernel_subscripts(dims), g, windows(padded_by(x, width), weight.shape[2:], stride, dilation))
""",
    inner=True,
    form="⋆",
)
definition("def grouped(x, groups, axis): return x if groups == 1 else unflatten(x, axis, (groups, -1))", inner=True)
definition(
    """
    def transposed_convolution(x, weight, bias, stride, padding, output_padding, groups, dilation, dims):
        stride, dilation = per_axis(stride, dims), per_axis(dilation, dims)
        batched = x if x.ndim == dims + 2 else expand_dims(x, 0)
        parts = einsum(transposed_subscripts(dims, groups), grouped(batched, groups, 1), grouped(weight, groups, 0))
        if groups > 1: parts = flatten(parts, 1, 2)
        whole, cut = transposed_shapes(parts.shape, stride, padding, output_padding, dilation)
        y = overlap(parts, whole, stride, dilation)
        if cut is not None: y = pad(y, cut)
        if bias is not None: y = y + reshape(bias, (-1,) + (1,) * dims)
        return y if x.ndim == dims + 2 else squeeze(y, 0)
""",
    inner=True,
)
for dims in (1, 2, 3):
    definition(
        f"def conv{dims}d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1): return convolution(input, weight, bias, stride, padding, dilation, groups, {dims})",
        symbol="∗",
        spoken="convolution",
        explained="Each weight gets the gradient of every place where it was used; the input gets it through the turned kernel.",
    )
    definition(
        f"def conv_transpose{dims}d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1): return transposed_convolution(input, weight, bias, stride, padding, output_padding, groups, dilation, {dims})",
        symbol="∗ᵀ",
    )

definition(
    """
    def convolve(a, v, mode='full'):
        long, short = (a, v) if a.size >= v.size else (v, a)
        return correlate(long, flip(short), mode)
""",
    names="numpy.convolve",
    symbol="∗",
    spoken="convolution",
    explained="Each input gets the gradient, added up over all the places where it met the other, times what it met there.",
)
definition(
    """
    def correlate(a, v, mode='valid'):
        before, after = edges(v.size, mode, True)
        if before > 0 or after > 0: a = pad(a, (before, after))
        return matvec(windows(a, v.shape, (1,), (1,)), v)
""",
    symbol="⋆",
    spoken="correlation",
    like="convolve",
)
definition("def convolve2d(in1, in2, mode='full'): return correlate2d(in1, flip(in2), mode, True)", like="convolve")
definition(
    """
    def correlate2d(in1, in2, mode='full', flipped=False):
        width = tuple(edges(n, mode, flipped) for n in in2.shape)
        return einsum('yxij,ij->yx', windows(pad(in1, width), in2.shape, (1, 1), (1, 1)), in2)
""",
    like="correlate",
)


def per_axis(numbers: object, dims: int) -> Shape:
    """`2` or `(2, 3)` as one number for each axis."""
    found = whole((numbers,))
    if len(found) not in (1, dims):
        raise ValueError(f"{len(found)} numbers for {dims} axes")
    return found if len(found) == dims else found * dims


def padding_widths(x: object, padding: object, size: Shape, stride: Shape, dilation: Shape) -> Widths | None:
    """Widths for all axes of `x` from PyTorch's `padding`; None where there is none. Raises ValueError."""
    rank, dims = len(shape_of(x)), len(size)
    if padding == "valid":
        return None
    if padding == "same":
        if any(step != 1 for step in stride):
            raise ValueError("padding 'same' needs a stride of 1")
        around = [((reach - 1) // 2, reach // 2) for reach in spans(size, dilation)]
    else:
        around = [(each, each) for each in per_axis(padding, dims)]
    return (*[(0, 0)] * (rank - dims), *around) if any(map(any, around)) else None


def convolution_subscripts(dims: int, groups: int) -> str:
    places, entries = "yxz"[:dims], "ijk"[:dims]
    group = "" if groups == 1 else "g"
    return f"n{group}c{places}{entries},{group}oc{entries}->n{group}o{places}"


def back_subscripts(dims: int) -> str:
    places, entries = "yxz"[:dims], "ijk"[:dims]
    return f"no{places},oc{entries}->nc{places}{entries}"


def kernel_subscripts(dims: int) -> str:
    places, entries = "yxz"[:dims], "ijk"[:dims]
    return f"no{places},nc{places}{entries}->oc{entries}"


def transposed_subscripts(dims: int, groups: int) -> str:
    places, entries = "yxz"[:dims], "ijk"[:dims]
    group = "" if groups == 1 else "g"
    return f"n{group}c{places},{group}co{entries}->n{group}o{places}{entries}"


def transposed_shapes(
    shape: Shape, stride: Shape, padding: object, output_padding: object, dilation: Shape
) -> tuple[Shape, Widths | None]:
    """Of the windows' shape: what they cover together, and the widths that are cut off (or added) afterwards."""
    dims = len(stride)
    reach = spans(shape[-dims:], dilation)
    sizes = [
        (number - 1) * step + each for number, step, each in zip(shape[-2 * dims : -dims], stride, reach, strict=True)
    ]
    cut = [
        (-each, more - each) for each, more in zip(per_axis(padding, dims), per_axis(output_padding, dims), strict=True)
    ]
    return (*shape[: -2 * dims], *sizes), ((0, 0), (0, 0), *cut) if any(map(any, cut)) else None


def window_size(shape: Shape, stride: Shape) -> Shape:
    return shape[-len(stride) :]


def edges(size: int, mode: str, flipped: bool = False) -> tuple[int, int]:
    """How much is added before and after, so that a kernel of `size` gives the full, same or valid result."""
    if mode not in ("full", "same", "valid"):
        raise ValueError(f"mode is full, same or valid, not {mode!r}")
    short, long = (size - 1) // 2, size // 2
    return {"full": (size - 1, size - 1), "same": (short, long) if not flipped else (long, short), "valid": (0, 0)}[
        mode
    ]


static("per_axis", per_axis, inner=True)
static("padding_widths", padding_widths, inner=True)
static("back_subscripts", back_subscripts, inner=True)
static("kernel_subscripts", kernel_subscripts, inner=True)
static("convolution_subscripts", convolution_subscripts, inner=True)
static("transposed_subscripts", transposed_subscripts, inner=True)
static("transposed_shapes", transposed_shapes, inner=True)
static("window_size", window_size, inner=True)
static("edges", edges, inner=True)


def lags(length: int) -> Array:
    """How far two places of a signal lie apart."""
    return np.abs(np.subtract.outer(np.arange(length), np.arange(length)))


static("lags", lags, inner=True)
definition(
    "def delayed(c, length): return tril(concatenate([ravel(c), zeros(length)])[:length][lags(length)])", inner=True
)
definition(
    "def lfilter(b, a, x): return solve(delayed(a, len(x)), delayed(b, len(x)) @ x)",
    symbol="filter",
    spoken="filter",
    explained="The gradient runs through the filter backwards in time.",
)
