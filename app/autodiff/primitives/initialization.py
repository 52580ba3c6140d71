"""First values of parameters, as `torch.nn.init` gives them: an array of the shape of the one that is given.

Glorot & Bengio (2010), He et al. (2015), Saxe et al. (2014) for orthogonal ones; PyTorch's names and defaults.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import array_of, shape_of
from app.autodiff.primitives.random import Generator, normal_of, uniform_of
from app.autodiff.primitives.torch_generator import TorchGenerator
from app.autodiff.table import static, subject

subject(__name__, __doc__)

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
