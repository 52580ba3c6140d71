"""Rows that are alike, as the turns of a loop are: what stands at the same place in each takes the same room, so that columns align."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

from app.layout.boxes import CIRCLES, Edge, Vertex

Asked = tuple[Sequence[Vertex], Sequence[Edge]]


def alike(rows: Sequence[Asked]) -> list[Asked]:
    """The same rows; those of one structure with vertices of equal size."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[structure(row)].append(index)
    found = list(rows)
    for members in groups.values():
        if len(members) > 1:
            columns = [largest(column) for column in zip(*(rows[index][0] for index in members), strict=True)]
            for place, index in enumerate(members):
                found[index] = ([column[place] for column in columns], rows[index][1])
    return found


def structure(row: Asked) -> Hashable:
    """What kinds of vertices there are, circles with their sizes, and which of them are joined."""
    vertices, edges = row
    place = {vertex.id: index for index, vertex in enumerate(vertices)}
    kinds = tuple((each.kind, each.slant, each.width if each.kind in CIRCLES else 0.0) for each in vertices)
    return kinds, tuple((place[edge.tail], place[edge.head]) for edge in edges)


def largest(column: Sequence[Vertex]) -> list[Vertex]:
    """Vertices as large as the largest of them, above and below their wires; what ends a row is as wide as it is."""
    width, under = max(each.width for each in column), max(each.under for each in column)
    above = max(each.height - each.under for each in column)
    height = above + under if column[0].uneven else max(each.height for each in column)
    ends = column[0].kind == "output"
    return [each._replace(width=each.width if ends else width, height=height, under=under) for each in column]
