"""The graph as DOT text. Graphviz sees `n0`, `n1` … with fixed sizes, never a person's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from app.layout.boxes import STRIP, Edge, Vertex

INCH = 72.0
NODESEP, RANKSEP = 11.0, 27.0
"""Gaps between boxes of a column, and between columns, in points."""

# How dearly a piece of wire wants to be level: values that run through gates more than the inputs that join them.
WEIGHTS = {"input": 2, "gate": 9, "fork": 4, "label": 5}
BUNCHED, SPINE, LINE, TAP, CHAIN = 12, 500, 60, {"fork": 70, "label": 90}, 8


HEAD = f"""digraph {{
graph [rankdir=LR splines=none nodesep={NODESEP / INCH:.4f} ranksep={RANKSEP / INCH:.4f}]
node [shape=box fixedsize=true label="" margin=0]"""


def write(
    vertices: Sequence[Vertex],
    edges: Sequence[Edge],
    main: Collection[tuple[str, str]] = (),
    bunched: Collection[str] = (),
    order: Sequence[Edge] = (),
) -> str:
    """DOT text in which vertex i is `ni`; `main` are the pieces of wire that should stand on one level, `bunched` the vertices that stand
    for several inputs, and what is in `order` stands in that, though no wire joins it."""
    names = {vertex.id: f"n{index}" for index, vertex in enumerate(vertices)}
    kinds = {vertex.id: vertex.kind for vertex in vertices}
    uneven = {vertex.id for vertex in vertices if vertex.uneven}
    lines = {key for edge in edges if kinds[edge.tail] == kinds[edge.head] == "fork" for key in (edge.tail, edge.head)}
    lines |= {edge.head for edge in edges if edge.tail in lines and kinds[edge.head] == "label"}
    chains = chained(edges, kinds)
    text = [HEAD]
    text += [f"{names[vertex.id]} [{attributes(vertex)}]" for vertex in vertices]
    for edge in edges:
        tail, head = port(edge.tail, "e", names, uneven), port(edge.head, "w", names, uneven)
        text.append(f"{tail} -> {head} [weight={weight(edge, kinds, bunched, main, lines, chains)}]")
    text += [f"{names[each.tail]} -> {names[each.head]} [style=invis weight=0]" for each in order]
    return "\n".join([*text, "}"])


def chained(edges: Sequence[Edge], kinds: Mapping[str, str]) -> set[str]:
    """The labels between one gate and the next where no third joins: such gates stand on one level, and bend where they meet others."""
    made = {edge.head for edge in edges if kinds[edge.tail] == "gate"}
    coming = Counter(edge.head for edge in edges if kinds[edge.tail] != "input")
    return {edge.tail for edge in edges if edge.tail in made and kinds[edge.head] == "gate" and coming[edge.head] == 1}


def weight(
    edge: Edge,
    kinds: Mapping[str, str],
    bunched: Collection[str],
    main: Collection[tuple[str, str]],
    lines: Collection[str],
    chains: Collection[str],
) -> int:
    """How dearly a piece of wire wants to be level."""
    if (edge.tail, edge.head) in main:
        return SPINE
    if kinds[edge.tail] == kinds[edge.head] == "fork":
        return LINE
    if edge.tail in lines:
        return TAP[kinds[edge.tail]]
    if edge.tail in chains:
        return CHAIN
    return BUNCHED if edge.tail in bunched else WEIGHTS[kinds[edge.tail]]


def attributes(vertex: Vertex) -> str:
    if vertex.uneven:
        return f"shape=plain fixedsize=false label={table(vertex)}"
    if vertex.kind == "gate":
        return f"shape=circle width={inches(vertex.width)} ordering=in"
    shape = "circle" if vertex.kind == "fork" else "box"
    return f"shape={shape} width={inches(vertex.width)} height={inches(vertex.height)}"


def table(vertex: Vertex) -> str:
    """Three rows: what stands above the wire, the strip through which it runs, and what hangs below."""
    under = max(0, round(vertex.under - STRIP / 2))
    rows = (("", round(vertex.height - STRIP) - under), (' PORT="p"', round(STRIP)), ("", under))
    cells = "".join(
        f'<TR><TD FIXEDSIZE="TRUE" WIDTH="{round(vertex.core)}" HEIGHT="{height}"{port}></TD></TR>'
        for port, height in rows
        if height > 0
    )
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{cells}</TABLE>>'


def port(vertex: str, side: str, names: Mapping[str, str], uneven: Collection[str]) -> str:
    return f"{names[vertex]}:p:{side}" if vertex in uneven else names[vertex]


def inches(points: float) -> str:
    return f"{points / INCH:.4f}"
