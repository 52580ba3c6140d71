"""Numbers behind a value, `(x − y)2` and `10C3`: books write them before it, so the product that is read there is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.language.mathematics.operand import Operand, Told

CHOOSING = {"C": "{0} choose {1}", "P": "{0}!/({0} - {1})!"}
"""What calculators have between two numbers, and how it is written here."""
CHOSEN = re.compile(r"([CP])(\d+)")
TIMES = frozenset("xX")
"""Letters that may be a times sign between two numbers, which is told once names are known."""


def tell(run: Sequence[Operand], told: Told) -> None:
    """Tell of a number at the end of a run of factors, where a copy of a page may have lost a power, and of `C3` behind a number."""
    *before, left, right = run
    if right.tokens[0].kind != "number" and left.kind != "number":
        return
    value, number = left.tokens[0], right.tokens[0]
    named, shown = (told.written(each) for each in (left.tokens, [*left.tokens, *right.tokens]))
    chosen = CHOSEN.fullmatch(number.text) if left.kind == "number" and not number.spaced else None
    if chosen:
        meant = CHOOSING[chosen[1]].format(named, chosen[2])
        told.say(value, number, f"`{shown}` is read as the product {named}·{number.text}", f"for choices write {meant}")
    elif (left.kind, right.kind, number.kind) != (
        "number",
        "number",
        "number",
    ) and right.kind == number.kind == "number":
        raised = f"({named})" if any(token.text == "**" for token in left.tokens) else named
        if value.text not in TIMES or not before or before[-1].kind != "number":
            hint = f"for a power write {raised}^{number.text}"
            told.say(value, number, f"`{shown}` is read as the product {named}·{number.text}", hint)
