"""A row says how its operation looks: what is shown is what is computed, and one place is enough to say it."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.autodiff import differentiate
from app.autodiff.primitives import DEFINITIONS, STATICS, TABLE
from app.autodiff.rows import Primitive, Row
from app.language import parse_expression
from app.language.syntax import Binary, Compare, Evaluate, Literal, Name, Program
from app.language.walk import mapped
from app.typeset import expression, gate, plain
from app.typeset.function_notation import FORMS

EVERY: tuple[Row, ...] = (*TABLE.values(), *DEFINITIONS.values(), *STATICS.values())
# Signs for values that stand nowhere in the text: N entries, the factors of a matrix.
STANDING = {"right_vectors"}
# Where mathematics means a matrix, A⁻¹ and Aᵀ, or places that are whole numbers.
OF_OTHERS = {"inv", "solve", "transpose", "take"}
# Shown as a factor that chooses, as their operand alone, or as a product of matrices by shapes.
IN_RULES = {row.name for row in TABLE.values() if row.inner} | {"broadcast_to", "outer", "matvec", "vecmat"}
FULL = np.array([[2.0, 0.3, 0.1], [0.4, 1.5, 0.2], [0.1, 0.6, 1.8]])
SQUARE = {
    "a": FULL,
    "b": 2 * FULL,
    "x": 1.5 * FULL,
    "z": 0.7 * FULL,
    "input": FULL,
    "end": 2 * FULL,
    "weight": 0.3 * FULL,
}


def numeric() -> Iterator[Primitive]:
    whole = (row for row in TABLE.values() if len(row.parameters) == len(row.signature))
    yield from (row for row in whole if row.shown and row.name not in STANDING | OF_OTHERS | IN_RULES)


def compared(tree: Any) -> Any:
    """An expression with `a > 0` in the place of each name a: `&` and `|` join truth values, which inputs are not."""
    if isinstance(tree, Name):
        return Compare(tree, (">",), (Literal(0),))
    return mapped(tree, compared)


@pytest.mark.parametrize("row", list(numeric()), ids=lambda row: row.name)
def test_what_is_shown_is_what_is_computed(row: Primitive) -> None:
    assert row.shown is not None
    given = {name: SQUARE[name] for name in row.parameters}
    truth = {name: (value > 1).astype(float) for name, value in given.items()}
    given = truth if row.name.startswith("logical") else given
    meant = compared(row.shown) if row.name.startswith("logical") else row.shown
    shown = Program(row.name, (Evaluate(Binary(meant, "+", Name("t"))),))
    euler = {"e": math.e} if repr(Name("e")) in repr(row.shown) else {}
    found = differentiate(shown, values={**given, **euler, "t": 0.0})
    assert np.allclose(found.values[found.graph.output], row.forward(*given.values()), equal_nan=True)


def test_every_form_is_known_and_used() -> None:
    assert {row.form for row in EVERY if row.form} == set(FORMS)


def test_no_row_says_twice_how_it_looks() -> None:
    assert [row.name for row in EVERY if row.form and row.shown] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("add(a, b)", "a + b"),
        ("torch.add(a, b, alpha=2)", "add(a, b, alpha = 2)"),
        ("x.swapaxes(0, 1)", "xᵀ"),
        ("np.squeeze(x)", "squeeze(x)"),
        ("greater(a, 0)", "a > 0"),
        ("where(greater(a, 0), a, 0)", "a · [a > 0]"),
        ("mean(x, axis=1)", "1/N · Σ_j x"),
        ("torch.mean(x, dim=1)", "1/N · Σ_j x"),
        ("special.gamma(x)", "Γ(x)"),
        ("norm.cdf(x)", "Φ(x)"),
        ("expm1(x) * 2", "(exp(x) − 1) · 2"),
        ("square(a + b)", "(a + b)²"),
        ("square(a, b)", "square(a, b)"),
        ("put(x)", "put(x)"),
        ("ln(x)", "ln(x)"),
        ("arcsin(x)", "arcsin(x)"),
        ("asin(x)", "arcsin(x)"),
    ],
)
def test_a_call_is_shown_as_its_row_says(text: str, wanted: str) -> None:
    assert plain(expression(parse_expression(text))) == wanted


def test_gates_show_their_symbols() -> None:
    shown = {name: plain(gate(TABLE[name].gate)) for name in ("relu", "asin", "maximum", "equal", "floor")}
    assert shown == {"relu": "ReLU", "asin": "arcsin", "maximum": "max", "equal": "=", "floor": "⌊x⌋"}


NEWCOMER = """
import numpy as np
from app.autodiff import differentiate, fold
from app.autodiff.primitives import SUBJECTS, elementwise
from app.autodiff.primitives.call_forms import reduction
from app.autodiff.table import OPENED, definition, primitive
from app.diagram import Options, compose
from app.help import operations
from app.language import parse
from app.typeset import plain

OPENED["elementwise"] = OPENED.pop(elementwise.__name__)
primitive("double", "x", lambda x: 2 * x, "g * 2", shown="2 * x", symbol="×2", spoken="doubling", explained="Twice what comes in.")
primitive("sumsq", "x, axis=None, keepdims=False", lambda x, axis, keepdims: np.sum(np.square(x), axis, keepdims=keepdims),
          "spread(g, x.shape, axis, keepdims) * 2 * x", symbol="Σx²", shown="sum(x**2, axis)", spoken="sum of squares",
          explained="Each entry gets twice itself.", prepare=reduction("sumsq"))
definition("def halved(x): return (x + x) / 4", head="½", spoken="halving", explained="Half of what comes in.")
trace = differentiate(parse("z = halved(sum(np.sumsq(double(x), axis=1)))"), values={"x": [[1, 2], [3, 4]]})
for step in compose(trace, Options()).steps:
    print(step.sentence, plain(step.formula))
print(trace.check.error < 1e-8, *(each.name for each in operations.subject(OPENED["elementwise"]).operations[-3:]))
"""


def test_one_row_is_enough_for_every_room() -> None:
    """Values, rules, notation, steps and help of an operation that nothing else knows."""
    run = subprocess.run([sys.executable, "-c", NEWCOMER], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    said = run.stdout.splitlines()
    assert "The doubling takes x and makes v₁. v₁ = 2 · x = 2 · [1, 2; 3, 4] = [2, 4; 6, 8]" in said
    assert "The sum of squares takes v₁ and makes v₂. v₂ = Σ_j v₁² = Σ_j [2, 4; 6, 8]² = [20, 100]" in said
    assert "The halving takes v₃ and makes z. z = ½(v₃) = ½(120) = 60" in said
    assert "Half of what comes in. dL/dv₃ = dL/dz · (1/4 + 1/4) = 1 · (1/4 + 1/4) = 0.5" in said
    assert said[-1] == "True double sumsq halved"
