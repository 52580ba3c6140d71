"""Python's own `random`: its numbers follow from `random.seed` as Python's do."""

from __future__ import annotations

import random
from collections.abc import Callable

from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Native, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.run import Run
from app.language import Span

NUMBERS = frozenset("random uniform gauss normalvariate randint randrange betavariate expovariate triangular".split())
FROM_ITEMS = frozenset("choice choices sample".split())


def member(name: str) -> Native | None:
    """`random.name`; None for what Python's library does not have."""
    if name == "seed":
        return Native(name, seed)
    if name == "shuffle":
        return Native(name, shuffle)
    if name in NUMBERS:
        return Native(name, drawing(name))
    return Native(name, picking(name)) if name in FROM_ITEMS else None


def generator(run: Run, span: Span) -> random.Random:
    """The text's generator; without a seed Python's numbers are others each time."""
    if run.python_rng is None:
        run.python_rng = random.Random(0)
        run.note(
            "without `random.seed` Python draws other numbers each time; here they are those of seed 0",
            span,
            quiet=True,
        )
    return run.python_rng


def seed(run: Run, span: Span, number: Value = 0) -> None:
    number = settled(number)
    run.python_rng = random.Random(number if isinstance(number, (int, float, str)) else 0)


def drawing(name: str) -> Callable[..., Value]:
    def draw(run: Run, span: Span, *bounds: Value) -> Value:
        numbers = [settled(each) for each in bounds]
        try:
            result: Value = getattr(generator(run, span), name)(*numbers)
        except (TypeError, ValueError):
            run.refuse(span, f"`random.{name}` does not work with these bounds", "")
        return result

    return draw


def picking(name: str) -> Callable[..., Value]:
    def pick(run: Run, span: Span, items: Value, *counts: Value, **named: Value) -> Value:
        numbers = {key: settled(value) for key, value in named.items()}
        try:
            result: Value = getattr(generator(run, span), name)(
                iterate(run, items, span), *map(settled, counts), **numbers
            )
        except (TypeError, ValueError, IndexError):
            run.refuse(span, f"`random.{name}` does not work on these items", "")
        return result

    return pick


def shuffle(run: Run, span: Span, items: Value) -> None:
    """`random.shuffle(items)` changes a list in place."""
    if not isinstance(items, list):
        run.refuse(span, "`random.shuffle` changes a list in place", "for an array use np.random.permutation")
    generator(run, span).shuffle(items)
