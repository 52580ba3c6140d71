"""Layers of Flax's Linen, in our own language: each asks `self.param(name, first values, shape)` for its weights when it is called.

Their names are those of `params`: `Dense_0.kernel`. Source: the documentation of Flax 0.12.
"""

from __future__ import annotations

PREFIX = "flax_"
"""What the classes are called by before Flax's name."""
FLAX = """
class flax_Module: pass

class flax_Dense(flax_Module):
    def __init__(self, features, use_bias=True, kernel_init='lecun_normal', bias_init='zeros'):
        self.features, self.use_bias, self.kernel_init, self.bias_init = features, use_bias, kernel_init, bias_init
    def __call__(self, inputs):
        found = inputs @ self.param('kernel', self.kernel_init, (inputs.shape[-1], self.features))
        return found + self.param('bias', self.bias_init, (self.features,)) if self.use_bias else found

class flax_Conv(flax_Module):
    def __init__(
        self, features, kernel_size, strides=1, padding='SAME', input_dilation=1, kernel_dilation=1, feature_group_count=1,
        use_bias=True, kernel_init='lecun_normal', bias_init='zeros'
    ):
        self.known = without(input_dilation != 1, 'input_dilation') and without(padding == 'CIRCULAR', 'padding')
        self.features, self.size, self.strides, self.padding = features, kernel_size, strides, padding
        self.dilation, self.groups, self.use_bias = kernel_dilation, feature_group_count, use_bias
        self.kernel_init, self.bias_init = kernel_init, bias_init
    def __call__(self, inputs):
        size = self.size if isinstance(self.size, (tuple, list)) else (self.size,)
        dims, padding = len(size), self.padding
        x = inputs if inputs.ndim > dims + 1 else inputs[None]
        kernel = self.param('kernel', self.kernel_init, (*size, x.shape[-1] // self.groups, self.features))
        axes = 'DHW'[3 - dims:]
        if padding == 'CAUSAL': padding = [(self.dilation * (size[0] - 1), 0)]
        orders = ('N' + axes + 'C', axes + 'IO', 'N' + axes + 'C')
        found = conv_general_dilated(x, kernel, self.strides, padding, None, self.dilation, orders, self.groups)
        found = found if inputs.ndim > dims + 1 else found[0]
        return found + self.param('bias', self.bias_init, (self.features,)) if self.use_bias else found

class flax_Embed(flax_Module):
    def __init__(self, num_embeddings, features, embedding_init='flax_embedding'):
        self.count, self.features, self.embedding_init = num_embeddings, features, embedding_init
    def table(self): return self.param('embedding', self.embedding_init, (self.count, self.features))
    def __call__(self, inputs): return self.table()[inputs]
    def attend(self, query): return query @ self.table().T

class flax_LayerNorm(flax_Module):
    def __init__(
        self, epsilon=1e-6, use_bias=True, use_scale=True, bias_init='zeros', scale_init='ones', reduction_axes=-1, feature_axes=-1
    ):
        self.known = without(reduction_axes != -1 or feature_axes != -1, 'reduction_axes')
        self.epsilon, self.use_bias, self.use_scale = epsilon, use_bias, use_scale
        self.bias_init, self.scale_init = bias_init, scale_init
    def __call__(self, inputs): return self.scaled((inputs - mean(inputs, -1, True)) / sqrt(var(inputs, -1, 0, True) + self.epsilon))
    def scaled(self, found):
        width = (found.shape[-1],)
        found = found * self.param('scale', self.scale_init, width) if self.use_scale else found
        return found + self.param('bias', self.bias_init, width) if self.use_bias else found

class flax_RMSNorm(flax_LayerNorm):
    def __init__(self, epsilon=1e-6, use_scale=True, scale_init='ones'):
        super().__init__(epsilon, False, use_scale, 'zeros', scale_init)
    def __call__(self, inputs): return self.scaled(inputs / sqrt(mean(inputs**2, -1, True) + self.epsilon))

class flax_GroupNorm(flax_LayerNorm):
    def __init__(self, num_groups=32, group_size=None, epsilon=1e-6, use_bias=True, use_scale=True, bias_init='zeros', scale_init='ones'):
        super().__init__(epsilon, use_bias, use_scale, bias_init, scale_init)
        self.groups, self.size = num_groups, group_size
    def __call__(self, inputs):
        groups = self.groups if self.size is None else inputs.shape[-1] // self.size
        x = reshape(inputs, (inputs.shape[0], -1, groups, inputs.shape[-1] // groups))
        x = (x - mean(x, (1, 3), True)) / sqrt(var(x, (1, 3), 0, True) + self.epsilon)
        return self.scaled(reshape(x, inputs.shape))

class flax_BatchNorm(flax_LayerNorm):
    def __init__(
        self, use_running_average=None, axis=-1, momentum=0.99, epsilon=1e-5, use_bias=True, use_scale=True, bias_init='zeros',
        scale_init='ones'
    ):
        super().__init__(epsilon, use_bias, use_scale, bias_init, scale_init)
        self.known, self.running, self.momentum = without(axis != -1, 'axis'), use_running_average, momentum
    def __call__(self, inputs, use_running_average=None):
        running = self.running if use_running_average is None else use_running_average
        axes, width = [*range(inputs.ndim - 1)], (inputs.shape[-1],)
        m = self.statistic('mean', 'zeros', width) if running else mean(inputs, axes)
        v = self.statistic('var', 'ones', width) if running else var(inputs, axes)
        return self.scaled((inputs - m) / sqrt(v + self.epsilon))

class flax_Dropout(flax_Module):
    def __init__(self, rate, broadcast_dims=(), deterministic=None, rng_collection='dropout'):
        self.rate, self.given = rate, (broadcast_dims, deterministic, rng_collection)
    def __call__(self, inputs, deterministic=None, rng=None): return dropout(inputs, self.rate)

class flax_Sequential(flax_Module):
    def __init__(self, layers): self.layers = layers
    def __call__(self, inputs):
        for layer in self.layers: inputs = layer(inputs)
        return inputs

class flax_MultiHeadDotProductAttention(flax_Module):
    def __init__(
        self, num_heads, qkv_features=None, out_features=None, dropout_rate=0.0, deterministic=None, kernel_init='lecun_normal',
        bias_init='zeros', use_bias=True
    ):
        self.heads, self.width, self.out, self.use_bias = num_heads, qkv_features, out_features, use_bias
        self.drops, self.given = dropout_rate, deterministic
        self.kernel_init, self.bias_init = kernel_init, bias_init
    def part(self, name, inputs, width):
        found = einsum('...td,dhk->...htk', inputs, self.param(name + '.kernel', self.kernel_init, (inputs.shape[-1], self.heads, width)))
        return found + self.param(name + '.bias', self.bias_init, (self.heads, width))[:, None, :] if self.use_bias else found
    def __call__(self, inputs_q, inputs_k=None, inputs_v=None, mask=None, deterministic=None):
        keys = inputs_q if inputs_k is None else inputs_k
        width = (inputs_q.shape[-1] if self.width is None else self.width) // self.heads
        q, k = self.part('query', inputs_q, width), self.part('key', keys, width)
        v = self.part('value', keys if inputs_v is None else inputs_v, width)
        scores = q / sqrt(width) @ swapaxes(k, -1, -2)
        weights = softmax(scores if mask is None else where(mask > 0, scores, -1e30), -1)
        weights = dropout(weights, self.drops) if self.drops else weights
        out = inputs_q.shape[-1] if self.out is None else self.out
        found = einsum('...htk,hko->...to', weights @ v, self.param('out.kernel', self.kernel_init, (self.heads, width, out)))
        return found + self.param('out.bias', self.bias_init, (out,)) if self.use_bias else found

class flax_SelfAttention(flax_MultiHeadDotProductAttention):
    def __call__(self, inputs_q, mask=None, deterministic=None): return super().__call__(inputs_q, None, None, mask)

class flax_TrainState:
    def __init__(self, apply_fn, params, tx, opt_state, step, rest):
        self.apply_fn, self.params, self.tx, self.opt_state, self.step, self.rest = apply_fn, params, tx, opt_state, step, rest
        for name, value in rest.items(): setattr(self, name, value)
    @classmethod
    def create(cls, apply_fn, params, tx, **rest): return cls(apply_fn, params, tx, tx.init(params), 0, rest)
    def apply_gradients(self, grads, **rest):
        updates, opt_state = self.tx.update(grads, self.opt_state, self.params)
        params, rest = apply_updates(self.params, updates), dict(self.rest, **rest)
        return flax_TrainState(self.apply_fn, params, self.tx, opt_state, self.step + 1, rest)

class flax_InitialNormal(InitialRandomNormal):
    def __init__(self, stddev=0.01): super().__init__(0.0, stddev)

class flax_InitialUniform(InitialRandomUniform):
    def __init__(self, scale=0.01): super().__init__(0.0, scale)

class flax_InitialEmbedding(InitialVarianceScaling):
    def __init__(self): super().__init__(1.0, 'fan_out', 'truncated_normal')
"""
SHORT = {"xavier": "glorot", "kaiming": "he"}
"""Other names for ways to scale first values."""
