"""Calls that pad → (row, operands, settings)."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.arrays import modest
from app.autodiff.primitives.call_forms import Prepared, array_of, given, shape_of, whole


def padded(
    x: object,
    width: object = None,
    mode: object = "constant",
    value: object = None,
    *,
    pad_width: object = None,
    constant_values: object = None,
) -> Prepared:
    """NumPy's `pad`: widths for all axes, for each axis, or before and after each."""
    value = given(constant_values, value, 0)
    widths = np.broadcast_to(np.asarray(given(pad_width, width), dtype=int), (len(shape_of(x)), 2))
    return with_padding(x, [tuple(each) for each in widths.tolist()], mode, value)


def padded_from_last(x: object, pad: object, mode: object = "constant", value: object = None) -> Prepared:
    """PyTorch's `pad`: (left, right, top, bottom, …), the last axis first."""
    flat = whole((pad,))
    rank = len(shape_of(x))
    if len(flat) % 2 or len(flat) > 2 * rank:
        raise ValueError(f"{len(flat)} widths for {rank} axes: two are needed for each axis, the last one first")
    pairs = [(flat[2 * place], flat[2 * place + 1]) for place in range(len(flat) // 2)]
    return with_padding(x, [*[(0, 0)] * (rank - len(pairs)), *reversed(pairs)], mode, given(value, 0))


def with_padding(x: object, widths: list[tuple[int, int]], mode: object, value: object) -> Prepared:
    """A negative width cuts off."""
    modest(tuple(size + before + after for size, (before, after) in zip(shape_of(x), widths, strict=True)))
    if mode == "constant":
        if len(set(array_of(value).ravel().tolist())) != 1:
            raise ValueError("all sides are padded with one value; pad one side after the other")
        return "pad", (x,), {"width": tuple(widths), "value": array_of(value).item(0)}
    mode = {"replicate": "edge", "circular": "wrap"}.get(str(mode), mode)
    if mode not in ("reflect", "edge", "wrap", "symmetric"):
        raise ValueError(f"`{mode}` is not a way to pad: constant, reflect, replicate and circular are")
    return "pad_mirrored", (x,), {"width": tuple(widths), "mode": mode}
