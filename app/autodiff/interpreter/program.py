"""A whole program: where it starts, and what its output is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.graph import INPUT, Graph
from app.autodiff.interpreter.arrays.coercion import of_numbers
from app.autodiff.interpreter.arrays.later_leaves import was_input
from app.autodiff.interpreter.entry import NoInput, run_entry
from app.autodiff.interpreter.kinds.plain_values import leaves
from app.autodiff.interpreter.kinds.value_types import Instance, Operation, Value
from app.autodiff.interpreter.objects.hand_written import computed, forward_end, is_computed
from app.autodiff.interpreter.objects.overloading import number_of
from app.autodiff.interpreter.operations.truths import leads_to
from app.autodiff.interpreter.running.blocks import run_text
from app.autodiff.interpreter.running.changed_names import called_name
from app.autodiff.interpreter.running.dispatch import evaluate
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.interpreter.statements.told_values import tell_of_values
from app.autodiff.interpreter.statements.training import arrays, follows_a_gradient, tell_of_step
from app.autodiff.interpreter.statements.unread_values import refuse_unread, tell_of_end
from app.language import Expr, LanguageError, Span, syntax
from app.language.names import bound_names, loaded
from app.language.walk import everything

WRITTEN = (syntax.Assign, syntax.Evaluate)
"""Statements that say what the output is: of several values the person sees that all but one are left out."""


def run_program(run: Run) -> Graph:
    """The graph of the program. Raises LanguageError with all mistakes that can be found."""
    mistakes = list(run.program.mistakes)
    try:
        run_text(run, run.program.statements, run.top)
    except LanguageError as error:
        # What a line comes to that is not understood follows from that.
        misread = {mistake.span.line for mistake in mistakes if mistake.span}
        mistakes += [each for each in error.mistakes if each.span is None or each.span.line not in misread]
    if mistakes:
        raise LanguageError(mistakes)
    if run.finished is None and next(computed(run), None) is None and not run.definitions:
        refuse_unread(run)
    name, value = chosen_output(run)
    if run.finished is None and run.request.output is None:
        tell_of_end(run, name)
    output = single(run, value)
    if output.node.name is None:
        output = run.builder.name(output, name)
    tell_of_values(run, output)
    tell_of_step(run)
    names = final_names(run, output)
    if run.slopes:
        forget_steps(run, {output.node.index, *names.values()})
    return Graph(run.builder.made(), output.node.index, names)


def forget_steps(run: Run, shown: set[int]) -> None:
    """Drop what steps of training have made behind all that is shown: it would be computed again with other values."""
    end = 1 + max(shown | {place for place, _ in run.sources.values()})
    del run.builder.nodes[end:], run.builder.values[end:]
    run.builder.read.intersection_update(range(end))


def final_names(run: Run, output: Tensor) -> dict[str, int]:
    """Each name of the text (of its only function, where that is the whole text) and the node that it ends as."""
    nodes = run.builder.nodes
    found = {name: value.node.index for name, value in run.top.names.items() if isinstance(value, Tensor)}
    own = nodes[output.node.index].name
    inputs = {node.name: node.index for node in nodes if node.operation == INPUT and node.name}
    # An input keeps its name, even where the text binds that name again: it is what a person sets and asks for.
    return {**found, **({own: output.node.index} if own else {}), **inputs}


def chosen_output(run: Run) -> tuple[str, Value]:
    """The value that the text ends with, that `.backward()` was called on, or that was asked for by name."""
    wanted = run.request.output
    last = finished(run) or latest(run)
    if wanted is None:
        return last
    if wanted not in run.top.names:
        known = [name for name, value in run.top.names.items() if isinstance(value, Tensor)]
        message = f"there is no value `{wanted[:40]}` to be the output"
        raise LanguageError.at(Span(1, 0, 1, 1), message, f"there are {', '.join(known)}")
    return wanted, run.top.names[wanted]


def finished(run: Run) -> tuple[str, Value] | None:
    """What `.backward()` was called on, unless the text goes on to compute with that value."""
    if run.finished is None:
        return None
    name, value = run.last or ("", None)
    if not goes_on(run, run.finished, value):
        if follows_a_gradient(run, value) and not name.endswith("grad"):
            run.note(f"`{name}` has no gradient: the figure shows what the backward pass is of", quiet=True)
        return "L", run.finished
    if not isinstance(value, Tensor) or name in run.sources or was_input(run, value):
        message = f"`{name}` is a step against the gradient; the figure shows what the gradient is of"
        run.note(message, quiet=True)
        return "L", run.finished
    run.note(f"the figure shows `{name}`, which is computed from what the backward pass is of", quiet=True)
    # A gradient that was given is that of the other value.
    run.seed_given = None
    return name, value


def goes_on(run: Run, end: Tensor, value: Value) -> bool:
    """Whether the text computes `value` from what the backward pass is of, or from its gradient."""
    if follows_a_gradient(run, value):
        return any(each.differentiable and each.node.index not in run.slopes for each in arrays(value))
    if not isinstance(value, Tensor) or not value.differentiable or value.node.index == end.node.index:
        return False
    return leads_to(run, end, value)


def latest(run: Run) -> tuple[str, Value]:
    """What was computed last; where only constants were bound, what is printed, or what the definitions compute."""
    if (end := forward_end(run)) is not None:
        return end
    if run.last is not None and calls_its_own(run):
        return run.last
    if run.inner_last is not None and is_computed(run, run.inner_last[1]):
        return run.inner_last
    with suppress(PassOver):
        if (value := printed(run)) is not None:
            return finished(run) or ("f", value)
    if run.last is not None and not run.definitions:
        return run.last
    value = run_entry(run)
    return finished(run) or ("f", value)


def printed(run: Run) -> Value:
    """What was printed last at the top, if it is computed there; raises PassOver where it has no bearing on the figure."""
    if run.printed is None or not run.printed.arguments or not computes(run.printed.arguments[-1]):
        return None
    value = evaluate(run, run.printed.arguments[-1], run.top)
    # It was passed over at first, which is no longer so.
    run.notes[:] = [note for note in run.notes if note.span != run.printed.span]
    return value


def calls_its_own(run: Run) -> bool:
    """Whether the last statement gives what a function, a method or an object of the text makes, as `f(3)` and `net(x)` do, or follows
    from such values.

    Where the text has no inputs, the numbers that are given to it become some.
    """
    defined = {part.name for each in run.definitions for part in everything(each) if isinstance(part, syntax.Define)}
    classes = {each.name for each in run.definitions if isinstance(each, syntax.Class)}
    objects = {name for name, value in run.top.names.items() if isinstance(value, Instance) and not value.cls.ours}
    statements = run.program.statements
    while statements and shows(statements[-1]):
        statements = statements[:-1]
    last = statements[-1] if statements else None
    if not isinstance(last, WRITTEN) or (isinstance(last, syntax.Evaluate) and called_name(last.value) == "print"):
        return False
    made = run.last is not None and run.last[0] in {*bound_names(last), "f"}
    calls = [part for each in leading_to(statements) for part in everything(each) if isinstance(part, syntax.Call)]
    anew = any(isinstance(part.function, syntax.Call) and called_name(part.function) in classes for part in calls)
    return made and (anew or not (defined | objects).isdisjoint(map(called_name, calls)))


def shows(statement: syntax.Statement) -> bool:
    """Whether a statement prints what has a name already."""
    call = statement.value if isinstance(statement, syntax.Evaluate) else None
    return isinstance(call, syntax.Call) and called_name(call) == "print" and not any(map(computes, call.arguments))


def leading_to(statements: tuple[syntax.Statement, ...]) -> Iterator[syntax.Statement]:
    """The last of some statements, and before it those that give the names that it follows from their values."""
    needed: set[str] = set()
    for place, statement in enumerate(reversed(statements)):
        own = set(bound_names(statement))
        if not place or (isinstance(statement, WRITTEN) and own & needed):
            needed = (needed - own) | loaded([statement])
            yield statement


def computes(expr: Expr) -> bool:
    """Whether an expression is more than a name or a text."""
    return isinstance(expr, (syntax.Call, syntax.Binary, syntax.Unary))


def single(run: Run, value: Value) -> Tensor:
    """The output as one tensor: a list of numbers as an array, of several other values one; either is told."""
    place = run.program.statements[-1].span
    if isinstance(array := of_numbers(run, value, place), Tensor):
        run.note("the list is read as an array; for one of its values write it alone on the last line", place)
        return array
    held = list(value.values()) if isinstance(value, dict) else value
    tensors = [each for leaf in leaves(held) if isinstance(each := number_of(leaf), Tensor)]
    if not tensors or not run.builder.inputs:
        raise without_inputs(run, value, place)
    # `return out, cache` has one output, and what the backward pass needs.
    beside = held if isinstance(held, tuple) else tensors
    several = sum(isinstance(number_of(each), (Tensor, int, float)) for each in beside) > 1
    # What a dict holds is mostly listed as it was computed, and what was computed last depends on the rest.
    if isinstance(value, dict):
        found, which = max(tensors, key=lambda each: each.node.index), "the one of its values that was computed last"
    else:
        found, which = tensors[0], "its first value that depends on an input"
    if several:
        told = f"the output is {describe(value)}: the figure shows {which}; for another write it alone on the last line"
        run.note(told, place, quiet=not isinstance(run.program.statements[-1], WRITTEN))
    return found


def without_inputs(run: Run, value: Value, place: Span) -> NoInput:
    """What is said of an output that depends on no input."""
    if isinstance(value, Operation):
        hint = f"write what it is applied to: {value.row.name}(x)"
        return NoInput.at(place, "the output is a function that is applied to nothing", hint)
    hint = hint_of_labels(run) or "use a name without a value, for example `x`, as input"
    return NoInput.at(place, f"the output is {describe(value)}: it depends on no input", hint)


def hint_of_labels(run: Run) -> str:
    """What to write where arrays of whole numbers, which count as labels, may be meant as inputs."""
    whole = [name for name, value in run.top.names.items() if isinstance(value, np.ndarray) and value.dtype.kind == "i"]
    return f"`{whole[0]}` holds whole numbers, which count as labels: write 1.0 in place of 1" if whole else ""
