"""A paste of 200 lines, an LSTM over 16 steps with a loss, from its text to folded gates, beside PyTorch's own forward and backward of it.

PyTorch is no dependency of Backpass: where it is not installed, only our own figures are printed.
"""

from __future__ import annotations

import importlib.util
import runpy
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np

from app.autodiff import differentiate, fold
from app.language import parse
from benchmarks.memory import forget
from benchmarks.stopwatch import Job, compare, ratio

STEPS, ROUNDS, N, D, H = 16, 15, 2, 3, 4
PEER = "PyTorch"
STEP = """\
    a = xs[{t}] @ Wx + h @ Wh + b
    ai = a[:, :H]
    af = a[:, H:2*H]
    ao = a[:, 2*H:3*H]
    ag = a[:, 3*H:]
    i = torch.sigmoid(ai)
    f = torch.sigmoid(af)
    o = torch.sigmoid(ao)
    g = torch.tanh(ag)
    c = f * c + i * g
    h = o * torch.tanh(c)
    loss = loss + ((h @ V - ys[{t}]) ** 2).mean()
"""
TEXT = "\n".join(
    [
        "import torch",
        "def forward(xs, ys, h, c, Wx, Wh, b, V):",
        "    H = h.shape[1]",
        "    loss = (h * h).sum() * 0.0",
        *(STEP.format(t=t).rstrip() for t in range(STEPS)),
        "    loss = loss / len(xs)",
        "    return loss",
    ]
)
SHAPES = {
    "xs": (STEPS, N, D), "ys": (STEPS, N, 1), "h": (N, H), "c": (N, H),
    "Wx": (D, 4 * H), "Wh": (H, 4 * H), "b": (4 * H,), "V": (H, 1),
}  # fmt: skip


def values(round_: int) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """The inputs of a round."""
    random = np.random.default_rng(round_)
    return {name: random.standard_normal(shape) for name, shape in SHAPES.items()}


def ours(round_: int) -> float:
    """Read the text, run both passes, fold; the loss."""
    trace = differentiate(parse(TEXT), values=values(round_))
    fold(trace.graph)
    return float(trace.values[trace.graph.output])


def theirs() -> Callable[[int], float]:
    """PyTorch's run of the same text."""
    import torch  # noqa: PLC0415 (it may not be there)

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pasted.py"
        file.write_text(TEXT)
        forward = runpy.run_path(str(file))["forward"]

    def run(round_: int) -> float:
        inputs = {name: torch.tensor(value, requires_grad=True) for name, value in values(round_).items()}
        loss = forward(**inputs)
        loss.backward()
        return float(loss)

    return run


def main() -> None:
    """Print the medians: a text never seen, other values for it, and PyTorch's."""
    jobs = {
        "text never seen": Job(ours, before=lambda _: forget(("app.autodiff", "app.language"))),
        "other values": Job(ours),
    }
    if importlib.util.find_spec("torch") is not None:
        peer = theirs()
        assert abs(peer(1) - ours(1)) < 1e-9, "the two disagree"
        jobs[PEER] = Job(peer)
    taken = compare(jobs, ROUNDS, process_time)
    print(f"A paste of {len(TEXT.splitlines())} lines: parse, forward, backward, fold")
    for name, reading in taken.items():
        beside = f"   {ratio(reading, taken[PEER])}" if name != PEER and PEER in taken else ""
        print(f"  {name:<26}{reading}{beside}")
    if PEER not in taken:
        print("  PyTorch is not installed here, so there is nothing to compare with: pip install torch")


if __name__ == "__main__":
    main()
