"""Abridging: of very many inputs of one gate some are drawn, and one wire for those in the middle; so of very many like terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.autodiff.folding.fold import Folded, Gate
from app.autodiff.graph import Graph


def abridged(folded: Folded, most: int) -> Folded:
    """The same with at most `most` inputs of its own at each gate: the last but one stands for all from there to the last."""
    spans = dict(folded.spans)
    left_out: set[int] = set()
    sources = {value for value in folded.sources if len(folded.uses(value)) == 1} - folded.bundles.keys()
    for gate in folded.gates:
        own = [wire.value for wire in folded.into(gate.index) if wire.value in sources]
        if len(own) > max(most, 3):
            first, *others = own[most - 2 : -1]
            spans[first] = spans.get(others[-1], others[-1])
            left_out.update(others)
    if not left_out:
        return folded
    spans = {value: last for value, last in spans.items() if value not in left_out}
    return replace(folded, wires=tuple(wire for wire in folded.wires if wire.value not in left_out), spans=spans)


def shortened(folded: Folded, graph: Graph, most: int) -> Folded:
    """The same with at most `most` of the like terms of each gate: the last but one stands for all from there to the last, and so do
    its inputs."""
    spans = dict(folded.spans)
    left_out: set[int] = set()
    for own in terms(folded, graph):
        if len(own) > max(most, 3):
            first, *others = own[most - 2 : -1]
            pairs = zip(around(folded, first), around(folded, others[-1]), strict=True)
            spans |= {value: spans.get(last, last) for value, last in pairs}
            left_out.update(each.index for each in others)
    return without(folded, left_out, spans) if left_out else folded


def around(folded: Folded, gate: Gate) -> list[int]:
    """The values that go into a gate, and that which it makes."""
    return [*(wire.value for wire in folded.into(gate.index)), gate.outputs[0]]


def most_terms(folded: Folded, graph: Graph) -> int:
    """How many like terms one gate has at most."""
    return max(map(len, terms(folded, graph)), default=0)


def terms(folded: Folded, graph: Graph) -> Iterator[Sequence[Gate]]:
    """The terms of each gate, if they are alike: gates of one operation that inputs of their own alone join, and that join it alone."""
    sources = {value for value in folded.sources if len(folded.uses(value)) == 1}
    single = {
        gate.outputs[0]: gate
        for gate in folded.gates
        if len(gate.outputs) == 1 and len(gate.nodes) == 1 and len(folded.uses(gate.outputs[0])) == 1
        if all(wire.value in sources for wire in folded.into(gate.index))
    }
    for gate in folded.gates:
        found = [single[wire.value] for wire in folded.into(gate.index) if wire.value in single]
        kinds = {(graph.nodes[each.nodes[0]].operation, len(folded.into(each.index))) for each in found}
        yield found if len(kinds) == 1 else ()


def without(folded: Folded, left_out: set[int], spans: dict[int, int]) -> Folded:
    """The same without some gates, and without what goes into them and comes out of them."""
    kept = [gate for gate in folded.gates if gate.index not in left_out]
    places = {gate.index: place for place, gate in enumerate(kept)}
    gone = {value for index in left_out for value in around(folded, folded.gates[index])}
    wires = (wire for wire in folded.wires if wire.gate in places and wire.value not in gone)
    return replace(
        folded,
        gates=tuple(replace(gate, index=place) for place, gate in enumerate(kept)),
        wires=tuple(replace(wire, gate=places[wire.gate]) for wire in wires),
        sources=tuple(value for value in folded.sources if value not in gone),
        spans={value: last for value, last in spans.items() if value not in gone},
    )
