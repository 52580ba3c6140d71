"""A run of a program, kept so that other values of its inputs need no second reading: the same nodes are computed again.

That is right as long as nothing that the text's meaning depends on (a branch, a count, an index) comes out differently;
where it does, the program is run from its text.
"""

from __future__ import annotations

import operator
import warnings
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from app.autodiff.backward import Backward, backward
from app.autodiff.builder import ARRAY_ERRORS, Array
from app.autodiff.display_names import displayed
from app.autodiff.graph import CONSTANT, INPUT, Graph, Node
from app.autodiff.interpreter import Interpreter, NoInput, Request
from app.autodiff.interpreter.inputs import numbers
from app.autodiff.primitives import TABLE
from app.autodiff.shape_search import Assumed, Attempt, assumed_values
from app.language import Diagnostic, LanguageError, Program
from app.language.source import START

KEPT, LARGEST = 64, 100_000
"""How many runs are kept, and how many numbers one of them may hold."""
# On two numbers Python's operators do what NumPy's functions do, at a fifth of the time.
SCALAR: dict[object, Callable[..., Any]] = {
    np.add: operator.add, np.subtract: operator.sub, np.multiply: operator.mul, np.divide: operator.truediv, np.negative: operator.neg,
}  # fmt: skip


@dataclass(frozen=True)
class Recording:
    """One run: the graph, both passes, and what is needed to compute the same nodes anew.

    `numbers` are the values of the nodes of both passes; `inputs` holds each input's node and the value that it has of its own,
    by name; `read` are the nodes whose values decided something; `seed` is the one that the text gives, or None.
    """

    graph: Graph
    backward: Backward
    numbers: Sequence[Array]
    inputs: Mapping[str, tuple[int, Array]]
    read: frozenset[int]
    labels: tuple[str, ...]
    loss: str
    notes: tuple[Diagnostic, ...]
    seed: object

    @cached_property
    def steps(self) -> tuple[tuple[int, Callable[..., Any], tuple[int, ...], Mapping[str, object]], ...]:
        """What is computed, in order: the node, its function, and what the function is called with."""
        nodes = self.backward.nodes
        return tuple(
            (node.index, self.function(node), node.arguments, node.settings)
            for node in nodes
            if node.operation not in (INPUT, CONSTANT)
        )

    def function(self, node: Node) -> Callable[..., Any]:
        forward = TABLE[node.operation].forward
        scalar = all(self.backward.nodes[index].shape == () for index in node.arguments)
        return SCALAR.get(forward, forward) if scalar and isinstance(forward, np.ufunc) else forward

    def at(self, values: Mapping[str, object], seed: object) -> list[Array] | None:
        """The numbers of all nodes at other values; None where the program has to be run from its text."""
        if not values.keys() <= self.inputs.keys():
            # A value that is not an input's is a size, or has no use: the text knows.
            return None
        now = list(self.numbers)
        try:
            for name, (index, own) in self.inputs.items():
                now[index] = numbers(values[name], name, START) if name in values else own
            now[self.backward.seed] = self.seeded(self.seed if seed is None else seed)
            places = (*(index for index, _ in self.inputs.values()), self.backward.seed)
            if not all(alike(now[index], self.numbers[index]) for index in places):
                return None
            self.compute(now)
        except (LanguageError, *ARRAY_ERRORS):
            return None
        same = all(np.array_equal(now[index], self.numbers[index], equal_nan=True) for index in self.read)
        return now if same else None

    def seeded(self, seed: object) -> Array:
        """A seed as numbers; None is ones of the output's shape."""
        if seed is None:
            return np.ones_like(self.numbers[self.backward.seed])
        return np.array(seed, dtype=float)[()]

    def compute(self, now: list[Array]) -> None:
        """Each node's number from those of its arguments, in place. Calls with a list and `**` cost more than those without."""
        for index, function, arguments, settings in self.steps:
            if settings:
                now[index] = function(*[now[argument] for argument in arguments], **settings)
            elif len(arguments) == 2:
                now[index] = function(now[arguments[0]], now[arguments[1]])
            else:
                now[index] = function(*[now[argument] for argument in arguments])


def alike(one: Array, other: Array) -> bool:
    """Whether two inputs lead to the same graph: a mask and numbers do not."""
    return np.shape(one) == np.shape(other) and np.asarray(one).dtype == np.asarray(other).dtype


class Recent:
    """The runs that were asked for last, by what was asked; threads may share it."""

    def __init__(self) -> None:
        self.runs: OrderedDict[Hashable, Recording] = OrderedDict()
        self.lock = Lock()

    def find(self, key: Hashable) -> Recording | None:
        with self.lock:
            if key in self.runs:
                self.runs.move_to_end(key)
            return self.runs.get(key)

    def keep(self, key: Hashable, run: Recording) -> None:
        """Remember a run, unless its numbers are many."""
        if sum(np.size(number) for number in run.numbers) > LARGEST:
            return
        with self.lock:
            self.runs[key] = run
            self.runs.move_to_end(key)
            while len(self.runs) > KEPT:
                self.runs.popitem(last=False)


RECENT = Recent()


def recorded(program: Program, request: Request, seed: object) -> tuple[Recording, Sequence[Array]]:
    """A run of the program and the numbers of its nodes. Raises LanguageError with every mistake found."""
    key = program.text, frozenset(request.values), request.constants, request.output, request.limits
    known = RECENT.find(key)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        # NumPy warns of the mean of nothing apart from its error state; the figure says so itself.
        warnings.simplefilter("ignore", RuntimeWarning)
        if known is not None and (again := known.at(request.values, seed)) is not None:
            return known, again
        fresh = record(program, request, seed)
    RECENT.keep(key, fresh)
    return fresh, fresh.numbers


def record(program: Program, request: Request, seed: object) -> Recording:
    """Run the program from its text, forwards and backwards."""
    try:
        interpreter, graph = run(program, request)
        interpreter.allow_backward()
        both = backward(interpreter, graph, interpreter.seed_given if seed is None else seed)
    except RecursionError:
        hint = "give inner parts names of their own"
        raise LanguageError(Diagnostic(START, "this is nested too deeply to be computed", hint)) from None
    values = tuple(interpreter.builder.values[: len(graph.nodes)])
    labels, loss = displayed(graph, values)
    return Recording(
        graph=graph,
        backward=both,
        numbers=interpreter.builder.values,
        inputs=interpreter.sources,
        read=frozenset(interpreter.builder.read),
        labels=labels,
        loss=loss,
        notes=tuple(interpreter.notes),
        seed=interpreter.seed_given,
    )


def run(program: Program, request: Request) -> tuple[Interpreter, Graph]:
    """The forward pass; where open inputs must be arrays, with values that fit; where there are none, with a call's numbers."""
    interpreter = Interpreter(program, request)
    try:
        return interpreter, interpreter.graph()
    except NoInput:
        interpreter = Interpreter(program, replace(request, promoted=True))
        return interpreter, interpreter.graph()
    except LanguageError as error:
        if program.mistakes or any(mistake.unknown for mistake in error.mistakes):
            raise
        found = assumed_values(
            program.text, request.values.values(), attempt(program, request), error, interpreter.free
        )
        if found is None:
            raise
        interpreter = Interpreter(program, replace(request, assumed=found))
        return interpreter, interpreter.graph()


def attempt(program: Program, request: Request) -> Attempt:
    """The program's run with assumed values, as the search for them needs it."""

    def tried(assumed: Assumed) -> tuple[Sequence[str], LanguageError | None]:
        interpreter = Interpreter(program, replace(request, assumed=assumed))
        try:
            interpreter.graph()
        except LanguageError as error:
            return interpreter.free, error
        return interpreter.free, None

    return tried
