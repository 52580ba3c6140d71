"""A descent under way: where it stands, and how it goes on from there, in this process or in another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from app.autodiff.findings import all_finite
from app.language import Diagnostic, LanguageError
from app.training.path import Path, State
from app.training.request import DescentRequest
from app.training.start import Start

WORK, LONG_WORK = 5_000_000_000, 60_000_000_000
"""The work that a descent may take in one go and piece by piece, as `Plan.work` estimates it: about a nanosecond each."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a descent stands after `step` steps: the trained values, and what the optimiser carries on."""

    step: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    state: State = field(default_factory=dict)


class Moment(NamedTuple):
    """One point of the way."""

    loss: float
    values: dict[str, Any]

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return 1 + sum(map(np.size, self.values.values()))

    @property
    def finite(self) -> bool:
        return math.isfinite(self.loss) and all(map(all_finite, self.values.values()))


class Course:
    """A descent from a checkpoint on. Raises LanguageError for a program that cannot run, and for what cannot be trained.

    Whoever uses it lets NumPy be silent (`np.errstate`): numbers that are not finite are found by looking at them.
    """

    def __init__(self, start: Start, asked: DescentRequest, since: Checkpoint | None = None) -> None:
        here = since or Checkpoint()
        self.start, self.asked, self.step = start, asked, here.step
        self.path = Path(start.trace(here.values), asked, here.state)
        self.compute()

    def compute(self) -> None:
        if not self.path.compute(self.step + 1):
            # A branch, a count or an index came out differently: the text says what is computed now.
            self.path = Path(self.start.trace(self.path.values()), self.asked, self.path.state())
            self.path.compute(self.step + 1)

    @property
    def moment(self) -> Moment:
        return Moment(self.path.loss, self.path.values())

    def advance(self) -> None:
        """Go one step."""
        self.path.move()
        self.step += 1
        self.compute()

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(self.step, self.path.values(), self.path.state())

    def refuse_long(self, steps: int, most: int = WORK) -> None:
        """Raises LanguageError for more steps than a program of this size may go."""
        possible = most // self.path.plan.work()
        if steps > possible:
            message = f"{steps} steps are too many for a program of this size"
            raise LanguageError(Diagnostic(None, message, f"at most {possible} are possible", parameter="steps"))


@dataclass(frozen=True, slots=True)
class Way:
    """A part of a descent: the loss at each of its steps, the first where it began, and where it has come.

    Where step `diverged` left the finite numbers, the course stands before it; `stray` is the loss that was met there.
    """

    losses: list[float]
    course: Course
    diverged: int | None = None
    stray: float = math.nan

    @property
    def step(self) -> int:
        return self.course.step

    @property
    def done(self) -> bool:
        """Whether it ends here."""
        return self.diverged is not None or self.step >= self.course.asked.steps


def go(start: Start, asked: DescentRequest, until: int, since: Checkpoint | None = None) -> Way:
    """The way to the step `until`, or to the last finite one before. Raises LanguageError."""
    with np.errstate(all="ignore"):
        course = Course(start, asked, since)
        course.refuse_long(until - course.step)
        refuse_unbounded(course.moment)
        way = Way([course.path.loss], course)
        while course.step < until:
            held = course.checkpoint()
            course.advance()
            moment = course.moment
            if not moment.finite:
                return replace(way, course=Course(start, asked, held), diverged=course.step, stray=moment.loss)
            way.losses.append(moment.loss)
    return way


def refuse_unbounded(first: Moment) -> None:
    """Raises LanguageError for a descent that has nowhere to begin."""
    if not first.finite:
        told = f"the output is {first.loss:g} before the first step: there is nothing to go down on"
        raise LanguageError(Diagnostic(None, told, "start from other values"))
