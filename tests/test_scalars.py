"""Python's functions on single numbers give what the rows' own functions give, at edges too."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from app.autodiff.primitives import TABLE
from app.autodiff.rows import Primitive
from app.autodiff.scalars import SCALAR, compute

ROWS = [row for row in TABLE.values() if row.forward in SCALAR and len(row.parameters) in (1, 2)]
EDGES = (0.0, 0.5, -0.5, 1.0, 2.0, -3.0, 40.0, -800.0, math.inf, -math.inf, math.nan)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_single_number_comes_out_as_from_an_array(row: Primitive) -> None:
    with np.errstate(all="ignore"):
        for operands in itertools.product(EDGES, repeat=len(row.parameters)):
            given = [bool(operands[0] > 0), *operands[1:]] if row.name == "unless" else list(operands)
            expected = row.forward(*(np.array([each]) for each in given))[0]
            np.testing.assert_allclose(compute(row, given, {}), expected, rtol=1e-15, err_msg=str(given))


@pytest.mark.parametrize("whole", [np.int64(3), True])
def test_a_whole_number_beside_a_float_is_one(whole: object) -> None:
    found = compute(TABLE["divide"], [whole, 2.0], {})
    assert type(found) is float
    assert found == float(whole) / 2.0  # type: ignore[arg-type]


def test_whole_numbers_alone_stay_whole() -> None:
    found = compute(TABLE["multiply"], [np.int64(3), np.int64(5)], {})
    assert found == 15
    assert isinstance(found, np.integer)
