"""Losses of pairs and margins, and of overlaps: what is right by far enough costs nothing."""

from __future__ import annotations

from app.autodiff.table import definition, subject

subject(__name__, __doc__)

definition(
    "def hinge_loss(input, target): return maximum(1 - input * target, 0)",
    symbol="hinge",
    spoken="hinge loss",
    explained="Where the margin is kept nothing comes back; elsewhere a score gets minus its label.",
)
definition(
    """
    def hinge_embedding_loss(input, target, margin=1.0, reduction='mean'):
        like, unlike = where(target == -1, 0, input), where(target == 1, 0, clip(margin - input, 0))
        return reduced(like + unlike, reduction)
""",
    symbol="hinge",
    spoken="hinge loss",
    explained="Like pairs hand the gradient on; unlike ones do with the sign turned, until they are apart by the margin.",
    in_torch="margin size_average reduce reduction",
)
definition(
    """
    def margin_ranking_loss(input1, input2, target, margin=0, reduction='mean'):
        return reduced(clip(-target * (input1 - input2) + margin, 0), reduction)
""",
    symbol="margin",
    spoken="ranking loss",
    explained="Where the order is right by the margin nothing comes back; elsewhere both scores are moved apart.",
    in_torch="margin size_average reduce reduction",
)
definition(
    "def soft_margin_loss(input, target, reduction='mean'): return reduced(softplus(-target * input), reduction)",
    symbol="soft margin",
    in_torch="size_average reduce reduction",
)
definition(
    """
    def multilabel_soft_margin_loss(input, target, weight=None, reduction='mean'):
        loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
        return reduced(mean(loss if weight is None else weight * loss, -1), reduction)
""",
    symbol="soft margin",
    in_torch="weight size_average reduce reduction",
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
    in_torch="p margin weight size_average reduce reduction",
)
# The labels of a row end at its first −1.
definition(
    """
    def multilabel_margin_loss(input, target, reduction='mean'):
        rows, labels = reshape(input, (-1, input.shape[-1])), reshape(target, (-1, input.shape[-1]))
        listed = cumprod(labels >= 0, 1)
        labels = maximum(labels, 0)
        others = 1 - max(one_hot(labels, rows.shape[1]) * expand_dims(listed, 2), 1)
        gaps = relu(1 - expand_dims(take_along_axis(rows, labels, 1), 2) + expand_dims(rows, 1))
        loss = sum(gaps * expand_dims(listed, 2) * expand_dims(others, 1), (1, 2)) / rows.shape[1]
        return reduced(loss if input.ndim == 2 else reshape(loss, ()), reduction)
""",
    symbol="margin",
    in_torch="size_average reduce reduction",
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
    in_torch="margin size_average reduce reduction",
)
definition(
    """
    def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-6, swap=False, reduction='mean'):
        near, far = pairwise_distance(anchor, positive, p, eps), pairwise_distance(anchor, negative, p, eps)
        if swap: far = minimum(far, pairwise_distance(positive, negative, p, eps))
        return reduced(clip(margin + near - far, 0), reduction)
""",
    symbol="triplet",
    spoken="triplet loss",
    explained="Where the negative is farther off by the margin nothing comes back; elsewhere the anchor is drawn to the positive and away from it.",
    in_torch="margin p eps swap size_average reduce reduction",
)
definition(
    """
    def dice_loss(input, target, smooth=1.0):
        return 1 - (2 * sum(input * target) + smooth) / (sum(input) + sum(target) + smooth)
""",
    symbol="dice",
    spoken="dice loss",
    explained="Each entry gets what a larger overlap would bring, less what a larger total would cost.",
)
