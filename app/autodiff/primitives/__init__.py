"""The rows of the table, by subject. Importing this package enters them all."""

from __future__ import annotations

from app.autodiff.primitives import (
    activations,
    alignment,
    arithmetic,
    comparison,
    convolution,
    creation,
    decompositions,
    elementwise,
    initialization,
    layers,
    linear_algebra,
    losses,
    norms,
    pooling,
    random,
    reductions,
    resampling,
    selection,
    shapes,
    special,
    statistics,
    surprises,
    unknown,
)
from app.autodiff.table import DEFINITIONS, OPENED, SPELLINGS, STATICS, TABLE

SUBJECTS = tuple(OPENED[module.__name__] for module in (
    arithmetic, elementwise, special, activations, reductions, statistics, norms, linear_algebra, decompositions, shapes, selection, convolution, pooling, resampling,
    layers, surprises, losses, alignment, comparison, creation, random, initialization,
))  # fmt: skip

__all__ = ["DEFINITIONS", "SPELLINGS", "STATICS", "SUBJECTS", "TABLE", "unknown"]
