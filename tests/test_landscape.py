"""Landscapes: a program's output over a grid of its inputs, whatever the program does there."""

from __future__ import annotations

import numpy as np
import pytest

from app.language import LanguageError, parse
from app.training import Axis, Start, landscape


def start(text: str, **at: object) -> Start:
    return Start(parse(text), at)


def test_a_grid_has_an_axis_for_each_input() -> None:
    found = landscape(start("f = (1 - x)**2 + 100*(y - x**2)**2", x=0, y=0), [Axis("x", -2, 2, 5), Axis("y", -1, 3, 3)])
    x, y = np.linspace(-2, 2, 5)[:, None], np.linspace(-1, 3, 3)[None]
    np.testing.assert_allclose(found, (1 - x) ** 2 + 100 * (y - x**2) ** 2, rtol=1e-14)


def test_an_axis_may_be_an_entry_and_the_same_input_may_have_two() -> None:
    axes = [Axis("W", -2, 2, 5, (0, 1)), Axis("W", 0, 1, 2, (-1, 0))]
    found = landscape(start("f = sum(relu(W @ v))", W=[[1, 2], [3, 4]], v=[1, 10]), axes)
    expected = [
        [max(0.0, 1 + 10 * first) + max(0.0, second + 40) for second in (0, 1)] for first in (-2.0, -1.0, 0.0, 1.0, 2.0)
    ]
    np.testing.assert_allclose(found, expected)


def test_branches_and_counts_are_followed_at_every_point() -> None:
    text = "if x > 0:\n    f = x\nelse:\n    f = -2*x"
    np.testing.assert_array_equal(landscape(start(text, x=1), [Axis("x", -2, 2, 5)]), [4, 2, 0, 1, 2])
    text = "f = 1.0\nfor i in range(int(n)):\n    f = f*x"
    found = landscape(start(text, n=2, x=3), [Axis("x", 1, 2, 2)])
    np.testing.assert_array_equal(found, [1, 4])


def test_numbers_need_not_be_finite() -> None:
    np.testing.assert_array_equal(landscape(start("f = 1/x", x=1), [Axis("x", -1, 1, 3)]), [-1, np.inf, 1])
    assert np.isnan(landscape(start("f = log(x)", x=1), [Axis("x", -1, 1, 2)])[0])


def test_an_input_without_bearing_gives_a_plain() -> None:
    np.testing.assert_array_equal(landscape(start("g = 2*y\nf = x**2", x=3, y=1), [Axis("y", 0, 1, 3)]), [9, 9, 9])


def test_many_points_are_computed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = landscape(start("f = exp(x)*y", x=1, y=2), [Axis("x", 0, 1, 7), Axis("y", 0, 1, 11)])
    monkeypatch.setattr("app.training.landscapes.AT_ONCE", 20)
    np.testing.assert_array_equal(
        landscape(start("f = exp(x)*y", x=1, y=2), [Axis("x", 0, 1, 7), Axis("y", 0, 1, 11)]), whole
    )


@pytest.mark.parametrize(
    ("axis", "parameter", "told"),
    [
        (Axis("q", 0, 1, 2), "over", "`q` is not an input"),
        (Axis("v", 0, 1, 2), "over", "whose shape is (2,), has 1 numbers"),
        (Axis("v", 0, 1, 2, (2,)), "over", "an entry of `v`"),
        (Axis("x", 0, 1, 0), "points", "0 points"),
        (Axis("x", 0, 1, 10**7), "points", "too many"),
    ],
)
def test_what_cannot_be_is_told(axis: Axis, parameter: str, told: str) -> None:
    with pytest.raises(LanguageError) as raised:
        landscape(start("f = sum(v)*x", v=[1, 2], x=1), [axis])
    (mistake,) = raised.value.mistakes
    assert told in mistake.message
    assert mistake.parameter == parameter
