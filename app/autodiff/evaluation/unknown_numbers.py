"""Numbers that are not known, where functions are only named: nan stands for them, and must not be lost on its way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.autodiff.builder import Array
from app.autodiff.evaluation.batches import is_entrywise
from app.autodiff.graph import Node
from app.autodiff.primitives import TABLE


def without_guesses(nodes: Sequence[Node], numbers: Sequence[Array]) -> Sequence[Array]:
    """The numbers of nodes of both passes, nan in all that follows from what is not known.

    NumPy carries nan on by itself, but not through comparisons and choices: `nan > 1` is False, which says something.
    """
    found = list(numbers)
    changed: set[int] = set()
    for node in nodes:
        lost = [
            np.isnan(np.asarray(found[argument], dtype=float))
            for position, argument in enumerate(node.arguments)
            if argument in changed or (node.operation in TABLE and TABLE[node.operation].rule(position) is None)
        ]
        if any(map(np.any, lost)):
            found[node.index] = with_nan(node, found[node.index], lost)
            changed.add(node.index)
    return found


def with_nan(node: Node, number: Array, lost: Sequence[NDArray[np.bool_]]) -> Array:
    """A result whose operands are not known at some places: nan at these, or everywhere where entries meet."""
    value = np.array(number, dtype=float)
    if is_entrywise(TABLE[node.operation], node.settings) and all(each.ndim <= value.ndim for each in lost):
        value[np.any([np.broadcast_to(each, value.shape) for each in lost], axis=0)] = np.nan
    else:
        value[...] = np.nan
    return value[()]
