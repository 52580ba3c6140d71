"""What the figures cost a reader: how often wires cross one another and bend, counted in all figures of the corpus.

python -m tests.figure_budget      stores what is counted now; it may only fall
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from app.diagram import FORWARD, Curve, Diagram, Options, compose
from app.layout.boxes import Point
from app.layout.crossing import PIECES, crossings
from app.layout.field import samples
from tests.test_diagram_overlap import NAMES, traces

STORED = Path(__file__).parent / "data" / "figure-budget.json"
FRAME = "75"
LEVEL = 0.5
"""A piece that rises less than this, in points, is level."""

Count = dict[str, int]


def counted() -> dict[str, Count]:
    """Crossings and bends of the forward panel of each figure, by name."""
    return {name: cost(compose(traces()[name], Options(frame=FRAME))) for name in NAMES}


def cost(diagram: Diagram) -> Count:
    wires = [mark for mark in diagram.marks if isinstance(mark, Curve) and mark.panel == FORWARD]
    lines = [samples(wire.points, PIECES) for wire in wires]
    crossed = crossings([wire.points for wire in wires])
    return {"crossings": len(list(crossed)), "bends": sum(bends(line) for line in lines)}


def bends(line: Sequence[Point]) -> int:
    """How often a line turns from level to rising or falling, or back."""
    level = [abs(stop[1] - start[1]) < LEVEL for start, stop in pairwise(line)]
    return sum(one != other for one, other in pairwise(level))


def main() -> None:
    STORED.write_text(json.dumps(counted(), indent=1) + "\n")


if __name__ == "__main__":
    main()
