"""Bundling: the parameters of a module that is drawn as one gate, or the entries of a dict, come in by one wire that stands for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.autodiff.folding.fold import Bundle, Folded
from app.autodiff.graph import Graph

FEW, LEAST = 4, 3
"""So many parameters of one gate are drawn one by one; so many make a bundle."""
THETA = ("theta", "θ")

Use = tuple[tuple[int, ...], bool]
"""Which gates a value goes into, and whether a gradient comes back to it."""


def bundled(folded: Folded, graph: Graph) -> Folded:
    """The same with one wire for all parameters of a module, where a gate has many: the first stands for the others.

    The parameters of a bundle are all that the figure has of their module, so that its name tells what is in it; those of several modules
    that make up the whole program have none, unless the person has a θ.
    """
    names = {value: str(graph.nodes[value].name) for value in folded.sources if "." in (graph.nodes[value].name or "")}
    uses: dict[int, Use] = {
        value: (tuple(wire.gate for wire in folded.uses(value)), graph.nodes[value].differentiable) for value in names
    }
    many = {gate.index for gate in folded.gates if sum(wire.value in names for wire in folded.into(gate.index)) > FEW}
    depth = int(any(node.name in THETA for node in graph.nodes))
    whole = [
        (module, values) for module, values in modules(names, uses, depth) if many.intersection(uses[values[0]][0])
    ]
    bundles = {values[0]: Bundle(module, values) for module, values in whole if len(values) >= LEAST}
    left_out = {value for bundle in bundles.values() for value in bundle.values[1:]}
    if not left_out:
        return folded
    wires = tuple(wire for wire in folded.wires if wire.value not in left_out)
    sources = tuple(value for value in folded.sources if value not in left_out)
    return replace(folded, wires=wires, sources=sources, bundles=bundles)


def modules(names: Mapping[int, str], uses: Mapping[int, Use], depth: int) -> Iterator[tuple[str, Sequence[int]]]:
    """The largest modules whose parameters are all used alike, by name; names have as many parts as modules stand in each other."""
    found: dict[str, dict[int, str]] = {}
    for value, name in names.items():
        path = name.split(".")
        if len(path) > depth:
            found.setdefault(".".join(path[:depth]), {})[value] = name
    for module, inside in found.items():
        several = depth or len({name.split(".")[0] for name in inside.values()}) > 1
        if several and len({uses[value] for value in inside}) == 1:
            yield module, list(inside)
        else:
            yield from modules(inside, uses, depth + 1)
