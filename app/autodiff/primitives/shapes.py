"""Shapes and places: the same entries, arranged, chosen or joined."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.arrays import concatenate, put, scatter, section, stack
from app.autodiff.primitives.calls import listed, new_shape, permutation, swapped
from app.autodiff.table import primitive, static


def inverse(axes: tuple[int, ...]) -> tuple[int, ...]:
    """The permutation that undoes `axes`."""
    return tuple(int(axis) for axis in np.argsort(axes))


# fmt: off
primitive("transpose", "x, axes=()",  np.transpose,  "transpose(g, inverse(axes))", names="permute permute_dims t", symbol="ᵀ", prepare=permutation)
primitive("swapaxes",  "x, axes=()",  np.transpose,  "transpose(g, inverse(axes))", names="swapdims", symbol="ᵀ", prepare=swapped)
primitive("reshape",   "x, shape=()", np.reshape,    "reshape(g, x.shape)", names="view", prepare=new_shape)
primitive("broadcast_to", "x, shape=()", np.broadcast_to, "sum_to(g, x.shape)")
primitive("index",     "x, key=()",   lambda x, key: x[key], "scatter(g, x.shape, key)", symbol="[·]")
primitive("scatter",   "x, shape=(), key=()", scatter, "index(g, key)")
primitive("put",       "x, value, key=()", put, "put(g, 0, key)", "index(g, key)", symbol="[·]←")
primitive("concatenate", "*xs, axis=0", concatenate, "index(g, section(xs, i, axis))", names="cat concat", prepare=listed("concatenate"))
primitive("stack",     "*xs, axis=0", stack, "index(g, (*[slice(None)] * (axis % g.ndim), i))", prepare=listed("stack"))
primitive("detach",    "x", np.array, None, names="stop_gradient", policy="the gradient is cut here")
# fmt: on
static("inverse", inverse)
static("section", section)
static("slice", slice)
