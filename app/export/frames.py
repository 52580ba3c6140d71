"""A figure step by step: what each page, slide or picture of a series shows."""

from __future__ import annotations

from collections.abc import Callable

from app.diagram import Diagram, Mark, Progress, Step
from app.export.picture import Picture

Frame = tuple[Diagram, Step | None]
"""What is shown, and the step that has just happened; none for the whole figure."""


def frames(picture: Picture) -> list[Frame]:
    """The whole figure, or one frame for each step of its walk, in the same place on the same page."""
    if picture.settings.steps != "all":
        return [(picture.diagram, None)]
    return walked(picture.diagram)


def walked(diagram: Diagram) -> list[Frame]:
    """One frame a step; the whole figure where there is none."""
    walk = Progress(diagram, 0)
    return [(walk.until(number), step) for number, step in enumerate(diagram.steps, start=1)] or [(diagram, None)]


def arrival(diagram: Diagram, *, walks: bool = True) -> Callable[[Mark], int]:
    """At which step of its walk each mark of a figure is reached; 0 where none reaches it, or nobody `walks`."""
    arrivals = Progress(diagram, 0).arrivals if walks else {}
    return lambda mark: arrivals.get((mark.panel, mark.part), 0)
