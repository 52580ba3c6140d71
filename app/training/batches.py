"""Batches: the rows of a descent's data that each step looks at, in order or shuffled, and all anew when all had their turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from app.autodiff import Trace
from app.language import LanguageError
from app.training.request import DescentRequest

TOLD = 8
"""So many rows in no order are told one by one."""


@dataclass(frozen=True, slots=True)
class Batches:
    """The data that are inputs, each an array of `rows` rows, of which a step has `size`; each round through all is shuffled anew
    where there is a `seed`.
    """

    inputs: Mapping[str, Any]
    rows: int
    size: int
    seed: int | None = None

    def chosen(self, step: int) -> list[int]:
        """The rows of a step, counted from 0, as the step is."""
        places = [divmod(place, self.rows) for place in range(step * self.size, (step + 1) * self.size)]
        if self.seed is None:
            return [row for _, row in places]
        return [shuffled(self.rows, self.seed, turn)[row] for turn, row in places]

    def at(self, step: int) -> dict[str, Any]:
        """The data of a step: of each input an array of `size` rows."""
        chosen = self.chosen(step)
        return {name: value[chosen] for name, value in self.inputs.items()}

    def told(self, step: int) -> str:
        """Which rows these are, counted from 1."""
        rows = [row + 1 for row in self.chosen(step)]
        first, last = rows[0], rows[-1]
        if self.seed is not None and self.size > 1:
            which = ", ".join(map(str, rows[:TOLD])) + (", …" if self.size > TOLD else "")
        else:
            spans = [(first, last)] if first <= last else [(first, self.rows), (1, last)]
            which = " and ".join(f"{start}" if start == stop else f"{start} to {stop}" for start, stop in spans)
        return f"{'row' if self.size == 1 else 'rows'} {which} of {', '.join(self.inputs)}"


@lru_cache(maxsize=4)
def shuffled(rows: int, seed: int, turn: int) -> Sequence[int]:
    """The order of all rows in a round through them, counted from 0; the same for the same seed."""
    order: list[int] = np.random.default_rng((seed, turn)).permutation(rows).tolist()
    return order


def batches(trace: Trace, trained: Collection[str], asked: DescentRequest) -> Batches:
    """Batches of rows of all arrays that are inputs and not trained. Raises LanguageError where there are no such rows."""
    inputs = {name: np.asarray(trace.numbers[index]) for name, index in with_rows(trace, trained).items()}
    rows = {name: len(value) for name, value in inputs.items()}
    if not inputs:
        raise refused("a batch is of rows of data, and no array here is data", "train fewer inputs, or leave the batch")
    if len(set(rows.values())) > 1:
        told = ", ".join(f"`{name}` has {count}" for name, count in rows.items())
        raise refused(f"a batch takes the same rows of all data, but {told}", "give all data as many rows")
    (count,) = set(rows.values())
    if (size := asked.batch) > count:
        raise refused(f"a batch of {size} rows is more than the {count} that there are", f"write 1 to {count}")
    return Batches(inputs, count, size, asked.shuffle)


def with_rows(trace: Trace, trained: Collection[str]) -> dict[str, int]:
    """The nodes of the arrays that are inputs and not trained, by name: they are the data that has rows."""
    nodes = trace.graph.nodes
    places = {name: index for name, (index, _) in trace.run.inputs.items() if name not in trained}
    return {name: index for name, index in places.items() if nodes[index].shape}


def refused(message: str, hint: str) -> LanguageError:
    return LanguageError.at(None, message, hint, parameter="batch")
