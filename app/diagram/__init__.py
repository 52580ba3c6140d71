"""The figure: what is drawn and where, as a flat list of marks with no back end in it."""

from __future__ import annotations

from app.diagram.composition import compose, compose_closeup, composed, structure
from app.diagram.frames import FRAMES
from app.diagram.mistake_figure import mistake_figure
from app.diagram.model import (
    BACKWARD,
    BOTH,
    FORWARD,
    PASSES,
    UPDATE,
    Circle,
    Curve,
    Diagram,
    Flag,
    Frame,
    Heat,
    Link,
    Mark,
    Rule,
    Step,
    Text,
)
from app.diagram.options import CHOICES, MEASURED, Options, allowed
from app.diagram.progress import Progress
from app.diagram.scene import record
from app.typeset import significant, without_font

__all__ = [
    "BACKWARD",
    "BOTH",
    "CHOICES",
    "FORWARD",
    "FRAMES",
    "MEASURED",
    "PASSES",
    "UPDATE",
    "Circle",
    "Curve",
    "Diagram",
    "Flag",
    "Frame",
    "Heat",
    "Link",
    "Mark",
    "Options",
    "Progress",
    "Rule",
    "Step",
    "Text",
    "allowed",
    "compose",
    "compose_closeup",
    "composed",
    "mistake_figure",
    "record",
    "significant",
    "structure",
    "without_font",
]
