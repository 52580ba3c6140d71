"""DOT: the graph for Graphviz, each pass in a cluster of its own. Quoting is the `graphviz` package's job."""

from __future__ import annotations

from app.diagram import FORWARD
from app.diagram.parts import Kind
from app.export.directions import left_to_right
from app.export.format import GRAPH, Format
from app.export.graph import Vertex, passes
from app.export.picture import Picture


def dot(picture: Picture) -> bytes:
    """The figure's graph with its words, for Graphviz to lay out."""
    # Loaded by those who ask for it.
    from graphviz import Digraph, escape  # noqa: PLC0415

    theme = picture.theme
    graph = Digraph("backpass")
    # As an attribute, which Graphviz keeps when it writes the graph anew; a comment is gone then.
    kept = {"comment": picture.seal} if picture.seal else {}
    graph.attr(
        **kept, rankdir="LR", label=escape(left_to_right(picture.diagram.title)), labelloc="t", fontname="Helvetica"
    )
    graph.attr("node", fontname="Helvetica", margin="0.05")
    graph.attr("edge", fontname="Helvetica", arrowsize="0.7")
    # What comes last is drawn on top.
    for each in reversed(list(passes(picture.diagram))):
        with graph.subgraph(name=f"cluster_{each.panel}") as cluster:
            ink = theme.ink(each.panel)
            cluster.attr(label=each.title, color=theme.quiet, fontcolor=ink)
            for vertex in each.vertices:
                cluster.node(vertex.id, escape(vertex.text), color=ink, fontcolor=ink, **look(vertex))
            for edge in each.edges:
                ends = (edge.tail, edge.head) if each.panel == FORWARD else (edge.head, edge.tail)
                turned = {} if each.panel == FORWARD else {"dir": "back"}
                cluster.edge(*ends, escape(edge.text), color=ink, fontcolor=ink, **turned)
    return str(graph.source).encode()


def look(vertex: Vertex) -> dict[str, str]:
    """The shape of a vertex: gates and sums are circles, what only copies a point, what stands at an end mere text."""
    if vertex.part.kind == Kind.FORK and not vertex.text:
        return {"shape": "point"}
    return {"shape": "circle" if vertex.part.kind in (Kind.GATE, Kind.FORK) else "plaintext"}


FORMATS = (Format(100, "DOT, for Graphviz", "dot", "text/vnd.graphviz", dot, GRAPH),)
