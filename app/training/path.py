"""A path: one program's descent as a plan that computes loss, gradients and updated parameters in one run."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from app.autodiff import Trace
from app.autodiff.findings.findings import all_finite
from app.autodiff.passes.backward import backward
from app.autodiff.passes.tape import Tape, plan_of
from app.autodiff.refusals import ARRAY_ERRORS
from app.autodiff.scalars import settle
from app.language import LanguageError, parse_expression
from app.language.source import START
from app.training.request import DescentRequest
from app.training.trained import trained
from app.training.update import Update, computed, update

State = Mapping[str, Mapping[str, Any]]
"""What optimisers carry on, by trained input and by name."""


class Path:
    """Where a descent is, computed for step `turn`, and how it goes on; `state` is what another path has carried on so far.

    The inputs `taken` are given other data from step to step.
    """

    def __init__(
        self, trace: Trace, asked: DescentRequest, state: State, turn: int, taken: Collection[str] = ()
    ) -> None:
        self.run, self.asked = trace.run, asked
        self.trained = trained(trace, asked)
        graph = trace.graph
        both = backward(graph, trace.numbers[: len(graph.nodes)], wanted=self.trained.values())
        self.tape = tape = both.tape
        self.turn = tape.input("t", float(turn), graph.output)  # type: ignore[arg-type]
        shared, settings = {"t": self.turn}, asked.names
        if isinstance(asked.rate, str):
            shared["rate"] = scheduled(tape, asked.rate, self.turn)
        elif asked.rate is not None:
            settings["rate"] = float(asked.rate)
        self.updates: dict[str, Update] = {}
        for name, index in self.trained.items():
            # What the output does not depend on stays as it is.
            if (gradient := both.adjoints.get(index)) is not None:
                nothing = settle(np.zeros(graph.nodes[index].shape))
                own = state.get(name, dict.fromkeys(asked.optimiser.state, nothing))
                places = {"g": gradient, **shared}
                self.updates[name] = update(tape, asked.rule, index, places, own, settings)
        self.moves = [pair for each in self.updates.values() for pair in each.moves]
        rows = [self.run.inputs[name][0] for name in taken]
        # What no step changes is computed already, and what a step changes is kept by who has seen it.
        varied = {*self.trained.values(), *rows, self.turn, *(place for place, _ in self.moves)}
        lasting = [graph.output, *self.run.read, *(updated for _, updated in self.moves)]
        self.plan = plan_of(tape, graph.nodes, varied, lasting)
        self.output = graph.output
        self.first = self.plan.numbers[: len(tape.numbers)]
        # What came onto the tape was computed there.
        self.now = list(tape.numbers)
        self.seen: Sequence[Any] | None = None

    def compute(self, turn: int) -> bool:
        """Loss and updates at the present values, in step `turn`; False where the text has to be run anew."""
        self.first[self.turn] = float(turn)
        # The arrays of the step before are let go first, so that these take their room.
        self.now, self.seen = self.first, None
        try:
            self.now = self.plan.run(self.first)
        except ARRAY_ERRORS as error:
            raise LanguageError.at(START, f"step {turn}: {str(error).splitlines()[0]}") from None
        return not self.run.read or self.same()

    def same(self) -> bool:
        """Whether all comes out as in the run from the text that the program's meaning depends on."""
        known = self.run.numbers
        return all(np.array_equal(self.now[place], known[place], equal_nan=True) for place in self.run.read)

    def numbers(self) -> Sequence[Any]:
        """All numbers of this step; a run keeps only those that it needs."""
        if self.seen is None:
            with np.errstate(all="ignore"):
                self.seen = plan_of(self.tape, self.tape.nodes).run(self.first)
        return self.seen

    @property
    def loss(self) -> float:
        return float(self.now[self.output])

    @property
    def finite(self) -> bool:
        """Whether the loss is, and all that is trained."""
        first = self.first
        trained = [all_finite(first[index]) for index in self.trained.values()]
        return math.isfinite(self.now[self.output]) and False not in trained

    def take(self, values: Mapping[str, Any]) -> None:
        """Look at other data of the same shapes from now on."""
        for name, value in values.items():
            self.first[self.run.inputs[name][0]] = settle(value)

    def values(self) -> dict[str, Any]:
        """The trained inputs as they are now."""
        return {name: self.first[index] for name, index in self.trained.items()}

    def state(self) -> State:
        return {
            name: {key: self.first[place] for key, place in each.state.items()} for name, each in self.updates.items()
        }

    def move(self) -> None:
        """Go the step that was computed."""
        first, now = self.first, self.now
        for place, updated in self.moves:
            first[place] = now[updated]


def scheduled(tape: Tape, text: str, turn: int) -> int:
    """The place of a learning rate that depends on the number `t` of the step. Raises LanguageError."""
    hint = "write a number, or an expression in t such as 0.1/(1 + t)"
    try:
        place = computed(tape, (("rate", parse_expression(text)),), {"t": turn}, {"e": math.e})[0]["rate"]
    except LanguageError as error:
        message, hint = error.message, error.hint or hint
        raise LanguageError.at(None, f"the rate `{text}`: {message}", hint, parameter="rate") from None
    if shape := np.shape(tape.numbers[place]):
        message = f"the rate `{text}` is an array of shape {shape}, not one number"
        raise LanguageError.at(None, message, hint, parameter="rate")
    return place
