"""The rows of the table, by subject. Importing this package enters them all."""

from __future__ import annotations

from app.autodiff.primitives import (
    activations,
    arithmetic,
    comparison,
    creation,
    elementwise,
    linear_algebra,
    losses,
    reductions,
    shapes,
)
from app.autodiff.table import DEFINITIONS, SPELLINGS, STATICS, TABLE

__all__ = [
    "DEFINITIONS", "SPELLINGS", "STATICS", "TABLE", "activations", "arithmetic", "comparison", "creation", "elementwise",
    "linear_algebra", "losses", "reductions", "shapes",
]  # fmt: skip
