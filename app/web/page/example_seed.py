"""A seed that teaches: with ones, what a normalisation or a softmax passes back is zero, which is no example of a gradient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.autodiff import Trace
from app.query import Query
from app.values import ValueMistake, read, written

LONGEST = 60
"""A seed of more entries would make the address long."""


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
    """The query with a seed that is not all ones, where the output is an array and every input has an assumed value."""
    shape = np.shape(result.values[result.graph.output])
    open_ = all(node.name in result.run.free for node in result.graph.inputs())
    if query.seed or not shape or not open_ or result.run.seed is not None or np.prod(shape) > LONGEST:
        return query
    return replace(query, seed=example_seed(shape))
