"""Has PyTorch's optimisers walk, and keeps where they came in `tests/data/torch-trajectories.json`.

PyTorch is no dependency of ours. Run this in an environment that has it, and NumPy:

    /tmp/torch/bin/python tests/make_torch_trajectories.py > tests/data/torch-trajectories.json
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

STEPS = 25
LINE = {"X": [[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]], "y": [3.0, 2.0, 1.0]}
PROBLEMS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("(x - 3)**2", {"x": 0.5}, {}),
    ("(1 - x)**2 + 2*(y - x**2)**2", {"x": -0.5, "y": 0.8}, {}),
    ("x**4 - 3*x**3 + 2", {"x": 1.5}, {}),
    ("(torch.sigmoid(w*x + b) - 0.7)**2", {"w": 0.3, "b": -0.2}, {"x": 1.7}),
    ("((X @ w + b - y)**2).mean()", {"w": [0.1, -0.2], "b": 0.3}, LINE),
    (
        "-(T*torch.log_softmax(X @ W, 1)).sum()",
        {"W": [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]]},
        {"X": LINE["X"], "T": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]},
    ),
    (
        "((torch.tanh(X @ W + b) @ v - y)**2).mean()",
        {"W": [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]], "b": [0.0, 0.1, 0.2], "v": [0.5, -0.5, 1.0]},
        LINE,
    ),
    ("torch.exp(x) - 2*x + y**2*torch.cosh(x)", {"x": 0.9, "y": -1.1}, {}),
    ("((A @ A.T - B)**2).sum()", {"A": [[0.7, 0.1], [-0.2, 0.9]]}, {"B": [[1.0, 0.3], [0.3, 1.2]]}),
    ("torch.abs(x - 0.3) + torch.relu(y*x)", {"x": 1.1, "y": 0.7}, {}),
]
# Our name and settings; PyTorch's class and arguments.
WAYS: list[tuple[str, dict[str, float], str, dict[str, Any]]] = [
    ("gradient-descent", {"rate": 0.02}, "SGD", {"lr": 0.02}),
    ("gradient-descent", {"rate": 0.02, "weight_decay": 0.1}, "SGD", {"lr": 0.02, "weight_decay": 0.1}),
    ("momentum", {"rate": 0.01, "momentum": 0.8}, "SGD", {"lr": 0.01, "momentum": 0.8}),
    ("nesterov", {"rate": 0.01, "momentum": 0.8}, "SGD", {"lr": 0.01, "momentum": 0.8, "nesterov": True}),
    ("adagrad", {"rate": 0.1, "rate_decay": 0.05}, "Adagrad", {"lr": 0.1, "lr_decay": 0.05}),
    ("rmsprop", {"rate": 0.01, "alpha": 0.9}, "RMSprop", {"lr": 0.01, "alpha": 0.9}),
    ("adam", {"rate": 0.05}, "Adam", {"lr": 0.05}),
    ("adam", {"rate": 0.05, "beta1": 0.8, "beta2": 0.95, "weight_decay": 0.1}, "Adam",
     {"lr": 0.05, "betas": (0.8, 0.95), "weight_decay": 0.1}),
    ("adamw", {"rate": 0.05}, "AdamW", {"lr": 0.05}),
    ("momentum", {"rate": 0.01, "momentum": 0.8, "dampening": 0.3}, "SGD", {"lr": 0.01, "momentum": 0.8, "dampening": 0.3}),
    ("adagrad", {"rate": 0.1, "initial": 0.2}, "Adagrad", {"lr": 0.1, "initial_accumulator_value": 0.2}),
    ("adadelta", {"rate": 0.8, "alpha": 0.8}, "Adadelta", {"lr": 0.8, "rho": 0.8}),
    ("rmsprop-momentum", {"rate": 0.01, "momentum": 0.6}, "RMSprop", {"lr": 0.01, "momentum": 0.6}),
    ("rmsprop-centered", {"rate": 0.01, "momentum": 0.6, "alpha": 0.9}, "RMSprop",
     {"lr": 0.01, "momentum": 0.6, "alpha": 0.9, "centered": True}),
    ("rmsprop-centered", {"rate": 0.01}, "RMSprop", {"lr": 0.01, "centered": True}),
    ("amsgrad", {"rate": 0.05, "beta2": 0.9}, "Adam", {"lr": 0.05, "betas": (0.9, 0.9), "amsgrad": True}),
    ("adamax", {"rate": 0.05}, "Adamax", {"lr": 0.05}),
    ("nadam", {"rate": 0.05, "weight_decay": 0.1}, "NAdam", {"lr": 0.05, "weight_decay": 0.1}),
    ("radam", {"rate": 0.05, "beta2": 0.99}, "RAdam", {"lr": 0.05, "betas": (0.9, 0.99)}),
]  # fmt: skip


def walked(torch: Any, problem: tuple[str, dict[str, Any], dict[str, Any]], kind: str, given: dict[str, Any]) -> Any:
    """The losses and the parameters, before the first step and after each."""
    text, start, data = problem
    names = {name: torch.tensor(value, requires_grad=True) for name, value in start.items()}
    fixed = {name: torch.tensor(value) for name, value in data.items()}
    optimiser = getattr(torch.optim, kind)(list(names.values()), **given)
    losses, values = [], {name: [value.tolist()] for name, value in names.items()}
    for step in range(STEPS + 1):
        optimiser.zero_grad()
        loss = eval(text, {"torch": torch, **names, **fixed})  # noqa: S307 - texts of our own
        losses.append(loss.item())
        if step < STEPS:
            loss.backward()
            optimiser.step()
            for name, value in names.items():
                values[name].append(value.tolist())
    return {"loss": losses, "values": values}


def main() -> None:
    torch = importlib.import_module("torch")
    torch.set_default_dtype(torch.float64)
    entries = [
        {"program": problem[0], "train": problem[1], "at": problem[2], "optimiser": name, "settings": settings}
        | walked(torch, problem, kind, given)
        for problem in PROBLEMS
        for name, settings, kind, given in WAYS
    ]
    sys.stdout.write('{\n"torch": ' + json.dumps(torch.__version__) + ',\n"cases": [\n')
    sys.stdout.write(",\n".join(json.dumps(entry) for entry in entries) + "\n]\n}\n")


if __name__ == "__main__":
    main()
