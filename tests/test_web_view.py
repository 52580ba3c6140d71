"""What the page shows of a query, before it is markup."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.autodiff import differentiate
from app.language import Diagnostic, Span, parse
from app.query import Query
from app.web.page.input_fields import Input
from app.web.page.underlines import Piece, marking
from app.web.page.view import View, view
from app.web.tasks import tasks


def shown(text: str, **values: str) -> View:
    return view(Query(text, values), "")


def inputs(text: str, **values: str) -> dict[str, Input]:
    return {each.field: each for each in shown(text, **values).inputs}


def mistake(line: int, column: int, end_line: int, end: int) -> Diagnostic:
    return Diagnostic(Span(line, column, end_line, end), "wrong")


def marked(text: str, *mistakes: Diagnostic) -> list[str]:
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
    assert (found.value, found.shown, found.gradient) == ("", "1000, 0 … 9", "1000, all 1")


def test_few_digits_are_shown_and_all_are_kept() -> None:
    found = inputs("y = sum(W)*k*n", W="[0.1234567890123456, 123456.789, -2]", k="1.2345678e-7", n="1234567")
    assert found["W"].value == found["W"].given == "[0.1234567890123456, 123456.789, -2]"
    assert found["W"].shown == "[0.12346, 123457, -2]"
    assert (found["k"].shown, found["n"].shown) == ("1.2346e-7", "1234567")


def test_a_gradient_has_its_gist() -> None:
    assert inputs("y = sum(x*x)", x="[1, 2, -3]")["x"].gist == "−6 … 4"


def test_wide_signs_make_a_name_long() -> None:
    found = inputs("z = くるま + 重み + weight + weights")
    assert {name: each.long for name, each in found.items() if not each.seed} == {
        "くるま": True,
        "重み": False,
        "weight": False,
        "weights": True,
    }


def test_long_names_and_many_tensors_are_told_apart() -> None:
    page = shown("y = " + " + ".join(f"sum(weight_{index})" for index in range(9)), weight_0="[1]", weight_1="2")
    assert all(each.long for each in page.inputs if not each.seed)
    assert page.unfolded
    many = shown("y = 0\n" + "".join(f"w{index} = [1, 2]\ny = y + sum(w{index})\n" for index in range(9)))
    assert not many.unfolded


def test_a_parameter_of_a_module_has_no_statement_in_the_text() -> None:
    assert inputs("y = nn.LayerNorm(2)(x)", x="[1, 2]")["layernorm.weight"].written == ""


def test_the_rows_tell_both_passes() -> None:
    table = shown("q = x + y\nf = q*z", x="-2", y="5", z="-4").table
    assert table is not None
    rows = table.rows
    assert [row.value for row in rows] == ["−2", "5", "3", "−4", "−12"]
    assert [row.gradient for row in rows] == ["−4", "−4", "−4", "3", "1"]
    assert rows[2].forward.striptags() == "x+y"
    assert rows[4].output and "seed" in rows[4].backward
    assert {"value-2", "gate-0"} <= set(rows[2].parts.split())


def test_a_row_is_of_the_lines_that_make_its_value() -> None:
    for text, lines in (
        ("def f(a, b):\n    c = a*b\n    return c + a", ["1", "1", "2", "3"]),
        ("a = [1,\n  2]\nc = a*b", ["1 2", "3", "3"]),
    ):
        table = shown(text).table
        assert table is not None
        assert [row.lines for row in table.rows] == lines


def test_every_part_of_the_figure_has_its_row() -> None:
    page = shown("y = x*x + sigmoid(x)")
    assert page.figure is not None and page.table is not None
    known = {part for row in page.table.rows for part in row.parts.split()}
    for kind in ("gate-0", "gate-1", "gate-2", "wire-0", "fork-0", "value-0"):
        assert kind in known and f'data-part="{kind}"' in page.figure.svg


def test_a_long_table_says_how_much_is_left_out() -> None:
    page = view(Query("for i in range(400):\n    x = sin(x)\ny = x", options={"fold": "statement"}), "")
    assert page.table is not None
    assert len(page.table.rows) == 300
    assert page.table.more > 90


def test_a_folded_gate_has_one_row_and_its_parts_have_theirs() -> None:
    page = view(Query("h = tanh(w*x + b)\ny = h*h", options={"fold": "statement"}), "")
    assert page.table is not None and page.whole is not None
    assert len(page.table.rows) == 5 and len(page.whole.rows) == 7
    (statement,) = [row for row in page.table.rows if "tanh" in row.forward]
    assert "gate-0" in statement.parts
    hidden = [row for row in page.whole.rows if row.parts == "gate-0"]
    assert len(hidden) == 2


def test_a_row_says_of_what_a_sum_is_that_its_gate_stands_for() -> None:
    page = view(
        Query("mu = 1/N * np.sum(x, axis=0)\ny = x - mu", {"x": "[[1, 2], [3, 5]]"}, options={"fold": "statement"}), ""
    )
    assert page.table is not None
    (mean,) = [row for row in page.table.rows if "<mo>∑</mo>" in row.forward]
    assert mean.forward.striptags().endswith("x")


def test_what_leaves_a_gate_several_times_comes_back_by_each() -> None:
    page = view(
        Query("a = x*x\np, q = a[:1], a[1:]\ny = sum(p) - sum(q)", {"x": "[1, 2]"}, options={"fold": "statement"}), ""
    )
    assert page.table is not None
    (row,) = [row for row in page.table.rows if "<mi>a</mi>" in row.name]
    assert row.backward.count(">at<") == 2


def test_slices_are_written_out() -> None:
    page = shown("y = sum(x[:, 1:3])", x="[[1,2,3],[4,5,6]]")
    assert page.table is not None
    assert any(">:</mo><mn>3</mn>" in row.forward for row in page.table.rows)


def test_kinks_and_warnings_are_shown_and_not_checked() -> None:
    page = shown("y = relu(x)", x="0")
    assert page.check is not None and page.check.good is None and "kink" in page.check.explanation
    assert any("kink" in warning.message for warning in page.warnings)
    assert not page.notes


def test_notes_are_kept_apart_and_have_their_places() -> None:
    page = shown("assert x is not None\ny = relu(x)\nprint(y)", x="0")
    assert [note.line for note in page.notes] == [1, 3]
    assert [warning.line for warning in page.warnings] == [2]


def test_the_outputs_to_choose_from_are_the_names() -> None:
    choices = [choice.value for choice in shown("q = x + y\nf = q*z").output.choices]
    assert choices[0] == "" and {"q", "f"} <= set(choices)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["", "z = x*y\n", "y = sin(x)*"]), st.text(max_size=10))
def test_any_text_and_any_value_make_a_page(noise: str, start: str, value: str) -> None:
    page = tasks.page(urlencode({"e": start + noise, "x": value}), "").body.decode()
    assert "</html>" in page


BATCHNORM = (
    "def batchnorm(x, gamma, beta, eps):\n    N, D = x.shape\n    mu = x.mean(0)\n    var = ((x - mu)**2).mean(0)\n"
    "    return gamma * (x - mu) / np.sqrt(var + eps) + beta"
)


def test_a_function_alone_has_a_seed_that_teaches() -> None:
    page = view(Query(BATCHNORM), "")
    seed = next(row for row in page.inputs if row.seed)
    assert len(set(np.ravel(np.array(json.loads(page.query.seed))))) > 1
    assert json.loads(seed.given) == json.loads(page.query.seed)
    trace = differentiate(parse(BATCHNORM), seed=json.loads(page.query.seed))
    adjoints = trace.named(trace.adjoints)
    assert {name for name in ("x", "gamma", "beta", "eps") if np.abs(adjoints[name]).max() < 1e-2} == set()


def test_a_seed_teaches_where_ones_would_bring_nothing_back_and_says_so() -> None:
    x = "[[0.3, -1.2, 2.1], [1.5, 0.3, -0.7]]"
    softmax = view(Query("p = softmax(x)", {"x": x}), "")
    seed = next(row for row in softmax.inputs if row.seed)
    assert json.loads(softmax.query.seed) == json.loads(seed.given)
    assert "with ones" in seed.remarks[0]
    # Nothing is better with another seed where a gate is shut.
    assert view(Query("y = relu(x)", {"x": "[-1.5, -2]"}), "").query.seed == ""
    assert view(Query("y = x * x", {"x": x}), "").query.seed == ""


def test_the_seed_of_an_example_follows_the_output() -> None:
    first = view(Query(BATCHNORM), "").query
    scalar = view(Query("y = x*2", seed=first.seed.replace("],", "],\n")), "")
    assert scalar.query.seed == "" and not scalar.mistakes
    assert view(Query("z = x @ y", {"x": "[[1,2],[3,4]]", "y": "[[1,2],[3,4]]"}), "").query.seed == ""
    assert view(Query(BATCHNORM, seed="[[1,2],[3,4]]"), "").query.seed == "[[1,2],[3,4]]"


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("x = -2", "-2"),
        ("x = 0.5  ", "0.5"),
        ("x=1e-3", "1e-3"),
        ("x = 1/2", "1/2"),
        ("x = 2π", "2π"),
        ("x = pi/4", "pi/4"),
        ("x = 5 %", "5 %"),
        ("x = 30°", "30°"),
        ("x = torch.tensor(3.0, requires_grad=True)", "3.0"),
        ("x = [1, 2]", "[1, 2]"),
        ("x = np.array([[1., 2], [3, 4]])", "[[1., 2], [3, 4]]"),
        ("x = float('inf')", "float('inf')"),
        ("x = 2*3", ""),
    ],
)
def test_a_slider_knows_which_number_of_a_statement_it_changes(statement: str, number: str) -> None:
    given = next((each for each in shown(f"{statement}\ny = x*2").inputs if each.name == "x"), None)
    start, end = map(int, given.number.split()) if given and given.number else (0, 0)
    assert (given.written if given else "")[start:end] == number


@pytest.mark.parametrize(
    ("text", "repair"),
    [("y = np.sigmod(x)", "np.sigmoid"), ("y = sigmod(x)", "sigmoid"), ("y = 0,5*x", "0.5"), ("y = (x", "")],
)
def test_a_mistake_in_a_name_is_repaired_by_the_nearest_name(text: str, repair: str) -> None:
    (mistake, *_) = shown(f"x = 2\n{text}").mistakes
    assert mistake.repair == repair


def test_cells_of_a_grid_have_room_for_their_numbers() -> None:
    given = next(
        each for each in shown("W = [[-0.000123456, 12345.678], [0.25, -123456789]]\ny = sum(W)").inputs if each.cells
    )
    assert [cell.shown for row in given.cells for cell in row] == ["-1.23e-4", "12300", "0.25", "-1.23e8"]
    assert [cell.full for row in given.cells for cell in row] == ["-0.000123456", "12345.678", "0.25", "-123456789"]
