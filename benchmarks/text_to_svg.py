"""From the text to the bytes of an SVG, beside micrograd and its published drawing recipe.

- cold: a structure that this process has never seen, though it has drawn others. Before each round the runs, plans
  and layouts are forgotten, and the names in the text are new, so that they must be typeset.
- bare: the same, and everything else is forgotten too, down to the outline of a digit. Only what a process does at its
  start stays done: imports, the table of operations, Typst's fonts.
- warm: the same text as in the round before, with other values.
- micrograd and dot: values made by Python, backward pass, DOT, and `dot` started to draw it. It draws one panel, of
  plain text, and has nothing to be warm about. Batch norm is a graph of numbers there, as micrograd knows no arrays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graphviz import ExecutableNotFound

from app.examples import Example, find
from app.export import Picture, export
from app.pipeline import Worksheet, diagram
from benchmarks import peer
from benchmarks.memory import forget
from benchmarks.peer import Value
from benchmarks.stopwatch import Job, compare, ratio

ROUNDS = 25
PEER = "micrograd and dot"
STRUCTURE, EVERYTHING = ("app.autodiff.", "app.diagram.", "app.layout."), ("app.",)
NAME = re.compile(r"\b(?!np\b|sum\b|axis\b|sqrt\b|exp\b|shape\b|def\b|return\b)[A-Za-z_]\w*")

Inputs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Figure:
    """One job: an example of the gallery with its inputs at a round, and the same in micrograd."""

    title: str
    example: Example
    inputs: Callable[[int], Inputs]
    theirs: Callable[[int], Value]


def neuron_inputs(round_: int) -> dict[str, float]:
    return {"w0": 2.0 + round_ / 1000, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}


def batch(round_: int) -> list[list[float]]:
    return [[0.5, -1.2, 2.0], [1.5, 0.3, -0.7], [-0.4, 0.8, 1.1], [2.2, -0.5, 0.6 + round_ / 1000]]


def batch_norm_inputs(round_: int) -> Inputs:
    return {"x": batch(round_), "gamma": [1.0, 0.5, -1.5], "beta": [0.0, 0.1, 0.2], "eps": 1e-5}


def example(name: str) -> Example:
    found = find(name)
    assert found, f"the gallery has no example {name}"
    return found


FIGURES = (
    Figure("sigmoid neuron", example("neuron"), neuron_inputs, lambda round_: peer.neuron(**neuron_inputs(round_))),
    Figure(
        "batch norm, 4 × 3",
        example("batch-norm"),
        batch_norm_inputs,
        lambda round_: peer.batch_norm(batch(round_), [1.0, 0.5, -1.5], [0.0, 0.1, 0.2], 1e-5),
    ),
)


def sheet(figure: Figure, round_: int) -> Worksheet:
    return Worksheet(figure.example.text, figure.inputs(round_), constants=figure.example.constants)


def renamed(figure: Figure, round_: int) -> Worksheet:
    """The same program with names never used before."""
    text = NAME.sub(lambda name: f"{name[0]}{round_}", figure.example.text)
    inputs = {f"{name}{round_}": value for name, value in figure.inputs(round_).items()}
    return Worksheet(text, inputs, constants=tuple(f"{name}{round_}" for name in figure.example.constants))


def jobs(figure: Figure) -> dict[str, Job]:
    """Ours in its three states, and theirs; theirs is missing where there is no `dot`."""

    def ours(asked: Worksheet) -> bytes:
        return export(Picture(diagram(asked)), "svg")

    def theirs(round_: int) -> bytes:
        return peer.svg(figure.theirs(round_))

    new = [renamed(figure, number) for number in range(2 * ROUNDS + 2)]
    found = {
        "cold": Job(lambda round_: ours(new[2 * round_]), lambda _: forget(STRUCTURE)),
        "bare": Job(lambda round_: ours(new[2 * round_ + 1]), lambda _: forget(EVERYTHING)),
        "warm": Job(lambda round_: ours(sheet(figure, round_)), lambda round_: ours(sheet(figure, round_ - 1))),
    }
    try:
        theirs(0)
    except ExecutableNotFound:
        print("There is no `dot` on the PATH: micrograd's recipe cannot be run beside ours.")
        return found
    return found | {PEER: Job(theirs)}


def main() -> None:
    """Print the medians, and our ratios to micrograd with its recipe."""
    for figure in FIGURES:
        print(f"Text to SVG: {figure.title}")
        for name, reading in (taken := compare(jobs(figure), ROUNDS)).items():
            beside = f"   {ratio(reading, taken[PEER])}" if PEER in taken and name != PEER else ""
            print(f"  {name:<26}{reading}{beside}")


if __name__ == "__main__":
    main()
