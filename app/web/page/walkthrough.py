"""The walk through both passes as the page shows it: how far it has come, and what each step says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from app.diagram import BACKWARD, FORWARD, Diagram, Progress
from app.query import Query
from app.query.descent_query import ITERATION
from app.training import Way
from app.typeset import breakable


@dataclass(frozen=True, slots=True)
class Said:
    """One step: its number, the pass, the ids of its parts, its lines of the text, where it leads, its sentence and its formula."""

    number: int
    phase: str
    parts: str
    lines: str
    way: str
    sentence: str
    formula: Markup


@dataclass(frozen=True)
class Walkthrough:
    """A walk that has come as far as `progress`; `query` and `root` make the addresses of its other steps, `onward` is that of the
    next iteration of a descent."""

    progress: Progress
    query: Query
    root: str
    onward: str = ""

    @property
    def step(self) -> int:
        return self.progress.step

    @property
    def total(self) -> int:
        return len(self.progress.diagram.steps)

    @cached_property
    def steps(self) -> list[Said]:
        """All of them, so that a script goes from one to the next without asking."""
        return list(self.said())

    def said(self) -> Iterator[Said]:
        for number, step in enumerate(self.progress.diagram.steps, 1):
            yield Said(
                number,
                step.phase,
                " ".join(map(str, step.parts)),
                step.lines,
                " ".join(map(str, step.way)),
                step.sentence,
                Markup(breakable(step.formula)),
            )

    def href(self, step: int | None) -> str:
        """The page at another step of the walk; at none, all of the figure."""
        return address(self.query, self.root, step)

    @cached_property
    def arrivals(self) -> dict[tuple[str, str], int]:
        return {(panel, str(part)): step for (panel, part), step in self.progress.arrivals.items()}

    def blank(self, parts: str) -> str:
        """The classes of a row of the trace that is about `parts`: which of its numbers have not been reached."""
        return " ".join(f"blank-{panel}" for panel in (FORWARD, BACKWARD) if self.arrival(panel, parts) > self.step)

    def arrival(self, panel: str, parts: str) -> int:
        """When a row's number is reached: with its own label if the figure has one, else with the gate that it is inside of."""
        found = [self.arrivals[panel, part] for part in parts.split() if (panel, part) in self.arrivals]
        return found[0] if found else 0


def address(query: Query, root: str, step: int | None) -> str:
    """The page of `query` at a step."""
    return f"{root}/?{query.at_step(step).string()}"


def walkthrough(
    diagram: Diagram, query: Query, step: int | None, root: str, reached: Way | None = None
) -> Walkthrough | None:
    """The walk of a figure at `step`, or at its last step where it has fewer; None where nobody walks.

    A descent that can go on from where it has come to goes on behind the last step.
    """
    if step is None:
        return None
    further = None if reached is None or reached.done else query.descending(**{ITERATION: str(reached.step + 1)})
    onward = "" if further is None else address(further, root, 1)
    return Walkthrough(Progress(diagram, min(step, len(diagram.steps))), query, root, onward)
