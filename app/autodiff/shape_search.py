"""First values for inputs that the text leaves open, where the number 1 does not fit: a pasted function runs before any value is typed.

Shapes are found by trying: of all single changes the one is kept that lets the program run furthest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from app.autodiff.builder import Array
from app.language import LanguageError

BUDGET = 150_000
"""The work that the search may take, in steps of the interpreter: four times what any known paste needs."""

Assumed = Mapping[str, Array]


class Outcome(NamedTuple):
    """How a run with assumed values ended: the open inputs that it met, its mistake or None, and the work that it took."""

    free: Sequence[str]
    failure: LanguageError | None
    work: int


Attempt = Callable[[Assumed], Outcome]


def assumed_values(
    text: str, given: Iterable[object], attempt: Attempt, error: LanguageError, free: Sequence[str]
) -> dict[str, Array] | None:
    """Values for open inputs with which the program runs, or None.

    `error` is the mistake that the program ends in without them, `free` the names of the open inputs that it has met till then.
    A greedy search: a mistake that no value mends stops it after one round.
    """
    tried_first, work = candidates(text, given), 0
    now: dict[str, Array] = {}
    reached = progress(error)
    while free:
        best: tuple[tuple[int, int], dict[str, Array], Sequence[str]] | None = None
        for change in changes(tried_first, free):
            tried = {**now, **change}
            names, failure, taken = attempt(tried)
            if failure is None:
                return fewest(tried, attempt)
            if progress(failure) > (best[0] if best else reached):
                best = progress(failure), tried, names
            work += taken
            if work > BUDGET:
                return None
        if best is None:
            return None
        reached, now, free = best
    return None


def fewest(found: dict[str, Array], attempt: Attempt) -> dict[str, Array]:
    """Without the values that are not needed: 1 does for a factor or an ε."""
    for name in list(found):
        fewer = {other: value for other, value in found.items() if other != name}
        if attempt(fewer).failure is None:
            found = fewer
    return found


def progress(error: LanguageError) -> tuple[int, int]:
    """How far the program ran."""
    return error.line, error.column


def changes(tried: Sequence[Array], free: Sequence[str]) -> Iterator[dict[str, Array]]:
    """All open inputs at once to one shape, then each of them alone to each shape."""
    for value in tried:
        yield dict.fromkeys(free, value)
    for name in free:
        for value in tried:
            yield {name: value}


def candidates(text: str, given: Iterable[object] = ()) -> list[Array]:
    """Matrices, vectors, labels and higher arrays; after 3 come the sizes of values that are given and that the text names."""
    shapes = [shape for value in given if (shape := shape_of(value))]
    named = [int(found) for found in re.findall(r"(?<![\w.])(\d{1,2})(?![\w.])", text) if 1 < int(found) <= 32]
    sizes = list(dict.fromkeys([3, *(size for shape in shapes for size in shape), *named]))[1:6]
    random = np.random.default_rng(0)
    tried = [(3, 3), (3,)]
    for size in sizes:
        tried += [(3, size), (size, 3), (size,), (size, size)]
    tried += [(2, 3, 3), (2, 3, 4, 4), (3, 12), *shapes]
    arrays = [np.round(random.standard_normal(shape), 2) for shape in dict.fromkeys(tried)]
    return [*arrays[:2], np.arange(3.0), *arrays[2:]]


def shape_of(value: object) -> tuple[int, ...]:
    try:
        return np.shape(value)  # type: ignore[call-overload, no-any-return]
    except ValueError:
        return ()
