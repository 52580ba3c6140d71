"""Layers of Keras that let entries look at each other, in our own language: attention, and products of two inputs.

Source: the documentation of Keras 3.
"""

from __future__ import annotations

KERAS_ATTENTION = """
class Attention:
    def __init__(self, use_scale=False, score_mode='dot', dropout=0.0):
        self.known, self.drops = without(score_mode != 'dot', 'score_mode'), dropout
        self.scale = Parameter(ones(1)) if use_scale else None
    def scores(self, query, key):
        found = query @ swapaxes(key, -1, -2)
        return found if self.scale is None else found * self.scale
    def forward(self, inputs, mask=None, return_attention_scores=False, use_causal_mask=False):
        self.sure = without(mask is not None, 'mask')
        query, value = inputs[0], inputs[1]
        found = self.scores(query, inputs[2] if len(inputs) > 2 else value)
        weights = softmax(where(tri(*found.shape[-2:]) > 0, found, -1e9) if use_causal_mask else found, -1)
        weights = dropout(weights, self.drops) if self.drops else weights
        return (weights @ value, weights) if return_attention_scores else weights @ value

class AdditiveAttention(Attention):
    def __init__(self, use_scale=True, dropout=0.0): self.use_scale, self.scale, self.drops = use_scale, None, dropout
    def scores(self, query, key):
        if self.use_scale and self.scale is None:
            self.scale = Parameter(keras_weight('glorot_uniform', (query.shape[-1],)))
        found = tanh(query[:, :, None, :] + key[:, None, :, :])
        return sum(found * self.scale if self.use_scale else found, -1)

class KerasHeads:
    def __init__(self, heads, width, use_bias, starts):
        self.heads, self.width, self.use_bias, self.starts, self.built = heads, width, use_bias, starts, False
    def forward(self, inputs):
        if not self.built:
            self.built = True
            self.kernel = Parameter(keras_weight(self.starts[0], (inputs.shape[-1], self.heads, self.width)))
            self.bias = Parameter(keras_weight(self.starts[1], (self.heads, self.width))) if self.use_bias else None
        found = einsum('btd,dhk->bhtk', inputs, self.kernel)
        return found + self.bias[:, None, :] if self.use_bias else found

class KerasJoined(KerasHeads):
    def forward(self, inputs):
        if not self.built:
            self.built = True
            self.kernel = Parameter(keras_weight(self.starts[0], (self.heads, inputs.shape[-1], self.width)))
            self.bias = Parameter(keras_weight(self.starts[1], (self.width,))) if self.use_bias else None
        found = einsum('bhtk,hko->bto', inputs, self.kernel)
        return found + self.bias if self.use_bias else found

class MultiHeadAttention:
    def __init__(
        self, num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None, attention_axes=None,
        kernel_initializer='glorot_uniform', bias_initializer='zeros'
    ):
        self.known, self.drops = without(attention_axes is not None, 'attention_axes'), dropout
        starts, self.width, self.out, self.use_bias = (kernel_initializer, bias_initializer), key_dim, output_shape, use_bias
        self.query, self.key = KerasHeads(num_heads, key_dim, use_bias, starts), KerasHeads(num_heads, key_dim, use_bias, starts)
        self.value = KerasHeads(num_heads, key_dim if value_dim is None else value_dim, use_bias, starts)
        self.output = KerasJoined(num_heads, output_shape, use_bias, starts)
    def forward(
        self, query, value, key=None, query_mask=None, value_mask=None, key_mask=None, attention_mask=None,
        return_attention_scores=False, use_causal_mask=False
    ):
        masked = query_mask is not None or value_mask is not None or key_mask is not None
        self.sure = without(masked, 'query_mask, value_mask or key_mask')
        if self.output.width is None: self.output.width = query.shape[-1]
        q, k, v = self.query(query), self.key(value if key is None else key), self.value(value)
        scores = q / sqrt(self.width) @ swapaxes(k, -1, -2)
        if attention_mask is not None: scores = where(attention_mask[..., None, :, :] > 0, scores, -1e9)
        if use_causal_mask: scores = where(tri(*scores.shape[-2:]) > 0, scores, -1e9)
        weights = softmax(scores, -1)
        weights = dropout(weights, self.drops) if self.drops else weights
        found = self.output(weights @ v)
        return (found, weights) if return_attention_scores else found

class Dot:
    def __init__(self, axes, normalize=False): self.axes, self.normalize = axes, normalize
    def forward(self, inputs):
        a, b = inputs
        first, second = self.axes if isinstance(self.axes, (tuple, list)) else (self.axes, self.axes)
        if self.normalize: a, b = tf_l2_normalize(a, first), tf_l2_normalize(b, second)
        if a.ndim == 2 and b.ndim == 2: return sum(a * b, -1, True)
        self.known = without(a.ndim != 3 or b.ndim != 3, 'inputs of other than two or three axes')
        return moveaxis(a, first, -1) @ moveaxis(b, second, 1)
"""
ATTENTION_LAYERS = frozenset("Attention AdditiveAttention MultiHeadAttention Dot".split())
