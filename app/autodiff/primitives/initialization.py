"""First values of parameters, as `torch.nn.init` gives them: an array of the shape of the one that is given.

Glorot & Bengio (2010), He et al. (2015), Saxe et al. (2014) for orthogonal ones; PyTorch's names and defaults.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from app.autodiff.deferred import special
from app.autodiff.primitives import creation
from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import array_of, shape_of
from app.autodiff.primitives.random import Generator, normal_of, uniform_of
from app.autodiff.primitives.torch_generator import TorchGenerator
from app.autodiff.table import static, subject

subject(__name__, __doc__)

KEPT = 0.87962566103423978
"""The standard deviation that is left of a normal distribution which is cut off at two of them."""
GAINS = {"relu": math.sqrt(2), "tanh": 5 / 3, "selu": 3 / 4}


def fans(x: object) -> tuple[int, int]:
    """How many inputs and outputs an entry of a weight is between. Raises ValueError for vectors."""
    shape = shape_of(x)
    if len(shape) < 2:
        raise ValueError(f"a weight of shape {shape} has no fan: it needs two axes")
    window = math.prod(shape[2:])
    return shape[1] * window, shape[0] * window


def gain_of(nonlinearity: str, param: object = None) -> float:
    """How much a layer before this activation scales up, so that variances stay."""
    if nonlinearity == "leaky_relu":
        return math.sqrt(2 / (1 + (0.01 if param is None else float(array_of(param))) ** 2))
    return GAINS.get(nonlinearity, 1.0)


def uniform_within(x: object, bound: float, rng: Generator) -> ArrayLike:
    return bound * (2 * np.asarray(uniform_of(rng, shape_of(x))) - 1)


def normal_around(x: object, width: float, rng: Generator) -> ArrayLike:
    return width * np.asarray(normal_of(rng, shape_of(x)))


def glorot(x: object, gain: float) -> float:
    return gain * math.sqrt(2 / sum(fans(x)))


def he(x: object, a: float, mode: str, nonlinearity: str) -> float:
    return gain_of(nonlinearity, a) / math.sqrt(fans(x)[0 if mode == "fan_in" else 1])


def xavier_uniform(x: object, gain: float = 1.0, *, rng: Generator) -> ArrayLike:
    return uniform_within(x, math.sqrt(3) * glorot(x, gain), rng)


def xavier_normal(x: object, gain: float = 1.0, *, rng: Generator) -> ArrayLike:
    return normal_around(x, glorot(x, gain), rng)


def kaiming_uniform(
    x: object, a: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", *, rng: Generator
) -> ArrayLike:
    return uniform_within(x, math.sqrt(3) * he(x, a, mode, nonlinearity), rng)


def kaiming_normal(
    x: object, a: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", *, rng: Generator
) -> ArrayLike:
    return normal_around(x, he(x, a, mode, nonlinearity), rng)


def truncated_normal(
    x: object, mean: float = 0.0, std: float = 1.0, a: float = -2.0, b: float = 2.0, *, rng: Generator
) -> Array:
    """Normal numbers between two bounds, by the inverse of the distribution function."""
    if isinstance(rng, TorchGenerator):
        rng.foreign = True
    low, high = special.ndtr((a - mean) / std), special.ndtr((b - mean) / std)
    return np.asarray(mean + std * special.ndtri(low + (high - low) * np.asarray(uniform_of(rng, shape_of(x)))))


def orthogonal(x: object, gain: float = 1.0, *, rng: Generator) -> Array:
    """Rows, or columns where there are fewer, of length `gain` at right angles."""
    shape = shape_of(x)
    rows, columns = shape[0], math.prod(shape[1:])
    drawn = np.asarray(normal_of(rng, (rows, columns)))
    q, r = np.linalg.qr(drawn if rows >= columns else drawn.T)
    q = q * np.sign(np.diagonal(r))
    return np.asarray(gain * (q if rows >= columns else q.T).reshape(shape))


def keras_scaled(shape: object, scale: float, mode: str, distribution: str, *, rng: Generator) -> ArrayLike:
    """Keras's `VarianceScaling`: the fans are counted from the back, `(…, fan in, fan out)`. Raises ValueError."""
    sizes = creation.sized(shape)
    field = math.prod(sizes[:-2])
    before, after = (sizes[-2] * field, sizes[-1] * field) if len(sizes) > 1 else sizes * 2 if sizes else (1, 1)
    means = {"fan_in": before, "fan_out": after, "fan_avg": (before + after) / 2}
    if mode not in means or distribution not in ("uniform", "truncated_normal", "normal", "untruncated_normal"):
        raise ValueError(
            f"the mode is one of {', '.join(means)}, the distribution uniform, truncated_normal or untruncated_normal"
        )
    width = math.sqrt(scale / max(1.0, means[mode]))
    if distribution == "uniform":
        return uniform_within(np.zeros(sizes), math.sqrt(3) * width, rng)
    if distribution == "untruncated_normal":
        return normal_around(np.zeros(sizes), width, rng)
    return keras_truncated(sizes, 0.0, width / KEPT, rng=rng)


def keras_truncated(shape: object, mean: float, stddev: float, *, rng: Generator) -> Array:
    """Normal numbers no further from their mean than two standard deviations."""
    sizes = np.zeros(creation.sized(shape))
    return truncated_normal(sizes, mean, stddev, mean - 2 * stddev, mean + 2 * stddev, rng=rng)


def keras_orthogonal(shape: object, gain: float, *, rng: Generator) -> Array:
    """Keras takes all axes but the last for rows."""
    sizes = creation.sized(shape)
    return orthogonal(np.zeros((math.prod(sizes[:-1]), sizes[-1])), gain, rng=rng).reshape(sizes)


static("init.constant", lambda x, val: np.full(shape_of(x), float(array_of(val))), inner=True)
static("init.zeros", lambda x: np.zeros(shape_of(x)), inner=True)
static("init.ones", lambda x: np.ones(shape_of(x)), inner=True)
static("init.eye", lambda x: np.eye(shape_of(x)[0], shape_of(x)[1]), inner=True)
static("init.xavier_uniform", xavier_uniform, seeded=True, inner=True)
static("init.xavier_normal", xavier_normal, seeded=True, inner=True)
static("init.kaiming_uniform", kaiming_uniform, seeded=True, inner=True)
static("init.kaiming_normal", kaiming_normal, seeded=True, inner=True)
static("init.trunc_normal", truncated_normal, seeded=True, inner=True)
static("init.orthogonal", orthogonal, seeded=True, inner=True)
static("calculate_gain", gain_of, inner=True)
static("keras_scaled", keras_scaled, seeded=True, inner=True)
static("keras_truncated", keras_truncated, seeded=True, inner=True)
static("keras_orthogonal", keras_orthogonal, seeded=True, inner=True)
