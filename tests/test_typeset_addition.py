"""Sums add up as they are printed, and no number is rounded wrongly for their sake."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.autodiff import differentiate
from app.diagram import Options, compose
from app.language import parse
from app.typeset import plain
from app.typeset.addition import added_numbers, addition


@pytest.mark.parametrize(
    ("terms", "printed"),
    [
        ((6, 1), "6 + 1 = 7"),
        ((0.12, 0.31, -0.05), "0.12 + 0.31 − 0.05 = 0.38"),
        ((-0.269, -0.8, -0.2), "−0.269 − 0.800 − 0.200 = −1.269"),
        ((1, 1 / 3), "1 + 0.333 = 1.333"),
        ((1 / 3, 1 / 3), "0.333 + 0.333 ≈ 0.667"),
        ((100.123, -100.12), "100.123 − 100.120 = 0.003"),
        ((12345.6, 0.5), "12345.6 + 0.5 = 12346.1"),
        ((1.23e-7, 3.41e-8), "1.230·10⁻⁷ + 0.341·10⁻⁷ = 1.571·10⁻⁷"),
        ((1e-12, 1), "10⁻¹² + 1 ≈ 1"),
        ((math.nan, 1), "nan + 1 = nan"),
        ((math.inf, 1), "∞ + 1 = ∞"),
        ((0.5, -0.5), "0.5 − 0.5 = 0"),
    ],
)
def test_sums_as_they_are_printed(terms: tuple[float, ...], printed: str) -> None:
    assert plain(added_numbers(terms, sum(terms))) == printed


numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: float(f"{value:.6g}"))


@settings(derandomize=True, max_examples=100)
@given(st.lists(numbers, min_size=2, max_size=4))
def test_what_is_printed_is_right(terms: list[float]) -> None:
    total = math.fsum(terms)
    made = addition(terms, total)
    printed = [digits.decimal for digits in (*made.terms, made.total)]
    assert (sum(printed[:-1]) == printed[-1]) is made.exact
    for value, shown in zip([*terms, total], printed, strict=True):
        step = Decimal(1).scaleb(int(shown.as_tuple().exponent))
        assert abs(Decimal(value) - shown) <= step / 2 + abs(Decimal(value)) / 20


def test_figure_and_steps_print_one_sum() -> None:
    trace = differentiate(parse("y = 1/x + x/3"), values={"x": 1.5})
    figure = compose(trace, Options())
    sums = [step.text for step in figure.steps if "dL/dx =" in step.text]
    assert sums[0].endswith("dL/dx = … + 0.333") and sums[1:] == ["dL/dx = −0.444 + 0.333 = −0.111"]
    assert "dL/dx = −0.444 + 0.333, = −0.111" in figure.description


def test_a_sum_that_no_digits_make_right_is_told_so() -> None:
    figure = compose(differentiate(parse("f = x/3 + x/3"), values={"x": 1.0}), Options())
    assert any("0.333 + 0.333 ≈ 0.667" in step.text for step in figure.steps)
    assert "≈ 0.667" in figure.description
