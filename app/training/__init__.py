"""Descent: what gradients are for. Optimisers are rows with their update rule in the language; a descent runs on the evaluator's plan."""

from __future__ import annotations

from app.training.descent import Descent, Start, descend, moments
from app.training.optimisers import OPTIMISERS, SPELLINGS
from app.training.own_optimiser import filled
from app.training.request import DescentRequest

__all__ = ["OPTIMISERS", "SPELLINGS", "Descent", "DescentRequest", "Start", "descend", "filled", "moments"]
