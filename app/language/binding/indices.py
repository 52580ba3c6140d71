"""Sums over an index: `Σᵢ wᵢxᵢ` over the entries of arrays w and x, or w₁x₁ + w₂x₂ + … where these are the names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from app.language import syntax
from app.language.binding.feet import Entry, Place, entries_in, indexed
from app.language.binding.numbered_terms import SIGNS, beside_own, closed, numbered, numbers_in, written_out
from app.language.binding.whole_sums import WholeSums
from app.language.mathematics.indexed_sums import ENDED, INDEXED, is_entry, is_sum, left_out, whole
from app.language.names import loaded
from app.language.source import LanguageError
from app.language.syntax import Binary, Call, Expr, Literal, Name, Statement
from app.language.walk import everything, mapped, parts


def summed(
    call: Call,
    statements: Collection[Statement],
    bound: Collection[str],
    free: Collection[str],
    rows: Collection[str] = (),
) -> Expr:
    """The sum or product that a call of Σ or Π stands for; the numbered entries of `rows` are vectors.

    Raises LanguageError where its range cannot be told.
    """
    names = {*bound, *free}
    if any(numbers_in(part, names) for part in everything(call) if is_sum(part)):
        call = closed(call, names, whole_numbers(statements))
    elif any(is_sum(part) for part in everything(call.arguments[0])):
        refuse_joined(call)
        plain, call = call, nested(call, rows)
        if not is_sum(call):
            return call
        if taken := taken_whole(plain, statements, bound, rows):
            return taken
    body, index, low, high, *tests = call.arguments
    assert isinstance(index, Literal) and isinstance(index.value, str)
    if any(isinstance(part, Name) and part.id == "inf" for part in everything(high)):
        hint = "write its last index in place of ∞, for example 20"
        raise LanguageError.at(high.span, "a sum without an end is not computed", hint)
    name = INDEXED[call.function.id]  # type: ignore[attr-defined]
    entries = indexed(body, index.value)
    first, last = whole(low, 1), whole(high, None)
    arrays = any(each.base in bound for each in entries.values())
    numbers = numbered({each.base for each in entries.values()}, names)
    if first is not None and last is not None and (numbers or not (arrays or tests or chosen_within(body))):
        return written_out(call, name, index.value, first, last, names)
    refuse_joined(call)
    return over_entries(call, name, entries, statements, bound, rows)


def chosen_within(body: Expr) -> bool:
    """Whether a sum in a term takes other terms at each of its turns, which only arrays can give: `Σⱼ` over j > i."""
    inner = [part.arguments for part in everything(body) if is_sum(part)]
    return any(tests or whole(low, 1) is None or whole(high, None) is None for _, _, low, high, *tests in inner)


def nested(call: Call, rows: Collection[str]) -> Call:
    """Sums in each other: one sum where they take all entries as they stand, `Σᵢ Σⱼ aᵢⱼ²`; else each with its limits."""
    body, indices, limits = call.arguments[0], [call.arguments[1].value], list(call.arguments[2:])  # type: ignore[attr-defined]
    while is_sum(body) and body.function == call.function:  # type: ignore[attr-defined]
        body, index, *inner = body.arguments  # type: ignore[attr-defined]
        indices, limits = [*indices, index.value], [*limits, *inner]
    feet = [each.letters for each in entries_in(body).values()]
    plain = all(each == Place(each.letter) for entry in entries_in(body).values() for each in entry.places)
    bare = any(isinstance(part, Name) and part.id in indices for part in everything(body))
    alone = bool(feet) and all(each == indices for each in feet) and not bare and not any(map(is_sum, everything(body)))
    vectors = any(each.base in rows for each in entries_in(body).values())
    if alone and plain and not (vectors or has_row(body)) and all(map(left_out, limits)):
        name = INDEXED[call.function.id]  # type: ignore[attr-defined]
        return Call(Name(name, span=call.span), (renamed(body, indexed(body, indices[0]), indices[0]),), span=call.span)
    return limited(call)  # type: ignore[no-any-return]


def taken_whole(
    call: Call, statements: Collection[Statement], bound: Collection[str], rows: Collection[str]
) -> Expr | None:
    """Sums in each other over all entries of arrays, all at once; None where that cannot be."""
    running = {part.arguments[1].value for part in everything(call) if is_sum(part)}
    bases = {each.base for each in entries_in(call).values() if not running.isdisjoint(each.letters)}
    # A limit that is another sum's index, Σᵢ Σ_{j=1}^{i}, takes no entries whole.
    given = {*bound, *running}
    return WholeSums(bases, rows, lambda high: every(high, bases, statements, given)).read(call, ())


def limited(part: Any) -> Any:
    """Sums without a limit with the number of entries as that."""
    part = mapped(part, limited)
    if not is_sum(part) or not left_out(part.arguments[3]):
        return part
    body, index, low, _, *tests = part.arguments
    first = Literal(1, span=part.span) if left_out(low) else low
    return replace(part, arguments=(body, index, first, length(part, indexed(body, index.value), index.value), *tests))


def over_entries(
    call: Call,
    name: str,
    entries: dict[str, Entry],
    statements: Collection[Statement],
    bound: Collection[str],
    rows: Collection[str],
) -> Expr:
    """Over the entries of arrays: as one sum where each is taken as it stands, else turn by turn."""
    body, written, low, high, *tests = call.arguments
    index = str(written.value)  # type: ignore[attr-defined]
    names = loaded([body])
    plain = left_out(low) and left_out(high) and not (entries or tests or is_marked(body, index))
    if name in SIGNS and plain and (index in names or (names and names.isdisjoint(single_numbers(statements)))):
        # Σ_w w² goes over all weights, and Σ_x (y − a)² over all examples.
        return Call(Name(name, span=call.span), (body,), span=call.span)
    vectors = any(each.base in rows for each in entries.values())
    alone = not vectors and not tests and all(each.places == (Place(index),) for each in entries.values())
    bases = {each.base for each in entries.values()}
    bare = any(isinstance(part, Name) and part.id == index for part in everything(body))
    bare = bare or any(isinstance(part, Name) and part.id in bases for part in beside_calls(body))
    bare = bare or has_row(body)
    marked = bool(entries) or is_marked(body, index)
    if marked and alone and not bare and whole(low, 1) == 1 and every(high, bases, statements, bound):
        return Call(Name(name, span=call.span), (renamed(body, entries, index),), span=call.span)
    refuse_beyond(call, entries, index)
    refuse_free(call, entries, bound)
    counted = 0 if whole(low, 1) == 0 else 1
    stop = high if not left_out(high) else length(call, entries, index)
    start = low if not left_out(low) else Literal(1, span=call.span)
    conditions = tuple(picked(each, indexed(each, index), counted) for each in tests)
    turn = turns(picked(body, entries, counted, index), index, start, stop, conditions)
    return Call(Name(name, span=call.span), (turn,), span=call.span)


def refuse_joined(call: Call) -> None:
    """`Σⱼ wⱼ xᵢ₊ⱼ` takes entries at the sum of two indices, which no name has. Raises LanguageError."""
    running = "".join(part.arguments[1].value for part in everything(call) if is_sum(part))
    joined = re.compile(rf"_(?:[{running}]_(?:plus|minus)_[a-z]|[a-z]_(?:plus|minus)_[{running}])(?![a-z])")
    for part in everything(call):
        if isinstance(part, Name) and joined.search(part.id):
            told = "two indices are added at the foot of this name"
            hint = "write its limits as numbers, as in ∑_{k=1}^{3}; for a convolution of arrays np.convolve(x, w)"
            raise LanguageError.at(part.span, told, hint)


def is_marked(body: Expr, index: str) -> bool:
    """Whether the index stands at the foot of a bracket in a term."""
    return any(is_entry(part, index) for part in everything(body))


def single_numbers(statements: Collection[Statement]) -> dict[str, object]:
    """The names that the text gives a number, with it."""
    given = [
        (each, each.value.value)
        for each in statements
        if isinstance(each, syntax.Assign) and isinstance(each.value, Literal)
    ]
    return {target.id: value for each, value in given for target in each.targets if isinstance(target, Name)}


def whole_numbers(statements: Collection[Statement]) -> dict[str, int]:
    """The names that the text gives a whole number, with it."""
    return {name: value for name, value in single_numbers(statements).items() if isinstance(value, int)}


def has_row(body: Expr) -> bool:
    """Whether a transposed vector stands in a term, whose product with another is no product of entries."""
    return any(isinstance(part, syntax.Attribute) and part.name == "T" for part in everything(body))


def beside_calls(part: object) -> Iterator[object]:
    """What is in a term, but for what a function is applied to as a whole, `mean(x)`."""
    yield part
    for inner in parts(part):
        if not (isinstance(part, Call) and isinstance(inner, Name)):
            yield from beside_calls(inner)


def turns(body: Expr, index: str, start: Expr, stop: Expr, tests: tuple[Expr, ...] = ()) -> syntax.Comprehension:
    """A term for each number from `start` to `stop`."""
    span = body.span
    beyond = Binary(stop, "+", Literal(1, span=span), span=span, place=span, sign="+")
    numbers = Call(Name("range", span=span), (start, beyond), span=span)
    return syntax.Comprehension(body, (syntax.Clause(Name(index, span=span), numbers, tests),), span=span)


def refuse_beyond(call: Call, entries: dict[str, Entry], index: str) -> None:
    """`Σᵢ xᵢ xᵢ₊₁` without limits would run beyond the last entry, and with i − 1 before the first. Raises LanguageError."""
    low, high = call.arguments[2:4]
    shifts = {each.shift for entry in entries.values() for each in entry.places if each.letter == index}
    first = whole(low, 1)
    under = first is None or first + min(shifts, default=0) < min(first, 1)
    if (min(shifts, default=0) < 0 and under) or (max(shifts, default=0) > 0 and left_out(high)):
        told = f"with `{index}` over all entries this sum runs beyond them"
        hint = f"write its limits, as in ∑_{{{index}=1}}^{{n-1}} or ∑_{{{index}=2}}^{{n}}"
        raise LanguageError.at(call.span, told, hint)


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


def refuse_free(call: Call, entries: dict[str, Entry], bound: Collection[str]) -> None:
    """An index that nothing has run is no input. Raises LanguageError."""
    running = {part.arguments[1].value for part in everything(call) if is_sum(part)}
    for name, entry in entries.items():
        for letter in entry.letters:
            if letter.isalpha() and letter not in running and letter not in bound:
                told = f"the index `{letter}` of `{name}` has no value, and no sum runs over it"
                hint = f"write it on the left too, as in z_{letter} = …, or give it a value: {letter} = 1"
                raise LanguageError.at(call.span, told, hint)


def length(call: Expr, entries: dict[str, Entry], index: str) -> Expr:
    """How many entries the first array with the index has along it."""
    arrays = [(Name(entry.base, span=call.span), entry.letters.index(index)) for entry in entries.values()]
    arrays += [(part.arguments[0], 0) for part in everything(call) if is_entry(part, index)]
    for array, axis in arrays[:1]:
        shape = syntax.Attribute(array, "shape", span=call.span)
        return syntax.Subscript(shape, Literal(axis, span=call.span), span=call.span)
    sign = call.function.id if isinstance(call, Call) and isinstance(call.function, Name) else ""
    if sign in INDEXED and sign not in ENDED:
        told = f"`{index}` runs over nothing that is known: what is best over all values is not searched for"
        raise LanguageError.at(call.span, told, "write the function alone, or entries: x_i")
    message = f"nothing in this sum has the index {index}"
    raise LanguageError.at(call.span, message, f"write its limits, as in ∑_{{{index}=1}}^{{3}}, or an index: x_{index}")


def renamed(body: Expr, entries: dict[str, Entry], index: str) -> Expr:
    """A term with whole arrays in the place of their entries."""

    def change(part: Any) -> Any:
        if is_sum(part):
            return beside_own(part, index, change)
        if isinstance(part, Name) and part.id in entries:
            return replace(part, id=entries[part.id].base)
        if is_entry(part):
            return change(part.arguments[0])
        changed = mapped(part, change)
        # A product of entries is taken entry by entry, however it is written.
        return (
            replace(changed, sign="*")
            if isinstance(changed, Binary) and (changed.operator, changed.sign) == ("*", "")
            else changed
        )

    return change(body)  # type: ignore[no-any-return]


def picked(body: Expr, entries: dict[str, Entry], counted: int, index: str = "") -> Expr:
    """A term with entries picked from their arrays, and by the index from brackets with it at their foot.

    Mathematics counts from 1, unless the sum begins at 0.
    """

    def change(part: Any) -> Any:
        if is_sum(part):
            return beside_own(part, index, change)
        if is_entry(part, index):
            return syntax.Subscript(change(part.arguments[0]), place(Place(index), part, counted), span=part.span)
        if not (isinstance(part, Name) and part.id in entries):
            return mapped(part, change)
        entry = entries[part.id]
        places = tuple(place(each, part, counted) for each in entry.places)
        key = places[0] if len(places) == 1 else syntax.Sequence("tuple", places, span=part.span)
        return syntax.Subscript(Name(entry.base, span=part.span), key, span=part.span)

    change_: Callable[[Any], Any] = change
    return change_(body)  # type: ignore[no-any-return]


def place(foot: Place, part: Expr, counted: int) -> Expr:
    """An index at the foot of a name, counted from 0 or 1, as a place counted from 0."""
    shift = foot.shift - counted
    if foot.letter.isdigit():
        if (number := int(foot.letter) + shift) < 0:
            raise LanguageError.at(part.span, f"entries are counted from {counted}", f"write {counted} for the first")
        return Literal(number, span=part.span)
    index, sign = Name(foot.letter, span=part.span), "+" if shift > 0 else "-"
    if not shift:
        return index
    return Binary(index, sign, Literal(abs(shift), span=part.span), span=part.span, place=part.span, sign=sign)
