"""What a text says of its own training: `torch.optim.Adam(model.parameters(), lr=0.01)`, `w -= lr * w.grad`, `for epoch in range(100)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.language import Program, syntax
from app.optimisers import OPTIMISERS, Optimiser
from app.training.own.calls import read_call
from app.training.own.found import OPTIMISER, RATE, STEPS, Found
from app.training.own.steps import read_loop, read_step
from app.training.own.text import Text
from app.training.request import DescentRequest


def own_optimiser(program: Program) -> Found:
    """What the text says of its own training, as far as it can be read from it without running it."""
    text, found = Text(program), Found()
    for part in text.parts:
        if isinstance(part, syntax.Call):
            read_call(part, text, found)
        elif isinstance(part, (syntax.For, syntax.While)):
            read_loop(part, text, found)
        elif isinstance(part, syntax.Statement):
            read_step(part, text, found)
    return found


def filled(
    program: Program,
    *,
    steps: int | None = None,
    optimiser: Optimiser | None = None,
    rate: float | str | None = None,
    train: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    ascend: bool | None = None,
    batch: int = 0,
    shuffle: int | None = None,
) -> DescentRequest:
    """What is asked of a descent, with what the text says of its own training for what is left open. Raises LanguageError."""
    found = own_optimiser(program)
    row = optimiser or found.optimiser or OPTIMISERS["gradient-descent"]
    own = found.settings if row is found.optimiser else {}
    other = optimiser is not None and optimiser is not found.optimiser
    left = {OPTIMISER: not other, RATE: rate is None and not other, STEPS: steps is None}
    return DescentRequest(
        steps=next(each for each in (steps, found.steps, DescentRequest.steps) if each is not None),
        optimiser=row,
        rate=found.rate if rate is None else as_number(rate),
        train=tuple(train),
        declared=found.train,
        settings={**own, **(settings or {})},
        ascend=found.ascend if ascend is None else ascend,
        batch=batch,
        shuffle=shuffle,
        remarks=tuple(sentence for about, sentence in found.remarks if left[about]),
    )


def as_number(rate: float | str) -> float | str:
    """A rate that is typed as a number; others are expressions."""
    try:
        return float(rate)
    except ValueError:
        return rate
