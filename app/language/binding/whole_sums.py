"""Sums in each other over all entries, `Σᵢ Σⱼ Aᵢⱼ (xᵢ − yⱼ)²`, as one array with an axis for each index, and sums along these axes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.language.binding.entry_bars import BARS, by_entries
from app.language.binding.feet import Place, entry_of
from app.language.binding.numbered_terms import SIGNS
from app.language.mathematics.glued_functions import NAMES
from app.language.mathematics.indexed_sums import INDEXED, is_sum, left_out, whole
from app.language.syntax import Attribute, Binary, Call, Expr, Keyword, Literal, Name, Slice, Subscript, Unary
from app.language.syntax import Sequence as Listed

OPERATORS = frozenset({"+", "-", "*", "/", "**"})
ENTRYWISE = frozenset({*NAMES.split("|"), "σ", BARS})
"""Functions of one number."""


class Array(NamedTuple):
    """An expression, and the index that each of its axes is for, the outermost first."""

    value: Expr
    letters: tuple[str, ...]


class Unread(Exception):
    """What has no such form."""


class WholeSums:
    """Reads the terms of sums; `bases` are the arrays that have indices, `rows` those whose entries are vectors."""

    def __init__(self, bases: Collection[str], rows: Collection[str], ends: Callable[[Expr], bool]) -> None:
        self.bases, self.rows, self.ends = bases, rows, ends
        """`ends` tells whether a sum up to a limit takes all entries."""

    def read(self, expr: Expr, letters: Sequence[str]) -> Expr | None:
        """An expression as an array with an axis for each of `letters`; None where it has no such form."""
        try:
            found = self.array(expr, tuple(letters))
        except Unread:
            return None
        return found.value if found.letters == tuple(letters) else None

    def array(self, expr: Expr, outer: tuple[str, ...]) -> Array:
        """An expression in the term of sums over `outer`, the outermost first. Raises Unread."""
        match expr:
            case Literal():
                return Array(expr, ())
            case Name():
                return self.entry(expr, outer)
            case Unary(operand=operand):
                inner = self.array(operand, outer)
                return Array(replace(expr, operand=inner.value), inner.letters)
            case Binary(operator=operator) if operator in OPERATORS:
                return self.joined(expr, outer)
            case Call() if is_sum(expr):
                return self.summed(expr, outer)
            case Call(function=Name(id=name), arguments=(argument,), keywords=()) if name in ENTRYWISE:
                inner = self.array(argument, outer)
                return Array(by_entries(replace(expr, arguments=(inner.value,))), inner.letters)
        raise Unread

    def entry(self, name: Name, outer: tuple[str, ...]) -> Array:
        """An array with the indices at the foot of a name as its axes; any other name is a number."""
        entry = entry_of(name.id)
        if entry is None or not {*entry.letters} & {*outer}:
            if name.id in self.bases or name.id in outer:
                raise Unread
            return Array(name, ())
        letters = tuple(entry.letters)
        order = tuple(each for each in outer if each in letters)
        plain = entry.places == tuple(map(Place, letters)) and len(order) == len(letters) == len({*letters})
        if not plain or entry.base in self.rows or entry.base not in self.bases:
            raise Unread
        array = replace(name, id=entry.base)
        if order == letters:
            return Array(array, order)
        if len(letters) > 2:
            raise Unread
        return Array(Attribute(array, "T", span=name.span), order)

    def joined(self, expr: Binary, outer: tuple[str, ...]) -> Array:
        """Operands with the axes of all. The left spine is walked, not descended: long sums do not use up the stack."""
        spine = [expr]
        while isinstance(left := spine[-1].left, Binary) and left.operator in OPERATORS:
            spine.append(left)
        found = self.array(spine[-1].left, outer)
        for each in reversed(spine):
            right = self.array(each.right, outer)
            letters = tuple(letter for letter in outer if letter in (*found.letters, *right.letters))
            # Entry by entry, however it is written.
            sign = "*" if each.operator == "*" and letters else each.sign
            value = replace(each, left=spread(found, letters), right=spread(right, letters), sign=sign)
            found = Array(value, letters)
        return found

    def summed(self, call: Call, outer: tuple[str, ...]) -> Array:
        """A sum along its axes, as a product of matrices where it is one."""
        body, letters = call.arguments[0], [self.running(call, outer)]
        name = INDEXED[call.function.id]  # type: ignore[attr-defined]
        if call.function.id == "Σ" and (  # type: ignore[attr-defined]
            product := self.product(body, letters[0], outer)
        ):
            return product
        while is_sum(body) and body.function == call.function and name in SIGNS:  # type: ignore[attr-defined]
            letters.append(self.running(body, (*outer, *letters)))  # type: ignore[arg-type]
            body = body.arguments[0]  # type: ignore[attr-defined]
        term = self.array(body, (*outer, *letters))
        if not {*letters} <= {*term.letters}:
            raise Unread
        left = term.letters[: -len(letters)]
        along = [Literal(-place, span=call.span) for place in range(len(letters), 0, -1)]
        axes = along[0] if len(along) == 1 else Listed("tuple", tuple(along), span=call.span)
        function = Name(name, span=call.span)
        return Array(Call(function, (term.value,), (Keyword("axis", axes),) if left else (), span=call.span), left)

    def running(self, call: Call, outer: Collection[str]) -> str:
        """The index of a sum over all entries. Raises Unread for any other sum."""
        _, index, low, high, *tests = call.arguments
        letter = str(index.value)  # type: ignore[attr-defined]
        if tests or letter in outer or whole(low, 1) != 1 or not (left_out(high) or self.ends(high)):
            raise Unread
        return letter

    def product(self, body: Expr, letter: str, outer: tuple[str, ...]) -> Array | None:
        """`Σⱼ Aᵢⱼ xⱼ` as A x, where each factor has the index and one of them another."""
        match body:
            case Binary(left=Name() as one, operator="*", right=Name() as other):
                pass
            case _:
                return None
        left, right = self.entry(one, (*outer, letter)), self.entry(other, (*outer, letter))
        own = [*left.letters[:-1], *right.letters[:-1]]
        shared = left.letters[-1:] == right.letters[-1:] == (letter,)
        if not shared or not 1 <= len(own) == len({*own}) <= 2:
            return None
        letters = tuple(each for each in outer if each in own)
        first, second = (left, right) if letters[0] in left.letters else (right, left)
        span, factor = body.span, turned(second.value) if len(own) > 1 else second.value
        return Array(Binary(first.value, "@", factor, span=span, place=span, sign="@"), letters)


def turned(matrix: Expr) -> Expr:
    """A matrix with its axes in the other order."""
    match matrix:
        case Attribute(value=value, name="T"):
            return value
    return Attribute(matrix, "T", span=matrix.span)


def spread(array: Array, letters: tuple[str, ...]) -> Expr:
    """An array with an axis of one entry wherever it has none of some indices, unless they are the first: `x[:, None]`."""
    missing = letters[: len(letters) - len(array.letters)]
    if not array.letters or letters == (*missing, *array.letters):
        return array.value
    span, first = array.value.span, letters.index(array.letters[0])
    places = tuple(
        Slice(None, None, None, span=span) if each in array.letters else Literal(None, span=span)
        for each in letters[first:]
    )
    return Subscript(array.value, Listed("tuple", places, span=span), span=span)
