"""Numbers: three digits, a real minus sign, and labels that never move when the number changes."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.typeset import (
    array_label,
    array_number,
    changed_number,
    fitted,
    label_cache,
    latex,
    line,
    number,
    number_label,
    plain,
    significant,
    slot_width,
    write,
)
from app.typeset.numbers import aligned

NUMERAL = re.compile(r"(−?)([\d.]*?)(?:·?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"), (-4.0, "−4"), (0.731059, "0.731"), (-0.5881, "−0.588"), (0.04131, "0.0413"), (0.5, "0.5"), (12.54, "12.5"),
        (0.0, "0"), (-0.0, "0"), (99999, "99999"), (-99999, "−99999"), (12345.6, "12346"), (0.001, "0.001"), (0.00123, "0.00123"),
        (0.0009996, "0.001"), (1e-5, "10⁻⁵"), (1.234e-5, "1.23·10⁻⁵"), (-1.25e10, "−1.25·10¹⁰"), (123456, "1.23·10⁵"), (999.96, "1000"),
        (99999.6, "10⁵"), (float("inf"), "∞"), (float("-inf"), "−∞"), (float("nan"), "nan"), (5e-324, "4.94·10⁻³²⁴"),
        (-1e-6, "−10⁻⁶"), (0.000973, "9.73·10⁻⁴"), (-1e-4, "−0.0001"), (9.999e-5, "0.0001"), (0.00052, "5.2·10⁻⁴"),
    ],
)  # fmt: skip
def test_a_number_is_written(value: float, text: str) -> None:
    assert write(value) == text


@pytest.mark.parametrize(
    ("value", "change", "text"),
    [
        (2.00197, 0.00197, "2.00197"), (2, 0.00197, "2"), (2.4, 0.4, "2.4"), (1.23456, 0, "1.23"), (1.23456, 1e-30, "1.23"),
        (-0.2910278, 5e-6, "−0.2910278"), (123456.7, 0.01, "1.23·10⁵"), (1.5, float("inf"), "1.5"), (3.14159, 5, "3.14"),
    ],
)  # fmt: skip
def test_a_number_shows_its_change(value: float, change: float, text: str) -> None:
    assert plain(changed_number(value, change)) == text


def test_powers_of_ten_are_mathematics_for_the_printers() -> None:
    assert latex(number(1.234e-5)) == r"1.23{\cdot}{10}^{-5}"


@given(st.floats(-1e300, 1e300) | st.sampled_from([float("inf"), float("nan")]))
def test_what_is_written_is_near_and_short(value: float) -> None:
    text = write(value)
    assert len(text) <= 12
    if np.isfinite(value):
        sign, digits, power = NUMERAL.fullmatch(text).groups()  # type: ignore[union-attr]
        exponent = (power or "0").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
        read = float(f"{sign.replace('−', '-')}{digits or 1}e{exponent}")
        assert read == pytest.approx(value, rel=0.0051, abs=5e-324)


@given(st.floats(), st.sampled_from([8.0, 11.0]))
def test_every_number_label_has_the_same_height_and_baseline(value: float, size: float) -> None:
    label, model = number_label(value, size), number_label(-0.588, size)
    assert (label.height, label.baseline) == pytest.approx((model.height, model.baseline))
    assert label.text == write(value)


@given(st.floats())
def test_a_number_in_its_slot_has_the_slots_size(value: float) -> None:
    label = fitted(number_label(value), slot_width())
    assert (label.width, label.height) == pytest.approx((slot_width(), number_label(1).height))
    assert max(glyph.x for glyph in label.glyphs) < slot_width()


def test_a_known_number_costs_no_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    number_label(1.0, 11.0)

    def refuse(*_: object) -> list[str]:
        raise AssertionError("a compile")

    monkeypatch.setattr(label_cache, "typeset", refuse)
    assert number_label(-123.456, 11.0).text == "−123"
    assert line(["=", 0.25, "·", -1.5e-9, "=", float("nan")], 11.0).text == "= 0.25 · (−1.5·10⁻⁹) = nan"


def test_a_negative_number_behind_an_operator_stands_in_parentheses() -> None:
    assert line(["=", 1.0, "·", -4.0, "=", -4.0]).text == "= 1 · (−4) = −4"
    assert line([-0.588, "+", -0.412]).text == "−0.588 + (−0.412)"
    assert line(["=", 1.0, "·", -4.0]).latex == r"= 1 \cdot (-4)"


@given(st.lists(st.floats(), min_size=3, max_size=3))
def test_a_lines_room_does_not_depend_on_its_numbers(values: list[float]) -> None:
    def pieces(numbers: list[float]) -> list[str | float]:
        return ["=", numbers[0], "·", numbers[1], "=", numbers[2]]

    fixed = fitted(line(pieces(values)), 80.0)
    assert (fixed.width, fixed.height) == pytest.approx((80.0, line(pieces([0.0, 1.0, -2.0])).height))


def test_arrays() -> None:
    assert array_label(np.array(2.5)).text == "2.5"
    assert array_label(np.array([1.0, -2.0, 0.5])).text == "[1, −2, 0.5]"
    matrix = array_label(np.array([[1.0, -2.0], [0.5, 12.54]]))
    assert matrix.text == "[1.0, −2.0; 0.5, 12.5]"
    assert matrix.latex == r"\begin{bmatrix}1.0 & -2.0 \\ 0.5 & 12.5\end{bmatrix}"
    assert len(matrix.bars) == 6


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ([-1.02, 0.0, 1.224745], "−1.02 0.00 1.22"),
        ([60.325, 4.75], "60.33 4.75"),
        ([-0.11132, 0.0447, -0.146], "−0.111 0.045 −0.146"),
        ([1.0, 2.0, 30.0], "1 2 30"),
        ([120.5, 0.0342], "120 0.0342"),
        ([1.5, float("nan")], "1.5 nan"),
        ([0.0, 1e-7], "0 1"),
    ],
)
def test_a_column_has_one_number_of_decimals(column: list[float], shown: str) -> None:
    assert " ".join(each.digits for each in aligned(column)) == shown


def test_the_points_of_a_column_stand_in_line() -> None:
    made = array_label(np.array([[150.0], [1.5]]))
    top, foot = (
        sorted(glyph.x for glyph in made.glyphs if glyph.y == y) for y in sorted({glyph.y for glyph in made.glyphs})
    )
    assert made.text == "[150; 1.5]"
    assert top[2] == pytest.approx(foot[0])


def test_a_matrix_has_the_same_height_whatever_is_in_it() -> None:
    small, large = array_label(np.zeros((2, 3))), array_label(np.full((2, 3), -1.5e-9))
    assert (small.height, small.baseline) == pytest.approx((large.height, large.baseline))


@pytest.mark.parametrize(
    ("count", "value", "shown"),
    [
        (2, -0.5880123, "−0.59"),
        (5, -0.5880123, "−0.58801"),
        (6, 12345.678, "12345.7"),
        (4, 0.00097123, "9.712·10⁻⁴"),
        (5, 1.234567e-7, "1.2346·10⁻⁷"),
        (6, 3, "3"),
        (5, 0.5, "0.5"),
    ],
)
def test_a_figure_may_have_more_digits_or_fewer(count: int, value: float, shown: str) -> None:
    with significant(count):
        assert write(value) == shown
        assert number_label(-0.588888888).width == slot_width()
    assert write(-0.5880123) == "−0.588"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([1e-7, 2e-6], "10⁻⁶ · [0.1, 2]"),
        ([123456.0, 7e6], "10⁶ · [0.123, 7]"),
        ([[1e-6, 2e-6], [3e-6, -4.5e-5]], "10⁻⁵ · [0.1, 0.2; 0.3, −4.5]"),
        ([np.nan, 1e-8, 2e-8], "10⁻⁸ · [nan, 1, 2]"),
        # Too far apart, alone, or nothing that is small.
        ([1e-7, 1.0], "[10⁻⁷, 1]"),
        ([0, 1e-9], "[0, 10⁻⁹]"),
        ([0.001, 99999], "[0.001, 99999]"),
        # The largest needs none.
        ([1e-5, 0.9], "[10⁻⁵, 0.9]"),
    ],
)
def test_entries_have_a_power_of_ten_in_common(values: list[float], text: str) -> None:
    array = np.array(values, float)
    assert array_label(array).text == text
    assert plain(array_number(array)) == text
    assert array_label(array, 9.0).height == array_label(np.ones(array.shape), 9.0).height


@pytest.mark.parametrize(
    ("pieces", "latex"),
    [
        ([-2.0, "…", -0.5], r"-2 \dots {-0.5}"),
        ([-2.0, "…", 0.5], r"-2 \dots 0.5"),
        (["=", -2.0], "= -2"),
    ],
)
def test_a_minus_behind_dots_is_a_sign(pieces: list[float | str], latex: str) -> None:
    assert line(pieces).latex == latex
