"""Rounding noise: what is left where terms cancel, below 10⁻¹² of the largest of them, is shown as 0."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.graph import CONSTANT, INPUT, Node
from app.autodiff.passes.backward import Backward
from app.autodiff.primitives import TABLE
from app.autodiff.primitives.arithmetic import accumulate
from app.autodiff.primitives.arrays import overlap, scatter, sum_to
from app.autodiff.primitives.contraction import einsum
from app.autodiff.primitives.linear_algebra import matvec, vecmat
from app.autodiff.primitives.reductions import mean
from app.autodiff.scalars import compute, settle

SHARE = 1e-12
"""Of the largest term that was added: what is smaller is noise."""


def largest(*terms: Array) -> Array:
    return reduce(np.maximum, map(np.abs, terms))


def largest_along(x: Array, axis: Any = None, keepdims: bool = False) -> Array:
    return np.max(np.abs(x), axis=axis, keepdims=keepdims, initial=0)  # type: ignore[no-any-return]


def largest_share(x: Array, axis: Any = None, keepdims: bool = False) -> Array:
    found = largest_along(x, axis, keepdims)
    return found * max(np.size(found), 1) / max(np.size(x), 1)


def average_summed(x: Array, shape: tuple[int, ...] = ()) -> Array:
    found = np.asarray(sum_to(np.abs(x), shape))
    return found * max(found.size, 1) / max(np.size(x), 1)


def averaged(added: Callable[..., Array]) -> Callable[..., Array]:
    """How large the terms are on average of what adds products of entries: its sum of their sizes, by how many they are."""

    def average(*operands: Array, **settings: Any) -> Array:
        count = added(*map(np.ones_like, operands), **settings)
        return added(*map(np.abs, operands), **settings) / np.maximum(count, 1)

    return average


ADDING: tuple[Callable[..., Array], ...] = (
    np.matmul, np.inner, np.cumsum, matvec, vecmat, einsum, overlap, scatter,
)  # fmt: skip
TERMS: dict[object, Callable[..., Array]] = {
    np.add: largest, np.subtract: largest, accumulate: largest, np.add.reduce: largest_along, mean: largest_share,
    sum_to: average_summed, **{each: averaged(each) for each in ADDING},
}  # fmt: skip
"""By what computes a sum: how large its terms are, from its operands."""


def without_noise(backward: Backward, numbers: Sequence[Array]) -> Sequence[Array]:
    """The numbers of both passes as they are shown.

    In the backward pass, which is linear in what comes in, noise is left out before it is carried on; the forward pass is
    computed as it is.
    """
    if not spread(numbers):
        return numbers
    count = len(backward.tape.nodes)
    return cleared((*backward.nodes[count:], *backward.nodes[:count]), numbers, count)


def cleared(nodes: Iterable[Node], numbers: Sequence[Array], back: int) -> Sequence[Array]:
    """The numbers with the sums among these nodes without their noise, which nodes from `back` on do not carry on."""
    shown, changed = list(numbers), set[int]()
    for node in nodes:
        if node.operation in (INPUT, CONSTANT):
            continue
        place, row = node.index, TABLE[node.operation]
        if not changed.isdisjoint(node.arguments) and place >= back:
            shown[place] = compute(row, [shown[each] for each in node.arguments], node.settings)
            changed.add(place)
        without = clear(node, shown)
        if without is not None:
            shown[place] = without
            changed.add(place)
    return shown


def clear(node: Node, numbers: Sequence[Array]) -> Array | None:
    """The value of a sum without its noise; None where there is none."""
    terms = TERMS.get(TABLE[node.operation].forward)
    value = numbers[node.index]
    if terms is None:
        return None
    noise = (np.abs(value) < SHARE * terms(*[numbers[each] for each in node.arguments], **node.settings)) & (value != 0)
    return settle(np.where(noise, 0.0, value)) if np.any(noise) else None


def spread(numbers: Sequence[Array]) -> bool:
    """Whether numbers differ so much in size that there may be noise among them."""
    sizes = np.abs(np.concatenate([np.ravel(each) for each in numbers], dtype=float))
    highest = np.max(sizes, initial=0, where=np.isfinite(sizes))
    return bool(np.min(sizes, initial=math.inf, where=sizes > 0) < SHARE * highest)
