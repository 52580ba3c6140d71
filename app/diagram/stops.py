"""Walks in fewer steps: neighbours of one pass are taken together, so that a figure has as many slides as a talk has time for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from app.diagram.model import Diagram, Step
from app.typeset import COMMA, Space, row


def in_stops(diagram: Diagram, count: int) -> Diagram:
    """The figure with a walk of `count` steps. Raises ValueError, with a message and a hint, where it cannot be walked so."""
    ends = stops(diagram.steps, count)
    made = [together(diagram.steps[start:end]) for start, end in pairwise([0, *ends])]
    return replace(diagram, walk=lambda: made)


def stops(steps: Sequence[Step], count: int) -> list[int]:
    """After how many steps each of `count` stops is; each pass has at least one. Raises ValueError like `in_stops`."""
    passes = [len(list(each)) for _, each in groupby(steps, key=lambda step: step.phase)]
    if not len(passes) <= count <= len(steps):
        raise ValueError(
            f"the walk has {len(steps)} steps", f"choose {len(passes)} to {len(steps)}" if steps else "leave it out"
        )
    shares = [1] * len(passes)
    while sum(shares) < count:
        shares[max(range(len(passes)), key=lambda at: passes[at] / shares[at])] += 1
    return list(ends(passes, shares))


def ends(passes: Sequence[int], shares: Sequence[int]) -> Iterator[int]:
    """Where the parts end into which each pass is divided, as evenly as may be."""
    before = 0
    for length, share in zip(passes, shares, strict=True):
        yield from (before + length * part // share for part in range(1, share + 1))
        before += length


def together(steps: Sequence[Step]) -> Step:
    """Some steps of one pass as one."""
    formulas = [piece for step in steps for piece in (COMMA, Space(1.0), step.formula)][2:]
    parts = dict.fromkeys(part for step in steps for part in step.parts)
    sentences = dict.fromkeys(step.sentence for step in steps)
    return Step(
        steps[-1].phase,
        tuple(parts),
        " ".join(sentences),
        row(*formulas),
        tuple(span for step in steps for span in step.spans),
        (steps[0].way[0], steps[-1].way[1]),
    )
