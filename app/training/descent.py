"""Descent: values of chosen inputs, changed again and again against their gradients."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from app.autodiff import Limits, Trace, differentiate
from app.language import Diagnostic, LanguageError, Program
from app.training.path import Path
from app.training.request import DescentRequest


@dataclass(frozen=True, slots=True)
class Descent:
    """The losses and the values of the trained inputs, before the first step and after each.

    Where a number was not finite any more, `diverged` is the step that it came of; what stands here ends before it.
    """

    loss: list[float]
    values: dict[str, list[Any]]
    diverged: int | None


@dataclass(frozen=True, slots=True)
class Start:
    """The program of a descent, and where it begins."""

    program: Program
    given: Mapping[str, object] = field(default_factory=dict)
    constants: tuple[str, ...] = ()
    output: str | None = None
    limits: Limits | None = None

    def trace(self, values: Mapping[str, object]) -> Trace:
        """Both passes at other values of some inputs. Raises LanguageError unless the output is one number."""
        trace = differentiate(
            self.program,
            values={**self.given, **values},
            constants=self.constants,
            output=self.output,
            limits=self.limits,
        )
        output = trace.graph.nodes[trace.graph.output]
        if output.shape:
            message = f"a descent needs one number to go down on; the output has shape {output.shape}"
            raise LanguageError(Diagnostic(output.span, message, "take its sum or mean, or choose another output"))
        return trace


class Moment(NamedTuple):
    """One point of the way."""

    loss: float
    values: dict[str, Any]

    @property
    def finite(self) -> bool:
        return math.isfinite(self.loss) and all(np.all(np.isfinite(value)) for value in self.values.values())


def descend(start: Start, asked: DescentRequest) -> Descent:
    """The way of a descent. Raises LanguageError for a program that cannot run, and for what cannot be trained."""
    losses: list[float] = []
    way: dict[str, list[Any]] = {}
    for moment in moments(start, asked):
        if not moment.finite:
            if not losses:
                message = f"the output is {moment.loss:g} before the first step: there is nothing to go down on"
                raise LanguageError(Diagnostic(None, message, "start from other values"))
            return Descent(losses, way, len(losses))
        losses.append(moment.loss)
        for name, value in moment.values.items():
            way.setdefault(name, []).append(value)
    return Descent(losses, way, None)


def moments(start: Start, asked: DescentRequest) -> Iterator[Moment]:
    """The way moment by moment, the first before any step; who asks may stop where it likes."""
    with np.errstate(all="ignore"):
        path = Path(start.trace({}), asked, {})
        path.refuse_long()
        for turn in range(1, asked.steps + 2):
            if not path.compute(turn):
                # A branch, a count or an index came out differently: the text says what is computed now.
                path = Path(start.trace(path.values()), asked, path.state())
                path.compute(turn)
            yield Moment(path.loss, path.values())
            path.move()
