"""Batch normalisation of 64 × 100 numbers and a 784-128-10 network with a batch of 64, beside passes written by hand in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import numpy as np
from numpy.typing import NDArray

from app.autodiff import differentiate
from app.language import parse
from benchmarks.stopwatch import Job, Reading, compare, ratio

ROUNDS = 25
PEER = "by hand in NumPy"
Array = NDArray[np.float64]
Values = dict[str, Array]

BATCH_NORM = """\
N, D = x.shape
mu = 1./N * np.sum(x, axis=0)
xmu = x - mu
var = 1./N * np.sum(xmu ** 2, axis=0)
sqrtvar = np.sqrt(var + eps)
ivar = 1./sqrtvar
xhat = xmu * ivar
out = gamma * xhat + beta
"""
NETWORK = """\
h = np.maximum(x @ W1 + b1, 0)
s = h @ W2 + b2
p = s - np.log(np.sum(np.exp(s), axis=1, keepdims=True))
L = -np.sum(p * t) / 64
"""


def batch_norm_values(round_: int) -> Values:
    random = np.random.default_rng(round_)
    return {
        "x": random.standard_normal((64, 100)),
        "gamma": random.standard_normal(100),
        "beta": random.standard_normal(100),
        "eps": np.array(1e-5),
    }


def network_values(round_: int) -> Values:
    random = np.random.default_rng(round_)
    return {
        "x": random.standard_normal((64, 784)),
        "W1": random.standard_normal((784, 128)) / 28,
        "b1": random.standard_normal(128),
        "W2": random.standard_normal((128, 10)) / 11,
        "b2": random.standard_normal(10),
        "t": np.eye(10)[random.integers(0, 10, 64)],
    }


def batch_norm(x: Array, gamma: Array, beta: Array, eps: Array) -> list[Array]:
    """Both passes, as homework has them; the adjoints of all inputs where the output's is all ones."""
    count = x.shape[0]
    mu = 1.0 / count * np.sum(x, axis=0)
    xmu = x - mu
    var = 1.0 / count * np.sum(xmu**2, axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    out = gamma * xhat + beta
    dout = np.ones_like(out)
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dvar = -divar / sqrtvar**2 * 0.5 / sqrtvar
    dxmu = dxhat * ivar + 2 * xmu * (1.0 / count * dvar)
    dmu = -np.sum(dxmu, axis=0)
    dx = dxmu + 1.0 / count * dmu
    return [dx, dgamma, dbeta, np.sum(dvar)]


def network(x: Array, W1: Array, b1: Array, W2: Array, b2: Array, t: Array) -> list[Array]:
    """Both passes; the adjoints of all inputs."""
    a = x @ W1 + b1
    h = np.maximum(a, 0)
    s = h @ W2 + b2
    p = s - np.log(np.sum(np.exp(s), axis=1, keepdims=True))
    dp = -t / 64
    dt = -p / 64
    ds = dp - np.exp(p) * np.sum(dp, axis=1, keepdims=True)
    db2, dw2, dh = np.sum(ds, axis=0), h.T @ ds, ds @ W2.T
    da = dh * (a > 0)
    return [da @ W1.T, x.T @ da, np.sum(da, axis=0), dw2, db2, dt]


CASES: dict[str, tuple[str, Callable[[int], Values], Callable[..., list[Array]]]] = {
    "batch norm 64 × 100": (BATCH_NORM, batch_norm_values, batch_norm),
    "784-128-10, batch 64": (NETWORK, network_values, network),
}


def measured(text: str, inputs: list[Values], by_hand: Callable[..., list[Array]]) -> dict[str, Reading]:
    """Both at the same inputs, after a look whether they agree."""
    program = parse(text)
    first = differentiate(program, values=inputs[0])
    found = [first.named(first.adjoints)[name] for name in inputs[0]]
    for one, other in zip(found, by_hand(**inputs[0]), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)
    ours = Job(lambda round_: differentiate(program, values=inputs[round_]))
    return compare({"other values": ours, PEER: Job(lambda round_: by_hand(**inputs[round_]))}, ROUNDS, process_time)


def main() -> None:
    """Print the medians, and our ratio to NumPy."""
    for name, (text, values, by_hand) in CASES.items():
        taken = measured(text, [values(round_) for round_ in range(ROUNDS + 1)], by_hand)
        print(name)
        print(f"  {'other values':<26}{taken['other values']}   {ratio(taken['other values'], taken[PEER])}")
        print(f"  {PEER:<26}{taken[PEER]}")


if __name__ == "__main__":
    main()
