"""Graphviz in this process: DOT text goes in, places and routes come out. No other module knows pygraphviz."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from threading import Lock
from typing import IO

from pygraphviz import graphviz as library

POINTS_PER_INCH = 72.0
# Graphviz keeps global state, so one thread at a time may be inside it.
_lock = Lock()
_context = library.gvContextWithBuiltins()

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What Graphviz drew: centres by node name and control points by (tail, head), y downwards, in points."""

    centres: dict[str, Point]
    routes: dict[tuple[str, str], tuple[Point, ...]]


def draw(source: str) -> Drawing:
    """Lay out DOT text with `dot`. Raises ValueError where Graphviz refuses it."""
    with _lock, memory() as file:
        file.write(source.encode())
        file.seek(0)
        graph = library.agread(file, None)
        try:
            if library.gvLayout(_context, graph, b"dot") != 0:
                raise ValueError("Graphviz could not lay this graph out")
            _, answer = library.gvRenderData(_context, graph, b"plain")
            library.gvFreeLayout(_context, graph)
        finally:
            library.agclose(graph)
    return read(answer.decode())


def memory() -> IO[bytes]:
    """A file that is only in memory where the system has such: Graphviz reads nothing else."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("graph"), "w+b")
    return TemporaryFile()


def read(plain: str) -> Drawing:
    """Read Graphviz's `plain` format, which counts in inches from the bottom left."""
    centres: dict[str, Point] = {}
    routes: dict[tuple[str, str], tuple[Point, ...]] = {}
    bottom = 0.0
    for line in plain.splitlines():
        kind, *words = line.split()
        if kind == "graph":
            bottom = float(words[2]) * POINTS_PER_INCH
        elif kind == "node":
            centres[words[0]] = next(points(words[1:3], bottom))
        elif kind == "edge":
            count = int(words[2])
            routes[words[0], words[1]] = tuple(points(words[3 : 3 + 2 * count], bottom))
    return Drawing(centres, routes)


def points(words: list[str], bottom: float) -> Iterator[Point]:
    """Pairs of inches as points; dot's own grid is half a point, which `plain` blurs by its five digits."""
    for x, y in zip(words[::2], words[1::2], strict=True):
        yield half(float(x) * POINTS_PER_INCH), half(bottom - float(y) * POINTS_PER_INCH)


def half(length: float) -> float:
    return round(2 * length) / 2
