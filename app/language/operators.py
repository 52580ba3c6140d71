"""The operators: one row a sign, with its spellings, how tightly it holds, how it is set, and the operation that it runs.

A sign that Python has not is read like the Python operator of its level, so it needs a row here and nothing else.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Level(IntEnum):
    """How tightly a piece of mathematics holds together, from loose to tight."""

    LIST = 0
    LOGIC = 1
    RELATION = 2
    SUM = 3
    NEGATIVE = 4
    PRODUCT = 5
    POWER = 6
    ATOM = 7


@dataclass(frozen=True, slots=True)
class Operator:
    """A sign as syntax trees have it, and `shown` as mathematics has it.

    `row` is the operation of the table that it runs on tensors, `plain` what it does to plain values, `python` the tree that
    Python reads it as (None for a sign of our own), `spellings` are further signs for it, separated by spaces, and `opposite`
    is the comparison that holds where this one does not.
    """

    sign: str
    level: Level
    shown: str
    row: str = ""
    python: type[ast.AST] | None = None
    plain: Callable[[Any, Any], Any] | None = None
    spellings: str = ""
    opposite: str = ""


# fmt: off
BETWEEN: tuple[Operator, ...] = (
    Operator("or",  Level.LOGIC,     "∨", "", ast.Or),
    Operator("and", Level.LOGIC,     "∧", "", ast.And),
    Operator("|",   Level.LOGIC,     "∨", "logical_or", ast.BitOr, operator.or_),
    Operator("&",   Level.LOGIC,     "∧", "logical_and", ast.BitAnd, operator.and_),
    Operator("<<",  Level.RELATION,  "≪", "", ast.LShift, operator.lshift),
    Operator(">>",  Level.RELATION,  "≫", "", ast.RShift, operator.rshift),
    Operator("==",  Level.RELATION,  "=", "equal", ast.Eq, operator.eq, opposite="!="),
    Operator("!=",  Level.RELATION,  "≠", "not_equal", ast.NotEq, operator.ne, "≠", opposite="=="),
    Operator("<",   Level.RELATION,  "<", "less", ast.Lt, operator.lt, "˂", opposite=">="),
    Operator("<=",  Level.RELATION,  "≤", "less_equal", ast.LtE, operator.le, "≤ ⩽ ≦", opposite=">"),
    Operator(">",   Level.RELATION,  ">", "greater", ast.Gt, operator.gt, "˃", opposite="<="),
    Operator(">=",  Level.RELATION,  "≥", "greater_equal", ast.GtE, operator.ge, "≥ ⩾ ≧", opposite="<"),
    Operator("is",  Level.RELATION,  "=", "", ast.Is, operator.is_),
    Operator("is not", Level.RELATION, "≠", "", ast.IsNot, operator.is_not),
    Operator("in",  Level.RELATION,  "∈", "", ast.In, lambda item, items: item in items),
    Operator("not in", Level.RELATION, "∉", "", ast.NotIn, lambda item, items: item not in items),
    Operator("+",   Level.SUM,       "+", "add", ast.Add, operator.add, "➕ ˖ ﬩"),
    Operator("-",   Level.SUM,       "−", "subtract", ast.Sub, operator.sub, "− ➖ ˗"),
    Operator("*",   Level.PRODUCT,   "×", "multiply", ast.Mult, operator.mul, "· ⋅ ∙ • ∗ × ⨯ ✕ ✖ ⋆ ⊙ ∘ ꞏ ・ ･ ● ⦁ ‧ ⸱ ⸳ ᛫ ⁎ ✻ ٭ ⨉ ╳ ˟"),
    Operator("/",   Level.PRODUCT,   "÷", "divide", ast.Div, operator.truediv, "÷ ∕ ⁄ ➗ ⧸ ╱"),
    Operator("//",  Level.PRODUCT,   "÷", "", ast.FloorDiv, operator.floordiv),
    Operator("%",   Level.PRODUCT,   "mod", "remainder", ast.Mod, operator.mod),
    Operator("@",   Level.PRODUCT,   "@", "matmul", ast.MatMult, operator.matmul),
    Operator("⊗",   Level.PRODUCT,   "⊗", "tensor_product"),
    Operator("**",  Level.POWER,     "^", "power", ast.Pow, operator.pow, "^ ˄ ꞈ ⌃ ↑"),
)
BEFORE: tuple[Operator, ...] = (
    Operator("not", Level.LOGIC,     "¬", "", ast.Not),
    Operator("~",   Level.LOGIC,     "¬", "logical_not", ast.Invert),
    Operator("-",   Level.NEGATIVE,  "−", "negate", ast.USub),
    Operator("+",   Level.NEGATIVE,  "+", "", ast.UAdd),
)
# fmt: on

SIGNS: Mapping[type[ast.AST], str] = {each.python: each.sign for each in (*BETWEEN, *BEFORE) if each.python is not None}
"""The sign for each of Python's trees."""
BINARY: Mapping[str, Operator] = {each.sign: each for each in BETWEEN}
"""What stands between two values, by its sign."""
PREFIX: Mapping[str, Operator] = {each.sign: each for each in BEFORE}
OWN = frozenset(each.sign for each in BETWEEN if each.python is None)
"""Signs that Python has not."""
_CARRIERS = {Level.SUM: "+", Level.PRODUCT: "*"}
BAR = "\u0304"
"""The line over the letter of a mean, x̄."""
FUNCTIONS: Mapping[str, str] = {
    "√": "sqrt", "∛": "cbrt", "∑": "sum", "∏": "prod", "⌊": "floor", "⌈": "ceil", "|": "abs", "‖": "norm", "⟨": "inner",
    "!": "factorial", "₊": "relu", "†": "pinv", "[": "index", BAR: "mean",
}  # fmt: skip
"""Signs that stand for a function of what comes after them, stands between them, or comes before them, or over it."""
MARKED: Mapping[str, str] = {f"__sign{ord(sign)}__": sign for sign in OWN}
"""The name that stands in Python's text for a sign of our own, `a *__sign8855__* b`. No name of a person can be one of these."""
CARRIED: Mapping[str, str] = {
    sign: _CARRIERS[BINARY[sign].level] + name + _CARRIERS[BINARY[sign].level] for name, sign in MARKED.items()
}
"""Python's spelling for each sign of our own."""
SPELLINGS: Mapping[str, str] = {spelling: each.sign for each in BETWEEN for spelling in each.spellings.split()}
"""Other spellings of signs that Python has."""
ARITHMETIC = tuple(each.sign for each in BETWEEN if each.level > Level.RELATION)
