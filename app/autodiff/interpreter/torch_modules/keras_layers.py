"""Layers and losses of Keras, written in our own language as those of PyTorch are: a layer knows its width at its first call.

First values follow Keras's rules (Glorot's uniform ones for kernels, zeros for biases), from a seed of their own.
"""

from __future__ import annotations

LAYERS = frozenset("Dense Flatten Activation Dropout ReLU Identity Input InputLayer Layer".split())
"""What is known of `keras.layers`: of others PyTorch means something else by the same name."""
LOSSES = frozenset(
    "MeanSquaredError MeanAbsoluteError BinaryCrossentropy CategoricalCrossentropy SparseCategoricalCrossentropy".split()
)
KERAS = """
class Layer:
    def add_weight(self, name=None, shape=(), dtype=None, initializer='glorot_uniform', trainable=True, **options):
        if initializer == 'zeros' or initializer == 'ones':
            first = zeros(shape) if initializer == 'zeros' else ones(shape)
        else:
            bound = (6 / (shape[0] + shape[-1])) ** 0.5
            first = uniform(-bound, bound, shape)
        return Parameter(first, requires_grad=trainable)

class Activation:
    def __init__(self, activation, **options): self.activation = activation
    def forward(self, inputs):
        known = {
            'relu': relu, 'sigmoid': sigmoid, 'tanh': tanh, 'softmax': softmax, 'gelu': gelu, 'elu': elu, 'selu': lambda x: selu(x),
            'softplus': softplus, 'silu': silu, 'swish': silu, 'exponential': exp, 'leaky_relu': leaky_relu,
        }
        if self.activation is None or self.activation == 'linear': return inputs
        return known[self.activation](inputs) if isinstance(self.activation, str) else self.activation(inputs)

class Dense:
    def __init__(self, units, activation=None, use_bias=True, **options):
        self.units, self.use_bias, self.built = units, use_bias, False
        self.after = Activation(activation)
    def forward(self, inputs):
        if not self.built:
            width = inputs.shape[-1]
            bound = (6 / (width + self.units)) ** 0.5
            self.built = True
            self.kernel = Parameter(uniform(-bound, bound, (width, self.units)))
            self.bias = Parameter(zeros(self.units)) if self.use_bias else None
        found = inputs @ self.kernel
        return self.after(found + self.bias if self.use_bias else found)

class Input:
    def __init__(self, *arguments, **options): pass
    def forward(self, input): return input

class InputLayer(Input): pass

class MeanSquaredError:
    def __init__(self, **options): pass
    def forward(self, truth, found): return mean((truth - found) ** 2)

class MeanAbsoluteError:
    def __init__(self, **options): pass
    def forward(self, truth, found): return mean(abs(truth - found))

class BinaryCrossentropy:
    def __init__(self, from_logits=False, **options): self.logits = from_logits
    def forward(self, truth, found):
        return binary_cross_entropy_with_logits(found, truth) if self.logits else binary_cross_entropy(found, truth)

class CategoricalCrossentropy:
    def __init__(self, from_logits=False, **options): self.logits = from_logits
    def forward(self, truth, found): return -mean(sum(truth * log_softmax(found if self.logits else log(found), -1), -1))

class SparseCategoricalCrossentropy:
    def __init__(self, from_logits=False, **options): self.logits = from_logits
    def forward(self, truth, found): return cross_entropy(found if self.logits else log(found), truth)
"""
