"""Gates that only inputs join, set aside: behind what would else stand above them, so that a row is longer and not as high."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.layout.boxes import Edge, Vertex


def set_aside(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> Iterator[Edge]:
    """For each gate that only inputs join, and that joins a way through gates right behind where another has joined it, the last gate of
    that way, and its own first input, which is to stand behind that."""
    kinds = {vertex.id: vertex.kind for vertex in vertices}
    into: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        into[edge.head].append(edge.tail)

    def made(key: str) -> str:
        """The gate or the input that leads to a vertex."""
        while kinds[key] in ("label", "fork"):
            (key,) = into[key]
        return key

    computed = {
        key: [tail for tail in map(made, into[key]) if kinds[tail] == "gate"]
        for key, kind in kinds.items()
        if kind == "gate"
    }
    for gates in computed.values():
        crowded = [gate for gate in gates if len(set(computed[gate])) > 1]
        for gate in gates:
            if not computed[gate] and crowded:
                yield Edge(crowded[0], into[gate][0])
