"""Functions of Keras that differ from those of other libraries by their defaults, or by the order of what they take, in our own language.

Source: the documentation of Keras 3, and of `keras.backend` of Keras 2.
"""

from __future__ import annotations

KERAS_FUNCTIONS = """
class KerasActivations:
    def linear(x): return x
    def leaky_relu(x, negative_slope=0.2): return leaky_relu(x, negative_slope)
    def gelu(x, approximate=False): return gelu(x, 'tanh' if approximate else 'none')
    def exponential(x): return exp(x)
    def relu6(x): return relu6(x)
    def elu(x, alpha=1.0): return elu(x, alpha)
    def celu(x, alpha=1.0): return celu(x, alpha)
    def softsign(x): return softsign(x)
    def mish(x): return mish(x)
    def swish(x): return silu(x)
    def hard_silu(x): return hardswish(x)
    def hard_swish(x): return hardswish(x)
    def hard_sigmoid(x): return hardsigmoid(x)
    def hard_tanh(x): return hardtanh(x)
    def hard_shrink(x, threshold=0.5): return hardshrink(x, threshold)
    def soft_shrink(x, threshold=0.5): return softshrink(x, threshold)
    def tanh_shrink(x): return x - tanh(x)
    def glu(x, axis=-1): return glu(x, axis)
    def log_sigmoid(x): return logsigmoid(x)
    def log_softmax(x, axis=-1): return log_softmax(x, axis)

class KerasCrossentropies:
    def binary_crossentropy(target, output, from_logits=False): return BinaryCrossentropy(from_logits).entries(target, output)
    def categorical_crossentropy(target, output, from_logits=False, axis=-1):
        return CategoricalCrossentropy(from_logits, 0.0, axis).entries(target, output)
    def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
        return SparseCategoricalCrossentropy(from_logits, None, None, axis).entries(target, output)

class KerasOps(KerasCrossentropies):
    def leaky_relu(x, negative_slope=0.2): return leaky_relu(x, negative_slope)
    def tanh_shrink(x): return x - tanh(x)
    def hard_shrink(x, threshold=0.5): return hardshrink(x, threshold)
    def soft_shrink(x, threshold=0.5): return softshrink(x, threshold)
    def normalize(x, axis=-1, order=2, epsilon=1e-7): return x / maximum(norm(x, order, axis, True), epsilon)
    def moments(x, axes, keepdims=False): return mean(x, axes, keepdims), var(x, axes, 0, keepdims)
    def batch_normalization(x, mean, variance, axis, offset=None, scale=None, epsilon=1e-3):
        shape = [1] * ndim(x)
        shape[axis] = x.shape[axis]
        found = (x - reshape(mean, shape)) / sqrt(reshape(variance, shape) + epsilon)
        found = found if scale is None else found * reshape(scale, shape)
        return found if offset is None else found + reshape(offset, shape)
    def scatter(indices, values, shape): return tf_scatter_nd(indices, values, shape)
    def scatter_update(inputs, indices, updates): return tf_tensor_scatter_nd_update(inputs, indices, updates)
    def slice(inputs, start_indices, shape): return tf_slice(inputs, start_indices, shape)
    def slice_update(inputs, start_indices, updates): return dynamic_update_slice(inputs, updates, start_indices)
    def get_item(x, key): return x[key]
    def conv(inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
        axes = 'DHW'[5 - inputs.ndim:]
        order = 'NC' + axes if data_format == 'channels_first' else 'N' + axes + 'C'
        groups = inputs.shape[1 if data_format == 'channels_first' else -1] // kernel.shape[-2]
        return conv_general_dilated(inputs, kernel, strides, padding, None, dilation_rate, (order, axes + 'IO', order), groups)
    def average_pool(inputs, pool_size, strides=None, padding='valid', data_format=None):
        if data_format == 'channels_first': return moveaxis(avg_pool_last(moveaxis(inputs, 1, -1), pool_size, strides, padding), -1, 1)
        return avg_pool_last(inputs, pool_size, strides, padding)
    def depthwise_conv(inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
        single = reshape(kernel, (*kernel.shape[:-2], 1, kernel.shape[-2] * kernel.shape[-1]))
        return KerasOps.conv(inputs, single, strides, padding, data_format, dilation_rate)

class KerasBackend(KerasCrossentropies):
    def relu(x, alpha=0.0, max_value=None, threshold=0.0):
        kept = where(x >= threshold, x, alpha * (x - threshold)) if alpha != 0 or threshold != 0 else relu(x)
        return kept if max_value is None else where(x >= max_value, max_value, kept)
    def hard_sigmoid(x): return clip(0.2 * x + 0.5, 0, 1)
    def epsilon(): return 1e-7
    def floatx(): return 'float32'
    def argmax(x, axis=-1): return argmax(x, axis)
    def argmin(x, axis=-1): return argmin(x, axis)
    def concatenate(tensors, axis=-1): return concatenate(tensors, axis)
    def expand_dims(x, axis=-1): return expand_dims(x, axis)
    def cumsum(x, axis=0): return cumsum(x, axis)
    def cumprod(x, axis=0): return cumprod(x, axis)
    def flatten(x): return ravel(x)
    def batch_flatten(x): return reshape(x, (x.shape[0], -1))
    def gather(reference, indices): return reference[indices]
    def int_shape(x): return x.shape
    def l2_normalize(x, axis=None): return tf_l2_normalize(x, axis)
    def permute_dimensions(x, pattern): return transpose(x, pattern)
    def pow(x, a): return x ** a
    def print_tensor(x, message=''): return x
    def identity(x): return x
    def constant(value, dtype=None, shape=None): return asarray(value) if shape is None else broadcast_to(asarray(value), shape)
    def repeat(x, n): return repeat(x[:, None], n, 1)
    def repeat_elements(x, rep, axis): return repeat(x, rep, axis)
    def reverse(x, axes): return flip(x, axes)
    def std(x, axis=None, keepdims=False): return std(x, axis, 0, keepdims)
    def var(x, axis=None, keepdims=False): return var(x, axis, 0, keepdims)
    def switch(condition, then_expression, else_expression): return where(condition, then_expression, else_expression)
"""
AS_ELSEWHERE = frozenset(
    (
        "abs all any arange cast clip cos dot elu equal exp eye greater greater_equal less less_equal log max maximum mean min minimum "
        "ndim not_equal one_hot ones ones_like prod reshape round shape sigmoid sign sin softmax softplus softsign sqrt square squeeze "
        "stack stop_gradient sum tanh tile transpose zeros zeros_like logsumexp"
    ).split()
)
"""What `keras.backend` has as NumPy and JAX have it."""
