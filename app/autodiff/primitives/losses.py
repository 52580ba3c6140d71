"""Losses: all compositions, with PyTorch's `reduction`."""

from __future__ import annotations

from app.autodiff.table import definition

definition(
    "def reduced(x, reduction):\n"
    "    if reduction == 'none': return x\n"
    "    if reduction == 'sum': return sum(x)\n"
    "    if reduction == 'batchmean': return sum(x) / x.shape[0]\n"
    "    return mean(x)"
)
definition(
    "def mse(prediction, target, reduction='mean'): return reduced((prediction - target)**2, reduction)",
    names="mse_loss MSE",
)
definition(
    "def binary_cross_entropy(p, target, weight=None, reduction='mean'):\n"
    "    loss = -(target * log(p) + (1 - target) * log(1 - p))\n"
    "    return reduced(loss if weight is None else weight * loss, reduction)",
    names="bce bce_loss",
)
definition(
    "def binary_cross_entropy_with_logits(x, target, weight=None, reduction='mean'):\n"
    "    loss = softplus(x) - x * target\n"
    "    return reduced(loss if weight is None else weight * loss, reduction)",
    names="bce_with_logits bce_with_logits_loss",
)
definition(
    "def cross_entropy(logits, target, weight=None, reduction='mean'):\n"
    "    log_p = log_softmax(logits, 1 if logits.ndim > 1 else 0)\n"
    "    if target.ndim == logits.ndim:\n"
    "        loss = -sum(target * log_p, 1 if logits.ndim > 1 else 0)\n"
    "    elif logits.ndim == 1: loss = -log_p[target]\n"
    "    else: loss = -log_p[arange(logits.shape[0]), target]\n"
    "    return reduced(loss, reduction)",
    names="cross_entropy_loss softmax_cross_entropy",
)
