"""Sets: what is in them, and their union, intersection and differences."""

from __future__ import annotations

from collections.abc import Sequence

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.containers import UniqueList
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Plain, Value
from app.autodiff.interpreter.running.run import Run
from app.language import Span

HINT = "sets have | & - and comparisons; for numbers write a list in `array(…)`"
ORDER = {"<=": (False, True), "<": (True, True), ">=": (False, False), ">": (True, False)}
"""Comparisons of sets: whether they must differ, and whether the left one is the smaller."""


def holds(items: Sequence[Value], wanted: Value) -> bool:
    """Whether an item is among others: numbers, texts and tuples by what they are, objects by themselves."""
    return any(wanted is each or (isinstance(wanted, Plain | tuple) and wanted == each) for each in items)


def unique(run: Run, items: Sequence[Value], span: Span) -> UniqueList:
    """Each item once; numbers stand in the order that Python goes through them. Refuses what carries a gradient, which would end here."""
    found = UniqueList()
    for each in items:
        if isinstance(each, Tensor) and each.node.differentiable:
            run.refuse(span, "a set holds plain values: the gradient of these would end in it", "use a list")
    for each in map(settled, items):
        if not holds(found, each):
            found.append(each)
    numbers = all(isinstance(each, (bool, int, float)) for each in found)
    return UniqueList(set(found)) if numbers else found


def algebra(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    """`left sign right` of two sets."""
    if not isinstance(left, UniqueList) or not isinstance(right, UniqueList):
        if sign in ("==", "!="):
            return sign == "!="
        run.refuse(span, f"`{sign}` does not work on a set", HINT, raises="TypeError")
    both = [each for each in left if holds(right, each)]
    if sign in ("==", "!="):
        return (len(both) == len(left) == len(right)) == (sign == "==")
    if sign in ORDER:
        strictly, smaller = ORDER[sign]
        return len(both) == len(left if smaller else right) and not (strictly and len(left) == len(right))
    rest = [each for each in left if not holds(right, each)]
    found = {
        "&": both,
        "-": rest,
        "|": [*left, *right],
        "**": [*rest, *(each for each in right if not holds(left, each))],
    }
    if sign not in found:
        run.refuse(span, f"`{sign}` does not work on sets", HINT)
    return unique(run, found[sign], span)
