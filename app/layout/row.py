"""Rows: what one level wire holds together moves together, to make more wires level."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.layout.boxes import Edge
from app.layout.field import Field
from app.layout.union import unite
from app.layout.wire import straight

SNAP = 16.0
"""A row moves at most this far to come level with its neighbour, in points."""
SAME, ROUNDING = 0.01, 1.0
LONG = 160.0
"""A wire longer than this passes other columns."""


class Rows:
    """Which vertices move together: those on one level wire, and a gate with the inputs that `lean` on it."""

    def __init__(self, field: Field, edges: Sequence[Edge], leaning: Mapping[str, Collection[str]]) -> None:
        self.field, self.edges = field, edges
        self.members = {key: {key} for key in field.boxes}
        # Where a level wire leaves or comes in: a second one on the same side would run over it.
        self.leaving: set[str] = set()
        self.coming: set[str] = set()
        self.leaning = leaning
        for gate, inputs in leaning.items():
            unite(self.members, {gate, *inputs})
        for edge in edges:
            if abs(self.step(edge)) < SAME:
                self.join(edge)

    def step(self, edge: Edge) -> float:
        """How far the head lies below the tail."""
        return self.field.boxes[edge.head].level - self.field.boxes[edge.tail].level

    def join(self, edge: Edge) -> None:
        unite(self.members, (edge.tail, edge.head))
        self.leaving.add(edge.tail)
        self.coming.add(edge.head)

    def shift(self, row: set[str], down: float) -> None:
        for key in row:
            self.field.place(key, self.field.boxes[key].moved(0, down))

    def free(self, row: set[str], edge: Edge) -> bool:
        """Whether a row has room where it is, and a level wire along `edge` too."""
        boxes = self.field.boxes
        y = boxes[edge.tail].level
        line = (boxes[edge.tail].x, y), (boxes[edge.head].x, y)
        own = (edge.tail, edge.head)
        return all(self.field.fits(boxes[key], row) for key in row) and self.field.clear(straight(*line), own)

    def align(self) -> None:
        """Make level what is nearly level: what Graphviz's rounding put askew, then long wires, then short ones."""
        for edge in sorted(self.edges, key=self.urgency):
            down = self.step(edge)
            if abs(down) > SNAP or edge.tail in self.leaving or edge.head in self.coming:
                continue
            sides = [(self.members[edge.tail], down), (self.members[edge.head], -down)]
            if abs(down) < SAME:
                self.join(edge)
            elif sides[0][0] is not sides[1][0]:
                self.bring(edge, self.pushing(edge, sorted(sides, key=lambda side: len(side[0]))))

    def pushing(self, edge: Edge, sides: list[tuple[set[str], float]]) -> list[tuple[set[str], float]]:
        """The ways to make a wire level, and last to push aside the inputs of its gate, if it is the shorter row that comes there."""
        row, down = sides[0]
        inputs = self.leaning.get(edge.head, ())
        return [*sides, (row | set(inputs), down)] if inputs and row is self.members[edge.tail] else sides

    def urgency(self, edge: Edge) -> tuple[bool, bool, float]:
        boxes, step = self.field.boxes, abs(self.step(edge))
        return step > ROUNDING, boxes[edge.head].x - boxes[edge.tail].x < LONG, step

    def bring(self, edge: Edge, sides: Sequence[tuple[set[str], float]]) -> None:
        """Move one of the two rows that `edge` joins, the first that has room."""
        for row, down in sides:
            self.shift(row, down)
            if self.free(row, edge):
                self.join(edge)
                return
            self.shift(row, -down)
