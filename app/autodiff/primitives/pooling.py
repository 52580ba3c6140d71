"""Pooling in one, two and three dimensions, and what else takes an image apart and puts it together."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from app.autodiff.primitives.arrays import Shape, spans, windows
from app.autodiff.primitives.call_forms import array_of, shape_of, whole
from app.autodiff.primitives.convolution import Widths, padding_widths, per_axis
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

LARGEST = "Of each window the largest entry alone gets the gradient."
SHARED = "The entries of each window share its gradient evenly."
FIRST = "of equal entries in a window the first takes all of the gradient"
# fmt: off
definition("""
    def pooling_windows(x, size, stride, padding, dims, value=0, dilation=1, ceil_mode=False):
        size, dilation = per_axis(size, dims), per_axis(dilation, dims)
        stride = size if stride is None else per_axis(stride, dims)
        width = pooling_widths(x, padding, size, stride, dilation, ceil_mode)
        return windows(x if width is None else pad(x, width, 'constant', value), size, stride, dilation)
""", inner=True)
# Where padding does not count, the sum of each window is divided by the number of entries that are not padding.
definition("""
    def average_pooling(x, size, stride, padding, ceil_mode, count_include_pad, divisor, dims, axes):
        parts = pooling_windows(x, size, stride, padding, dims, 0, 1, ceil_mode)
        if divisor is not None: return sum(parts, axes) / divisor
        if count_include_pad and not ceil_mode: return mean(parts, axes)
        if count_include_pad: return sum(parts, axes) / entries_in_windows(x.shape, parts.shape, size, stride, padding, dims)
        return sum(parts, axes) / sum(pooling_windows(ones_like(x), size, stride, padding, dims, 0, 1, ceil_mode), axes)
""", inner=True)
definition("""
    def lp_pool2d(input, norm_type, kernel_size, stride=None):
        total = sum(pooling_windows(input, kernel_size, stride, 0, 2)**norm_type, (-2, -1))
        return where(total == 0, 0, where(total == 0, 1, total)**(1 / norm_type))
""", symbol="‖·‖", plain="kernel_size")
for dims, last in ((1, "-1"), (2, "(-2, -1)"), (3, "(-3, -2, -1)")):
    definition(f"""
    def max_pool{dims}d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
        largest = peak(pooling_windows(input, kernel_size, stride, padding, {dims}, -inf, dilation, ceil_mode), {last})
        return (largest, largest_places(input, kernel_size, stride, padding, {dims}, dilation, ceil_mode)) if return_indices else largest
""", names="max_pool" if dims == 2 else "", symbol="max", policy=FIRST, plain="kernel_size", spoken="max pooling", explained=LARGEST)
    definition(f"""
    def max_unpool{dims}d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
        shape = unpooled_shape(input, kernel_size, stride, padding, output_size, {dims})
        places = along_places(flatten(indices, -{dims}), (*input.shape[:-{dims}], prod(shape[-{dims}:])), -1)
        return reshape(scatter(flatten(input, -{dims}), (*input.shape[:-{dims}], prod(shape[-{dims}:])), places), shape)
""", symbol="unpool", plain="indices kernel_size output_size", spoken="max unpooling", explained="Each entry gets the gradient of the place to which it went.")
    divisor = ", divisor_override=None" if dims > 1 else ""
    definition(f"""
    def avg_pool{dims}d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True{divisor}):
        return average_pooling(input, kernel_size, stride, padding, ceil_mode, count_include_pad, {"divisor_override" if divisor else None}, {dims}, {last})
""", names="avg_pool" if dims == 2 else "", symbol="mean", plain="kernel_size", spoken="mean pooling", explained=SHARED)
    for name, kind, symbol, told, policy in (("avg", "mean", "mean", SHARED, ""), ("max", "max", "max", LARGEST, FIRST)):
        definition(f"""
    def adaptive_{name}_pool{dims}d(input, output_size):
        size = shares(input, output_size, {dims})
        return unequal_{name}_pool(input, output_size, {dims}) if size is None else {name}_pool{dims}d(input, size)
""", symbol=symbol, policy=policy, plain="output_size", spoken=f"{kind} pooling", explained=told)
# fmt: on
# A window is a box: its mean is that of its rows' means, its largest entry that of the largest of its rows.
for name, taken in (("avg", "sum(parts * inside, axis)"), ("max", "peak(parts, axis)")):
    definition(
        f"""
    def unequal_{name}_pool(x, output_size, dims):
        for axis in range(-1, -dims - 1, -1):
            places, inside = unequal_parts(x.shape[axis], sizes_of_parts(x, output_size, dims)[axis], -axis - 1)
            parts = take(x, places, axis)
            x = {taken}
        return x
""",
        inner=True,
    )
definition(
    """
    def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
        parts = pooling_windows(input, kernel_size, stride, padding, 2, 0, dilation)
        return reshape(transpose(parts, (0, 1, 4, 5, 2, 3)), (parts.shape[0], parts.shape[1] * parts.shape[4] * parts.shape[5], -1))
""",
    names="torch.unfold",
    symbol="im2col",
    plain="kernel_size",
)
definition(
    """
    def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
        shape, places, size, steps, gaps, cut = fold_plan(output_size, kernel_size, dilation, padding, stride)
        parts = transpose(reshape(input, (input.shape[0], -1, *size, *places)), (0, 1, 4, 5, 2, 3))
        whole = overlap(parts, (input.shape[0], parts.shape[1], *shape), steps, gaps)
        return whole if cut is None else pad(whole, cut)
""",
    names="torch.fold",
    symbol="col2im",
    plain="output_size kernel_size",
)
definition(
    """
    def pixel_unshuffle(input, downscale_factor):
        r, (N, C, H, W) = downscale_factor, input.shape
        return reshape(transpose(reshape(input, (N, C, H // r, r, W // r, r)), (0, 1, 3, 5, 2, 4)), (N, C * r**2, H // r, W // r))
""",
    spoken="pixel unshuffle",
    explained="The entries only change places, and their gradients change back.",
)
definition(
    """
    def channel_shuffle(input, groups):
        return flatten(swapaxes(unflatten(input, 1, (groups, -1)), 1, 2), 1, 2)
""",
    spoken="channel shuffle",
    like="pixel_unshuffle",
)
definition(
    """
    def pixel_shuffle(input, upscale_factor):
        r, (N, C, H, W) = upscale_factor, input.shape
        return reshape(transpose(reshape(input, (N, C // r**2, r, r, H, W)), (0, 1, 4, 2, 5, 3)), (N, C // r**2, H * r, W * r))
""",
    spoken="pixel shuffle",
    like="pixel_unshuffle",
)


def at_most(count: int, most: int, name: str) -> bool:
    """Refuse a setting beyond what is known. Raises ValueError."""
    if count > most:
        raise ValueError(f"`{name}` is at most {most} here")
    return True


def without(option: object, name: str) -> bool:
    """Refuse an option that would change what comes out. Raises ValueError."""
    if option:
        raise ValueError(f"`{name}` is not known here")
    return True


def pooling_widths(
    x: object, padding: object, size: Shape, stride: Shape, dilation: Shape, ceil_mode: bool
) -> Widths | None:
    """Widths of the padding; `ceil_mode` adds what a last window needs that starts inside of the input or its left padding."""
    dims, shape = len(size), shape_of(x)
    if not ceil_mode:
        return padding_widths(x, padding, size, stride, dilation)
    widths = []
    for have, around, reach, step in zip(
        shape[-dims:], per_axis(padding, dims), spans(size, dilation), stride, strict=True
    ):
        number = -(-(have + 2 * around - reach) // step)
        number -= number * step >= have + around
        widths.append((around, around + max(0, number * step + reach - have - 2 * around)))
    return (*[(0, 0)] * (len(shape) - dims), *widths)


def largest_places(
    x: object, size: object, stride: object, padding: object, dims: int, dilation: object, ceil_mode: bool
) -> np.ndarray[Any, Any]:
    """Where the largest entry of each window stands, counted through the last `dims` axes of `x` as through one."""
    sizes, gaps = per_axis(size, dims), per_axis(dilation, dims)
    steps = sizes if stride is None else per_axis(stride, dims)
    array, plane = array_of(x), shape_of(x)[-dims:]
    widths = pooling_widths(x, padding, sizes, steps, gaps, ceil_mode) or ((0, 0),) * array.ndim
    places = np.arange(math.prod(plane)).reshape(plane)
    parts = windows(np.pad(array, widths, constant_values=-np.inf), sizes, steps, gaps)
    there = windows(np.pad(places, widths[-dims:], constant_values=-1), sizes, steps, gaps)
    first = parts.reshape(*parts.shape[:-dims], -1).argmax(-1)
    flat = np.broadcast_to(there.reshape(*there.shape[:-dims], -1), (*first.shape, math.prod(sizes)))
    return np.take_along_axis(flat, first[..., None], -1)[..., 0]


def unpooled_shape(x: object, size: object, stride: object, padding: object, output_size: object, dims: int) -> Shape:
    """The shape whose windows, without overlap or rest, are the entries of `x`; or the one that is asked for."""
    have, sizes = shape_of(x), per_axis(size, dims)
    steps, around = sizes if stride is None else per_axis(stride, dims), per_axis(padding, dims)
    if output_size is not None:
        asked = per_axis(output_size, dims) if not shape_of(output_size) else whole((output_size,))[-dims:]
        return (*have[:-dims], *asked)
    axes = zip(have[-dims:], sizes, steps, around, strict=True)
    return (*have[:-dims], *((number - 1) * step + reach - 2 * wide for number, reach, step, wide in axes))


def entries_in_windows(
    have: Shape, parts: Shape, size: object, stride: object, padding: object, dims: int
) -> np.ndarray[Any, Any]:
    """How many entries of the input and its padding each window covers: the last ones of `ceil_mode` reach beyond them."""
    sizes = per_axis(size, dims)
    steps, around = sizes if stride is None else per_axis(stride, dims), per_axis(padding, dims)
    axes = zip(have[-dims:], parts[-2 * dims : -dims], sizes, steps, around, strict=True)
    counts = [
        np.minimum(np.arange(number) * step + reach, length + 2 * wide) - np.arange(number) * step
        for length, number, reach, step, wide in axes
    ]
    return functools.reduce(np.multiply.outer, counts).astype(float)


def sizes_of_parts(x: object, output_size: object, dims: int) -> Shape:
    """How many parts the last `dims` axes of `x` are cut into; None stands for as many as there are entries."""
    have = shape_of(x)[-dims:]
    numbers = output_size if isinstance(output_size, (tuple, list)) else (output_size,) * dims
    return tuple(size if number is None else whole((number,))[0] for number, size in zip(numbers, have, strict=True))


def shares(x: object, output_size: object, dims: int) -> Shape | None:
    """The size of the windows that cut `x` into so many equal parts; None where they would not be equal."""
    pairs = list(zip(shape_of(x)[-dims:], sizes_of_parts(x, output_size, dims), strict=True))
    if any(not number or size % number for size, number in pairs):
        return None
    return tuple(size // number for size, number in pairs)


def unequal_parts(size: int, number: int, axes: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The places of the entries of each part, its last again where it is short, and the share of each in the part's mean.

    As in PyTorch part i reaches from ⌊i·size/number⌋ to ⌈(i + 1)·size/number⌉, so that parts may overlap. Behind the two axes
    of the shares stand so many `axes` of one entry.
    """
    part = np.arange(number)
    first, behind = part * size // number, -(-(part + 1) * size // number)
    steps = np.arange(np.max(behind - first, initial=1))
    inside = steps < (behind - first)[:, None]
    shares = inside / (behind - first)[:, None]
    return np.minimum(first[:, None] + steps, behind[:, None] - 1), shares.reshape(*shares.shape, *(1,) * axes)


def fold_plan(
    output_size: object, kernel_size: object, dilation: object, padding: object, stride: object
) -> tuple[Shape, Shape, Shape, Shape, Shape, Widths | None]:
    """Of `fold`: the padded shape, the number of windows, their size, stride and dilation, and the widths to cut off."""
    out, size, gaps, around, steps = (
        per_axis(each, 2) for each in (output_size, kernel_size, dilation, padding, stride)
    )
    shape = tuple(each + 2 * width for each, width in zip(out, around, strict=True))
    reach = spans(size, gaps)
    places = tuple((each - far) // step + 1 for each, far, step in zip(shape, reach, steps, strict=True))
    cut = ((0, 0), (0, 0), *((-each, -each) for each in around)) if any(around) else None
    return shape, places, size, steps, gaps, cut


static("without", without, inner=True)
static("at_most", at_most, inner=True)
static("entries_in_windows", entries_in_windows, inner=True)
static("largest_places", largest_places, inner=True)
static("unpooled_shape", unpooled_shape, inner=True, by_shape=True)
static("pooling_widths", pooling_widths, inner=True)
static("shares", shares, inner=True)
static("sizes_of_parts", sizes_of_parts, inner=True)
static("unequal_parts", unequal_parts, inner=True)
static("fold_plan", fold_plan, inner=True)
