"""A run of a program, kept so that other values of its inputs need no second reading: the same nodes are computed again.

That is right as long as nothing that the text's meaning depends on (a branch, a count, an index) comes out differently;
where it does, the program is run from its text.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.display_names import displayed
from app.autodiff.evaluation.plan import Plan
from app.autodiff.findings.findings import Kinks
from app.autodiff.graph import Graph
from app.autodiff.interpreter import NoInput, Request, Run, run_program
from app.autodiff.interpreter.arrays.leaf_inputs import numbers
from app.autodiff.interpreter.vocabulary import VOCABULARY
from app.autodiff.openings.open_inputs import open_values
from app.autodiff.passes.backward import Backward, backward, seeded
from app.autodiff.passes.local_derivatives import LocalDerivatives
from app.autodiff.passes.tape import plan_of
from app.autodiff.refusals import ARRAY_ERRORS
from app.autodiff.scalars import settle
from app.bounded_cache import BoundedCache
from app.language import Diagnostic, LanguageError, Program
from app.language.binding.resolution import resolved
from app.language.faults import FAULTS, fault
from app.language.source import START
from app.language.text.tokens import SHALLOWER

KEPT, NUMBERS = 64, 6_000_000
"""How many runs are kept, and how many numbers all of them may hold."""


@dataclass(frozen=True)
class Recording:
    """One run: the graph, both passes, and what is needed to compute the same nodes anew.

    `inputs` holds each input's node and the value that it has of its own, by name; `read` are the nodes whose values decided
    something; `seed` is the one that the text gives, or None; `size` counts all entries of all numbers; `free` are the inputs that
    have no value in the text; `parameters` are the nodes of those that belong to an object, each with the variable of the outermost one.
    """

    graph: Graph
    backward: Backward
    inputs: Mapping[str, tuple[int, Array]]
    read: frozenset[int]
    notes: tuple[Diagnostic, ...]
    seed: object
    size: int
    free: frozenset[str]
    parameters: Mapping[int, str]

    @cached_property
    def plan(self) -> Plan:
        """How all numbers are computed anew from those of the inputs and of the seed."""
        return plan_of(self.backward.tape, self.graph.nodes)

    @cached_property
    def own_seed(self) -> Array:
        """The seed where nobody gives another."""
        return seeded(self.seed, self.graph.nodes[self.graph.output])

    @cached_property
    def displayed(self) -> tuple[tuple[str, ...], str]:
        """The labels of the nodes, and the name of the loss."""
        return displayed(self.graph, self.values)

    @cached_property
    def kinks(self) -> Kinks:
        return Kinks(self.graph, self.values)

    @cached_property
    def locals(self) -> dict[tuple[int, int], LocalDerivatives]:
        """The local derivatives that were asked for so far."""
        return {}

    def local(self, start: int, output: int) -> LocalDerivatives:
        """Those of the gate whose first node is `start`, for what leaves it as `output`."""
        found = self.locals.get((start, output))
        if found is None:
            found = self.locals[start, output] = LocalDerivatives(self.graph, self.values, start, output)
        return found

    @property
    def numbers(self) -> Sequence[Array]:
        """The values of the nodes of both passes."""
        return self.backward.tape.numbers

    @property
    def values(self) -> Sequence[Array]:
        """The values of the graph's nodes."""
        return self.numbers[: len(self.graph.nodes)]

    def at(self, values: Mapping[str, object], seed: object) -> Sequence[Array] | None:
        """The numbers of all nodes at other values; None where the program has to be run from its text."""
        if not values.keys() <= self.inputs.keys():
            # A value that is not an input's is a size, or has no use: the text knows.
            return None
        first = list(self.numbers)
        try:
            for name, (index, own) in self.inputs.items():
                first[index] = settle(numbers(values[name], name, START) if name in values else own)
            first[self.backward.seed] = (
                self.own_seed if seed is None else seeded(seed, self.graph.nodes[self.graph.output])
            )
            if not all(alike(first[index], self.numbers[index]) for index, _ in self.inputs.values()):
                return None
            now = self.plan.run(first)
        except (LanguageError, *ARRAY_ERRORS):
            return None
        same = all(np.array_equal(now[index], self.numbers[index], equal_nan=True) for index in self.read)
        return now if same else None


def alike(one: Array, other: Array) -> bool:
    """Whether two inputs lead to the same graph: a mask and numbers do not."""
    if type(one) is not type(other):
        return False
    return type(one) is not np.ndarray or (one.shape == other.shape and one.dtype == other.dtype)


RECENT: BoundedCache[Hashable, Recording] = BoundedCache(NUMBERS, lambda run: max(run.size, NUMBERS // KEPT))
"""The runs that were asked for last, by what was asked: so many numbers, and so many runs, are remembered."""


def recorded(program: Program, request: Request, seed: object) -> tuple[Recording, Sequence[Array]]:
    """A run of the program and the numbers of its nodes. Raises LanguageError with every mistake found."""
    key = program.text, frozenset(request.values), request.constants, request.output, request.limits
    known = RECENT.get(key)
    with np.errstate(all="ignore"):
        if known is not None and (again := known.at(request.values, seed)) is not None:
            return known, again
        with warnings.catch_warnings():
            # NumPy warns of the mean of nothing apart from its error state; the figure says so itself.
            warnings.simplefilter("ignore", RuntimeWarning)
            fresh = record(program, request, seed)
    RECENT.put(key, fresh)
    return fresh, fresh.numbers


def record(program: Program, request: Request, seed: object) -> Recording:
    """Run the program from its text, forwards and backwards."""
    try:
        program = resolved(program, request.values, VOCABULARY)
        run, graph = forward(program, request)
        refuse_guesses(run, graph)
        values = run.builder.values
        own = first_seed(run, graph)
        both = backward(graph, values, own if seed is None else seed, limits=request.limits)
    except RecursionError:
        raise LanguageError.at(START, "this is nested too deeply to be computed", SHALLOWER) from None
    except FAULTS as error:
        raise fault(error, START) from None
    return Recording(
        graph=graph,
        backward=both,
        inputs=run.sources,
        read=frozenset(run.builder.read | both.tape.read),
        notes=(*program.notes, *run.notes),
        seed=own,
        size=run.builder.elements + both.tape.size,
        free=frozenset(run.free),
        parameters=run.parameters,
    )


def first_seed(run: Run, graph: Graph) -> object:
    """The seed that the text gives. Where functions are not known, how the loss depends on the output is not either."""
    output = graph.nodes[graph.output]
    if run.seed_given is None and graph.symbolic and output.name != "L":
        return np.full(output.shape, math.nan)
    return run.seed_given


def refuse_guesses(run: Run, graph: Graph) -> None:
    """Raises LanguageError where what the text does next depends on a number that is not known."""
    for index in sorted(run.builder.read) if graph.symbolic else ():
        run.refuse_unknown(index, graph.nodes[index].span or START)


def forward(program: Program, request: Request) -> tuple[Run, Graph]:
    """The forward pass; where no function that is not known is in it, inputs without a value have numbers."""
    run, graph = fitted(program, request)
    idle = run.symbolic and not graph.symbolic
    return fitted(program, replace(request, symbolic=False)) if idle else (run, graph)


def fitted(program: Program, request: Request) -> tuple[Run, Graph]:
    """The same as it stands: where open inputs must be arrays, with values that fit; where there are none, with a call's numbers."""
    run = Run(program, request)
    try:
        graph, failure = run_program(run), None
    except NoInput:
        return once(program, replace(request, promoted=True))
    except LanguageError as error:
        if program.mistakes or any(mistake.unknown for mistake in error.mistakes):
            raise
        graph, failure = None, error
    if found := open_values(run, failure):
        return once(program, replace(request, assumed=found))
    if graph is None:
        assert failure is not None
        raise failure
    return run, graph


def once(program: Program, request: Request) -> tuple[Run, Graph]:
    """One run of the program from its text."""
    run = Run(program, request)
    return run, run_program(run)
