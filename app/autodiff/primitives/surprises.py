"""What losses are made of: how entries become one number, and the logarithm of what was thought likely of what came true."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)

definition(
    """
    def reduced(x, reduction, weight=None):
        if weight is not None: x = weight * x
        if reduction == 'none': return x
        if reduction == 'sum': return sum(x)
        if reduction == 'batchmean': return sum(x) / x.shape[0]
        return mean(x)
""",
    inner=True,
)


def as_reduction(size_average: Any, reduce: Any, reduction: Any) -> Any:
    """The `reduction` that PyTorch's two settings before it stand for, where one of them is given."""
    if size_average is None and reduce is None:
        return reduction
    return "none" if reduce is False else "sum" if size_average is False else "mean"


static("as_reduction", as_reduction, inner=True)

primitive(
    "surprise",
    "p, t",
    lambda p, t: -(t * np.maximum(np.log(p), -100) + (1 - t) * np.maximum(np.log1p(-p), -100)),
    "g * (p - t) / maximum(p * (1 - p), 1e-12)",
    "g * (clip(log1p(-p), -100) - clip(log(p), -100))",
    inner=True,
    shown="-(t*log(p) + (1 - t)*log(1 - p))",
    symbol="−log p",
    policy="logarithms are at least −100, and p (1 − p) at least 10⁻¹² where it divides",
    spoken="cross-entropy",
    explained="A probability gets the gradient times how far it is from its target, over p times 1 − p.",
    code="-(t * np.maximum(np.log(p), -100) + (1 - t) * np.maximum(np.log1p(-p), -100))",
)

# What a score, scores of classes along an axis, or their probabilities cost; the operations' own rules would say no p − t.
definition(
    "def score_surprise(score, target): return softplus(score) - score * target",
    inner=True,
    rules={"score": "g * (sigmoid(score) - target)", "target": "-g * score"},
)
definition(
    "def label_surprise(scores, target, axis): return -pick(log_softmax(scores, axis), target, axis)",
    inner=True,
    rules={"scores": "expand_dims(g, axis) * (softmax(scores, axis=axis) - label_marks(target, scores, axis))"},
)
definition(
    "def share_surprise(scores, target, axis): return -sum(target * log_softmax(scores, axis), axis)",
    inner=True,
    rules={
        "scores": "expand_dims(g, axis) * (softmax(scores, axis=axis) * sum(target, axis, True) - target)",
        "target": "-expand_dims(g, axis) * log_softmax(scores, axis=axis)",
    },
)
definition(
    "def label_marks(target, scores, axis): return moveaxis(one_hot(target, scores.shape[axis]), -1, axis)",
    inner=True,
    head="one hot",
    form="first",
)
