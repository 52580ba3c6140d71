"""How tightly a piece of mathematics holds together, and what stands between two factors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from app.language.operators import BETWEEN, Level
from app.typeset.notation import (
    COMMA,
    MINUS,
    Accent,
    Apply,
    Big,
    Fence,
    Fraction,
    Group,
    Identifier,
    Math,
    Matrix,
    Number,
    Row,
    Scripts,
    Symbol,
    Text,
    Times,
    fenced,
    listed,
    parts,
    row,
)

DOT = Symbol("·", "binary")
TRANSPOSED, INVERSE = Text("T"), Number("−1")


_LEVELS = {each.shown: each.level for each in BETWEEN}


def level(math: Math) -> Level:
    """The loosest operator at the top of `math`."""
    match math:
        case Row(items):
            return min((_sign_level(item) for item in items), default=Level.ATOM)
        case Number(digits):
            return Level.NEGATIVE if digits.startswith("−") else Level.ATOM
        case Fraction() | Big():
            return Level.PRODUCT
        case Scripts(sup=Math()):
            return Level.POWER
    return Level.ATOM


def _sign_level(item: Math) -> Level:
    match item:
        case Symbol(_, "punctuation"):
            return Level.LIST
        case Symbol("¬"):
            return Level.LOGIC
        case Symbol(sign, "relation"):
            return _LEVELS.get(sign, Level.RELATION)
        case Symbol(sign, "binary"):
            return _LEVELS.get(sign, Level.PRODUCT)
        case Symbol(_, "prefix"):
            return Level.NEGATIVE
        case Number():
            # The digits of −2 · 10⁻⁴, which hold no more tightly by themselves than the whole does.
            return min(Level.PRODUCT, level(item))
    return Level.PRODUCT


def at_least(math: Math, wanted: Level) -> Math:
    """`math`, in parentheses if it is looser than `wanted`."""
    return math if level(math) >= wanted else fenced(math)


def infix(sign: str, left: Math, right: Math) -> Math:
    """`left sign right`, by the level of the sign: what is as loose on the right is a group of its own."""
    own = _LEVELS.get(sign, Level.PRODUCT)
    tighter = Level.PRODUCT if own == Level.SUM else Level(own + 1)
    return row(at_least(left, own), Symbol(sign, "binary"), at_least(right, tighter))


def product(left: Math, right: Math, *, sign: Symbol | None = None, matrices: bool = False) -> Math:
    """Left times right; without a sign, written as a textbook would: side by side, or with a dot where that would misread.

    A comparison as a factor is 1 or 0, and stands in square brackets.
    """
    left, right = _factor(left, Level.NEGATIVE), _factor(right, Level.PRODUCT)
    if isinstance(_last(left), Big):
        left = fenced(left)
    # Between entries and rows by columns, two signs alike would not say which product comes first.
    if mixed(right, among=matrices) and not isinstance(left, Number | Fraction):
        right = fenced(right)
    joint = sign or _joint(_last(left), _first(right))
    if matrices:
        joint = Times(thin=joint == DOT or joint == Times(thin=True), matrices=True)
    return row(left, joint, right)


def mixed(math: Math, *, among: bool) -> bool:
    """Whether a product holds one of the other kind than those `among` which it is to stand."""
    signs = [item for item in math.items if item == DOT or isinstance(item, Times)] if isinstance(math, Row) else []
    return any((isinstance(sign, Times) and sign.matrices) != among for sign in signs)


def quotient(above: Math, below: Math) -> Math:
    """Above over below; a fraction at the head of `above` (a derivative, 1/N) stays in front: `dL/dz · x/y`."""
    above = _factor(above, Level.LIST)
    sign, first, rest = _headed(above)
    if isinstance(first, Group) and sign:
        return row(*sign, Fraction(product(first, rest) if rest != Number("1") else first, below))
    if not isinstance(first, Fraction):
        return Fraction(above, below)
    # The bar of a fraction holds its numerator together.
    return row(*sign, product(first, Fraction(rest.body if _parenthesised(rest) else rest, below)))


def _parenthesised(math: Math) -> TypeGuard[Fence]:
    return isinstance(math, Fence) and math.opening == "("


def _headed(math: Math) -> tuple[tuple[Math, ...], Math, Math]:
    """A product's minus sign if it has one, its first factor, and what that is multiplied by."""
    items = math.items if isinstance(math, Row) and level(math) >= Level.NEGATIVE else (math,)
    sign = items[:1] if isinstance(items[0], Symbol) else ()
    first, *others = items[len(sign) :] or (math,)
    return sign, first, row(*others[1:]) if others else Number("1")


def _factor(math: Math, wanted: Level) -> Math:
    return at_least(valued(math), wanted)


def valued(math: Math) -> Math:
    """A comparison as a number, in square brackets; all else as it is."""
    return bracketed(math) if level(math) in (Level.LOGIC, Level.RELATION) else math


def bracketed(condition: Math) -> Math:
    """1 where the condition holds and 0 elsewhere, as Iverson wrote it; ones and noughts as they are."""
    return condition if array(condition) else Fence(condition, "[", "]")


def power(base: Math, exponent: Math) -> Math:
    """`base` to the `exponent`; a subscript of the base stays under the exponent, and the inverse of a transpose is one sign."""
    if isinstance(base, Scripts) and {base.sup, exponent} == {TRANSPOSED, INVERSE}:
        return Scripts(base.base, base.sub, row(MINUS, TRANSPOSED))
    base = at_least(base, Level.ATOM)
    if isinstance(base, Scripts) and base.sup is None:
        return Scripts(base.base, base.sub, exponent)
    return Scripts(base, None, exponent)


def transposed(math: Math) -> Math:
    """The transpose worked out: of a transpose what it was, of a product of matrices that of the last factor first."""
    if isinstance(math, Scripts) and math.sup == TRANSPOSED:
        base = math.base.body if _parenthesised(math.base) else math.base
        return base if math.sub is None else Scripts(math.base, math.sub)
    items = math.items if isinstance(math, Row) else ()
    sign, factors = (items[:1], items[1:]) if items[:1] == (MINUS,) else ((), items)
    joints = factors[1::2]
    if not joints or len(factors) % 2 == 0 or not all(isinstance(each, Times) and each.matrices for each in joints):
        return power(math, TRANSPOSED)
    turned, *rest = [transposed(each.body if _parenthesised(each) else each) for each in factors[::-2]]
    for factor in rest:
        turned = product(turned, factor, matrices=True)
    return row(*sign, turned)


def subscripted(value: Math, indices: Sequence[Math]) -> Math:
    """Entries of a value: letters and numbers as its subscript, anything else in square brackets."""
    base = at_least(value, Level.ATOM)
    simple = isinstance(base, Identifier) or not isinstance(base, Scripts | Text | Apply | Fence)
    if simple and all(isinstance(each, Identifier | Number) and level(each) == Level.ATOM for each in indices):
        return Scripts(base, listed(*indices))
    return Apply(base, Fence(listed(*indices), "[", "]"))


def _last(math: Math) -> Math:
    return math.items[-1] if isinstance(math, Row) and math.items else math


def _first(math: Math) -> Math:
    return math.items[0] if isinstance(math, Row) and math.items else math


def stem(math: Math) -> Math:
    """What a script or a mark hangs on."""
    return stem(math.base) if isinstance(math, Scripts | Accent) else math


def numeric(math: Math) -> bool:
    """Whether no letter stands in `math`: `1 · (1 − 0.5²)` is a product of numbers, `2(x + 1)` one of a number and a value."""
    return not isinstance(math, Identifier | Text) and all(map(numeric, parts(math)))


def array(math: Math) -> bool:
    """Whether `math` is entries in brackets: two of them side by side would be a product of matrices."""
    if isinstance(math, Fence) and math.opening == "[":
        items = math.body.items if isinstance(math.body, Row) else (math.body,)
        return any(isinstance(item, Number) or item == COMMA for item in items) and level(math.body) == Level.LIST
    return isinstance(math, Matrix)


def _joint(left: Math, right: Math) -> Math:
    """What stands between two factors that meet at `left` and `right`."""
    start, end = stem(right), stem(left)
    if isinstance(start, Group) or isinstance(end, Group):
        return DOT
    if isinstance(start, Number | Fraction | Text) or isinstance(end, Text | Apply) or array(start) or array(end):
        return DOT
    if isinstance(end, Number) and isinstance(start, Fence) and numeric(start):
        return DOT
    if isinstance(end, Fraction):
        return Times(thin=True) if isinstance(end.above, Number) else DOT
    if isinstance(end, Number):
        return Times(thin=isinstance(start, Apply | Big))
    return Times(thin=not isinstance(start, Identifier) or not isinstance(end, Identifier))
