"""What joins what: the wires of each pass with their two ends, in the order in which the pass is read."""

from __future__ import annotations

from collections.abc import Iterator

from app.diagram import parts
from app.diagram.model import FORWARD, Link
from app.diagram.parts import Kind, Part
from app.diagram.structure import BRANCH, OUTPUT, PASSING, SOURCE, STEM, TAG, Line, Scheme


def links(scheme: Scheme, panel: str, drawn_in: str) -> tuple[Link, ...]:
    """The links of a pass whose wires are drawn in a panel, each from where its arrow starts to where it points.

    Forward, a gate's links come in the order of its arguments, after the stems that feed them; the output's comes last. Backward
    the gates are taken in reverse, and a stem follows the last of the gradients that meet in it.
    """
    blocks = list(blocked(scheme))
    if panel == FORWARD:
        return tuple(link(line, panel, drawn_in) for stems, into in blocks for line in (*stems, *into))
    ordered = (line for stems, into in reversed(blocks) for line in (*into, *reversed(stems)))
    return tuple(link(line, panel, drawn_in) for line in ordered if line.back)


def blocked(scheme: Scheme) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines into each gate, and into the output, each time with the stems that are first needed there."""
    waiting = {line.through[-1]: line for line in scheme.lines if line.through[-1].kind in (Kind.FORK, Kind.FLAG)}
    heads = [parts.gate(gate.index) for gate in scheme.folded.gates]
    into: dict[Part, list[Line]] = {head: [] for head in heads}
    last = [line for line in scheme.lines if line.through[-1].kind in (Kind.VALUE, Kind.OUTPUT)]
    for line in scheme.lines:
        into.get(line.through[-1], []).append(line)
    for lines in (*into.values(), last):
        stems = [stem for line in lines for stem in leading(scheme, line, waiting)]
        yield stems, lines


def leading(scheme: Scheme, line: Line, waiting: dict[Part, Line]) -> list[Line]:
    """The stems that lead to a line and were not needed before, the first of them first."""
    stem = waiting.pop(origin(scheme, line.through[0]), None)
    return [] if stem is None else [*leading(scheme, stem, waiting), stem]


def origin(scheme: Scheme, tail: Part) -> Part:
    """Where a line comes from: behind a tag from its flag."""
    if tail.kind != Kind.TAG or tail.number is None:
        return tail
    return parts.flag(scheme.folded.wires[tail.number].value)


def link(line: Line, panel: str, drawn_in: str) -> Link:
    tail, *labels, head = line.through
    ends = (tail, head) if panel == FORWARD else (head, tail)
    return Link(panel, line.part, role(line), *ends, tuple(labels), f"{drawn_in}-{line.id}-line")


def role(line: Line) -> str:
    """What a line does, forward: the names are those of the slots."""
    tail, head = line.through[0].kind, line.through[-1].kind
    if head in (Kind.FORK, Kind.FLAG):
        return STEM
    if head != Kind.GATE:
        return OUTPUT
    return {Kind.FORK: BRANCH, Kind.TAG: TAG, Kind.VALUE: SOURCE}.get(tail, PASSING)
