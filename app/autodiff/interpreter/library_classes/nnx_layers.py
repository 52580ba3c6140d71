"""Layers of Flax's NNX and of Equinox, in our own language: each makes its weights when it is made, as PyTorch's do.

Source: the documentation of Flax 0.12 and Equinox 0.13. What Equinox has as PyTorch has it is PyTorch's.
"""

from __future__ import annotations

PREFIX = "nnx_"
"""What the classes are called by before Flax's name."""
NNX = """
class nnx_Module(Module):
    def started(self, first, shape):
        return Parameter(keras_weight(first, shape) if isinstance(first, str) else first(None, shape))

class nnx_Rngs:
    def __init__(self, default=0, params=0, dropout=0): self.seeds = (default, params, dropout)
    def params(self): return PRNGKey(0)
    def dropout(self): return PRNGKey(0)
    def __call__(self): return PRNGKey(0)

class nnx_Linear(nnx_Module):
    def __init__(self, in_features, out_features, use_bias=True, kernel_init='lecun_normal', bias_init='zeros', rngs=None):
        self.kernel = self.started(kernel_init, (in_features, out_features))
        self.bias = self.started(bias_init, (out_features,)) if use_bias else None
    def __call__(self, inputs): return inputs @ self.kernel if self.bias is None else inputs @ self.kernel + self.bias

class nnx_Conv(nnx_Module):
    def __init__(
        self, in_features, out_features, kernel_size, strides=1, padding='SAME', kernel_dilation=1, feature_group_count=1,
        use_bias=True, kernel_init='lecun_normal', bias_init='zeros', rngs=None
    ):
        size = kernel_size if isinstance(kernel_size, (tuple, list)) else (kernel_size,)
        self.dims, self.strides, self.padding, self.dilation = len(size), strides, padding, kernel_dilation
        self.groups = feature_group_count
        self.kernel = self.started(kernel_init, (*size, in_features // feature_group_count, out_features))
        self.bias = self.started(bias_init, (out_features,)) if use_bias else None
    def __call__(self, inputs):
        axes = 'DHW'[3 - self.dims:]
        x = inputs if inputs.ndim > self.dims + 1 else inputs[None]
        orders = ('N' + axes + 'C', axes + 'IO', 'N' + axes + 'C')
        found = conv_general_dilated(x, self.kernel, self.strides, self.padding, None, self.dilation, orders, self.groups)
        found = found if inputs.ndim > self.dims + 1 else found[0]
        return found if self.bias is None else found + self.bias

class nnx_Embed(nnx_Module):
    def __init__(self, num_embeddings, features, embedding_init=None, rngs=None):
        size, first = (num_embeddings, features), embedding_init
        self.embedding = Parameter(keras_weight(flax_InitialEmbedding(), size)) if first is None else self.started(first, size)
    def __call__(self, inputs): return self.embedding[inputs]
    def attend(self, query): return query @ self.embedding.T

class nnx_LayerNorm(nnx_Module):
    def __init__(self, num_features, epsilon=1e-6, use_bias=True, use_scale=True, bias_init='zeros', scale_init='ones', rngs=None):
        self.epsilon = epsilon
        self.scale = self.started(scale_init, (num_features,)) if use_scale else None
        self.bias = self.started(bias_init, (num_features,)) if use_bias else None
    def __call__(self, inputs): return self.scaled((inputs - mean(inputs, -1, True)) / sqrt(var(inputs, -1, 0, True) + self.epsilon))
    def scaled(self, found):
        found = found if self.scale is None else found * self.scale
        return found if self.bias is None else found + self.bias

class nnx_RMSNorm(nnx_LayerNorm):
    def __init__(self, num_features, epsilon=1e-6, use_scale=True, scale_init='ones', rngs=None):
        super().__init__(num_features, epsilon, False, use_scale, 'zeros', scale_init)
    def __call__(self, inputs): return self.scaled(inputs / sqrt(mean(inputs**2, -1, True) + self.epsilon))

class nnx_BatchNorm(nnx_LayerNorm):
    def __init__(
        self, num_features, use_running_average=False, momentum=0.99, epsilon=1e-5, use_bias=True, use_scale=True, bias_init='zeros',
        scale_init='ones', rngs=None
    ):
        super().__init__(num_features, epsilon, use_bias, use_scale, bias_init, scale_init)
        self.running, self.momentum = use_running_average, momentum
    def __call__(self, inputs, use_running_average=None):
        running = self.running if use_running_average is None else use_running_average
        if running or self.evaluating: return self.scaled(inputs / sqrt(1 + self.epsilon))
        axes = [*range(inputs.ndim - 1)]
        return self.scaled((inputs - mean(inputs, axes)) / sqrt(var(inputs, axes) + self.epsilon))

class nnx_Dropout(nnx_Module):
    def __init__(self, rate, broadcast_dims=(), deterministic=None, rngs=None):
        self.rate, self.given = rate, (broadcast_dims, deterministic)
    def __call__(self, inputs, deterministic=None, rngs=None): return dropout(inputs, self.rate)

class nnx_Sequential(nnx_Module):
    def __init__(self, *layers): self.layers = ModuleList(layers)
    def __call__(self, inputs):
        for layer in self.layers: inputs = layer(inputs)
        return inputs

class eqx_MLP(Module):
    def __init__(
        self, in_size, out_size, width_size, depth, activation=relu, final_activation=None, use_bias=True, use_final_bias=True, key=None
    ):
        sizes = [in_size, *[width_size] * depth, 1 if out_size == 'scalar' else out_size]
        self.scalar, self.activation, self.final = out_size == 'scalar', activation, final_activation
        self.layers = ModuleList([Linear(sizes[i], sizes[i + 1], use_bias if i < depth else use_final_bias) for i in range(depth + 1)])
    def __call__(self, x):
        for layer in self.layers[:-1]: x = self.activation(layer(x))
        x = self.layers[-1](x)
        x = x if self.final is None else self.final(x)
        return x[0] if self.scalar else x
"""
