"""What is told of a descent whose numbers did not stay finite."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.training.request import DescentRequest


def divergence(step: int, losses: Sequence[float], stray: float | None, asked: DescentRequest) -> str:
    """Which step left the finite numbers, why as far as that can be seen, and where the values are held."""
    held, rate = f"the values are held at step {step - 1}", asked.learning_rate
    shown = rate if isinstance(rate, str) else f"{rate:g}"
    if stray is not None and math.isnan(stray) and not grew(losses):
        hint = f"a smaller rate than {shown} may stay clear of it"
        return f"step {step} leads where the output is not a number (nan): {held}; {hint}"
    ran = f"the output went from {losses[0]:.3g} to {losses[-1]:.3g}, then " if grew(losses) else ""
    return f"the rate {shown} is too large here: {ran}step {step} left the finite numbers; {held}"


def grew(losses: Sequence[float]) -> bool:
    """Whether the losses ran away before they were lost."""
    return len(losses) > 1 and abs(losses[-1]) > 10 * max(abs(losses[0]), 1e-300)
