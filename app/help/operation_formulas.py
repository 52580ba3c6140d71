"""What an operation computes, and its rules, in its own names: y is its output, and dL/dy comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from app.autodiff.primitives import DEFINITIONS, STATICS, TABLE
from app.autodiff.table import Definition, Primitive, Row, literal_default
from app.diagram.rule_formulas import SIGNS
from app.diagram.simplification import mentioned, simplified
from app.language import parse_expression
from app.language.operators import BINARY, Level
from app.language.syntax import (
    Binary,
    Call,
    Compare,
    Comprehension,
    Conditional,
    Expr,
    Keyword,
    Literal,
    Name,
    Return,
    Sequence,
    Subscript,
    Unary,
)
from app.typeset import Fence, Identifier, Math, Number, Scripts, Text, derivative, equality, expression, name, plain
from app.typeset.notation import parts

LOSS, OUTPUT, INDEX = name("L"), name("y"), Identifier("i")
AXIS = Text("axis")
LETTERS: Mapping[str, Math] = {"g": derivative(LOSS, OUTPUT), "axis": INDEX, "lambd": name("lambda")}
CHOSEN = "[·]"
"""The symbol of rows that choose entries."""
UNSAID = frozenset({"keepdims", "stretch"})
ORDERED = frozenset({"polygamma", "bessel_iv", "bessel_jv"})
CODE = frozenset(
    {
        "where",
        "isnan",
        "ravel",
        "reshape",
        "roll",
        "take",
        "arange",
        "hstack",
        "column_stack",
        "split",
        "meshgrid",
        "flip",
    }
)
"""Functions that are easier to read as code."""
LONGEST = 70
"""So is a formula of more signs."""
LEGEND: Mapping[str, str] = {
    "even(a > b)": "1 where it holds, else 0; several that hold share",
    "entries(x)": "the number of entries that a mean runs over",
    "scatter(g)": "each entry back at the place that it was read from; what meets is added up",
    "reshape(g)": "the entries in the shape of the operand",
    "cof(x)": "the matrix of cofactors",
    "symmetric(x)": "the symmetric part",
    "lower_half(x)": "the lower triangle, with half of the diagonal",
    "eigenvectors(x)": "the eigenvectors; with U the singular vectors",
}
"""What the rules have beside the notation that everyone knows."""


def legend() -> Iterator[tuple[Math, str]]:
    for text, meaning in LEGEND.items():
        yield worded(expression(parse_expression(text), LETTERS)), meaning


def forward(row: Row) -> Math | None:
    """`y = …`; of a definition where that is one short formula, of what is no operation nothing."""
    if isinstance(row, Primitive):
        return equality(OUTPUT, worded(computed(row)))
    return short(row) if isinstance(row, Definition) else None


def computed(row: Primitive) -> Math:
    operands = tuple(map(Name, row.parameters))
    if row.variadic:
        return expression(Call(Name(row.name), (Name("x_1"), Name("x_2"), Literal(...))))
    if row.name in SIGNS and SIGNS[row.name].level <= Level.RELATION:
        return mask(signed(SIGNS[row.name].sign, operands))
    if row.symbol == CHOSEN:
        return expression(Subscript(operands[0], operands[1] if len(operands) > 1 else Name("key")))
    if row.name in ORDERED:
        return expression(Call(Name(row.name), operands, (Keyword("n", Name("n")),)))
    names = {**LETTERS, "axis": AXIS}
    return expression(Call(Name(row.name), (*operands, *map(Name, settings(row)))), names)


def signed(sign: str, operands: tuple[Expr, ...]) -> Expr:
    """The operator with its operands."""
    if len(operands) == 1:
        return Unary(sign, operands[0])
    compared = BINARY[sign].level == Level.RELATION
    return Compare(operands[0], (sign,), operands[1:]) if compared else Binary(operands[0], sign, operands[1])


def settings(row: Primitive) -> list[str]:
    """The settings that the rules speak of; the axis only where a rule shows it."""
    spoken = {each for rule in row.rules if rule is not None for each in mentioned(rule)} - UNSAID
    spoken -= set() if any(shows(rule, AXIS) for rule in backward(row)) else {"axis"}
    return [each.name for each in row.signature if each.default is not None and each.name in spoken]


def shows(math: Math, part: Math) -> bool:
    return math == part or any(shows(each, part) for each in parts(math))


def mask(condition: Expr) -> Math:
    """1 where the condition holds, and 0 elsewhere."""
    return Fence(expression(condition), "[", "]")


def short(row: Definition) -> Math | None:
    (first, *rest) = row.define.body
    value = None if rest or not isinstance(first, Return) else first.value
    if value is None or not mathematical(value, row):
        return None
    found = worded(expression(value, LETTERS))
    return equality(OUTPUT, found) if len(plain(found)) <= LONGEST else None


def mathematical(value: Expr, row: Definition) -> bool:
    """Whether a formula speaks of numbers and of operations that people know, and of no flags."""
    flags = {each.name for each in row.signature if each.default is not None and not number(literal_default(each))}
    spoken = mentioned(value)
    inner = {known.name for table in (TABLE, DEFINITIONS, STATICS) for known in table.values() if known.inner}
    plainly = not any(
        isinstance(each, Sequence | Conditional | Comprehension) or flagged(each) for each in pieces(value)
    )
    return plainly and spoken.isdisjoint(inner | CODE | (flags - {"axis"}))


def number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def flagged(expr: Expr) -> bool:
    return isinstance(expr, Literal) and not number(expr.value)


def pieces(expr: Expr) -> Iterator[Expr]:
    """An expression and all that stands in it."""
    yield expr
    for field in fields(expr):
        value = getattr(expr, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Expr):
                yield from pieces(each)


def backward(row: Primitive) -> Iterator[Math]:
    """`dL/dx = …` for each operand that something flows back to."""
    for position, rule in enumerate(row.rules):
        if rule is not None:
            operand = Scripts(Identifier("x"), INDEX) if row.variadic else name(row.parameters[position])
            axis = INDEX if "sum" in mentioned(rule) else AXIS
            names = {**LETTERS, "axis": axis, **({"x": operand} if row.variadic else {})}
            found = Number("0") if vanishing(rule) else worded(expression(simplified(rule, {}), names))
            yield equality(derivative(LOSS, operand), found)


def vanishing(rule: Expr) -> bool:
    """`0 * g`: nothing flows back, whatever comes in."""
    return isinstance(rule, Binary) and rule.operator == "*" and isinstance(rule.left, Literal) and rule.left.value == 0


def worded(math: Math) -> Math:
    """Names of several words with spaces between them, as `negative slope`."""
    if isinstance(math, Text):
        return Text(math.text.replace("_", " ").strip())
    return replace(math, **{field.name: inside(getattr(math, field.name)) for field in fields(math)})


def inside(part: object) -> object:
    if isinstance(part, tuple):
        return tuple(map(inside, part))
    return worded(part) if isinstance(part, Math) else part
