"""A talk on backpropagation in eight slides: what stands on each, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Slide:
    """A slide: its title, a sentence below it, and the figure by its program, values and options; `walks` if it goes step by step."""

    name: str
    title: str
    sentence: str
    program: str
    values: Mapping[str, object] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    walks: bool = False


TALK = (
    Slide(
        "gate", "One gate, one rule", "What comes back is what came in, times the gate’s own derivative.", "z = f(x, y)"
    ),
    Slide(
        "product",
        "Two gates, step by step",
        "Values first, from left to right; then gradients, from right to left.",
        "q = x + y\nf = q * z",
        {"x": -2, "y": 5, "z": -4},
        walks=True,
    ),
    Slide(
        "sum",
        "Where paths meet, gradients add",
        "A value used twice gets the sum over both ways.",
        "f = x * x + x",
        {"x": 3},
    ),
    Slide(
        "neuron",
        "A neuron",
        "Weights get the input, times what the nonlinearity lets through.",
        "z = w * x + b\ny = sigmoid(z)",
        {"w": 2, "x": -1, "b": 3},
    ),
    Slide(
        "relu",
        "A gate that is shut lets nothing back",
        "At a negative input the derivative is zero: the unit learns nothing here.",
        "y = relu(w * x)",
        {"w": -2, "x": 1},
        {"style": "circuit"},
    ),
    Slide(
        "matrix",
        "A layer: the same rule for arrays",
        "dL/dW is an outer product, dL/dx goes through the transpose.",
        "h = tanh(W @ x)",
        {"W": [[1, -2], [0.5, 3]], "x": [1, 0.2]},
    ),
    Slide(
        "loss",
        "Softmax with cross-entropy",
        "Whatever the scores, what comes back is p minus t.",
        "p = softmax(s)\nL = -sum(t * log(p))",
        {"s": [1, 2, 0.5], "t": [0, 1, 0]},
        {"style": "cs231n"},
    ),
    Slide(
        "network",
        "A network is no more than that",
        "Two layers and a loss; one pass back gives every gradient.",
        "h = tanh(w1 * x + b1)\ny = w2 * h + b2\nL = (y - t)**2",
        {"x": 0.5, "w1": 1.2, "b1": -0.1, "w2": -0.7, "b2": 0.3, "t": 1},
        {"style": "cs231n", "fold": "statement"},
    ),
)
