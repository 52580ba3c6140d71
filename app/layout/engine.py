"""Graphviz in this process: DOT text goes in, places come out. No other module knows pygraphviz."""

from __future__ import annotations

import os
from tempfile import TemporaryFile
from threading import Lock
from typing import IO

from pygraphviz import graphviz as library

POINTS_PER_INCH = 72.0
# Graphviz keeps global state, so one thread at a time may be inside it.
_lock = Lock()
_context = library.gvContextWithBuiltins()

Point = tuple[float, float]


def draw(source: str) -> dict[str, Point]:
    """Lay out DOT text with `dot`: the centres by node name, y downwards, in points. Raises ValueError where Graphviz refuses it."""
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


def read(plain: str) -> dict[str, Point]:
    """Read Graphviz's `plain` format, which counts in inches from the bottom left."""
    centres: dict[str, Point] = {}
    bottom = 0.0
    for line in plain.splitlines():
        kind, *words = line.split(maxsplit=4)
        if kind == "graph":
            bottom = float(words[2]) * POINTS_PER_INCH
        elif kind == "node":
            centres[words[0]] = (
                half(float(words[1]) * POINTS_PER_INCH),
                half(bottom - float(words[2]) * POINTS_PER_INCH),
            )
    return centres


def half(length: float) -> float:
    """Graphviz's own grid is half a point, which `plain` blurs by its five digits."""
    return round(2 * length) / 2
