"""PyTorch's modules that are one operation of the table each, and those made from others by one pattern, in our own language."""

from __future__ import annotations

from app.autodiff.primitives import SPELLINGS
from app.autodiff.rows import Definition

LAZY = """
class Lazy{name}({name}):
    def __init__(self, *arguments, **options): self.lazy, self.first, self.given = True, arguments, options
    def forward(self, input):
        if self.lazy:
            self.lazy = False
            super().__init__(input.shape[{axis}], *self.first, **self.given)
        return super().forward(input)
"""
CONVOLUTION = """
class Conv{dims}d(_ConvNd):
    def __init__(
        self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros'
    ):
        kernel = tuple(kernel_size) if isinstance(kernel_size, (tuple, list)) else (kernel_size,) * {dims}
        self.weight = Parameter(zeros((out_channels, in_channels // groups, *kernel)))
        self.bias = Parameter(zeros(out_channels)) if bias else None
        self.reset_parameters()
        sides = [(each, each) for each in per_axis(0 if isinstance(padding, str) else padding, {dims})]
        if padding == 'same':
            spare = [gap * (size - 1) for gap, size in zip(per_axis(dilation, {dims}), kernel)]
            sides = [(each // 2, each - each // 2) for each in spare]
        self.mode, self.around = padding_mode, [width for pair in reversed(sides) for width in pair]
        self.options = dict(stride=stride, padding=padding if padding_mode == 'zeros' else 0, dilation=dilation, groups=groups)
    def _conv_forward(self, input, weight, bias): return Conv{dims}d.forward(self, input, weight, bias)
    def forward(self, input, *given):
        if self.mode != 'zeros':
            input = F.pad(input, self.around, self.mode)
        weight, bias = given or (self.weight, self.bias)
        return conv{dims}d(input, weight, bias, **self.options)

class ConvTranspose{dims}d(_ConvNd):
    def __init__(
        self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1
    ):
        kernel = tuple(kernel_size) if isinstance(kernel_size, (tuple, list)) else (kernel_size,) * {dims}
        self.weight = Parameter(zeros((in_channels, out_channels // groups, *kernel)))
        self.bias = Parameter(zeros(out_channels)) if bias else None
        self.reset_parameters()
        self.options = dict(stride=stride, padding=padding, output_padding=output_padding, groups=groups, dilation=dilation)
    def forward(self, input): return conv_transpose{dims}d(input, self.weight, self.bias, **self.options)
"""
# Modules that learn the size of what comes in from the first input, and the axis that tells it.
LAZIES = {
    "Linear": -1, "Conv1d": 1, "Conv2d": 1, "ConvTranspose1d": 1, "ConvTranspose2d": 1, "BatchNorm1d": 1, "BatchNorm2d": 1,
    "Conv3d": 1, "ConvTranspose3d": 1, "BatchNorm3d": 1,
}  # fmt: skip

FUNCTIONAL = """
class {name}:
    def __init__(self, *arguments, **options): self.arguments, self.options = arguments, options
    def forward(self, *inputs, **named): return {function}(*inputs, *{arguments}, **self.options, **named)
"""

# Modules without parameters, and the operation that each one runs.
FUNCTIONS = {
    "ReLU": "relu", "ReLU6": "relu6", "LeakyReLU": "leaky_relu", "ELU": "elu", "SELU": "selu", "CELU": "celu", "GELU": "gelu",
    "SiLU": "silu", "Mish": "mish", "Sigmoid": "sigmoid", "LogSigmoid": "logsigmoid", "Tanh": "tanh", "Softplus": "torch.softplus",
    "Softsign": "softsign",
    "Tanhshrink": "tanhshrink", "Softshrink": "softshrink", "Hardshrink": "hardshrink", "Hardtanh": "hardtanh",
    "Hardsigmoid": "hardsigmoid", "Hardswish": "hardswish", "Threshold": "threshold", "GLU": "glu", "RReLU": "rrelu",
    "Softmax": "nn.functional.softmax", "LogSoftmax": "nn.functional.log_softmax",
    "Softmin": "softmin", "Dropout": "dropout", "Dropout1d": "dropout", "Dropout2d": "dropout", "AlphaDropout": "dropout",
    "MaxPool1d": "max_pool1d", "MaxPool2d": "max_pool2d", "AvgPool1d": "avg_pool1d", "AvgPool2d": "avg_pool2d",
    "AdaptiveAvgPool1d": "adaptive_avg_pool1d", "AdaptiveAvgPool2d": "adaptive_avg_pool2d",
    "Unflatten": "unflatten", "PixelShuffle": "pixel_shuffle",
    "MaxPool3d": "max_pool3d", "AvgPool3d": "avg_pool3d", "AdaptiveAvgPool3d": "adaptive_avg_pool3d",
    "AdaptiveMaxPool3d": "adaptive_max_pool3d",
    "AdaptiveMaxPool1d": "adaptive_max_pool1d", "AdaptiveMaxPool2d": "adaptive_max_pool2d",
    "MaxUnpool1d": "max_unpool1d", "MaxUnpool2d": "max_unpool2d", "MaxUnpool3d": "max_unpool3d",
    "LPPool2d": "lp_pool2d", "ChannelShuffle": "channel_shuffle", "PixelUnshuffle": "pixel_unshuffle", "Unfold": "unfold", "Fold": "fold",
    "LocalResponseNorm": "local_response_norm", "Dropout3d": "dropout", "FeatureAlphaDropout": "dropout",
    "CosineSimilarity": "cosine_similarity", "PairwiseDistance": "pairwise_distance",
}  # fmt: skip
IN_PLACE = frozenset(
    (
        "ReLU ReLU6 LeakyReLU ELU SELU CELU SiLU Mish Hardtanh Hardsigmoid Hardswish Threshold RReLU Dropout Dropout1d "
        "Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout"
    ).split()
)
"""Those that put their result in place of what comes in, where they are asked to: the only flag that they take."""
LOSSES = {
    "MSELoss": "mse_loss", "L1Loss": "l1_loss", "SmoothL1Loss": "smooth_l1_loss", "HuberLoss": "huber_loss",
    "BCELoss": "binary_cross_entropy", "BCEWithLogitsLoss": "binary_cross_entropy_with_logits", "CrossEntropyLoss": "cross_entropy",
    "NLLLoss": "nll_loss", "KLDivLoss": "kl_div",
    "SoftMarginLoss": "soft_margin_loss", "HingeEmbeddingLoss": "hinge_embedding_loss", "CosineEmbeddingLoss": "cosine_embedding_loss",
    "MarginRankingLoss": "margin_ranking_loss", "TripletMarginLoss": "triplet_margin_loss", "PoissonNLLLoss": "poisson_nll_loss",
    "GaussianNLLLoss": "gaussian_nll_loss", "MultiMarginLoss": "multi_margin_loss", "NLLLoss2d": "nll_loss",
    "MultiLabelSoftMarginLoss": "multilabel_soft_margin_loss", "MultiLabelMarginLoss": "multilabel_margin_loss",
}  # fmt: skip
CTC = """
class CTCLoss:
    def __init__(self, blank=0, reduction='mean', zero_infinity=False):
        self.options = dict(blank=blank, reduction=reduction, zero_infinity=zero_infinity)
    def forward(self, *inputs): return ctc_loss(*inputs, **self.options)
"""
# Losses take their weight first, activations their settings: both come after the operands. Classes that extend a loss read and set
# its settings as attributes.
OF_LOSSES = """
class _Loss:
    def __init__(self, size_average=None, reduce=None, reduction='mean'):
        self.reduction = as_reduction(size_average, reduce, reduction)

class _WeightedLoss:
    def __init__(self, weight=None, size_average=None, reduce=None, reduction='mean'):
        self.weight, self.reduction = weight, as_reduction(size_average, reduce, reduction)
"""
LOSS = """
class {name}:
    def __init__(self, *arguments, **options):
        if len(arguments) > {count}: raise TypeError('{name} takes at most {count} settings')
        self.given = {{**dict(zip({order}, arguments)), **options}}
        former = self.given.pop('size_average', None), self.given.pop('reduce', None)
        self.given['reduction'] = as_reduction(*former, self.given.get('reduction', 'mean'))
        known = dict(weight=None, pos_weight=None, ignore_index=-100, label_smoothing=0.0)
        for name, value in {{**known, **self.given}}.items(): setattr(self, name, value)
    def forward(self, *inputs): return {function}(*inputs, **{{name: getattr(self, name) for name in self.given}})
"""

PADDING = """
class {name}:
    def __init__(self, padding, value=0): self.padding, self.value = padding, value
    def forward(self, input):
        around = self.padding if isinstance(self.padding, tuple) else (self.padding,) * {sides}
        return F.pad(input, around, '{mode}', self.value)
"""
PADDINGS = {
    f"{name}Pad{dims}d": (mode, 2 * dims)
    for name, mode in {
        "Zero": "constant",
        "Constant": "constant",
        "Reflection": "reflect",
        "Replication": "replicate",
        "Circular": "circular",
    }.items()
    for dims in (1, 2, 3)
}


def convolutions() -> str:
    """The text of convolutions in one, two and three dimensions."""
    return "".join(CONVOLUTION.format(dims=dims) for dims in (1, 2, 3))


def from_tables() -> str:
    """The text of all of them."""
    return "\n".join([
        convolutions(),
        CTC,
        *(LAZY.format(name=name, axis=axis) for name, axis in LAZIES.items()),
        *(FUNCTIONAL.format(name=name, function=function, arguments=given(name)) for name, function in FUNCTIONS.items()),
        OF_LOSSES,
        *(loss(name, function) for name, function in LOSSES.items()),
        *(PADDING.format(name=name, mode=mode, sides=sides) for name, (mode, sides) in PADDINGS.items()),
    ])  # fmt: skip


def loss(name: str, function: str) -> str:
    """The text of a loss, whose settings stand in the order of those of its function."""
    row = SPELLINGS[function]
    assert isinstance(row, Definition)
    order = row.in_torch or tuple(each.name for each in row.signature if each.default is not None)
    return LOSS.format(name=name, function=function, order=order, count=len(order))


def given(name: str) -> str:
    """What a module hands on of what it was made with by place: the flag of `nn.ReLU(True)` is for the module itself."""
    own = "[each for each in self.arguments if each is not True and each is not False]"
    return own if name in IN_PLACE else "self.arguments"
