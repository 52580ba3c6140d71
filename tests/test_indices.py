"""Indices at the foot of names: which entries a sum takes, and what an index means that no sum runs over."""

from __future__ import annotations

import re

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import LanguageError, parse

X = "x = [1.0, 2, 3]\n"
NUMBERED = "x1 = 1; x2 = 2; x3 = 3\n"
MATRIX = "A = [[1.0, 2], [3, 4]]; x = [1.0, 2]\n"


def run(text: str) -> Trace:
    return differentiate(parse(text), lenient=True)


SUMS = [
    (X + r"z = \sum_{i<j} x_i x_j", 11, [5, 4, 3]),
    (X + "z = Σ_{i<j} x_i x_j", 11, [5, 4, 3]),
    (X + r"z = \sum_{i \ne j} x_i x_j", 22, [10, 8, 6]),
    (X + r"z = \sum_{i \le j} x_i x_j", 25, [7, 8, 9]),
    (X + r"z = \sum_{1 \le i < j \le n} x_i x_j", 11, [5, 4, 3]),
    (X + r"z = \sum_{1 \le i < j \le 2} x_i x_j", 2, [2, 1, 0]),
    (X + r"z = \sum_{i=1}^{3} \sum_{j<i} x_i x_j", 11, [5, 4, 3]),
    (X + r"z = \sum_i \sum_{j \ne i} x_i x_j", 22, [10, 8, 6]),
    (X + r"z = \sum_{0 < k < 3} x_k", 3, [1, 1, 0]),
    (X + r"z = \sum_{k \le 2} x_k", 3, [1, 1, 0]),
    (X + r"z = \sum_{j \ne 2} x_j", 4, [1, 0, 1]),
    (X + r"z = \sum_{i \in \{1, 3\}} x_i", 4, [1, 0, 1]),
    (X + r"z = \sum_{i \in [n]} x_i", 6, [1, 1, 1]),
    (X + r"z = \sum_{k \in \{1, \dots, n\}} x_k", 6, [1, 1, 1]),
    (X + r"z = \sum_{x_i > 1} x_i", 5, [0, 1, 1]),
    (X + r"z = \sum_{i: x_i > 1} x_i", 5, [0, 1, 1]),
    (X + r"z = \sum_{t \in x} t^2", 14, [2, 4, 6]),
    (X + r"z = \prod_{i<j} (x_j - x_i)", 2, [-3, 0, 3]),
    (X + r"z = \sum_{i=1}^{n-1} (x_{i+1} - x_i)^2", 2, [-2, 0, 2]),
    (X + r"z = \sum_{i=2}^{n} x_{i-1} x_i", 8, [2, 4, 2]),
    (X + r"z = \sum_{t=0}^{T} 2^t x_t", 17, [1, 2, 4]),
    (X + r"z = \sum_j (x - x_j)^2 @ [1.0, 1, 1]", 12, [-12, 0, 12]),
    (X + r"z = \sum_i (x_i - mean(x))^2", 2, [-2, 0, 2]),
    (X + r"\max_i x_i", 3, [0, 0, 1]),
    (r"\min_i x_i^2" + "\nx = [1.0, 2, 3]", 1, [2, 0, 0]),
]
"""Sums, each with its value and its gradient by x."""


@pytest.mark.parametrize(("text", "value", "gradient"), SUMS)
def test_a_sum_takes_the_entries_that_its_foot_says(text: str, value: float, gradient: list[float]) -> None:
    trace = run(text)
    np.testing.assert_allclose(trace.values[trace.graph.output], value)
    np.testing.assert_allclose(trace.named(trace.adjoints)["x"], gradient)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (NUMBERED + r"z = \sum_{i<j} x_i x_j", 11),
        (NUMBERED + r"z = \sum_i \sum_{j \ne i} x_i x_j", 22),
        (NUMBERED + r"z = \sum_{i \in \{1, 3\}} x_i", 4),
        ("z = Σ_i w_i x_i\nw1 = 1; w2 = 2\n" + NUMBERED.replace("; x3 = 3", ""), 5),
        ("z = cos2x + 1\nx = 0", 2),
    ],
)
def test_names_with_numbers_are_entries_too_where_they_stand_below_as_well(text: str, value: float) -> None:
    trace = run(text)
    np.testing.assert_allclose(trace.values[trace.graph.output], value)


ARRAYS = [
    (X + "y_i = x_i^2", [1, 4, 9]),
    (X + "y_i = i x_i", [1, 4, 9]),
    (X + r"y_i = \sum_{j \ne i} x_j", [5, 4, 3]),
    (X + r"y_i = x_i \prod_{j \ne i} x_j", [6, 6, 6]),
    (X + r"y_i = \sum_j (x_i - x_j)^2", [5, 2, 5]),
    (MATRIX + r"y_i = \sum_j A_{ij} x_j", [5, 11]),
    (MATRIX + r"y_i = \sum_j A_{ij} x_j^2", [9, 19]),
    (MATRIX + r"y_j = \sum_i A_{ij} x_i", [7, 10]),
    (MATRIX + r"C_{ij} = \sum_k A_{ik} A_{kj}", [[7, 10], [15, 22]]),
    (MATRIX + r"C_{ij} = \sum_k A_{ik} A_{jk}", [[5, 11], [11, 25]]),
    (MATRIX + r"C_{ij} = x_i A_{ij}", [[1, 2], [6, 8]]),
    (MATRIX + r"\sum_j A_{ij} x_j", [5, 11]),
    (MATRIX + r"z = \sum_j A_{ij} x_j", [5, 11]),
    (MATRIX + "z = A_{ii}", [1, 4]),
    (MATRIX + "z = (x_i - 1)^2", [0, 1]),
]


@pytest.mark.parametrize(("text", "value"), ARRAYS)
def test_an_index_that_no_sum_runs_over_is_an_axis_and_told(text: str, value: list[float]) -> None:
    trace = run(text)
    np.testing.assert_allclose(trace.values[trace.graph.output], value)
    assert set(trace.named(trace.values)) <= {"A", "x", "y", "z", "C", "f"}
    assert any("is read for all entries at once" in each.message for each in trace.warnings)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (X + r"z = \sum_i x_i x_{i+1}", "runs beyond them"),
        (X + r"z = \sum_{i=1}^{n} x_{i-1}", "runs beyond them"),
        (X + r"z = \sum_{i \in S} x_i; S = [1, 3]", "not picked by the members of `S`"),
        (X + r"z = \sum_{2} x_i", "names no index"),
        (MATRIX + "z = A_{ij} x_j", "`j` stands in two factors"),
        (MATRIX + r"y_i = A_{ij} x_j", "the index `j` stands on the right alone"),
        (MATRIX + r"f(x) = \sum_j A_{ij} x_j; z = f([1.0, 1])", "the index `i` of `A_ij` has no value"),
    ],
)
def test_what_no_index_can_mean_is_refused(text: str, told: str) -> None:
    with pytest.raises(LanguageError, match=told):
        run(text)


def test_a_sum_of_nothing_within_another_adds_no_gate() -> None:
    graph = run(X + r"z = \sum_{i<j} x_i x_j").graph
    assert [node.operation for node in graph.nodes].count("add") == 2


def test_a_set_without_members_is_told() -> None:
    trace = run(X + r"L = \sum_{i \in B} x_i")
    assert any("`B` has no members here" in each.message for each in trace.warnings)


def test_the_two_readings_of_a_shared_index_are_offered() -> None:
    with pytest.raises(LanguageError) as raised:
        run("x = [1.0, 2]; y = [3.0, 4]\nz = x_i y_i")
    assert raised.value.mistakes[0].repair == "z_i"


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("f = Σᵢ Σⱼ aᵢ bⱼ", "index multiply sum"),
        ("f = Σᵢ (yᵢ − Σⱼ Aᵢⱼ xⱼ)²", "matvec subtract power sum"),
        ("f = Σᵢ Σⱼ Aᵢⱼ (xᵢ − yⱼ)²", "index subtract power multiply sum"),
        ("f = Σᵢ Σⱼ (xᵢ − xⱼ)²", "index subtract power sum"),
        ("f = Σᵢ log Σⱼ exp(Aᵢⱼ)", "exp sum log sum"),
    ],
)
def test_sums_in_each_other_are_computed_on_whole_arrays(text: str, operations: str) -> None:
    values = {"A": [[1.0, 2], [3, 4]], "a": [1.0, 2], "b": [3.0, 4], "x": [1.0, 2], "y": [0.5, 1]}
    trace = differentiate(
        parse(text), values={name: value for name, value in values.items() if re.search(f"{name}[ᵢⱼ]", text)}
    )
    assert [node.operation for node in trace.graph.nodes if node.arguments] == operations.split()
