"""Second derivatives, paths and forward mode: against differences of gradients, against each other, and as commands."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from app import pipeline
from app.autodiff import Trace, differentiate, fold
from app.cli import main
from app.examples import EXAMPLES
from app.language import LanguageError, parse
from app.query import Query
from app.study import answers
from app.study.forward_mode import forward_cost, forward_costs, reverse_cost, tangents
from app.study.paths import MOST, paths
from app.study.second_derivatives import hessian, hessian_product
from tests.operations import samples
from tests.programs import Draft
from tests.tables import each_of


def trace(text: str, **values: object) -> Trace:
    return differentiate(parse(text), values=values)


SLOPES = """\
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        result = x.exp()
        ctx.save_for_backward(x, result)
        return {forward}
    @staticmethod
    def backward(ctx, g):
        x, result = ctx.saved_tensors
        return g * {slope}
f = Cube.apply(x)
"""


@pytest.mark.parametrize(
    ("forward", "slope", "second"),
    [("x**3", "3 * x**2", [3.0, 9.0]), ("result", "result", np.exp([0.5, 1.5])), ("torch.round(x)", "1", [0.0, 0.0])],
)
def test_a_derivative_that_the_text_gives_has_a_derivative(forward: str, slope: str, second: Any) -> None:
    program = trace(SLOPES.format(forward=forward, slope=slope), x=[0.5, 1.5])
    close(hessian(program, "x", "x"), np.diag(second))
    assert program.check.error is not None and program.check.error < 1e-8


@cache
def programs() -> list[tuple[str, Trace]]:
    """The gallery, a sample of every tenth operation, and random programs."""
    found = [(each.name, pipeline.trace(Query.of_example(each).worksheet())) for each in EXAMPLES]
    found += [(str(each), each.trace()) for each in samples()[::10]]
    for seed in range(20):
        draft = Draft(Random(seed))
        for _ in range(1 + seed % 5):
            draft.statement()
        text, values = draft.finish()
        found.append((f"random {seed}", differentiate(parse(text), values=values)))
    return [(name, each) for name, each in found if not each.graph.symbolic]


each_program = each_of(programs, lambda each: each[0])


def close(found: object, wanted: object) -> None:
    scale = max(1.0, float(np.max(np.abs(np.asarray(wanted)), initial=0)))
    np.testing.assert_allclose(np.asarray(found), np.asarray(wanted), rtol=1e-8, atol=1e-9 * scale)


@each_program
def test_forward_mode_agrees_with_reverse_mode(name: str, program: Trace) -> None:
    """⟨gradient, direction⟩ = ⟨seed, tangent of the output⟩, for every input."""
    for node in program.graph.inputs():
        if node.differentiable and node.index in program.adjoints and np.all(np.isfinite(program.adjoints[node.index])):
            direction = np.random.default_rng(0).normal(size=node.shape)
            moved = tangents(program, str(node.name), direction).get(program.graph.output, 0.0)
            close(np.sum(program.seed * moved), np.sum(program.adjoints[node.index] * direction))


@each_program
def test_paths_add_up_to_the_gradient(name: str, program: Trace) -> None:
    for node in program.graph.inputs():
        if node.differentiable and np.all(np.isfinite(program.adjoints.get(node.index, np.zeros(())))):
            found = paths(program, fold(program.graph), str(node.name))
            whole = [each for each in found.listed if np.all(np.isfinite(each.contribution))]
            if found.count == len(whole):
                close(found.rest, np.zeros(node.shape))
            assert len(found.listed) in (0, min(found.count, MOST))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("q = x + y\nf = q * z * x", {"x": -2, "y": 5, "z": -4}),
        ("f = sigmoid(w*x) ** 2", {"w": 2, "x": 0.5}),
        ("h = tanh(W @ x)\nf = sum(h * x)", {"W": [[1, 2], [0.3, 0.4]], "x": [1, -0.5]}),
        ("f = log_softmax(x)[1]", {"x": [0.1, 0.7, -0.4]}),
        ("f = x[0] * x[1]**2 + 0 * w", {"x": [2, 3], "w": 1}),
    ],
)
def test_second_derivatives_are_differences_of_gradients(text: str, values: dict[str, Any]) -> None:
    here = trace(text, **values)
    for first, second in ((a, b) for a in values for b in values):
        found = hessian(here, first, second)
        shape = np.shape(values[first])
        for place in np.ndindex(shape):
            step = np.zeros(shape)
            step[place] = 1e-5
            sides = [trace(text, **{**values, first: values[first] + sign * step}) for sign in (1, -1)]
            node = next(each.index for each in here.graph.inputs() if each.name == second)
            wanted = (sides[0].adjoints[node] - sides[1].adjoints[node]) / 2e-5
            np.testing.assert_allclose(found[place], wanted, rtol=1e-5, atol=1e-7)


def test_a_product_is_the_hessian_times_the_direction() -> None:
    here = trace("h = tanh(W @ x)\nf = sum(h * x)", W=[[1, 2], [0.3, 0.4]], x=[1, -0.5])
    along = np.array([2.0, -1.0])
    found = hessian_product(here, {"x": along}, ["x", "W"])
    np.testing.assert_allclose(found["x"], hessian(here, "x", "x") @ along)
    np.testing.assert_allclose(found["W"], np.tensordot(along, hessian(here, "x", "W"), 1))


def test_the_largest_paths_come_first_and_are_never_walked_to_be_counted() -> None:
    here = trace("f = x\nfor i in range(30):\n    f = f*f/2 + f", x=0.1)
    found = paths(here, fold(here.graph, "primitive"), "x")
    assert found.count == 3**30
    sizes = [abs(float(each.contribution)) for each in found.listed]
    assert len(sizes) == MOST
    assert sizes == sorted(sizes, reverse=True)
    short = trace("f = x\nfor i in range(3):\n    f = f*f/2 + f", x=0.1)
    listed = paths(short, fold(short.graph, "primitive"), "x")
    told = float(listed.rest) + sum(float(each.contribution) for each in listed.listed)
    assert listed.count == 3**3
    assert told == pytest.approx(float(listed.gradient))


def test_the_largest_of_many_paths_are_those_that_all_paths_have() -> None:
    here = trace("a = x*3 + x\nb = a*a - 2*a\nf = b*b + x*b", x=0.7)
    found = paths(here, fold(here.graph, "primitive"), "x")
    assert found.count > MOST
    every = brute(here, here.graph.output, {node.index for node in here.graph.inputs()})
    sizes = sorted((abs(each) for each in every), reverse=True)
    assert [abs(float(each.contribution)) for each in found.listed] == pytest.approx(sizes[:MOST])
    assert found.count == len(every)


def brute(here: Trace, value: int, ends: set[int]) -> list[float]:
    """The product of local derivatives along every path, by walking all of them."""
    if value in ends:
        return [1.0]
    found = []
    for wire in fold(here.graph, "primitive").wires:
        gate = fold(here.graph, "primitive").gates[wire.gate]
        local = here.local(wire)
        if gate.outputs == (value,) and local is not None:
            found += [local * rest for rest in brute(here, wire.value, ends)]
    return found


def test_many_paths_through_arrays_are_counted_and_said() -> None:
    here = trace("h = x\nfor i in range(8):\n    h = tanh(h) + h\nf = sum(h)", x=[0.1, 0.2])
    found = paths(here, fold(here.graph, "primitive"), "x")
    assert (found.count, found.listed) == (2**8, ())
    np.testing.assert_allclose(found.rest, found.gradient)


def test_what_both_modes_cost() -> None:
    here = trace("q = x + y\nf = q * z", x=-2, y=5, z=-4)
    assert [(cost.passes, cost.products, cost.sums) for cost in (forward_cost(here, "x"), forward_costs(here), reverse_cost(here))] == [
        (1, 2, 0), (3, 5, 0), (1, 4, 0),
    ]  # fmt: skip
    wide = trace("f = sum(tanh(W @ x))", W=np.ones((3, 4)), x=np.ones(4))
    assert forward_costs(wide).passes == 16
    assert forward_costs(wide).operations > 10 * reverse_cost(wide).operations


@pytest.mark.parametrize("name", ["q", "z", "k"])
def test_a_name_that_is_no_input_is_refused(name: str) -> None:
    here = differentiate(parse("q = x * k\nf = q"), values={"x": 1, "k": 2}, constants=("k",))
    for ask in (
        lambda: answers.ways(here, name),
        lambda: answers.forward(here, name),
        lambda: hessian(here, name, "x"),
    ):
        with pytest.raises(LanguageError, match=f"`{name}` is no input with a gradient"):
            ask()


def command(*arguments: str) -> dict[str, object]:
    done = CliRunner().invoke(main, [*arguments, "--at", "x=3", "--at", "y=4"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)  # type: ignore[no-any-return]


def test_the_commands() -> None:
    assert command("hessian", "f = x**2*y") == {"hessian": {"x": {"x": 8, "y": 6}, "y": {"x": 6, "y": 0}}}
    assert command("hessian", "f = x**2*y", "--along", "x=1/2", "--of", "y") == {"product": {"y": 3}}
    assert command("paths", "f = x*y + x", "--of", "x")["count"] == 2
    assert command("forward", "f = x*y + x", "--of", "x", "--along", "2")["tangents"] == {"x": 2, "v_1": 8, "f": 10}
    wrong = CliRunner().invoke(main, ["hessian", "f = x", "--at", "x=[1,2]", "--along", "x=[1,2,3]"])
    assert wrong.exit_code == 2
    assert "the direction of `x` has shape (3,), the input (2,)" in wrong.output


def test_what_is_left_of_a_path_whose_terms_cancel_is_nothing() -> None:
    here = trace("m = mean(x)\nd = x - m\nf = sum(d**2)", x=[0.1, 0.2, 0.7])
    _, cancelled = paths(here, fold(here.graph, "statement"), "x").listed
    np.testing.assert_array_equal(cancelled.contribution, np.zeros(3))
