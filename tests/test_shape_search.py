"""A pasted function runs before any value is typed: shapes that fit are found for inputs that are left open."""

from __future__ import annotations

import numpy as np
import pytest

from app.autodiff import differentiate, shape_search
from app.language import LanguageError, parse

BATCHNORM = """\
def batchnorm_forward(x, gamma, beta, eps):
    N, D = x.shape
    mu = 1./N * np.sum(x, axis=0)
    xmu = x - mu
    var = 1./N * np.sum(xmu ** 2, axis=0)
    return gamma * xmu / np.sqrt(var + eps) + beta
"""
LABELS = "def f(scores, y):\n    N = scores.shape[0]\n    return -scores[np.arange(N), y].sum() / N\n"


@pytest.mark.parametrize(
    ("text", "arrays"),
    [
        ("z = x*y", set()),
        ("z = x @ y", {"x", "y"}),
        (BATCHNORM, {"x"}),
        (LABELS, {"scores"}),
        ("h = nn.Linear(4, 2)(x)", {"x"}),
    ],
)
def test_only_what_must_be_an_array_is_assumed(text: str, arrays: set[str]) -> None:
    trace = differentiate(parse(text))
    shapes = {node.name: node.shape for node in trace.graph.inputs() if node.name and "." not in node.name}
    assert {name for name, shape in shapes.items() if shape} == arrays
    told = [warning.message for warning in trace.warnings if "assumed" in warning.message]
    assert len(told) == len(arrays)


def test_a_value_that_is_given_is_not_replaced() -> None:
    trace = differentiate(parse("z = x @ y"), values={"y": [1, 2, 3, 4]})
    assert np.shape(trace.named(trace.values)["y"]) == (4,)


def test_a_mistake_that_no_value_mends_is_told_as_it_is() -> None:
    with pytest.raises(LanguageError, match="unknown function `sigmod`"):
        differentiate(parse("z = sigmod(x @ y)"))


def test_the_search_gives_up_after_a_count_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert differentiate(parse(LABELS)).graph.nodes
    monkeypatch.setattr(shape_search, "BUDGET", 100)
    with pytest.raises(LanguageError):
        differentiate(parse(LABELS + "# again\n"))
