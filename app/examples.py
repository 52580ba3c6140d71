"""The gallery: each example is one entry here, and the menu, the gallery page, the goldens and the checks follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

BATCH_NORM = """\
def batchnorm_forward(x, gamma, beta, eps):
    N, D = x.shape
    mu = 1./N * np.sum(x, axis=0)
    xmu = x - mu
    sq = xmu ** 2
    var = 1./N * np.sum(sq, axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1./sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta
    cache = (xhat, gamma, xmu, ivar, sqrtvar, var, eps)
    return out, cache
"""

NETWORK = """\
x = [0.5, -1]
W1 = [[0.1, 0.4], [-0.3, 0.8], [0.7, -0.2]]
b1 = [0.1, 0, -0.1]
W2 = [0.6, -0.5, 0.9]
b2 = 0.2
t = 1

h = tanh(W1 @ x + b1)
y = W2 @ h + b2
L = mse(y, t)
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A forward pass worth looking at: `note` says in a sentence what it shows; `options` are the figure's, as a URL has them."""

    name: str
    title: str
    note: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    seed: object = None
    constants: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


EXAMPLES = (
    Example(
        "function",
        "Any function",
        "A gate of which nothing is known but its inputs: each of them gets dL/dz, times the derivative of the gate.",
        "z = f(x, y)",
    ),
    Example(
        "gate",
        "One gate",
        "A product, seen from outside: each input gets the gradient that comes in times its own local derivative.",
        "z = x * y",
        values={"x": 3, "y": -4},
        options={"fold": "all"},
    ),
    Example(
        "sum-product",
        "Sum, then product",
        "A plus gate hands its gradient on unchanged; a product gate swaps its inputs.",
        "x = -2; y = 5; z = -4\nq = x + y\nf = q * z",
    ),
    Example(
        "neuron",
        "Sigmoid neuron",
        "Two inputs, two weights and a bias, with the sigmoid opened into the four gates that it is made of.",
        "f = 1/(1 + exp(-(w0*x0 + w1*x1 + w2)))",
        values={"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
    ),
    Example(
        "composition",
        "Three functions, one after another",
        "The chain rule at its plainest: one local derivative a gate, multiplied from right to left.",
        "x = 0.8\nu = x^2\nv = sin(u)\ny = exp(v)",
    ),
    Example(
        "fan-out",
        "A value used twice",
        "Where a value forks on the way forward, the gradients of its branches add on the way back.",
        "x = 3\ny = x*x + x",
    ),
    Example(
        "two-paths",
        "Two paths to one input",
        "Changing b changes e in two ways, through c and through d; its gradient is the sum over both paths.",
        "a = 2; b = 1\nc = a + b\nd = b + 1\ne = c * d",
    ),
    Example(
        "logarithm",
        "Logarithm, product and sine",
        "The worked example of many surveys of automatic differentiation.",
        "x1 = 2; x2 = 5\ny = log(x1) + x1*x2 - sin(x2)",
    ),
    Example(
        "softmax",
        "Softmax and cross-entropy",
        "Three scores become probabilities and a loss; the gradient of the scores is the probabilities less the target.",
        "s = [3.2, 5.1, -1.7]\nt = [1, 0, 0]\np = softmax(s)\nL = -sum(t * log(p))",
        constants=("t",),
    ),
    Example(
        "network",
        "A 2-3-1 network",
        "A hidden layer of three tanh units and a squared error, written with matrices.",
        NETWORK,
        constants=("t",),
    ),
    Example(
        "batch-norm",
        "Batch normalisation, as pasted",
        "A function straight from a NumPy notebook: mean, variance, normalise, scale and shift.",
        BATCH_NORM,
        values={
            "x": [[0.5, -1.2, 2.0], [1.5, 0.3, -0.7], [-0.4, 0.8, 1.1], [2.2, -0.5, 0.6]],
            "gamma": [1.0, 0.5, -1.5],
            "beta": [0.0, 0.1, 0.2],
            "eps": 1e-5,
        },
        seed=[[1.0, 0.5, -1.0], [0.0, 2.0, 1.0], [-1.0, 1.0, 0.5], [2.0, -0.5, 1.0]],
        constants=("eps",),
    ),
)


def find(name: str) -> Example | None:
    """The example called `name`, if there is one."""
    return next((example for example in EXAMPLES if example.name == name), None)
