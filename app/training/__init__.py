"""Descent: what gradients are for. Optimisers are rows with their update rule in the language; a descent runs on the evaluator's plan."""

from __future__ import annotations

from app.training.asked import Asked
from app.training.course import LONG_WORK, PIECE, Checkpoint, Way, go
from app.training.descent import Descent, descend, moments
from app.training.divergence import divergence, ending, growth
from app.training.landscapes import Axis, landscape, surface
from app.training.own_optimiser import filled
from app.training.planes import Plane
from app.training.request import DescentRequest
from app.training.start import Start
from app.training.trained import inputs_trainable, told, why_trained

__all__ = [
    "LONG_WORK",
    "PIECE",
    "Asked",
    "Axis",
    "Checkpoint",
    "Descent",
    "DescentRequest",
    "Plane",
    "Start",
    "Way",
    "descend",
    "divergence",
    "ending",
    "filled",
    "go",
    "growth",
    "inputs_trainable",
    "landscape",
    "moments",
    "surface",
    "told",
    "why_trained",
]
