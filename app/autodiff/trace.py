"""The trace: a program's graph with all numbers of both passes, as every later stage reads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.autodiff.backward import Backward
from app.autodiff.builder import Array, Limits
from app.autodiff.findings import findings, kinks
from app.autodiff.fold import Wire
from app.autodiff.gradient_check import GradientCheck, gradient_check
from app.autodiff.graph import Graph
from app.autodiff.interpreter import Request
from app.autodiff.local_derivatives import local_derivative
from app.autodiff.replay import recorded
from app.language import Diagnostic, Program


@dataclass(frozen=True)
class Trace:
    """Both passes of `program` at the present values.

    `values` and `adjoints` are by node; `contributions` by (consumer, argument position); all of them float64 arrays of the
    shape of the node that they belong to. `labels` are the names under which nodes are shown. `backward` holds the nodes of
    both passes, so that the backward pass is a graph too.
    """

    program: Program
    graph: Graph
    values: tuple[Array, ...]
    seed: Array
    adjoints: Mapping[int, Array]
    contributions: Mapping[tuple[int, int], Array]
    backward: Backward
    labels: tuple[str, ...]
    loss: str
    warnings: tuple[Diagnostic, ...]

    @cached_property
    def check(self) -> GradientCheck:
        return gradient_check(self.graph, self.values, self.seed, self.adjoints, bool(kinks(self.graph, self.values)))

    def wire(self, wire: Wire) -> Array | None:
        """What flows back along a drawn wire: the sum over the edges that it stands for. None where nothing does."""
        parts = [self.contributions[edge] for edge in wire.edges if edge in self.contributions]
        return sum(parts[1:], parts[0]) if parts else None

    def local(self, wire: Wire) -> float | None:
        """d(gate's output)/d(value) along a wire, where both are numbers; None elsewhere."""
        nodes = self.graph.nodes
        if (
            wire.output is None
            or nodes[wire.output].shape
            or nodes[wire.value].shape
            or not nodes[wire.value].differentiable
        ):
            return None
        with np.errstate(all="ignore"):
            return local_derivative(self.graph, self.values, wire.output, wire.edges)

    @property
    def output(self) -> str:
        """The output's name in the text; its label, where an input has that name already."""
        index = self.graph.output
        name = self.graph.nodes[index].name
        return name if name is not None and self.graph.names.get(name) == index else self.labels[index]

    def named(self, numbers: Mapping[int, Array] | tuple[Array, ...]) -> dict[str, Array]:
        """Values or adjoints by the names of the program; a value that the output does not depend on has adjoint zero."""
        found = {}
        for name, index in {**self.graph.names, self.output: self.graph.output}.items():
            if isinstance(numbers, tuple):
                found[name] = numbers[index]
            elif self.graph.nodes[index].differentiable:
                found[name] = numbers.get(index, np.zeros(self.graph.nodes[index].shape))
        return found


def differentiate(
    program: Program,
    *,
    values: Mapping[str, object] | None = None,
    seed: object = None,
    constants: Collection[str] = (),
    output: str | None = None,
    limits: Limits | None = None,
) -> Trace:
    """Run a program forwards and backwards.

    `values` override inputs by name (numbers or nested lists), `seed` is dL/d(output) with the output's shape (ones unless
    given), `constants` names inputs without adjoint, `output` chooses another value than the last as output.
    Raises LanguageError with every mistake found.
    """
    request = Request(dict(values or {}), frozenset(constants), output, limits or Limits())
    recording, numbers = recorded(program, request, seed)
    values_ = tuple(numbers[: len(recording.graph.nodes)])
    both = recording.backward
    with np.errstate(all="ignore"):
        found = findings(recording.graph, values_, recording.labels)
    return Trace(
        program=program,
        graph=recording.graph,
        values=values_,
        seed=numbers[both.seed],
        adjoints={key: numbers[index] for key, index in both.adjoints.items()},
        contributions={key: numbers[index] for key, index in both.contributions.items()},
        backward=both,
        labels=recording.labels,
        loss=recording.loss,
        warnings=(*recording.notes, *found),
    )
