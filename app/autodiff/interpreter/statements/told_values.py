"""What is told of the values of inputs: which were assumed, given in vain, of another size than the text says, or never used."""

from __future__ import annotations

import re
from typing import Any, cast

import numpy as np

from app.autodiff.builder import Array, Tensor
from app.autodiff.graph import Node
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.operations.truths import ancestors
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import PUT
from app.autodiff.primitives import TABLE
from app.language import Diagnostic, LanguageError, Severity
from app.language.mathematics.memberships import length
from app.language.names import loaded
from app.language.syntax import Evaluate, Name


def tell_of_values(run: Run, output: Tensor) -> None:
    """Say which values were assumed. Raises LanguageError for values and constants from outside whose names are no inputs."""
    strange = [stray_value(run, name) for name in run.request.values if name not in run.given]
    strange += [stray_constant(run, name) for name in run.request.constants if name not in run.builder.inputs]
    if mistakes := [each for each in strange if each.severity is Severity.ERROR]:
        raise LanguageError(mistakes)
    run.notes.extend(strange)
    for name, value in run.request.assumed.items():
        if name in run.free and name not in run.given and (shape := np.shape(cast(Array, value))):
            run.note(f"`{name}` has no value yet: an array of shape {shape} is assumed, so that the shapes fit")
    if run.unsaid:
        made_with = ", ".join(f"`{path} = {value!r}`" for path, value in run.unsaid.items())
        run.note(f"the class is made with {made_with}, which is assumed; for another value write such a line above it")
    tell_of_sizes(run)
    tell_of_single(run, output)
    tell_of_replaced(run, output)
    tell_of_overtaken(run, output)
    used = {output.node.index}.union(*[node.arguments for node in run.builder.nodes])
    lines = [each.value for each in run.program.statements if isinstance(each, Evaluate)]
    by_themselves = {each.id for each in lines if isinstance(each, Name)}
    for name in run.sources.keys() - run.given:
        idle = run.sources[name][0] not in used
        if idle and name not in run.free and name in run.top.names and mentions(run, name) == 1:
            run.note(f"`{name}` has a value that is never used", quiet=True)
        if idle and name in run.free and name in by_themselves:
            run.note(f"`{name}` stands by itself: it is an input that nothing uses", quiet=True)


def tell_of_single(run: Run, output: Tensor) -> None:
    """Say where entries are taken together of one number, which it is as nobody gave it a value: `mean((y - t)**2)`."""
    nodes = run.builder.nodes
    opened = {run.sources[name][0]: name for name in run.free if name in run.sources and name not in run.given}
    behind = {index: name for index, name in opened.items() if not nodes[index].shape}
    for node in reversed([*ancestors(run, output)] if behind else []):
        name = next((behind[each] for each in node.arguments if each in behind), None)
        if name and node.span and "keepdims" in node.settings and not nodes[node.arguments[0]].shape:
            told = f"{run.quote(node.span)} takes entries together, and `{name}` is one number here"
            run.note(f"{told}; for several give it a value: {name} = [1.0, 2.0]", node.span, quiet=True)
            return
        if name:
            behind[node.index] = name


def tell_of_replaced(run: Run, output: Tensor) -> None:
    """Say which values from outside count for nothing, as in `x = np.zeros(3); x[:] = …`: the text puts others in all their places."""
    for name in run.request.values.keys() & run.sources.keys():
        if name not in run.free and is_replaced(run, run.sources[name][0], output.node.index):
            run.note(f"the value that is given for `{name}` changes nothing: the text replaces it before it is read")


def tell_of_overtaken(run: Run, output: Tensor) -> None:
    """Say which inputs were changed without a gradient after something was computed with them that the output depends on."""
    for index, before, span in run.overtaken:
        used = (node for node in ancestors(run, output, by_gradient=True) if node.index < before)
        if any(index in node.arguments and needs_values(node) for node in used):
            name = run.builder.nodes[index].name
            run.note(
                f"`{name}` is changed here after it was used: the gradient through that use is the one at the value that it had"
                " then (PyTorch refuses such a backward pass, or where `.data` is changed takes the new value)",
                span,
            )


def needs_values(node: Node) -> bool:
    """Whether the gradient of an operation depends on its values, as that of a product does and that of a copy does not."""
    rules = TABLE[node.operation].rules if node.operation in TABLE else ()
    return not loaded(rule for rule in rules if rule is not None) <= {"g"}


def is_replaced(run: Run, index: int, output: int) -> bool:
    """Whether nothing reads a value, or nothing before the text has put something in each of its places."""
    left = np.ones(run.builder.nodes[index].shape, dtype=bool)
    put = index
    for node in run.builder.nodes[index + 1 :]:
        if put not in node.arguments:
            continue
        if node.operation != PUT.name or node.arguments.index(put) or node.arguments.count(put) > 1:
            return False
        left[cast(Any, node.settings["key"])] = False
        if not left.any():
            return True
        put = node.index
    return put == index != output


def tell_of_sizes(run: Run) -> None:
    """Say where an array has another size than the text says, as in `W ∈ ℝ^{2×3}`."""
    for name, axes in run.program.axes.items():
        if axes[:1] == (f"{name}0",):
            # An axis that the text names nowhere.
            continue
        shape = (
            np.shape(run.builder.values[run.sources[name][0]]) if name in run.sources and name not in run.free else ()
        )
        said = [length(axis) or size for axis, size in zip(axes, shape, strict=False)]
        if said != [*shape]:
            shown = " × ".join(map(str, shape))
            run.note(f"`{name}` is said to have {' × '.join(map(str, said))} entries; its value has {shown}")


def mentions(run: Run, name: str) -> int:
    """How often a name stands in the text."""
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", run.program.text))


def waits(run: Run, name: str) -> bool:
    """Whether a name that means nothing stands in a branch that is not taken."""
    return name not in run.top.names and bool(re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", run.program.text))


def stray_constant(run: Run, name: str) -> Diagnostic:
    """What is said of a name that is to be constant and is no input."""
    told = "is computed by the program" if name in run.top.names else "is not an input of this program"
    if run.request.lenient or waits(run, name):
        message = f"`{name[:40]}` {told}; that it is to be constant changes nothing"
        return Diagnostic(None, message, severity=Severity.WARNING, parameter="constant")
    message, hint = f"`{name[:40]}` {told}, so it cannot be constant", nearest(name, run.sources) or inputs(run)
    return Diagnostic(None, message, hint, parameter="constant")


def stray_value(run: Run, name: str) -> Diagnostic:
    """What is said of a value whose name is no input: a mistake, unless the name waits in a branch that is not taken."""
    if run.request.lenient or waits(run, name):
        message = f"`{name[:40]}` is not an input of this program; its value is not used"
        return Diagnostic(None, message, severity=Severity.WARNING, parameter=name)
    if name in run.top.names:
        message, hint = f"`{name[:40]}` is computed by the program, so it cannot be given a value", ""
    elif entry := next((each for each in run.sources if each.partition("_")[0] == name != each), None):
        message = f"`{name[:40]}` is not an input of this program"
        hint = f"`{entry}` is a name of its own here: write `{name}` for all entries"
    else:
        message, hint = f"`{name[:40]}` is not an input of this program", nearest(name, run.sources)
    return Diagnostic(None, message, hint or inputs(run), unknown=True, parameter=name)


def inputs(run: Run) -> str:
    """What could be meant by a name that is no input."""
    return f"its inputs are {', '.join(list(run.sources)[:8])}"
