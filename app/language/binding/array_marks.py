"""Which names of a formula are arrays: what is transposed or stands in the bars of a norm, and what stands beside that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from app.language import syntax
from app.language.binding.array_signs import (
    HADAMARD,
    is_less_than_identity,
    is_literal,
    is_number,
    is_shift,
    log_determinant,
    shows_matrix,
)
from app.language.binding.axes import NUMBER, ONE, Axes, Lengths
from app.language.binding.reach import (
    IDENTITY,
    INNER,
    NORM,
    factors,
    is_capital,
    is_silent,
    is_transpose,
    terms,
)
from app.language.binding.weights import SQUARE, VECTORIAL, Layer, activated, is_row_letter
from app.language.names import loaded
from app.language.source import Diagnostic, Severity
from app.language.syntax import Assign, Attribute, Binary, Call, Expr, Literal, Name, Unary
from app.language.text.letters import WEIGHTS
from app.language.walk import everything


class ArrayMarks(Lengths):
    """`whole` is all that there is in a text, `arrays` are the axes of the inputs that are arrays."""

    def __init__(
        self, whole: Sequence[object], may_be: Callable[[str], bool], known: Mapping[str, tuple[str, ...]]
    ) -> None:
        super().__init__()
        self.whole = whole
        assigned = [part for part in whole if isinstance(part, Assign)]
        values = {target.id: each.value for each in assigned for target in each.targets if isinstance(target, Name)}
        self.before = {name for name, value in values.items() if name in loaded([value])}
        """What a formula gives a new value by the old one, `h = tanh(Wx + Uh)`, which is an input."""
        self.values = {name: value for name, value in values.items() if name not in self.before}
        self.numbers = {name for name, value in self.values.items() if is_number(value)}
        self.given = {name for name, value in self.values.items() if is_literal(value)}
        self.open = may_be
        self.arrays: dict[str, Axes] = {
            name: (letters[0], *letters[1:], ONE)[:2]  # type: ignore[misc]
            for name, letters in known.items()
            if 0 < len(letters) < 3
        }
        self.marked: set[str] = set()
        self.notes: list[Diagnostic] = []

    def may_be(self, name: str) -> bool:
        """Whether a name may be an input."""
        return name in self.before or self.open(name)

    def take(self, found: Sequence[Layer]) -> None:
        """Mark what a convention shows to be arrays, where no number says otherwise."""
        for product, matrix, vector, beside in found:
            if any(isinstance(each, Name) and self.is_number(each.id) for each in (matrix, vector)):
                continue
            conventional = not isinstance(product, Binary) or product.operator != "@"
            if conventional and self.may_be(matrix.id) and matrix.id not in self.arrays:
                other = "so is what it multiplies" if is_capital(vector) else "what it multiplies as a vector"
                shown = f"`{matrix.id}` is read as a matrix, and {other}"
                hint = f"for numbers give them values: {matrix.id} = 2"
                self.notes.append(Diagnostic(product.span, shown, hint, severity=Severity.NOTE))
            for each in (product, vector, *beside):
                self.mark(each)

    def is_number(self, name: str) -> bool:
        """Whether a name is given a number."""
        return name in self.numbers

    def evidence(self, part: object) -> None:
        """What is transposed is an array, and so is what stands beside it; what is inverted has an identity matrix among its terms."""
        match part:
            case Attribute(name="T", value=value):
                self.mark(value)
            case Call(function=Name(id=function), arguments=(Binary() as inside, *_)) if function == NORM:
                self.mark(inside)
            case Call(function=Name(id=function), arguments=(Name(id=matrix) as inside, *order)) if (
                function == NORM and is_capital(inside) and (order or matrix[0] == WEIGHTS)
            ):
                self.mark(inside)
            case Call(function=Name(id=function), arguments=(one, other)) if function == INNER:
                self.mark_vector(one)
                self.mark_vector(other)
            case Call(function=Name(id=function), arguments=(inside,)) if function in VECTORIAL:
                self.mark(inside)
            case Call(function=Name(id=function), arguments=(inside,)) if function in SQUARE and shows_matrix(inside):
                self.mark(inside)
            case Call() if inner := log_determinant(part):
                self.mark(inner)
                self.join(*self.arrays.get(inner.id, NUMBER))
            case Call(arguments=(inside,)) | Binary(operator="**", left=inside, right=Literal(value=-1)):
                self.mark_beside_identity(inside)
            case Binary(sign=sign, left=left, right=right) if sign in HADAMARD:
                self.mark(left)
                self.mark(right)
            case Binary(operator="+" | "-") if any(map(is_transpose, everything(part))) or any(
                map(is_shift, terms(part))
            ):
                self.mark_beside_identity(part)
            case Binary(operator="@", sign="", left=Name(id=rows), right=vector):
                if rows in self.given or self.may_be(rows):
                    first, second = self.arrays.get(rows, NUMBER)
                    self.arrays[rows] = first or f"{rows}0", second or f"{rows}1"
                self.mark(vector)
            case Binary():
                self.mark_factors(part)

    def mark_factors(self, product: Binary) -> None:
        """Mark what a transpose stands beside, and what is multiplied with less than the identity matrix."""
        written = [each.operand if isinstance(each, Unary) else each for each in factors(product)]
        for one, other in pairwise(written):
            if is_transpose(one):
                self.mark(other)
            elif is_capital(other) and is_less_than_identity(one):
                self.mark_beside_identity(one)
                self.mark(other)
            elif is_transpose(other) and (is_capital(one) or (is_row_letter(one) and is_capital(other.value))):
                self.mark(one)
        if any(map(is_transpose, written[:-1])) and is_capital(written[-2]):
            self.mark(written[-1])

    def mark_beside_identity(self, expr: Expr) -> None:
        """Mark the terms of `A − λI`, and of `I − uuᵀ`."""
        written = [[*factors(term)] for term in terms(expr)]
        products = any(len(each) > 1 or isinstance(each[0], Binary) for each in written)
        if products and Name(IDENTITY) in (each[-1] for each in written):
            self.mark(expr)
            alone = {each[0].id for each in written if len(each) == 1 and isinstance(each[0], Name)}
            for name in alone & self.arrays.keys():
                self.join(*self.arrays[name])

    def spread(self, pairs: Sequence[tuple[Expr, Expr]]) -> bool:
        """Mark the capital letters that stand beside an array; whether there were any that were not known.

        There and back: an array at either end of a chain is known all along it after one turn.
        """
        known = len(self.arrays)
        for one, other in (*pairs, *reversed(pairs)):
            if is_capital(one) and self.is_array(other):
                self.mark(one)
            elif is_capital(other) and self.is_array(one):
                self.mark(other)
        return len(self.arrays) > known

    def is_array(self, expr: Expr) -> bool:
        match expr:
            case Name(id=name):
                return name in self.arrays
            case Call() if argument := activated(expr):
                return self.is_array(argument)
            case syntax.Subscript(value=Name(id=name)):
                return self.arrays.get(name, NUMBER)[1] != ONE
            case Binary(sign=sign, left=left, right=right) if sign in HADAMARD:
                return self.is_array(left) or self.is_array(right)
            case Binary(operator="+" | "-"):
                return any(map(self.is_array, terms(expr)))
            case Binary(operator="/" | "**", left=value):
                return self.is_array(value)
            case Binary(operator="*", sign=""):
                return all(map(self.is_array, factors(expr)))
        return is_transpose(expr)

    def mark_vector(self, expr: Expr) -> None:
        """Note that a name is a vector, a capital letter, too."""
        if isinstance(expr, Name) and self.may_be(expr.id):
            self.arrays.setdefault(expr.id, (f"{expr.id}0", ONE))
        else:
            self.mark(expr)

    def mark(self, expr: Expr) -> None:
        """Note that the open names which make up an array are arrays."""
        match expr:
            case Name(id=name) if name != IDENTITY and (name in self.given or self.may_be(name)):
                self.arrays.setdefault(name, (f"{name}0", f"{name}1" if is_capital(expr) else ONE))
            case Name(id=name) if name in self.values and name not in self.marked:
                self.marked.add(name)
                self.mark(self.values[name])
            case Binary(operator="+" | "-"):
                for term in terms(expr):
                    self.mark(term)
            case Binary() if is_silent(expr):
                *before, last = factors(expr)
                for each in before:
                    if is_capital(each.value if is_transpose(each) else each):
                        self.mark(each)
                self.mark(last)
            case Binary(operator="/" | "**", left=value) | Unary(operand=value) | Attribute(name="T", value=value):
                self.mark(value)
            case syntax.Sequence(kind="list", items=items):
                for item in items:
                    self.mark(item)
            case Call() if argument := activated(expr):
                self.mark(argument)
