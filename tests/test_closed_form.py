"""Closed forms: what they are, that they are the program, and what is said where there is none."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from app import pipeline
from app.autodiff import Trace, differentiate
from app.cli import main
from app.closed_form import Unformulated, closed_form
from app.examples import EXAMPLES
from app.language import parse
from app.query import Query
from tests.cases import read
from tests.tables import each_of

VALUES = {"x": 0.5, "y": 2.0, "z": -4.0, "w": 3.0}


def trace(text: str) -> Trace:
    return differentiate(parse(text), values={name: VALUES[name] for name in re.findall(r"\b[xyzw]\b", text)})


@pytest.mark.parametrize(
    ("text", "output", "gradient"),
    [
        ("q = x + y\nf = q * z", "z*(x + y)", "z"),
        ("f = sigmoid(w*x)", "sigmoid(w*x)", "w*(1 - sigmoid(w*x))*sigmoid(w*x)"),
        ("f = x*y/(x + y)", "x*y/(x + y)", "y**2/(x + y)**2"),
        ("f = relu(x*w)", "maximum(0, w*x)", "w*where(w*x > 0, 1, 0)"),
        ("f = exp(-x**2/2) / sqrt(2*pi)", "sqrt(2)*exp(-x**2/2)/(2*sqrt(pi))", "-sqrt(2)*x*exp(-x**2/2)/(2*sqrt(pi))"),
        ("f = 0.1*x + sin(y)", "x/10 + sin(y)", "1/10"),
        ("f = x\nfor i in range(3):\n    f = f * y", "x*y**3", "y**3"),
        ("f = y**2 if x > 0 else y", "y**2", "0"),
        ("f = floor(x) + x % y", "remainder(x, y) + floor(x)", "1"),
        ("f = y * ((x > 0) + (x > 1))", "y*(where(x > 0, 1, 0) + where(x > 1, 1, 0))", "0"),
        ("f = clamp(1 - x, min=0)", "maximum(0, 1 - x)", "-where(x <= 1, 1, 0)"),
        ("f = where(x, x*y, 2)", "where(x != 0, x*y, 2)", "y*where(x != 0, 1, 0)"),
        (
            "f = x * ((x != 0) | (y != 0))",
            "x*where(logical_or(x != 0, y != 0), 1, 0)",
            "where(logical_or(x != 0, y != 0), 1, 0)",
        ),
    ],
)
def test_formulas_are_simple(text: str, output: str, gradient: str) -> None:
    found = closed_form(trace(text))
    assert found.output.text == output
    assert {each.name: each.text for each in found.gradients}.get("x", "0") == gradient


def scalars() -> list[tuple[str, Trace]]:
    """Programs of single numbers, of the gallery and of those that people published."""
    found = [(each.name, pipeline.trace(Query.of_example(each).worksheet())) for each in EXAMPLES]
    found += [(each.name, each.trace) for each in read("published-cases.json")]
    return [(name, each) for name, each in found if all(not node.shape for node in each.graph.nodes)]


@each_of(scalars, lambda each: each[0])
def test_formulas_are_programs_with_the_same_numbers(name: str, program: Trace) -> None:
    try:
        found = closed_form(program)
    except Unformulated:
        assert name == "function" or len(program.backward.nodes) > 100 or program.graph.symbolic
        return
    inputs = {str(node.name): program.values[node.index].item() for node in program.graph.inputs()}
    for each in (found.output, *found.gradients):
        text = f"result_ = {each.text} + 0*({' + '.join(inputs)})"
        again = differentiate(parse(text), values=inputs)
        assert again.values[again.graph.output] == pytest.approx(each.value, rel=1e-9, abs=1e-9), each.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("f = np.dot([x, y], [y, 1])", "is an array"),
        ("f = g(x)", "a function is only named"),
        ("f = scipy.special.j0(x)", "`bessel_j0` has no formula here"),
        ("f = x\nfor i in range(40):\n    f = sin(f) * f + y", "more than 300 operations"),
        ("f = x\nfor i in range(400):\n    f = sin(f)", "nobody could read"),
    ],
)
def test_what_has_no_formula_says_why(text: str, told: str) -> None:
    with pytest.raises(Unformulated, match=told):
        closed_form(trace(text))


def test_the_command_prints_formulas_behind_the_numbers() -> None:
    arguments = ["eval", "f = x*y", "--at", "x=3", "--at", "y=-4", "--closed"]
    plain = CliRunner().invoke(main, arguments).output.splitlines()
    assert plain[-3:] == ["f = x*y", "dL/dx = y", "dL/dy = x"]
    found = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).output)
    assert found["closed_form"] == {"f": "x*y", "dL/dx": "y", "dL/dy": "x"}
    refused = CliRunner().invoke(main, ["eval", "f = sum(W)", "--at", "W=[1,2]", "--closed"])
    assert refused.exit_code == 2
    assert "there is no closed form: `W` is an array" in refused.output
