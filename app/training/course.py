"""A descent under way: where it stands, and how it goes on from there, in this process or in another."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from app.autodiff import Trace
from app.language import LanguageError
from app.training.batches import batches
from app.training.path import Path, State
from app.training.request import DescentRequest
from app.training.start import Start
from app.training.trained import trained

WORK, LONG_WORK = 5_000_000_000, 60_000_000_000
"""The work that a descent may take in one go and piece by piece, as `Plan.work` estimates it: about a nanosecond each."""
PIECE = 300_000_000
"""The work of one piece."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a descent stands after `step` steps: the trained values, what the optimiser carries on, and the losses before."""

    step: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    state: State = field(default_factory=dict)
    losses: Sequence[float] = ()


class Moment(NamedTuple):
    """One point of the way."""

    loss: float
    values: dict[str, Any]

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return 1 + sum(map(np.size, self.values.values()))


class Course:
    """A descent from a checkpoint on. Raises LanguageError for a program that cannot run, and for what cannot be trained.

    Whoever uses it lets NumPy be silent (`np.errstate`): numbers that are not finite are found by looking at them.
    """

    def __init__(self, start: Start, asked: DescentRequest, since: Checkpoint | None = None) -> None:
        here = since or Checkpoint()
        self.start, self.asked, self.step = start, asked, here.step
        trace = start.trace(here.values)
        self.batches = batches(trace, trained(trace, asked), asked) if asked.batch else None
        if self.batches:
            trace = start.trace({**here.values, **self.batch()})
        self.path = self.path_from(trace, here.state)

    def path_from(self, trace: Trace, state: State) -> Path:
        """The path that goes on from here."""
        return Path(trace, self.asked, state, self.step + 1, self.batches.inputs if self.batches else ())

    def batch(self) -> dict[str, Any]:
        """The data that this step looks at, where it is not all that there is."""
        return self.batches.at(self.step) if self.batches else {}

    def values(self) -> dict[str, Any]:
        """What the program runs at in this step: the trained inputs, and the batch."""
        return {**self.path.values(), **self.batch()}

    @property
    def moment(self) -> Moment:
        return Moment(self.path.loss, self.path.values())

    def advance(self) -> None:
        """Go one step."""
        self.path.move()
        self.step += 1
        if self.batches:
            self.path.take(self.batch())
        if not self.path.compute(self.step + 1):
            # A branch, a count or an index came out differently: the text says what is computed now.
            self.path = self.path_from(self.start.trace(self.values()), self.path.state())

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(self.step, self.path.values(), self.path.state())

    def held(self) -> Callable[[], None]:
        """What brings it back to where it is now."""
        step, path, first, now = self.step, self.path, list(self.path.first), self.path.now

        def back() -> None:
            self.step, self.path, path.first, path.now, path.seen = step, path, first, now, None

        return back

    def possible(self, work: int) -> int:
        """How many steps so much work is."""
        return work // self.path.plan.work()

    def refuse_long(self, steps: int, most: int = WORK) -> None:
        """Raises LanguageError for more steps than a program of this size may go."""
        if steps > self.possible(most):
            message = f"{steps} steps are too many for a program of this size"
            raise LanguageError.at(None, message, f"at most {self.possible(most)} are possible", parameter="steps")


@dataclass(frozen=True, slots=True)
class Way:
    """A descent as far as it has come: the loss at each of its steps, and where it stands.

    Where step `diverged` left the finite numbers, the course stands before it; `stray` is the loss that was met there.
    """

    losses: list[float]
    course: Course
    diverged: int | None = None
    stray: float = math.nan

    @property
    def step(self) -> int:
        return self.course.step

    def checkpoint(self) -> Checkpoint:
        return replace(self.course.checkpoint(), losses=self.losses[:-1])

    @property
    def done(self) -> bool:
        """Whether it ends here."""
        return self.diverged is not None or self.step >= self.course.asked.steps


def go(
    start: Start, asked: DescentRequest, until: int, since: Checkpoint | None = None, piece: int | None = None
) -> Way:
    """The way to the step `until`, or to the last finite one before. Raises LanguageError, also for more work than may be done at once.

    Of a `piece` only so much work is done, but at least a step: then the whole may be as long as a descent that is gone piece by piece.
    """
    with np.errstate(all="ignore"):
        course = Course(start, asked, since)
        if piece is None:
            course.refuse_long(until - course.step)
        else:
            course.refuse_long(asked.steps, LONG_WORK)
            until = min(until, course.step + max(1, course.possible(piece)))
        refuse_unbounded(course.path)
        way = Way([*(since.losses if since else ()), course.path.loss], course)
        # One step further is looked at, so that a divergence is known where it is about to come.
        while course.step < min(until + 1, asked.steps):
            back = course.held()
            course.advance()
            step, loss, finite = course.step, course.path.loss, course.path.finite
            if step > until or not finite:
                back()
                return way if finite else replace(way, diverged=step, stray=loss)
            way.losses.append(loss)
    return way


def refuse_unbounded(first: Path) -> None:
    """Raises LanguageError for a descent that has nowhere to begin."""
    if not first.finite:
        told = f"the output is {first.loss:g} before the first step: there is nothing to go down on"
        raise LanguageError.at(None, told, "start from other values")
