"""What the targets of a cross-entropy are: labels or shares of each class, along which axis, and of which shape."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.call_forms import shape_of


def class_axis(scores: object) -> int:
    """The axis along which scores have one entry for each class: the only one, or the one behind that of the samples."""
    shape = shape_of(scores)
    if not shape:
        raise ValueError("the scores are a single number, and there is to be one for each class")
    return 1 if len(shape) > 1 else 0


def holds_shares(target: object, scores: tuple[int, ...]) -> bool:
    """Whether a target has a share of each class, and not labels. Raises ValueError where it is not of the shape of the scores."""
    if len(shape_of(target)) != len(scores):
        return False
    if shape_of(target) != scores and np.asarray(target).dtype.kind in "iu":
        return False
    require_shape(target, scores)
    return True


def require_shape(target: object, shape: tuple[int, ...]) -> None:
    """Raises ValueError where an array is not of a shape: PyTorch spreads neither out in a cross-entropy. A single number fits all."""
    if shape_of(target) not in ((), shape):
        raise ValueError(f"the targets have shape {shape_of(target)}, and what they are compared with has {shape}")
