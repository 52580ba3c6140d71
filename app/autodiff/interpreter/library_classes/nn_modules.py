"""PyTorch's modules, written in our own language: their parameters are inputs, their forward passes are operations of the table.

First values follow PyTorch's rules (uniform in ±1/√fan_in for Linear and Conv, ones and zeros for norms, standard normal for
Embedding), from a seed of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.autodiff.interpreter.kinds.value_types import Class
from app.autodiff.interpreter.library_classes.attention import ATTENTION
from app.autodiff.interpreter.library_classes.distributions import distributions
from app.autodiff.interpreter.library_classes.flax_layers import FLAX
from app.autodiff.interpreter.library_classes.keras_attention import KERAS_ATTENTION
from app.autodiff.interpreter.library_classes.keras_functions import KERAS_FUNCTIONS
from app.autodiff.interpreter.library_classes.keras_initializers import initializers
from app.autodiff.interpreter.library_classes.keras_layers import KERAS
from app.autodiff.interpreter.library_classes.keras_losses import keras_losses
from app.autodiff.interpreter.library_classes.keras_optimisers import keras_optimisers
from app.autodiff.interpreter.library_classes.keras_plain import KERAS_PLAIN
from app.autodiff.interpreter.library_classes.nn_tables import from_tables
from app.autodiff.interpreter.library_classes.nnx_layers import NNX
from app.autodiff.interpreter.library_classes.numpy_polynomials import POLYNOMIALS
from app.autodiff.interpreter.library_classes.optax_rules import OPTAX
from app.autodiff.interpreter.library_classes.read_classes import ReadClasses
from app.autodiff.interpreter.library_classes.scipy_stats import scipy_stats
from app.autodiff.interpreter.library_classes.sequences import sequences
from app.autodiff.interpreter.library_classes.torch_optimisers import OPTIMISERS
from app.autodiff.interpreter.library_classes.torch_schedules import SCHEDULES

MODULE, LAYER = "Module", "Layer"
"""What every module of PyTorch extends, and every layer of Keras."""
WITH_PARAMETERS = """
class Linear:
    def __init__(self, in_features, out_features, bias=True):
        self.weight = Parameter(zeros((out_features, in_features)))
        self.bias = Parameter(zeros(out_features)) if bias else None
        self.reset_parameters()
    def reset_parameters(self): self._spread(1 / self.weight.shape[1] ** 0.5)
    def forward(self, input): return linear(input, self.weight, self.bias)

class Bilinear:
    def __init__(self, in1_features, in2_features, out_features, bias=True):
        self.weight = Parameter(zeros((out_features, in1_features, in2_features)))
        self.bias = Parameter(zeros(out_features)) if bias else None
        self.reset_parameters()
    def reset_parameters(self): self._spread(1 / self.weight.shape[1] ** 0.5)
    def forward(self, a, b): return bilinear(a, b, self.weight, self.bias)

class LayerNorm:
    def __init__(self, normalized_shape, eps=1e-05, elementwise_affine=True, bias=True):
        self.shape = normalized_shape if isinstance(normalized_shape, (tuple, list)) else (normalized_shape,)
        self.weight = Parameter(ones(self.shape)) if elementwise_affine else None
        self.bias = Parameter(zeros(self.shape)) if elementwise_affine and bias else None
        self.eps = eps
        self.reset_parameters()
    def reset_parameters(self): self._begin(weight=1, bias=0)
    def forward(self, input): return layer_norm(input, self.shape, self.weight, self.bias, self.eps)

class RMSNorm:
    def __init__(self, normalized_shape, eps=None, elementwise_affine=True):
        self.shape = normalized_shape if isinstance(normalized_shape, (tuple, list)) else (normalized_shape,)
        self.weight = Parameter(ones(self.shape)) if elementwise_affine else None
        self.eps = eps
        self.reset_parameters()
    def reset_parameters(self): self._begin(weight=1)
    def forward(self, input): return rms_norm(input, self.shape, self.weight, self.eps)

class _BatchNorm:
    def __init__(self, num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True):
        self.weight = Parameter(ones(num_features)) if affine else None
        self.bias = Parameter(zeros(num_features)) if affine else None
        self.eps, self.momentum, self.tracks, self.batches = eps, momentum, track_running_stats, []
        self.register_buffer('running_mean', zeros(num_features))
        self.register_buffer('running_var', ones(num_features))
        self.reset_parameters()
    def reset_running_stats(self): self.batches = []
    def reset_parameters(self):
        self.reset_running_stats()
        self._begin(weight=1, bias=0)
    def forward(self, input):
        of_rank(input, self.ranks())
        if self.evaluating and self.tracks:
            m, v = self.statistics()
            return batch_norm(input, m, v, self.weight, self.bias, False, 0.1, self.eps)
        self.batches.append(input)
        return batch_norm(input, None, None, self.weight, self.bias, True, 0.1, self.eps)
    def statistics(self):
        m, v = self.running_mean, self.running_var
        for count, batch in enumerate(self.batches):
            share, axes = 1 / (count + 1) if self.momentum is None else self.momentum, [0, *range(2, batch.ndim)]
            m = (1 - share) * m + share * mean(detach(batch), axes)
            v = (1 - share) * v + share * var(detach(batch), axes, ddof=1)
        return m, v

class BatchNorm1d(_BatchNorm):
    def ranks(self): return (2, 3)

class BatchNorm2d(_BatchNorm):
    def ranks(self): return (4,)

class BatchNorm3d(_BatchNorm):
    def ranks(self): return (5,)

class GroupNorm:
    def __init__(self, num_groups, num_channels, eps=1e-05, affine=True):
        self.groups = num_groups
        self.weight = Parameter(ones(num_channels)) if affine else None
        self.bias = Parameter(zeros(num_channels)) if affine else None
        self.eps = eps
        self.reset_parameters()
    def reset_parameters(self): self._begin(weight=1, bias=0)
    def forward(self, input): return group_norm(input, self.groups, self.weight, self.bias, self.eps)

class _InstanceNorm:
    def __init__(self, num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False):
        self.tracks = without(track_running_stats, 'track_running_stats')
        self.weight = Parameter(ones(num_features)) if affine else None
        self.bias = Parameter(zeros(num_features)) if affine else None
        self.eps, self.momentum = eps, momentum
        self.reset_parameters()
    def reset_parameters(self): self._begin(weight=1, bias=0)
    def forward(self, input):
        alone = of_rank(input, self.ranks()) == self.ranks()[0]
        y = instance_norm(input[None] if alone else input, None, None, self.weight, self.bias, True, self.momentum, self.eps)
        return y[0] if alone else y

class InstanceNorm1d(_InstanceNorm):
    def ranks(self): return (2, 3)

class InstanceNorm2d(_InstanceNorm):
    def ranks(self): return (3, 4)

class InstanceNorm3d(_InstanceNorm):
    def ranks(self): return (4, 5)

class Embedding:
    def __init__(
        self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False,
        sparse=False, _weight=None, _freeze=False
    ):
        first = zeros((num_embeddings, embedding_dim)) if _weight is None else _weight
        self.weight, self.padding = Parameter(first, requires_grad=not _freeze), padding_idx
        self.refused = max_norm, norm_type, scale_grad_by_freq
        if _weight is None: self.reset_parameters()
    def reset_parameters(self):
        refill(self.weight, randn(*self.weight.shape))
        self._fill_padding_idx_with_zero()
    def _fill_padding_idx_with_zero(self):
        if self.padding is None: return
        count = self.weight.shape[0]
        refill(self.weight, where(arange(count)[:, None] == self.padding % count, 0.0, self.weight.data))
    @classmethod
    def from_pretrained(cls, embeddings, freeze=True, padding_idx=None):
        return cls(*embeddings.shape, padding_idx, _weight=embeddings, _freeze=freeze)
    def forward(self, input): return embedding(input, self.weight, self.padding, *self.refused)

class EmbeddingBag:
    def __init__(
        self, num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False,
        _weight=None
    ):
        self.weight = Parameter(zeros((num_embeddings, embedding_dim)) if _weight is None else _weight)
        self.mode, self.refused = mode, (max_norm, norm_type, scale_grad_by_freq)
        if _weight is None: self.reset_parameters()
    def reset_parameters(self): refill(self.weight, randn(*self.weight.shape))
    def forward(self, input, offsets=None, per_sample_weights=None):
        return embedding_bag(
            input, self.weight, offsets, *self.refused, mode=self.mode, per_sample_weights=per_sample_weights
        )

class PReLU:
    def __init__(self, num_parameters=1, init=0.25):
        self.weight, self.init = Parameter(full((num_parameters,), init)), init
        self.reset_parameters()
    def reset_parameters(self): refill(self.weight, self.init)
    def forward(self, input): return prelu(input, self.weight)

class RNNCell:
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity='tanh'):
        self.weight_ih = Parameter(zeros((hidden_size, input_size)))
        self.weight_hh = Parameter(zeros((hidden_size, hidden_size)))
        self.bias_ih = Parameter(zeros((hidden_size,))) if bias else 0
        self.bias_hh = Parameter(zeros((hidden_size,))) if bias else 0
        self.activation, self.size = tanh if nonlinearity == 'tanh' else relu, hidden_size
        self.reset_parameters()
    def reset_parameters(self): self._spread(1 / self.size ** 0.5, self.parameters())
    def forward(self, input, h=None):
        if h is None: h = zeros((*input.shape[:-1], self.size))
        return self.activation(input @ self.weight_ih.T + self.bias_ih + h @ self.weight_hh.T + self.bias_hh)

class LSTMCell:
    def __init__(self, input_size, hidden_size, bias=True):
        self.weight_ih = Parameter(zeros((4 * hidden_size, input_size)))
        self.weight_hh = Parameter(zeros((4 * hidden_size, hidden_size)))
        self.bias_ih = Parameter(zeros((4 * hidden_size,))) if bias else 0
        self.bias_hh = Parameter(zeros((4 * hidden_size,))) if bias else 0
        self.size = hidden_size
        self.reset_parameters()
    def reset_parameters(self): self._spread(1 / self.size ** 0.5, self.parameters())
    def forward(self, input, state=None):
        h, c = (zeros((*input.shape[:-1], self.size)),) * 2 if state is None else state
        a = input @ self.weight_ih.T + self.bias_ih + h @ self.weight_hh.T + self.bias_hh
        H = self.size
        i, f, g, o = sigmoid(a[..., :H]), sigmoid(a[..., H:2*H]), tanh(a[..., 2*H:3*H]), sigmoid(a[..., 3*H:])
        c = f * c + i * g
        return o * tanh(c), c

class GRUCell:
    def __init__(self, input_size, hidden_size, bias=True):
        self.weight_ih = Parameter(zeros((3 * hidden_size, input_size)))
        self.weight_hh = Parameter(zeros((3 * hidden_size, hidden_size)))
        self.bias_ih = Parameter(zeros((3 * hidden_size,))) if bias else 0
        self.bias_hh = Parameter(zeros((3 * hidden_size,))) if bias else 0
        self.size = hidden_size
        self.reset_parameters()
    def reset_parameters(self): self._spread(1 / self.size ** 0.5, self.parameters())
    def forward(self, input, h=None):
        H = self.size
        if h is None: h = zeros((*input.shape[:-1], H))
        a, b = input @ self.weight_ih.T + self.bias_ih, h @ self.weight_hh.T + self.bias_hh
        r, z = sigmoid(a[..., :H] + b[..., :H]), sigmoid(a[..., H:2*H] + b[..., H:2*H])
        n = tanh(a[..., 2*H:] + r * b[..., 2*H:])
        return (1 - z) * n + z * h
"""

STRUCTURE = """
class Module:
    def _spread(self, bound, parameters=None):
        for each in parameters or (self.weight, self.bias):
            if each is not None: refill(each, uniform(-bound, bound, each.shape))
    def _begin(self, **numbers):
        for name, number in numbers.items(): refill(getattr(self, name), number)

class _ConvNd:
    def reset_parameters(self): self._spread(1 / prod(self.weight.shape[1:]) ** 0.5)

class Sequential:
    def __init__(self, *modules, name=None):
        given = modules[0] if len(modules) == 1 and isinstance(modules[0], (dict, list)) else modules
        self.modules = ModuleDict(given if isinstance(given, dict) else dict(enumerate(given)))
    def forward(self, input):
        between = [input]  # an item has no name, so that what one layer hands to the next has none
        for module in self.modules.values(): between[0] = module(between[0])
        return between[0]

class Flatten:
    def __init__(self, start_dim=1, end_dim=-1): self.start_dim, self.end_dim = start_dim, end_dim
    def forward(self, input): return flatten(input, self.start_dim, self.end_dim)

class Upsample:
    def __init__(self, size=None, scale_factor=None, mode='nearest', align_corners=None):
        self.options = dict(size=size, scale_factor=scale_factor, mode=mode, align_corners=align_corners)
    def forward(self, input): return interpolate(input, **self.options)

class UpsamplingNearest2d(Upsample): pass

class UpsamplingBilinear2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        self.options = dict(size=size, scale_factor=scale_factor, mode='bilinear', align_corners=True)

class Softmax2d:
    def forward(self, input): return softmax(input, -3)

class DataParallel:
    def __init__(self, module, *arguments, **options): self.module = module
    def forward(self, *inputs): return self.module(*inputs)

class Identity:
    def __init__(self, *arguments, **options): pass
    def forward(self, input): return input
"""


@cache
def modules() -> Mapping[str, Class]:
    """PyTorch's modules, and classes of other libraries that are texts of ours, by name."""
    return ReadClasses(
        (MODULE, f"{WITH_PARAMETERS}\n{sequences()}\n{ATTENTION}\n{STRUCTURE}\n{from_tables()}"),
        (LAYER, f"{KERAS}\n{KERAS_PLAIN}\n{KERAS_ATTENTION}"),
        (
            "",
            f"{initializers()}\n{KERAS_FUNCTIONS}\n{keras_losses()}\n{keras_optimisers()}\n{distributions()}\n{scipy_stats()}",
        ),
        ("", f"{FLAX}\n{NNX}\n{OPTAX}\n{OPTIMISERS}\n{SCHEDULES}\n{POLYNOMIALS}"),
    )
