"""Functions of one number, entry by entry."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.arithmetic import FLAT
from app.autodiff.primitives.arrays import Array
from app.autodiff.primitives.call_forms import array_of, clip_bounds
from app.autodiff.table import definition, primitive, static, subject

subject(
    __name__, __doc__, explained="The gradient is multiplied by the slope of the function at its input, entry by entry."
)


def clip(x: Array, low: float, high: float) -> Array:
    return np.clip(x, low, high)


def bounded_square(r: Array, bound: float) -> Array:
    """r²/2 up to `bound` in size, and from there on along the tangent: what the losses of Huber are made of."""
    size = np.abs(r)
    near = np.minimum(size, bound)
    return np.where(size <= bound, near**2 / 2, bound * (size - bound / 2))[()]


LOG = "the logarithm of zero or of a negative number"
EDGES = "the gradient passes at the edges (since PyTorch 2.14 none does)"
# fmt: off
primitive("exp",   "x", np.exp,   "g * y",                undefined="an overflow of exp", spoken="exponential", explained="The exponential is its own derivative: the gradient is multiplied by the value that went out.")
primitive("log",   "x", np.log,   "g / x",                undefined=LOG, names="ln", spoken="logarithm", explained="The derivative of the logarithm is one over the input: the gradient is divided by it.")
primitive("log2",  "x", np.log2,  "g / (x * log(2))",     undefined=LOG, head="log_2", spoken="logarithm", explained="The derivative of a logarithm is one over the input, over the logarithm of its base.")
primitive("log10", "x", np.log10, "g / (x * log(10))",    undefined=LOG, head="log_10", spoken="logarithm", like="log2")
primitive("log1p", "x", np.log1p, "g / (1 + x)",          undefined=LOG, shown="log(1 + x)", spoken="log of 1 + x", explained="The derivative of log(1 + x) is one over 1 + x: the gradient is divided by it.")
primitive("exp2",  "x", np.exp2,  "g * y * log(2)",       undefined="an overflow of exp2", shown="2**x", spoken="power of two", explained="A power of two grows by itself times log 2: the gradient is multiplied by both.")
primitive("expm1", "x", np.expm1, "g * (y + 1)",          undefined="an overflow of expm1", shown="exp(x) - 1", spoken="exponential less one", explained="Taking one away changes no slope: the gradient is multiplied by the exponential.")
primitive("sqrt",  "x", np.sqrt,  "g / (2 * y)",          undefined="the square root of a negative number", symbol="√", form="√", spoken="square root", explained="The derivative of a root is one over twice the root: steep near zero, flat far out.")
primitive("rsqrt", "x", lambda x: 1 / np.sqrt(x), "-g * y**3 / 2", undefined="the square root of zero or of a negative number", shown="1 / sqrt(x)", symbol="1/√x", spoken="reciprocal root", explained="The derivative of one over a root is minus half of its third power.", code="1 / np.sqrt(x)")
primitive("cbrt",  "x", np.cbrt,  "g / (3 * y**2)", form="∛", symbol="∛x", spoken="cube root", explained="The derivative of a cube root is one over three times its square.", torch="torch.sign(x) * torch.abs(x) ** (1 / 3)")
primitive("abs",   "x", np.abs,   "g * sign(x)",          names="absolute fabs", symbol="|x|", kink="x == 0", policy="derivative 0 at 0", in_jax="1", form="|·|", spoken="absolute value", explained="An absolute value lets the gradient pass, with its sign turned where the input is negative.", code="np.abs(x)")
primitive("sign",  "x", np.sign,  "shut_off(g)",                names="sgn", policy=FLAT, spoken="sign", explained="The steps of this gate are flat, so no gradient passes.")
primitive("floor", "x", np.floor, "shut_off(g)",                policy=FLAT, form="⌊·⌋", symbol="⌊x⌋", spoken="rounding down", like="sign")
primitive("ceil",  "x", np.ceil,  "shut_off(g)",                policy=FLAT, form="⌈·⌉", symbol="⌈x⌉", spoken="rounding up", like="sign")
primitive("round", "x, decimals=0", np.round, "shut_off(g)",    names="around rint", policy=FLAT, spoken="rounding", like="sign")
primitive("trunc", "x", np.trunc, "shut_off(g)",                names="numpy.fix torch.fix", policy=FLAT, spoken="rounding towards zero", like="sign")
primitive("frac",  "x", lambda x: x - np.trunc(x), "g",   policy="the jumps at whole numbers are passed over", spoken="fractional part", explained="A fractional part moves with its input, so the gradient passes unchanged.", code="x - np.trunc(x)")

primitive("sin",   "x", np.sin,   "g * cos(x)", spoken="sine", explained="The derivative of the sine is the cosine of the input.")
primitive("cos",   "x", np.cos,   "-g * sin(x)", spoken="cosine", explained="The derivative of the cosine is minus the sine of the input.")
primitive("tan",   "x", np.tan,   "g * (1 + y**2)", spoken="tangent", explained="The derivative of the tangent is one plus its square.")
primitive("asin",  "x", np.arcsin, "g / sqrt(1 - x**2)",  names="arcsin", undefined="asin of a number outside of −1 … 1", head="arcsin", spoken="arcsine", explained="The derivative of the arcsine is one over the root of 1 − x².")
primitive("acos",  "x", np.arccos, "-g / sqrt(1 - x**2)", names="arccos", undefined="acos of a number outside of −1 … 1", head="arccos", spoken="arccosine", explained="The derivative of the arccosine is minus one over the root of 1 − x².")
primitive("atan",  "x", np.arctan, "g / (1 + x**2)",      names="arctan", head="arctan", spoken="arctangent", explained="The derivative of the arctangent is one over 1 + x².")
primitive("sinh",  "x", np.sinh,  "g * cosh(x)",          undefined="an overflow of sinh", spoken="hyperbolic sine", explained="The derivative of the hyperbolic sine is the hyperbolic cosine.")
primitive("cosh",  "x", np.cosh,  "g * sinh(x)",          undefined="an overflow of cosh", spoken="hyperbolic cosine", explained="The derivative of the hyperbolic cosine is the hyperbolic sine.")
primitive("tanh",  "x", np.tanh,  "g * (1 - y**2)",       names="hyperbolic_tangent", spoken="tanh", explained="The derivative of tanh is 1 − tanh²: one in the middle, and close to zero at both ends.")
primitive("asinh", "x", np.arcsinh, "g / sqrt(x**2 + 1)", names="arcsinh", head="arsinh", spoken="inverse hyperbolic sine", explained="The derivative of the inverse hyperbolic sine is one over the root of x² + 1.")
primitive("acosh", "x", np.arccosh, "g / sqrt(x**2 - 1)", names="arccosh", undefined="acosh of a number below 1", head="arcosh", spoken="inverse hyperbolic cosine", explained="The derivative of the inverse hyperbolic cosine is one over the root of x² − 1.")
primitive("atanh", "x", np.arctanh, "g / (1 - x**2)",     names="arctanh", undefined="atanh of a number outside of −1 … 1", head="artanh", spoken="inverse hyperbolic tangent", explained="The derivative of the inverse hyperbolic tangent is one over 1 − x².")
primitive("deg2rad", "x", np.deg2rad, "g * pi / 180",     names="radians", shown="pi * x / 180", spoken="change to radians", explained="The angle is multiplied by π/180, and so is its gradient.")
primitive("rad2deg", "x", np.rad2deg, "g * 180 / pi",     names="degrees", shown="180 / pi * x", spoken="change to degrees", explained="The angle is multiplied by 180/π, and so is its gradient.")

primitive("clip",  "x, low=None, high=None", clip, "pass_where((x >= low) & (x <= high), g)", names="clamp clip_by_value",
          prepare=clip_bounds, kink="(x == low) | (x == high)", policy=EDGES, in_jax="half of it", spoken="clip", explained="Within its bounds a clip passes the gradient; beyond them nothing comes back.", code="np.clip(x, low, high)", torch="torch.clip(x, min=low, max=high)")
primitive("clip_between", "x, low, high", np.clip, "pass_where((x >= low) & (x <= high), g)", "pass_where((x < low) & (low < high), g)", "pass_where((x > high) | (high < low), g)",
          symbol="clip", inner=True, kink="(x == low) | (x == high)", policy=EDGES, in_jax="half of it", spoken="clip", explained="Within its bounds a clip passes the gradient to its input; beyond them it goes to the bound.")
# One operation, as what a choice leaves out would make 0 · ∞ far off.
primitive("bounded_square", "r, delta", bounded_square, "g * clip(r, -delta, delta)", "g * maximum(abs(r) - delta, 0)", symbol="huber", inner=True,
          spoken="square with a bound on its slope", explained="The gradient is multiplied by the error, but by no more than the bound.", code="np.where(np.abs(r) <= delta, np.square(r) / 2, delta * (np.abs(r) - delta / 2))")
primitive("nan_to_num", "x, nan=0.0, posinf=None, neginf=None", lambda x, nan, posinf, neginf: np.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf), "unless(~isfinite(x), g)",
          policy="derivative 0 where the value was replaced", spoken="replacement of nan", explained="Entries that were replaced get nothing back, all others get their gradient.", code="np.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf)")
# fmt: on
definition(
    # Where the square of x is no number any more, the slope is none, too.
    "def sinc(x): return where(abs(x) < 1e-150, 1, sin(pi * x) / where(abs(x) < 1e-150, 1, pi * x))",
    spoken="sinc",
    explained="The gradient is multiplied by the slope of sin(πx)/(πx).",
)
definition("def clamp_min(x, min): return clip(x, min, None)", symbol="clip", policy=EDGES)
definition("def clamp_max(x, max): return clip(x, None, max)", symbol="clip", policy=EDGES)
definition(
    "def sec(x): return 1 / cos(x)",
    spoken="secant",
    explained="The derivative of the secant is the secant times the tangent.",
)
definition(
    "def csc(x): return 1 / sin(x)",
    spoken="cosecant",
    explained="The derivative of the cosecant is minus the cosecant times the cotangent.",
)
definition(
    "def coth(x): return cosh(x) / sinh(x)",
    spoken="hyperbolic cotangent",
    explained="The derivative of the hyperbolic cotangent is one less its square.",
)
definition(
    "def sech(x): return 1 / cosh(x)",
    spoken="hyperbolic secant",
    explained="The derivative of the hyperbolic secant is minus itself times tanh.",
)
definition(
    "def csch(x): return 1 / sinh(x)",
    spoken="hyperbolic cosecant",
    explained="The derivative of the hyperbolic cosecant is minus itself times the hyperbolic cotangent.",
)
definition(
    "def cot(x): return cos(x) / sin(x)",
    names="cotan",
    spoken="cotangent",
    explained="The derivative of the cotangent is minus one, less its square.",
)
definition(
    "def ldexp(x, other): return x * 2**other",
    symbol="x·2ⁿ",
    spoken="scaling by a power of two",
    explained="The gradient is multiplied by the same power of two.",
)
definition("def divmod(a, b): return a // b, a % b", symbol="÷, mod")
definition("def modf(x): return frac(x), trunc(x)")
definition(
    """
    def interp(x, xp, fp):
        i = bracket(x, xp)
        between = fp[i] + (x - xp[i]) * (fp[i + 1] - fp[i]) / (xp[i + 1] - xp[i])
        return where(x < xp[0], fp[0], where(x > xp[-1], fp[-1], between))
""",
    symbol="interp",
    policy="constant outside of the points",
    spoken="linear interpolation",
    explained="The input gets the gradient times the slope of the piece that it lies on; the ends of that piece share it.",
)


def bracket(x: object, points: object) -> object:
    """The position of the point before each entry, and never the last one."""
    known = array_of(points)
    return np.clip(np.searchsorted(known, array_of(x), "right") - 1, 0, len(known) - 2)


static("bracket", bracket, inner=True)
