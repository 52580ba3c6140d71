"""A call that is to be written, and the small parts that notations for functions are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.typeset.notation import Apply, Fence, Identifier, Math, Number, Text, parts
from app.typeset.precedence import infix


@dataclass(frozen=True, slots=True)
class Application:
    """A call: `function` as it is set, `spelling` its last name (or "" where no rule may know it), and what it is given.

    `bare` is a call of a name alone: `max(x, 0)` compares, where `np.max(x, 0)` runs over an axis.
    """

    function: Math
    spelling: str
    arguments: tuple[Math, ...]
    settings: tuple[tuple[str, Math], ...] = ()
    bare: bool = False

    def setting(self, *names: str) -> Math | None:
        return next((math for name, math in self.settings if name in names), None)


Notation = Callable[[Application], Math | None]
"""Writes a call; None where it does not know this one."""


def one(write: Callable[[Math], Math]) -> Notation:
    """For a function whose first argument alone is shown."""
    return lambda call: write(call.arguments[0])


def two(write: Callable[[Math, Math], Math]) -> Notation:
    """For a function of exactly two arguments."""
    return lambda call: write(*call.arguments) if len(call.arguments) == 2 else None


def called(word: str) -> Callable[[Math], Math]:
    return lambda math: Apply(Text(word), Fence(math))


def term(sign: str) -> Callable[[Math, Math], Math]:
    return lambda a, b: infix(sign, a, b)


def same(math: Math) -> Math:
    return math


def bracketed(condition: Math) -> Math:
    """1 where the condition holds and 0 elsewhere, as Iverson wrote it."""
    return Fence(condition, "[", "]")


_INDICES = "ijklmn"


def index(axis: Math, taken: tuple[Math, ...]) -> Math | None:
    """The letter for a numbered axis: i for the first, j for the second or the last, passing over letters in use."""
    free = [sign for sign in _INDICES if not any(_mentions(math, sign) for math in taken)] or list(_INDICES)
    place = _place(axis)
    return None if place is None else Identifier(free[min(place, len(free) - 1)])


def _place(axis: Math) -> int | None:
    """The number of an axis, from the front or (which comes to the same letter) from the back."""
    digits = axis.digits.removeprefix("−") if isinstance(axis, Number) else ""
    return int(digits) if digits.isdecimal() else None


def _mentions(math: Math, letter: str) -> bool:
    return math == Identifier(letter) or any(_mentions(part, letter) for part in parts(math))
