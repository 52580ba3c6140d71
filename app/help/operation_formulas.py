"""What an operation computes, and its rules, in its own names: y is its output, and dL/dy comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache

from app.autodiff.primitives import DEFINITIONS, SPELLINGS, STATICS, SUBJECTS, TABLE
from app.autodiff.table import Definition, Primitive, Row, literal_default
from app.diagram.formulas.simplification import mentioned, simplified
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
    Unary,
)
from app.typeset import (
    Fence,
    Identifier,
    Math,
    Number,
    Scripts,
    Text,
    derivative,
    equality,
    expression,
    index,
    name,
    plain,
)
from app.typeset.notation import parts

LOSS, OUTPUT, INDEX = name("L"), name("y"), index(0)
AXIS = Text("axis")
LETTERS: Mapping[str, Math] = {"g": derivative(LOSS, OUTPUT), "axis": INDEX, "lambd": name("lambda")}
UNSAID = frozenset({"keepdims", "stretch"})
CODE = frozenset({"shapes", "parts", "selection", "comparison", "creation"})
"""Subjects whose functions are easier to read as code."""
LONGEST = 70
"""So is a formula of more signs."""


def legend() -> Iterator[tuple[Math, str]]:
    """What the rules have beside the notation that everyone knows."""
    for row in (row for subject in SUBJECTS for row in subject.rows):
        if row.meaning:
            operand = Name(row.signature[0].name)
            yield worded(expression(Call(Name(row.name), (operand,)), LETTERS)), row.meaning


def forward(row: Row) -> Math | None:
    """`y = …`; of a definition where that is one short formula, of what is no operation nothing."""
    if isinstance(row, Primitive):
        return equality(OUTPUT, worded(computed(row)))
    return short(row) if isinstance(row, Definition) else None


def computed(row: Primitive) -> Math:
    operands = tuple(map(Name, row.parameters))
    if row.variadic:
        return expression(Call(Name(row.name), (Name("x_1"), Name("x_2"), Literal(...))))
    if isinstance(row.shown, Binary | Compare | Unary) and not row.differentiable:
        return mask(row.shown)
    names = {**LETTERS, "axis": AXIS}
    given = settings(row)
    named = [each for each in given if row.form and each != "axis"]
    shown = (*operands, *(Name(each) for each in given if each not in named))
    return expression(Call(Name(row.name), shown, tuple(Keyword(each, Name(each)) for each in named)), names)


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
    return plainly and spoken.isdisjoint(inner | coded() | (flags - {"axis"}))


@cache
def coded() -> frozenset[str]:
    """The names of all that is easier to read as code."""
    rows = [row for subject in SUBJECTS if subject.name in CODE for row in subject.rows]
    names = {name for row in rows for name in (row.name, *row.names)}
    return frozenset(name for name in names if not (SPELLINGS[name].shown or SPELLINGS[name].head))


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
            summed = any(TABLE[each].form == "Σ" for each in mentioned(rule) & TABLE.keys())
            axis = INDEX if summed else AXIS
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
