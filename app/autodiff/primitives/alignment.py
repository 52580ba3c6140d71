"""Connectionist temporal classification: a loss over all ways in which a text can lie along a sequence of scores.

Graves et al. 2006, in logarithms. Labels stand with blanks around them, and a path stays, goes on to the next, or jumps over a blank.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.autodiff.primitives.arrays import Shape
from app.autodiff.primitives.call_forms import whole
from app.autodiff.primitives.places import integers
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

FAR = -1e30
"""The logarithm of what cannot be: finite, so that no gradient of it is undefined."""
Aligned = tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float64]]

definition(
    """
    def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False):
        scores = log_probs if log_probs.ndim == 3 else expand_dims(log_probs, 1)
        path, jumps, last, runs, lengths = alignment(scores.shape, targets, input_lengths, target_lengths, blank)
        steps, rows = take_along_axis(scores, path, 2), path.shape[2]
        a = where(arange(rows) < 2, steps[0], FAR)
        for t in range(1, scores.shape[0]):
            before = pad(a, ((0, 0), (2, 0)), 'constant', FAR)
            ways = stack([a, before[:, 1:-1], where(jumps, before[:, :-2], FAR)])
            a = where(runs[t], logsumexp(ways, 0) + steps[t], a)
        loss = -logsumexp(where(last, a, FAR), 1)
        loss = where(loss > 1e20, 0 if zero_infinity else inf, loss)
        if reduction == 'mean': return mean(loss / lengths)
        loss = loss if log_probs.ndim == 3 else loss[0]
        return sum(loss) if reduction == 'sum' else loss
""".replace("FAR", f"({FAR})"),
    symbol="CTC",
    spoken="loss over all alignments",
    explained="Each score gets the share of the alignments that run through it, with the sign turned.",
)


def alignment(shape: Shape, targets: object, input_lengths: object, target_lengths: object, blank: object) -> Aligned:
    """What scores of shape (T, N, C) and labels of (N, S), or all in one row, say of the paths. Raises ValueError.

    The label of every row of a path, (T, N, 2S + 1); where a blank may be jumped over and where a path may end, (N, 2S + 1);
    which sequences still run, (T, N, 1); and the lengths of the texts, (N,), at least 1.
    """
    steps, number, classes = shape
    (none,) = whole((blank,))
    texts, lengths = labels_of(integers(targets), integers(target_lengths).reshape(-1), number, none)
    times = integers(input_lengths).reshape(-1)
    if times.shape != (number,) or (times > steps).any() or (times < 1).any():
        raise ValueError(f"{number} lengths from 1 to {steps} are needed for the inputs, not {times.tolist()}")
    rows = np.full((number, 2 * texts.shape[1] + 1), none)
    rows[:, 1::2] = texts
    if (rows >= classes).any() or (rows < 0).any():
        raise ValueError(f"labels are from 0 to {classes - 1}")
    place = np.arange(rows.shape[1])
    jumps = np.zeros(rows.shape, dtype=bool)
    jumps[:, 2:] = (rows[:, 2:] != none) & (rows[:, 2:] != rows[:, :-2])
    ends = 2 * lengths[:, None]
    last = (place == ends) | (place == ends - 1)
    runs = np.arange(steps)[:, None, None] < times[:, None]
    path: NDArray[Any] = np.broadcast_to(rows, (steps, *rows.shape))
    return path, jumps, last, runs, np.maximum(lengths, 1).astype(float)


def labels_of(
    targets: NDArray[np.intp], lengths: NDArray[np.intp], number: int, none: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The labels as one row a text, and how many there are. Raises ValueError where they do not fit."""
    longest = int(lengths.max(initial=0))
    wanted = (number, longest) if targets.ndim == 2 else (int(lengths.sum()),)
    fits = targets.ndim == len(wanted) and all(have >= each for have, each in zip(targets.shape, wanted, strict=True))
    if lengths.shape != (number,) or (lengths < 0).any() or not fits:
        raise ValueError(f"labels of shape {targets.shape} do not fit {number} texts of lengths {lengths.tolist()}")
    texts = np.full((number, longest), none)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    for row, length in enumerate(lengths):
        texts[row, :length] = targets[row, :length] if targets.ndim == 2 else targets[starts[row] :][:length]
    return texts, lengths


static("alignment", alignment, inner=True)
