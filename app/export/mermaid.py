"""Mermaid: the graph as a flowchart, for pages that draw it themselves (GitHub, GitLab, Notion, Obsidian)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category

from app.diagram.parts import Kind
from app.export.format import GRAPH, Format
from app.export.graph import Edge, Pass, Vertex, passes
from app.export.picture import Picture
from app.export.theme import Theme

PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,=+\xa0")
JOINER = "\u2060"


def mermaid(picture: Picture) -> bytes:
    """The figure's graph as a Mermaid flowchart."""
    # What comes last is drawn on top.
    shown = list(passes(picture.diagram))[::-1]
    source = [f"%% {picture.seal}"] if picture.seal else []
    lines = [
        "flowchart LR",
        *source,
        *(line for each in shown for line in subgraph(each)),
        *colours(shown, picture.theme),
    ]
    return ("\n".join(lines) + "\n").encode()


def subgraph(each: Pass) -> Iterator[str]:
    yield f'  subgraph {each.panel}["{each.title}"]'
    yield "    direction LR" if each.panel == "forward" else "    direction RL"
    yield from (f"    {vertex.id}{shape(vertex)}" for vertex in each.vertices)
    yield from (f"    {arrow(edge)}" for edge in each.edges)
    yield "  end"


def shape(vertex: Vertex) -> str:
    """A vertex: round for gates and forks, rounded for what goes in and comes out."""
    text = quoted(vertex.text or "•")
    return f"(({text}))" if vertex.part.kind in (Kind.GATE, Kind.FORK) else f"([{text}])"


def arrow(edge: Edge) -> str:
    label = f"|{quoted(edge.text)}|" if edge.text else ""
    return f"{edge.tail} -->{label} {edge.head}"


def colours(shown: list[Pass], theme: Theme) -> Iterator[str]:
    """Each pass in its colour; links are counted through all passes."""
    start = 0
    for each in shown:
        ink, stop = theme.ink(each.panel), start + len(each.edges)
        yield f"  classDef {each.panel} fill:{theme.paper},stroke:{ink},color:{ink}"
        yield f"  class {','.join(vertex.id for vertex in each.vertices)} {each.panel}"
        if each.edges:
            yield f"  linkStyle {','.join(map(str, range(start, stop)))} stroke:{ink},color:{ink}"
        start = stop


def quoted(text: str) -> str:
    """Any words as a Mermaid string: what is not plain goes by its number, so that nothing in it means anything.

    Lines end where the figure's do: Mermaid breaks what is wider than 200 pixels at any space that may be broken at, `d end` too, and
    between any two letters of scripts that write words without spaces.
    """
    whole = text.replace(" ", "\xa0")
    joined = whole[:1] + "".join(JOINER * joins(*pair) + pair[1] for pair in pairwise(whole))
    return (
        '"' + "".join(each if each in PLAIN else "<br/>" if each == "\n" else f"#{ord(each)};" for each in joined) + '"'
    )


def joins(one: str, other: str) -> bool:
    """Whether a line might be broken between two signs: beside a letter without case (Chinese, Thai), but before none of its marks."""
    kinds = category(one), category(other)
    return "Lo" in kinds and not kinds[1].startswith("M")


FORMATS = (Format(110, "Mermaid, for Markdown that draws", "mmd", "text/vnd.mermaid", mermaid, GRAPH),)
