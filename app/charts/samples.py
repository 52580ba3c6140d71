"""What a program predicts: which of its values is the prediction, for which data, and what is true of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.autodiff import Trace
from app.autodiff.graph import INPUT
from app.language import Diagnostic, LanguageError

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Samples:
    """Nodes of a trace: `inputs` have a row, or each of two vectors an entry, for each sample, `target` and `prediction` a number."""

    trace: Trace
    inputs: tuple[int, ...]
    target: int
    prediction: int

    @property
    def count(self) -> int:
        return int(np.size(self.values(self.target)))

    def values(self, node: int) -> Array:
        return np.asarray(self.trace.values[node], dtype=float)

    @property
    def features(self) -> Array:
        """The data with a row for each sample."""
        return np.concatenate([self.values(each).reshape(self.count, -1) for each in self.inputs], axis=1)

    def predicted(self, features: Array) -> Array:
        """What is predicted for other data: as many of them at once as there are samples, since the program may count them."""
        batches = math.ceil(len(features) / self.count)
        padded = np.resize(features, (batches * self.count, features.shape[1]))
        given, first = {}, 0
        for node in self.inputs:
            shape = self.values(node).shape
            width = math.prod(shape) // self.count
            given[node] = padded[:, first : first + width].reshape(batches, *shape)
            first += width
        with np.errstate(all="ignore"):
            now = self.trace.run.plan.many(self.trace.numbers, given, batches)
        return np.asarray(now[self.prediction], dtype=float).reshape(-1)[: len(features)]


def samples(trace: Trace, trained: Sequence[int]) -> Samples:
    """What a program with these trained inputs predicts. Raises LanguageError where that cannot be seen in it."""
    nodes = trace.graph.nodes
    inputs = [node.index for node in nodes if node.operation == INPUT and node.shape and node.index not in trained]
    for prediction in reversed(list(trace.graph.names.values())):
        size = math.prod(nodes[prediction].shape)
        alike = [each for each in inputs if math.prod(nodes[each].shape) == size]
        if nodes[prediction].operation == INPUT or size < 2 or not alike:
            continue
        used = sources(trace, prediction)
        targets = [each for each in alike if each not in used]
        known = tuple(each for each in inputs if each in used and nodes[each].shape[0] == size)
        if len(targets) == 1 and known and used & {*trained}:
            return Samples(trace, known, targets[0], prediction)
    told = "no prediction is seen in this program"
    raise LanguageError(Diagnostic(None, told, "give the prediction a name, with as many numbers as the targets have"))


def sources(trace: Trace, node: int) -> set[int]:
    """The inputs that a value is made of."""
    found, left = set(), [node]
    seen = {node}
    while left:
        here = trace.graph.nodes[left.pop()]
        if here.operation == INPUT:
            found.add(here.index)
        for each in here.arguments:
            if each not in seen:
                seen.add(each)
                left.append(each)
    return found
