"""Activations of neural networks: all that PyTorch lists, and JAX's names for them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import Prepared
from app.autodiff.table import definition, primitive, subject

subject(__name__, __doc__)


def sigmoid(x: ArrayLike) -> Array:
    return np.asarray(1 / (1 + np.exp(np.multiply(x, -1.0))))[()]


def elu(x: ArrayLike, alpha: float) -> Array:
    return np.where(np.greater(x, 0), x, alpha * np.expm1(np.minimum(x, 0)))[()]


def leaky(x: ArrayLike, negative_slope: float) -> Array:
    return np.where(np.greater(x, 0), x, np.multiply(negative_slope, x))[()]


def bounded(x: ArrayLike, min_val: float, max_val: float) -> Array:
    return np.asarray(np.clip(x, min_val, max_val))[()]


def above(x: ArrayLike, threshold: float, value: float) -> Array:
    return np.where(np.less_equal(x, threshold), value, x)[()]


def shrink(x: ArrayLike, lambd: float, towards: float) -> Array:
    """0 up to `lambd` in size; beyond it `x`, moved by `towards`."""
    return np.where(np.abs(x) <= lambd, 0.0, np.subtract(x, towards * np.sign(x)))[()]


def capped(x: object) -> Prepared:
    return "hardtanh", (x,), {"min_val": 0.0, "max_val": 6.0}


LEFT = "the left derivative at 0"
FLAT_EDGES = "derivative 0 at the edges"
# fmt: off
primitive("sigmoid",  "x", sigmoid, "g * y * (1 - y)", names="expit σ lax.logistic", symbol="σ", head="σ", spoken="sigmoid", explained="The derivative of the sigmoid is σ(1 − σ): largest in the middle, and close to zero at both ends.", code="1 / (1 + np.exp(-x))", jax="jax.nn.sigmoid(x)", torch="torch.sigmoid(x)")
primitive("logsigmoid", "x", lambda x: -np.logaddexp(0, np.negative(x)), "g * sigmoid(-x)", names="log_sigmoid log_expit", symbol="log σ", spoken="log-sigmoid", explained="The derivative of log σ is σ(−x): close to one far left, close to zero far right.", code="-np.logaddexp(0, -x)", torch="F.logsigmoid(x)")
primitive("softplus", "x", lambda x: np.logaddexp(0, x), "g * sigmoid(x)", spoken="softplus", explained="The derivative of the softplus is the sigmoid.", code="np.logaddexp(0, x)")
primitive("relu",     "x", lambda x: np.maximum(x, 0),   "pass_where(x > 0, g)", kink="x == 0", policy="derivative 0 at 0", head="ReLU", spoken="ReLU", explained="ReLU lets the gradient pass where its input is positive, and stops it elsewhere.", code="np.maximum(x, 0)", jax="jax.nn.relu(x)", torch="torch.relu(x)")
primitive("leaky_relu", "x, negative_slope=0.01", leaky, "g * where(x > 0, 1, negative_slope)", names="leakyrelu", kink="x == 0", policy=LEFT, in_jax="the right one", head="leaky ReLU", spoken="leaky ReLU", explained="Where its input is positive the gradient passes; elsewhere only the leak's share of it does.", code="np.where(x > 0, x, negative_slope * x)", torch="F.leaky_relu(x, negative_slope=negative_slope)")
primitive("parametric_relu", "x, a", leaky, "g * where(x > 0, 1, a)", "g * minimum(x, 0)",
          symbol="PReLU", kink="x == 0", policy=LEFT, inner=True, spoken="PReLU", explained="Where its input is positive the gradient passes; elsewhere the slope's share of it does, and the slope learns too.", code="np.where(x > 0, x, a * x)")
primitive("elu",      "x, alpha=1.0", elu, "g * where(x > 0, 1, y + alpha)", kink="(x == 0) & (alpha != 1)", policy=LEFT, in_jax="the right one", head="ELU", spoken="ELU", explained="Where its input is positive the gradient passes; elsewhere it fades with the exponential.", code="np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))", jax="jax.nn.elu(x, alpha)", torch="F.elu(x, alpha=alpha)")
primitive("celu",     "x, alpha=1.0", lambda x, alpha: elu(np.divide(x, alpha), 1.0) * alpha, "g * where(x > 0, 1, y / alpha + 1)", head="CELU", spoken="CELU", like="elu", code="np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0) / alpha))")
primitive("hardtanh", "x, min_val=-1.0, max_val=1.0", bounded, "pass_where((x > min_val) & (x < max_val), g)",
          names="hard_tanh", kink="(x == min_val) | (x == max_val)", policy=FLAT_EDGES, in_jax="1", spelled={"relu6": capped}, spoken="hard tanh", explained="Between its bounds the gradient passes; beyond them nothing comes back.", code="np.clip(x, min_val, max_val)", torch="F.hardtanh(x, min_val=min_val, max_val=max_val)")
primitive("hardshrink", "x, lambd=0.5", lambda x, lambd: shrink(x, lambd, 0.0),   "pass_where(abs(x) > lambd, g)", kink="abs(x) == lambd", policy=FLAT_EDGES, spoken="hard shrink", explained="Entries that were set to zero get nothing back, all others get their gradient.", code="np.where(np.abs(x) <= lambd, 0.0, x)")
primitive("softshrink", "x, lambd=0.5", lambda x, lambd: shrink(x, lambd, lambd), "pass_where(abs(x) > lambd, g)", kink="abs(x) == lambd", policy=FLAT_EDGES, spoken="soft shrink", like="hardshrink", code="np.where(np.abs(x) <= lambd, 0.0, x - lambd * np.sign(x))")
primitive("threshold", "x, threshold=0.0, value=0.0", above,
          "pass_where(x > threshold, g)", kink="x == threshold", policy="derivative 0 at the threshold", spoken="threshold", explained="Above the threshold the gradient passes; below it nothing comes back.", code="np.where(x <= threshold, value, x)")
# fmt: on
definition(
    "def softsign(x): return x / (1 + abs(x))",
    rules={"x": "g / (1 + abs(x))**2"},
    names="soft_sign",
    spoken="softsign",
    explained="The derivative of the softsign is one over (1 + |x|)²: it fades slowly at both ends.",
)
definition(
    """
    def torch_softplus(x, beta=1, threshold=20):
        y = softplus(x) if beta == 1 else softplus(beta * x) / beta
        return y if threshold == 20 else where(beta * x > threshold, x, y)
""",
    names="torch.softplus",
    policy="linear above the threshold, where one is given",
    symbol="softplus",
)
definition(
    """
    def gelu(x, approximate='none'):
        if approximate == 'tanh' or approximate is True:
            return x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3))) / 2
        return x * normal_cdf(x)
""",
    rules={"x": "g * (normal_cdf(x) + x * normal_pdf(x)) if approximate == 'none' else None"},
    head="GELU",
    spoken="GELU",
    explained="Far right the gradient passes, far left it stops, and in between it fades smoothly.",
)
definition(
    "def jax_gelu(x, approximate=True): return gelu(x, 'tanh' if approximate else 'none')",
    names="jax.gelu",
    symbol="GELU",
)
definition(
    "def silu(x): return x * sigmoid(x)",
    rules={"x": "g * (sigmoid(x) + y * (1 - sigmoid(x)))"},
    names="swish",
    head="SiLU",
    spoken="SiLU",
    like="gelu",
)
definition(
    "def mish(x): return x * tanh(softplus(x))",
    spoken="Mish",
    like="gelu",
)
definition(
    "def selu(x): return 1.0507009873554804934193349852946 * elu(x, 1.6732632423543772848170429916717)",
    policy=LEFT,
    head="SELU",
    spoken="SELU",
    explained="Where its input is positive the gradient is multiplied by a constant; elsewhere it fades with the exponential.",
)
definition(
    "def hardsigmoid(x): return hardtanh(x + 3, 0, 6) / 6",
    names="hard_sigmoid",
    policy=FLAT_EDGES,
    spoken="hard sigmoid",
    explained="On its slope the gradient is divided by six; beyond it nothing comes back.",
)
definition(
    "def hardswish(x): return x * hardsigmoid(x)",
    names="hard_swish hard_silu",
    policy="at −3 and 3 the product rule with hardsigmoid's derivative 0",
    spoken="hard swish",
    explained="Far right the gradient passes, far left nothing does, and in between it is weighed by a straight line.",
)
definition(
    "def tanhshrink(x): return x - tanh(x)",
    spoken="tanh shrink",
    explained="The derivative of x − tanh x is tanh²: zero in the middle, and close to one at both ends.",
)
definition(
    "def squareplus(x, b=4): return (x + sqrt(x**2 + b)) / 2",
    spoken="squareplus",
    explained="Its derivative rises smoothly from zero to one, as that of a rounded ReLU.",
)
definition(
    """
    def glu(x, axis=-1):
        a, b = split(x, 2, axis)
        return a * sigmoid(b)
""",
    spoken="GLU",
    explained="One half gets the gradient times the sigmoid of the other; that half gets it through the sigmoid, times the first.",
)
definition(
    """
    def prelu(x, weight):
        return parametric_relu(x, weight if weight.size == 1 else reshape(weight, channel_shape(x)))
""",
    symbol="PReLU",
    policy=LEFT,
)
definition(
    "def maxout(x, num_pieces): return peak(reshape(x, (*x.shape[:-1], -1, num_pieces)), -1)",
    spoken="maxout",
    explained="The greatest of each group alone gets the gradient.",
)
definition(
    """
    def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, axis=-1):
        y = softmax((logits - log(-log(rand_like(logits)))) / tau, axis)
        return y if not hard else y + detach(moveaxis(one_hot(argmax(y, axis), y.shape[axis]), -1, axis) - y)
""",
    symbol="gumbel softmax",
    note="draws its noise once, for this text",
    spoken="Gumbel softmax",
    explained="As in a softmax: each entry gets its own share times how far its gradient lies from the mean.",
)
definition(
    "def standardize(x, axis=-1, epsilon=1e-5): return (x - mean(x, axis, True)) / sqrt(var(x, axis, 0, True) + epsilon)",
    spoken="standardisation",
    explained="A normalisation takes the mean out of the gradient, and what would only stretch the values: both would be undone.",
)
definition(
    "def rrelu(x, lower=1/8, upper=1/3, training=False): return leaky_relu(x, (lower + upper) / 2)",
    note="is that of a network in use: below 0 its slope is the mean of its bounds",
    like="leaky_relu",
)
definition(
    "def dropout(x, p=0.5, training=False, inplace=False, **options): return x",
    names="dropout1d dropout2d dropout3d alpha_dropout feature_alpha_dropout",
    note="is off here, as when a network is used: what goes in comes out",
    spoken="dropout",
    explained="Dropout is off here, so the gradient passes unchanged.",
)
