"""Signs between values of which one is more than a number or an array: objects, texts, sets, whole numbers with their bits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.array_objects import sought
from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.kinds.containers import UniqueList
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import FirstValue, Instance, Opaque, Value
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.objects.overloading import MODELS, overloaded
from app.autodiff.interpreter.operations.python_signs import plain
from app.autodiff.interpreter.operations.sets import algebra
from app.autodiff.interpreter.operations.texts import filled_in
from app.autodiff.interpreter.operations.truths import is_truth
from app.autodiff.interpreter.running.dispatch import Arguments
from app.autodiff.interpreter.running.run import PassOver, Run
from app.language import Span
from app.language.operators import BETWEEN

Meets = Callable[[Run, Value, Value], bool]
Result = Callable[[Run, str, Value, Value, Span], Value]
EVERY = frozenset(each.sign for each in BETWEEN)
TRUTH_SIGNS = frozenset({"&", "|"})


def contained(run: Run, sign: str, item: Value, items: Value, span: Span) -> Value:
    """`item in items` and `item not in items`, by the class's own method where there is one."""
    if isinstance(items, Instance) and (own := method_of(items, "__contains__")):
        return bool(settled(call_method(run, own, Arguments((item,), {}, span)))) == (sign == "in")
    item, items = sought(run, item) if isinstance(items, dict) else settled(item), settled(items)
    if isinstance(item, (Tensor, np.ndarray)) or isinstance(items, (Tensor, np.ndarray)):
        run.refuse(span, f"`{sign}` does not work on arrays", "compare with `==`")
    return plain(run, sign, item, items, span)


def is_repeated(run: Run, left: Value, right: Value) -> bool:
    """Whether a list of one item is multiplied by a count that the text has as an input: it is repeated, as in Python."""
    items, count = (left, right) if isinstance(left, list) else (right, left)
    counts = isinstance(count, Tensor) and not count.shape and isinstance(settled(count), int)
    return isinstance(items, list) and len(items) == 1 and counts


def is_whole(value: Value) -> bool:
    """Whether `&`, `|` and `~` work on the bits of a value: whole numbers, not truth values."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return kind in ("i", "u") or (isinstance(value, int) and not isinstance(value, bool))


def is_real(value: Value) -> bool:
    """Whether a value is a real number, or an array of them, which has neither truth nor bits."""
    held = getattr(value, "held", value)
    return isinstance(held, float) or getattr(getattr(held, "dtype", None), "kind", "") == "f"


def bits(run: Run, value: Value, span: Span) -> Value:
    """A whole number with its bits: one that is an input is read as it stands."""
    return require_whole(run, value, span) if isinstance(value, Tensor) else value


def first_numbers(value: Value) -> Value:
    """A parameter that a constructor computes with as the numbers that it starts from."""
    return value.value if isinstance(value, FirstValue) else value


def either(kind: type) -> Meets:
    """Whether one of two operands is of a kind."""
    return lambda run, left, right: isinstance(left, kind) or isinstance(right, kind)


def have_bits(run: Run, left: Value, right: Value) -> bool:
    return (is_whole(left) or is_whole(right)) and not (is_truth(left) or is_truth(right))


def compared_whole(run: Run, left: Value, right: Value) -> bool:
    """Whether nothing or a text is compared, which is the same or another."""
    return left is None or right is None or isinstance(left, str) or isinstance(right, str)


def refuse_reals(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    told = f"`{sign}` joins truth values or whole numbers, and these are real numbers"
    run.refuse(span, told, "compare first, as in (x > 0) | (y > 0); a condition is part of a name: p_given")


def pass_over(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    """What nobody knows the value of is left out of the graph."""
    raise PassOver


def of_bits(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    return plain(run, sign, bits(run, left, span), bits(run, right, span), span)


def repeated(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    items, count = (left, right) if isinstance(left, list) else (right, left)
    return plain(run, sign, items, settled(count), span)


def filled(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    return filled_in(run, str(left), settled(right), span)


def whole(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    alike = type(left) is type(right) or (isinstance(left, str) and isinstance(right, str))
    return (alike and left == right) == (sign == "==")


MEETINGS: tuple[tuple[frozenset[str], Meets, Result], ...] = (
    (TRUTH_SIGNS, lambda run, left, right: is_real(left) and is_real(right) and not run.ours, refuse_reals),
    (frozenset(MODELS), either(Instance), overloaded),
    (EVERY, either(Opaque), pass_over),
    (frozenset("%"), lambda run, left, right: isinstance(left, str), filled),
    (frozenset({"in", "not in"}), lambda run, left, right: True, contained),
    (EVERY, either(UniqueList), algebra),
    (frozenset({"&", "|", "<<", ">>"}), have_bits, of_bits),
    (frozenset("*"), is_repeated, repeated),
    (frozenset({"==", "!="}), compared_whole, whole),
)
"""In order: signs, whether two operands meet in this way, and what comes out of it."""
