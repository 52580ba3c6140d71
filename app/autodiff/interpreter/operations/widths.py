"""Whole numbers of fewer than 64 bits, which wrap around in their libraries and do not here: that is told where it would show."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import Value, Values
from app.autodiff.interpreter.running.run import Run
from app.language import Span

NAMED = re.compile(r"(?<!\w)(u?)int(8|16|32)(?!\w)")
"""`np.int8`, `torch.uint8`, `"int32"`."""


@lru_cache(maxsize=8)
def narrowest(text: str) -> tuple[str, int, int] | None:
    """The smallest kind of whole numbers that a text names, and the least and largest of them."""
    found = min(NAMED.finditer(text), key=lambda match: int(match[2]), default=None)
    if found is None:
        return None
    bounds = np.iinfo(found.group())
    return found.group(), int(bounds.min), int(bounds.max)


def tell_of_width(run: Run, operands: Values, result: Value, span: Span) -> None:
    """Tell of a whole number that is beyond the smallest kind which the text names, where what it was made of is not."""
    if run.ours or (kind := narrowest(run.program.text)) is None:
        return
    name, least, most = kind
    if not within(result, least, most) and all(within(each, least, most) for each in operands):
        told = f"{run.quote(span)} gives whole numbers beyond those of `{name}`, {least} to {most}"
        run.note(f"{told}: they have 64 bits here and do not wrap around", span)


def within(value: Value, least: int, most: int) -> bool:
    """Whether all whole numbers of an array lie between two others; what is not whole, and a number of Python's, always does."""
    if not isinstance(value, (Tensor, np.ndarray)):
        return True
    held = np.asarray(value.held if isinstance(value, Tensor) else value)
    return held.dtype.kind not in "iu" or not held.size or (int(held.min()) >= least and int(held.max()) <= most)
