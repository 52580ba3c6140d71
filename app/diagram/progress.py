"""How far a walk through both passes has come: what is blank as it has not been reached, and what has just happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.diagram.model import BACKWARD, FORWARD, Diagram, Step
from app.diagram.parts import Kind, Part

Place = tuple[str, Part]
"""A part in one of the panels."""


@dataclass(frozen=True)
class Progress:
    """The walk through `diagram` up to `step`, which counts from 0 (nothing has happened) to the number of its steps."""

    diagram: Diagram
    step: int

    @property
    def now(self) -> Step | None:
        """The step that has just happened; none at the start."""
        return self.diagram.steps[self.step - 1] if self.step else None

    @cached_property
    def arrivals(self) -> Mapping[Place, int]:
        """At which step each part of a panel is reached. What belongs to no step (titles, rules) stands there from the start."""
        found: dict[Place, int] = {}
        last = {FORWARD: 0, BACKWARD: 0}
        for count, step in enumerate(self.diagram.steps, 1):
            if step.phase in last:
                last[step.phase] = last[step.phase] or count if step.phase == BACKWARD else count
            for part in step.parts:
                found.setdefault((step.phase, part), count)
        for panel, part in self.places():
            if (panel, part) not in found:
                found[panel, part] = self.companion(panel, part, found, last)
        return found

    def shown(self) -> Diagram:
        """The figure with only what has been reached, in its place on the same page."""
        return self.until(self.step)

    def until(self, step: int) -> Diagram:
        """The figure as it is shown at another step of the same walk."""
        reached = [mark for mark in self.diagram.marks if self.arrivals.get((mark.panel, mark.part), 0) <= step]
        return replace(self.diagram, marks=tuple(reached))

    def places(self) -> Iterator[Place]:
        return iter(
            dict.fromkeys((mark.panel, mark.part) for mark in self.diagram.marks if mark.panel in (FORWARD, BACKWARD))
        )

    def companion(self, panel: str, part: Part, found: Mapping[Place, int], last: Mapping[str, int]) -> int:
        """The step of the part that this one goes with: forks, stems and flags come with their value, tags with their wire."""
        match part.kind:
            case Kind.FORK | Kind.STEM:
                return found.get((panel, part.whole), found.get((panel, Part(Kind.VALUE, part.number)), 0))
            case Kind.OUTPUT | Kind.LEAD | Kind.LESSON:
                return last[panel]
            case Kind.FLAG:
                return found.get((panel, Part(Kind.VALUE, part.number)), last[panel])
            case Kind.TAG:
                return found.get((panel, Part(Kind.WIRE, part.number)), last[panel])
        return 0

    def state(self, panel: str, part: Part) -> str:
        """ "blank" for what has not been reached, "now" for what the last step is about (in both panels), else nothing."""
        if self.arrivals.get((panel, part), 0) > self.step:
            return "blank"
        return "now" if self.now and part in self.now.parts else ""
