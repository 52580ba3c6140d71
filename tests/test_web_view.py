"""What the page shows of a query, before it is markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.query import Query
from app.web import tasks
from app.web.inputs import Input
from app.web.marking import Piece, marking
from app.web.problem import MistakeModel
from app.web.view import View, view


def shown(text: str, **values: str) -> View:
    return view(Query(text, values), "")


def inputs(text: str, **values: str) -> dict[str, Input]:
    return {each.field: each for each in shown(text, **values).inputs}


def mistake(line: int, column: int, end_line: int, end: int) -> MistakeModel:
    return MistakeModel(line=line, column=column, end_line=end_line, end=end, message="wrong")


def marked(text: str, *mistakes: MistakeModel) -> list[str]:
    return [
        "".join(f"<{piece.text}>" if piece.marked else piece.text for piece in line) for line in marking(text, mistakes)
    ]


def test_mistakes_are_marked_where_they_are() -> None:
    assert marked("ab cd\nef", mistake(1, 3, 1, 5), mistake(2, 0, 2, 1)) == ["ab <cd>", "<e>f"]


def test_a_mistake_may_reach_over_lines_and_overlap_another() -> None:
    assert marked("abc\ndef\nghi", mistake(1, 1, 3, 1)) == ["a<bc>", "<def>", "<g>hi"]
    assert marked("abcd", mistake(1, 0, 1, 3), mistake(1, 2, 1, 4)) == ["<ab><c><d>"]


def test_a_mistake_behind_the_end_is_marked_all_the_same() -> None:
    assert marked("ab", mistake(1, 2, 1, 2)) == ["ab< >"]
    assert marking("", [mistake(1, 0, 1, 1)]) == [[Piece(" ", True)]]


@pytest.mark.parametrize(
    ("value", "high", "step"), [("0", "1", "0.01"), ("1", "2", "0.02"), ("-2", "5", "0.05"), ("300", "500", "5")]
)
def test_a_slider_leaves_room_on_both_sides(value: str, high: str, step: str) -> None:
    slider = inputs("y = 2*x", x=value)["x"].slider
    assert slider is not None
    assert (slider.low, slider.high, slider.step) == (f"-{high}", high, step)


@pytest.mark.parametrize("value", ["inf", "nan", "1e300", "-1e15"])
def test_what_no_slider_can_hold_has_none(value: str) -> None:
    assert inputs("y = 2*x", x=value)["x"].slider is None


def test_an_input_knows_the_statement_that_sets_it() -> None:
    found = inputs("x = 2; W = [[1, 2],\n     [3, 4]]\ny = sum(W*x*z)", x="3", z="4")
    assert found["x"].written == "x = 2"
    assert found["W"].written == "W = [[1, 2],\n     [3, 4]]"
    assert found["z"].written == ""
    assert (found["x"].changed, found["W"].changed, found["z"].changed) == (True, False, False)
    assert found["x"].value == "3"


def test_a_matrix_has_a_line_for_each_row() -> None:
    found = inputs("y = sum(W)", W="[[1,2],[3,4]]")["W"]
    assert found.value == found.given.replace(",2", ", 2").replace(",4", ", 4") == "[[1, 2],\n [3, 4]]"
    assert found.rows == 2


def test_a_large_tensor_is_summed_up() -> None:
    found = inputs("x = linspace(0, 9, 1000)\ny = sum(x)")["x"]
    assert found.value == "1000, 0 … 9"
    assert found.gradient == "1000, 1 … 1"


def test_the_rows_tell_both_passes() -> None:
    rows = shown("q = x + y\nf = q*z", x="-2", y="5", z="-4").rows
    assert [row.value for row in rows] == ["−2", "5", "3", "−4", "−12"]
    assert [row.gradient for row in rows] == ["−4", "−4", "−4", "3", "1"]
    assert "<mi>x</mi><mo>+</mo><mi>y</mi>" in rows[2].forward
    assert rows[4].output and "seed" in rows[4].backward
    assert {"value-2", "gate-0"} <= set(rows[2].parts.split())


def test_every_part_of_the_figure_has_its_row() -> None:
    page = shown("y = x*x + sigmoid(x)")
    assert page.figure is not None
    known = {part for row in page.rows for part in row.parts.split()}
    for kind in ("gate-0", "gate-1", "gate-2", "wire-0", "fork-0", "value-0"):
        assert kind in known and f'data-part="{kind}"' in page.figure.svg


def test_a_long_table_says_how_much_is_left_out() -> None:
    page = shown("for i in range(400):\n    x = sin(x)\ny = x")
    assert len(page.rows) == 300
    assert page.more_rows > 90


def test_kinks_and_warnings_are_shown_and_not_checked() -> None:
    page = shown("y = relu(x)", x="0")
    assert page.check is None
    assert any("kink" in warning for warning in page.warnings)


def test_the_outputs_to_choose_from_are_the_names() -> None:
    choices = [choice.value for choice in shown("q = x + y\nf = q*z").output.choices]
    assert choices[0] == "" and {"q", "f"} <= set(choices)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["", "z = x*y\n", "y = sin(x)*"]), st.text(max_size=10))
def test_any_text_and_any_value_make_a_page(noise: str, start: str, value: str) -> None:
    page = tasks.page([("e", start + noise), ("x", value)], "")
    assert "</html>" in page
