"""Losses: all compositions, with PyTorch's parameters, and its `reduction`."""

from __future__ import annotations

from app.autodiff.table import definition, subject

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

# Of numbers.
definition(
    "def mse(input, target, reduction='mean', weight=None): return reduced((input - target)**2, reduction, weight)",
    names="mse_loss MSE mean_squared_error",
    symbol="MSE",
    head="MSE",
    spoken="mean squared error",
    explained="Each entry gets twice its error, as a share of the mean.",
)
definition(
    "def l1_loss(input, target, reduction='mean', weight=None): return reduced(abs(input - target), reduction, weight)",
    names="mae mean_absolute_error",
    symbol="L₁",
    policy="derivative 0 where both are equal",
    spoken="mean absolute error",
    explained="Each entry gets the sign of its error, as a share of the mean.",
)
definition(
    """
    def smooth_l1_loss(input, target, reduction='mean', beta=1.0):
        r = abs(input - target)
        return reduced(r if beta == 0 else where(r < beta, r**2 / (2 * beta), r - beta / 2), reduction)
""",
    symbol="smooth L₁",
)
definition(
    """
    def huber_loss(input, target, reduction='mean', delta=1.0, weight=None):
        r = abs(input - target)
        return reduced(where(r <= delta, r**2 / 2, delta * (r - delta / 2)), reduction, weight)
""",
    symbol="huber",
)
definition(
    "def poisson_nll_loss(input, target, log_input=True, full=False, eps=1e-8, reduction='mean'):\n"
    "    loss = exp(input) - target * input if log_input else input - target * log(input + eps)\n"
    "    if full: loss = loss + where(target > 1, target * log(target) - target + log(2 * pi * target) / 2, 0)\n"
    "    return reduced(loss, reduction)",
    symbol="poisson nll",
)
definition(
    """
    def gaussian_nll_loss(input, target, var, full=False, eps=1e-6, reduction='mean'):
        var = maximum(var, eps)
        loss = (log(var) + (input - target)**2 / var) / 2
        return reduced(loss + log(2 * pi) / 2 if full else loss, reduction)
""",
    symbol="gaussian nll",
)
definition("def log_cosh(input, target, reduction='mean'): return reduced(log(cosh(input - target)), reduction)")
definition(
    """
    def l2_loss(input, target=None): return sum(input**2) / 2 if target is None else (input - target)**2 / 2
""",
    symbol="½‖·‖²",
)
definition(
    "def jax_huber_loss(input, target, delta=1.0): return huber_loss(input, target, 'none', delta)",
    names="jax.huber_loss",
    symbol="huber",
)
definition(
    "def jax_log_cosh(input, target): return log_cosh(input, target, 'none')", names="jax.log_cosh", symbol="log_cosh"
)
definition(
    "def kl_divergence(log_predictions, targets): return sum(targets * (log(targets) - log_predictions), -1)",
    symbol="KL",
)

# Of probabilities.
definition(
    """
    def binary_cross_entropy(input, target, weight=None, reduction='mean'):
        return reduced(surprise(input, target), reduction, weight)
""",
    names="bce bce_loss binary_crossentropy",
    symbol="BCE",
    policy="logarithms are at least −100",
    spoken="cross-entropy",
    explained="The closer a probability is to the wrong end, the more its gradient grows.",
)
definition(
    """
    def binary_cross_entropy_with_logits(input, target, weight=None, reduction='mean', pos_weight=None):
        if pos_weight is None: return reduced(score_surprise(input, target), reduction, weight)
        loss = (1 - target) * input + (1 + (pos_weight - 1) * target) * softplus(-input)
        return reduced(loss, reduction, weight)
""",
    names="bce_with_logits bce_with_logits_loss",
    symbol="BCE",
    spoken="cross-entropy",
    explained="A cross-entropy hands each score its probability less what the label says: too much goes down, too little goes up.",
)
definition(
    """
    def sigmoid_binary_cross_entropy(logits, labels): return score_surprise(logits, labels)
""",
    names="sigmoid_cross_entropy_with_logits",
    symbol="BCE",
)
definition(
    """
    def nll_loss(input, target, weight=None, ignore_index=-100, reduction='mean'):
        axis = 1 if input.ndim > 1 else 0
        return labelled(input, target, axis, weight, ignore_index, reduction, False)
""",
    symbol="NLL",
    spoken="negative log-likelihood",
    explained="Only the entry of the label gets a gradient, with the sign turned.",
)
# `scores` has one entry for each class along `axis`, their logarithms unless `raw`; that of the label counts, with its weight, unless
# the label is ignored.
definition(
    """
    def labelled(scores, target, axis, weight, ignore_index, reduction, raw):
        if occurs(target, ignore_index):
            kept = target != ignore_index
            labels = where(kept, target, 0)
            counted = cast(kept) if weight is None else take(weight, labels) * kept
        else:
            labels, counted = target, None if weight is None else take(weight, target)
        loss = label_surprise(scores, labels, axis) if raw else -pick(scores, labels, axis)
        if counted is None: return reduced(loss, reduction)
        return sum(counted * loss) / sum(counted) if reduction == 'mean' else reduced(counted * loss, reduction)
""",
    inner=True,
)
definition(
    """
    def cross_entropy(input, target, weight=None, ignore_index=-100, reduction='mean', label_smoothing=0.0):
        axis = 1 if input.ndim > 1 else 0
        if target.ndim == input.ndim: return cross_entropy_of(input, target, axis, weight, reduction, label_smoothing)
        if label_smoothing == 0: return labelled(input, target, axis, weight, ignore_index, reduction, True)
        log_p = log_softmax(input, axis)
        loss = labelled(log_p, target, axis, weight, ignore_index, reduction, False)
        return (1 - label_smoothing) * loss + label_smoothing * smoothed(-log_p, target, axis, weight, ignore_index, reduction)
""",
    names="cross_entropy_loss",
    symbol="CE",
    spoken="cross-entropy",
    explained="A cross-entropy hands each score its probability less what the label says: too much goes down, too little goes up.",
)
definition(
    """
    def cross_entropy_of(scores, target, axis, weight, reduction, label_smoothing):
        if label_smoothing > 0: target = (1 - label_smoothing) * target + label_smoothing / scores.shape[axis]
        if weight is not None: target = target * reshape(weight, (-1,) + (1,) * (scores.ndim - axis - 1))
        return reduced(share_surprise(scores, target, axis), reduction)
""",
    inner=True,
)
# Label smoothing: the mean over all classes, weighed, of every label that is not ignored.
definition(
    """
    def smoothed(scores, target, axis, weight, ignore_index, reduction):
        if weight is not None: scores = scores * reshape(weight, (-1,) + (1,) * (scores.ndim - axis - 1))
        loss = mean(scores, axis)
        kept = target != ignore_index
        if occurs(target, ignore_index): loss = where(kept, loss, 0)
        if reduction != 'mean': return reduced(loss, reduction)
        counted = cast(kept) if weight is None else take(weight, where(kept, target, 0)) * kept
        return sum(loss) / sum(counted)
""",
    inner=True,
)
definition(
    "def softmax_cross_entropy(logits, labels, axis=-1): return share_surprise(logits, labels, axis)",
    names="softmax_cross_entropy_with_logits",
    symbol="CE",
)
definition(
    "def softmax_cross_entropy_with_integer_labels(logits, labels): return label_surprise(logits, labels, -1)",
    names="sparse_softmax_cross_entropy_with_logits",
    symbol="CE",
)
definition(
    """
    def kl_div(input, target, reduction='mean', log_target=False):
        loss = exp(target) * (target - input) if log_target else xlogy(target, target) - target * input
        return reduced(loss, reduction)
""",
    symbol="KL",
)

# Of pairs and margins.
definition("def hinge_loss(input, target): return maximum(1 - input * target, 0)", symbol="hinge")
definition(
    """
    def hinge_embedding_loss(input, target, margin=1.0, reduction='mean'):
        return reduced(where(target == 1, input, clip(margin - input, 0)), reduction)
""",
    symbol="hinge",
)
definition(
    """
    def margin_ranking_loss(input1, input2, target, margin=0, reduction='mean'):
        return reduced(clip(-target * (input1 - input2) + margin, 0), reduction)
""",
    symbol="margin",
)
definition(
    "def soft_margin_loss(input, target, reduction='mean'): return reduced(softplus(-target * input), reduction)",
    symbol="soft margin",
)
definition(
    """
    def multilabel_soft_margin_loss(input, target, weight=None, reduction='mean'):
        loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
        return reduced(mean(loss if weight is None else weight * loss, -1), reduction)
""",
    symbol="soft margin",
)
definition(
    """
    def multi_margin_loss(input, target, p=1, margin=1.0, weight=None, reduction='mean'):
        rows = input if input.ndim == 2 else reshape(input, (1, -1))
        labels = reshape(target, (-1,))
        loss = relu(margin - expand_dims(pick(rows, labels, 1), 1) + rows) ** p
        if weight is not None: loss = loss * expand_dims(take(weight, labels), 1)
        loss = sum(where(one_hot(labels, rows.shape[1]) == 1, 0, loss), 1) / rows.shape[1]
        return reduced(loss if input.ndim == 2 else reshape(loss, ()), reduction)
""",
    symbol="margin",
)
definition(
    """
    def cosine_embedding_loss(input1, input2, target, margin=0, reduction='mean'):
        axis = input1.ndim - 1
        lengths = (sum(input1**2, axis) + 1e-12) * (sum(input2**2, axis) + 1e-12)
        cosine = sum(input1 * input2, axis) / sqrt(lengths)
        return reduced(where(target == 1, 1 - cosine, clip(cosine - margin, 0)), reduction)
""",
    symbol="1−cos ∠",
)
definition(
    """
    def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-6, swap=False, reduction='mean'):
        near, far = pairwise_distance(anchor, positive, p, eps), pairwise_distance(anchor, negative, p, eps)
        if swap: far = minimum(far, pairwise_distance(positive, negative, p, eps))
        return reduced(clip(margin + near - far, 0), reduction)
""",
    symbol="triplet",
)
definition(
    """
    def dice_loss(input, target, smooth=1.0):
        return 1 - (2 * sum(input * target) + smooth) / (sum(input) + sum(target) + smooth)
""",
    symbol="dice",
)
