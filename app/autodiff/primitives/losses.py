"""Losses: compositions, with PyTorch's parameters, and its `reduction`."""

from __future__ import annotations

from app.autodiff.primitives.loss_targets import class_axis, holds_shares, require_shape
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

# Of numbers.
definition(
    "def mse(input, target, reduction='mean', weight=None): return reduced((input - target)**2, reduction, weight)",
    names="mse_loss MSE mean_squared_error",
    symbol="MSE",
    head="MSE",
    spoken="mean squared error",
    explained="Each entry gets twice its error, divided by the number of entries where the loss is their mean.",
    in_torch="size_average reduce reduction weight",
)
definition(
    "def l1_loss(input, target, reduction='mean', weight=None): return reduced(abs(input - target), reduction, weight)",
    names="mae mean_absolute_error",
    symbol="L₁",
    policy="derivative 0 where both are equal",
    spoken="mean absolute error",
    explained="Each entry gets the sign of its error, divided by the number of entries where the loss is their mean.",
    in_torch="size_average reduce reduction weight",
)
definition(
    """
    def smooth_l1_loss(input, target, reduction='mean', beta=1.0):
        r = input - target
        return reduced(abs(r) if beta == 0 else bounded_square(r, beta) / beta, reduction)
""",
    symbol="smooth L₁",
    spoken="smooth L₁ loss",
    explained="Near its target an entry gets its error, farther off only the error's sign.",
    in_torch="size_average reduce reduction beta",
)
definition(
    """
    def huber_loss(input, target, reduction='mean', delta=1.0, weight=None):
        return reduced(bounded_square(input - target, delta), reduction, weight)
""",
    symbol="huber",
    spoken="Huber loss",
    like="smooth_l1_loss",
)
definition(
    "def poisson_nll_loss(input, target, log_input=True, full=False, eps=1e-8, reduction='mean'):\n"
    "    loss = exp(input) - target * input if log_input else input - target * log(input + eps)\n"
    "    if full: loss = loss + where(target > 1, target * log(target) - target + log(2 * pi * target) / 2, 0)\n"
    "    return reduced(loss, reduction)",
    symbol="poisson nll",
    in_torch="log_input full size_average eps reduce reduction",
)
definition(
    """
    def gaussian_nll_loss(input, target, var, full=False, eps=1e-6, reduction='mean'):
        var = maximum(var, eps)
        loss = (log(var) + (input - target)**2 / var) / 2
        return reduced(loss + log(2 * pi) / 2 if full else loss, reduction)
""",
    symbol="gaussian nll",
    spoken="Gaussian log-likelihood",
    explained="The mean gets its error over the variance; the variance weighs one against the squared error over it.",
)
definition(
    "def log_cosh(input, target, reduction='mean'): return reduced(log(cosh(input - target)), reduction)",
    spoken="log-cosh loss",
    explained="Each entry gets the hyperbolic tangent of its error, divided by the number of entries where the loss is their mean.",
)
definition(
    """
    def l2_loss(input, target=None): return (input if target is None else input - target)**2 / 2
""",
    spoken="half square",
    explained="The derivative of half a square is what was squared.",
)
definition(
    "def half_square_norm(input): return sum(input**2) / 2",
    names="nn.l2_loss",
    symbol="½‖·‖²",
    spoken="half the squared norm",
    like="l2_loss",
)
definition("def special_huber(delta, r): return bounded_square(r, delta)", names="special.huber", like="huber_loss")
definition(
    "def jax_huber_loss(input, target=None, delta=1.0): return huber_loss(input, zeros_like(input) if target is None else target, 'none', delta)",
    names="jax.huber_loss",
    like="huber_loss",
)
definition(
    "def jax_log_cosh(input, target): return log_cosh(input, target, 'none')",
    names="jax.log_cosh",
    symbol="log_cosh",
    spoken="log-cosh loss",
    explained="Each entry gets the hyperbolic tangent of its error.",
)
definition(
    "def kl_divergence(log_predictions, targets): return sum(xlogy(targets, targets) - targets * log_predictions, -1)",
    symbol="KL",
    spoken="Kullback–Leibler divergence",
    explained="Each log-probability gets minus the target's probability.",
)

# Of probabilities.
definition(
    """
    def binary_cross_entropy(input, target, weight=None, reduction='mean'):
        require_shape(target, input.shape)
        return reduced(surprise(input, target), reduction, weight)
""",
    names="bce bce_loss binary_crossentropy",
    symbol="BCE",
    policy="logarithms are at least −100",
    spoken="cross-entropy",
    explained="The closer a probability is to the wrong end, the more its gradient grows.",
    in_torch="weight size_average reduce reduction",
)
definition(
    """
    def binary_cross_entropy_with_logits(input, target, weight=None, reduction='mean', pos_weight=None):
        require_shape(target, input.shape)
        if pos_weight is None: return reduced(score_surprise(input, target), reduction, weight)
        loss = (1 - target) * input + (1 + (pos_weight - 1) * target) * softplus(-input)
        return reduced(loss, reduction, weight)
""",
    names="bce_with_logits bce_with_logits_loss",
    symbol="BCE",
    spoken="cross-entropy",
    explained="A cross-entropy hands each score its probability less what the label says: too much goes down, too little goes up.",
    in_torch="weight size_average reduce reduction pos_weight",
)
definition(
    """
    def sigmoid_binary_cross_entropy(logits, labels): return score_surprise(logits, labels)
""",
    names="sigmoid_cross_entropy_with_logits",
    symbol="BCE",
    spoken="cross-entropy",
    explained="Each score gets its sigmoid less its target.",
)


static("holds_shares", holds_shares, by_shape=True, inner=True)
static("require_shape", require_shape, by_shape=True, inner=True)
static("class_axis", class_axis, by_shape=True, inner=True)
definition(
    """
    def nll_loss(input, target, weight=None, ignore_index=-100, reduction='mean'):
        axis = class_axis(input)
        return labelled(input, target, axis, weight, ignore_index, reduction, False)
""",
    symbol="NLL",
    spoken="negative log-likelihood",
    explained="Only the entry of the label gets a gradient, with the sign turned.",
    in_torch="weight size_average ignore_index reduce reduction",
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
        axis = class_axis(input)
        if holds_shares(target, input.shape): return cross_entropy_of(input, target, axis, weight, reduction, label_smoothing)
        if label_smoothing == 0: return labelled(input, target, axis, weight, ignore_index, reduction, True)
        log_p = log_softmax(input, axis)
        loss = labelled(log_p, target, axis, weight, ignore_index, reduction, False)
        return (1 - label_smoothing) * loss + label_smoothing * smoothed(-log_p, target, axis, weight, ignore_index, reduction)
""",
    names="cross_entropy_loss",
    symbol="CE",
    like="binary_cross_entropy_with_logits",
    in_torch="weight size_average ignore_index reduce reduction label_smoothing",
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
    spoken="cross-entropy",
    explained="Each score gets its softmax less its target.",
)
definition(
    "def softmax_cross_entropy_with_integer_labels(logits, labels): return label_surprise(logits, labels, -1)",
    names="sparse_softmax_cross_entropy_with_logits",
    symbol="CE",
    spoken="cross-entropy",
    explained="Each score gets its softmax, less one at the right class.",
)
definition(
    """
    def kl_div(input, target, reduction='mean', log_target=False):
        loss = exp(target) * (target - input) if log_target else xlogy(target, target) - target * input
        return reduced(loss, reduction)
""",
    symbol="KL",
    spoken="Kullback–Leibler divergence",
    explained="Each log-probability gets minus the target's probability, divided by the number of entries where the loss is their mean.",
    in_torch="size_average reduce reduction log_target",
)
definition(
    "def squared_error(predictions, targets=None): return (predictions if targets is None else predictions - targets)**2",
    spoken="squared error",
    explained="An entry gets twice its error.",
)
definition(
    "def cosine_distance(predictions, targets): return 1 - cosine_similarity(predictions, targets, -1)",
    spoken="cosine distance",
    explained="Each vector gets what lies across it: its own length does not matter.",
)
definition(
    "def smooth_labels(labels, alpha): return (1 - alpha) * labels + alpha / labels.shape[-1]",
    spoken="smoothed labels",
    explained="A label keeps its share of the gradient; the share of all labels is the same for each.",
)
definition(
    "def kl_divergence_with_log_targets(log_predictions, log_targets): return sum(exp(log_targets) * (log_targets - log_predictions), -1)",
    symbol="KL",
    spoken="Kullback–Leibler divergence",
    explained="The logarithm of a prediction gets the probability of its target, with a minus.",
)
definition(
    """
    def sigmoid_focal_loss(logits, labels, alpha=None, gamma=2.0):
        p, error = sigmoid(logits), binary_cross_entropy_with_logits(logits, labels, reduction='none')
        loss = error * (p * (1 - labels) + (1 - p) * labels)**gamma
        return loss if alpha is None else (alpha * labels + (1 - alpha) * (1 - labels)) * loss
""",
    spoken="focal loss",
    explained="What is right already weighs little, so it gets little of the gradient.",
)
definition(
    """
    def jax_triplet_margin_loss(anchors, positives, negatives, axis=-1, norm_degree=2, margin=1.0, eps=1e-6):
        near = (sum((anchors - positives)**norm_degree, axis) + eps)**(1 / norm_degree)
        far = (sum((anchors - negatives)**norm_degree, axis) + eps)**(1 / norm_degree)
        return maximum(near - far + margin, 0)
""",
    names="jax.triplet_margin_loss",
    symbol="triplet",
    plain="axis",
    spoken="triplet loss",
    explained="While the other class is too near, the anchor is drawn to its own and pushed off the other; then no gradient flows.",
)
