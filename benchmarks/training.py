"""Descents and landscapes: 1 000 steps of a neuron, a 2-3-1 network and a 784-128-10 network, and 200 × 200 points of a scalar program.

micrograd, autograd and PyTorch make their graphs anew at each step; NumPy runs both passes as one writes them by hand. PyTorch takes
part where it is installed, and the run says so where it is not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from time import process_time

import numpy as np

from app.autodiff import differentiate
from app.language import parse
from app.training import Axis, DescentRequest, Start, descend, landscape, moments
from benchmarks import arrays, training_peers
from benchmarks.peer import Value, exp, value
from benchmarks.stopwatch import Job, Reading, compare, ratio
from benchmarks.training_peers import PEERS, TORCH

TRAINED = ("W1", "b1", "W2", "b2")
STEPS, ROUNDS, LARGE_ROUNDS, RATE = 1_000, 7, 3, 0.1
NEURON = "y = 1/(1 + exp(-(w0*x0 + w1*x1 + b)))\nL = (y - t)**2"
NEURON_AT = {"x0": 1.0, "x1": -2.0, "t": 0.8, "w0": 0.5, "w1": -0.3, "b": 0.1}
HIDDEN = "\n".join(f"h{k} = 1/(1 + exp(-(u{k}*x0 + v{k}*x1 + c{k})))" for k in range(3))
NETWORK = f"{HIDDEN}\ny = 1/(1 + exp(-(o0*h0 + o1*h1 + o2*h2 + d)))\nL = (y - t)**2"
WEIGHTS = {f"{name}{k}": 0.1 * (place + k) - 0.3 for place, name in enumerate("uvco") for k in range(3)} | {"d": 0.2}
DATA = {"x0": 1.0, "x1": -2.0, "t": 0.8}


def sigmoid(x: Value) -> Value:
    return 1 / (1 + exp(-x))


def neuron(p: dict[str, Value], x0: float, x1: float, t: float) -> Value:
    return (sigmoid(p["w0"] * x0 + p["w1"] * x1 + p["b"]) - t) ** 2


def network(p: dict[str, Value], x0: float, x1: float, t: float) -> Value:
    hidden = [sigmoid(p[f"u{k}"] * x0 + p[f"v{k}"] * x1 + p[f"c{k}"]) for k in range(3)]
    return (sigmoid(p["o0"] * hidden[0] + p["o1"] * hidden[1] + p["o2"] * hidden[2] + p["d"]) - t) ** 2


def micrograd(loss: Callable[..., Value], weights: dict[str, float]) -> float:
    """The loss after so many steps."""
    parameters = {name: value(number) for name, number in weights.items()}
    for _ in range(STEPS):
        out = loss(parameters, **DATA)
        for each in parameters.values():
            each.grad = 0.0
        out.backward()
        for each in parameters.values():
            each.data -= RATE * each.grad
    return loss(parameters, **DATA).data


def ours(text: str, weights: dict[str, float]) -> float:
    asked = DescentRequest(steps=STEPS, rate=RATE, train=tuple(weights))
    return descend(Start(parse(text), {**DATA, **weights}), asked).loss[-1]


def by_hand(inputs: arrays.Values) -> float:
    """The network of `arrays`, with the adjoints that are needed."""
    x, t = inputs["x"], inputs["t"]
    w1, b1, w2, b2 = (inputs[name].copy() for name in ("W1", "b1", "W2", "b2"))
    loss = 0.0
    for _ in range(STEPS + 1):
        a = x @ w1 + b1
        h = np.maximum(a, 0)
        s = h @ w2 + b2
        p = s - np.log(np.sum(np.exp(s), axis=1, keepdims=True))
        loss = float(-np.sum(p * t) / 64)
        dp = -t / 64
        ds = dp - np.exp(p) * np.sum(dp, axis=1, keepdims=True)
        da = (ds @ w2.T) * (a > 0)
        w1, b1 = w1 - RATE * (x.T @ da), b1 - RATE * np.sum(da, axis=0)
        w2, b2 = w2 - RATE * (h.T @ ds), b2 - RATE * np.sum(ds, axis=0)
    return loss


def large(inputs: arrays.Values) -> float:
    asked = DescentRequest(steps=STEPS, rate=RATE, train=TRAINED)
    # As by hand, no weights are kept but the present ones.
    (loss,) = deque(map(attrgetter("loss"), moments(Start(parse(arrays.NETWORK), dict(inputs)), asked)), maxlen=1)
    return float(loss)


def points_one_by_one(count: int) -> float:
    """The losses at so many points, each by a run of its own."""
    program, losses = parse(NEURON), 0.0
    for w in np.linspace(-3, 3, count):
        trace = differentiate(program, values={**NEURON_AT, "w0": w})
        losses += float(trace.numbers[trace.graph.output])
    return losses


def told(title: str, taken: dict[str, Reading]) -> None:
    """The times, and how we stand beside each peer."""
    print(title)
    for name, reading in taken.items():
        print(
            f"  {name:<26}{reading}" + (f"   ours is {ratio(taken['descend'], reading)}" if name != "descend" else "")
        )


def beside(title: str, ours: Callable[[], float], peers: dict[str, Callable[[], float]], rounds: int = ROUNDS) -> None:
    """Measure a descent of ours beside those of peers, which come to the same loss."""
    for name, peer in peers.items():
        assert abs(ours() - peer()) < 1e-9, f"{name} disagrees"
    jobs = {name: Job(lambda _, run=run: run()) for name, run in {"descend": ours, **peers}.items()}  # type: ignore[misc]
    told(title, compare(jobs, rounds, process_time))


def main() -> None:
    """Print the medians, and our ratios to the peers."""
    if not TORCH:
        print("PyTorch is not installed here, so it is left out.")
    weights = {name: NEURON_AT[name] for name in ("w0", "w1", "b")}
    scalar = (
        ("neuron", NEURON, neuron, training_peers.neuron, weights),
        ("2-3-1", NETWORK, network, training_peers.network, WEIGHTS),
    )
    for title, text, loss, same, start in scalar:
        peers = {name: partial(run, same, start, DATA, STEPS, RATE) for name, run in PEERS.items()}
        beside(
            f"{STEPS} steps, {title}",
            partial(ours, text, start),
            {"micrograd": partial(micrograd, loss, start), **peers},
        )
    inputs = arrays.network_values(1)
    given = {"x": inputs["x"], "t": inputs["t"], "zero": np.zeros(())}
    first = {name: inputs[name] for name in TRAINED}
    peers = {name: partial(run, training_peers.large, first, given, STEPS, RATE) for name, run in PEERS.items()}
    title = f"{STEPS} steps, 784-128-10, batch of 64"
    beside(title, partial(large, inputs), {"NumPy by hand": partial(by_hand, inputs), **peers}, LARGE_ROUNDS)
    points()


def points() -> None:
    """A landscape beside a loop over some of its points."""
    axes = [Axis("w0", -3, 3, 200), Axis("w1", -3, 3, 200)]
    grid = Job(lambda _: landscape(Start(parse(NEURON), NEURON_AT), axes))
    taken = compare({"landscape": grid, "loop": Job(lambda _: points_one_by_one(400))}, ROUNDS, process_time)
    times = 100 * taken["loop"].median / taken["landscape"].median
    print("a landscape of 200 × 200 points")
    print(f"  landscape                 {taken['landscape']}   {times:.0f} times as fast as a loop")
    print(f"  400 points in a loop      {taken['loop']}")


if __name__ == "__main__":
    main()
