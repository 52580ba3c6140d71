"""Functions of one number, entry by entry, and choices between entries."""

from __future__ import annotations

import numpy as np
from scipy import special

from app.autodiff.primitives.calls import clip_bounds
from app.autodiff.table import definition, primitive

# fmt: off
primitive("exp",   "x", np.exp,   "g * y",                undefined="an overflow of exp", symbol="exp")
primitive("log",   "x", np.log,   "g / x",                undefined="the logarithm of zero or of a negative number", names="ln")
primitive("log2",  "x", np.log2,  "g / (x * log(2))",     undefined="the logarithm of zero or of a negative number")
primitive("log10", "x", np.log10, "g / (x * log(10))",    undefined="the logarithm of zero or of a negative number")
primitive("log1p", "x", np.log1p, "g / (1 + x)",          undefined="the logarithm of zero or of a negative number")
primitive("exp2",  "x", np.exp2,  "g * y * log(2)",       undefined="an overflow of exp2")
primitive("expm1", "x", np.expm1, "g * (y + 1)",          undefined="an overflow of expm1")
primitive("sqrt",  "x", np.sqrt,  "g / (2 * y)",          undefined="the square root of a negative number", symbol="√")
primitive("rsqrt", "x", lambda x: 1 / np.sqrt(x), "-g * y**3 / 2", undefined="the square root of zero or of a negative number")
primitive("cbrt",  "x", np.cbrt,  "g / (3 * y**2)")
primitive("abs",   "x", np.abs,   "g * sign(x)",          names="absolute fabs", symbol="|x|", kink="x == 0", policy="derivative 0 at 0")
primitive("sign",  "x", np.sign,  "0 * g",                names="sgn", kink="x == 0", policy="derivative 0 everywhere")
primitive("floor", "x", np.floor, "0 * g",                policy="derivative 0 everywhere")
primitive("ceil",  "x", np.ceil,  "0 * g",                policy="derivative 0 everywhere")
primitive("round", "x, decimals=0", np.round, "0 * g",    names="around rint", policy="derivative 0 everywhere")
primitive("trunc", "x", np.trunc, "0 * g",                names="fix", policy="derivative 0 everywhere")

primitive("sin",   "x", np.sin,   "g * cos(x)")
primitive("cos",   "x", np.cos,   "-g * sin(x)")
primitive("tan",   "x", np.tan,   "g * (1 + y**2)")
primitive("asin",  "x", np.arcsin, "g / sqrt(1 - x**2)",  names="arcsin", undefined="asin of a number outside of −1 … 1")
primitive("acos",  "x", np.arccos, "-g / sqrt(1 - x**2)", names="arccos", undefined="acos of a number outside of −1 … 1")
primitive("atan",  "x", np.arctan, "g / (1 + x**2)",      names="arctan")
primitive("atan2", "a, b", np.arctan2, "g * b / (a**2 + b**2)", "-g * a / (a**2 + b**2)", names="arctan2")
primitive("hypot", "a, b", np.hypot, "unless(y == 0, g * a / y)", "unless(y == 0, g * b / y)", policy="derivative 0 at the origin")
primitive("sinh",  "x", np.sinh,  "g * cosh(x)",          undefined="an overflow of sinh")
primitive("cosh",  "x", np.cosh,  "g * sinh(x)",          undefined="an overflow of cosh")
primitive("tanh",  "x", np.tanh,  "g * (1 - y**2)")
primitive("asinh", "x", np.arcsinh, "g / sqrt(x**2 + 1)", names="arcsinh")
primitive("acosh", "x", np.arccosh, "g / sqrt(x**2 - 1)", names="arccosh", undefined="acosh of a number below 1")
primitive("atanh", "x", np.arctanh, "g / (1 - x**2)",     names="arctanh", undefined="atanh of a number outside of −1 … 1")
primitive("deg2rad", "x", np.deg2rad, "g * pi / 180",     names="radians")
primitive("rad2deg", "x", np.rad2deg, "g * 180 / pi",     names="degrees")

primitive("erf",   "x", special.erf,     "g * 2 / sqrt(pi) * exp(-x**2)")
primitive("erfinv", "x", special.erfinv, "g * sqrt(pi) / 2 * exp(y**2)", undefined="erfinv of a number outside of −1 … 1")
primitive("gammaln", "x", special.gammaln, "g * digamma(x)",           names="lgamma loggamma", undefined="the gamma function at a pole")
primitive("digamma", "x", special.digamma, "g * polygamma(x, 1)",      names="psi", undefined="the digamma function at a pole")
primitive("polygamma", "x, n=1", lambda x, n: special.polygamma(n, x), "g * polygamma(x, n + 1)", undefined="the polygamma function at a pole",
          prepare=lambda n, x: ("polygamma", (x,), {"n": n}) if isinstance(n, int) else ("polygamma", (n,), {"n": x}))

primitive("clip",  "x, low=None, high=None", np.clip, "g * ((x >= low) & (x <= high))",
          names="clamp clip_by_value", prepare=clip_bounds, kink="(x == low) | (x == high)", policy="the gradient passes at the edges")
primitive("where", "c, a, b", np.where, None, "unless(c == 0, g)", "unless(c, g)", names="select")
# fmt: on
definition("def erfc(x): return 1 - erf(x)")
definition("def sinc(x): return where(x == 0, 1, sin(pi * x) / where(x == 0, 1, pi * x))")
