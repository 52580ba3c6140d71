"""Every row of the table has a sample call, and its first and second derivatives agree with central differences."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from app.autodiff import Limits, Trace
from app.autodiff.graph import UNKNOWN, Graph
from app.autodiff.interpreter import Request, Run, run_program
from app.autodiff.passes.backward import backward
from app.autodiff.primitives import DEFINITIONS, SPELLINGS, STATICS, TABLE
from app.autodiff.rows import Definition
from app.autodiff.table import primitive
from app.language import parse
from tests.operations import Sample, samples
from tests.tables import each_of

Array = NDArray[np.float64]
SAMPLES = samples()


def has_no_slope(found: Trace) -> bool:
    """At a kink the derivative is a convention, and behind a cut it is 0 where the value changes: differences show neither."""
    cut = any(node.operation == "detach" for node in found.graph.nodes)
    return cut or any("kink" in warning.message for warning in found.warnings)


@functools.cache
def covered() -> frozenset[str]:
    """The rows that the samples run with something to differentiate, those that rules call in the backward pass included."""
    names: set[str] = set()
    for sample in SAMPLES:
        for node in sample.trace().backward.nodes:
            names.add(node.operation)
            names.update(scope.name for scope in node.scope if scope.kind == "definition")
    return frozenset(names)


# They make no node; the rule of a rule; what stands in rules alone, which `test_composed_rules.py` compares with the reverse pass.
WITHOUT_SAMPLE = {"dropout", "unary_plus", "others_back", "convolved_back", "correlated", "label_marks"}
# A function that is not known has no numbers to compare, and one that a text gives itself is no call of the table.


@each_of([name for name, row in TABLE.items() if row.differentiable and name != UNKNOWN and not row.unchecked])
def test_primitive_has_a_sample(name: str) -> None:
    assert name in covered(), f"add a sample call of {name} to tests/data/operations.txt"


@each_of(sorted(set(DEFINITIONS) - WITHOUT_SAMPLE))
def test_definition_has_a_sample(name: str) -> None:
    assert name in covered(), f"add a sample call of {name} to tests/data/operations.txt"


def direction(shape: tuple[int, ...], number: int) -> Array:
    return np.random.default_rng(number).choice([-1.0, 1.0], shape) * np.random.default_rng(number + 1).uniform(
        0.5, 1, shape
    )


def slope(function: Callable[[float], float], step: float) -> float:
    """The derivative at 0, by Richardson's extrapolation of central differences."""
    coarse, fine = ((function(h) - function(-h)) / (2 * h) for h in (step, step / 2))
    return (4 * fine - coarse) / 3


def agrees(found: float, function: Callable[[float], float], scale: float) -> bool:
    return any(abs(found - slope(function, step)) <= 1e-6 * max(1.0, scale) for step in (1e-3, 1e-4, 1e-2))


# A singular matrix, and a power at 0: right once, but not twice.
STEEP = {"np.linalg.det(x)", "x ** 0"}


@each_of(SAMPLES)
def test_adjoints_are_those_of_differences(sample: Sample) -> None:
    found = sample.trace()
    if has_no_slope(found):
        return  # PyTorch's derivatives there are in `test_primitives_torch`.
    seed = direction(found.graph.nodes[found.graph.output].shape, 1)
    seeded = sample.trace(seed.tolist())
    adjoints = seeded.named(seeded.adjoints)
    for name in set(sample.at) - set(sample.constants):
        at = np.asarray(sample.at[name], dtype=float)
        way = direction(at.shape, 2)

        def along(t: float, name: str = name, at: Array = at, way: Array = way) -> float:
            moved = sample.trace(**{name: (at + t * way).tolist()})
            return float(np.sum(seed * moved.values[moved.graph.output]))

        assert np.shape(adjoints[name]) == at.shape
        assert agrees(float(np.sum(adjoints[name] * way)), along, float(np.sum(np.abs(adjoints[name])))), name


@each_of([sample for sample in SAMPLES if sample.text not in STEEP])
def test_second_derivatives_are_those_of_differences(sample: Sample) -> None:
    """The backward pass is a graph: going back through it once more must give the derivatives of the adjoints."""
    if has_no_slope(sample.trace()):
        return
    for name in set(sample.at) - set(sample.constants):
        at = np.asarray(sample.at[name], dtype=float)
        way, other = direction(at.shape, 3), direction(at.shape, 4)

        def along(t: float, name: str = name, at: Array = at, way: Array = way, other: Array = other) -> float:
            moved = sample.trace(**{name: (at + t * way).tolist()})
            return float(np.sum(other * moved.named(moved.adjoints)[name]))

        second = twice(sample, name, other)
        assert agrees(float(np.sum(second * way)), along, float(np.sum(np.abs(second)))), name


def twice(sample: Sample, name: str, other: Array) -> Array:
    """The derivative of ⟨adjoint of `name`, `other`⟩ by `name`: zero where the adjoint does not depend on it."""
    run = Run(parse(sample.text), Request(dict(sample.at), frozenset(sample.constants), None, Limits()))
    with np.errstate(all="ignore"):
        graph = run_program(run)
        start = next(node.index for node in graph.inputs() if node.name == name)
        once = backward(graph, run.builder.values)
        if start not in once.adjoints:
            return np.zeros_like(other)
        again = backward(Graph(once.nodes, once.adjoints[start]), once.tape.numbers, other.tolist())
    found = again.adjoints.get(start)
    return np.zeros_like(other) if found is None else np.asarray(again.tape.numbers[found])


def test_names_are_told_apart() -> None:
    with pytest.raises(ValueError, match="exp names two operations"):
        primitive("exp", "x", np.exp, "g * y")
    assert SPELLINGS["exp"] is TABLE["exp"]


def test_no_parameter_is_called_what_rules_call_the_output() -> None:
    with pytest.raises(ValueError, match="calls a parameter y"):
        primitive("twice_their_sum", "x, y", np.add, "2 * g", "2 * g")
    assert "twice_their_sum" not in SPELLINGS


def test_every_rule_stands_for_an_operand() -> None:
    for row in TABLE.values():
        assert len(row.rules) == (1 if row.variadic else len(row.parameters)), row.name


def test_every_kink_has_a_policy() -> None:
    for row in TABLE.values():
        assert row.policy or row.kink is None, row.name


def test_rows_know_their_own_tables() -> None:
    assert not set(TABLE) & set(DEFINITIONS)
    assert not set(STATICS) & {*TABLE, *DEFINITIONS}


def test_every_text_of_a_row_can_be_read() -> None:
    for row in (*TABLE.values(), *DEFINITIONS.values(), *STATICS.values()):
        assert bool(row.shown) is bool(row.shown_text), row.name
    for made in DEFINITIONS.values():
        assert made.define.name == made.name
        assert set(made.rules) <= {each.name for each in made.signature}, made.name


def test_a_definition_is_read_as_one_function() -> None:
    with pytest.raises(ValueError, match="too many values"):
        _ = Definition("a", source="def a(x): return x\ndef b(x): return x").define
