"""Inputs that go only into one gate stand in a bunch beside it, at one distance from each other and from the gate.

Graphviz sees a bunch as one box, so the gate stands at its middle and the slants come out alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from app.layout.field import Field
from app.layout.model import Box, Edge, Vertex

GAP = 9.0
"""Between the inputs of a bunch, in points."""
NEAREST, SLOPE = 27.0, 0.75
"""An input stands no nearer to its gate's rim, and moves to where its wire has this slope."""
PITCH = 32.0
"""The least distance between two of their wires' ends, so that low labels too get a slant."""


@dataclass(frozen=True, slots=True)
class Bunch:
    """Inputs from top to bottom, and the one vertex that Graphviz sees in their place."""

    inputs: tuple[Vertex, ...]
    vertex: Vertex

    @property
    def pitch(self) -> float:
        tightest = max(((a.height + b.height) / 2 + GAP for a, b in pairwise(self.inputs)), default=0.0)
        return max(PITCH, tightest)

    def boxes(self, whole: Box) -> dict[str, Box]:
        """Where each input stands when the whole stands there."""
        top = whole.y - self.pitch * (len(self.inputs) - 1) / 2
        return {
            vertex.id: Box(whole.x, y, self.vertex.width, vertex.height, y)
            for vertex, y in ((vertex, top + index * self.pitch) for index, vertex in enumerate(self.inputs))
        }


def gather(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> list[Bunch]:
    """The bunches of a graph: for each gate, each run of neighbouring arguments that are inputs used once."""
    uses = Counter(edge.tail for edge in edges)
    kinds = {vertex.id: vertex for vertex in vertices}
    gathered = []
    for head, group in groupby(sorted(edges, key=lambda edge: edge.head), key=lambda edge: edge.head):
        if kinds[head].kind != "gate":
            continue
        lone = [kinds[edge.tail] for edge in group]
        for is_input, run in groupby(lone, key=lambda vertex: vertex.kind == "input" and uses[vertex.id] == 1):
            if is_input:
                gathered.append(bunch(tuple(run)))
    return gathered


def bunch(inputs: tuple[Vertex, ...]) -> Bunch:
    """A symmetric box round the inputs, whose middle is the middle between the first wire and the last."""
    width = max(vertex.width for vertex in inputs)
    whole = Bunch(inputs, replace(inputs[0], width=width))
    reach = whole.pitch * (len(inputs) - 1) / 2 + max(inputs[0].height, inputs[-1].height) / 2
    return Bunch(inputs, replace(inputs[0], width=width, height=2 * reach))


def lean(field: Field, bunches: Sequence[Bunch], edges: Sequence[Edge]) -> None:
    """Move inputs from the middle of their column towards their gate, until their wires are as steep as they should be."""
    heads = {edge.tail: edge.head for edge in edges}
    for each in bunches:
        boxes = [field.boxes[vertex.id] for vertex in each.inputs]
        gate = field.boxes[heads[each.inputs[0].id]]
        right = gate.x - gate.width / 2 - NEAREST
        right = min(right, *(gate.x - abs(box.level - gate.y) / SLOPE for box in boxes))
        across = right - boxes[0].x - boxes[0].width / 2
        own = [vertex.id for vertex in each.inputs]
        if across > 1 and all(field.fits(box.moved(across, 0), own) for box in boxes):
            for key, box in zip(own, boxes, strict=True):
                field.place(key, box.moved(across, 0))


def contracted(
    vertices: Sequence[Vertex], edges: Sequence[Edge], bunches: Sequence[Bunch]
) -> tuple[list[Vertex], list[Edge]]:
    """The graph with one vertex for each bunch."""
    wholes = {each.vertex.id: each.vertex for each in bunches}
    hidden = {vertex.id for each in bunches for vertex in each.inputs[1:]}
    kept = [wholes.get(vertex.id, vertex) for vertex in vertices if vertex.id not in hidden]
    return kept, [edge for edge in edges if edge.tail not in hidden]
