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
from app.typeset.precedence import DOT, Level, at_least, level, power, product, quotient
from app.typeset.symbols import WORDS


@dataclass(frozen=True, slots=True)
class Application:
    """A call: `function` as it is set, `spelling` its last name (or "" where no rule may know it), and what it is given."""

    function: Math
    spelling: str
    arguments: tuple[Math, ...]
    settings: tuple[tuple[str, Math], ...] = ()

    def setting(self, *names: str) -> Math | None:
        return next((math for name, math in self.settings if name in names), None)


Notation = Callable[[Application], Math | None]

_AXES = ("axis", "dim")
# Settings that say how a result is stored, not what it is.
_SILENT = frozenset(
    "keepdims keepdim dtype out ddof correction unbiased reduction approximate inplace requires_grad device".split()
)
_INDICES = "ijklmn"
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
    letters = []
    for each in axes:
        if isinstance(each, Number) and (place := each.digits.replace("−", "-").removeprefix("-")).isdecimal():
            letters.append(Identifier(free[min(int(place), len(free) - 1)]))
    return listed(*letters) if letters else axis


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
        axis = call.setting(*_AXES) or (
            call.arguments[1] if len(call.arguments) == 2 and isinstance(call.arguments[1], Number) else None
        )
        if axis is None or len(call.arguments) > 2:
            return Apply(Text(sign), Fence(listed(*call.arguments)))
        return Big(sign, _index(axis, call.arguments[:1]), at_least(call.arguments[0], Level.ATOM))

    return notation


def _fence(opening: str, closing: str) -> Notation:
    return lambda call: Fence(call.arguments[0], opening, closing)


def _norm(call: Application) -> Math | None:
    order = call.setting("ord", "p")
    inside = Fence(call.arguments[0], "‖", "‖")
    return inside if order is None else Scripts(inside, order)


def _two(write: Callable[[Math, Math], Math]) -> Notation:
    """For a function of exactly two arguments."""
    return lambda call: write(*call.arguments) if len(call.arguments) == 2 else None


def _sum_of(sign: str) -> Callable[[Math, Math], Math]:
    return lambda a, b: row(at_least(a, Level.SUM), Symbol(sign, "binary"), at_least(b, Level.PRODUCT))


def _bare(call: Application) -> Math | None:
    """Written as its first argument alone: copying along axes is what a formula leaves to the reader."""
    return call.arguments[0]


def _where(condition: Math, then: Math, otherwise: Math) -> Math | None:
    if otherwise != Number("0"):
        return None
    return product(then, condition) if then != Number("1") else Fence(condition, "[", "]")


def _indexed(call: Application) -> Math | None:
    """The chosen entries of a value; what is too long to read as an index is left out."""
    value, key = call.arguments[0], call.arguments[-1]
    brief = level(key) == Level.ATOM and not isinstance(key, Apply | Text)
    return Apply(at_least(value, Level.ATOM), Fence(key if brief else Symbol("…"), "[", "]"))


def _others(call: Application) -> Math | None:
    """The product of all entries but one."""
    unlike = row(Identifier("k"), Symbol("≠", "relation"), Identifier("i"))
    return Big("Π", unlike, Scripts(at_least(call.arguments[0], Level.ATOM), Identifier("k")))


# `unless(c, x)` keeps 0 · inf out of a rule; `spread` and `broadcast_to` copy.
NOTATIONS: dict[str, Notation] = {
    "sum": _over("Σ"), "prod": _over("Π"), "mean": _mean, "sum_to": lambda call: Big("Σ", None, at_least(call.arguments[0], Level.PRODUCT)),
    "max": _extreme("max"), "min": _extreme("min"),
    "sqrt": lambda call: Root(call.arguments[0]), "cbrt": lambda call: Root(call.arguments[0], Number("3")),
    "rsqrt": lambda call: Fraction(Number("1"), Root(call.arguments[0])), "square": lambda call: power(call.arguments[0], Number("2")),
    "reciprocal": lambda call: Fraction(Number("1"), call.arguments[0]), "abs": _fence("|", "|"), "norm": _norm,
    "floor": _fence("⌊", "⌋"), "ceil": _fence("⌈", "⌉"), "inv": lambda call: power(call.arguments[0], Number("−1")),
    "transpose": lambda call: power(call.arguments[0], Text("T")), "negate": lambda call: row(Symbol("−", "prefix"), at_least(call.arguments[0], Level.PRODUCT)),
    "add": _two(_sum_of("+")), "subtract": _two(_sum_of("−")), "multiply": _two(product), "divide": _two(quotient), "power": _two(power),
    "matmul": _two(lambda a, b: product(a, b, matrices=True)), "dot": _two(lambda a, b: product(a, b, sign=DOT)),
    "outer": _two(lambda a, b: product(a, power(b, Text("T")), matrices=True)), "exp2": lambda call: power(Number("2"), call.arguments[0]),
    "spread": _bare, "broadcast_to": _bare, "unless": lambda call: call.arguments[-1], "entries": lambda call: Identifier("N"),
    "where": lambda call: _where(*call.arguments) if len(call.arguments) == 3 else None,
    "prefer": _two(lambda a, b: Fence(row(at_least(a, Level.SUM), Symbol(">", "relation"), at_least(b, Level.SUM)), "[", "]")),
    "index": _indexed, "others": _others, "even": lambda call: Fence(call.arguments[0], "[", "]"),
    "reshape": lambda call: Apply(Text("reshape"), Fence(call.arguments[0])), "scatter": lambda call: Apply(Text("scatter"), Fence(call.arguments[0])),
    "log1p": lambda call: Apply(Text("log"), Fence(_sum_of("+")(Number("1"), call.arguments[0]))),
    "expm1": lambda call: row(Apply(Text("exp"), Fence(call.arguments[0])), Symbol("−", "binary"), Number("1")),
    "array": _bare, "tensor": _bare, "asarray": _bare, "float": _bare,
}  # fmt: skip
