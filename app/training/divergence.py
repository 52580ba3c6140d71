"""What is told of a descent whose numbers did not stay finite."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.language import parse_expression
from app.training.request import DescentRequest

FAR = 10
"""An output that is so many times as far from 0 as it was has run away, where its numbers did not stay finite."""
FURTHER = 1000
"""As above, where they are finite: momentum and batches may lead up for a while."""


def divergence(step: int, losses: Sequence[float], stray: float | None, asked: DescentRequest) -> str:
    """Which step left the finite numbers, why as far as that can be seen, and where the values are held."""
    held, rate = f"the values are held at step {step - 1}", asked.learning_rate
    if isinstance(rate, str) and not math.isfinite(now := rate_at(rate, step)):
        return f"the rate `{rate}` is {now:g} at step {step}: {held}"
    shown = rate if isinstance(rate, str) else f"{rate:g}"
    went = f"the output went from {losses[0]:.3g} to {losses[-1]:.3g}, then "
    left = f"step {step} left the finite numbers; {held}"
    if endless(losses, stray, asked):
        return f"there is no {'highest' if asked.ascend else 'lowest'} point this way: {went}{left}"
    grew = len(losses) > 1 and abs(losses[-1]) > FAR * max(abs(losses[0]), 1e-300) and not better(losses, asked)
    if stray is not None and math.isnan(stray) and not grew:
        hint = f"a smaller rate than {shown} may stay clear of it"
        return f"step {step} leads where the output is not a number (nan): {held}; {hint}"
    return f"the rate {shown} is too large here: {went if grew else ''}{left}"


def ending(diverged: int | None, losses: Sequence[float], stray: float | None, asked: DescentRequest) -> str:
    """What is told of where a descent came to: that it left the finite numbers, or runs away within them; nothing else."""
    return growth(losses, asked) if diverged is None else divergence(diverged, losses, stray, asked)


def growth(losses: Sequence[float], asked: DescentRequest) -> str:
    """That the output runs away from where it was to go, though its numbers are still finite; nothing where it does not."""
    rate, sizes = asked.learning_rate, list(map(abs, losses))
    backwards = isinstance(rate, float) and rate < 0
    if backwards or better(losses, asked) or sizes[-1] < max(sizes) or sizes[-1] <= FURTHER * max(sizes[:2]):
        return ""
    shown = rate if isinstance(rate, str) else f"{rate:g}"
    return f"the output went from {losses[0]:.3g} to {losses[-1]:.3g}: the rate {shown} is too large here"


def rate_at(rate: str, step: int) -> float:
    """A rate that depends on the number `t` of the step."""
    with np.errstate(all="ignore"):
        return float(np.asarray(evaluate_alone(parse_expression(rate), {"t": float(step), "e": math.e})))


def endless(losses: Sequence[float], stray: float | None, asked: DescentRequest) -> bool:
    """Whether the output went where it was to go, beyond all bounds."""
    if stray == (math.inf if asked.ascend else -math.inf):
        return True
    return better(losses, asked) and abs(losses[-1]) > FAR * max(abs(losses[0]), abs(losses[1] - losses[0]))


def better(losses: Sequence[float], asked: DescentRequest) -> bool:
    """Whether the output is further down, or up where that is asked for, than at the start."""
    return losses[-1] > losses[0] if asked.ascend else losses[-1] < losses[0]
