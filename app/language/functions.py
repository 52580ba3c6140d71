"""Functions that mathematics writes in ways of its own: without brackets, by other names, with a base or a −1 at them."""

from __future__ import annotations

APPLIED = frozenset(
    (
        "sin cos tan cot sec csc arcsin arccos arctan asin acos atan sinh cosh tanh coth sech csch arcsinh arccosh arctanh "
        "asinh acosh atanh exp log ln lg log2 log10 log1p expm1 sqrt cbrt abs sgn sign det tr trace erf sigmoid softmax relu "
        "softplus max min sum mean prod print"
    ).split()
)
"""Names that are applied to what follows them, brackets or not."""
UNAPPLIED = APPLIED - {"mean"} | frozenset("argmax argmin argsort cumsum dot cross inv".split())
"""Names that are rarely those of a number."""
REDUCTIONS = frozenset({"sum", "mean", "prod"})
ALIASES = {
    "lg": "log10", "ld": "log2", "lb": "log2", "tg": "tan", "ctg": "cot", "cotg": "cot", "cosec": "csc", "sen": "sin", "tr": "trace",
    "arctg": "arctan", "sh": "sinh", "ch": "cosh", "th": "tanh", "tgh": "tanh", "arsinh": "arcsinh", "arcosh": "arccosh",
    "artanh": "arctanh", "argmin": "argmin", "sgn": "sign",
    "IF": "where", "If": "where", "ifelse": "where", "POWER": "power", "Power": "power", "length": "len",
}  # fmt: skip
"""Names for the same functions in other books, and in spreadsheets, Mathematica and R."""
INVERSES = {
    **{name: f"arc{name}" for name in "sin cos tan sinh cosh tanh".split()}, "exp": "log", "log": "exp", "ln": "exp",
    **{f"arc{name}": name for name in "sin cos tan sinh cosh tanh".split()},
}  # fmt: skip
LOG, EXP, BINOMIAL, CONCATENATE = "log", "exp", "binom", "concatenate"
"""What a logarithm to a base, a power of e, `n choose k` and vectors one after the other come to."""
EXTREMES = ("max", "min")
"""Of several values in brackets; of what runs over an index; and what layers end with."""
SPREADS = {"sd": "std", "std": "std", "var": "var"}
"""What MATLAB, Julia and R call deviations and variances of a sample."""
SPOKEN = {
    "sigmoid": "sigmoid", "logistic": "sigmoid", "logistic sigmoid": "sigmoid", "relu": "relu", "rectified linear unit": "relu",
    "rectifier": "relu", "tanh": "tanh", "hyperbolic tangent": "tanh", "softmax": "softmax", "softplus": "softplus", "gelu": "gelu",
    "exponential": "exp", "sine": "sin", "cosine": "cos", "natural logarithm": "log", "natural log": "log",
}  # fmt: skip
"""Functions by what people call them."""
