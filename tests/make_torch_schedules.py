"""Has PyTorch's schedules of rates run, and keeps the rates before each of the first steps in `tests/data/torch-schedules.json`.

PyTorch is no dependency of ours. The file's keys are the schedules, of an optimiser `o` with a rate of 0.2 and a momentum of 0.5; momenta
are kept where they change, too. Run this in an environment that has PyTorch:

    /tmp/torch/bin/python tests/make_torch_schedules.py
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "torch-schedules.json"
STEPS = 20


def followed(torch: Any, calls: str) -> dict[str, list[float]]:
    """The rates, and the momenta where they change."""
    parameter = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.SGD([parameter], lr=0.2, momentum=0.5)
    names = {**vars(torch.optim.lr_scheduler), "o": optimiser}
    schedules = [eval(call, names) for call in calls.split("; ")]  # noqa: S307 - texts of our own
    groups = []
    for _ in range(STEPS):
        groups.append(dict(optimiser.param_groups[0]))
        optimiser.step()
        for each in schedules:
            each.step()
    found = {"rates": [group["lr"] for group in groups], "momenta": [group["momentum"] for group in groups]}
    return found if len(set(found["momenta"])) > 1 else {"rates": found["rates"]}


def main() -> None:
    torch = importlib.import_module("torch")
    torch.set_default_dtype(torch.float64)
    lines = [f"{json.dumps(call)}: {json.dumps(followed(torch, call))}" for call in json.loads(FILE.read_text("utf-8"))]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
