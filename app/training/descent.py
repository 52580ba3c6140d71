"""Descent: values of chosen inputs, changed again and again against their gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.language import LanguageError
from app.training.course import WORK, Course, Moment, refuse_unbounded
from app.training.request import DescentRequest
from app.training.start import Start

NUMBERS = 2_000_000
"""How many numbers a descent may give."""
Watch = Callable[[int, int], None]
"""Is told the number of a step, and how many there are."""


@dataclass(frozen=True, slots=True)
class Descent:
    """The losses and the values of the trained inputs, before the first step and after each.

    Where a number was not finite any more, `diverged` is the step that it came of; what stands here ends before it, and `stray`
    is the loss that was met there.
    """

    loss: list[float]
    values: dict[str, list[Any]]
    diverged: int | None
    stray: float | None = None


def descend(start: Start, asked: DescentRequest, watch: Watch = lambda step, steps: None, work: int = WORK) -> Descent:
    """The way of a descent, of so much `work` at most; `watch` is told of each step.

    Raises LanguageError for a program that cannot run, and for what cannot be trained.
    """
    with np.errstate(all="ignore"):
        course = Course(start, asked)
        course.refuse_long(asked.steps, work)
        refuse_first(course, asked)
        losses, way = [course.path.loss], {name: [value] for name, value in course.path.values().items()}
        while course.step < asked.steps:
            course.advance()
            path = course.path
            if not path.finite:
                return Descent(losses, way, course.step, path.loss)
            losses.append(path.loss)
            for name, index in path.trained.items():
                way[name].append(path.first[index])
            watch(course.step, asked.steps)
    return Descent(losses, way, None)


def refuse_first(course: Course, asked: DescentRequest) -> None:
    """Raises LanguageError for a descent that has nowhere to begin, or would give too many numbers."""
    refuse_unbounded(course.path)
    most = NUMBERS // course.moment.size
    if asked.steps >= most:
        told = f"{asked.steps} steps of so many values would be more than {NUMBERS} numbers"
        hint = f"at most {most - 1} steps are possible; train fewer inputs"
        raise LanguageError.at(None, told, hint, parameter="steps")


def moments(start: Start, asked: DescentRequest, work: int = WORK) -> Iterator[Moment]:
    """The way moment by moment, the first before any step; who asks may stop where it likes."""
    with np.errstate(all="ignore"):
        course = Course(start, asked)
        course.refuse_long(asked.steps, work)
        yield course.moment
        for _ in range(asked.steps):
            course.advance()
            yield course.moment
