"""Functions of which only the name is known: the figure that needs no numbers, and what is said where one would stand."""

from __future__ import annotations

import json

import numpy as np
import pytest

from app import pipeline
from app.autodiff import Trace, differentiate
from app.diagram import compose, composed
from app.diagram.formulas import node_formulas
from app.diagram.model import BACKWARD
from app.diagram.options import Options
from app.language import LanguageError, parse
from app.typeset import plain
from app.web.page.trace_table import tables


def run(text: str, **values: object) -> Trace:
    return differentiate(parse(text), values=values)


def written(trace: Trace) -> list[str]:
    """All that stands in the figure, in words."""
    return [mark.name for mark in compose(trace, Options()).marks if getattr(mark, "name", "")]


def test_kratzert_s_figure_comes_out_as_it_is_typed() -> None:
    trace = run("z = f(x, y)")
    said = " ".join(written(trace))
    for piece in ("f(x, y) gate", "dL/dz", "dL/dx = dL/dz · dz/dx", "dL/dy = dL/dz · dz/dy"):
        assert piece in said
    assert not any(sign.isdigit() for sign in said)
    assert len(trace.graph.nodes) == 3


@pytest.mark.parametrize(
    "text",
    [
        "q = x > y\nz = f(x) + q",
        "q = where(x > y, 1, 2)\nz = f(x) * q",
        "q = (f(y) > 0) & (x > 0)\nz = q * y",
        "q = (f(x) == f(x)) * y\nz = q",
        "w = f(y * ones(2)) > 0\nq = w.sum()\nz = q * x",
    ],
)
def test_no_number_comes_of_a_comparison(text: str) -> None:
    trace = run(text, x=3)
    found = pipeline.summary(trace)
    assert found["values"]["q"] is None and found["values"]["z"] is None  # type: ignore[index]
    assert not any("nan" in said for said in written(trace))


def test_the_branch_that_is_known_keeps_its_number() -> None:
    found = pipeline.summary(run("q = where(x > 0, x, f(x))\nz = q + f(x)", x=3))
    assert found["values"] == {"x": 3.0, "q": 3.0, "z": None}


def test_no_number_is_invented() -> None:
    found = pipeline.summary(run("q = x*y\nz = 2*f(q) + x", x=3))
    assert found["values"] == {"x": 3.0, "y": None, "q": None, "z": None}
    assert set(found["adjoints"].values()) == {None}  # type: ignore[attr-defined]
    json.dumps(found, allow_nan=False)


def test_what_does_not_depend_on_it_keeps_its_numbers() -> None:
    found = pipeline.summary(run("q = x*y\nL = f(q) + 2*q", x=3, y=2))
    assert found["values"] == {"x": 3.0, "y": 2.0, "q": 6.0, "L": None}
    assert found["adjoints"] == {"x": None, "y": None, "q": None, "L": 1.0}


def test_a_chain_has_a_gate_for_each_function() -> None:
    trace = run("y = A(B(C(x)))")
    assert [node.operation for node in trace.graph.nodes] == ["input", "unknown", "unknown", "unknown"]
    _, formulas = composed(trace, Options())
    assert [plain(formulas.path(wire)) for wire in formulas.folded.wires] == [
        "dL/dC · dC/dx",
        "dL/dB · dB/dC",
        "dL/dy · dy/dB",
    ]


def test_the_trace_says_the_whole_chain() -> None:
    _, formulas = composed(run("y = A(B(C(x)))"), Options())
    table, _ = tables(formulas)
    assert "dy/dx = dA/dB · dB/dC · dC/dx" in plain(node_formulas.backward(formulas, formulas.folded.uses(0)))
    assert len(table.rows) == 4


def test_a_known_gate_keeps_its_rule() -> None:
    said = " ".join(written(run("q = x*y\nz = g(q)")))
    assert "= dL/dq · y" in said and "dL/dq = dL/dz · dz/dq" in said


@pytest.mark.parametrize(
    "text", ["z = f(x, y)\nf(x, y) = x*y", "z = f(x, y)\ndef f(x, y):\n    return x*y", "f(x, y) = x*y\nz = f(x, y)"]
)
def test_once_the_function_stands_in_the_text_there_are_numbers(text: str) -> None:
    trace = run(text, x=3, y=-4)
    assert float(trace.values[trace.graph.output]) == -12
    assert {name: float(value) for name, value in trace.named(trace.adjoints).items()} == {"x": -4, "y": 3, "z": 1}
    assert trace.check.error is not None and trace.check.error < 1e-6


def test_unused_arguments_several_uses_and_forks() -> None:
    trace = run("a = f(x, x)\nb = g(a, y)\nz = f(a) + b")
    assert trace.graph.symbolic and all(not trace.known(value) for value in trace.values)
    assert " ".join(written(trace)).count("f(") >= 2
    assert run("f(x, y) = x\nz = f(x, y)").named(run("f(x, y) = x\nz = f(x, y)").adjoints)["y"] == 0


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("h = LSTM(x, h_0)", 1),
        ("z = Attention(Q, K, V)", 1),
        ("h = LayerNorm(x + Attention(x))\ny = h + Dropout(h)", 3),
        ("y = Linear(relu(Linear(x)))", 2),
        ("hidden = 2\nx = [1.0, 2.0]\ny = Linear(2, hidden)(x)", 0),
        ("y = Softmax(x)", 0),
        ("import torch.nn as nn\ny = nn.Linear(3, 1)(x)", 0),
    ],
)
def test_a_layer_that_a_formula_gives_values_is_not_known(text: str, functions: int) -> None:
    assert [node.operation for node in run(text).graph.nodes].count("unknown") == functions


def test_of_an_array_the_gradient_has_its_shape() -> None:
    trace = run("x = [1.0, 2.0]\nL = f(x)")
    assert np.shape(trace.adjoints[0]) == (2,)
    assert "dL/dx" in written(trace), "that it is dL/dL · dL/dx says nothing"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("y = sigmod(x)", "unknown function `sigmod`", "did you mean `sigmoid`?"),
        ("y = np.foo(x)", "`np.foo` is not among the operations", ""),
        ("y = f(2)", "`f` is not known, and nothing goes into it", "define it"),
        ("a = f(x)\nif a > 0: b = 2", "what follows from `a > 0` depends on a number that is not known", "define"),
    ],
)
def test_what_stays_a_mistake(text: str, message: str, hint: str) -> None:
    with pytest.raises(LanguageError) as raised:
        run(text)
    assert message in raised.value.message
    assert hint in raised.value.hint


def test_a_near_miss_can_be_declared_a_function_of_its_own() -> None:
    trace = run("sigmod(x) = ?\ny = sigmod(x)")
    assert trace.graph.symbolic
    assert run("f: ℝ → ℝ\ny = f(x)").graph.symbolic


def test_what_is_only_called_after_the_output_shows_it() -> None:
    trace = run("L = x*y\ndraw_dot(L)", x=2, y=3)
    assert trace.output == "L"
    assert any("`draw_dot(L)` has no bearing" in each.message for each in trace.warnings)


def test_the_table_says_that_a_number_is_not_known() -> None:
    _, formulas = composed(run("z = f(x)"), Options())
    table, _ = tables(formulas)
    assert [(row.value, row.gradient) for row in table.rows] == [("not known", "not known")] * 2


def test_no_formula_is_said_twice_and_no_gradient_by_the_name_of_its_value() -> None:
    assert " ".join(written(run("y = f(a, b)\nL = y**2"))).count("= 2 · y") == 1
    steps = "".join(f"k{turn + 1} = f(t, y + h/2 * k{turn})\n" for turn in range(8))
    marks = compose(run(f"k0 = f(t, y)\n{steps}L = k8**2"), Options(frame="75")).marks
    named = [mark.name for mark in marks if mark.tone == "backward" and mark.panel == BACKWARD and mark.name]
    assert "dL/dk₃" in named
    assert not {"k₃", "t", "h"} & set(named)
