"""The gradient check near kinks, edges of a domain and rounding noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.autodiff.passes.gradient_check import gradient_check
from app.language import parse


def run(text: str, values: Mapping[str, object] | None = None, seed: object = None) -> Trace:
    return differentiate(parse(text), values=values, seed=seed)


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


@pytest.mark.parametrize("text", ["z = relu(x)", "z = log(x)", "z = relu(x + 0.99 - 0.99)"])
def test_the_check_goes_near_kinks_and_edges(text: str) -> None:
    error = run(text, {"x": 1e-5}).check.error
    assert error is not None and error < 1e-6


def test_the_check_does_not_compare_across_a_kink() -> None:
    assert run("z = clip(p, 1e-9, 1 - 1e-9)*p", {"p": 1}).check.error is None


def test_the_check_counts_its_work() -> None:
    trace = run("y = sum(exp(x) * w)", {"x": np.linspace(0, 1, 200).tolist(), "w": 2})
    few = gradient_check(trace.graph, trace.values, trace.seed, trace.adjoints, kinks=False, budget=1)
    more = gradient_check(trace.graph, trace.values, trace.seed, trace.adjoints, kinks=False, budget=2_000_000)
    assert 0 < few.checked < more.checked < more.total == 201
    assert trace.check.checked == 201
    assert few == gradient_check(trace.graph, trace.values, trace.seed, trace.adjoints, kinks=False, budget=1)


def test_what_is_copied_counts_as_work() -> None:
    few, many = (run("z = x", {"x": [1.0] * size}) for size in (10, 1_000))
    found = [
        gradient_check(each.graph, each.values, each.seed, each.adjoints, kinks=False, budget=40_000).checked
        for each in (few, many)
    ]
    assert found[0] == 10 and found[1] < 100


def test_a_wrong_adjoint_is_found() -> None:
    trace = run("y = sum(exp(x) * w)", {"x": [1, 2], "w": 2})
    wrong = {**trace.adjoints, 0: trace.adjoints[0] * 1.001}
    error = gradient_check(trace.graph, trace.values, trace.seed, wrong, kinks=False).error
    assert error == pytest.approx(1e-3, rel=1e-2)


@pytest.mark.parametrize("text", ["median(x)", "torch.median(x)", "quantile(x, 0.3)", "sum(sort(x)*[1, 2, 3, 4])"])
def test_ties_are_kinks_and_never_a_disagreement(text: str) -> None:
    trace = run(f"f = {text}", {"x": [1, 1, 1, 1]})
    assert trace.check.error is None and "kink" in trace.check.reason
    error = run(f"f = {text}", {"x": [1, 3, 2, 5]}).check.error
    assert error is not None and error < 1e-6
