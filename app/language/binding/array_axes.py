"""Vectors and matrices by how a formula writes them: in `xᵀAx` and `‖y − Xw‖²` small letters are vectors, capital letters matrices.

Axes that have to be of one length, as the inner ones of a product, get the same letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import pairwise

from app.language import syntax
from app.language.binding.array_marks import ArrayMarks
from app.language.binding.array_signs import (
    HADAMARD,
    shows_arrays,
)
from app.language.binding.axes import JOINED, NUMBER, ONE, SHORT, Axes
from app.language.binding.reach import (
    IDENTITY,
    factors,
    is_capital,
    is_silent,
    is_transpose,
    outermost,
    terms,
)
from app.language.binding.weights import SQUARE, activated, is_vector, layers
from app.language.mathematics.memberships import length
from app.language.source import Diagnostic
from app.language.syntax import Attribute, Binary, Call, Expr, Literal, Name, Statement, Unary
from app.language.walk import everything, parts


def array_axes(
    statements: Sequence[Statement], may_be: Callable[[str], bool], known: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, ...]], list[Diagnostic]]:
    """The letters of the axes of all names that are written as arrays, of those that `may_be` inputs, and of those that are `known`
    already; and what is told of those that only a convention shows to be arrays.
    """
    whole = [part for statement in statements for part in everything(statement)]
    found = list(layers(whole))
    if not found and not any(map(shows_arrays, whole)):
        return {}, []
    reader = AxesReader(whole, may_be, known)
    reader.take(found)
    reader.read(statements)
    axes = {name: tuple(reader.letter(axis) for axis in axes if axis != ONE) for name, axes in reader.arrays.items()}
    return axes, reader.notes


class AxesReader(ArrayMarks):
    """Reads the axes of the arrays of one text."""

    def read(self, statements: Sequence[Statement]) -> None:
        """Find the arrays, and which of their axes are of one length."""
        longest = outermost(self.whole)
        for part in longest:
            self.evidence(part)
        pairs = [pair for part in longest if isinstance(part, Binary) for pair in pairwise(factors(part))]
        while self.spread(pairs):
            pass
        for statement in statements:
            for part in parts(statement):
                self.axes(part)

    def axes(self, expr: object) -> Axes:
        """The axes of a value; on the way those that have to be of one length become one."""
        match expr:
            case Name(id=name) if name in self.arrays:
                return self.arrays[name]
            case Name(id=name) if name in self.given and isinstance(value := self.values.get(name), syntax.Sequence):
                rows = any(isinstance(each, syntax.Sequence) for each in value.items)
                return self.arrays.setdefault(name, (f"{name}0", f"{name}1" if rows else ONE))
            case syntax.Subscript(value=Name(id=name), index=key) if name in self.arrays:
                return NUMBER if isinstance(key, syntax.Sequence) else (self.arrays[name][1], ONE)
            case Name(id=name) if name in self.values:
                # Each value is gone through once.
                return self.axes(self.values.pop(name))
            case Attribute(name="T", value=value):
                return self.axes(value)[::-1]
            case Binary() if (found := self.axes_of_result(expr)) is not None:
                return found
            case Unary(operand=value):
                return self.axes(value)
            case Call(function=Name(id=function), arguments=(inside,)) if function in SQUARE:
                self.join(*self.axes(inside))
                return NUMBER
            case syntax.Sequence(kind="list", items=items) if all(isinstance(each, Name) for each in items):
                letters = [self.axes(item)[0] for item in items]
                return NUMBER if ONE in letters else (JOINED.join(letters), ONE)
            case Call() if argument := activated(expr):
                return self.axes(argument)
        for part in parts(expr):
            self.axes(part)
        return NUMBER

    def axes_of_result(self, expr: Binary) -> Axes | None:
        """The axes of what a sign makes of two values; None where they do not tell."""
        match expr:
            case Binary(operator="+" | "-"):
                return reduce(self.added, self.axes_of_terms([*terms(expr)]))
            case Binary(sign=sign, left=left, right=right) if sign in HADAMARD:
                return self.added(self.axes(left), self.axes(right))
            case Binary(left=left, right=right) if is_silent(expr):
                matrix = self.axes(left)
                if ONE not in matrix and is_vector(right):
                    self.mark(right)
                return self.multiplied(matrix, self.axes(right))
            case Binary(operator="/", left=left, right=right):
                self.axes(right)
                return self.axes(left)
            case Binary(operator="**", left=base, right=Literal(value=-1)):
                across, down = self.axes(base)
                self.join(across, down)
                if any(map(is_transpose, everything(base))) and not length(self.letter(down)):
                    self.join(f"{SHORT}{self.letter(down).lstrip(SHORT)}", down)
                return down, across
        return None

    def axes_of_terms(self, written: Sequence[Expr]) -> list[Axes]:
        """The axes of the terms of a sum: a capital letter beside a matrix is one, as Q in `FPFᵀ + Q`; the identity matrix is square."""
        found = [*map(self.axes, written)]
        for rows, columns in [each for each in found if ONE not in each][:1]:
            if Name(IDENTITY) in written:
                self.join(rows, columns)
            for place, each in enumerate(written):
                letter = isinstance(each, Name) and is_capital(each) and not self.is_number(each.id)
                if letter and found[place] == NUMBER:
                    self.mark(each)
                    found[place] = self.axes(each)
        return found

    def added(self, left: Axes, right: Axes) -> Axes:
        """Entry by entry; a vector is added to each row of a matrix."""
        if left[1] != ONE and right != NUMBER and right[1] == ONE:
            self.join(left[1], right[0])
        else:
            self.join(left[0], right[0])
            self.join(left[1], right[1])
        return right if left == NUMBER else left

    def multiplied(self, left: Axes, right: Axes) -> Axes:
        if NUMBER in (left, right):
            return right if left == NUMBER else left
        if left[1] == ONE and ONE not in right:
            # A vector before a matrix is a row.
            self.join(left[0], right[0])
            return right[1], ONE
        self.join(left[1], right[0])
        return left[0], right[1]
