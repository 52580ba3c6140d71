"""The graph as DOT text. Graphviz sees `n0`, `n1` … with fixed sizes, never a person's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from graphviz import Digraph

from app.layout.model import STRIP, Edge, Vertex

INCH = 72.0
NODESEP, RANKSEP, WIDE_RANKSEP = 11.0, 27.0, 42.0
"""Gaps between boxes of a column, and between columns, in points; wide where many wires meet in one place."""
MANY = 3

# How dearly a piece of wire wants to be level: values that run through gates more than the inputs that join them.
WEIGHTS = {"input": 2, "gate": 9, "fork": 3, "label": 5}
BUNCHED = 12


def write(vertices: Sequence[Vertex], edges: Sequence[Edge], bunched: frozenset[str] = frozenset()) -> str:
    """DOT text in which vertex i is `ni`; `bunched` are the vertices that stand for several inputs."""
    names = {vertex.id: f"n{index}" for index, vertex in enumerate(vertices)}
    kinds = {vertex.id: vertex.kind for vertex in vertices}
    graph = Digraph(
        graph_attr={"rankdir": "LR", "nodesep": inches(NODESEP), "ranksep": inches(separation(vertices, edges))},
        node_attr={"shape": "box", "fixedsize": "true", "label": "", "margin": "0"},
    )
    for vertex in vertices:
        graph.node(names[vertex.id], **attributes(vertex))
    for edge in edges:
        tail, head = port(edge.tail, "e", names, kinds), port(edge.head, "w", names, kinds)
        weight = BUNCHED if edge.tail in bunched else WEIGHTS[kinds[edge.tail]]
        graph.edge(tail, head, weight=str(weight))
    return str(graph.source)


def separation(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> float:
    """How far columns stand apart: further where values fork many ways or gates take many labels."""
    kinds = {vertex.id: vertex.kind for vertex in vertices}
    crowds = Counter(edge.tail for edge in edges)
    crowds.update(edge.head for edge in edges if kinds[edge.tail] == "label")
    return WIDE_RANKSEP if max(crowds.values(), default=0) > MANY else RANKSEP


def attributes(vertex: Vertex) -> dict[str, str]:
    if vertex.kind == "label":
        return {"shape": "plain", "fixedsize": "false", "label": table(vertex)}
    if vertex.kind == "gate":
        return {"shape": "circle", "width": inches(vertex.width), "ordering": "in"}
    shape = "circle" if vertex.kind == "fork" else "box"
    return {"shape": shape, "width": inches(vertex.width), "height": inches(vertex.height)}


def table(vertex: Vertex) -> str:
    """Three rows: what stands above the wire, the strip through which it runs, and what hangs below."""
    under = max(0, round(vertex.under - STRIP / 2))
    rows = (("", round(vertex.height - STRIP) - under), (' PORT="p"', round(STRIP)), ("", under))
    cells = "".join(
        f'<TR><TD FIXEDSIZE="TRUE" WIDTH="{round(vertex.width)}" HEIGHT="{height}"{port}></TD></TR>'
        for port, height in rows
        if height > 0
    )
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{cells}</TABLE>>'


def port(vertex: str, side: str, names: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    return f"{names[vertex]}:p:{side}" if kinds[vertex] == "label" else names[vertex]


def inches(points: float) -> str:
    return f"{points / INCH:.4f}"
