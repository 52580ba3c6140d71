"""A program whose values change is computed again from its recording, and comes out as it would from its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from app.autodiff import Trace, differentiate, replay
from app.autodiff.passes.tape import _known
from app.autodiff.replay import RECENT
from app.language import Program, parse

CASES: dict[str, tuple[str, list[dict[str, object]]]] = {
    "scalars": ("f = 1/(1 + exp(-(w*x + b)))", [{"w": 2, "x": -1, "b": 3}, {"w": 0.5, "x": 4, "b": -1}]),
    "default kept": ("x = 3\nz = x*y", [{"y": 2}, {"y": 5}]),
    "tensors": ("y = sum(relu(W @ x))", [{"W": [[1, -2], [3, 4]], "x": [1, 2]}, {"W": [[0, 1], [1, 0]], "x": [-3, 2]}]),
    "another shape": ("y = sum(x**2)", [{"x": [1, 2]}, {"x": [1, 2, 3]}]),
    "branch": ("if x > 0:\n    y = x**2\nelse:\n    y = -x", [{"x": 2}, {"x": -2}, {"x": 3}]),
    "count": ("h = 1.0\nfor i in range(n):\n    h = h*x", [{"n": 2, "x": 3}, {"n": 4, "x": 3}]),
    "index": ("y = x[i]", [{"x": [1, 2, 3], "i": 0}, {"x": [1, 2, 3], "i": 2}]),
    "division by zero": ("y = a/b", [{"a": 1, "b": 2}, {"a": 1, "b": 0}]),
    "kink": ("y = relu(x)", [{"x": 1}, {"x": 0}]),
}


def fresh(program: Program, values: dict[str, object]) -> Trace:
    RECENT.clear()
    return differentiate(program, values=values)


@pytest.mark.parametrize("name", CASES)
def test_other_values_come_out_as_from_the_text(name: str) -> None:
    text, rounds = CASES[name]
    program = parse(text)
    expected = [fresh(program, dict(values)) for values in rounds]
    RECENT.clear()
    for values, fresh_trace in zip(rounds, expected, strict=True):
        trace = differentiate(program, values=values)
        assert trace.graph == fresh_trace.graph
        assert trace.warnings == fresh_trace.warnings
        for key, adjoint in fresh_trace.adjoints.items():
            np.testing.assert_array_equal(trace.adjoints[key], adjoint)
        for one, other in zip(trace.values, fresh_trace.values, strict=True):
            np.testing.assert_array_equal(one, other)


def test_signs_beside_lists_do_not_read_the_numbers() -> None:
    """Otherwise each point of a landscape, and each place of a slider, is run from its text."""
    program = parse("v = [1.0, 2.0]\nb = 0.5\nw = 3.0\nh = sum(w*v) + b")
    assert differentiate(program).run.read == frozenset()


def test_the_recording_is_used() -> None:
    program = parse("z = x*y")
    fresh(program, {"x": 1, "y": 2})
    (kept,) = RECENT.held.values()
    again = differentiate(program, values={"x": 5, "y": 7})
    assert again.graph is kept.graph
    assert again.values[again.graph.output] == 35


def test_the_seed_may_change_too() -> None:
    program = parse("y = W @ x")
    values = {"W": [[1, 2], [3, 4]], "x": [1, 1]}
    fresh(program, dict(values))
    adjoints = differentiate(program, values=values, seed=[0, 1]).named(
        differentiate(program, values=values, seed=[0, 1]).adjoints
    )
    np.testing.assert_array_equal(adjoints["x"], [3, 4])
    np.testing.assert_array_equal(differentiate(program, values=values).adjoints[0], [[1, 1], [1, 1]])


def run(text: str, values: dict[str, object], seed: object = None) -> Trace:
    return differentiate(parse(text), values=values, seed=seed)


NET = """\
class Net(nn.Module):
    def __init__(self, hidden):
        self.fc = nn.Linear(2, hidden)
    def forward(self, x):
        return self.fc(x).sum()
"""


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


def kept_texts() -> list[object]:
    return [key[0] for key in RECENT if isinstance(key, tuple)]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Sets how many numbers the kept runs may hold together, where a run counts only those that it has."""

    def bound(numbers: int) -> None:
        RECENT.clear()
        monkeypatch.setattr(RECENT, "size", lambda run: run.size)
        monkeypatch.setattr(RECENT, "bound", numbers)

    yield bound
    RECENT.clear()


def test_the_oldest_runs_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    RECENT.clear()
    monkeypatch.setattr(RECENT, "bound", 2 * replay.NUMBERS // replay.KEPT)
    for text in ("a = x", "b = x", "a = x", "c = x"):
        differentiate(parse(text), values={"x": 1})
    assert kept_texts() == ["a = x", "c = x"]


def test_all_runs_together_hold_a_bounded_number_of_numbers(counted: Callable[[int], None]) -> None:
    run = differentiate(parse("y = sum(x * 2)"), values={"x": [1.0] * 10}).run
    assert run.size == sum(np.size(number) for number in run.numbers) - 1  # the seed
    counted(3 * run.size - 1)
    for name in "abc":
        differentiate(parse(f"{name} = sum(x * 2)"), values={"x": [1.0] * 10})
    assert kept_texts() == ["b = sum(x * 2)", "c = sum(x * 2)"]


def test_a_run_that_would_fill_the_half_is_not_kept(counted: Callable[[int], None]) -> None:
    size = differentiate(parse("y = x * 2"), values={"x": 1}).run.size
    for bound, kept in ((2 * size, 1), (2 * size - 1, 0)):
        counted(bound)
        differentiate(parse("y = x * 2"), values={"x": 1})
        assert len(RECENT) == kept


def test_rules_are_run_once_for_all_nodes_of_a_kind() -> None:
    _known.clear()
    trace = differentiate(parse("h = x\nfor i in range(9):\n    h = h*w + i/7"), values={"x": 1, "w": 2})
    assert len(trace.graph.nodes) > 25
    assert sorted(kind[0].name for kind in _known if isinstance(kind, tuple)) == ["add", "multiply"]


def test_rules_of_other_shapes_settings_and_kinds_are_others() -> None:
    text = "y = sum(x, axis=0) + sum(x, axis=1)\nz = sum(y) + sum(m * y) + sum(n * y)"
    values: dict[str, object] = {"x": [[1, 2], [3, 4]], "m": [True, False], "n": [1.0, 0.0]}
    trace = differentiate(parse(text), values=values)
    assert trace.check.error is not None and trace.check.error < 1e-9
    np.testing.assert_array_equal(trace.named(trace.adjoints)["x"], [[6, 4], [4, 2]])


def test_only_so_many_kinds_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    _known.clear()
    monkeypatch.setattr(_known, "bound", 2)
    for name in ("sin", "cos", "tan"):
        differentiate(parse(f"y = {name}(x)"), values={"x": 1})
    assert [kind[0].name for kind in _known if isinstance(kind, tuple)] == ["cos", "tan"]
