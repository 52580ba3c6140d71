"""What PyTorch gives at the edges of operations, for `tests/data/torch-edges.json`.

In our environment `python -m tests.make_torch_edges list > samples.json`, then where PyTorch is installed
`python tests/make_torch_edges.py samples.json > tests/data/torch-edges.json`.
"""

from __future__ import annotations

import importlib
import json
import sys
from itertools import product
from pathlib import Path
from typing import Any

EDGES = (0.0, 1.0, -1.0, 0.5, float("inf"), float("-inf"))
"""What every entry of the one input is; equal entries are ties as well."""
PAIRED = (*EDGES, 2.0, -3.0, float("nan"))
"""What the entries of two operands are, each with each, where their operation is tried with what may come in from behind."""
INCOMING = (1.0, 0.0, float("inf"), float("nan"))
ENTRYWISE = (
    "F.smooth_l1_loss(x, y, reduction='none')", "F.smooth_l1_loss(x, y, reduction='none', beta=0.5)",
    "F.huber_loss(x, y, reduction='none')", "F.huber_loss(x, y, delta=0.5, reduction='none')",
    "F.mse_loss(x, y, reduction='none')", "F.softsign(x) + y", "torch.lerp(x, y, 0.25)", "torch.lerp(x, y, 0.75)",
    "torch.lerp(x, y, y)", "torch.floor(x) + y", "torch.ceil(x) + y", "torch.round(x) + y", "torch.trunc(x) + y",
    "torch.where(x > 0, x, y)", "torch.clamp(x, 0, 1) + y", "torch.maximum(x, y)",
    "torch.xlogy(x, y)", "torch.hypot(x, y)", "torch.addcmul(x, y, y)", "torch.fmod(x, y)",
)  # fmt: skip
UNSETTLED = ("linalg", "svd", "eig", "qr", "det", "pinv", "topk", "kthvalue", "prod", "matrix_exp", "rand", "dropout")
"""Decompositions of singular matrices and ties between places, where PyTorch's own answer is a matter of its algorithm."""


def samples() -> list[dict[str, Any]]:
    """The texts of PyTorch with one input, with each edge that is not beside the point."""
    from tests.operations import samples as listed  # noqa: PLC0415 - the environment with PyTorch has none of our packages

    return [
        {"text": sample.text, "at": dict(sample.at), "constants": list(sample.constants), "edge": edge}
        for sample in listed()
        if sample.library == "torch"
        and len(sample.at) - len(sample.constants) == 1
        and not any(word in sample.text for word in UNSETTLED)
        for edge in EDGES
    ]


def paired(torch: Any) -> list[dict[str, Any]]:
    """The gradients of both operands of entrywise operations, at each pair of edges, for each gradient that comes in."""
    x, y = zip(*product(PAIRED, PAIRED), strict=True)
    found = []
    for text, seed in product(ENTRYWISE, INCOMING):
        values = {name: torch.tensor(entries, requires_grad=True) for name, entries in (("x", x), ("y", y))}
        output = eval(text, {"torch": torch, "F": torch.nn.functional, **values})  # noqa: S307 - texts of our own
        output.backward(torch.full_like(output, seed))
        gradients = {name: value.grad.tolist() for name, value in values.items() if value.grad is not None}
        found.append({"text": text, "seed": seed, "gradients": gradients})
    return found


def filled(given: Any, edge: float) -> Any:
    return [filled(each, edge) for each in given] if isinstance(given, list) else edge


def computed(sample: dict[str, Any], torch: Any) -> dict[str, Any] | None:
    """The output and the gradient under a seed of ones; None where PyTorch refuses, or gives no numbers."""
    name = next(each for each in sample["at"] if each not in sample["constants"])
    at = {**sample["at"], name: filled(sample["at"][name], sample["edge"])}
    values = {key: torch.tensor(value) for key, value in at.items()}
    values[name] = x = torch.tensor(at[name], dtype=torch.float64, requires_grad=True)
    try:
        output = eval(sample["text"], {"torch": torch, "F": torch.nn.functional, **values})  # noqa: S307 - texts of our own
        if output.requires_grad:
            output.backward(torch.ones_like(output))
    except (RuntimeError, ValueError, TypeError, NameError, AttributeError, IndexError):
        return None
    gradient = torch.zeros_like(x) if x.grad is None else x.grad
    return {**sample, "at": at, "input": name, "output": output.tolist(), "gradient": gradient.tolist()}


def main(argument: str) -> None:
    if argument == "list":
        json.dump(samples(), sys.stdout)
        return
    torch = importlib.import_module("torch")
    torch.set_default_dtype(torch.float64)
    found = [computed(sample, torch) for sample in json.loads(Path(argument).read_text(encoding="utf-8"))]
    lines = ",\n".join(json.dumps(each) for each in found if each is not None)
    pairs = ",\n".join(json.dumps(each) for each in paired(torch))
    sys.stdout.write(f'{{\n"torch": "{torch.__version__}",\n"cases": [\n{lines}\n],\n"pairs": [\n{pairs}\n]\n}}\n')


if __name__ == "__main__":
    main(sys.argv[1])
