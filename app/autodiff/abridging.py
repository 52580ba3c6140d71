"""Abridging: of very many inputs of one gate some are drawn, and one wire for those in the middle."""

from __future__ import annotations

from dataclasses import replace

from app.autodiff.fold import Folded


def abridged(folded: Folded, most: int) -> Folded:
    """The same with at most `most` inputs of its own at each gate: the last but one stands for all from there to the last."""
    spans = dict(folded.spans)
    left_out: set[int] = set()
    sources = {value for value in folded.sources if len(folded.uses(value)) == 1}
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
