"""Rules that compositions have of their own: what they say is what their operations do, and it stands in few words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from app.autodiff import Trace, differentiate, fold
from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.autodiff.primitives import DEFINITIONS
from app.diagram.closeup.closeup import LONG
from app.diagram.formulas import explanations
from app.diagram.formulas.composed_rules import Composed, composed
from app.diagram.formulas.gate_values import LONGEST
from app.diagram.formulas.wire_formulas import Formulas
from app.language import parse
from app.typeset import plain
from tests.operations import samples

RULES = {(row.name, operand) for row in DEFINITIONS.values() for operand in row.rules}


def told(trace: Trace) -> Iterator[tuple[Composed, str]]:
    """The rules that speak of a trace, where no kink is met: there the operations' policies hold."""
    for gate in fold(trace.graph, "primitive").gates:
        if not any(node.index in gate.nodes for node in trace.at_kinks):
            yield from ((each, key) for each in composed(trace, gate) for key in each.operands)


def found(trace: Trace, whole: Composed, operand: str) -> list[tuple[int, int]]:
    """The edges along which something comes back to an operand."""
    edges = [(node, place) for node in whole.nodes for place in range(len(trace.graph.nodes[node].arguments))]
    value = whole.operands[operand]
    return [
        each for each in edges if trace.graph.nodes[each[0]].arguments[each[1]] == value and each in trace.contributions
    ]


def test_what_rules_say_is_what_comes_back() -> None:
    met = set()
    for sample in samples():
        trace = sample.here
        for whole, operand in told(trace):
            rule, edges = whole.rule(operand), found(trace, whole, operand)
            if rule is None or not edges:
                continue
            values = {key: trace.values[value] for key, value in whole.operands.items()}
            given = {**whole.settings, **values, "y": trace.values[whole.output], "g": trace.adjoints[whole.output]}
            wanted = sum(np.asarray(trace.contributions[edge]) for edge in edges)
            made = np.asarray(evaluate_alone(rule, given))
            assert made.shape == np.shape(wanted), (sample.text, operand)
            assert np.allclose(made, wanted), (sample.text, operand)
            met.add((whole.name, operand))
    assert met == RULES


@pytest.mark.parametrize(
    ("text", "longest", "rules"),
    [
        (
            "s = [[1, 2], [0, 1]]; t = [0, 1]\nL = cross_entropy(s, t)",
            LONGEST,
            {"s": "1/N · (softmax_j(s) − one hot(t))"},
        ),
        (
            "x = [[1, 2], [0, 1]]\nf = F.layer_norm(x, (2,))\nL = torch.sum(f**2)",
            LONG,
            {"x": "(dL/df − 1/N · Σ_j dL/df − f · 1/N · Σ_j dL/df · f)/√(var_j(x) + 10⁻⁵)"},
        ),
        (
            "w = zeros((1, 1, 2, 2)) + 1; x = zeros((1, 1, 3, 3)) + 1\nf = F.conv2d(x, w)\nL = torch.sum(f)",
            LONGEST,
            {"x": "dL/df ∗ᵀ w", "w": "x ⋆ dL/df"},
        ),
        ("x = [1, 2, 4]\nL = x.var()", LONGEST, {"x": "2 · (x − 1/N · Σ x)/3"}),
        ("x = 2\nL = F.gelu(x)", LONGEST, {"x": "Φ(x) + x · φ(x)"}),
        ("s = 2; t = 1\nL = F.binary_cross_entropy_with_logits(s, t)", LONGEST, {"s": "1/N · (σ(s) − t)"}),
        (
            "q = [[1, 0]]; k = [[2, 1], [1, 3]]; v = [[1], [2]]\nf = F.scaled_dot_product_attention(q, k, v)\nL = torch.sum(f**2)",
            LONG,
            {
                "q": "softmax(q · kᵀ · 0.707107) · (dL/df · vᵀ − Σ_j dL/df · f) · k · 0.707107",
                "k": "(softmax(q · kᵀ · 0.707107) · (dL/df · vᵀ − Σ_j dL/df · f))ᵀ · q · 0.707107",
                "v": "softmax(q · kᵀ · 0.707107)ᵀ · dL/df",
            },
        ),
        ("x = [[3, 4]]\nf = F.normalize(x)\nL = torch.sum(f**3)", LONGEST, {"x": "(dL/df − f · Σ_j dL/df · f)/‖x‖"}),
        ("x = [1, 2, 4]; t = [0, 0, 0]\nL = F.huber_loss(x, t)", LONGEST, {"x": "1/N · clip(x − t, −1, 1)"}),
        (
            "W = [[1, 2]]; x = [3, 4]\nf = F.linear(x, W)\nL = torch.sum(f**2)",
            LONGEST,
            {"W": "dL/df · xᵀ", "x": "Wᵀ · dL/df"},
        ),
    ],
)
def test_rules_are_readable(text: str, longest: int, rules: dict[str, str]) -> None:
    trace = differentiate(parse(text))
    formulas = Formulas(trace, fold(trace.graph, "primitive"), "d", longest)
    said = {trace.labels[wire.value]: formulas.through(wire) for wire in formulas.folded.wires}
    assert {key: math and plain(math) for key, math in said.items() if key in rules} == rules


def test_every_gate_says_how_the_gradient_passes() -> None:
    silent = set()
    for sample in samples():
        trace = sample.here
        for gate in fold(trace.graph, "primitive").gates:
            if any(trace.wire(wire) is not None for wire in fold(trace.graph, "primitive").into(gate.index)):
                said = explanations.backward(trace, gate)
                silent |= {sample.text} if not said.strip() or "through ," in said else set()
    assert silent == set()
