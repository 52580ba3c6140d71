"""What an open gate says, and its plot."""

from __future__ import annotations

import re

import numpy as np
import pytest

from app.diagram.composition import composed
from app.pipeline import trace
from app.query import Query
from app.web.page.closeup import Closeup, closeup
from app.web.page.heat_map import heat_map


def opened(program: str, gate: str, fold: str = "", **values: str) -> Closeup:
    query = Query(program, values, gate=gate, options={"fold": fold} if fold else {}, step="2")
    sheet = query.worksheet()
    found = closeup(*composed(trace(sheet), sheet.options), query, "")
    assert found is not None
    return found


def words(markup: str) -> str:
    return re.sub(r"<[^>]*>", "", str(markup)).replace("\u2062", "")


def test_scalars_have_local_derivative_chain_rule_and_numbers() -> None:
    times = opened("q = x + y\nf = q * z", "f", x="-2", y="5", z="-4")
    assert (times.title, [words(each.name) for each in times.values]) == ("The times gate", ["q", "z", "f"])
    first = times.returned[0]
    assert words(first.local) == "dfdq=z=−4"
    assert words(first.chain) == "dLdq=dLdfdfdq"
    assert words(first.here).endswith("=1·(−4)=−4")


@pytest.mark.parametrize(
    ("program", "gate", "operand", "said"),
    [
        ("z = W @ x", "z", 0, "Entry (i, k) of W meets entry k of x alone"),
        ("z = W @ x", "z", 1, "row k of Wᵀ"),
        ("z = A @ W", "z", 0, "column k of Wᵀ"),
        ("z = A @ W", "z", 1, "row k of Aᵀ"),
        ("z = A + x", "z", 1, "x has shape 2 and meets 2×2: each of its entries was used 2 times"),
        ("z = A * s", "z", 1, "s is one number and meets 2×2: it was used 4 times"),
        ("z = x @ x", "z", 0, "Entry k of x meets entry k of x alone"),
    ],
)
def test_arrays_say_why_they_are_summed_and_transposed(program: str, gate: str, operand: int, said: str) -> None:
    arrays = {"W": "[[1,2],[3,4]]", "x": "[1,2]", "A": "[[1,0],[2,1]]", "s": "3"}
    found = opened(program, gate, **{name: text for name, text in arrays.items() if name in program})
    assert any(said in remark for remark in found.returned[operand].remarks)


def test_a_parameter_that_stands_for_its_module_says_so() -> None:
    program = (
        "net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 1))\ny = net([[1.0, 2.0]])\nL = y.sum()"
    )
    remarks = [remark for each in opened(program, "y", "function").returned for remark in each.remarks]
    assert any("with others as θ, whose" in remark for remark in remarks)


def test_one_path_of_several_is_told() -> None:
    assert "x goes 2 ways" in opened("f = x * x", "f", x="3").returned[0].remarks[0]


@pytest.mark.parametrize(
    ("program", "gate", "fold", "x", "tangent"),
    [
        ("f = sigmoid(x)", "f", "", "0.5", True),
        ("f = 1 / x", "f", "", "0.5", True),
        ("f = relu(x)", "f", "", "[1, -2]", False),
        ("f = sin(x)**2 + x", "f", "all", "2", True),
    ],
)
def test_a_gate_with_one_input_has_a_plot(program: str, gate: str, fold: str, x: str, tangent: bool) -> None:
    plot = opened(program, gate, fold, x=x).plot
    assert plot is not None
    assert bool(plot.tangent) is tangent
    assert len(plot.points) == (1 if tangent else 2)


@pytest.mark.parametrize(
    ("program", "x"), [("f = x * y", "3"), ("f = softmax(x)", "[1, 2]"), ("f = log(x)", "0"), ("f = sum(x)", "[1, 2]")]
)
def test_other_gates_have_none(program: str, x: str) -> None:
    assert opened(program, "f", x=x).plot is None


def test_a_pole_is_not_drawn_across() -> None:
    plot = opened("f = 1 / x", "f", x="0.5").plot
    assert plot is not None
    assert plot.curve.count("M") == 2


def test_a_folded_gate_can_be_opened_and_an_inner_value_be_made_the_output() -> None:
    folded = opened("q = x*y + x\nf = q * z", "q", "statement")
    assert [action.title for action in folded.actions][:1] == ["Open it: named functions"]
    assert folded.actions[-1].title == "Make q the output"
    assert "output=q" in folded.actions[-1].href
    # Another figure has another walk: its second step is another one. Closed, the gate leaves the step that it stood beside.
    assert not [each.href for each in folded.actions if "step=" in each.href] and "step=2" in folded.close


def test_a_name_that_no_gate_makes_is_said() -> None:
    assert opened("f = x * y", "nothing").missing


def test_a_heat_map_tells_signs_and_sizes() -> None:
    (found,) = heat_map(np.array([[10.0, -10.0], [0.0, 1.0]]))
    assert [[cell.shade for cell in row] for row in found.rows] == [[5, -5], [0, 1]]
    assert [each.title for each in heat_map(np.zeros((2, 1, 3)))] == ["0, :, :", "1, :, :"]
    assert heat_map(np.zeros(401)) == []
    assert heat_map(np.array([np.nan, np.inf]))[0].rows[0][0].shade == 0
