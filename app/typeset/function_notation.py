"""How functions are written: most as `name(arguments)`, some as mathematics has its own notation for."""

from __future__ import annotations

from collections.abc import Callable

from app.language.operators import Level
from app.typeset.application import Application, Notation, called, index, one, same, term, two
from app.typeset.notation import (
    Apply,
    Big,
    Fence,
    Fraction,
    Identifier,
    Math,
    Number,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    listed,
    row,
)
from app.typeset.precedence import DOT, TRANSPOSED, at_least, infix, power, product, quotient
from app.typeset.rule_notation import RULES
from app.typeset.symbols import WORDS

_AXES = ("axis", "dim")
# Settings that say how a result is stored, not what it is.
_SILENT = frozenset({
    "keepdims", "keepdim", "dtype", "out", "ddof", "correction", "unbiased", "reduction", "approximate", "inplace", "device",
    "requires_grad",
})  # fmt: skip
_PI, _HALF_TURN = Identifier("π"), Number("180")
# Functions that have a letter of their own, and words that are set otherwise when they are called.
_HEADS: dict[str, Math] = {
    "gamma": Text("Γ"), "Gamma": Text("Γ"), "beta": Text("B"), "Beta": Text("B"),
    "betaln": Text("log B"), "ndtr": Text("Φ"), "log_ndtr": Text("log Φ"),
    "ndtri": Scripts(Text("Φ"), None, Number("−1")), "asinh": Text("arsinh"), "acosh": Text("arcosh"), "atanh": Text("artanh"),
    "cofactors": Text("cof"), "symmetric": Text("sym"), "lower_half": Text("lower half"),
    **{f"bessel_{kind}{order}": Scripts(Identifier(kind.upper()), Number(order)) for kind in "ij" for order in "01"},
    **{f"bessel_i{order}e": Scripts(Identifier("I"), row(Number(order), Text("e"))) for order in "01"},
    "eigvalsh": Identifier("λ"), "svdvals": Identifier("σ"), "logical_xor": Text("xor"),
}  # fmt: skip
_ALIKE = {
    "amax": "max", "amin": "min", "nansum": "sum", "average": "mean", "product": "prod", "fabs": "abs", "absolute": "abs", "ln": "log",
    "clamp": "clip", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "mod": "remainder", "pow": "power", "float_power": "power", "mul": "multiply",
    "sub": "subtract", "div": "divide", "true_divide": "divide", "neg": "negate", "negative": "negate", "mm": "matmul", "bmm": "matmul",
    "mv": "matmul", "matvec": "matmul", "vecmat": "matmul", "inner": "dot", "vdot": "dot", "permute": "transpose", "swapaxes": "transpose",
    "t": "transpose", "swapdims": "transpose", "add_": "add", "magnitude": "norm", "vector_norm": "norm", "ger": "outer",
}  # fmt: skip


def applied(call: Application) -> Math:
    """The call as it is written."""
    spelling = _ALIKE.get(call.spelling, call.spelling)
    notation = NOTATIONS.get(spelling)
    written = notation(call) if notation and call.arguments else None
    return written or _plainly(call, spelling)


def _plainly(call: Application, spelling: str) -> Math:
    """`name(arguments)`: an axis is an index of the name, other settings stand behind with theirs."""
    head = _HEADS.get(spelling) or WORDS.get(spelling) or call.function
    axis = call.setting(*_AXES)
    if axis is not None and not isinstance(head, Scripts):
        head = Scripts(head, _index(axis, call.arguments))
    named = [
        row(Text(name), Symbol("=", "relation"), math)
        for name, math in call.settings
        if name not in _SILENT and name not in _AXES
    ]
    return Apply(head, Fence(listed(*call.arguments, *named) if call.arguments or named else Row(())))


def _index(axis: Math, taken: tuple[Math, ...]) -> Math:
    """The letters for an axis, or for several in parentheses."""
    axes = axis.body.items if isinstance(axis, Fence) and isinstance(axis.body, Row) else (axis,)
    letters = [letter for each in axes if (letter := index(each, taken)) is not None]
    return listed(*letters) if letters else axis


def _over(sign: str) -> Notation:
    """A reduction: the sign with the index that it runs over, then what it takes together."""

    def notation(call: Application) -> Math | None:
        axis = call.setting(*_AXES) or (call.arguments[1] if len(call.arguments) > 1 else None)
        if axis == Text("None"):
            axis = None
        return Big(
            sign, None if axis is None else _index(axis, call.arguments[:1]), at_least(call.arguments[0], Level.PRODUCT)
        )

    return notation


def _mean(call: Application) -> Math | None:
    total = _over("Σ")(call)
    return None if total is None else product(Fraction(Number("1"), Identifier("N")), total)


def _extreme(sign: str) -> Notation:
    """`max(a, b)` of two values, or over an axis of one."""

    def notation(call: Application) -> Math | None:
        second = call.arguments[1] if len(call.arguments) == 2 and not call.bare else None
        axis = call.setting(*_AXES) or (second if isinstance(second, Number) else None)
        if axis is None:
            return Apply(Text(sign), Fence(listed(*call.arguments)))
        return Big(sign, _index(axis, call.arguments[:1]), at_least(call.arguments[0], Level.ATOM))

    return notation


def _norm(call: Application) -> Math | None:
    order = call.setting("ord", "p")
    inside = Fence(call.arguments[0], "‖", "‖")
    return inside if order is None else Scripts(inside, order)


def _over_one(math: Math) -> Math:
    return Fraction(Number("1"), math)


def _negated(math: Math) -> Math:
    return row(Symbol("−", "prefix"), at_least(math, Level.PRODUCT))


def _transposed(math: Math) -> Math:
    return power(math, TRANSPOSED)


def _modulo(a: Math, b: Math) -> Math:
    return infix("mod", a, b)


def _length(a: Math, b: Math) -> Math:
    """The hypotenuse."""
    return Root(term("+")(power(a, Number("2")), power(b, Number("2"))))


def _log_of_sum(base: Math, head: Math) -> Notation:
    """`log(eᵃ + eᵇ)`."""
    return two(lambda a, b: Apply(head, Fence(term("+")(power(base, a), power(base, b)))))


def _ordered(write: Callable[[Math], Math]) -> Notation:
    """A function of an order and a number, with its order set as a script: `ψ⁽ⁿ⁾(x)`, `Iₙ(x)`."""

    def notation(call: Application) -> Math | None:
        first = call.arguments[0] if len(call.arguments) > 1 else Identifier("n")
        return Apply(write(call.setting("n") or first), Fence(call.arguments[-1]))

    return notation


def _log_sum(call: Application) -> Math | None:
    first, *rest = call.arguments
    total = _over("Σ")(Application(call.function, "sum", (called("exp")(first), *rest), call.settings))
    return None if total is None else row(Text("log"), Space(), total)


def _one_more(math: Math) -> Math:
    return term("+")(Number("1"), math)


NOTATIONS: dict[str, Notation] = {
    **RULES, "sum": _over("Σ"), "prod": _over("Π"), "mean": _mean, "max": _extreme("max"), "min": _extreme("min"), "norm": _norm,
    "sqrt": one(Root), "cbrt": one(lambda x: Root(x, Number("3"))), "rsqrt": one(lambda x: _over_one(Root(x))),
    "square": one(lambda x: power(x, Number("2"))), "reciprocal": one(_over_one), "exp2": one(lambda x: power(Number("2"), x)),
    "log1p": one(lambda x: called("log")(_one_more(x))), "expm1": one(lambda x: term("−")(called("exp")(x), Number("1"))),
    "abs": one(lambda x: Fence(x, "|", "|")), "floor": one(lambda x: Fence(x, "⌊", "⌋")), "ceil": one(lambda x: Fence(x, "⌈", "⌉")),
    "negate": one(_negated), "negated": one(_negated), "transpose": one(_transposed),
    "add": two(term("+")), "subtract": two(term("−")), "multiply": two(product), "divide": two(quotient), "power": two(power),
    "remainder": two(_modulo), "hypot": two(_length), "logaddexp": _log_of_sum(Identifier("e"), Text("log")),
    "logaddexp2": _log_of_sum(Number("2"), Scripts(Text("log"), Number("2"))),
    "polygamma": _ordered(lambda n: Scripts(Identifier("ψ"), None, Fence(n))),
    "bessel_iv": _ordered(lambda n: Scripts(Identifier("I"), n)), "bessel_jv": _ordered(lambda n: Scripts(Identifier("J"), n)),
    "logsumexp": _log_sum, "deg2rad": one(lambda x: Fraction(product(_PI, x), _HALF_TURN)),
    "rad2deg": one(lambda x: product(Fraction(_HALF_TURN, _PI), x)),
    "xlogy": two(lambda x, z: product(x, called("log")(z))), "xlog1py": two(lambda x, z: product(x, called("log")(_one_more(z)))),
    "matmul": two(lambda a, b: product(a, b, matrices=True)), "dot": two(lambda a, b: product(a, b, sign=DOT)),
    "outer": two(lambda a, b: product(a, _transposed(b), matrices=True)),
    "array": one(same), "tensor": one(same), "asarray": one(same), "float": one(same),
}  # fmt: skip
