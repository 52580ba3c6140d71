"""Python's functions of whole numbers, which no gradient passes through."""

from __future__ import annotations

import math
from collections.abc import Callable

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.kinds.plain_values import LARGEST
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.running.run import Run
from app.language import Span

LAST_SIGN = 0x10FFFF


def of_whole_numbers(function: Callable[..., int]) -> Callable[..., Value]:
    """`gcd(12, 18)`. Refuses a root of less than zero, and a multiple that is larger than any number here."""

    def found(run: Run, span: Span, *numbers: Value) -> Value:
        try:
            result = function(*(require_whole(run, each, span) for each in numbers))
        except (TypeError, ValueError):
            run.refuse(span, f"{run.quote(span)} has no value", "give it whole numbers", raises="ValueError")
        if result > LARGEST:
            run.refuse(span, f"{run.quote(span)} is larger than any number here", "")
        return result

    return found


def code_of(run: Run, span: Span, sign: Value) -> Value:
    """`ord("a")`."""
    if not isinstance(sign, str) or len(sign) != 1:
        run.refuse(span, "`ord` takes a text of one sign", 'ord("a")', raises="TypeError")
    return ord(sign)


def sign_of(run: Run, span: Span, code: Value) -> Value:
    """`chr(97)`."""
    number = require_whole(run, code, span)
    if not 0 <= number <= LAST_SIGN:
        run.refuse(span, f"no sign has the number {number}", "chr(97)", raises="ValueError")
    return chr(number)


WHOLE_NUMBERS: dict[str, Callable[..., Value]] = {
    "gcd": of_whole_numbers(math.gcd),
    "lcm": of_whole_numbers(math.lcm),
    "isqrt": of_whole_numbers(math.isqrt),
    "ord": code_of,
    "chr": sign_of,
}
