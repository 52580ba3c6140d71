"""Values that follow from each other over steps that a text lists, `h_t = tanh(w h_{t-1}), t = 1, 2, 3`: h₁, h₂ and h₃ one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.language.binding.feet import Entry, entries_in, entry_of
from app.language.binding.numbered_terms import SIGNS, joined
from app.language.binding.recursions import steps
from app.language.mathematics.indexed_sums import INDEXED, is_sum, left_out
from app.language.syntax import Assign, Literal, Name, Sequence, Statement
from app.language.text.letters import is_program
from app.language.walk import everything, mapped, parts


def taken(statements: tuple[Statement, ...], text: str) -> tuple[Statement, ...]:
    """The statements with each step by itself, but of a program; the list of an index that only stands at the foot of names is left out."""
    if is_program(text):
        return statements
    for listed in statements:
        letter = listed_letter(listed)
        if not letter:
            continue
        others = [each for each in statements if each is not listed]
        read = tuple(
            one
            for each in (with_limits(other, letter, listed) for other in others)
            for one in (stepwise(each, letter, listed) if recurs(each, letter) else [each])
        )
        marks = any(letter in entry.letters for each in others for entry in entries_in(each).values())
        summed = any(is_over(part, letter) for each in others for part in everything(each))
        if marks or summed:
            statements = (listed, *read) if bare(read, letter) else read
    return statements


def with_limits(part: Any, letter: str, listed: Any) -> Any:
    """Sums over the letter from the first number of its list to the last, where these follow each other; others term by term, if the
    letter stands at a foot in them.
    """
    part = mapped(part, lambda inner: with_limits(inner, letter, listed))
    if not is_over(part, letter) or not all(map(left_out, part.arguments[2:4])):
        return part
    body, index, _, _, *tests = part.arguments
    first, *_, last = numbers = [each.value for each in listed.value.items]
    if last - first + 1 == len(numbers):
        limits = (Literal(first, span=part.span), Literal(last, span=part.span))
        return replace(part, arguments=(body, index, *limits, *tests))
    name, footed = INDEXED[part.function.id], any(letter in entry.letters for entry in entries_in(body).values())
    if tests or name not in SIGNS or not footed:
        return part
    return joined(name, [at_step(body, letter, number) for number in numbers], part.span)


def is_over(part: Any, letter: str) -> bool:
    """Whether something is a sum whose index is a letter."""
    return is_sum(part) and part.arguments[1].value == letter


def bare(statements: tuple[Statement, ...], letter: str) -> bool:
    """Whether a letter stands in statements by itself or with a foot, outside of sums over it that have limits."""

    def stands(part: object) -> bool:
        if isinstance(part, Name):
            entry = entry_of(part.id)
            return letter in (part.id, entry.base if entry else "")
        limited = is_over(part, letter) and not left_out(part.arguments[3])  # type: ignore[attr-defined]
        return not limited and any(map(stands, parts(part)))

    return any(map(stands, statements))


def listed_letter(statement: Statement) -> str:
    """The letter that a statement gives a list of whole numbers; nothing for other statements."""
    match statement:
        case Assign(targets=(Name(id=letter),), value=Sequence(items=items)) if len(letter) == 1:
            return letter if all(isinstance(each, Literal) and isinstance(each.value, int) for each in items) else ""
    return ""


def recurs(statement: Statement, letter: str) -> bool:
    """Whether a statement gives a value at a step by the one before it."""
    return (
        isinstance(statement, Assign)
        and any(letter in entry.letters for entry in entries_in(statement.targets[0]).values())
        and next(steps(statement), None) is not None
    )


def stepwise(statement: Statement, letter: str, listed: Any) -> Iterator[Statement]:
    """The statement once for each number, with that in place of the letter."""
    for each in listed.value.items:
        yield at_step(statement, letter, each.value)


def at_step(part: Any, letter: str, number: int) -> Any:
    if isinstance(part, Name):
        entry = entry_of(part.id)
        if part.id == letter:
            return Literal(number, span=part.span)
        return Name(named(entry, letter, number), span=part.span) if entry and letter in entry.letters else part
    return mapped(part, lambda inner: at_step(inner, letter, number))


def named(entry: Entry, letter: str, number: int) -> str:
    """The name of an entry at one step."""
    feet = [str(number + shift) if mark == letter else shifted(mark, shift) for mark, shift in entry.places]
    return "_".join([entry.base, *feet])


def shifted(mark: str, shift: int) -> str:
    return mark if not shift else f"{mark}_{'plus' if shift > 0 else 'minus'}_{abs(shift)}"
