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
CASES: dict[str, tuple[str, dict[str, tuple[int, ...]], str]] = {
    **{
        kind: (
            f"{kind}(3, 2, num_layers=2, batch_first=True)",
            {"x": (2, 3, 3)},
            "        y, state = self.net(x)\n        return y\n",
        )
        for kind in ("RNN", "LSTM", "GRU")
    },
    **{
        f"{kind}, both ways": (
            f"{kind}(3, 2, num_layers=3, bidirectional=True)",
            {"x": (3, 2, 3)},
            "        y, state = self.net(x)\n        return y\n",
        )
        for kind in ("RNN", "LSTM", "GRU")
    },
    "last state": (
        "GRU(3, 2, num_layers=2, bidirectional=True, batch_first=True)",
        {"x": (2, 3, 3), "h": (4, 2, 2)},
        "        y, state = self.net(x, h)\n        return state * state\n",
    ),
    **{
        made.partition("(")[0] + f" {number}": (made, {"x": shape}, "        y = self.net(x)\n        return y * y\n")
        for number, (made, shape) in enumerate(
            (
                ("ConvTranspose1d(2, 4, 3, stride=2, padding=1, output_padding=1)", (2, 2, 3)),
                ("ConvTranspose2d(2, 3, (2, 3), stride=(2, 1), bias=False)", (1, 2, 3, 2)),
                ("LazyLinear(3)", (2, 4)),
                ("Conv3d(2, 3, (1, 2, 2), padding=1)", (1, 2, 2, 2, 2)),
                ("ConvTranspose3d(2, 2, 2, groups=2)", (1, 2, 1, 2, 2)),
                ("ConvTranspose2d(4, 6, [2, 1], groups=2)", (1, 4, 2, 2)),
                ("LazyConv2d(2, 2)", (1, 3, 3, 3)),
                ("LazyBatchNorm1d()", (3, 2)),
                ("Upsample(scale_factor=2)", (1, 1, 2, 2)),
                ("Upsample(size=5, mode='nearest')", (1, 2, 3)),
                ("Upsample(size=(3, 5), mode='nearest-exact')", (1, 1, 2, 2)),
                ("Upsample(scale_factor=1.5, mode='bilinear')", (1, 1, 3, 4)),
                ("Upsample(scale_factor=2, mode='bilinear', align_corners=True)", (1, 1, 2, 3)),
                ("Upsample(size=7, mode='linear')", (1, 1, 4)),
                ("Upsample(scale_factor=2, mode='bicubic')", (1, 1, 4, 3)),
                ("Upsample(size=(3, 2), mode='bicubic', align_corners=True)", (1, 1, 4, 3)),
                ("Upsample(size=(2, 3), mode='area')", (1, 1, 5, 4)),
                ("UpsamplingBilinear2d(scale_factor=2)", (1, 1, 2, 2)),
                ("AdaptiveMaxPool2d((1, 2))", (1, 2, 3, 4)),
                ("LPPool2d(2, 2)", (1, 1, 2, 4)),
                ("PixelUnshuffle(2)", (1, 1, 2, 4)),
                ("ChannelShuffle(2)", (1, 4, 1, 2)),
                ("Unfold(2)", (1, 2, 3, 3)),
                ("Fold((3, 3), 2)", (1, 4, 4)),
                ("LocalResponseNorm(2)", (1, 3, 2)),
                ("Softmax2d()", (1, 3, 1, 2)),
                ("ReflectionPad2d((1, 0, 1, 1))", (1, 1, 2, 3)),
                ("ReplicationPad1d(2)", (1, 1, 3)),
                ("CircularPad1d((1, 2))", (1, 1, 3)),
                ("ConstantPad2d(1, 0.5)", (1, 1, 2, 2)),
                ("TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, 0.0), 2, nn.LayerNorm(4))", (3, 1, 4)),
            )
        )
    },
    **{
        f"decoder{first}": (
            f"TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 3, 0.0, norm_first={bool(first)}), 2)",
            {"x": (3, 1, 4), "memory": (2, 1, 4)},
            "        y = self.net(x, memory)\n        return y * y * y\n",
        )
        for first in ("", ", norm first")
    },
    "padded keys": (
        "MultiheadAttention(4, 2, batch_first=True)",
        {"x": (2, 3, 4)},
        (
            "        gaps = torch.tensor([[False, False, True], [False, False, False]])\n"
            "        y, w = self.net(x, x, x, key_padding_mask=gaps)\n        return y * y\n"
        ),
    ),
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
    names: dict[str, object] = {"nn": torch.nn, "torch": torch}
    torch.manual_seed(0)
    exec(text, names)  # noqa: S102 - our own text, run by the peer
    net = names["M"]()  # type: ignore[operator]
    random = np.random.default_rng(0)
    inputs = {
        key: torch.tensor(np.round(random.standard_normal(shape), 2), requires_grad=True)
        for key, shape in shapes.items()
    }
    with torch.no_grad():
        net(*inputs.values())
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
