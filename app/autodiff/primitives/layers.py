"""Layers of neural networks as functions: affine maps, normalisations and attention."""

from __future__ import annotations

from collections.abc import Sequence

from app.autodiff.primitives.arrays import Shape
from app.autodiff.primitives.call_forms import shape_of, whole_number
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

definition(
    """
    def linear(input, weight, bias=None):
        y = input @ (weight if weight.ndim == 1 else weight.T)
        return y if bias is None else y + bias
""",
    spoken="linear layer",
    explained="The input gets the gradient times the weights, the weights get it times the input, and the bias gets it summed.",
)
definition("""
    def bilinear(input1, input2, weight, bias=None):
        y = einsum('...i,oij,...j->...o', input1, weight, input2)
        return y if bias is None else y + bias
""")
definition(
    """
    def normalised(x, axis, eps):
        mu = mean(x, axis, True)
        return (x - mu) / sqrt(mean((x - mu)**2, axis, True) + eps)
""",
    inner=True,
    head="norm",
    form="first",
    rules={
        "x": "(g - mean(g, axis, True) - y * mean(g * y, axis, True)) / sqrt(var(x, axis=axis, keepdims=True) + eps)"
    },
)
definition(
    """
    def scaled(x, weight=None, bias=None):
        if weight is not None: x = x * weight
        return x if bias is None else x + bias
""",
    inner=True,
)
definition(
    """
    def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
        return scaled(normalised(input, last_axes(normalized_shape, input), eps), weight, bias)
""",
    symbol="LN",
    plain="normalized_shape",
    spoken="layer norm",
    explained="A normalisation takes the mean out of the gradient, and what would only stretch the values: both would be undone.",
)
definition(
    "def shrunk(x, axis, eps): return x / sqrt(mean(x**2, axis, True) + eps)",
    inner=True,
    head="norm",
    form="first",
    rules={"x": "(g - y * mean(g * y, axis, True)) / sqrt(mean(x**2, axis, True) + eps)"},
)
definition(
    """
    def rms_norm(input, normalized_shape, weight=None, eps=None):
        return scaled(shrunk(input, last_axes(normalized_shape, input), 2.220446049250313e-16 if eps is None else eps), weight)
""",
    symbol="RMS",
    plain="normalized_shape",
    spoken="RMS norm",
    explained="All entries are divided by one length, so what would only stretch them is taken out of the gradient.",
)
definition(
    """
    def batch_norm(input, running_mean=None, running_var=None, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
        channels = channel_shape(input)
        weight = None if weight is None else reshape(weight, channels)
        bias = None if bias is None else reshape(bias, channels)
        if training or running_mean is None: return scaled(normalised(input, all_but_channels(input), eps), weight, bias)
        mu, var = reshape(running_mean, channels), reshape(running_var, channels)
        return scaled((input - mu) / sqrt(var + eps), weight, bias)
""",
    symbol="BN",
    policy="in training, the mean and variance of the batch; the variance divides by N",
    spoken="batch norm",
    like="layer_norm",
)
definition(
    """
    def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5):
        channels = channel_shape(input)
        weight = None if weight is None else reshape(weight, channels)
        bias = None if bias is None else reshape(bias, channels)
        if without(not use_input_stats, 'use_input_stats=False'): return scaled(normalised(input, tuple(range(2, input.ndim)), eps), weight, bias)
""",
    symbol="IN",
    spoken="instance norm",
    like="layer_norm",
)
definition(
    """
    def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
        channels = channel_shape(input)
        weight = None if weight is None else reshape(weight, channels)
        bias = None if bias is None else reshape(bias, channels)
        groups = reshape(input, (input.shape[0], num_groups, -1))
        return scaled(reshape(normalised(groups, 2, eps), input.shape), weight, bias)
""",
    symbol="GN",
    spoken="group norm",
    like="layer_norm",
)
# A score gets its weight times how far what comes in at it lies from the mean by all weights, which is the sum of g y.
WEIGHTS = "softmax(query @ key.mT * factor)"
AT_SCORES = f"({WEIGHTS} * (g @ value.mT - sum(g * y, -1, True)))"
definition(
    "def attended(query, key, value, factor): return softmax(query @ key.mT * factor) @ value",
    inner=True,
    rules={
        "query": f"{AT_SCORES} @ key * factor",
        "key": f"{AT_SCORES}.mT @ query * factor",
        "value": f"{WEIGHTS}.mT @ g",
    },
)
definition(
    """
    def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
        factor = 1 / sqrt(query.shape[-1]) if scale is None else scale
        if enable_gqa:
            key = repeat_interleave(key, query.shape[-3] // key.shape[-3], -3)
            value = repeat_interleave(value, query.shape[-3] // value.shape[-3], -3)
        alike = query.shape[:-2] == key.shape[:-2] and key.shape[:-2] == value.shape[:-2]
        if attn_mask is None and not is_causal and not dropout_p and alike: return attended(query, key, value, factor)
        scores = query @ key.mT * factor
        if is_causal: scores = where(lower_triangle(scores), scores, -inf)
        if attn_mask is not None: scores = where(attn_mask, scores, -inf) if is_mask(attn_mask) else scores + attn_mask
        weights = softmax(scores)
        return (dropout(weights, dropout_p) if dropout_p else weights) @ value
""",
    symbol="attention",
    spoken="attention",
    explained="The values get the gradient by the weights that they had; queries and keys get it through the softmax.",
)

definition(
    """
    def dot_product_attention(query, key, value, bias=None, mask=None, scale=None, is_causal=False):
        q, k, v = swapaxes(query, -3, -2), swapaxes(key, -3, -2), swapaxes(value, -3, -2)
        added = mask if bias is None else bias if mask is None else where(mask, bias, -inf)
        found = scaled_dot_product_attention(q, k, v, added, 0.0, is_causal, scale, q.shape[-3] != k.shape[-3])
        return swapaxes(found, -3, -2)
""",
    like="scaled_dot_product_attention",
)
definition(
    """
    def local_response_norm(input, size, alpha=1e-4, beta=0.75, k=1.0):
        rows = pad(moveaxis(input**2, 1, -1), ((0, 0),) * (input.ndim - 1) + ((size // 2, (size - 1) // 2),))
        around = mean(windows(rows, (size,), (1,), (1,)), -1)
        return input / (k + alpha * moveaxis(around, -1, 1))**beta
""",
    symbol="LRN",
)


def channel_shape(x: object) -> Shape:
    """The shape in which one number for each channel (axis 1) stands beside `x`. Raises ValueError where there is no such axis."""
    shape = shape_of(x)
    if len(shape) < 2:
        raise ValueError(f"a batch has two axes and more, examples and channels, and what comes in has shape {shape}")
    return (1, shape[1], *[1] * (len(shape) - 2))


def all_but_channels(x: object) -> Shape:
    return tuple(axis for axis in range(len(shape_of(x))) if axis != 1)


def last_axes(normalized: object, x: object) -> Shape:
    """The axes that a normalised shape names, counted from the end. Raises ValueError where `x` does not end in that shape."""
    ending = (
        tuple(map(whole_number, normalized)) if isinstance(normalized, (tuple, list)) else (whole_number(normalized),)
    )
    if shape_of(x)[-len(ending) :] != ending:
        raise ValueError(f"what comes in has shape {shape_of(x)}, which does not end in {ending}")
    return tuple(range(-len(ending), 0))


static("channel_shape", channel_shape, inner=True)
static("all_but_channels", all_but_channels, inner=True)
static("last_axes", last_axes, inner=True)


def of_rank(x: object, ranks: Sequence[int]) -> int:
    """How many axes `x` has. Raises ValueError where a layer takes other counts of them."""
    rank = len(shape_of(x))
    if rank not in ranks:
        raise ValueError(f"it takes {' or '.join(map(str, ranks))} axes, and what comes in has shape {shape_of(x)}")
    return rank


static("of_rank", of_rank, inner=True)
