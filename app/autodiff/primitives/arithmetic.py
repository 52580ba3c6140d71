"""Arithmetic with full broadcasting; what broadcasting copied is added up again in one place, the backward pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from app.autodiff.primitives.arrays import Array, masked, sum_to
from app.autodiff.table import definition, primitive, subject

subject(__name__, __doc__)


def negate(x: ArrayLike) -> Array:
    """NumPy refuses to negate truth values; here they are numbers."""
    x = np.asarray(x)
    return np.asarray(np.negative(x.astype(float) if x.dtype == bool else x))[()]


def reciprocal(x: ArrayLike) -> Array:
    """One over `x`, for whole numbers too."""
    return np.asarray(np.divide(1.0, x))[()]


def accumulate(*xs: Array) -> Array:
    """The sum of values of one shape, from the first to the last."""
    return sum(xs[1:], xs[0])


SHARED = "equal values share the gradient evenly"
# fmt: off
primitive("add",      "a, b", np.add,      "g",     "g",             symbol="+", shown="a + b")
primitive("subtract", "a, b", np.subtract, "g",     "-g",            symbol="−", names="sub", shown="a - b")
primitive("multiply", "a, b", np.multiply, "g * b", "g * a",         symbol="×", names="mul", shown="a * b")
primitive("divide",   "a, b", np.divide,   "g / b", "-g * a / b**2", symbol="÷", names="true_divide div", undefined="division by zero", shown="a / b")
primitive("power",    "a, b", np.float_power, "unless(b == 0, g * b * a**(b - 1))", "unless((a == 0) & (b >= 0), g * y * log(a))", symbol="^", names="pow float_power",
          undefined="a negative number to a fractional power, or zero to a negative one", shown="a**b")
primitive("negate",   "x",    negate,      "-g",                     symbol="−", names="negative neg", shown="-x")
primitive("remainder","a, b", np.mod,      "g",     "-g * floor(a / b)", symbol="mod", names="mod",
          policy="the jumps at multiples of b are passed over", undefined="division by zero", shown="a % b")
primitive("fmod",     "a, b", np.fmod,     "g",     "-g * trunc(a / b)", policy="the jumps at multiples of b are passed over", undefined="division by zero")
primitive("square",   "x",    np.square,   "g * 2 * x",    symbol="(·)²", shown="x**2")
primitive("reciprocal", "x",  reciprocal,  "-g * y**2",    symbol="1/x", undefined="division by zero", shown="1 / x")
primitive("maximum",  "a, b", np.maximum,  "g * prefer(a, b)", "g * prefer(b, a)", kink="a == b", policy=SHARED, head="max")
primitive("minimum",  "a, b", np.minimum,  "g * prefer(b, a)", "g * prefer(a, b)", kink="a == b", policy=SHARED, head="min")
primitive("fmax",     "a, b", np.fmax,     "g * ((a >= b) | isnan(b))", "g * ~((a >= b) | isnan(b))", symbol="max", kink="a == b", policy="of two equal values the first takes all of the gradient")
primitive("fmin",     "a, b", np.fmin,     "g * ((a <= b) | isnan(b))", "g * ~((a <= b) | isnan(b))", symbol="min", kink="a == b", policy="of two equal values the first takes all of the gradient")
primitive("hypot",    "a, b", np.hypot,    "unless(y == 0, g * a / y)", "unless(y == 0, g * b / y)", symbol="√(a²+b²)", kink="y == 0", policy="derivative 0 at the origin", shown="sqrt(a**2 + b**2)")
primitive("atan2",    "a, b", np.arctan2,  "unless(hypot(a, b) == 0, g * b / (a**2 + b**2))", "unless(hypot(a, b) == 0, -g * a / (a**2 + b**2))", names="arctan2",
          policy="derivative 0 at the origin")
primitive("logaddexp",  "a, b", np.logaddexp,  "g * exp(a - y)",  "g * exp(b - y)", shown="log(e**a + e**b)")
primitive("logaddexp2", "a, b", np.logaddexp2, "g * exp2(a - y)", "g * exp2(b - y)", shown="log2(2**a + 2**b)")
primitive("copysign", "a, b", np.copysign, "g * sign(a) * sign(y)", "0 * g",  kink="a == 0", policy="derivative 0 at 0")
primitive("heaviside", "x, at", np.heaviside, "0 * g", "g * (x == 0)", symbol="step", policy="derivative 0 everywhere")
# Half a gradient to each of two equal values, as PyTorch's maximum does.
primitive("prefer",   "a, b", lambda a, b: np.heaviside(np.subtract(a, b), 0.5), None, None, inner=True, shown="where(a > b, 1, 0)")
# The value, but 0 where the condition holds: keeps 0 · inf out of rules. The formula reads better without the condition.
primitive("unless",   "c, x", lambda c, x: masked(np.logical_not(c), x), None, "unless(c, g)", inner=True, shown="x")
primitive("accumulate", "*xs", accumulate, "g", symbol="+", inner=True)
primitive("sum_to",   "x, shape=()", sum_to, "broadcast_to(g, x.shape)", symbol="Σ", inner=True, shown="sum(x)")
# fmt: on
definition("def floor_divide(a, b): return floor(a / b)", symbol="⌊a/b⌋")
definition("def lerp(input, end, weight): return input + weight * (end - input)")
definition("def addcmul(input, tensor1, tensor2, value=1): return input + value * tensor1 * tensor2")
definition("def addcdiv(input, tensor1, tensor2, value=1): return input + value * tensor1 / tensor2")
definition("def torch_add(a, b, alpha=1): return a + b if alpha == 1 else a + alpha * b", names="torch.add", symbol="+")
definition(
    "def torch_sub(a, b, alpha=1): return a - b if alpha == 1 else a - alpha * b",
    names="torch.sub torch.subtract",
    symbol="−",
)
definition(
    """
    def torch_div(a, b, rounding_mode=None):
        if rounding_mode == 'floor': return floor(a / b)
        if rounding_mode == 'trunc': return trunc(a / b)
        return a / b
""",
    names="torch.div torch.divide",
    symbol="÷",
)
definition("def rsub(a, b, alpha=1): return b - a if alpha == 1 else b - alpha * a", symbol="−")
