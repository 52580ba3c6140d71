"""The plan computes a graph's numbers at other values, one after another or many at once, and only what is asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.autodiff.evaluation.batches import is_entrywise
from app.autodiff.evaluation.plan import Plan, run_any
from app.autodiff.graph import INPUT, Node
from app.autodiff.passes.backward import backward
from app.autodiff.passes.tape import calls, plan_of
from app.autodiff.primitives import TABLE
from app.autodiff.refusals import ARRAY_ERRORS
from app.language import parse
from tests.operations import Sample, samples
from tests.tables import failures


def run(text: str, values: Mapping[str, object] | None = None) -> Trace:
    return differentiate(parse(text), values=values)


def moved(node: Node, value: object, count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The value of an input and others near it, along a leading axis."""
    ways = np.random.default_rng(node.index).uniform(-1e-3, 1e-3, (count, *node.shape))
    ways[0] = 0
    return np.asarray(value) + ways


def check_many(sample: Sample) -> None:
    found, count = sample.trace(), 3
    graph, tape = found.graph, found.backward.tape
    with np.errstate(all="ignore"):
        plan = plan_of(tape, graph.nodes)
        for node in (node for node in graph.inputs() if node.differentiable):
            given = moved(node, found.values[node.index], count)
            many = plan.many(tape.numbers, {node.index: given}, count)
            for at in range(count):
                first: list[Any] = [*tape.numbers]
                first[node.index] = given[at] if node.shape else float(given[at])
                one = plan.run(first)
                for place, number_ in enumerate(one[: len(tape.numbers)]):
                    here = many[place][at] if np.ndim(many[place]) > np.ndim(number_) else many[place]
                    np.testing.assert_allclose(here, number_, rtol=1e-9, atol=1e-9)


def test_many_values_at_once_come_out_as_one_by_one() -> None:
    assert failures(check_many, samples()) == []


def check_again(sample: Sample) -> None:
    tape = sample.trace().backward.tape
    with np.errstate(all="ignore"):
        now = plan_of(tape, sample.trace().graph.nodes).run(tape.numbers)
    for one, other in zip(now, tape.numbers, strict=False):
        np.testing.assert_array_equal(one, other)


def test_a_plan_gives_the_numbers_that_it_was_made_from() -> None:
    assert failures(check_again, samples()) == []


def test_only_adjoints_that_are_asked_for_are_computed() -> None:
    found = run("h = w*x\ny = exp(h)*b + sin(c)", {"w": 2, "x": 3, "b": 1, "c": 4})
    graph = found.graph
    wanted = graph.names["b"]
    both = backward(graph, found.values, wanted=[wanted])
    assert wanted in both.adjoints
    assert not {graph.names[name] for name in "hwxc"} & both.adjoints.keys()
    assert both.tape.numbers[both.adjoints[wanted]] == pytest.approx(np.exp(6))
    assert len(both.tape.entries) < len(found.backward.tape.entries)


@pytest.mark.parametrize(
    ("text", "first", "then", "expected"),
    [
        ("z = a/x + a", {"a": 1, "x": 2}, {"a": 1, "x": 0}, np.inf),
        ("z = exp(x)*a", {"a": 1, "x": 2}, {"a": 1, "x": 1000}, np.inf),
        ("z = log(x)*a", {"a": 1, "x": 2}, {"a": 1, "x": 0}, -np.inf),
        ("z = sqrt(x)*a", {"a": 1, "x": 2}, {"a": 1, "x": -1}, np.nan),
        ("z = x**1.5*a", {"a": 1, "x": 2}, {"a": 1, "x": -1}, np.nan),
        ("z = x**a", {"a": 2, "x": 2}, {"a": 400, "x": 1e3}, np.inf),
    ],
)
def test_where_python_refuses_numpy_answers(
    text: str, first: dict[str, object], then: dict[str, object], expected: float
) -> None:
    run(text, first)
    again, fresh = run(text, then), run(f"{text}  # from its text", then)
    np.testing.assert_equal(float(again.values[again.graph.output]), expected)
    np.testing.assert_equal(float(fresh.values[fresh.graph.output]), expected)


def test_whole_numbers_that_are_computed_are_not_taken_for_constants() -> None:
    text = "y = x * np.argmax(z)"
    run(text, {"x": 1, "z": [1, 2, 0]})
    again = run(text, {"x": 1.5, "z": [1, 2, 3]})
    assert again.values[again.graph.output] == 3


def test_numbers_alone_are_kept_apart_from_arrays() -> None:
    found = run("s = a*b + exp(a)\ny = sum(s*v)", {"a": 1, "b": 2, "v": [1, 2]})
    plan = Plan(calls(found.graph.nodes), found.backward.tape.numbers)
    assert len(plan.groups) > 1
    assert all(type(number) is float for number in plan.run()[: plan.calls[2].place + 1] if np.ndim(number) == 0)


def test_numbers_alone_are_computed_as_python_computes_them() -> None:
    found = run("y = tanh(2*w*x + b) + w*x", {"w": 3, "x": 0.5, "b": -1})
    plan = Plan(calls(found.graph.nodes), found.backward.tape.numbers)
    whole = len(plan.numbers) - len(found.backward.tape.numbers)
    now = list(plan.numbers)
    for steps_of_a_kind, steps, _ in plan.groups:
        assert steps_of_a_kind is not run_any
        steps_of_a_kind(now, steps)
    assert whole == 1 and now == plan.run()
    mixed = run("y = a*sum(v)", {"a": 2.0, "v": [1, 2]})
    numbers = mixed.backward.tape.numbers
    assert Plan((), numbers).single((0, 1)) is None


def test_a_whole_number_beside_an_array_of_floats_is_a_float() -> None:
    found = run("y = sum(3*v)", {"v": [1.5, 2]})
    plan = Plan(calls(found.graph.nodes), found.backward.tape.numbers)
    product, total = plan.calls
    assert [type(plan.numbers[place]) for place in plan.floating(product)] == [float, np.ndarray]
    assert plan.floating(total) is total.arguments


def test_a_row_goes_entry_by_entry_where_a_trial_says_so() -> None:
    """What an axis more would change is run value by value, which takes as many times as long."""
    for name, settings, entrywise in (
        ("sigmoid", {}, True), ("clip", {"low": 0.25, "high": 0.75}, True), ("clip", {"low": [0.25], "high": 0.75}, False),
        ("cumsum", {"axis": None}, False), ("reshape", {"shape": (2, 3)}, False), ("matmul", {}, False), ("add", {}, True),
    ):  # fmt: skip
        assert [is_entrywise(TABLE[name], settings) for _ in range(2)] == [entrywise, entrywise], name


def test_what_comes_out_of_constants_alone_is_not_computed_again() -> None:
    found = run("y = x**2", {"x": 3})
    tape = found.backward.tape
    plan = plan_of(tape, found.graph.nodes)
    assert "equal" in {node.operation for node in found.backward.nodes}
    assert "equal" not in {call.row.name for call in plan.calls}


def test_work_counts_steps_entries_and_the_terms_of_products() -> None:
    found = run("y = sum(W @ V)", {"W": np.ones((20, 30)).tolist(), "V": np.ones((30, 40)).tolist()})
    plan = Plan(calls(found.graph.nodes), found.values)
    # The start; 20·30·40 terms beside 1 200 entries of the operand; then the 800 that are summed.
    assert plan.work() == 1_000 + (1_000 + 1_200 + 24_000 // 4) + (1_000 + 800)


def check_filled(sample: Sample) -> None:
    both, nodes = sample.trace().backward, sample.trace().graph.nodes
    tape, last = both.tape, [sample.trace().graph.output, *both.adjoints.values()]
    with np.errstate(all="ignore"):
        filled, fresh = plan_of(tape, nodes, lasting=last), plan_of(tape, nodes)
        kept = []
        for factor in (1.0, 0.5, 1.0):
            first: list[Any] = [*tape.numbers]
            for node in nodes:
                if node.operation == INPUT and node.differentiable:
                    first[node.index] = first[node.index] * factor
            try:
                kept.append((filled.run(first), fresh.run(first)))
            except ARRAY_ERRORS:
                continue
    for now, expected in kept:
        for place in last:
            # A matrix product that is scaled early is rounded elsewhere.
            np.testing.assert_allclose(now[place], expected[place], rtol=1e-14, atol=1e-15)


def test_what_lasts_is_as_if_no_array_were_filled_anew() -> None:
    assert failures(check_filled, samples()) == []


def test_what_lasts_is_left_alone_by_the_next_run_and_so_is_what_it_may_be_a_view_of() -> None:
    found = run("h = exp(W)\nV = h.T\nk = h * 2\nL = sum(V) + sum(k)", {"W": [[1, 2], [3, 4]]})
    names, graph = found.graph.names, found.graph
    plan = plan_of(found.backward.tape, graph.nodes, lasting=[names["V"]])
    assert names["k"] in plan.buffers
    once = plan.run()
    seen = once[names["V"]].copy()
    plan.run([np.zeros((2, 2)) if place == names["W"] else number for place, number in enumerate(plan.numbers)])
    np.testing.assert_array_equal(once[names["V"]], seen)
    assert not np.array_equal(once[names["k"]], 2 * seen.T)


def test_an_array_that_no_later_step_needs_is_written_over() -> None:
    found = run("h = exp(W)\nk = h * h\nv = k.T\nm = v + k\nL = sum(exp(m))", {"W": [[0.1, 0.2], [0.3, 0.4]]})
    names, graph = found.graph.names, found.graph
    plan = Plan(calls(graph.nodes), found.values, lasting=[graph.output])
    assert plan.over == {names["k"]: names["h"]}
    assert {names["h"], names["m"]} <= plan.buffers.keys()
    assert names["k"] not in plan.buffers
    assert plan.run()[graph.output] == plan.run()[graph.output] == found.values[graph.output]


def test_inputs_that_are_not_varied_keep_their_values() -> None:
    found = run("h = x * x\nL = h * w", {"x": 3, "w": 2})
    names = found.graph.names
    plan = plan_of(found.backward.tape, found.graph.nodes, varied=[names["w"]])
    assert names["h"] not in plan.computed
    assert names["L"] in plan.computed


def test_what_lasts_takes_over_the_array_of_an_argument_and_is_a_new_one_each_time() -> None:
    found = run("h = exp(W)\nk = 2 * h\nm = W - k\nL = sum(m)", {"W": [[0.1, 0.2], [0.3, 0.4]]})
    names, graph = found.graph.names, found.graph
    plan = Plan(calls(graph.nodes), found.values, lasting=[names["m"], graph.output])
    assert plan.over == {names["k"]: names["h"], names["m"]: names["k"]}
    assert not plan.buffers
    once, again = plan.run(), plan.run()
    assert once[names["m"]] is not again[names["m"]]
    np.testing.assert_array_equal(once[names["m"]], found.values[names["m"]])
    np.testing.assert_array_equal(again[names["m"]], found.values[names["m"]])


def descent_of_a_product(constants: Collection[int]) -> tuple[Plan, Trace]:
    """The plan of `s = sum(c*(A @ B))` at which only the sum lasts; A has fewer entries than B and than the product."""
    values = {"c": 3, "A": [[1, 2]], "B": [[1, 2, 3], [4, 5, 6]]}
    found = run("P = A @ B\nQ = c*P\ns = sum(Q)", values)
    graph = found.graph
    numbers = found.backward.tape.numbers[: len(graph.nodes)]
    return Plan(calls(graph.nodes), numbers, constants, [graph.output]), found


def test_a_number_that_scales_a_matrix_product_goes_into_the_smaller_factor() -> None:
    plan, found = descent_of_a_product([])
    assert [call.row.name for call in plan.calls] == ["multiply", "matmul", "sum"]
    assert plan.calls[0].arguments == (found.graph.names["c"], found.graph.names["A"])
    assert plan.run(plan.numbers)[found.graph.output] == 3 * (9 + 12 + 15)


def test_a_factor_that_is_never_another_is_scaled_once() -> None:
    _, found = descent_of_a_product([])
    names = found.graph.names
    plan, _ = descent_of_a_product([names["c"], names["B"]])
    assert [call.row.name for call in plan.calls] == ["matmul", "sum"]
    first = list(plan.numbers)
    first[names["A"]] = np.array([[0.0, 1.0]])
    assert plan.run(first)[found.graph.output] == 3 * (4 + 5 + 6)


def test_a_matrix_product_that_is_looked_at_keeps_its_numbers() -> None:
    _, found = descent_of_a_product([])
    graph = found.graph
    numbers = found.backward.tape.numbers[: len(graph.nodes)]
    plan = Plan(calls(graph.nodes), numbers, [], [graph.names["P"], graph.output])
    np.testing.assert_array_equal(plan.run(plan.numbers)[graph.names["P"]], [[9, 12, 15]])
