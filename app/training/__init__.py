"""Descent: what gradients are for. Optimisers are rows with their update rule in the language; a descent runs on the evaluator's plan."""

from __future__ import annotations

from app.training.descent import Descent, descend, moments
from app.training.landscapes import Axis, landscape
from app.training.optimisers import OPTIMISERS, SPELLINGS
from app.training.own_optimiser import filled
from app.training.request import DescentRequest
from app.training.start import Start

__all__ = [
    "OPTIMISERS",
    "SPELLINGS",
    "Axis",
    "Descent",
    "DescentRequest",
    "Start",
    "descend",
    "filled",
    "landscape",
    "moments",
]
