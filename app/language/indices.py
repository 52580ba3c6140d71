"""Sums over an index: `Σᵢ wᵢxᵢ` over the entries of arrays w and x, or w₁x₁ + w₂x₂ + … where these are the names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from app.language import syntax
from app.language.names import NUMBERED
from app.language.source import Diagnostic, LanguageError
from app.language.syntax import Binary, Call, Expr, Literal, Name, Statement
from app.language.tokens import ENTRY
from app.language.walk import everything, mapped

FOOT = re.compile(r"(?P<base>.*[^\d_])_(?P<foot>[a-z0-9_]+)$")
TURNS = 200
"""A sum is written out over at most so many terms."""


def is_sum(part: object) -> bool:
    """Whether a sum or product over an index stands here."""
    return (
        isinstance(part, Call)
        and isinstance(part.function, Name)
        and part.function.id in ("Σ", "Π")
        and len(part.arguments) == 4
        and isinstance(part.arguments[1], Literal)
    )


def is_entry(part: object, index: str | None = None) -> bool:
    """Whether an index stands at the foot of a bracket, `softmax(z)ᵢ`."""
    marked = isinstance(part, Call) and isinstance(part.function, Name) and part.function.id == ENTRY
    return marked and index in (None, part.arguments[1].value)  # type: ignore[attr-defined]


def summed(call: Call, statements: Collection[Statement], bound: Collection[str], free: Collection[str]) -> Expr:
    """The sum or product that a call of Σ or Π stands for. Raises LanguageError where its range cannot be told."""
    if any(is_sum(part) for part in everything(call.arguments[0])):
        call = nested(call)
        if not is_sum(call):
            return call
    body, index, low, high = call.arguments
    assert isinstance(index, Literal) and isinstance(index.value, str)
    name = "sum" if isinstance(call.function, Name) and call.function.id == "Σ" else "prod"
    entries = indexed(body, index.value)
    numbers = numbered(entries.values(), {*bound, *free})
    first = whole(low, 1)
    last = whole(high, max(numbers, default=None))
    arrays = any(base in bound for base in entries.values())
    if first is not None and last is not None and (numbers or not arrays):
        return written_out(call, name, index.value, first, last, {*bound, *free})
    return over_entries(call, name, index.value, entries, statements, bound)


def nested(call: Call) -> Call:
    """Sums in each other: one sum where they take all entries as they stand, `Σᵢ Σⱼ aᵢⱼ²`; else each with its limits."""
    body, indices, limits = call.arguments[0], [call.arguments[1].value], list(call.arguments[2:])  # type: ignore[attr-defined]
    while is_sum(body) and body.function == call.function:  # type: ignore[attr-defined]
        body, index, *inner = body.arguments  # type: ignore[attr-defined]
        indices, limits = [*indices, index.value], [*limits, *inner]
    feet = [
        parts_of(match["foot"])
        for part in everything(body)
        if isinstance(part, Name) and (match := FOOT.match(part.id))
    ]
    bare = any(isinstance(part, Name) and part.id in indices for part in everything(body))
    open_ended = all(map(left_out, limits))
    if (
        feet
        and open_ended
        and not bare
        and not any(map(is_sum, everything(body)))
        and all(each == indices for each in feet)
    ):
        name = "sum" if call.function.id == "Σ" else "prod"  # type: ignore[attr-defined]
        return Call(Name(name, span=call.span), (renamed(body, indexed(body, indices[0])),), span=call.span)
    return limited(call)  # type: ignore[no-any-return]


def limited(part: Any) -> Any:
    """Sums without a limit with the number of entries as that."""
    part = mapped(part, limited)
    if not is_sum(part) or not left_out(part.arguments[3]):
        return part
    body, index, low, _ = part.arguments
    first = Literal(1, span=part.span) if left_out(low) else low
    return replace(part, arguments=(body, index, first, length(part, indexed(body, index.value), index.value)))


def indexed(body: Expr, index: str) -> dict[str, str]:
    """The names in a term that carry the index at their foot, each with the name it is an entry of."""
    found = {}
    for part in everything(body):
        match = FOOT.match(part.id) if isinstance(part, Name) else None
        if match and index in parts_of(match["foot"]):
            found[part.id] = match["base"]
    return found


def parts_of(foot: str) -> list[str]:
    """The indices at the foot of a name: `ij` and `i_j` are two."""
    words = foot.split("_")
    return words if len(words) > 1 or len(foot) > 2 or not foot.isalpha() else list(foot)


def numbered(bases: Collection[str], names: Collection[str]) -> set[int]:
    """The numbers at the foot of names such as w1, w_2, where all of them have the first part of an indexed one."""
    found = [(match[1], int(match[2])) for name in names if (match := NUMBERED.match(name))]
    return {number for base, number in found if base in bases}


def left_out(limit: Expr) -> bool:
    """Whether a sum has no such limit."""
    return isinstance(limit, Literal) and limit.value is None


def whole(limit: Expr, otherwise: int | None) -> int | None:
    """A limit as a whole number; None where it is not written as one."""
    if left_out(limit):
        return otherwise
    return limit.value if isinstance(limit, Literal) and isinstance(limit.value, int) else None


def written_out(call: Call, name: str, index: str, first: int, last: int, names: Collection[str]) -> Expr:
    """Term by term."""
    if last - first >= TURNS:
        raise LanguageError(
            Diagnostic(call.span, f"a sum over {last - first + 1} terms is too long to be written out", "use an array")
        )
    terms = [at(call.arguments[0], index, number, names) for number in range(first, last + 1)]
    if not terms:
        return Literal(0 if name == "sum" else 1, span=call.span)
    total = terms[0]
    for term in terms[1:]:
        total = Binary(
            total,
            "+" if name == "sum" else "*",
            term,
            span=call.span,
            place=call.span,
            sign="+" if name == "sum" else "*",
        )
    return total


def at(body: Expr, index: str, number: int, names: Collection[str]) -> Expr:
    """A term with a number in the place of its index."""

    def change(part: Any) -> Any:
        match = FOOT.match(part.id) if isinstance(part, Name) else None
        if isinstance(part, Name) and part.id == index:
            return Literal(number, span=part.span)
        if match and index in parts_of(match["foot"]):
            base = match["base"]
            if base in names and match["foot"] == index and not {f"{base}{number}", f"{base}_{number}"} & set(names):
                return syntax.Subscript(Name(base, span=part.span), Literal(number - 1, span=part.span), span=part.span)
            foot = "".join(str(number) if each == index else each for each in parts_of(match["foot"]))
            joined = f"{base}_{foot}"
            return replace(part, id=joined if joined in names or not foot.isdigit() else f"{base}{foot}")
        return mapped(part, change)

    return change(body)  # type: ignore[no-any-return]


def over_entries(
    call: Call,
    name: str,
    index: str,
    entries: dict[str, str],
    statements: Collection[Statement],
    bound: Collection[str],
) -> Expr:
    """Over the entries of arrays: as one sum where each is taken as it stands, else turn by turn."""
    body, _, low, high = call.arguments
    alone = all(FOOT.match(each)["foot"] == index for each in entries)  # type: ignore[index]
    bare = any(isinstance(part, Name) and part.id == index for part in everything(body))
    all_of_them = whole(low, 1) == 1 and every(high, entries.values(), statements, bound)
    if entries and alone and not bare and all_of_them:
        return Call(Name(name, span=call.span), (renamed(body, entries),), span=call.span)
    counted = 0 if whole(low, 1) == 0 else 1
    stop = high if not left_out(high) else length(call, entries, index)
    start = low if not left_out(low) else Literal(1, span=call.span)
    beyond = Binary(stop, "+", Literal(1, span=call.span), span=call.span, place=call.span, sign="+")
    turns = Call(Name("range", span=call.span), (start, beyond), span=call.span)
    clause = syntax.Clause(Name(index, span=call.span), turns)
    return Call(
        Name(name, span=call.span),
        (syntax.Comprehension(picked(body, entries, counted), (clause,), span=call.span),),
        span=call.span,
    )


def every(high: Expr, bases: Collection[str], statements: Collection[Statement], bound: Collection[str]) -> bool:
    """Whether a sum up to `high` takes all entries: there is no limit, it is a letter without a value, or their number."""
    if left_out(high):
        return True
    if isinstance(high, Name):
        return high.id not in bound
    lengths = {
        len(each.value.items)
        for each in statements
        if isinstance(each, syntax.Assign) and isinstance(each.value, syntax.Sequence)
        for target in each.targets
        if isinstance(target, Name) and target.id in bases
    }
    return isinstance(high, Literal) and lengths == {high.value}


def length(call: Call, entries: dict[str, str], index: str) -> Expr:
    """How many entries the first array with the index has along it."""
    for entry, base in entries.items():
        match = FOOT.match(entry)
        assert match
        shape = syntax.Attribute(Name(base, span=call.span), "shape", span=call.span)
        return syntax.Subscript(shape, Literal(parts_of(match["foot"]).index(index), span=call.span), span=call.span)
    message = f"nothing in this sum has the index {index}"
    raise LanguageError(
        Diagnostic(call.span, message, f"write its limits, as in ∑_{{{index}=1}}^{{3}}, or an index: x_{index}")
    )


def renamed(body: Expr, entries: dict[str, str]) -> Expr:
    """A term with whole arrays in the place of their entries."""

    def change(part: Any) -> Any:
        if isinstance(part, Name) and part.id in entries:
            return replace(part, id=entries[part.id])
        if is_entry(part):
            return change(part.arguments[0])
        changed = mapped(part, change)
        # A product of entries is taken entry by entry, however it is written.
        return replace(changed, sign="*") if isinstance(changed, Binary) and changed.sign == "" else changed

    return change(body)  # type: ignore[no-any-return]


def picked(body: Expr, entries: dict[str, str], counted: int) -> Expr:
    """A term with entries picked from their arrays; mathematics counts from 1, unless the sum begins at 0."""

    def change(part: Any) -> Any:
        if not (isinstance(part, Name) and part.id in entries):
            return mapped(part, change)
        match = FOOT.match(part.id)
        assert match
        places = tuple(place(each, part, counted) for each in parts_of(match["foot"]))
        key = places[0] if len(places) == 1 else syntax.Sequence("tuple", places, span=part.span)
        return syntax.Subscript(Name(match["base"], span=part.span), key, span=part.span)

    change_: Callable[[Any], Any] = change
    return change_(body)  # type: ignore[no-any-return]


def place(foot: str, part: Name, counted: int) -> Expr:
    """An index at the foot of a name, counted from 0 or 1, as a place counted from 0."""
    if foot.isdigit():
        return Literal(int(foot) - counted, span=part.span)
    if not counted:
        return Name(foot, span=part.span)
    return Binary(
        Name(foot, span=part.span), "-", Literal(1, span=part.span), span=part.span, place=part.span, sign="-"
    )
