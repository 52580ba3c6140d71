"""Batches: the rows of a descent's data that each step looks at, in order, and from the first again when all had their turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.autodiff import Trace
from app.language import Diagnostic, LanguageError


@dataclass(frozen=True, slots=True)
class Batches:
    """The data that are inputs, each an array of `rows` rows, of which a step has `size`."""

    inputs: Mapping[str, Any]
    rows: int
    size: int

    def at(self, step: int) -> dict[str, Any]:
        """The data of a step, which is counted from 0: of each input an array of `size` rows."""
        chosen = (np.arange(self.size) + step * self.size) % self.rows
        return {name: value[chosen] for name, value in self.inputs.items()}

    def told(self, step: int) -> str:
        """Which rows these are, counted from 1."""
        first, last = step * self.size % self.rows + 1, ((step + 1) * self.size - 1) % self.rows + 1
        spans = [(first, last)] if first <= last else [(first, self.rows), (1, last)]
        which = " and ".join(f"{start}" if start == stop else f"{start} to {stop}" for start, stop in spans)
        return f"{'row' if self.size == 1 else 'rows'} {which} of {', '.join(self.inputs)}"


def batches(trace: Trace, trained: Collection[str], size: int) -> Batches:
    """Batches of so many rows of all arrays that are inputs and not trained. Raises LanguageError where there are no such rows."""
    inputs = {name: np.asarray(trace.numbers[index]) for name, index in with_rows(trace, trained).items()}
    rows = {name: len(value) for name, value in inputs.items()}
    if not inputs:
        raise refused("a batch is of rows of data, and no array here is data", "train fewer inputs, or leave the batch")
    if len(set(rows.values())) > 1:
        told = ", ".join(f"`{name}` has {count}" for name, count in rows.items())
        raise refused(f"a batch takes the same rows of all data, but {told}", "give all data as many rows")
    (count,) = set(rows.values())
    if size > count:
        raise refused(f"a batch of {size} rows is more than the {count} that there are", f"write 1 to {count}")
    return Batches(inputs, count, size)


def with_rows(trace: Trace, trained: Collection[str]) -> dict[str, int]:
    """The nodes of the arrays that are inputs and not trained, by name: they are the data that has rows."""
    nodes = trace.graph.nodes
    places = {name: index for name, (index, _) in trace.run.inputs.items() if name not in trained}
    return {name: index for name, index in places.items() if nodes[index].shape}


def refused(message: str, hint: str) -> LanguageError:
    return LanguageError(Diagnostic(None, message, hint, parameter="batch"))
