"""What is easily got wrong beside the rules: replayed runs, folded local derivatives, the gradient check, labels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from app.autodiff import Trace, differentiate, fold
from app.language import LanguageError, parse

NET = """\
class Net(nn.Module):
    def __init__(self, hidden):
        self.fc = nn.Linear(2, hidden)
    def forward(self, x):
        return self.fc(x).sum()
"""


def run(text: str, values: Mapping[str, object] | None = None, seed: object = None) -> Trace:
    return differentiate(parse(text), values=values, seed=seed)


def locals_of(text: str, values: Mapping[str, object]) -> list[float | None]:
    trace = run(text, values)
    return [trace.local(wire) for wire in fold(trace.graph, "all").wires]


def test_another_size_of_a_constructor_is_another_graph() -> None:
    values = {"x": [1, 2]}
    run(NET, {**values, "hidden": 3})
    shapes = {node.name: node.shape for node in run(NET, {**values, "hidden": 4}).graph.inputs()}
    assert shapes["fc.weight"] == (4, 2)


def test_a_mask_that_becomes_numbers_gets_an_adjoint() -> None:
    text, x = "z = sum(mask*x)", [1, 2]
    assert "mask" not in run(text, {"mask": [True, False], "x": x}).named(
        run(text, {"mask": [True, False], "x": x}).adjoints
    )
    trace = run(text, {"mask": [1.0, 0.5], "x": x})
    np.testing.assert_array_equal(trace.named(trace.adjoints)["mask"], x)


def test_a_run_does_not_share_the_arrays_that_it_was_given() -> None:
    text, x = "if x[0] > 0:\n    z = 2*x\nelse:\n    z = 3*x", np.array([1.0, 1.0])
    first = run(text, {"x": x})
    x -= 2
    np.testing.assert_array_equal(first.values[0], [1, 1])
    np.testing.assert_array_equal(run(text, {"x": x}).adjoints[0], [3, 3])


def test_a_seed_is_a_number_whenever_it_is_given() -> None:
    run("z = 2*x", {"x": [1, 2]})
    assert run("z = 2*x", {"x": [1, 2]}, seed=[True, False]).seed.dtype == float


def test_local_derivatives_do_not_pass_a_cut() -> None:
    assert locals_of("with torch.no_grad():\n    y = 2*x\nz = y + x", {"x": 3}) == [1]


def test_local_derivatives_pass_arrays_inside_of_a_gate() -> None:
    assert locals_of("z = sum(x * np.array([1., 2., 3.]))", {"x": 3})[0] == 6
    assert locals_of("z = sum(x * np.array([1., 2., 3.]) * x)", {"x": 3})[0] == 36


@pytest.mark.parametrize("function", ["cholesky", "inv"])
def test_the_check_passes_over_steps_that_leave_the_domain(function: str) -> None:
    trace = run(f"z = sum(np.linalg.{function}(A))", {"A": [[0.01]]})
    assert trace.check.error is not None and trace.check.error < 1e-6


def test_the_check_takes_the_steps_that_stay_in_the_domain() -> None:
    error = run("z = log(x)", {"x": 0.005}).check.error
    assert error is not None and error < 1e-6


@pytest.mark.parametrize("text", ["z = 1e13 + x", "y = 1e13 + x\nz = y - 1e13", "z = 1e13 + 0*x"])
def test_the_check_does_not_compare_with_rounding_noise(text: str) -> None:
    check = run(text, {"x": 0.3}).check
    assert (check.error, check.checked, check.total) == (None, 0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "v = x*y\nv = v + x*x\nz = v*v",
        "v = x*y\nw = log(-x)*(x*x) + x\nz = v*v + (x+y)*x",
        "h = x*y\nh = h + x\nh_1 = h*h\nz = h_1 + x*y",
        "h = x*y\nh = h + x\nh1 = h*h\nz = h1*(h + y)",
        "x = 2\nx = x*y\nx = x*x\nx_1 = x + 1\nz = x_1*x",
        "z = a['w'] * b['w'] * w",
        "def forward(self, w):\n    return self.w * w",
    ],
)
def test_no_two_values_have_one_label(text: str) -> None:
    trace = run(text)
    shown = [trace.labels[node.index] for node in trace.graph.nodes if node.operation != "constant"]
    assert len(set(shown)) == len(shown), shown


def test_inputs_of_one_name_in_two_objects_are_two_inputs() -> None:
    trace = run("z = a['w'] * b['w']", {"w": 3, "b.w": 4})
    assert trace.values[trace.graph.output] == 12


def test_a_kink_in_a_loop_is_told_once() -> None:
    trace = run("h = x\nfor i in range(3):\n    h = relu(h)\nz = h*1", {"x": 0})
    assert len(trace.warnings) == 1


CONSTRUCTED = "class N(nn.Module):\n    def __init__(self, n=plt.x + 1):\n        self.n = n\n    def forward(self, x):\n        return x*x"
CALLED = "class N(nn.Module):\n    def forward(self, x, n=plt.x + 1):\n        return x*x"


@pytest.mark.parametrize("text", [CONSTRUCTED, CALLED])
def test_a_default_may_have_no_bearing_on_the_figure(text: str) -> None:
    assert run(text, {"x": 3}).adjoints[0] == 6


def test_a_default_that_is_needed_is_a_mistake() -> None:
    with pytest.raises(LanguageError):
        run("def f(x, n=plt.x + 1):\n    return x*n")


def test_membership_goes_by_value() -> None:
    assert run("if x in [1, 2]:\n    z = 2*x\nelse:\n    z = 3*x", {"x": 2}).adjoints[0] == 2
    assert run("if 2 in [x, y]:\n    z = 2*x*y\nelse:\n    z = 3*x*y", {"x": 1, "y": 2}).adjoints[0] == 4


@pytest.mark.parametrize("text", ["z = relu(x)", "z = log(x)", "z = relu(x + 0.99 - 0.99)"])
def test_the_check_goes_near_kinks_and_edges(text: str) -> None:
    error = run(text, {"x": 1e-5}).check.error
    assert error is not None and error < 1e-6


def test_the_last_operand_is_not_asked_whether_it_is_true() -> None:
    trace = run("z = x > 0 and y", {"x": 1, "y": [1, 2]})
    np.testing.assert_array_equal(trace.named(trace.adjoints)["y"], [1, 1])
    assert [warning.message for warning in trace.warnings if "followed" in warning.message] == [
        "at these values `x > 0` is true; that branch is followed"
    ]


def test_the_check_does_not_compare_across_a_kink() -> None:
    assert run("z = clip(p, 1e-9, 1 - 1e-9)*p", {"p": 1}).check.error is None
