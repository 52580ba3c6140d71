"""Losses of Keras, in our own language: one number for each sample, of which `reduction` makes one for all.

Source: the documentation of Keras 3.
"""

from __future__ import annotations

import re

LOSS = """
class KerasLoss:
    def __init__(self, reduction='sum_over_batch_size', name=None): self.reduction = reduction
    def forward(self, y_true, y_pred, sample_weight=None):
        entries = self.entries(y_true, y_pred)
        if sample_weight is None and self.reduction in ('sum_over_batch_size', 'auto', 'mean'): return mean(entries)
        each = self.each(entries) if sample_weight is None else self.each(entries) * sample_weight
        if self.reduction == 'sum': return each.sum()
        return each if self.reduction is None or self.reduction == 'none' else mean(each)
    def each(self, entries): return mean(entries, -1)
    def signs(self, truth): return 2 * truth - 1 if all((truth == 0) | (truth == 1)) else truth

class OfSamples(KerasLoss):
    def each(self, entries): return entries

class KerasLossClass(OfSamples):
    def __init__(self, name=None, reduction='sum_over_batch_size', dtype=None): self.reduction = reduction
    def entries(self, truth, found): return self.call(truth, found)

class KerasHuber(KerasLoss):
    def __init__(self, delta=1.0, reduction='sum_over_batch_size', name=None): self.delta, self.reduction = delta, reduction
    def entries(self, truth, found):
        return where(abs(found - truth) <= self.delta, 0.5 * (found - truth) ** 2, self.delta * abs(found - truth) - 0.5 * self.delta ** 2)

class BinaryCrossentropy(KerasLoss):
    def __init__(self, from_logits=False, label_smoothing=0.0, axis=-1, reduction='sum_over_batch_size', name=None):
        self.logits, self.smoothing, self.reduction, self.known = from_logits, label_smoothing, reduction, without(axis != -1, 'axis')
    def entries(self, truth, found):
        truth = truth * (1 - self.smoothing) + 0.5 * self.smoothing if self.smoothing else truth
        logits = logits_of(found, self.logits)
        if logits is not None: return binary_cross_entropy_with_logits(logits, truth, reduction='none')
        return binary_cross_entropy(clip(found, 1e-7, 1 - 1e-7), truth, reduction='none')

class CategoricalCrossentropy(OfSamples):
    def __init__(self, from_logits=False, label_smoothing=0.0, axis=-1, reduction='sum_over_batch_size', name=None):
        self.logits, self.smoothing, self.reduction, self.axis = from_logits, label_smoothing, reduction, axis
    def entries(self, truth, found):
        truth = truth * (1 - self.smoothing) + self.smoothing / found.shape[self.axis] if self.smoothing else truth
        return -sum(truth * self.logarithm(found), self.axis)
    def logarithm(self, found):
        logits = logits_of(found, self.logits)
        if logits is not None: return log_softmax(logits, self.axis)
        return log(clip(found / sum(found, self.axis, True), 1e-7, 1 - 1e-7))

class SparseCategoricalCrossentropy(OfSamples):
    def __init__(self, from_logits=False, ignore_class=None, reduction='sum_over_batch_size', axis=-1, name=None):
        self.logits, self.reduction, self.ignored = from_logits, reduction, without(ignore_class is not None, 'ignore_class')
        self.known = without(axis != -1, 'axis')
    def entries(self, truth, found):
        logits = logits_of(found, self.logits)
        logs = log_softmax(log(clip(found, 1e-7, 1 - 1e-7)) if logits is None else logits, -1)
        return -take_along_axis(logs, reshape(truth, (*found.shape[:-1], 1)), -1)[..., 0]

class KerasCosineSimilarity(OfSamples):
    def __init__(self, axis=-1, reduction='sum_over_batch_size', name=None): self.axis, self.reduction = axis, reduction
    def entries(self, truth, found): return -cosine_similarity(truth, found, self.axis)

class KerasKLDivergence(OfSamples):
    def entries(self, truth, found):
        truth, found = clip(truth, 1e-7, 1), clip(found, 1e-7, 1)
        return sum(truth * log(truth / found), -1)
"""
ENTRYWISE = """
class Keras{name}(KerasLoss):
    def entries(self, truth, found): return {entries}
"""
OF_ENTRIES = {
    "MeanSquaredError": "(truth - found) ** 2", "MeanAbsoluteError": "abs(truth - found)",
    "MeanSquaredLogarithmicError": "(log1p(truth) - log1p(found)) ** 2",
    "MeanAbsolutePercentageError": "100 * abs((truth - found) / maximum(abs(truth), 1e-7))",
    "LogCosh": "found - truth + softplus(-2 * (found - truth)) - log(2)", "Poisson": "found - truth * log(found + 1e-7)",
    "Hinge": "relu(1 - self.signs(truth) * found)", "SquaredHinge": "relu(1 - self.signs(truth) * found) ** 2",
}  # fmt: skip
"""Losses that are the mean of something of each entry."""
OWN_LOSSES = frozenset({"Huber", "CosineSimilarity", "KLDivergence", *OF_ENTRIES})
"""Losses behind `Keras…`, since PyTorch has distributions and modules of such names."""
LOSSES = OWN_LOSSES | {"BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy"}
SHORT = {
    "".join(part[0] for part in re.findall("[A-Z][a-z]*", name)).lower(): name
    for name in OF_ENTRIES
    if name.startswith("Mean")
}
"""Their first letters, as `MSE`."""
LOSS_FUNCTIONS = {**SHORT, "kld": "KLDivergence", **{name.lower(): name for name in LOSSES}}
"""The losses by the names of their functions, without underscores."""


def keras_losses() -> str:
    """The text of all losses."""
    return LOSS + "".join(ENTRYWISE.format(name=name, entries=entries) for name, entries in OF_ENTRIES.items())
