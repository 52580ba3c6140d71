"""Functions that know the shapes of a step do what the row's own function does."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from app.autodiff.call import Call
from app.autodiff.known_shapes import for_shape
from app.autodiff.table import TABLE

ARRAY = np.random.default_rng(0).standard_normal((3, 4, 5))


@pytest.mark.parametrize(
    ("shape", "own"),
    [
        ((4, 5), True),
        ((5,), True),
        ((), True),
        ((1, 4, 5), True),
        ((3, 1, 1), True),
        ((3, 4, 5), True),
        ((1, 5), False),
    ],
)
def test_sums_to_a_shape(shape: tuple[int, ...], own: bool) -> None:
    """`own` says whether one function of NumPy's does it."""
    row, settings = TABLE["sum_to"], {"shape": shape}
    found = for_shape(Call(1, row, (0,), settings), ARRAY)
    assert (found is not None) == own
    if found is not None:
        assert_array_equal(found(ARRAY), row.forward(ARRAY, **settings))


@pytest.mark.parametrize(
    ("shape", "axis", "keepdims"),
    [((4, 5), 0, False), ((1, 4, 5), 0, True), ((3, 5), -2, False), ((4,), (0, 2), False), ((1, 1, 1), None, True)],
)
def test_spreads_a_reduction(shape: tuple[int, ...], axis: int | tuple[int, ...] | None, keepdims: bool) -> None:
    row, settings = TABLE["spread"], {"shape": ARRAY.shape, "axis": axis, "keepdims": keepdims}
    reduced = np.random.default_rng(1).standard_normal(shape)
    found = for_shape(Call(1, row, (0,), settings), reduced)
    assert found is not None
    for operand in (reduced, np.asfortranarray(reduced), np.stack([reduced] * 2, axis=-1)[..., 1]):
        assert_array_equal(found(operand), row.forward(operand, **settings))
        assert not found(operand).flags.writeable


def test_numbers_are_left_to_the_row() -> None:
    assert for_shape(Call(1, TABLE["spread"], (0,), {"shape": (2,), "axis": None, "keepdims": False}), 1.0) is None
    assert for_shape(Call(1, TABLE["sum_to"], (0,), {"shape": ()}), 1.0) is None
