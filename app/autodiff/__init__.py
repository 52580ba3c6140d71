"""Automatic differentiation: a program → its graph, and the trace of both passes."""

from __future__ import annotations

from app.autodiff.builder import Limits
from app.autodiff.folding.fold import FOLDS, Folded, Gate, Wire, fold
from app.autodiff.gradients import (  # noqa: F401, they tell the interpreter what `grad` and its kin are
    gradient_calls,
    jacobians,
    recorded_gradients,
    steps,
    stored_gradients,
)
from app.autodiff.graph import Graph, Node
from app.autodiff.trace import Trace, differentiate

__all__ = ["FOLDS", "Folded", "Gate", "Graph", "Limits", "Node", "Trace", "Wire", "differentiate", "fold"]
