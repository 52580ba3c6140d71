"""What is left of terms that cancel is shown as 0, what is small by itself is not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import parse


def run(text: str, at: Mapping[str, object] | None = None) -> Trace:
    return differentiate(parse(text), values=at)


@pytest.mark.parametrize(
    ("text", "at", "name"),
    [
        ("f = 0.1*x + 0.2*x - 0.3*x", {"x": 1.0}, "x"),
        ("z = (x - x.mean()) / x.std()\nf = z.sum()", {"x": [0.3, 0.7, 1.9]}, "x"),
        (
            "z = (x - x.mean(axis=0)) / x.std(axis=0)\nf = (z @ [[1.0], [1.0]]).sum()",
            {"x": [[0.3, 0.7], [1.9, 0.2], [0.4, 0.9]]},
            "x",
        ),
        ("f = c*(0.1*x + 0.2*x - 0.3*x)", {"x": 1.0, "c": 3.0}, "x"),
        ("f = conv1d(x, w)[0, 0] @ [0.1, 0.2, -0.3]", {"x": [[[1.0] * 5]], "w": [[[1.0] * 3]]}, "w"),
        ("f = x[[0, 0, 0]] @ [0.1, 0.2, -0.3]", {"x": [1.0, 2.0]}, "x"),
    ],
)
def test_what_cancels_is_zero(text: str, at: dict[str, object], name: str) -> None:
    trace = run(text, at)
    raw = [np.asarray(trace.numbers[place]) for index, place in trace.backward.adjoints.items()]
    assert any(np.any((np.abs(each) > 0) & (np.abs(each) < 1e-12)) for each in raw), "nothing to leave out"
    assert np.all(trace.named(trace.adjoints)[name] == 0)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("f = 1 + 1e-13*x", {"x": 2.0}),
        ("f = exp(-x)", {"x": 40.0}),
        ("f = a*b", {"a": 1e-20, "b": 1e20}),
        ("f = x*1e-15 + y", {"x": 1.0, "y": 1.0}),
    ],
)
def test_what_is_small_by_itself_stays(text: str, at: dict[str, object]) -> None:
    trace = run(text, at)
    assert all(np.all(np.asarray(adjoint) != 0) for adjoint in trace.named(trace.adjoints).values())


def test_a_value_that_cancels_is_shown_as_zero_and_computed_with_as_it_is() -> None:
    trace = run("d = 0.1 + x - 0.3\nf = d*1e17", {"x": 0.2})
    values = trace.named(trace.values)
    assert values["d"] == 0
    assert values["f"] == pytest.approx((0.1 + 0.2 - 0.3) * 1e17)


@pytest.mark.parametrize(
    "text",
    [
        "y = einsum('i,i->', a, x)",
        "y = conv1d(a[None, None], x[None, None])",
        "y = cumsum(a * x)",
        "y = a[None] @ x",
        "y = inner(a, x)",
        "y = conv_transpose1d(a[None, None], x[None, None])",
    ],
)
def test_every_sum_of_products_is_free_of_noise(text: str) -> None:
    trace = run(text, {"a": [0.1, 0.2, -0.3], "x": [1.0, 1.0, 1.0]})
    raw, shown = (np.abs(np.asarray(each[trace.graph.output])) for each in (trace.numbers, trace.values))
    assert np.any((raw > 0) & (raw < 1e-12)), "nothing to leave out"
    assert not np.any((shown > 0) & (shown < 1e-12))
