"""Signs between lists, as Python has them: `a + b` joins two lists, `2 * a` repeats one, `a == b` compares them whole."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, identity
from app.autodiff.interpreter.arrays.coercion import held
from app.autodiff.interpreter.arrays.python_lists import is_list
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Frame, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.run import Run
from app.language import Span

MEANT = {"+": "join the lists", "*": "repeat the list", **dict.fromkeys(("==", "!="), "compare the lists whole")}
"""What signs do with lists in Python."""


def of_lists(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    """What a sign gives whose operand is a list of the text's, `a = [1, 2]`; None where it is arithmetic of arrays.

    A text that is Python for no library has its lists as arrays, which is told; lists of other lengths are no vectors that could be
    added, and are joined there, too.
    """
    listed = [isinstance(each, list) or is_list(run, each) for each in (left, right)]
    factor = left if listed[1] else right
    if isinstance(factor, Tensor) and not run.python:
        # What is only told does not let the meaning of the program depend on a number.
        factor = np.asarray(factor.held)
    count = settled(factor) if sign == "*" and listed[0] != listed[1] else None
    repeats = type(count) is int
    if not repeats and not (all(listed) and sign in MEANT and sign != "*"):
        return None
    if not run.python:
        if sign == "+" and (found := joined(run, left, right, span)) is not None:
            return found
        tell_of_entries(run, sign, span)
        return None
    if sign == "+":
        return [*iterate(run, left, span), *iterate(run, right, span)]
    if not repeats:
        return np.array_equal(np.asarray(held(left)), np.asarray(held(right))) == (sign == "==")
    assert isinstance(count, int)
    run.note(f"{run.quote(span)} repeats the list, as in Python; for each entry times {count} write array(…)", span)
    items = iterate(run, left if listed[0] else right, span)
    run.bounded(len(items) * max(0, count), span)
    return items * count


def joined(run: Run, left: Value, right: Value, span: Span) -> Value:
    """Two lists of other lengths one behind the other, as nothing in them could be added entry by entry; None for all else."""
    if not all(isinstance(each, list) or is_list(run, each) for each in (left, right)):
        return None
    sizes = {each.shape[0] if isinstance(each, Tensor) else len(each) for each in (left, right)}  # type: ignore[arg-type]
    if len(sizes) == 1:
        return None
    told = f"{run.quote(span)} joins two lists, as in Python: of other lengths, they are no vectors to be added"
    run.note(told, span)
    return [*iterate(run, left, span), *iterate(run, right, span)]


def tell_of_entries(run: Run, sign: str, span: Span) -> None:
    run.note(f"{run.quote(span)} goes entry by entry; Python would {MEANT[sign]}", span, quiet=True)


def changed_for_all(frame: Frame, before: Tensor, after: list[Value]) -> None:
    """Let all names see a list that was made longer in place, as `a += b` does."""
    names: Frame | None = frame
    while names is not None:
        for name, value in names.names.items():
            if isinstance(value, Tensor) and identity(value) == identity(before):
                names.names[name] = after
        names = names.parent
