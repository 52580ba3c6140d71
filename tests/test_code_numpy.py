"""The NumPy script of a program gives the figure's numbers, and needs nothing but NumPy; random programs stand in `test_property`."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from app import pipeline
from app.autodiff import differentiate
from app.code import numpy_script
from app.code.script import Unwritable
from app.examples import EXAMPLES, Example
from app.language import LanguageError, parse
from app.query import Query
from tests import test_forward_passes as passes
from tests.cases import Case, read
from tests.operations import Sample, samples
from tests.scripts import assert_numpy_agrees, imported, run
from tests.tables import each_of

SAMPLES = samples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples(example: Example) -> None:
    trace = pipeline.trace(Query.of_example(example).worksheet())
    if trace.graph.symbolic:
        with pytest.raises(Unwritable, match="is only named"):
            numpy_script(trace)
    else:
        assert_numpy_agrees(trace)


@pytest.mark.parametrize("case", [*read("published-cases.json"), *passes.CASES], ids=lambda case: case.name)
def test_cases(case: Case) -> None:
    assert_numpy_agrees(case.trace)


@each_of(SAMPLES)
def test_every_operation(sample: Sample) -> None:
    assert_numpy_agrees(sample.trace())


def test_a_median_of_rows_and_columns() -> None:
    assert_numpy_agrees(differentiate(parse("f = torch.median(x)"), values={"x": [[3, 1], [4, 2]]}))


def test_what_fails_with_numpy_alone_is_refused() -> None:
    with pytest.raises(Unwritable, match="`log_softmax` comes out otherwise with NumPy alone"):
        numpy_script(differentiate(parse("f = sum(log_softmax(x))"), values={"x": []}))


def script(text: str, **values: object) -> str:
    return numpy_script(differentiate(parse(text), values=values)).text


def test_reads_as_people_write_it() -> None:
    assert (
        script("x = -2; y = 5; z = -4\nq = x + y\nf = q * z")
        == """\
# x = -2; y = 5; z = -4
# q = x + y
# f = q * z

import numpy as np

# Forward pass
x = -2.0
y = 5.0
z = -4.0
q = x + y
f = q * z

# Backward pass
df = 1.0

# times gate: f = q * z
dq = df * z
dz = df * q

# plus gate: q = x + y
dx = dq
dy = dq
"""
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("f = x**3", "dx = df * 3 * x ** 2"),
        ("f = sum(X @ X + b)", "db = np.sum(dv2, axis=0)"),
        ("f = x * x", "dx = dx + df * x"),
        ("f = exp(x)", "dx = df * f"),
        ("f = log2(x)", "dx = df / (x * np.log(2))"),
        ("y = 3 * x", "dx = dy * 3"),
        ("f = X[0] @ X[1]", "dX = scatter(dv2, (2, 2), np.s_[1])"),
        ("f = X[:, 1] @ X[0]", "dX = dX + scatter(dv1, (2, 2), np.s_[:, 1])"),
        ("f = sum(X.T * w)", "dX = dv1.T"),
        ("f = mean(X)", "dX = df * np.ones((2, 2)) / 4"),
        ("f = sum(mean(X, axis=0))", "dX = dv1 * np.ones((2, 2)) / 2"),
        ("f = sum(mean(X, axis=1))", "dX = dv1[:, None] * np.ones((2, 2)) / 2"),
    ],
)
def test_steps_are_simple(text: str, line: str) -> None:
    values = {"X": [[1, 2], [3, 4]], "w": [1, 2], "b": [1, 2], "x": 2}
    assert line in script(text, **{name: values[name] for name in re.findall(r"\b[Xwbx]\b", text)}).split("\n")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("np = 2; x = 3\nf = np * sum([x, x])", {"np_": 2, "dx": 4}),
        ("softmax = 2; x = [1., 2]\nf = nn.functional.softmax(softmax * x)[0]", {"softmax": 2}),
        ("e = 2; l = 3\nf = e * l", {"de": 3, "dl": 2}),
        ("el = 2\nf = el * 3", {"del_": 3}),
        ("x = 2; dx = 3\nf = x * dx", {"dx": 3, "dx_": 3, "ddx": 2}),
        ("v1 = 2\nf = sqrt(v1 * 8)", {"v1": 2}),
        ("range = [1., 2]; int = 3; x = [[1., 2], [3, 4]]\nf = sum(log_softmax(x * int)[0] * range)", {"int": 3}),
    ],
)
def test_names_do_not_clash(text: str, names: dict[str, float]) -> None:
    trace = differentiate(parse(text))
    assert_numpy_agrees(trace)
    found = run(numpy_script(trace).text)
    assert {name: float(found[name]) for name in names} == names


def test_gradients_are_called_as_the_person_calls_the_inputs() -> None:
    found = run(numpy_script(differentiate(parse("net = nn.Sequential(nn.Linear(2, 1))\nL = net(x).sum()"))).text)
    assert found["d0_bias"].shape == (1,)
    assert {"d0_weight", "_0_weight"} <= found.keys()


@pytest.mark.parametrize("end", ["\n", "\r", "\x0c", "\u2028", "\x85", "\x0b"])
def test_a_comment_cannot_end_early(end: str) -> None:
    """Texts are not executed: they stand in the script as comments."""
    text = f"x = 2  # {end}hostile = 1{end}import os"
    try:
        trace = differentiate(parse(text))
    except LanguageError:
        return
    code = numpy_script(trace).text
    assert imported(code) == {"numpy"}
    assert "hostile" not in run(code) or "hostile" in trace.graph.names


def test_runs_by_itself() -> None:
    text = "net = nn.Linear(2, 2)\nL = F.gelu(net(x)).sum()"
    code = script(text, x=[1, 2]) + "print(dnet_weight.shape, dx.shape)\n"
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("(2, 2) (2,)\n", "")


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("f = norm(x)", [1e200, 1e200]),
        ("f = digamma(x)", -1.5),
        ("f = polygamma(3, x)", 1e-3),
        ("f = scipy.special.jv(2, x)", 20),
    ],
)
def test_numbers_far_out_are_exact(text: str, x: object) -> None:
    assert_numpy_agrees(differentiate(parse(text), values={"x": x}))


def test_code_that_would_give_another_number_is_not_written() -> None:
    with pytest.raises(Unwritable, match="`bessel_jv` comes out otherwise with NumPy alone"):
        script("f = scipy.special.jv(2, x)", x=2000)


def test_a_gradient_that_is_divided_by_zero() -> None:
    assert_numpy_agrees(differentiate(parse("x = [1.0]\nf = torch.std(x)")))


def test_numbers_that_are_not_finite() -> None:
    for text in ("f = 1 / x", "f = log(x)", "f = x**-2 + (x - 8)**(1/3)", "f = exp(1000 + x)", "f = hypot(x, x)"):
        assert_numpy_agrees(differentiate(parse(text), values={"x": 0}))


def test_gates_are_called_as_people_call_them() -> None:
    text = numpy_script(differentiate(parse("f = x**2 + x**0.5 + x**3"), values={"x": 4})).text
    assert all(f"# {called}: " in text for called in ("square", "square root", "power", "plus gate"))
