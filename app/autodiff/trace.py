"""The trace: a program's graph with all numbers of both passes, as every later stage reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from app.autodiff.builder import Array, Limits
from app.autodiff.evaluation.unknown_numbers import without_guesses
from app.autodiff.findings.findings import findings
from app.autodiff.folding.fold import Wire, absorbed
from app.autodiff.graph import Graph, Node
from app.autodiff.interpreter import Request
from app.autodiff.passes.backward import Backward, Edge
from app.autodiff.passes.gradient_check import GradientCheck, gradient_check
from app.autodiff.passes.rounding import without_noise
from app.autodiff.primitives import TABLE
from app.autodiff.replay import Recording, recorded
from app.autodiff.rows import Primitive
from app.autodiff.telling_values import telling_values
from app.language import Diagnostic, Program, identifier

Key = TypeVar("Key")


class Numbers(Mapping[Key, Array], Generic[Key]):
    """Numbers by what they belong to, as they stand in the numbers of all nodes."""

    def __init__(self, numbers: Sequence[Array], places: Mapping[Key, int]) -> None:
        self.numbers, self.places = numbers, places

    def __getitem__(self, key: Key) -> Array:
        return array(self.numbers[self.places[key]])

    def __contains__(self, key: object) -> bool:
        return key in self.places

    def __iter__(self) -> Iterator[Key]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def array(number: Any) -> Array:
    """A number as an array without axes, which has a shape as all others."""
    return np.asarray(number)[()] if type(number) in (float, bool) else number


@dataclass(frozen=True)
class Trace:
    """Both passes of `program` at the present values.

    `numbers` are those of the nodes of both passes of `run`. `values` and `adjoints` are by node; `contributions` by (consumer,
    argument position); all of them float64 arrays of the shape of the node that they belong to.
    """

    program: Program
    run: Recording
    numbers: Sequence[Array]

    @property
    def graph(self) -> Graph:
        return self.run.graph

    @property
    def backward(self) -> Backward:
        """Both passes as one graph."""
        return self.run.backward

    @property
    def labels(self) -> tuple[str, ...]:
        """The names under which nodes are shown."""
        return self.run.displayed[0]

    @property
    def loss(self) -> str:
        return self.run.displayed[1]

    @cached_property
    def shown(self) -> Sequence[Array]:
        """The numbers of both passes without rounding noise, and without guesses where functions are not known."""
        if self.graph.symbolic:
            return without_guesses(self.backward.nodes, self.numbers)
        with np.errstate(all="ignore"):
            return without_noise(self.backward, self.numbers)

    @cached_property
    def values(self) -> tuple[Array, ...]:
        return tuple(map(array, self.shown[: len(self.graph.nodes)]))

    @property
    def seed(self) -> Array:
        return array(self.numbers[self.backward.seed])

    @property
    def seeded_by_one(self) -> bool:
        """Whether the way back starts with the number 1, which no product need name."""
        return not self.seed.shape and float(self.seed) == 1

    @cached_property
    def adjoints(self) -> Mapping[int, Array]:
        return Numbers(self.shown, self.backward.adjoints)

    @cached_property
    def contributions(self) -> Mapping[Edge, Array]:
        return Numbers(self.shown, self.backward.contributions)

    @cached_property
    def at_kinks(self) -> list[Node]:
        """The nodes whose derivative is a convention here."""
        with np.errstate(all="ignore"):
            return self.run.kinks.met(self.numbers)

    @cached_property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What the person should know, of the text and of the numbers."""
        with np.errstate(all="ignore"):
            return (
                *self.run.notes,
                *findings(self.graph, self.backward, self.numbers, self.run.displayed, self.at_kinks),
                *telling_values(self.program, self.run, self.numbers, self.at_kinks),
            )

    @cached_property
    def check(self) -> GradientCheck:
        values = tuple(map(array, self.numbers[: len(self.graph.nodes)]))
        return gradient_check(self.graph, values, self.seed, self.adjoints, bool(self.at_kinks))

    @cached_property
    def factors(self) -> dict[tuple[int, int], Mapping[Edge, Array]]:
        """The local derivatives that were asked for so far, by the gate's first node and its output."""
        return {}

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
        flow = self.wire(wire)
        if flow is not None and not flow and np.any(self.adjoints.get(wire.output, 0.0)):
            return 0.0  # The numbers of single edges would show the noise that is taken off their sum.
        return self.factor(wire, wire.output)

    def factor(self, wire: Wire, output: int) -> float:
        """d(output)/d(value) along a wire into a gate that `output` leaves, both numbers: the sum over the wire's edges."""
        gate = wire.start, output
        if gate not in self.factors:
            with np.errstate(all="ignore"):
                self.factors[gate] = self.run.local(*gate).at(self.shown if self.graph.symbolic else self.numbers)
        found = self.factors[gate]
        return float(sum(found.get(edge, 0.0) for edge in wire.edges))

    def stands_for(self, node: Node) -> Primitive:
        """The row that a node is: its own, or what that is called where its last operand is a constant (a square for a power of two)."""
        own, last = TABLE[node.operation], self.graph.nodes[node.arguments[-1]]
        case = own.cases.get(float(self.values[last.index])) if own.cases and absorbed(last) else None
        return own if case is None else TABLE[case]

    def known(self, number: object) -> bool:
        """Whether a value or a gradient is known: where functions are not, nan stands for what depends on them."""
        return not self.graph.symbolic or (number is not None and not np.any(np.isnan(np.asarray(number, dtype=float))))

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
    lenient: bool = False,
) -> Trace:
    """Run a program forwards and backwards.

    `values` override inputs by name (numbers or nested lists), `seed` is dL/d(output) with the output's shape (ones unless
    given), `constants` names inputs without adjoint, `output` chooses another value than the last as output.
    A value whose name is no input is a mistake, and if `lenient` a warning. Raises LanguageError with every mistake found.
    """
    given = {identifier(name): value for name, value in (values or {}).items()}
    asked = identifier(output) if output else output
    request = Request(given, frozenset(map(identifier, constants)), asked, limits or Limits(), lenient=lenient)
    return Trace(program, *recorded(program, request, seed))
