"""Arithmetic with full broadcasting; what broadcasting copied is added up again in one place, the backward pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from app.autodiff.primitives import code_forms
from app.autodiff.primitives.arrays import Array, masked, preferred, sum_to
from app.autodiff.primitives.call_forms import Prepared, array_of, is_array
from app.autodiff.table import definition, primitive, subject

subject(__name__, __doc__)

FLAT = "derivative 0 everywhere"


def negate(x: ArrayLike) -> Array:
    """NumPy refuses to negate truth values; here they are numbers."""
    x = np.asarray(x)
    return np.asarray(np.negative(x.astype(float) if x.dtype == bool else x))[()]


def reciprocal(x: ArrayLike) -> Array:
    """One over `x`, for whole numbers too."""
    return np.asarray(np.divide(1.0, x))[()]


def power(a: ArrayLike, b: ArrayLike) -> Array:
    """`a` to the power `b`: of whole numbers a whole one, as NumPy has it; squares are products, which cost a tenth."""
    if np.asarray(a).dtype.kind == "i" == np.asarray(b).dtype.kind and np.all(np.greater_equal(b, 0)):
        return np.asarray(np.power(a, b))[()]
    if np.ndim(b) == 0 and b in (1, 2):
        base = np.asarray(a, dtype=float)
        return np.asarray(base * base if b == 2 else base)[()]
    return np.float_power(a, b)


def power_of_library(a: object, b: object) -> Prepared:
    """`np.power(a, b)`. Raises ValueError where NumPy and PyTorch do: for whole numbers to negative whole powers."""
    if is_whole(a) and is_whole(b) and (array_of(b) < 0).any():
        raise ValueError("whole numbers have no negative whole powers; write one of them with a point, as 1.0")
    return "power", (a, b), {}


def is_whole(x: object) -> bool:
    """Whether a value is of whole numbers; of a value of the graph its kind is asked for alone, not its numbers, which may change."""
    return bool(getattr(x, "dtype", np.asarray(0.0 if is_array(x) else x).dtype).kind in "iu")


def reciprocal_of_numpy(x: object) -> Prepared:
    """`np.reciprocal(x)`, which is the whole part of 1/x where x is a whole number."""
    return ("floor_divide", (1, x), {}) if is_whole(x) else ("reciprocal", (x,), {})


def unless(c: ArrayLike, x: ArrayLike) -> Array:
    """`x`, but 0 where `c` holds."""
    if np.ndim(c) == 0 and type(x) is np.ndarray and x.dtype == float:
        return np.zeros_like(x) if c else x
    return masked(np.logical_not(c), x)


def tangent_line(value: ArrayLike, x: ArrayLike, at: ArrayLike, slope: ArrayLike) -> Array:
    """`value`, and how far `x` has gone from `at` times the slope; `value` alone where it has not, be the slope infinite."""
    rise = np.multiply(slope, np.subtract(x, at))
    return np.asarray(np.where(np.equal(x, at), value, np.add(value, rise)))[()]


def first_of(*xs: ArrayLike, backward: object) -> Array:
    """The value alone, without what its gradient goes to."""
    return np.asarray(xs[0])[()]


def lerp(input: ArrayLike, end: ArrayLike, weight: ArrayLike) -> Array:  # noqa: A002 - PyTorch's name
    """From `input` to `end` as far as `weight` says, counted from the nearer end."""
    way = np.subtract(end, input)
    near, far = np.add(input, np.multiply(weight, way)), np.subtract(end, np.multiply(way, np.subtract(1, weight)))
    return np.asarray(np.where(np.abs(weight) < 0.5, near, far))[()]


def accumulate(*xs: Array) -> Array:
    """The sum of values of one shape, from the first to the last."""
    return sum(xs[1:], xs[0])


SHARED = "equal values share the gradient evenly"
RISEN = "value + slope * (x - at)"
"""A tangent line for a library that differentiates."""
# fmt: off
primitive("add",      "a, b", np.add,      "g",     "g",             symbol="+", shown="a + b", commutes=True, neutral=(0, 0), spoken="plus gate", explained="A plus gate hands the gradient that comes in to both of its inputs, unchanged.", alone=("A constant that is added leaves the gradient as it is.",) * 2, code="a + b", torch="a + b")
primitive("subtract", "a, b", np.subtract, "g",     "-g",            symbol="−", names="sub", shown="a - b", neutral=(None, 0), spoken="minus gate", explained="A minus gate hands the gradient on: unchanged to its first input, with the sign turned to its second.", alone=("A constant that is taken away leaves the gradient as it is.", "What is taken away from a constant gets the gradient with the sign turned."), code="a - b", torch="a - b")
primitive("multiply", "a, b", np.multiply, "g * b", "g * a",         symbol="×", names="mul", shown="a * b", commutes=True, neutral=(1, 1), spoken="times gate", explained="A times gate hands each input the gradient that comes in, times the other input.", alone=("A constant factor multiplies the gradient, too.",) * 2, code="a * b", torch="a * b")
primitive("divide",   "a, b", np.divide,   "g / b", "-g * a / b**2", symbol="÷", names="true_divide div", undefined="division by zero", shown="a / b", neutral=(None, 1), spoken="division", explained="A division hands its upper input the gradient divided by the lower one; the lower one gets it with the sign turned, times upper over lower squared.", alone=("What is divided by a constant gets the gradient divided by it, too.", "What a constant is divided by gets the gradient with the sign turned, times the constant over the square of the input."), code="a / b")
primitive("power",    "a, b", power, "unless(b == 0, g * b * a**(b - 1))", "unless((a == 0) & (b >= 0), g * y * log(a))", symbol="^", names="pow float_power", spelled={"numpy.power numpy.pow torch.pow method.pow jax.power jax.pow": power_of_library},
          undefined="a negative number to a fractional power, or zero to a negative one", shown="a**b", cases={2: "square", 0.5: "sqrt", -1: "reciprocal"}, neutral=(None, 1), spoken="power", explained="A power hands its base the gradient times exponent times the base to one less; the exponent gets it times the power and the logarithm of the base.", alone=("The derivative of a power with a constant exponent is the exponent times the base to one less.", "The derivative of a power of a constant is the power itself times the logarithm of the base."), code="a ** b", torch="a ** b")
primitive("negate",   "x",    negate,      "-g",                     symbol="−", names="negative neg", shown="-x", spoken="negation", explained="The sign turns on the way forward, so the gradient's sign turns on the way back.", code="-x", torch="-x")
primitive("floor_divide", "a, b", np.floor_divide, "shut_off(g)", "shut_off(g)", symbol="⌊a/b⌋", policy=FLAT, undefined="division by zero", shown="floor(a / b)", spoken="division, rounded down", explained="The steps of this gate are flat, so no gradient passes.", code="a // b")
primitive("remainder","a, b", np.mod,      "g",     "-g * floor_divide(a, b)", symbol="mod", names="mod",
          policy="the jumps at multiples of b are passed over", undefined="division by zero", shown="a % b", spoken="remainder", explained="A remainder moves with its first input, which gets the gradient unchanged; the second gets it as often as it was taken away, with the sign turned.", code="a % b")
primitive("fmod",     "a, b", np.fmod,     "g",     "-g * trunc(a / b)", names="lax.rem", policy="the jumps at multiples of b are passed over", undefined="division by zero", spoken="remainder", like="remainder")
primitive("square",   "x",    np.square,   "g * 2 * x",    symbol="(·)²", shown="x**2", spoken="square", explained="The derivative of a square is twice the input.", code="x ** 2")
primitive("reciprocal", "x",  reciprocal,  "-g * y**2",    symbol="1/x", spelled={"numpy.reciprocal": reciprocal_of_numpy}, undefined="division by zero", shown="1 / x", spoken="reciprocal", explained="The derivative of one over x is minus the square of the output.", code="1 / x")
primitive("maximum",  "a, b", np.maximum,  "unless(a < b, g * prefer(a, b))", "unless(b < a, g * prefer(b, a))", kink="a == b", policy=SHARED, head="max", commutes=True, names="lax.max", spoken="max gate", explained="A max gate hands the whole gradient to the larger input; the other one gets nothing.")
primitive("minimum",  "a, b", np.minimum,  "unless(b < a, g * prefer(b, a))", "unless(a < b, g * prefer(a, b))", kink="a == b", policy=SHARED, head="min", commutes=True, names="lax.min", spoken="min gate", explained="A min gate hands the whole gradient to the smaller input; the other one gets nothing.")
primitive("fmax",     "a, b", np.fmax,     "pass_where((a >= b) | isnan(b), g)", "pass_where(~((a >= b) | isnan(b)), g)", kink="a == b", policy="of two equal values the first takes all of the gradient", like="maximum")
primitive("fmin",     "a, b", np.fmin,     "pass_where((a <= b) | isnan(b), g)", "pass_where(~((a <= b) | isnan(b)), g)", kink="a == b", policy="of two equal values the first takes all of the gradient", like="minimum")
primitive("lerp", "input, end, weight", lerp, "g * (1 - weight)", "g * weight", "g * (end - input)", shown="input + weight * (end - input)", spoken="linear interpolation", explained="Both ends get the gradient, each by its weight; the weight gets it times the way from one end to the other.", code="input + weight * (end - input)")
primitive("hypot",    "a, b", np.hypot,    "g * a / y", "g * b / y", symbol="√(a²+b²)", shown="sqrt(a**2 + b**2)", commutes=True, spoken="hypotenuse", explained="Each side gets the gradient times its share of the length: the side over the hypotenuse.")
primitive("atan2",    "a, b", np.arctan2,  "unless(hypot(a, b) == 0, g * b / (a**2 + b**2))", "unless(hypot(a, b) == 0, -g * a / (a**2 + b**2))", names="arctan2",
          kink="hypot(a, b) == 0", policy="derivative 0 at the origin", in_jax="nan", spoken="angle", explained="An angle turns with each coordinate by the other one over the squared distance.")
primitive("logaddexp",  "a, b", np.logaddexp,  "g * sigmoid(a - b)",  "g * sigmoid(b - a)", shown="log(e**a + e**b)", commutes=True, spoken="log of a sum", explained="Each term gets its share of the gradient: its own exponential over the sum of both.")
primitive("logaddexp2", "a, b", np.logaddexp2, "g / (1 + exp2(b - a))", "g / (1 + exp2(a - b))", shown="log2(2**a + 2**b)", spoken="log of a sum", like="logaddexp")
primitive("copysign", "a, b", np.copysign, "g * sign(a) * sign(y)", "shut_off(g)",  kink="a == 0", policy="derivative 0 at 0", in_jax="the sign", spoken="sign copy", explained="The first input gets the gradient, with the sign turned where its own sign was turned.")
primitive("heaviside", "x, at", np.heaviside, "shut_off(g)", "pass_where(x == 0, g)", symbol="step", policy="derivative 0 everywhere", spoken="step", explained="A step is flat: nothing flows back, except to the value that it has at zero.", torch="torch.where(x == 0, at, (x > 0) * 1.0)")
# Half a gradient to each of two equal values, as PyTorch's maximum does.
primitive("prefer",   "a, b", preferred, None, None, inner=True, shown="where(a > b, 1, 0)", code="np.heaviside(a - b, 0.5)", torch="torch.heaviside((a - b).detach(), torch.tensor(0.5))")
# A gradient that a gate lets pass or stops: what is stopped is 0 even where inf or nan comes in, as PyTorch has it.
primitive("pass_where", "c, x", masked, None, "pass_where(c, g)", inner=True, shown="x * c", spoken="choice", explained="Where the value was kept it gets the gradient; where it was left out it gets zero.", code="np.where(c, x, 0.0)")
primitive("tangent_line", "value, x, at, slope", tangent_line, "g", "g * slope", None, None, inner=True, shown="value + slope*(x - at)", spoken="own derivative", explained="The text gives the derivative itself: the gradient is multiplied by it.", code="value", torch=RISEN, jax=RISEN)
primitive("own_backward", "*xs, backward=None", first_of, "backward(g, *(i, *xs))", inner=True, symbol="own rule", spoken="own backward pass", explained="The text says itself what becomes of the gradient on its way back.", unchecked="the text's own backward pass is no derivative", code="xs[0]", meaning="the text's own function of the gradient")
primitive("shut_off", "x", np.zeros_like, "shut_off(g)", inner=True, shown="0", spoken="stop", explained="Nothing passes.", code="np.zeros_like(x)")
# The value, but 0 where the condition holds: keeps 0 · inf out of rules. The formula reads better without the condition.
primitive("unless",   "c, x", unless, None, "unless(c, g)", inner=True, shown="x", spoken="choice", like="pass_where", code="np.where(c, 0.0, x)")
primitive("accumulate", "*xs", accumulate, "g", symbol="+", inner=True, spoken="sum", explained="Every term of the sum gets the gradient unchanged.", code=code_forms.every_term)
primitive("sum_to",   "x, shape=()", sum_to, "broadcast_to(g, x.shape)", symbol="Σ", inner=True, shown="sum(x)", spoken="sum", explained="Every entry went into the sum with weight one, so each gets the gradient back unchanged.", code=code_forms.summed_to)
# fmt: on
definition("def unary_plus(x): return x", names="torch.positive numpy.positive", symbol="+")
definition("def addcmul(input, tensor1, tensor2, value=1): return input + value * tensor1 * tensor2")
definition("def addcdiv(input, tensor1, tensor2, value=1): return input + value * tensor1 / tensor2")
definition(
    "def torch_add(a, b, alpha=1): return a + b if alpha == 1 else a + alpha * b",
    names="torch.add",
    symbol="+",
    spoken="plus gate",
    explained="The first input gets the gradient unchanged, the second gets it times alpha.",
)
definition(
    "def torch_sub(a, b, alpha=1): return a - b if alpha == 1 else a - alpha * b",
    names="torch.sub torch.subtract",
    symbol="−",
    spoken="minus gate",
    explained="The first input gets the gradient unchanged, the second gets it with the sign turned, times alpha.",
)
definition(
    """
    def torch_div(a, b, rounding_mode=None):
        if rounding_mode == 'floor': return a // b
        if rounding_mode == 'trunc': return trunc(a / b)
        return a / b
""",
    names="torch.div torch.divide",
    symbol="÷",
)
definition("def rsub(a, b, alpha=1): return b - a if alpha == 1 else b - alpha * a", symbol="−")
