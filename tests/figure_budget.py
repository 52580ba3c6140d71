"""What the figures cost a reader: how often wires cross one another and bend, and how tall a figure is, in all of the corpus.

python -m tests.figure_budget      stores what is counted now; it may only fall
"""

from __future__ import annotations

import json
from functools import cache
from math import ceil
from pathlib import Path

from app.diagram import FORWARD, Curve, Diagram, Options, compose
from app.diagram.quantities import SIZE
from app.layout import bends, crossings
from tests.figure_corpus import NAMES, traces

STORED = Path(__file__).parent / "data" / "figure-budget.json"
FRAMES = ("75", "106", "phone")
LINES = 2
"""A figure may grow by so many em: a formula that takes another line is no fault of the layout."""

Count = dict[str, int]


def counted() -> dict[str, dict[str, Count]]:
    """The cost of each figure, by frame and name."""
    return {frame: {name: cost(compose(traces()[name], Options(frame=frame))) for name in NAMES} for frame in FRAMES}


@cache
def stored() -> dict[str, dict[str, Count]]:
    """The budget, by frame and name."""
    found: dict[str, dict[str, Count]] = json.loads(STORED.read_text())
    return found


def over_budget(name: str, frame: str, diagram: Diagram) -> list[str]:
    """What of a figure costs more than is stored; nothing where none is stored for the frame."""
    allowed = stored().get(frame, {}).get(name, {})
    found = cost(diagram)
    return [
        f"{found[key]} {key}, {most} stored"
        for key, most in allowed.items()
        if found[key] > most + (LINES if key == "height" else 0)
    ]


def cost(diagram: Diagram) -> Count:
    """Crossings and bends of the forward panel, and the height of the whole in em."""
    wires = [mark for mark in diagram.marks if isinstance(mark, Curve) and mark.panel == FORWARD]
    crossed = crossings([wire.points for wire in wires])
    return {
        "crossings": len(list(crossed)),
        "bends": sum(bends([wire.points]) for wire in wires),
        "height": ceil(diagram.height / SIZE),
    }


def main() -> None:
    STORED.write_text(json.dumps(counted(), indent=1) + "\n")


if __name__ == "__main__":
    main()
