"""Resampling: arrays made larger or smaller along their last axes, as PyTorch's `interpolate` does it.

Every mode is a linear map along one axis after the other: copies of the nearest entries, or a product with a matrix of weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import shape_of, whole
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

CUBIC = -0.75
"""The free coefficient of the cubic convolution kernel (Keys 1981), as PyTorch chooses it."""
LINEAR = frozenset({"linear", "bilinear", "trilinear"})
MODES = ("nearest", "nearest-exact", "linear", "bilinear", "trilinear", "bicubic", "area")
AXES = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}
"""How many axes a mode is for, where it is for one number of them."""

definition(
    """
    def interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None):
        y = input
        for axis in range(2, input.ndim):
            if mode in ('nearest', 'nearest-exact'): y = take(y, copied(input, axis, size, scale_factor, mode), axis)
            else: y = swapaxes(swapaxes(y, axis, -1) @ sampling(input, axis, size, scale_factor, mode, align_corners), axis, -1)
        return y
""",
    names="upsample",
    symbol="resample",
    plain="size",
    spoken="interpolation",
    explained="Each pixel gets the gradient of all that was made from it, by its weight there.",
)
# A grid holds places from −1 to 1, x before y. An entry counts the more, the nearer the place is: what `floor` would choose at a
# whole place gives the derivative there, as in PyTorch.
definition(
    """
    def grid_sample(input, grid, mode='bilinear', padding_mode='zeros', align_corners=None):
        sampled(input.shape, grid.shape, mode, padding_mode)
        across = nearness(grid[..., 0], input.shape[3], mode, padding_mode, align_corners)
        down = nearness(grid[..., 1], input.shape[2], mode, padding_mode, align_corners)
        return einsum('nchw,nijh,nijw->ncij', input, down, across)
""",
    symbol="sample",
    spoken="sampling",
    explained="Each pixel gets the gradient of all samples near it, by its weight there; the grid gets it times the slope of the picture.",
)
definition(
    """
    def nearness(place, size, mode, padding_mode, align_corners):
        at = (place + 1) / 2 * (size - 1) if align_corners else ((place + 1) * size - 1) / 2
        if padding_mode == 'border': at = where(at <= 0, 0, where(at >= size - 1, size - 1, at))
        far = expand_dims(at if mode == 'bilinear' else round(at), -1) - arange(size)
        return where(far >= 0, where(far < 1, 1 - far, 0), where(far >= -1, 1 + far, 0))
""",
    inner=True,
)
definition(
    """
    def affine_grid(theta, size, align_corners=None):
        return einsum('ijk,nlk->nijl', base_grid(size, theta.shape, align_corners), theta)
""",
    symbol="grid",
    plain="size",
)


def sampled(image: object, grid: object, mode: str, padding_mode: str) -> None:
    """Refuse what `grid_sample` does not follow. Raises ValueError."""
    if len(whole((image,))) != 4 or len(whole((grid,))) != 4 or whole((grid,))[-1] != 2:
        raise ValueError(f"an image (N, C, H, W) and a grid (N, h, w, 2) are needed, not {image} and {grid}")
    if mode not in ("bilinear", "nearest") or padding_mode not in ("zeros", "border"):
        raise ValueError("mode is 'bilinear' or 'nearest' here, padding_mode 'zeros' or 'border'")


def base_grid(size: object, theta: object, align_corners: bool | None) -> Array:
    """The places (x, y, 1) of an image of `size` (N, C, H, W), from −1 to 1: of shape (H, W, 3). Raises ValueError."""
    wanted = whole((size,))
    if len(wanted) != 4 or whole((theta,)) != (wanted[0], 2, 3):
        raise ValueError(f"a size (N, C, H, W) and a matrix of shape (N, 2, 3) are needed, not {size} and {theta}")
    axes = [np.linspace(-1, 1, each) if each > 1 else np.zeros(1) for each in wanted[2:]]
    if not align_corners:
        axes = [places * (each - 1) / each for places, each in zip(axes, wanted[2:], strict=True)]
    y, x = np.meshgrid(*axes, indexing="ij")
    return np.stack([x, y, np.ones_like(x)], -1)


def sampling(x: object, axis: int, size: object, scale_factor: object, mode: str, align_corners: bool | None) -> Array:
    """The weights along one axis, of shape (entries before, entries after). Raises ValueError."""
    before, dims = shape_of(x)[axis], len(shape_of(x)) - 2
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}, not {mode!r}")
    if AXES.get(mode, dims) != dims:
        raise ValueError(f"mode {mode!r} is for an array of {AXES[mode] + 2} axes, this one has {dims + 2}")
    if (size is None) == (scale_factor is None):
        raise ValueError("either size or scale_factor is needed")
    if size is not None:
        after = int(each_axis(whole((size,)), dims)[axis - 2])
        ratio = before / after
    else:
        scale = float(each_axis(scales(scale_factor), dims)[axis - 2])
        after, ratio = math.floor(before * scale), 1 / scale
    if after < 1:
        raise ValueError(f"nothing is left of an axis of {before}")
    weights = np.zeros((before, after))
    for place in range(after):
        for source, weight in taken(place, before, after, ratio, mode, bool(align_corners)):
            weights[min(max(source, 0), before - 1), place] += weight
    return weights


def copied(x: object, axis: int, size: object, scale_factor: object, mode: str) -> list[int]:
    """Which entry along one axis each new one is a copy of. Raises ValueError."""
    return [int(place) for place in np.argmax(sampling(x, axis, size, scale_factor, mode, None), axis=0)]


def scales(scale_factor: object) -> tuple[float, ...]:
    listed = scale_factor if isinstance(scale_factor, (tuple, list)) else (scale_factor,)
    return tuple(map(float, listed))


def each_axis(numbers: tuple[float, ...] | tuple[int, ...], dims: int) -> tuple[float, ...]:
    """One number an axis, where one stands for all."""
    if len(numbers) not in (1, dims):
        raise ValueError(f"{len(numbers)} numbers for {dims} axes")
    return tuple(numbers) if len(numbers) == dims else tuple(numbers) * dims


def taken(place: int, before: int, after: int, ratio: float, mode: str, corners: bool) -> Iterator[tuple[int, float]]:
    """From which entries, and with what weights, the entry at `place` is made."""
    if mode == "area":
        start, stop = place * before // after, -(-(place + 1) * before // after)
        yield from ((source, 1 / (stop - start)) for source in range(start, stop))
    elif mode.startswith("nearest"):
        yield math.floor((place + 0.5 * (mode == "nearest-exact")) * ratio), 1.0
    else:
        at = place * (before - 1) / max(1, after - 1) if corners else (place + 0.5) * ratio - 0.5
        kernel, reach = (hat, 1) if mode in LINEAR else (cubic, 2)
        at = max(0.0, at) if mode in LINEAR else at
        first = math.floor(at) - reach + 1
        yield from ((source, kernel(abs(at - source))) for source in range(first, first + 2 * reach))


def hat(distance: float) -> float:
    return max(0.0, 1 - distance)


def cubic(distance: float) -> float:
    """The cubic convolution kernel of Keys (1981)."""
    t = distance
    if t <= 1:
        return ((CUBIC + 2) * t - (CUBIC + 3)) * t * t + 1
    return CUBIC * (((t - 5) * t + 8) * t - 4) if t < 2 else 0.0


static("sampling", sampling, inner=True)
static("copied", copied, inner=True)
static("sampled", sampled, inner=True)
static("base_grid", base_grid, inner=True)
