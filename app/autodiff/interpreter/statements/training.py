"""Steps of training: what a text computes with the gradients that the figure shows."""

from __future__ import annotations

from collections.abc import Iterator

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Frame, Value
from app.autodiff.interpreter.operations.operators import ancestors
from app.autodiff.interpreter.running.changed_names import called_name, changed_names, descend
from app.autodiff.interpreter.running.dispatch import evaluate
from app.autodiff.interpreter.running.run import Run
from app.language.names import loaded
from app.language.syntax import Evaluate, For, Statement

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


def runs_on(run: Run, loop: For, frame: Frame, nodes: int) -> bool:
    """Whether a loop with gradients is run to its end: the text goes on with what it changes, and `nodes` a turn are not too many."""
    turns = evaluate(run, loop.iterable, frame) if called_name(loop.iterable) == "range" else None
    if not isinstance(turns, range) or len(run.builder.nodes) + nodes * len(turns) > run.limits.nodes:
        return False
    stepped = {name for name in changed_names(loop) if follows_a_gradient(run, frame.names.get(name))}
    inside = {id(each) for each in descend(loop)}
    later = [
        each
        for statement in run.program.statements
        for each in descend(statement)
        if each.span.line > loop.span.line and id(each) not in inside and not prints(each)
    ]
    return not stepped.isdisjoint(loaded(later))


def prints(statement: Statement) -> bool:
    return isinstance(statement, Evaluate) and called_name(statement.value) == "print"


def end_with_first_turn(run: Run, loop: Statement, frame: Frame) -> None:
    """Say that a training loop ends with its first turn, and forget what its further turns would change."""
    stepped = [name for name in changed_names(loop) if follows_a_gradient(run, frame.names.get(name))]
    frame.names.update(dict.fromkeys(stepped, OPAQUE))
    named = ", ".join(f"`{name}`" for name in dict.fromkeys(stepped))
    run.note(f"{FIRST_TURN}; {named} is not known after it" if stepped else FIRST_TURN, loop.span, quiet=True)
