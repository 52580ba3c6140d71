"""The rows of the table, by subject. Importing this package enters them all."""

from __future__ import annotations

from app.autodiff.primitives import (
    activations,
    alignment,
    arithmetic,
    channels,
    comparison,
    convolution,
    creation,
    decompositions,
    elementwise,
    foreign_names,
    initialization,
    jax_lax,
    jax_names,
    layers,
    linear_algebra,
    losses,
    margin_losses,
    norms,
    order_statistics,
    parts,
    pooling,
    random,
    reductions,
    resampling,
    running,
    scattering,
    selection,
    shapes,
    special,
    statistics,
    surprises,
    tensorflow,
    unknown,
)
from app.autodiff.table import DEFINITIONS, OPENED, SPELLINGS, STATICS, TABLE

SUBJECTS = tuple(OPENED[module.__name__] for module in (
    arithmetic, elementwise, special, activations, reductions, running, statistics, order_statistics, norms, linear_algebra, decompositions, shapes, parts, selection, scattering, convolution, channels, pooling, resampling,
    layers, surprises, losses, margin_losses, alignment, comparison, creation, random, initialization, jax_names, jax_lax, tensorflow, foreign_names,
))  # fmt: skip

__all__ = ["DEFINITIONS", "SPELLINGS", "STATICS", "SUBJECTS", "TABLE", "unknown"]
