"""Paths from an input to the output through the drawn gates: how many there are, what each carries, and the largest of them."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.autodiff.builder import Array, Limits
from app.autodiff.folding.fold import Folded, Wire
from app.autodiff.passes.backward import accumulate
from app.autodiff.passes.local_derivatives import reached
from app.autodiff.passes.rounding import cleared
from app.autodiff.passes.tape import Tape
from app.autodiff.trace import Trace
from app.study.second_derivatives import differentiable

MOST = 12
"""So many paths are listed."""
FEW = 100
"""Up to so many paths through arrays are followed: what an array carries cannot be ordered before it is known."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A step of a path: into the gate of a wire, out of it as `output`; `factor` is the local derivative between numbers."""

    wire: Wire
    output: int
    factor: float | None


@dataclass(frozen=True, slots=True)
class Path:
    """A way from an input to the output, and what flows back along it alone."""

    hops: tuple[Hop, ...]
    contribution: Array


@dataclass(frozen=True, slots=True)
class Paths:
    """The largest paths first; `count` are all of them, `rest` is what those that are not listed bring together."""

    listed: tuple[Path, ...]
    count: int
    rest: Array
    gradient: Array


def paths(trace: Trace, folded: Folded, name: str) -> Paths:
    """The paths from the input `name` to the output; of many through arrays none is listed. Raises LanguageError."""
    start = differentiable(trace, name)
    ways = Ways(trace, folded)
    gradient = np.asarray(trace.adjoints.get(start.index, np.zeros(start.shape)))
    count = ways.counts.get(start.index, 0)
    with np.errstate(all="ignore"):
        listed = tuple(ways.listed(start.index, count))
        rest = gradient - sum((path.contribution for path in listed), np.zeros(start.shape))
    return Paths(listed, count, np.asarray(rest), gradient)


Sized = tuple[float, tuple[Hop, ...]]
"""A path to the output, with the size of what it carries."""


@dataclass(frozen=True)
class Ways:
    """The hops of a folded graph that a gradient flows back along."""

    trace: Trace
    folded: Folded

    @cached_property
    def hops(self) -> Mapping[int, tuple[Hop, ...]]:
        """By the value that they leave, from the output back."""
        found: dict[int, list[Hop]] = {}
        for wire in self.folded.wires:
            for output in self.folded.gates[wire.gate].outputs:
                if self.leads(wire, output):
                    found.setdefault(wire.value, []).append(Hop(wire, output, self.factor(wire, output)))
        return {value: tuple(found[value]) for value in sorted(found, reverse=True)}

    def leads(self, wire: Wire, output: int) -> bool:
        """Whether a part of the gradient of what leaves a gate as `output` flows back along `wire`."""
        carrying = {node for node, position in wire.edges if (node, position) in self.trace.contributions}
        return output in self.trace.adjoints and not carrying.isdisjoint(self.feeding(wire.start, output))

    def feeding(self, start: int, output: int) -> Collection[int]:
        """The nodes from `start` on that a part of the gradient of `output` flows back to: none behind a cut. Found once a gate."""
        if (start, output) not in self.fed:
            nodes, found = self.trace.graph.nodes, {output}
            for node in reversed(nodes[start : output + 1]):
                if node.index in found and node.differentiable:
                    found.update(node.arguments)
            self.fed[start, output] = {index for index in found if nodes[index].differentiable}
        return self.fed[start, output]

    @cached_property
    def fed(self) -> dict[tuple[int, int], set[int]]:
        """What was asked of `feeding` so far."""
        return {}

    def factor(self, wire: Wire, output: int) -> float | None:
        """The local derivative, where both ends are numbers."""
        nodes = self.trace.graph.nodes
        return None if nodes[output].shape or nodes[wire.value].shape else self.trace.factor(wire, output)

    @cached_property
    def counts(self) -> Mapping[int, int]:
        """How many paths lead from each value to the output: added up, not walked."""
        found = {self.trace.graph.output: 1}
        for value, hops in self.hops.items():
            found.setdefault(value, sum(found.get(hop.output, 0) for hop in hops))
        return found

    @cached_property
    def largest(self) -> Mapping[int, list[Sized]]:
        """The paths from each value that carry most, the largest first: those of a value go on with the largest behind it."""
        found: dict[int, list[Sized]] = {self.trace.graph.output: [(1.0, ())]}
        for value, hops in self.hops.items():
            found.setdefault(value, heapq.nlargest(MOST, longer(hops, found), key=lambda each: each[0]))
        return found

    def listed(self, start: int, count: int) -> Iterator[Path]:
        """The paths that are told."""
        between = self.between(start)
        scalar = not self.trace.seed.shape
        if scalar and all(hop.factor is not None for value in between for hop in self.hops.get(value, ())):
            seed = float(self.trace.seed)
            for _, hops in self.largest.get(start, []):
                yield Path(hops, np.asarray(seed * math.prod(hop.factor or 0.0 for hop in hops)))
        elif count <= FEW:
            found = sorted(self.walked(start, between), key=lambda path: -float(np.linalg.norm(path.contribution)))
            yield from found[:MOST]

    def between(self, start: int) -> set[int]:
        """The values on the way from one to the output."""
        found = {start}
        for value in reversed(list(self.hops)):
            if value in found:
                found.update(hop.output for hop in self.hops[value])
        return found

    def walked(self, start: int, between: set[int]) -> Iterator[Path]:
        """All paths, from the output back to where they start."""
        entering: dict[int, list[tuple[int, Hop]]] = {}
        for value in between & self.hops.keys():
            for hop in self.hops[value]:
                entering.setdefault(hop.output, []).append((value, hop))
        waiting: list[tuple[int, tuple[Hop, ...], Array]] = [(self.trace.graph.output, (), self.trace.seed)]
        while waiting:
            value, hops, carried = waiting.pop()
            if value == start:
                yield Path(hops, np.asarray(carried))
            waiting += [(before, (hop, *hops), self.flow(hop, carried)) for before, hop in entering.get(value, ())]

    def flow(self, hop: Hop, cotangent: Array) -> Array:
        """What flows back along a hop when `cotangent` comes in."""
        nodes, edges = self.trace.graph.nodes, hop.wire.edges
        gate = nodes[hop.wire.start : hop.output + 1]
        tape = Tape(nodes, self.trace.numbers[: len(nodes)], Limits())
        seed = tape.input("seed", cotangent, hop.output)
        inside = reached(gate, [hop.wire.value])
        found, _ = accumulate(gate, hop.output, seed, inside | {hop.wire.value}, tape)
        shown = cleared(tape.made()[len(nodes) :], tape.numbers, len(nodes))
        return np.asarray(sum(np.asarray(shown[found[edge]]) for edge in edges if edge in found))


def longer(hops: Sequence[Hop], known: Mapping[int, list[Sized]]) -> Iterator[Sized]:
    """Paths that begin with one of `hops`."""
    for hop in hops:
        for size, rest in known.get(hop.output, ()):
            yield size * abs(0.0 if hop.factor is None else hop.factor), (hop, *rest)
