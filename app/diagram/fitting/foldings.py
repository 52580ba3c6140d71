"""The foldings of a graph that are tried, the most open first, until one fits its frame."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from app.autodiff.folding.abridging import shortened
from app.autodiff.folding.fold import SUMS, Folded, fold, grouped, readable
from app.autodiff.folding.overview import MOST
from app.autodiff.graph import Graph
from app.diagram.fitting.fit import FEWEST, Fit

MANY, REFOLDED = 20, 3
"""So many gates are no longer few; and so often are they folded further where they are far too tall for their frame: by a guess, then by
what came of it."""


def foldings(graph: Graph, tried: Sequence[Fit]) -> Iterator[Folded]:
    """The foldings of a graph, the most open first: those that read well, and where they are still far too tall, overviews with as many
    gates as have room by what was tried, then one gate."""
    for level in [*in_columns(graph), *readable(graph)]:
        folded = fold(graph, level)
        if not tried or together(folded) != together(tried[-1].scheme.folded):
            yield folded
    for _ in range(REFOLDED):
        seen = tried[-1].scheme.folded
        if not too_tall(tried[-1]) or len(seen.gates) <= FEWEST:
            break
        folded = fold(graph, "overview", tried[-1].having_room)
        if together(folded) == together(seen):
            break
        yield folded
    if too_tall(tried[-1]) and len(tried[-1].scheme.folded.gates) > 1:
        yield fold(graph, "all")


def too_tall(found: Fit) -> bool:
    """Whether fewer gates would make room; where a figure may be as tall as it is they make none."""
    return found.too_large and math.isfinite(found.frame[1])


def in_columns(graph: Graph) -> Iterator[str]:
    """The level at which terms of sums stand in columns, where there are too many of them to be read but for their being alike."""
    if MOST < len(grouped(graph, SUMS)) < len(grouped(graph, "primitive")):
        drawn = fold(graph, SUMS)
        if len(shortened(drawn, graph, FEWEST).gates) <= MOST:
            yield SUMS


def together(folded: Folded) -> list[tuple[int, ...]]:
    """Which nodes are drawn as one gate each."""
    return [gate.nodes for gate in folded.gates]
