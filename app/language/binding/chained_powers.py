"""Powers of letters side by side: `K^αL^β` is K^α·L^β, not K to the power of αL^β."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.language.syntax import Binary, Expr, Name
from app.language.text import letters

EULER = "e"


def powers_apart(power: Binary, factors: Callable[[Name], Sequence[Expr]]) -> tuple[Binary, Binary] | None:
    """The two powers that a power of a power is where the exponent is letters side by side, of which the last is raised anew.

    None for other powers; Euler's number keeps its whole exponent, as in `e^kx²`.
    """
    match power:
        case Binary(left=base, right=Binary(operator="**", sign=mark, left=Name() as run) as raised) if mark != "**":
            if isinstance(base, Name) and base.id.endswith(EULER):
                return None
            *exponent, last = factors(run) or [run]
            if exponent:
                return replace(power, right=letters.product(exponent, run.span)), replace(raised, left=last)
    return None
