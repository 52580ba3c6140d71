"""Steps of training: what a text computes with the gradients that the figure shows."""

from __future__ import annotations

from collections.abc import Iterator

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Frame, Value
from app.autodiff.interpreter.operations.operators import ancestors
from app.autodiff.interpreter.running.changed_names import changed_names
from app.autodiff.interpreter.running.run import Run
from app.language.syntax import Statement

FIRST_TURN = "only the first turn of the training loop is drawn: the next would differ in the values alone"


def arrays(value: Value) -> Iterator[Tensor]:
    """The values of the graph in lists, tuples and dicts."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from arrays(each)


def follows_a_gradient(run: Run, value: Value) -> bool:
    """Whether a value is computed with a gradient that the text has as a value."""
    return bool(run.slopes) and any(
        not run.slopes.isdisjoint(node.index for node in ancestors(run, each)) for each in arrays(value)
    )


def tell_of_step(run: Run) -> None:
    """Say so where a text computes on behind a step that was passed over."""
    place, before = run.stepped or (None, len(run.remembered))
    later = (name for name, value in run.remembered[before:] if any(each.differentiable for each in arrays(value)))
    if (name := next(later, None)) is not None and place is not None:
        run.note(f"{run.quote(place)} was passed over: `{name}` is computed with the values before that step", place)


def end_with_first_turn(run: Run, loop: Statement, frame: Frame) -> None:
    """Say that a training loop ends with its first turn, and forget what its further turns would change."""
    stepped = [name for name in changed_names(loop) if follows_a_gradient(run, frame.names.get(name))]
    frame.names.update(dict.fromkeys(stepped, OPAQUE))
    named = ", ".join(f"`{name}`" for name in dict.fromkeys(stepped))
    run.note(f"{FIRST_TURN}; {named} is not known after it" if stepped else FIRST_TURN, loop.span, quiet=True)
