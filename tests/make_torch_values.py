"""Has PyTorch compute the sample calls that are its own, and keeps what it gave in `tests/data/torch-values.json`.

PyTorch is no dependency of ours. Run this in an environment that has it, and NumPy:

    python -m venv /tmp/torch && /tmp/torch/bin/pip install torch numpy
    .venv/bin/python -m tests.make_torch_values list > /tmp/calls.json
    /tmp/torch/bin/python tests/make_torch_values.py /tmp/calls.json > tests/data/torch-values.json
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

Call = dict[str, Any]


def calls() -> list[Call]:
    """The samples under [torch]."""
    from tests.operations import samples  # noqa: PLC0415 - the environment with PyTorch has none of our packages

    return [
        {"program": sample.text, "at": sample.at, "constants": sample.constants}
        for sample in samples()
        if sample.library == "torch"
    ]


def computed(call: Call, torch: Any, number: int) -> Call:
    """A call with the seed, the output and the adjoints that PyTorch finds for it, in float64."""
    torch.set_default_dtype(torch.float64)
    names = {
        name: torch.tensor(value)
        if name in call["constants"]
        else torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for name, value in call["at"].items()
    }
    functional = torch.nn.functional
    output = eval(call["program"], {"torch": torch, "F": functional, **names})  # noqa: S307 - texts of our own
    generator = torch.Generator().manual_seed(number)
    seed = torch.rand(output.shape, generator=generator, dtype=torch.float64).round(decimals=2) + 0.5
    output.backward(seed)
    adjoints = {name: names[name].grad for name in names if name not in call["constants"]}
    return {
        **call,
        "name": f"{number} {call['program']}",
        "seed": seed.tolist(),
        "output": output.tolist(),
        "adjoints": {
            name: (torch.zeros_like(names[name]) if adjoint is None else adjoint).tolist()
            for name, adjoint in adjoints.items()
        },
    }


def main(argument: str) -> None:
    if argument == "list":
        json.dump(calls(), sys.stdout)
        return
    torch = importlib.import_module("torch")
    entries = []
    for number, call in enumerate(json.loads(Path(argument).read_text(encoding="utf-8"))):
        try:
            entries.append(computed(call, torch, number))
        except (RuntimeError, TypeError, ValueError, AttributeError, NameError, IndexError) as error:
            sys.exit(f"PyTorch cannot run {call['program']}: {error}")
    sys.stdout.write('{\n"torch": ' + json.dumps(torch.__version__) + ',\n"cases": [\n')
    sys.stdout.write(",\n".join(json.dumps(entry) for entry in entries) + "\n]\n}\n")


if __name__ == "__main__":
    main(sys.argv[1])
