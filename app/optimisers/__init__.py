"""Optimisers and schedules of rates, one row each with its rule in the language: descents and steps in a text both follow them."""

from __future__ import annotations

from app.optimisers.optimiser import Optimiser
from app.optimisers.rows import OPTIMISERS, SPELLINGS

__all__ = ["OPTIMISERS", "SPELLINGS", "Optimiser"]
