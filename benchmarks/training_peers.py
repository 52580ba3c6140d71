"""The descents of `training.py` as one writes them with autograd and with PyTorch, which Backpass does not need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any

Loss = Callable[[Any, Mapping[str, Any], Mapping[str, Any]], Any]
"""The loss from a library, its parameters and its data."""
TORCH = find_spec("torch") is not None


def neuron(np: Any, p: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    y = 1 / (1 + np.exp(-(p["w0"] * given["x0"] + p["w1"] * given["x1"] + p["b"])))
    return (y - given["t"]) ** 2


def network(np: Any, p: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    def hidden(k: int) -> Any:
        return 1 / (1 + np.exp(-(p[f"u{k}"] * given["x0"] + p[f"v{k}"] * given["x1"] + p[f"c{k}"])))

    y = 1 / (1 + np.exp(-(sum(p[f"o{k}"] * hidden(k) for k in range(3)) + p["d"])))
    return (y - given["t"]) ** 2


def large(np: Any, p: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    s = np.maximum(given["x"] @ p["W1"] + p["b1"], given["zero"]) @ p["W2"] + p["b2"]
    logged = np.log(np.sum(np.exp(s), 1)).reshape(-1, 1)
    return -np.sum((s - logged) * given["t"]) / 64


def by_autograd(loss: Loss, weights: Mapping[str, Any], given: Mapping[str, Any], steps: int, rate: float) -> float:
    """The loss after so many steps."""
    import autograd.numpy as np  # noqa: PLC0415
    from autograd import grad  # noqa: PLC0415

    p = dict(weights)
    slope = grad(lambda p: loss(np, p, given))
    for _ in range(steps):
        found = slope(p)
        p = {name: value - rate * found[name] for name, value in p.items()}
    return float(loss(np, p, given))


def by_torch(loss: Loss, weights: Mapping[str, Any], given: Mapping[str, Any], steps: int, rate: float) -> float:
    """The loss after so many steps."""
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)
    p = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in weights.items()}
    known = {name: torch.tensor(value, dtype=torch.float64) for name, value in given.items()}
    optimiser = torch.optim.SGD(list(p.values()), lr=rate)
    for _ in range(steps):
        optimiser.zero_grad()
        loss(torch, p, known).backward()
        optimiser.step()
    return float(loss(torch, p, known).detach())


PEERS = {"autograd": by_autograd, **({"PyTorch": by_torch} if TORCH else {})}
