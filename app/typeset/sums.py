"""Sums, and the letters of indices that they run over."""

from __future__ import annotations

from collections.abc import Sequence

from app.typeset.notation import MINUS, PLUS, SUBTRACT, Big, Fence, Identifier, Math, Row, listed, parts, row

INDICES = "ijklmn"


def index(place: int, taken: Sequence[Math] = ()) -> Math:
    """The letter of an axis: i for the first, j for the second, passing over letters that stand in `taken`."""
    free = [letter for letter in INDICES if not any(_mentions(math, letter) for math in taken)] or list(INDICES)
    return Identifier(free[min(place, len(free) - 1)])


def indices(places: Sequence[int]) -> Math:
    """The letters of several axes, with commas."""
    return listed(*map(index, places))


def listed_letters(letters: Sequence[str]) -> Math:
    """Given letters of indices, with commas."""
    return listed(*map(Identifier, letters))


def _mentions(math: Math, letter: str) -> bool:
    return math == Identifier(letter) or any(_mentions(part, letter) for part in parts(math))


def added(terms: Sequence[Math]) -> Math:
    """`a + b − c`: a term with a minus sign is subtracted."""
    pieces: list[Math] = list(terms[:1])
    for term in terms[1:]:
        sign, rest = _signed(term)
        pieces += [SUBTRACT if sign else PLUS, rest]
    return row(*pieces)


def summation(over: Math, body: Math) -> Math:
    """`Σᵢ body`: a minus sign goes before the Σ, and a sum stands in parentheses."""
    if any(item in (PLUS, SUBTRACT) for item in (body.items if isinstance(body, Row) else ())):
        return Big("Σ", over, Fence(body))
    sign, rest = _signed(body)
    return row(MINUS, Big("Σ", over, rest)) if sign else Big("Σ", over, body)


def _signed(math: Math) -> tuple[bool, Math]:
    """Whether a minus sign stands first, and what is behind it."""
    items = math.items if isinstance(math, Row) else (math,)
    return (True, row(*items[1:])) if items[0] == MINUS else (False, math)
