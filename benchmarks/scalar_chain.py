"""A chain of 2 000 scalar operations, forwards and backwards, beside micrograd.

micrograd makes its graph while Python runs the person's program, then sorts it and runs the closures backwards.
Our counterpart starts from the program as read: it runs its statements, makes the graph, and makes the backward pass
as nodes too. Reading the text is measured on a line of its own: Python's own reading is not counted for micrograd.
"""

from __future__ import annotations

import sys

from app.autodiff import Limits, Trace, differentiate
from app.language import Program, parse
from benchmarks.peer import Value, value
from benchmarks.stopwatch import Job, compare, ratio

STEPS, ROUNDS = 1_000, 25
PEER = "micrograd"
TEXT = f"a = 0.99; b = 0.01; h = 0.5\nfor i in range({STEPS}):\n    h = h*a + b\n"
LIMITS = Limits(nodes=20_000)
PROGRAM = parse(TEXT)


def ours(start: float, program: Program) -> Trace:
    return differentiate(program, values={"h": start}, limits=LIMITS)


def theirs(start: float) -> tuple[Value, Value]:
    """The chain's result, and the factor that every step shares."""
    a, b, h = value(0.99), value(0.01), value(start)
    for _ in range(STEPS):
        h = h * a + b
    h.backward()
    return h, a


def starting(round_: int) -> float:
    return 0.5 + round_ / 1000


def agree() -> bool:
    """Whether both come to the same numbers."""
    trace = ours(0.5, PROGRAM)
    output, factor = theirs(0.5)
    found = float(trace.values[trace.graph.output]), float(trace.named(trace.adjoints)["a"])
    return all(
        abs(one - other) < 1e-9 * abs(other) for one, other in zip(found, (output.data, factor.grad), strict=True)
    )


def main() -> None:
    """Print the medians, and our ratio to micrograd."""
    sys.setrecursionlimit(20 * STEPS)  # micrograd sorts its graph by recursion
    assert agree(), "the two disagree"
    taken = compare(
        {
            "program read": Job(lambda round_: ours(starting(round_), PROGRAM)),
            "from the text": Job(lambda round_: ours(starting(round_), parse(TEXT))),
            PEER: Job(lambda round_: theirs(starting(round_))),
        },
        ROUNDS,
    )
    print(f"{2 * STEPS} scalar operations, forward and backward")
    for name, reading in taken.items():
        beside = f"   {ratio(reading, taken[PEER])}" if name != PEER else ""
        print(f"  {name:<26}{reading}{beside}")


if __name__ == "__main__":
    main()
