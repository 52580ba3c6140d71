"""Sums over names with numbers, `Σᵢ wᵢxᵢ` where these are w₁, w₂ …: they are written out term by term."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from app.language import syntax
from app.language.binding.feet import Entry, entry_of, indexed
from app.language.mathematics.indexed_sums import is_sum, left_out, whole
from app.language.names import NUMBERED
from app.language.operators import BINARY, FUNCTIONS
from app.language.source import LanguageError, Span
from app.language.syntax import Binary, Call, Expr, Literal, Name
from app.language.walk import mapped

SIGNS = {FUNCTIONS["∑"]: ("+", 0), FUNCTIONS["∏"]: ("*", 1)}
"""What stands between the terms, and what none of them come to."""
TURNS = 200
"""A sum is written out over at most so many terms."""


def numbers_in(call: Call, names: Collection[str]) -> set[int]:
    """The numbers at the foot of names, where entries with the index of a sum are names of their own, x₁ and x₂, and no arrays.

    What stands before the first term is none of them: β₀ beside Σⱼ βⱼ xⱼ.
    """
    body, index, low = call.arguments[:3]
    bases = {each.base for each in indexed(body, index.value).values()} - set(names)  # type: ignore[attr-defined]
    return numbered(bases, names, whole(low, 1) or 0)


def numbered(bases: Collection[str], names: Collection[str], first: int = 0) -> set[int]:
    """The numbers, from the first on, at the foot of names such as w1, w_2, which have the first part of an indexed one."""
    found = [(match[1], int(match[2])) for name in names if (match := NUMBERED.match(name))]
    return {number for base, number in found if base in bases and number >= first}


def closed(part: Any, names: Collection[str], ends: Mapping[str, int]) -> Any:
    """Sums over names with numbers at their foot, up to the highest of these where they have no limit, or to the number that
    the text gives the letter in it, as `ends` has them.
    """
    part = mapped(part, lambda inner: closed(inner, names, ends))
    if not is_sum(part) or not (numbers := numbers_in(part, names)):
        return part
    body, index, low, high, *tests = part.arguments
    last = max(numbers) if left_out(high) else ends.get(high.id) if isinstance(high, Name) else None
    if last is None:
        return part
    first = Literal(1, span=part.span) if left_out(low) else low
    return replace(part, arguments=(body, index, first, Literal(last, span=part.span), *tests))


def written_out(call: Call, name: str, index: str, first: int, last: int, names: Collection[str]) -> Expr:
    """Term by term."""
    if last - first >= TURNS:
        raise LanguageError.at(
            call.span, f"a sum over {last - first + 1} terms is too long to be written out", "use an array"
        )
    body, *tests = call.arguments[0], *call.arguments[4:]
    turns = [
        number for number in range(first, last + 1) if all(holds(at(test, index, number, names)) for test in tests)
    ]
    terms = [at(body, index, number, names) for number in turns]
    if name not in SIGNS:
        items = syntax.Sequence("list", tuple(terms), span=call.span)
        return Call(Name(name, span=call.span), (items,), span=call.span)
    return joined(name, terms, call.span)


def joined(name: str, terms: Sequence[Expr], span: Span) -> Expr:
    """The terms of a sum or a product with its sign between them."""
    sign, alone = SIGNS[name]
    if not terms:
        return Literal(alone, span=span)
    total = terms[0]
    for term in terms[1:]:
        total = Binary(total, sign, term, span=span, place=span, sign=sign)
    return total


def holds(test: Expr) -> bool:
    """Whether a condition of numbers holds. Raises LanguageError where there is more in it than numbers."""
    match test:
        case syntax.Compare(first=first, operators=signs, rest=rest):
            sides = [plain(each) for each in (first, *rest)]
            if None not in sides:
                pairs = zip(signs, pairwise(sides), strict=True)
                return all(BINARY[sign].plain(*pair) for sign, pair in pairs)  # type: ignore[misc]
    raise LanguageError.at(test.span, "this condition of a sum is not understood", "write the terms out")


def plain(side: Expr) -> object:
    """A number, or several written out; None for anything else."""
    if isinstance(side, syntax.Sequence):
        return [plain(item) for item in side.items]
    return side.value if isinstance(side, Literal) else None


def at(body: Expr, index: str, number: int, names: Collection[str]) -> Any:
    """A term with a number in the place of its index."""

    def change(part: Any) -> Any:
        if isinstance(part, Name) and part.id == index:
            return Literal(number, span=part.span)
        if is_sum(part):
            return beside_own(part, index, change)
        if isinstance(part, Name) and part.id.endswith((f"_plus_{index}", f"_minus_{index}")):
            # xₜ₋ₖ at k = 2 is the name xₜ₋₂.
            base, sign, _ = part.id.rsplit("_", 2)
            return replace(part, id=f"{base}_{sign}_{number}" if number else base)
        entry = entry_of(part.id) if isinstance(part, Name) else None
        return (
            numbered_entry(part, entry, index, number, names)
            if entry and index in entry.letters
            else mapped(part, change)
        )

    return change(body)


def beside_own(part: Any, index: str, change: Callable[[Any], Any]) -> Any:
    """A sum in a term that has the letter of the sum around it as its own index: only its limits are changed."""
    body, own, *limits = part.arguments
    return replace(part, arguments=(body, own, *map(change, limits))) if own.value == index else mapped(part, change)


def numbered_entry(part: Name, entry: Entry, index: str, number: int, names: Collection[str]) -> Expr:
    """An entry with a number in the place of its index: of an array, or a name of its own."""
    base = entry.base
    feet = [str(number + each.shift) if each.letter == index else each.letter for each in entry.places]
    if base in names and len(feet) == 1 and not {f"{base}{feet[0]}", f"{base}_{feet[0]}"} & set(names):
        return syntax.Subscript(Name(base, span=part.span), Literal(int(feet[0]) - 1, span=part.span), span=part.span)
    foot = "".join(feet)
    joined = f"{base}_{foot}"
    return replace(part, id=joined if joined in names or not foot.isdigit() else f"{base}{foot}")
