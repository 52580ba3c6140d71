"""What PyTorch's modules for sequences give: run where PyTorch is installed, this writes tests/data/torch-modules.json anew.

python tests/make_torch_modules.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

HEAD = """\
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.{made}
    def forward(self, {inputs}):
"""
CASES = {
    **{
        kind: (
            f"{kind}(3, 2, num_layers=2, batch_first=True)",
            {"x": (2, 3, 3)},
            "        y, state = self.net(x)\n        return y\n",
        )
        for kind in ("RNN", "LSTM", "GRU")
    },
    "attention": (
        "MultiheadAttention(4, 2)",
        {"q": (3, 2, 4), "k": (5, 2, 4)},
        "        y, w = self.net(q, k, k)\n        return y * y\n",
    ),
    "encoder": (
        "TransformerEncoderLayer(4, 2, dim_feedforward=5, dropout=0.0, batch_first=True, activation='gelu')",
        {"x": (2, 3, 4)},
        "        y = self.net(x)\n        return y * y * y\n",
    ),
}


def made(name: str) -> dict[str, object]:
    """The text of a case with its inputs, its output, and the adjoint of each input and parameter under a seed of ones."""
    module, shapes, body = CASES[name]
    text = HEAD.format(made=module, inputs=", ".join(shapes)) + body
    names: dict[str, object] = {"nn": torch.nn}
    torch.manual_seed(0)
    exec(text, names)  # noqa: S102 - our own text, run by the peer
    net = names["M"]()  # type: ignore[operator]
    random = np.random.default_rng(0)
    inputs = {
        key: torch.tensor(np.round(random.standard_normal(shape), 2), requires_grad=True)
        for key, shape in shapes.items()
    }
    output = net(*inputs.values())
    output.sum().backward()
    leaves = {**inputs, **dict(net.named_parameters())}
    return {
        "text": text,
        "at": {key: leaf.tolist() for key, leaf in leaves.items()},
        "output": output.tolist(),
        "adjoints": {key: leaf.grad.tolist() for key, leaf in leaves.items()},
    }


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    target = Path(__file__).parent / "data" / "torch-modules.json"
    target.write_text(json.dumps({"torch": torch.__version__, "cases": {name: made(name) for name in CASES}}))
