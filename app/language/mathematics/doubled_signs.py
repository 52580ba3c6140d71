"""Two signs side by side, `2x · + y` and `x − − y`: Python takes the second for a sign of the value behind it, and so a value that is
missing between them would be missed in silence.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.language.mathematics.operand import Told
from app.language.text.tokens import Token

BETWEEN = frozenset({"*", "/", "@", "+", "-"})
SIGNS = {"+": "+", "-": "−"}
"""What may stand before a value, and how it is shown."""


def tell(tokens: Sequence[Token], told: Told) -> None:
    """Tell how a plus before a value is read behind another sign, and a minus that stands apart from its value."""
    for before, sign, second, behind in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if (
            sign.text in BETWEEN
            and second.text in SIGNS
            and before.text not in (*BETWEEN, "^")
            and doubled(sign, second, behind)
        ):
            first, last = told.written([before]), told.written([behind])
            meant = f"{first} {told.written([sign])} ({SIGNS[second.text]}{last})"
            said = f"`{told.written([sign, second])}` is read as two signs, as in {meant}"
            told.say(sign, second, said, "where a value is missing between them, write it")


def doubled(sign: Token, second: Token, behind: Token) -> bool:
    """Whether the second of two signs is an unusual sign of a value: a plus, one apart from its value, or the same without a blank."""
    apart = second.spaced and behind.spaced
    return second.text == "+" or apart or (sign.text == second.text and not second.spaced)
