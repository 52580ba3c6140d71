"""The axes of arrays by letters: axes of one length have the same letter."""

from __future__ import annotations

from app.language.mathematics.memberships import length

ONE = ""
"""The second axis of a vector, and both of a number."""
Axes = tuple[str, str]
NUMBER: Axes = (ONE, ONE)
SHORT = "<"
"""Before the letter of an axis that has to be shorter than others, as that of (XᵀX)⁻¹."""
JOINED = "+"
"""Between the letters of an axis that is as long as several together."""


class Lengths:
    """Which axes are of one length; `same` leads from an axis to another of the same length."""

    def __init__(self) -> None:
        self.same: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        one, other = self.letter(one), self.letter(other)
        if ONE not in (one, other) and one != other:
            one, other = (other, one) if JOINED in other or length(other) else (one, other)
            if not length(other):
                self.same[other] = one

    def letter(self, axis: str) -> str:
        while axis in self.same:
            axis = self.same[axis]
        return JOINED.join(map(self.letter, axis.split(JOINED))) if JOINED in axis else axis
