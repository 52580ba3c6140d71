"""A chain of 2 000 scalar operations, forwards and backwards, beside micrograd.

- other values: the program was run before; now its inputs change, as when a slider is dragged. Its nodes are known, and
  those of both passes are computed again.
- new program: it was never run. Its statements are carried out and make the graph; the rules of the operations are
  carried out and make the backward pass, as a graph too.
- micrograd: makes its graph at every forward pass, as it has no other way, then sorts it and runs its closures.
- PyTorch: the same on one-number tensors, where it is installed; Backpass does not need it.

Reading the text is in both of ours; Python's own reading of micrograd's program is not counted.
"""

from __future__ import annotations

import importlib.util
import sys
from time import process_time

from app.autodiff import Limits, Trace, differentiate
from app.language import parse
from benchmarks.memory import forget
from benchmarks.peer import Value, value
from benchmarks.stopwatch import Job, compare, ratio

STEPS, ROUNDS = 1_000, 25
PEER = "micrograd"
TEXT = f"a = 0.99; b = 0.01; h = 0.5\nfor i in range({STEPS}):\n    h = h*a + b\n"
LIMITS = Limits(nodes=20_000)


def ours(start: float) -> Trace:
    return differentiate(parse(TEXT), values={"h": start}, limits=LIMITS)


def theirs(start: float) -> tuple[Value, Value]:
    """The chain's result, and the factor that every step shares."""
    a, b, h = value(0.99), value(0.01), value(start)
    for _ in range(STEPS):
        h = h * a + b
    h.backward()
    return h, a


def torch_run(start: float) -> float:
    """PyTorch's run of the same chain; the gradient of the factor that every step shares."""
    import torch  # noqa: PLC0415 (it may not be there)

    a, b, h = (torch.tensor(number, requires_grad=True) for number in (0.99, 0.01, start))
    for _ in range(STEPS):
        h = h * a + b
    h.backward()
    assert a.grad is not None
    return float(a.grad)


def starting(round_: int) -> float:
    return 0.5 + round_ / 1000


def agree() -> bool:
    """Whether both come to the same numbers."""
    trace = ours(0.5)
    output, factor = theirs(0.5)
    found = float(trace.values[trace.graph.output]), float(trace.named(trace.adjoints)["a"])
    return all(
        abs(one - other) < 1e-9 * abs(other) for one, other in zip(found, (output.data, factor.grad), strict=True)
    )


def main() -> None:
    """Print the medians, and our ratio to micrograd."""
    sys.setrecursionlimit(20 * STEPS)  # micrograd sorts its graph by recursion
    assert agree(), "the two disagree"
    jobs = {
        "other values": Job(lambda round_: ours(starting(round_)), lambda round_: ours(starting(round_ - 1))),
        "new program": Job(lambda round_: ours(starting(round_)), lambda _: forget(("app.",))),
        PEER: Job(lambda round_: theirs(starting(round_))),
    }
    if importlib.util.find_spec("torch") is not None:
        jobs["PyTorch"] = Job(lambda round_: torch_run(starting(round_)))
    taken = compare(jobs, ROUNDS, process_time)
    print(f"{2 * STEPS} scalar operations, forward and backward")
    for name, reading in taken.items():
        beside = f"   {ratio(reading, taken[PEER])}" if name != PEER else ""
        print(f"  {name:<26}{reading}{beside}")


if __name__ == "__main__":
    main()
