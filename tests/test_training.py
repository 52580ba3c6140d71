"""Descents: where PyTorch's optimisers come, published examples to their printed digits, and what is refused or told."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from app.language import LanguageError, parse
from app.optimisers import OPTIMISERS, SPELLINGS
from app.training import Descent, DescentRequest, Start, descend, divergence, go, growth, told
from app.training.course import Course
from tests.cases import DATA

STORED = json.loads((DATA / "torch-trajectories.json").read_text(encoding="utf-8"))
MAZUR = """\
h1 = sigmoid(w1*i1 + w2*i2 + b1)
h2 = sigmoid(w3*i1 + w4*i2 + {b1})
o1 = sigmoid(w5*h1 + w6*h2 + b2)
o2 = sigmoid(w7*h1 + w8*h2 + {b2})
E = (t1 - o1)**2/2 + (t2 - o2)**2/2
"""
AT = {"i1": 0.05, "i2": 0.1, "b1": 0.35, "b2": 0.6, "c1": 0.35, "c2": 0.6, "t1": 0.01, "t2": 0.99}
AT |= {f"w{number}": 0.1 + number / 20 for number in range(1, 5)} | {
    f"w{number}": 0.15 + number / 20 for number in range(5, 9)
}
WEIGHTS = tuple(f"w{number}" for number in range(1, 9))


def way(text: str, at: dict[str, Any], *train: str, optimiser: str = "gradient-descent", **given: Any) -> Descent:
    return descend(Start(parse(text), at), DescentRequest(optimiser=OPTIMISERS[optimiser], train=train, **given))


@pytest.mark.parametrize("case", STORED["cases"], ids=lambda case: f"{case['optimiser']} {case['program']}")
def test_optimisers_come_where_those_of_pytorch_come(case: dict[str, Any]) -> None:
    settings = dict(case["settings"])
    found = way(
        case["program"],
        {**case["train"], **case["at"]},
        *case["train"],
        optimiser=case["optimiser"],
        steps=len(case["loss"]) - 1,
        rate=settings.pop("rate"),
        settings=settings,
    )
    np.testing.assert_allclose(found.loss, case["loss"], rtol=1e-12, atol=1e-12)
    for name, values in case["values"].items():
        np.testing.assert_allclose(found.values[name], values, rtol=1e-12, atol=1e-12)


def test_every_optimiser_is_compared() -> None:
    assert {case["optimiser"] for case in STORED["cases"]} == set(OPTIMISERS)


@pytest.mark.parametrize(
    ("train", "own", "printed"),
    [(WEIGHTS, False, 0.2910278), ((*WEIGHTS, "b1", "b2"), False, 0.2857509), ((*WEIGHTS, "b1", "b2", "c1", "c2"), True, 0.2804714)],
)  # fmt: skip
def test_the_three_losses_that_people_find_after_one_step(train: tuple[str, ...], own: bool, printed: float) -> None:
    text = MAZUR.format(b1="c1" if own else "b1", b2="c2" if own else "b2")
    at = AT if own else {name: value for name, value in AT.items() if name[0] != "c"}
    assert round(way(text, at, *train, rate=0.5, steps=1).loss[1], 7) == printed


def test_a_published_network_after_ten_thousand_steps() -> None:
    at = {name: value for name, value in AT.items() if name[0] != "c"}
    found = way(MAZUR.format(b1="b1", b2="b2"), at, *WEIGHTS, rate=0.5, steps=10_000)
    assert found.loss[0] == pytest.approx(0.298371109, abs=5e-10)
    assert found.loss[-1] == pytest.approx(3.51019e-05, abs=5e-11)
    assert len(found.loss) == len(found.values["w5"]) == 10_001
    # Printed in the article as 0.35891648 after the first step.
    assert found.values["w5"][1] == pytest.approx(0.35891648, abs=5e-9)


def test_values_stand_before_the_first_step_and_after_each() -> None:
    found = way("f = (x - 3)**2", {"x": 1}, rate=0.25, steps=2)
    assert found == Descent([4, 1, 0.25], {"x": [1, 2, 2.5]}, None)


def test_no_step_is_a_look() -> None:
    assert way("f = x**2", {"x": 3}, steps=0) == Descent([9], {"x": [3]}, None)


def test_ascent_climbs() -> None:
    assert way("f = 4 - x**2", {"x": 1}, rate=0.25, steps=1, ascend=True).values["x"] == [1, 0.5]


@pytest.mark.parametrize(
    ("rate", "values"), [("0.5/t", [4, 0, 0]), ("0.25", [4, 2, 1]), ("0.25*0**(t - 1)", [4, 2, 2])]
)
def test_the_rate_may_depend_on_the_step(rate: str, values: list[float]) -> None:
    assert way("f = x**2", {"x": 4}, rate=rate, steps=2).values["x"] == values


def test_divergence_holds_the_last_finite_step() -> None:
    found = way("f = x**4", {"x": 5}, rate=1.0, steps=30)
    assert found.diverged == 4
    assert len(found.loss) == len(found.values["x"]) == 4
    assert np.all(np.isfinite(found.loss))


@pytest.mark.parametrize(
    ("text", "at", "rate", "ascend", "told"),
    [
        ("f = x**4", 5, 1.0, False, "the rate 1 is too large here: the output went from 625 to"),
        ("f = log(x)", 1, 0.6, False, "step 2 leads where the output is not a number (nan)"),
        ("f = log(x)", 0.5, 1.0, False, "step 1 leads where the output is not a number (nan)"),
        ("f = -x**4", 1, 0.1, False, "there is no lowest point this way: the output went from -1 to"),
        ("f = x**4", 1, 0.1, True, "there is no highest point this way: the output went from 1 to"),
        ("f = -x**4", 5, 1.0, True, "the rate 1 is too large here: the output went from -625 to"),
    ],
)
def test_why_a_descent_left_the_finite_numbers(text: str, at: float, rate: float, ascend: bool, told: str) -> None:
    asked = DescentRequest(rate=rate, steps=200, ascend=ascend)
    found = descend(Start(parse(text), {"x": at}), asked)
    assert found.diverged is not None
    said = divergence(found.diverged, found.loss, found.stray, asked)
    assert said.startswith(told) and f"the values are held at step {found.diverged - 1}" in said


@pytest.mark.parametrize(
    ("text", "rate", "steps", "ascend", "told"),
    [
        ("f = (w - 1)**2", 1.5, 30, False, "the rate 1.5 is too large here"),
        ("f = -(w - 1)**2", 1.5, 30, True, "the rate 1.5 is too large here"),
        ("f = (w - 1)**2", "1.5 + 0*t", 30, False, "the rate 1.5 + 0*t is too large here"),
        ("f = (w - 1)**2", 1.5, 3, False, ""),
        ("f = (w - 1)**2", 0.9, 30, False, ""),
        ("f = (w - 1)**2", -1.5, 30, False, ""),
        ("f = -(w - 1)**2", 1.5, 30, False, ""),
    ],
)
def test_an_output_that_runs_away_is_told_while_its_numbers_are_finite(
    text: str, rate: float | str, steps: int, ascend: bool, told: str
) -> None:
    asked = DescentRequest(rate=rate, steps=steps, ascend=ascend)
    found = descend(Start(parse(text), {"w": 3}), asked)
    said = growth(found.loss, asked)
    assert found.diverged is None and said.endswith(told) and bool(said) == bool(told)


def test_data_stays_as_it_is() -> None:
    found = way("f = (w*x - 1)**2", {"w": 1, "x": 2}, "w", rate=0.1, steps=3)
    assert set(found.values) == {"w"}
    assert found.values["w"][1] == pytest.approx(1 - 0.1 * 2 * 2)


def test_each_step_looks_at_the_batch_whose_turn_it_is() -> None:
    x, t = np.array([[1.0, 2], [0, 1], [3, 1], [2, 2], [1, 0]]), np.array([1.0, 2, 0, 1, 3])
    program = "y = x @ w\nL = mean((y - t)**2)"
    start = Start(parse(program), {"x": x, "t": t, "w": [0.0, 0.0]})
    asked = DescentRequest(train=("w",), rate=0.05, steps=7, batch=2)
    w, losses, values = np.zeros(2), [], []
    for step in range(8):
        rows = [(2 * step) % 5, (2 * step + 1) % 5]
        away = x[rows] @ w - t[rows]
        losses.append(np.mean(away**2))
        values.append(w)
        w = w - 0.05 * (2 / 2) * x[rows].T @ away
    found = descend(start, asked)
    np.testing.assert_allclose(found.loss, losses)
    np.testing.assert_allclose(found.values["w"], values)
    half = go(start, asked, 3)
    assert half.course.values()["x"].tolist() == x[[1, 2]].tolist()
    batches = half.course.batches
    assert batches and [batches.told(step) for step in (0, 2, 3)] == [
        "rows 1 to 2 of x, t",
        "rows 5 and 1 of x, t",
        "rows 2 to 3 of x, t",
    ]
    np.testing.assert_allclose(go(start, asked, 7, half.checkpoint()).losses, losses)


def test_a_seed_shuffles_the_rows_in_each_round_anew() -> None:
    start = Start(parse("L = mean((x*w - 1)**2)"), {"x": list(range(1, 7)), "w": 0.1})

    def rounds(seed: int | None) -> list[list[int]]:
        asked = DescentRequest(train=("w",), rate=0.01, steps=6, batch=2, shuffle=seed)
        found = Course(start, asked).batches
        assert found
        rows = [row for step in range(6) for row in found.at(step)["x"].astype(int).tolist()]
        return [rows[:6], rows[6:]]

    first, second = rounds(1)
    assert sorted(first) == sorted(second) == [1, 2, 3, 4, 5, 6]
    assert first != second and [first, second] == rounds(1) != rounds(2)
    assert rounds(None) == [[1, 2, 3, 4, 5, 6]] * 2
    asked = DescentRequest(train=("w",), rate=0.01, steps=6, batch=2, shuffle=1)
    whole, half = go(start, asked, 6), go(start, asked, 3)
    assert go(start, asked, 6, half.checkpoint()).losses == whole.losses
    assert half.course.batches and half.course.batches.told(1) == f"rows {first[2]}, {first[3]} of x"


def test_what_the_output_does_not_depend_on_stays() -> None:
    assert way("a = 2*y\nf = x**2", {"x": 1, "y": 3}, "x", "y", rate=0.1, steps=1).values["y"] == [3, 3]


def test_a_branch_is_taken_anew_on_the_way() -> None:
    text = "if x > 1:\n    f = (x - 0.5)**2\nelse:\n    f = 3*x"
    found = way(text, {"x": 2}, optimiser="momentum", settings={"momentum": 0.5}, rate=0.25, steps=3)
    # 2 → 1.25, with the velocity 3 → 0.5·3 + 1.5 = 3: 0.5; there the slope is 3: 0.5·3 + 3 = 4.5.
    assert found.values["x"] == pytest.approx([2, 1.25, 0.5, -0.625])
    assert found.loss == pytest.approx([2.25, 0.5625, 1.5, -1.875])


@pytest.mark.parametrize(
    ("text", "given", "parameter", "told"),
    [
        ("f = x**2", {"train": ("q",)}, "train", "`q` is not an input"),
        ("f = x**2", {"steps": -1}, "steps", "0 to 100000 steps"),
        ("f = x**2", {"settings": {"beta1": 0.5}}, "beta1", "has no setting `beta1`"),
        ("f = x**2", {"rate": "0.1*q"}, "rate", "the rate `0.1*q`"),
        ("f = x**2", {"rate": "0.1*("}, "rate", "the rate"),
        ("f = x*ones(4)", {}, None, "the output has shape (4,)"),
        ("f = sum(exp(W @ W))", {"steps": 100_000}, "steps", "too many for a program of this size"),
        ("f = sum(W**2)", {"steps": 1000}, "steps", "more than 2000000 numbers; at most 554 steps are possible"),
        ("f = (w*x)**2", {"batch": -1}, "batch", "a batch has 1 row or more, not -1"),
        ("f = (w*x)**2", {"shuffle": 1}, "shuffle", "no order to shuffle"),
        ("f = (w*x)**2", {"batch": 2, "shuffle": -1}, "shuffle", "a whole number from 0"),
        ("f = (w*x)**2", {"batch": 2}, "batch", "no array here is data"),
        ("u = [1, 2]\nf = sum((w*u)**2)", {"batch": 3}, "batch", "more than the 2 that there are"),
        ("u = [1, 2]\nv = [1, 2, 3]\nf = w*(sum(u) + sum(v))", {"batch": 2}, "batch", "`u` has 2, `v` has 3"),
    ],
)
def test_what_cannot_be_is_told(text: str, given: dict[str, Any], parameter: str | None, told: str) -> None:
    at = {"W": np.eye(60).tolist()} if "W" in text else {"x": 1} if "x" in text else {}
    with pytest.raises(LanguageError) as raised:
        descend(Start(parse(text), at), DescentRequest(**given))
    (mistake,) = raised.value.mistakes
    assert told in f"{mistake.message}; {mistake.hint}"
    assert mistake.parameter == parameter


@pytest.mark.parametrize(
    ("setting", "number", "told"),
    [
        ("beta1", 1, "from 0 to below 1"),
        ("beta2", -0.1, "from 0 to below 1"),
        ("eps", -1, "0 or more"),
        ("weight_decay", -1, "0 or more"),
    ],
)
def test_a_setting_that_means_nothing_is_told(setting: str, number: float, told: str) -> None:
    with pytest.raises(LanguageError) as caught:
        DescentRequest(optimiser=OPTIMISERS["adam"], settings={setting: number})
    assert caught.value.hint == f"it is {told}" and caught.value.mistakes[0].parameter == setting


def test_a_rate_that_is_no_number_at_a_step_is_told() -> None:
    asked = DescentRequest(rate="sqrt(2 - t)", steps=5)
    found = descend(Start(parse("f = w**2"), {"w": 3}), asked)
    assert found.diverged == 3
    said = divergence(3, found.loss, found.stray, asked)
    assert said == "the rate `sqrt(2 - t)` is nan at step 3: the values are held at step 2"


def test_nothing_to_train_is_told() -> None:
    with pytest.raises(LanguageError, match="no input here can be trained"):
        descend(Start(parse("f = 2*k"), {}, ("k",)), DescentRequest())


def test_what_is_trained_in_vain_is_told() -> None:
    start = Start(parse("f = w**2 + 0*len([k])"), {"w": 1, "k": 2})
    asked = DescentRequest(train=("w", "k"))
    assert told(start.trace({}), asked) == ["the output does not depend on `k`: it stays as it is"]
    start = Start(parse("f = w**2 + argmax([k, j])"), {"w": 1, "k": 2, "j": 3})
    assert told(start.trace({}), DescentRequest(train=("k", "j"))) == [
        "no gradient comes back to `k`, `j`: they stay as they are"
    ]


def test_an_input_that_is_declared_constant_is_not_trained() -> None:
    start = Start(parse("f = (x*k)**2"), {"x": 1, "k": 2}, ("k",))
    assert set(descend(start, DescentRequest(steps=1)).values) == {"x"}
    with pytest.raises(LanguageError, match="`k` has no gradient"):
        descend(start, DescentRequest(train=("k",)))


def test_every_name_of_an_optimiser_is_known() -> None:
    assert SPELLINGS["Adam"] is SPELLINGS["adam"] is OPTIMISERS["adam"]
    assert all(row.explained.endswith(".") and row.way for row in OPTIMISERS.values())


def test_a_module_stands_for_its_parameters() -> None:
    text = "a = nn.Linear(2, 1)\nb = nn.Linear(1, 1)\nL = (b(a(x))**2).sum()"
    found = descend(Start(parse(text), {"x": [[1, 2]]}), DescentRequest(steps=1, train=("b",)))
    assert set(found.values) == {"b.weight", "b.bias"}


@pytest.mark.parametrize("text", ["f = log(x)", "f = 1/(x + 1)"])
def test_a_descent_that_has_nowhere_to_begin_is_told(text: str) -> None:
    with pytest.raises(LanguageError, match="before the first step"):
        way(text, {"x": -1}, steps=3)


def test_only_so_many_numbers_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.training.descent.NUMBERS", 12)
    assert len(way("f = sum(x**2)", {"x": [1, 2]}, steps=3).loss) == 4
    with pytest.raises(LanguageError, match="more than 12 numbers"):
        way("f = sum(x**2)", {"x": [1, 2]}, steps=4)
