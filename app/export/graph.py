"""A figure as a graph in words: what stands at each end of its links, and what is written on them. DOT and Mermaid need no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.diagram import FORWARD, PASSES, Circle, Diagram, Link, Mark, Text
from app.diagram.parts import Kind, Part
from app.export.directions import left_to_right

PLUS = "+"
"""What stands in a fork where gradients are added up."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """One end of links: its id, what it is and what is written in it or beside it; a fork that only copies holds nothing."""

    id: str
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Edge:
    tail: str
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass, its vertices in the order in which it meets them."""

    panel: str
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]

    @property
    def title(self) -> str:
        return PASSES[self.panel]


def passes(diagram: Diagram) -> Iterator[Pass]:
    """The passes that the figure shows."""
    words = written(diagram.marks)
    for panel in PASSES:
        links = [link for link in diagram.links if link.panel == panel]
        ends = dict.fromkeys(end for link in links for end in (link.tail, link.head))
        if ends:
            vertices = tuple(Vertex(name(panel, end), end, inside(panel, end, words)) for end in ends)
            yield Pass(panel, vertices, tuple(edge(link, words) for link in links))


def inside(panel: str, end: Part, words: Mapping[tuple[str, Part], str]) -> str:
    """What stands at an end: a gate that both passes share is drawn, and has its symbol, on the way forward alone."""
    shared = FORWARD if end.kind == Kind.GATE else panel
    return words.get((panel, end), words.get((shared, end), ""))


def edge(link: Link, words: Mapping[tuple[str, Part], str]) -> Edge:
    told = [words[place] for part in link.labels if (place := (link.panel, part)) in words]
    return Edge(name(link.panel, link.tail), name(link.panel, link.head), "\n".join(told))


def name(panel: str, part: Part) -> str:
    """A name that every tool accepts as it is."""
    return f"{panel}_{part}".replace("-", "_")


def written(marks: tuple[Mark, ...]) -> dict[tuple[str, Part], str]:
    """What is written in or at each part, line by line, by its panel; a plus in the forks that add."""
    lines: dict[tuple[str, Part], list[str]] = {}
    for mark in marks:
        if isinstance(mark, Text):
            lines.setdefault((mark.panel, mark.part), []).append(left_to_right(mark.label.text))
        elif isinstance(mark, Circle) and mark.part.kind == Kind.FORK and not mark.solid:
            lines[mark.panel, mark.part] = [PLUS]
    return {place: "\n".join(found) for place, found in lines.items()}
