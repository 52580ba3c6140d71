"""Products with a point that are those of vectors: `a·b` beside ‖a‖ and ‖b‖, and `w·xᵢ`, where each xᵢ is a vector."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from app.language.binding.array_signs import is_number
from app.language.binding.feet import INDICES, entry_of
from app.language.binding.reach import INNER, NORM, is_silent
from app.language.binding.weights import TIME, is_small
from app.language.flow_syntax import Assert
from app.language.source import Diagnostic, Severity
from app.language.syntax import Assign, Binary, Call, Expr, Name, Sequence, Statement
from app.language.text.letters import WEIGHTS
from app.language.walk import everything, rebuilt

POINTS = frozenset({"·", "⋅", "∙", "•", "\\cdot", "\\bullet"})
WEIGHING = {"w": "xφzh", "q": "k", "θ": "xφ", "u": "v"}
"""Letters of vectors, each with those of the numbered vectors that it is multiplied with."""


def dotted(statements: tuple[Statement, ...], notes: list[Diagnostic]) -> Iterator[Statement]:
    """The statements with such products as calls of the inner product; what was read so is told in `notes`."""
    whole = [part for statement in statements for part in everything(statement)]
    numbers = {
        target.id
        for each in whole
        if isinstance(each, Assign) and is_number(each.value)
        for target in each.targets
        if isinstance(target, Name)
    }
    values = {
        target.id: each.value
        for each in whole
        if isinstance(each, Assign)
        for target in each.targets
        if isinstance(target, Name)
    }
    lengths = {each.arguments[0].id for each in whole if is_length(each)} - numbers
    results = {each.test.first for each in whole if comes_to_number(each)}

    def change(part: Any, number: bool) -> Any:
        match part:
            case Binary(left=Name() as one, operator="*", sign=sign, right=Name() as other) if sign in POINTS and (
                {one.id, other.id} <= lengths
                or beside_length(one, other, lengths, numbers)
                or weighs(one, other, numbers)
                or (number and all(isinstance(values.get(each.id), Sequence) for each in (one, other)))
            ):
                told = f"`{one.id}·{other.id}` is read as the sum of the products of two vectors"
                hint = f"for numbers write {one.id}*{other.id}"
                notes.append(Diagnostic(part.span, told, hint, severity=Severity.NOTE))
                return Call(Name(INNER, span=part.place), (one, other), span=part.span)
            case Binary(left=Name(id=matrix) as one, operator="*", sign=sign, right=other) if (
                sign in POINTS and matrix[0] == WEIGHTS and matrix not in values and is_layer(other, values)
            ):
                told = f"`{matrix}·…` is read as the product of a matrix and a vector"
                notes.append(Diagnostic(part.span, told, f"for a number write {matrix}*…", severity=Severity.NOTE))
                return Binary(one, "@", other, span=part.span, place=part.place, sign="@")
        return part

    for statement in statements:
        number = isinstance(statement, Assign) and statement.targets[0] in results
        yield rebuilt(statement, partial(change, number=number))


def comes_to_number(part: Any) -> bool:
    """Whether a statement says again, in a single number, what a name comes to."""
    said = isinstance(part, Assert) and part.again
    return said and not any(isinstance(each, Sequence) for each in everything(part))


def is_layer(expr: Expr, values: Mapping[str, Expr]) -> bool:
    """Whether an expression, or what its name is given, holds a matrix of weights before a small letter, `max(0, W₁x)`."""
    value = values.get(expr.id, expr) if isinstance(expr, Name) else expr
    return any(
        isinstance(part, Binary)
        and is_silent(part)
        and isinstance(part.left, Name)
        and part.left.id[0] == WEIGHTS
        and is_small(part.right)
        for part in everything(value)
    )


def is_length(part: object) -> bool:
    """Whether a name stands in the bars of a norm by itself."""
    match part:
        case Call(function=Name(id=name), arguments=(Name(),)):
            return name == NORM
    return False


def beside_length(one: Name, other: Name, lengths: Collection[str], numbers: Collection[str]) -> bool:
    """Whether a vector is multiplied with another small letter: `(w·x + b)/‖w‖`, and not `w·λ`."""
    return one.id in lengths and other.id not in numbers and is_small(other) and other.id != TIME


def weighs(one: Name, other: Name, numbers: Collection[str]) -> bool:
    """Whether a letter of weights is multiplied with a numbered vector."""
    entry = entry_of(other.id)
    vectors = WEIGHING.get(one.id, "")
    return (
        entry is not None and entry.base in vectors and not INDICES.isdisjoint(entry.letters) and one.id not in numbers
    )
