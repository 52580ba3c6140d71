"""The methods of sets."""

from __future__ import annotations

from collections.abc import Callable

from app.autodiff.interpreter.kinds.containers import UniqueList
from app.autodiff.interpreter.kinds.value_types import Native, Value
from app.autodiff.interpreter.members.attributes import refuse_attribute
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.sets import algebra, holds, unique
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE
from app.autodiff.interpreter.running.run import Run
from app.language import Span

SIGNS = {
    "union": "|", "intersection": "&", "difference": "-", "symmetric_difference": "**", "issubset": "<=", "issuperset": ">=",
}  # fmt: skip


def add(run: Run, span: Span, items: UniqueList, *given: Value) -> None:
    run.bounded(len(items) + len(given), span)
    items[:] = unique(run, [*items, *given], span)


def update(run: Run, span: Span, items: UniqueList, *others: Value) -> None:
    add(run, span, items, *(each for other in others for each in iterate(run, other, span)))


def discard(run: Run, span: Span, items: UniqueList, item: Value) -> None:
    items[:] = [each for each in items if not holds([item], each)]


def remove(run: Run, span: Span, items: UniqueList, item: Value) -> None:
    if not holds(items, item):
        run.refuse(span, "this is not in the set", "`discard` leaves such a set as it is", raises="KeyError")
    discard(run, span, items, item)


def copied(run: Run, span: Span, items: UniqueList) -> UniqueList:
    return UniqueList(items)


def emptied(run: Run, span: Span, items: UniqueList) -> None:
    items.clear()


def first_out(run: Run, span: Span, items: UniqueList) -> Value:
    if not items:
        run.refuse(span, "there is nothing in this set", "", raises="KeyError")
    return items.pop(0)


CHANGES: dict[str, Callable[..., Value]] = {
    "add": add, "update": update, "discard": discard, "remove": remove, "copy": copied, "clear": emptied, "pop": first_out,
}  # fmt: skip


@ATTRIBUTE.of(UniqueList)
def set_method(run: Run, value: UniqueList, name: str, span: Span) -> Value:
    if name in CHANGES:
        return Native(name, lambda run, span, *given: CHANGES[name](run, span, value, *given))
    if name not in SIGNS:
        return refuse_attribute(run, value, name, span)

    def combined(run: Run, span: Span, *others: Value) -> Value:
        result: Value = value
        for other in others:
            result = algebra(run, SIGNS[name], result, unique(run, iterate(run, other, span), span), span)
        return result

    return Native(name, combined)
