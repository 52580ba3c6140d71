"""Layers of Keras without parameters, in our own language: what pools, joins, repeats and moves entries."""

from __future__ import annotations

KERAS_PLAIN = """
class MaxPooling1D:
    def __init__(self, pool_size=2, strides=None, padding='valid', data_format=None):
        self.size, self.strides, self.padding = pool_size, strides, padding
        self.known = without(data_format == 'channels_first', 'data_format')
    def forward(self, inputs): return max_pool_last(inputs, self.size, self.strides, self.padding)

class MaxPooling2D(MaxPooling1D): pass

class MaxPooling3D(MaxPooling1D): pass

class MaxPool1D(MaxPooling1D): pass

class MaxPool2D(MaxPooling1D): pass

class AveragePooling1D(MaxPooling1D):
    def forward(self, inputs): return avg_pool_last(inputs, self.size, self.strides, self.padding)

class AveragePooling2D(AveragePooling1D): pass

class AveragePooling3D(AveragePooling1D): pass

class GlobalAveragePooling1D:
    def __init__(self, keepdims=False): self.keep = keepdims
    def forward(self, inputs): return mean(inputs, [*range(1, inputs.ndim - 1)], self.keep)

class GlobalAveragePooling2D(GlobalAveragePooling1D): pass

class GlobalAveragePooling3D(GlobalAveragePooling1D): pass

class GlobalMaxPooling1D(GlobalAveragePooling1D):
    def forward(self, inputs): return amax(inputs, (*range(1, inputs.ndim - 1),), self.keep)

class GlobalMaxPooling2D(GlobalMaxPooling1D): pass

class GlobalMaxPooling3D(GlobalMaxPooling1D): pass

class RepeatVector:
    def __init__(self, n): self.n = n
    def forward(self, inputs): return repeat(inputs[:, None, :], self.n, 1)

class Permute:
    def __init__(self, dims): self.dims = dims
    def forward(self, inputs): return transpose(inputs, (0, *self.dims))

class KerasSoftmax:
    def __init__(self, axis=-1): self.axis = axis
    def forward(self, inputs): return with_logits(softmax(inputs, self.axis), inputs)

class KerasLeakyReLU:
    def __init__(self, negative_slope=0.3, alpha=None): self.slope = negative_slope if alpha is None else alpha
    def forward(self, inputs): return leaky_relu(inputs, self.slope)

class KerasELU:
    def __init__(self, alpha=1.0): self.alpha = alpha
    def forward(self, inputs): return elu(inputs, self.alpha)

class Lambda:
    def __init__(self, function): self.function = function
    def forward(self, inputs): return self.function(inputs)

class ZeroPadding1D:
    def __init__(self, padding=1, data_format=None):
        self.padding, self.known = padding, without(data_format == 'channels_first', 'data_format')
    def forward(self, inputs):
        widths = [each if isinstance(each, (tuple, list)) else (each, each) for each in self.sides(inputs.ndim - 2)]
        return pad(inputs, ((0, 0), *widths, (0, 0)))
    def sides(self, dims):
        given = self.padding
        return [given] * dims if isinstance(given, int) or dims == 1 else given

class ZeroPadding2D(ZeroPadding1D): pass

class UpSampling1D:
    def __init__(self, size=2, data_format=None, interpolation='nearest'):
        self.size, self.known = size, without(data_format == 'channels_first', 'data_format')
        self.sure = without(interpolation != 'nearest', 'interpolation')
    def forward(self, inputs):
        for axis, times in enumerate(per_axis(self.size, inputs.ndim - 2)): inputs = repeat(inputs, times, axis + 1)
        return inputs

class UpSampling2D(UpSampling1D): pass

class Add:
    def __init__(self): pass
    def forward(self, inputs): return sum(inputs)

class Subtract(Add):
    def forward(self, inputs): return inputs[0] - inputs[1]

class Multiply(Add):
    def forward(self, inputs): return prod(stack(inputs), 0) if len(inputs) > 2 else inputs[0] * inputs[1]

class Average(Add):
    def forward(self, inputs): return sum(inputs) / len(inputs)

class Maximum(Add):
    def forward(self, inputs): return amax(stack(inputs), 0)

class Minimum(Add):
    def forward(self, inputs): return amin(stack(inputs), 0)

class Concatenate:
    def __init__(self, axis=-1): self.axis = axis
    def forward(self, inputs): return concatenate(inputs, self.axis)

class Reshape:
    def __init__(self, target_shape): self.shape = target_shape
    def forward(self, inputs): return reshape(inputs, (inputs.shape[0], *self.shape))

class GaussianNoise(Input): pass

class SpatialDropout1D(Input): pass

class SpatialDropout2D(Input): pass

class UnitNormalization:
    def __init__(self, axis=-1): self.axis = axis
    def forward(self, inputs): return inputs / sqrt(maximum(sum(inputs**2, self.axis, True), 1e-12))

class KerasPReLU:
    def __init__(self, alpha_initializer='zeros', shared_axes=None):
        self.start, self.shared, self.built = alpha_initializer, shared_axes or (), False
    def forward(self, inputs):
        if not self.built:
            self.built = True
            shape = [1 if axis in self.shared else size for axis, size in enumerate(inputs.shape)]
            self.alpha = Parameter(keras_weight(self.start, (*shape[1:],)))
        return relu(inputs) - self.alpha * relu(-inputs)

class Rescaling:
    def __init__(self, scale, offset=0.0): self.scale, self.offset = scale, offset
    def forward(self, inputs): return inputs * self.scale + self.offset
"""
