"""Second derivatives: the backward pass is a graph as well, so it has a backward pass of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.graph import Graph, Node
from app.autodiff.passes.backward import backward
from app.autodiff.passes.tape import own_rule
from app.autodiff.trace import Trace
from app.language import LanguageError

MOST = 400
"""So many entries of a Hessian are worked out at most."""


def hessian_product(trace: Trace, direction: Mapping[str, Array], names: Sequence[str]) -> dict[str, Array]:
    """The Hessian of the output (summed with the seed) times a direction, by input: reverse over reverse.

    `direction` has arrays of the shapes of the inputs that it moves; the answer those of `names`. Raises LanguageError.
    """
    found = {name: np.zeros(differentiable(trace, name).shape) for name in names}
    for moved, along in direction.items():
        place = trace.backward.adjoints.get(differentiable(trace, moved).index)
        if place is not None:
            for name, row in rows(trace, place, along, names).items():
                found[name] = found[name] + row
    return found


def rows(trace: Trace, place: int, along: Array, names: Sequence[str]) -> dict[str, Array]:
    """The gradient of one adjoint, of which `along` is the cotangent, by input."""
    nodes = trace.backward.nodes
    wanted = {name: differentiable(trace, name).index for name in names}
    if not nodes[place].differentiable:
        return {}
    passed = backward(Graph(nodes, place), trace.numbers, along, set(wanted.values()))
    numbers, adjoints = passed.tape.numbers, passed.adjoints
    return {name: np.asarray(numbers[adjoints[index]]) for name, index in wanted.items() if index in adjoints}


def hessian(trace: Trace, first: str, second: str) -> Array:
    """All second derivatives by an entry of `first` and one of `second`: an array of both shapes. Raises LanguageError."""
    left, right = differentiable(trace, first), differentiable(trace, second)
    size = int(np.prod(left.shape, dtype=int) * np.prod(right.shape, dtype=int))
    if size > MOST:
        message = f"the Hessian of `{first}` and `{second}` has {size} entries, more than {MOST}"
        raise LanguageError.at(None, message, "ask for its product with a direction")
    units = np.eye(int(np.prod(left.shape, dtype=int))).reshape(-1, *left.shape)
    products = [hessian_product(trace, {first: unit}, [second])[second] for unit in units]
    return np.reshape(products, (*left.shape, *right.shape))


def differentiable(trace: Trace, name: str) -> Node:
    """The input called `name`. Raises LanguageError where there is none that has a gradient."""
    inputs = {str(node.name): node for node in trace.graph.inputs() if node.differentiable}
    if name not in inputs:
        hint = f"there are {', '.join(inputs)}" if inputs else "the program has none"
        raise LanguageError.at(None, f"`{name}` is no input with a gradient", hint)
    if reason := own_rule(trace.graph.moving()):
        raise LanguageError.at(None, f"{reason}, so nothing follows from it for further derivatives", "")
    return inputs[name]
