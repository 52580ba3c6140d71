"""How functions are written: most as `name(arguments)`, some as mathematics has its own notation for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
    Symbol,
    Text,
    listed,
    parts,
    row,
)
from app.typeset.precedence import DOT, Level, at_least, power, product, quotient
from app.typeset.symbols import WORDS


@dataclass(frozen=True, slots=True)
class Application:
    """A call: `function` as it is set, `spelling` its last name (or "" where no rule may know it), and what it is given.

    `bare` is a call of a name alone: `max(x, 0)` compares, where `np.max(x, 0)` runs over an axis.
    """

    function: Math
    spelling: str
    arguments: tuple[Math, ...]
    settings: tuple[tuple[str, Math], ...] = ()
    bare: bool = False

    def setting(self, *names: str) -> Math | None:
        return next((math for name, math in self.settings if name in names), None)


Notation = Callable[[Application], Math | None]

_AXES = ("axis", "dim")
# Settings that say how a result is stored, not what it is.
_SILENT = frozenset({
    "keepdims", "keepdim", "dtype", "out", "ddof", "correction", "unbiased", "reduction", "approximate", "inplace", "device",
    "requires_grad",
})  # fmt: skip
_INDICES = "ijklmn"
_LONGEST_INDEX = 9
_ALIKE = {
    "amax": "max", "amin": "min", "nansum": "sum", "average": "mean", "product": "prod", "fabs": "abs", "absolute": "abs", "ln": "log",
    "clamp": "clip", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "pow": "power", "float_power": "power", "mul": "multiply",
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
    head = WORDS.get(spelling) or call.function
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
    """The letter for an axis: i for the first, j for the second or the last, passing over letters in use."""
    axes = axis.body.items if isinstance(axis, Fence) and isinstance(axis.body, Row) else (axis,)
    free = [sign for sign in _INDICES if not any(_mentions(math, sign) for math in taken)] or list(_INDICES)
    letters = [Identifier(free[min(place, len(free) - 1)]) for each in axes if (place := _place(each)) is not None]
    return listed(*letters) if letters else axis


def _place(axis: Math) -> int | None:
    """The number of an axis, from the front or (which comes to the same letter) from the back."""
    digits = axis.digits.removeprefix("−") if isinstance(axis, Number) else ""
    return int(digits) if digits.isdecimal() else None


def _mentions(math: Math, letter: str) -> bool:
    return math == Identifier(letter) or any(_mentions(part, letter) for part in parts(math))


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


def _two(write: Callable[[Math, Math], Math]) -> Notation:
    """For a function of exactly two arguments."""
    return lambda call: write(*call.arguments) if len(call.arguments) == 2 else None


def _term(sign: str) -> Callable[[Math, Math], Math]:
    return lambda a, b: row(at_least(a, Level.SUM), Symbol(sign, "binary"), at_least(b, Level.PRODUCT))


def _same(math: Math) -> Math:
    return math


def _where(condition: Math, then: Math, otherwise: Math) -> Math | None:
    if otherwise != Number("0"):
        return None
    return product(then, condition) if then != Number("1") else _bracketed(condition)


def _indexed(call: Application) -> Math | None:
    """The chosen entries of a value; what is too long to read as an index is left out."""
    value, key = call.arguments[0], call.arguments[-1]
    if isinstance(key, Fence) and key.opening == "(":
        key = key.body
    brief = _extent(key) <= _LONGEST_INDEX and not isinstance(key, Apply | Text)
    return Apply(at_least(value, Level.ATOM), Fence(key if brief else Symbol("…"), "[", "]"))


def _extent(math: Math) -> int:
    """How many pieces a formula has."""
    return 1 + sum(map(_extent, parts(math)))


def _others(math: Math) -> Math:
    """The product of all entries but one."""
    unlike = row(Identifier("k"), Symbol("≠", "relation"), Identifier("i"))
    return Big("Π", unlike, Scripts(at_least(math, Level.ATOM), Identifier("k")))


def _bracketed(condition: Math) -> Math:
    """1 where the condition holds and 0 elsewhere, as Iverson wrote it."""
    return Fence(condition, "[", "]")


def _preferred(a: Math, b: Math) -> Math:
    return _bracketed(row(at_least(a, Level.SUM), Symbol(">", "relation"), at_least(b, Level.SUM)))


def _one(write: Callable[[Math], Math]) -> Notation:
    """For a function whose first argument alone is shown."""
    return lambda call: write(call.arguments[0])


def _called(word: str) -> Callable[[Math], Math]:
    return lambda math: Apply(Text(word), Fence(math))


def _over_one(math: Math) -> Math:
    return Fraction(Number("1"), math)


def _negated(math: Math) -> Math:
    return row(Symbol("−", "prefix"), at_least(math, Level.PRODUCT))


def _transposed(math: Math) -> Math:
    return power(math, Text("T"))


# `unless(c, x)` keeps 0 · inf out of a rule; `spread` and `broadcast_to` copy along axes. All three a formula leaves to the reader.
NOTATIONS: dict[str, Notation] = {
    "sum": _over("Σ"), "prod": _over("Π"), "mean": _mean, "max": _extreme("max"), "min": _extreme("min"), "norm": _norm,
    "sum_to": _one(lambda x: Big("Σ", None, at_least(x, Level.PRODUCT))), "others": _one(_others),
    "sqrt": _one(Root), "cbrt": _one(lambda x: Root(x, Number("3"))), "rsqrt": _one(lambda x: _over_one(Root(x))),
    "square": _one(lambda x: power(x, Number("2"))), "reciprocal": _one(_over_one), "exp2": _one(lambda x: power(Number("2"), x)),
    "log1p": _one(lambda x: _called("log")(_term("+")(Number("1"), x))),
    "expm1": _one(lambda x: _term("−")(_called("exp")(x), Number("1"))),
    "abs": _one(lambda x: Fence(x, "|", "|")), "floor": _one(lambda x: Fence(x, "⌊", "⌋")), "ceil": _one(lambda x: Fence(x, "⌈", "⌉")),
    "negate": _one(_negated), "transpose": _one(_transposed), "inv": _one(lambda x: power(x, Number("−1"))),
    "add": _two(_term("+")), "subtract": _two(_term("−")), "multiply": _two(product), "divide": _two(quotient), "power": _two(power),
    "matmul": _two(lambda a, b: product(a, b, matrices=True)), "dot": _two(lambda a, b: product(a, b, sign=DOT)),
    "outer": _two(lambda a, b: product(a, _transposed(b), matrices=True)), "prefer": _two(_preferred), "even": _one(_bracketed),
    "where": lambda call: _where(*call.arguments) if len(call.arguments) == 3 else None, "index": _indexed,
    "spread": _one(_same), "broadcast_to": _one(_same), "unless": lambda call: call.arguments[-1],
    "entries": _one(lambda x: Identifier("N")),
    "array": _one(_same), "tensor": _one(_same), "asarray": _one(_same), "float": _one(_same),
    "reshape": _one(_called("reshape")), "scatter": _one(_called("scatter")),
}  # fmt: skip
