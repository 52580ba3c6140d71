"""A seed that teaches: with ones, what a normalisation or a softmax passes back is zero, which is no example of a gradient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.autodiff import Trace
from app.query import Query
from app.values import ValueMistake, read, written

LONGEST = 60
"""A seed of more entries would make the address long."""
TOLD = "an example; with ones, the gradients are those of the sum of all entries"
"""What is said of such a seed."""


def example_seed(shape: tuple[int, ...]) -> str:
    """Numbers of one digit behind the point, the same ones for the same shape."""
    return written(np.round(np.random.default_rng(1).standard_normal(shape), 1))


def without_example(query: Query) -> Query:
    """The query without a seed that was not chosen by a person: it follows the output's shape."""
    if not query.seed:
        return query
    try:
        seed = read(query.seed).value
    except ValueMistake:
        return query
    chosen = not seed.shape or not np.array_equal(seed, read(example_seed(seed.shape)).value)
    return query if chosen else replace(query, seed="")


def with_example(query: Query, result: Trace) -> Query:
    """The query with a seed that is not all ones, where the output is an array and nobody has chosen another.

    Where values are given, only if with ones nothing comes back to one of them.
    """
    shape = np.shape(result.values[result.graph.output])
    if query.seed or not shape or result.run.seed is not None or np.prod(shape) > LONGEST:
        return query
    return replace(query, seed=example_seed(shape)) if assumed(result) or silent(result) else query


def teaches(seeded: Trace, result: Trace) -> bool:
    """Whether another seed brings something back where ones did not, if values are given: not where a gate is shut."""
    return assumed(result) or silent(seeded) < silent(result)


def assumed(result: Trace) -> bool:
    """Whether every input has a value that nobody gave."""
    return all(node.name in result.run.free for node in result.graph.inputs())


def silent(result: Trace) -> int:
    """To how many arrays nothing comes back."""
    adjoints = (result.adjoints.get(node.index) for node in result.graph.inputs())
    return sum(bool(np.ndim(each)) and not np.any(each) for each in adjoints if each is not None)
