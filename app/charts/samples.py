"""What a program predicts: which of its values is the prediction, for which data, and what is true of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.autodiff import Trace
from app.autodiff.graph import INPUT
from app.autodiff.passes.backward import between
from app.charts.plot import thinned
from app.language import LanguageError

Array = NDArray[np.float64]
TRIED, NUDGE, NOISE = 6, 0.37, 1e-9
"""So many samples are moved, by such a part of what the data reach over, to see whose prediction changes by more than this."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Nodes of a trace: `inputs` have a row, or each of two vectors an entry, for each sample, `target` and `prediction` a number.

    Where there are `classes`, the prediction has a row of so many numbers, whose largest says which, and the target is the number of
    a class from 0, or a row that is 1 in its place. Samples are `coupled` where the prediction of one depends on the data of others.
    """

    trace: Trace
    inputs: tuple[int, ...]
    target: int
    prediction: int
    classes: int = 0
    coupled: bool = False

    @property
    def count(self) -> int:
        return len(self.true)

    @property
    def true(self) -> Array:
        """The number that is true of each sample, of classes their numbers."""
        found = self.values(self.target)
        return found.argmax(axis=1).astype(float) if self.classes and found.ndim == 2 else found.ravel()

    def values(self, node: int) -> Array:
        return np.asarray(self.trace.values[node], dtype=float)

    @property
    def features(self) -> Array:
        """The data with a row for each sample."""
        return np.concatenate([self.values(each).reshape(self.count, -1) for each in self.inputs], axis=1)

    def predicted(self, features: Array) -> Array:
        """What is predicted for other data, of shape (data,) or (data, classes).

        They are computed as many at once as there are samples, since the program may count them.
        """
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
        each = (self.classes,) if self.classes else ()
        return np.asarray(now[self.prediction], dtype=float).reshape(-1, *each)[: len(features)]

    def influence(self) -> tuple[bool, bool]:
        """Whether the data of a sample bear on its own prediction, of all that are tried, and on that of any other."""
        rows, features = thinned(self.count, TRIED), self.features
        moved = np.stack([features] * len(rows))
        moved[range(len(rows)), rows] += NUDGE * (np.ptp(features, axis=0) + 1)
        still = self.predicted(features).reshape(self.count, -1)
        found = self.predicted(moved.reshape(-1, features.shape[1])).reshape(len(rows), *still.shape)
        changed = np.any(np.abs(found - still) > NOISE * (1 + np.abs(still)), axis=-1)
        own = changed[range(len(rows)), rows]
        return bool(own.all()), bool(changed.sum() > own.sum())


def samples(trace: Trace, trained: Sequence[int]) -> Samples:
    """What a program with these trained inputs predicts. Raises LanguageError where that cannot be seen in it."""
    nodes = trace.graph.nodes
    inputs = [node.index for node in nodes if node.operation == INPUT and node.shape and node.index not in trained]
    for prediction in reversed(list(trace.graph.names.values())):
        if nodes[prediction].operation == INPUT or not nodes[prediction].shape:
            continue
        used = sources(trace, prediction)
        targets = [each for each in inputs if each not in used]
        for classes, able in ((0, is_number_each), (nodes[prediction].shape[-1], is_class_each)):
            found = [
                each for each in targets if able(trace, prediction, each) and compared(trace, prediction, each, trained)
            ]
            count = nodes[found[0]].shape[0] if found else 0
            known = tuple(each for each in inputs if each in used and nodes[each].shape[0] == count)
            if len(found) == 1 and known and used & {*trained}:
                seen = Samples(trace, known, found[0], prediction, classes)
                own, coupled = seen.influence()
                # A value that mixes samples, and of which some have no part in their own, has its size by chance.
                if own or not coupled:
                    return replace(seen, coupled=coupled)
    told = "no prediction is seen in this program"
    raise LanguageError.at(None, told, "give the prediction a name, with as many numbers as the targets have")


def compared(trace: Trace, prediction: int, target: int, trained: Collection[int]) -> bool:
    """Whether the arrays that a target meets on its way to the output have learnt nothing but by way of the prediction."""
    nodes = trace.graph.nodes
    late, made, learnt = (between(trace.graph, each) for each in ([target], [prediction], trained))
    met = {argument for node in nodes if node.index in late for argument in node.arguments if nodes[argument].shape}
    return not met & learnt - made - late


def is_number_each(trace: Trace, prediction: int, target: int) -> bool:
    """Whether a target may be the number that is predicted for each sample."""
    size = math.prod(trace.graph.nodes[prediction].shape)
    shape = trace.graph.nodes[target].shape
    return 1 < size == math.prod(shape) == shape[0]


def is_class_each(trace: Trace, prediction: int, target: int) -> bool:
    """Whether a prediction has a number for each class, and a target may be of these classes."""
    shape, of_target = trace.graph.nodes[prediction].shape, trace.graph.nodes[target].shape
    if len(shape) != 2 or min(shape) < 2 or of_target not in (shape, shape[:1]):
        return False
    true = np.asarray(trace.values[target], dtype=float)
    if of_target == shape:
        return bool(np.all((true == 0) | (true == 1)) and np.all(true.sum(axis=1) == 1))
    return bool(np.all((true == np.floor(true)) & (true >= 0) & (true < shape[1])))


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
