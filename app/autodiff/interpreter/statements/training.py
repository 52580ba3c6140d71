"""Steps of training: what a text computes with the gradients that the figure shows."""

from __future__ import annotations

from collections.abc import Iterator

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.later_leaves import was_input
from app.autodiff.interpreter.arrays.sharing import current
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Frame, Instance, Value
from app.autodiff.interpreter.objects.parameters import owned
from app.autodiff.interpreter.operations.truths import ancestors
from app.autodiff.interpreter.running.changed_names import called_name, descend
from app.autodiff.interpreter.running.run import Run
from app.language import Span
from app.language.names import bound_names, loaded
from app.language.syntax import Assign, Attribute, Augment, Call, Evaluate, For, If, Statement
from app.language.walk import everything, spelled_out

FIRST_TURN = "only the first turn of the training loop is drawn: the next would differ in the values alone"


def arrays(value: Value) -> Iterator[Tensor]:
    """The values of the graph in lists, tuples and dicts."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from arrays(each)


def follows_a_gradient(run: Run, value: Value, since: int = 0) -> bool:
    """Whether a value is computed with a gradient that the text has as a value, made `since` then."""
    slopes = {index for index in run.slopes if index >= since}
    return bool(slopes) and any(
        not slopes.isdisjoint(node.index for node in ancestors(run, each)) for each in arrays(value)
    )


def stepped_names(run: Run, frame: Frame, since: int) -> dict[str, Frame]:
    """The names, with their frames, of what follows a gradient made `since` then, and of objects with such parameters."""
    found: dict[str, Frame] = {}
    home: Frame | None = frame
    while home is not None:
        for name, value in home.names.items():
            if name not in found and any(follows_a_gradient(run, each, since) for each in parts_now(run, value)):
                found[name] = home
        home = home.parent
    return found


def trained_names(run: Run, frame: Frame) -> dict[str, Frame]:
    """The names, with their frames, of what a step can change: inputs with a gradient, and objects that hold some."""
    homes = [frame]
    while homes[-1].parent is not None:
        homes.append(homes[-1].parent)
    pairs = ((name, value, home) for home in homes for name, value in home.names.items())
    return {name: home for name, value, home in pairs if any(is_input(run, each) for each in parts_now(run, value))}


def is_input(run: Run, value: Value) -> bool:
    return isinstance(value, Tensor) and value.differentiable and was_input(run, value)


def parts_now(run: Run, value: Value) -> Iterator[Value]:
    """The arrays in a value, or in an object and all that it holds, as they are after all changes in place."""
    inner = [each for part in owned(value) for each in part.attributes.values()] if isinstance(value, Instance) else []
    for each in inner or [value]:
        for leaf in arrays(each):
            yield current(run, leaf, Span(1, 0, 1, 0))


def tell_of_step(run: Run) -> None:
    """Say so where a text computes on behind a step that was passed over."""
    place, before = run.stepped or (None, len(run.remembered))
    later = (name for name, value in run.remembered[before:] if any(each.differentiable for each in arrays(value)))
    if (name := next(later, None)) is not None and place is not None:
        run.note(f"{run.quote(place)} was passed over: `{name}` is computed with the values before that step", place)


def runs_on(run: Run, loop: For, frame: Frame, since: int, turns: int) -> bool:
    """Whether a loop with gradients is run to its end: the text goes on with what it changes, and the nodes are not too many.

    Its `turns` are 0 where nobody knows how many there are. The first made the nodes `since` then; the others are taken to make as many.
    """
    nodes = len(run.builder.nodes) - since
    if not turns or len(run.builder.nodes) + nodes * turns > run.limits.nodes:
        return False
    return goes_on_with_steps(run, loop, frame, since)


def goes_on_with_steps(run: Run, loop: Statement, frame: Frame, since: int) -> bool:
    """Whether the text uses behind a loop what the loop steps along a gradient, or computes with what else it binds."""
    names = stepped_names(run, frame, since) or (trained_names(run, frame) if steps_at_times(loop) else {})
    used = not names.keys().isdisjoint(loaded(behind(run, loop)))
    return used or bool(computed_with_behind(run, loop)) or reads_sum(run, loop)


def reads_sum(run: Run, loop: Statement) -> bool:
    """Whether a text reads `w.grad` behind a loop whose turns all add to it."""
    if any(sets_to_zero(part) for each in descend(loop) for part in everything(each)):
        return False
    later = [each for each in run.program.statements if each.span.line > loop.span.line]
    return any(isinstance(part, Attribute) and part.name == "grad" for each in later for part in spelled_out(each))


def sets_to_zero(part: object) -> bool:
    """Whether something sets gradients to zero, or to None."""
    if isinstance(part, Call):
        return called_name(part) in ("zero_grad", "zero_", "step")
    return isinstance(part, Assign) and any(
        isinstance(each, Attribute) and each.name == "grad" for each in part.targets
    )


def behind(run: Run, loop: Statement) -> list[Statement]:
    """What stands behind a loop, the statements within others too."""
    inside = {id(each) for each in descend(loop)}
    return [
        each
        for statement in run.program.statements
        for each in descend(statement)
        if each.span.line > loop.span.line and id(each) not in inside and not prints(each)
    ]


def computed_with_behind(run: Run, loop: Statement) -> set[str]:
    """The names that a loop binds and that an assignment behind it computes with before it binds them anew."""
    bound, found = set(bound_names(loop)), set[str]()
    for each in behind(run, loop):
        if isinstance(each, (Assign, Augment)):
            anew = set(bound_names(each, augmented=False))
            found |= bound & (loaded([each.value]) | loaded([each]) - anew)
            bound -= anew
    return found


def steps_at_times(loop: Statement) -> bool:
    """Whether a loop takes its step in some turns alone, as one does that adds gradients up."""
    conditional = (inner for each in descend(loop) if isinstance(each, If) for inner in descend(each))
    return any(isinstance(each, Evaluate) and called_name(each.value) == "step" for each in conditional)


def prints(statement: Statement) -> bool:
    return isinstance(statement, Evaluate) and called_name(statement.value) == "print"


def end_with_first_turn(run: Run, loop: Statement, frame: Frame, since: int) -> None:
    """Say that a training loop ends with its first turn, and forget what its further turns would change."""
    stepped = stepped_names(run, frame, since)
    stepped |= {name: frame for name in sorted(computed_with_behind(run, loop)) if name in frame.names}
    for name, home in stepped.items():
        home.names[name] = OPAQUE
    named = ", ".join(f"`{name}`" for name in stepped)
    known = f"{named} {'is' if len(stepped) == 1 else 'are'} not known after it"
    run.note(f"{FIRST_TURN}; {known}" if stepped else FIRST_TURN, loop.span, quiet=True)


class FirstTurn:
    """How a run stood behind the first turn of a loop that trains; `on` says whether its further turns are run."""

    def __init__(self, run: Run, frame: Frame, *, on: bool) -> None:
        self.finished, self.seed_given, self.on = run.finished, run.seed_given, on
        self.names, self.remembered = dict(frame.names), len(run.remembered)

    def ends(self, run: Run) -> bool:
        """Whether no further turn is run: half of what a text may compute is left for what stands behind the loop."""
        return not self.on or len(run.builder.nodes) > run.limits.nodes // 2

    def restore(self, run: Run, frame: Frame) -> None:
        """Forget what the further turns have changed."""
        run.finished, run.seed_given = self.finished, self.seed_given
        frame.names.clear()
        frame.names.update(self.names)
        del run.remembered[self.remembered :]
        run.last = run.remembered[-1] if run.remembered else None
