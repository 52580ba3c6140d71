"""What drawing costs as figures grow: composed for a frame of 75 em from structures never seen, in processor time.

- chains of 40 and of 200 gates, the longer one folded to an overview as it is by itself, and with a gate for each operation;
- one sum of 400 inputs, and 600 turns of a loop;
- 10 000 operations, by themselves an overview.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import process_time

from app.autodiff import Limits, differentiate
from app.diagram import Circle, Options, compose
from app.language import parse
from benchmarks.memory import forget

ROUNDS = 5
LIMITS = Limits(nodes=100_000, evaluations=10_000_000)


@dataclass(frozen=True, slots=True)
class Program:
    """What is drawn, and what one gate stands for in it (None lets the size decide)."""

    text: str
    fold: str | None = None


def chain(length: int) -> str:
    steps = ("tanh({})", "{} + b", "{} * w")
    lines = [f"v{k} = {steps[k % 3].format(f'v{k - 1}')}" for k in range(1, length)]
    return "\n".join(["v0 = x*w", *lines])


def turns(count: int) -> str:
    return f"h = h0\nfor t in range({count}):\n    h = tanh(w*h + b)\nL = h**2"


PROGRAMS = {
    "40 gates": Program(chain(40), "primitive"),
    "200 operations": Program(chain(200)),
    "200 gates": Program(chain(200), "primitive"),
    "400 summands": Program("f = " + " + ".join(f"x{k}" for k in range(400))),
    "600 turns of a loop": Program(turns(600)),
    "10 000 operations": Program(turns(3333)),
}


def reading(program: Program) -> tuple[float, int]:
    """The median time of composing, in seconds, and how many gates are drawn."""
    taken, gates = [], 0
    for _ in range(ROUNDS):
        forget(("app.diagram.", "app.layout."))
        trace = differentiate(parse(program.text), limits=LIMITS)
        start = process_time()
        diagram = compose(trace, Options(frame="75", fold=program.fold))
        taken.append(process_time() - start)
        gates = sum(isinstance(mark, Circle) and mark.id.startswith("forward-gate") for mark in diagram.marks)
    return median(taken), gates


def main() -> None:
    """Print a line for each program."""
    print("Composing a figure, 75 em wide")
    for title, program in PROGRAMS.items():
        seconds, gates = reading(program)
        print(f"  {title:<22}{1000 * seconds:8.0f} ms   {gates} gates drawn")


if __name__ == "__main__":
    main()
