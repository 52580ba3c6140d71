"""Whole numbers of few bits do not wrap around here, which is told where it shows and nowhere else."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.language import parse

WRAPPED = [
    "a = np.array([100, 3], dtype=np.int8)\ny = (a * 2) * x",
    "a = np.array([200, 3], dtype='uint8')\nb = np.array([100, 3], dtype='uint8')\ny = (a + b) * x",
    "a = np.array([1, 3], dtype=np.uint8)\na -= 2\ny = a * x",
    "y = np.array([300, 3]).astype(np.uint8) * x",
    "import jax.numpy as jnp\na = jnp.array([250, 3], dtype=jnp.uint8) + 10\ny = a * x",
]
KEPT = [
    "a = np.array([100, 3], dtype=np.int8)\ny = a * 2.0 * x",
    "a = np.array([100, 3], dtype=np.uint8)\ny = (a / 255.0) * x * 1000",
    "a = np.array([100, 3], dtype=np.uint8).astype(float)\ny = (a - 200) * x",
    "a = np.array([100, 3])\ny = (a * 1000) * x",
]


def told(text: str) -> list[str]:
    trace = differentiate(parse(text), values={"x": [0.5, 2.0]})
    return [each.message for each in trace.warnings if "do not wrap around" in each.message]


@pytest.mark.parametrize("text", WRAPPED)
def test_a_whole_number_that_would_wrap_around_is_told(text: str) -> None:
    assert len(told(text)) == 1


@pytest.mark.parametrize("text", KEPT)
def test_where_none_would_wrap_around_nothing_is_told(text: str) -> None:
    assert told(text) == []
