"""The turns of loops, of which a row should hold whole ones."""

from __future__ import annotations

from collections.abc import Sequence

from app.autodiff.folding.fold import Folded
from app.autodiff.folding.overview import repetitions
from app.autodiff.graph import Node


def inside_turns(nodes: Sequence[Node], folded: Folded) -> frozenset[int]:
    """The gates after which a turn of a loop goes on."""
    runs = [[nodes[index] for index in gate.nodes] for gate in folded.gates]
    loops = ((start, period, period * turns) for start, period, turns in repetitions(runs, loosely=True) if turns > 1)
    return frozenset(
        gate for start, period, length in loops for gate in range(start, start + length) if (gate + 1 - start) % period
    )
