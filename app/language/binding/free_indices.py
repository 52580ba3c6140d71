"""Indices that no sum runs over: `yᵢ = Σⱼ Aᵢⱼ xⱼ` is a formula for each entry, and so for the whole array."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.language.binding.entry_bars import by_entries
from app.language.binding.feet import Entry, Place, entries_in, entry_of, indexed
from app.language.binding.indices import length, limited, picked, turns
from app.language.binding.whole_sums import WholeSums
from app.language.mathematics.indexed_sums import is_entry, is_sum, left_out
from app.language.names import loaded
from app.language.source import LanguageError
from app.language.syntax import Assign, Attribute, Binary, Call, Expr, Literal, Name, Statement
from app.language.walk import everything, mapped, parts


def normalized(statement: Statement) -> Iterator[str]:
    """The letter at the foot of what is given a value, where its formula has that entry of an array that it sums over: the c of
    `p_c = e^{z_c}/Σ_k e^{z_k}`.
    """
    match statement:
        case Assign(targets=(Name(id=name),), value=value) if (target := entry_of(name)) and len(target.places) == 1:
            place = target.places[0]
            sums = [part for part in everything(value) if is_sum(part)]
            summed = {
                entry.base for each in sums for entry in indexed(each.arguments[0], each.arguments[1].value).values()
            }
            beside = {entry.base for entry in entries_in(value).values() if entry.places == (place,)}
            if not place.shift and place.letter.isalpha() and summed & beside:
                yield place.letter


def free_letters(part: Any, is_array: Callable[[str, str], bool], running: Collection[str] = ()) -> Iterator[str]:
    """The indices in a formula that no sum runs over; `is_array` tells of a name and its base whether it is an entry."""
    if is_sum(part):
        running = {*running, part.arguments[1].value}
    if is_entry(part) and part.arguments[1].value not in running:
        yield part.arguments[1].value
    if isinstance(part, Name) and (entry := entry_of(part.id)) and is_array(part.id, entry.base):
        yield from (letter for letter in entry.letters if letter.isalpha() and letter not in running)
    for inner in parts(part):
        yield from free_letters(inner, is_array, running)


def refuse_left_over(value: Expr, letters: Sequence[str], left: Sequence[str]) -> None:
    """An index that only the right side of `y_i = …` has. Raises LanguageError."""
    for letter in letters:
        if letter not in left:
            told = f"the index `{letter}` stands on the right alone, and no sum runs over it"
            raise LanguageError.at(
                value.span, told, f"write ∑_{letter} before it, or `{letter}` at the foot on the left too"
            )


def refuse_shared(value: Expr, letters: Sequence[str], target: Name | None) -> None:
    """`z = x_i y_i` may be a sum or an array. Raises LanguageError."""
    for part in everything(value):
        if not isinstance(part, Binary) or part.operator != "*":
            continue
        sides = [set(free_letters(side, lambda name, base: True)) for side in (part.left, part.right)]
        for letter in sorted(sides[0] & sides[1] & set(letters)):
            told = f"the index `{letter}` stands in two factors, and no sum runs over it"
            hint = f"for their sum write ∑_{letter} before it, for an array `{letter}` on the left too"
            span, repair = (target.span, f"{target.id}_{letter}") if target else (part.span, "")
            raise LanguageError.at(span, told, hint, repair=repair)


def whole_array(value: Expr, letters: Sequence[str], rows: Collection[str]) -> Expr:
    """A formula for one entry as one for the whole array, whose axes are `letters`; the numbered entries of `rows` are vectors."""
    if any(entry.base in rows for entry in entries_in(value).values()):
        return turn_by_turn(value, letters)
    read: Expr = taken_whole(value, letters)
    entries = entries_in(read)
    left = any(letter in entry.letters for entry in entries.values() for letter in letters)
    bare = any(isinstance(part, Name) and part.id in letters for part in everything(read))
    if not (left or bare or mixed(value, letters)):
        return read
    running = {*letters, *(part.arguments[1].value for part in everything(value) if is_sum(part))}
    bases = {entry.base for entry in entries_in(value).values() if not running.isdisjoint(entry.letters)}
    found = WholeSums(bases, rows, lambda high: False).read(value, letters)
    return turn_by_turn(value, letters) if found is None else found


def mixed(value: Expr, letters: Sequence[str]) -> bool:
    """Whether an index stands in the term of a sum over another, as in `Σⱼ (xᵢ − xⱼ)²`, that is no product of matrices."""
    sums = [part for part in everything(value) if is_sum(part) and not matrix_product(part, letters)]
    return any(indexed(part.arguments[0], letter) for part in sums for letter in letters)


def taken_whole(part: Any, letters: Sequence[str]) -> Any:
    """Wherever all entries can be computed at once."""
    if is_entry(part) and [part.arguments[1].value] == letters:
        return taken_whole(part.arguments[0], letters)
    if is_sum(part) and (product := matrix_product(part, letters)):
        return product
    if isinstance(part, Name) and (entry := entry_of(part.id)) and entry.places == tuple(map(Place, letters)):
        return replace(part, id=entry.base)
    changed = by_entries(mapped(part, lambda inner: taken_whole(inner, letters)))
    # A product of entries is taken entry by entry, however it is written.
    return (
        replace(changed, sign="*")
        if isinstance(changed, Binary) and (changed.operator, changed.sign) == ("*", "")
        else changed
    )


def turn_by_turn(value: Expr, letters: Sequence[str]) -> Expr:
    """The array of the entries, each computed by itself."""
    body, entries = limited(value), entries_in(value)
    for letter in letters:
        body = picked(body, {name: each for name, each in entries.items() if letter in each.letters}, 1, letter)
    for letter in reversed(letters):
        body = turns(body, letter, Literal(1, span=value.span), length_of(value, letter))
    return Call(Name("array", span=value.span), (body,), span=value.span)


def length_of(value: Expr, letter: str) -> Expr:
    """How many entries an index numbers. Raises LanguageError where nothing carries it."""
    entries, index = carrying(value, letter)
    return length(value, entries, index)


def carrying(value: Expr, letter: str) -> tuple[dict[str, Entry], str]:
    """The entries that carry an index at their foot, or another that a limit or a condition of a sum has it in, and which."""
    if entries := indexed(value, letter):
        return entries, letter
    for call in filter(is_sum, everything(value)):
        body, running, *limits = call.arguments
        index = str(running.value)
        if letter in loaded(limits) and (entries := indexed(body, index)):
            return entries, index
    return {}, letter


def matrix_product(call: Call, letters: Sequence[str]) -> Expr | None:
    """`Σⱼ wᵢⱼ xⱼ` and `Σₖ aᵢₖ bₖⱼ` as a product of matrices or of a matrix and a vector; None for any other sum."""
    body, running, *limits = call.arguments
    assert isinstance(running, Literal)
    if call.function.id != "Σ":  # type: ignore[attr-defined]
        return None
    match body:
        case Binary(left=Name() as one, operator="*", right=Name() as other) if all(map(left_out, limits)):
            pass
        case _:
            return None
    for left, right in ((one, other), (other, one)):
        before, after = operand(left, str(running.value), last=True), operand(right, str(running.value), last=False)
        if before and after and [*before[1], *after[1]] == list(letters):
            return Binary(before[0], "@", after[0], span=call.span, place=call.span, sign="@")
    return None


def operand(name: Name, running: str, *, last: bool) -> tuple[Expr, list[str]] | None:
    """An array with the axis that a sum runs over as its last or first one, and its other index; None for what is none."""
    entry = entry_of(name.id)
    if (
        entry is None
        or any(each.shift for each in entry.places)
        or len(entry.places) > 2
        or entry.letters.count(running) != 1
    ):
        return None
    array, others = replace(name, id=entry.base), [each for each in entry.letters if each != running]
    turned = bool(others) and (entry.letters[-1] == running) != last
    return (Attribute(array, "T", span=name.span) if turned else array), others
