"""Second derivatives, paths and forward mode of a program, ready for JSON: what the API and the command line answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from app.autodiff import Trace, fold
from app.autodiff.builder import Array
from app.language import LanguageError
from app.pipeline import number
from app.study.forward_mode import Cost, forward_cost, forward_costs, operations, reverse_cost, tangents
from app.study.paths import Path, paths
from app.study.second_derivatives import differentiable, hessian, hessian_product
from app.values import plain


def inputs(trace: Trace) -> list[str]:
    """The inputs that have a gradient."""
    return [str(node.name) for node in trace.graph.inputs() if node.differentiable]


def second_derivatives(
    trace: Trace, of: Sequence[str] = (), along: Mapping[str, object] | None = None
) -> dict[str, object]:
    """The Hessian of inputs (all, unless some are named) by pairs, or its product with a direction. Raises LanguageError."""
    names = list(of) or inputs(trace)
    if along:
        direction = {name: directed(trace, name, given) for name, given in along.items()}
        found = hessian_product(trace, direction, names)
        return {"product": {name: number(trace, each) for name, each in found.items()}}
    pairs = {first: {second: hessian(trace, first, second) for second in names} for first in names}
    return {"hessian": {first: {by: number(trace, each) for by, each in row.items()} for first, row in pairs.items()}}


def directed(trace: Trace, name: str, given: object) -> Array:
    """A direction of the shape of an input. Raises LanguageError for another."""
    shape = differentiable(trace, name).shape
    try:
        found = np.array(given, dtype=float)
    except (TypeError, ValueError):
        raise LanguageError.at(None, f"the direction of `{name}` is not numbers", parameter=name) from None
    if found.shape not in (shape, ()):
        message = f"the direction of `{name}` has shape {found.shape}, the input {shape}"
        raise LanguageError.at(None, message, "one number stands for all entries", parameter=name)
    return np.broadcast_to(found, shape)


def ways(trace: Trace, name: str, level: str | None = None) -> dict[str, object]:
    """The paths of an input through the gates of a figure. Raises LanguageError."""
    found = paths(trace, fold(trace.graph, level), name)
    return {
        "input": name,
        "count": found.count,
        "gradient": number(trace, found.gradient),
        "paths": [way(trace, each) for each in found.listed],
        "rest": number(trace, found.rest),
    }


def way(trace: Trace, path: Path) -> dict[str, object]:
    """A path: the values that it goes through behind the input, its local derivatives, and what it brings."""
    return {
        "through": [trace.labels[hop.output] for hop in path.hops],
        "derivatives": [None if hop.factor is None else plain(np.asarray(hop.factor)) for hop in path.hops],
        "contribution": number(trace, path.contribution),
    }


def forward(trace: Trace, name: str, along: object = None) -> dict[str, object]:
    """Forward mode from an input, and what both modes cost. Raises LanguageError."""
    found = tangents(trace, name, None if along is None else directed(trace, name, along))
    return {
        "input": name,
        "tangents": {trace.labels[index]: number(trace, np.asarray(each)) for index, each in found.items()},
        "operations": operations(trace),
        "forward": costs(forward_cost(trace, name)),
        "forward_for_all": costs(forward_costs(trace)),
        "reverse": costs(reverse_cost(trace)),
    }


def costs(given: Cost) -> dict[str, int]:
    return {"passes": given.passes, "products": given.products, "sums": given.sums, "operations": given.operations}
