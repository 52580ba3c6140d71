"""First values of Keras's weights, `keras.initializers`, in our own language: an initializer is called with a shape.

Source: the documentation of Keras 3. Numbers that are drawn come from the text's own generator, so they are not TensorFlow's.
"""

from __future__ import annotations

PREFIX = "Initial"
"""What the classes are called by before Keras's name, since PyTorch has modules of the same names."""
SHORT = {"normal": "random_normal", "uniform": "random_uniform", "zero": "zeros", "one": "ones", "eye": "identity"}
"""Names of Keras 2 for some of them."""
KERAS_INITIALIZERS = """
class InitialZeros:
    def forward(self, shape, dtype=None): return zeros(shape)

class InitialOnes:
    def forward(self, shape, dtype=None): return ones(shape)

class InitialConstant:
    def __init__(self, value=0.0): self.value = value
    def forward(self, shape, dtype=None): return broadcast_to(asarray(self.value), shape) + zeros(shape)

class InitialIdentity:
    def __init__(self, gain=1.0): self.gain = gain
    def forward(self, shape, dtype=None): return self.gain * eye(*shape)

class InitialRandomUniform:
    def __init__(self, minval=-0.05, maxval=0.05, seed=None): self.low, self.high, self.given = minval, maxval, seed
    def forward(self, shape, dtype=None): return uniform(self.low, self.high, shape)

class InitialRandomNormal:
    def __init__(self, mean=0.0, stddev=0.05, seed=None): self.mean, self.width, self.given = mean, stddev, seed
    def forward(self, shape, dtype=None): return normal(self.mean, self.width, shape)

class InitialTruncatedNormal(InitialRandomNormal):
    def forward(self, shape, dtype=None): return keras_truncated(shape, self.mean, self.width)

class InitialOrthogonal:
    def __init__(self, gain=1.0, seed=None): self.gain, self.given = gain, seed
    def forward(self, shape, dtype=None): return keras_orthogonal(shape, self.gain)

class InitialVarianceScaling:
    def __init__(self, scale=1.0, mode='fan_in', distribution='truncated_normal', seed=None):
        self.scale, self.mode, self.distribution, self.given = scale, mode, distribution, seed
    def forward(self, shape, dtype=None): return keras_scaled(shape, self.scale, self.mode, self.distribution)
"""
SCALED = """
class Initial{name}(InitialVarianceScaling):
    def __init__(self, seed=None): super().__init__({scale}, '{mode}', '{distribution}', seed)
"""


def initializers() -> str:
    """The text of all initializers; six of them scale the variance, each in its way."""
    ways = {"Glorot": (1, "fan_avg"), "He": (2, "fan_in"), "Lecun": (1, "fan_in")}
    kinds = {"Uniform": "uniform", "Normal": "truncated_normal"}
    return KERAS_INITIALIZERS + "".join(
        SCALED.format(name=way + kind, scale=scale, mode=mode, distribution=distribution)
        for way, (scale, mode) in ways.items()
        for kind, distribution in kinds.items()
    )
