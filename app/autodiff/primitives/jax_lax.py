"""What `jax.lax` alone has: sums, products and extremes of windows, products along named axes, and padding between entries."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.arrays import Shape
from app.autodiff.primitives.call_forms import shape_of, whole
from app.autodiff.primitives.places import Key
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

LETTERS = "abcdefghijklmnopqrstuvwxyz"
REDUCTIONS = {
    "add": ("sum", "Σ", "0"), "multiply": ("prod", "Π", "1"), "maximum": ("max", "max", "-inf"), "minimum": ("min", "min", "inf"),
}  # fmt: skip
"""By the row of two numbers: the row that goes along axes, its sign, and the number that changes nothing."""
FIRST = {"max": "peak", "min": "dip"}
"""Of a window the first of equal entries gets the gradient."""
DEFINED = {
    "dot_general": ("""
        def lax_dot_general(lhs, rhs, dimension_numbers):
            return einsum(axes_together(lhs, rhs, dimension_numbers), lhs, rhs)
    """, "@", "dimension_numbers"),
    "broadcast_in_dim": ("""
        def lax_broadcast_in_dim(operand, shape, broadcast_dimensions):
            return broadcast_to(reshape(operand, axes_at(operand, len(shape), broadcast_dimensions)), tuple(shape))
    """, "", "shape broadcast_dimensions"),
    "slice": ("""
        def lax_slice(operand, start_indices, limit_indices, strides=None):
            return operand[from_to(start_indices, limit_indices, strides)]
    """, "[·]", "start_indices limit_indices strides"),
    "pad": ("""
        def lax_pad(operand, padding_value, padding_config):
            around = full(padded_shape(operand, padding_config), 0.0) + padding_value
            around[padded_places(operand, padding_config)] = operand
            return around
    """, "pad", "padding_config"),
}  # fmt: skip
"""By its name: what it computes, what its gate shows, and the parameters that are no arrays."""


def axes_together(lhs: object, rhs: object, dimension_numbers: object) -> str:
    """The subscripts of `dot_general`: axes that are added up, those that both share, then those that each has alone."""
    (left_summed, right_summed), (left_shared, right_shared) = dimension_numbers  # type: ignore[misc]
    left = list(LETTERS[: len(shape_of(lhs))])
    right = list(LETTERS[len(left) : len(left) + len(shape_of(rhs))])
    alike = [*zip(left_summed, right_summed, strict=True), *zip(left_shared, right_shared, strict=True)]  # type: ignore[has-type]
    for one, other in alike:
        right[other] = left[one]
    shared = [left[axis] for axis in left_shared]  # type: ignore[has-type]
    alone = [letter for letter in (*left, *right) if (letter in left) != (letter in right)]
    return f"{''.join(left)},{''.join(right)}->{''.join((*shared, *alone))}"


def axes_at(operand: object, rank: int, places: object) -> Shape:
    """The shape of an array whose axes stand at `places` of `rank` axes, the others of one entry."""
    sizes = dict(zip(whole((places,)), shape_of(operand), strict=True))
    return tuple(sizes.get(axis, 1) for axis in range(rank))


def from_to(first: object, behind: object, steps: object) -> Key:
    """The index from `first` to before `behind` along each axis."""
    starts, ends = whole((first,)), whole((behind,))
    return tuple(map(slice, starts, ends, (None,) * len(starts) if steps is None else whole((steps,))))


def padded_shape(operand: object, config: object) -> Shape:
    """The shape with (before, after, between two entries) added along each axis."""
    sizes = zip(shape_of(operand), config, strict=True)  # type: ignore[call-overload]
    return tuple(int(low + high + size + max(size - 1, 0) * inner) for size, (low, high, inner) in sizes)


def padded_places(operand: object, config: object) -> Key:
    """Where the entries stand in it. Raises ValueError where some would be cut off."""
    sizes = list(zip(shape_of(operand), config, strict=True))  # type: ignore[call-overload]
    if any(low < 0 or high < 0 or inner < 0 for _, (low, high, inner) in sizes):
        raise ValueError("`padding_config` cuts nothing off here: slice the array")
    return np.ix_(*(low + np.arange(size) * (inner + 1) for size, (low, high, inner) in sizes))


for function in (axes_together, axes_at, from_to, padded_shape, padded_places):
    static(function.__name__, function, inner=True)
for name, (source, symbol, plain) in DEFINED.items():
    definition(source, names=f"lax.{name}", symbol=symbol, plain=plain)
for pairwise, (along, symbol, neutral) in REDUCTIONS.items():
    definition(
        f"""
    def lax_reduce_{pairwise}(operand, init_value, dimensions):
        found = {along}(operand, tuple(dimensions))
        return found if init_value == {neutral} else {pairwise}(found, init_value)
""",
        symbol=symbol,
        plain="init_value dimensions",
        inner=True,
    )
    definition(
        f"""
    def lax_reduce_window_{pairwise}(operand, init_value, window_dimensions, window_strides=None, padding='VALID'):
        size, one = tuple(window_dimensions), (1,) * operand.ndim
        steps = one if window_strides is None else tuple(window_strides)
        widths = named_widths(operand, padding, size, steps, one)
        around = operand if widths is None else pad(operand, widths, 'constant', {neutral})
        found = {FIRST.get(along, along)}(windows(around, size, steps, one), tuple(range(-operand.ndim, 0)))
        return found if init_value == {neutral} else {pairwise}(found, init_value)
""",
        symbol=symbol,
        plain="init_value window_dimensions",
        inner=True,
    )
