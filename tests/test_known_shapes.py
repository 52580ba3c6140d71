"""Functions that know the shapes of a step do what the row's own function does."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from app.autodiff.evaluation.call import Call
from app.autodiff.evaluation.known_shapes import for_shape
from app.autodiff.evaluation.plan import Plan
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
    found = for_shape(Call(1, row, (0,), settings), [ARRAY], ())
    assert (found is not None) == own
    if found is not None:
        assert_array_equal(found[0](ARRAY), row.forward(ARRAY, **settings))


@pytest.mark.parametrize(
    ("shape", "axis", "keepdims"),
    [((4, 5), 0, False), ((1, 4, 5), 0, True), ((3, 5), -2, False), ((4,), (0, 2), False), ((1, 1, 1), None, True)],
)
def test_spreads_a_reduction(shape: tuple[int, ...], axis: int | tuple[int, ...] | None, keepdims: bool) -> None:
    row, settings = TABLE["spread"], {"shape": ARRAY.shape, "axis": axis, "keepdims": keepdims}
    reduced = np.random.default_rng(1).standard_normal(shape)
    quick = for_shape(Call(1, row, (0,), settings), [reduced], ())
    assert quick is not None
    found, _ = quick
    for operand in (reduced, np.asfortranarray(reduced), np.stack([reduced] * 2, axis=-1)[..., 1]):
        assert_array_equal(found(operand), row.forward(operand, **settings))
        assert not found(operand).flags.writeable


@pytest.mark.parametrize(
    ("name", "operands", "fixed", "own"),
    [
        ("power", [ARRAY, np.int64(1)], {1}, True),
        ("power", [ARRAY, 2.0], {1}, True),
        ("power", [ARRAY, 2.0], {0}, False),
        ("power", [ARRAY, 3.0], {1}, False),
        ("power", [ARRAY > 0, 1.0], {1}, False),
        ("power", [2.0, ARRAY], {0}, False),
        ("unless", [False, ARRAY], {0}, True),
        ("unless", [False, ARRAY], {1}, False),
        ("unless", [True, ARRAY], {0}, False),
        ("unless", [ARRAY > 0, ARRAY], {0}, False),
        ("negate", [ARRAY], (), True),
        ("negate", [ARRAY > 0], (), False),
        ("accumulate", [ARRAY, 2 * ARRAY], (), True),
        ("accumulate", [ARRAY, 2 * ARRAY, ARRAY], (), False),
    ],
)
def test_what_never_changes_is_found_out_once(
    name: str, operands: list[Any], fixed: Collection[int], own: bool
) -> None:
    row = TABLE[name]
    found = for_shape(Call(len(operands), row, tuple(range(len(operands))), {}), operands, fixed)
    assert (found is not None) == own
    if found is not None:
        function, needed = found
        assert_array_equal(function(*[operands[place] for place in needed]), row.forward(*operands))


def test_one_number_is_a_float_as_nodes_hold_it() -> None:
    """So that a sum of all entries needs no settling between the steps on arrays."""
    added_up = Call(1, TABLE["sum_to"], (0,), {"shape": ()})
    found = for_shape(added_up, [ARRAY], ())
    assert found is not None
    assert type(found[0](ARRAY)) is float
    numbers: list[Any] = [ARRAY, 0.0, ARRAY]
    plan = Plan([added_up, Call(2, TABLE["exp"], (0,), {})], numbers)
    assert len(plan.groups) == 1
    assert plan.run([2 * ARRAY])[1] == np.add.reduce(2 * ARRAY, axis=(0, 1, 2))


def test_numbers_are_left_to_the_row() -> None:
    spread = Call(1, TABLE["spread"], (0,), {"shape": (2,), "axis": None, "keepdims": False})
    assert for_shape(spread, [1.0], ()) is None
    assert for_shape(Call(1, TABLE["sum_to"], (0,), {"shape": ()}), [1.0], ()) is None
