"""The axes of arrays by letters: axes of one length have the same letter."""

from __future__ import annotations

ONE = ""
"""The second axis of a vector, and both of a number."""
Axes = tuple[str, str]
NUMBER: Axes = (ONE, ONE)
SHORT = "<"
"""Before the letter of an axis that has to be shorter than others, as that of (XᵀX)⁻¹."""
JOINED = "+"
"""Between the letters of an axis that is as long as several together."""
