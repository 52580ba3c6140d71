"""Arithmetic with full broadcasting; what broadcasting copied is added up again in one place, the backward pass."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.arrays import masked, sum_to
from app.autodiff.table import primitive

# fmt: off
primitive("add",      "a, b", np.add,      "g",     "g",             symbol="+")
primitive("subtract", "a, b", np.subtract, "g",     "-g",            symbol="−", names="sub")
primitive("multiply", "a, b", np.multiply, "g * b", "g * a",         symbol="×", names="mul")
primitive("divide",   "a, b", np.divide,   "g / b", "-g * a / b**2", symbol="÷", names="true_divide div", undefined="division by zero")
primitive("power",    "a, b", np.power,    "unless(b == 0, g * b * a**(b - 1))", "unless((a == 0) & (b >= 0), g * y * log(a))", symbol="^", names="pow float_power",
          undefined="a negative number to a fractional power, or zero to a negative one")
primitive("negate",   "x",    np.negative, "-g",                     symbol="−", names="negative neg")
primitive("remainder","a, b", np.mod,      "g",     "-g * floor(a / b)", symbol="mod", names="mod fmod",
          policy="the jumps at multiples of b are passed over", undefined="division by zero")
primitive("square",   "x",    np.square,     "g * 2 * x",    symbol="(·)²")
primitive("reciprocal", "x",  np.reciprocal, "-g * y**2",    symbol="1/x", undefined="division by zero")
primitive("maximum",  "a, b", np.maximum,  "g * prefer(a, b)", "g * prefer(b, a)", symbol="max", names="fmax",
          kink="a == b", policy="equal values share the gradient evenly")
primitive("minimum",  "a, b", np.minimum,  "g * prefer(b, a)", "g * prefer(a, b)", symbol="min", names="fmin",
          kink="a == b", policy="equal values share the gradient evenly")
# Half a gradient to each of two equal values, as PyTorch's maximum does.
primitive("prefer",   "a, b", lambda a, b: np.heaviside(np.subtract(a, b), 0.5), None, None)
# The value, but 0 where the condition holds: keeps 0 · inf out of rules. The formula reads better without the condition.
primitive("unless",   "c, x", lambda c, x: masked(np.logical_not(c), x), None, "unless(c, g)")
primitive("sum_to",   "x, shape=()", sum_to, "broadcast_to(g, x.shape)", symbol="Σ")
# fmt: on
