"""The figure: what is drawn and where, as a flat list of marks with no back end in it."""

from __future__ import annotations

from app.diagram.composition import compose, composed
from app.diagram.mistake_figure import mistake_figure
from app.diagram.model import BACKWARD, BOTH, FORWARD, Circle, Curve, Diagram, Frame, Link, Mark, Rule, Step, Text
from app.diagram.options import CHOICES, Options
from app.diagram.progress import Progress
from app.diagram.scene import record

__all__ = [
    "BACKWARD",
    "BOTH",
    "CHOICES",
    "FORWARD",
    "Circle",
    "Curve",
    "Diagram",
    "Frame",
    "Link",
    "Mark",
    "Options",
    "Progress",
    "Rule",
    "Step",
    "Text",
    "compose",
    "composed",
    "mistake_figure",
    "record",
]
