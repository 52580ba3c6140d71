"""What a text itself makes of a gradient, as nodes: a slope by which each entry is multiplied, or the text's function carried out on it.

A function of the gradient that is no product with slopes, as one that clips it, is run once on a gradient of ones and kept as the steps
that it is made of. The reverse pass carries these out where it comes by: they are operations of the graph like all others. Where the
numbers of the gradient decide which steps there are, it is run anew on those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.autodiff.builder import Array, Builder, Tensor
from app.autodiff.graph import CONSTANT, Node
from app.autodiff.interpreter.arrays.coercion import held
from app.autodiff.interpreter.kinds.plain_values import tidy
from app.autodiff.interpreter.kinds.value_types import Native, Operation, Value, Values
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import DETACH, OWN_BACKWARD, SHUT_OFF, SUM, TANGENT_LINE
from app.autodiff.primitives import TABLE
from app.language import Span
from app.language.source import START

Back = Callable[..., Value]
"""What gives the gradients of the arguments from that of the value, or from those of several."""
SCALES = (1e6, 1e-6)
"""How much larger and smaller gradients are tried, which a text may clip or drop."""


def several(gradients: Value) -> Values:
    return tuple(gradients) if isinstance(gradients, (tuple, list)) else (gradients,)


def numbers(value: Value) -> Array:
    """What a value holds, as an array."""
    return np.asarray(held(value), dtype=float)


def acts_by_entry(shape: tuple[int, ...], arguments: Values, back: Back) -> bool:
    """Whether a backward pass multiplies the gradient by one number an entry; from one number, it may go to any shape."""
    sizes = np.arange(1.0, np.prod(shape) + 1).reshape(shape)
    once = several(back(np.ones(shape)))
    for scale in SCALES:
        trial = np.where(sizes % 2, -scale, scale) * sizes
        for argument, slope, gradient in zip(arguments, once, several(back(trial)), strict=False):
            if not isinstance(argument, Tensor) or slope is None:
                continue
            if shape not in ((), argument.shape) or numbers(slope).shape != argument.shape:
                return False
            if not np.allclose(numbers(gradient), trial * numbers(slope), atol=1e-3 * min(1.0, scale)):
                return False
    return True


def with_slopes(run: Run, span: Span, value: Value, pairs: Iterator[tuple[Value, Value]]) -> Value:
    """A value that changes with each argument as a slope says; one number does with the sum over the argument's entries."""
    line = Operation(TANGENT_LINE)
    for argument, slope in pairs:
        if not isinstance(argument, Tensor) or slope is None:
            continue
        at = without_gradient(run, span, argument)
        if argument.shape == numbers(value).shape:
            value = called(run, line, span, value, argument, at, slope)
        else:
            rise = called(run, line, span, np.zeros(argument.shape), argument, at, slope)
            value = binary(run, "+", value, called(run, Operation(SUM), span, rise), span)
    return value


def without_gradient(run: Run, span: Span, value: Value) -> Value:
    return called(run, Operation(DETACH), span, value) if isinstance(value, Tensor) else value


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """The way back as its steps: places count the operands of the gate, the gradient that comes in, and the steps.

    `results` are the places of what goes to the operands, by their positions.
    """

    operands: int
    steps: Sequence[tuple[Node, Array]]
    results: Mapping[int, int]

    def needed(self, place: int) -> set[int]:
        """The places that a result follows from."""
        found = {place}
        for at in range(self.operands + len(self.steps), self.operands, -1):
            if at in found:
                found.update(self.steps[at - self.operands - 1][0].arguments)
        return found

    def carry(self, run: Run, span: Span, g: Value, position: int, operands: Values) -> Value:
        """What goes back to the operand at a position when `g` comes in."""
        if position not in self.results:
            return called(run, Operation(SHUT_OFF), span, operands[position])
        values: list[object] = [*operands, g]
        needed = self.needed(self.results[position])
        for node, value in self.steps:
            if len(values) not in needed:
                values.append(None)
            elif node.operation == CONSTANT:
                values.append(value)
            else:
                given = [values[place] for place in node.arguments]
                values.append(run.builder.apply(TABLE[node.operation], given, node.settings, span))
        return tidy(values[self.results[position]])


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """One run of a function of the gradient: behind the nodes of the graph, from `start` on, the gradient and the function's steps."""

    start: int
    builder: Builder
    results: tuple[Tensor | None, ...]

    @property
    def steps(self) -> Sequence[Node]:
        return self.builder.nodes[self.start + 1 :]

    @property
    def used(self) -> list[int]:
        """The nodes of the graph that the steps use."""
        return sorted({place for node in self.steps for place in node.arguments if place < self.start})

    @property
    def decided(self) -> bool:
        """Whether the numbers of the gradient have decided what was done."""
        return any(index >= self.start for index in self.builder.read)

    def way(self, places: Mapping[int, int], asked: Mapping[int, int], count: int) -> Way:
        """The steps behind a gate of `count` operands, at `places` nodes of the graph; `asked` are results by their operands."""
        at = {**places, self.start: count}
        at |= {node.index: place for place, node in enumerate(self.steps, count + 1)}
        steps = [
            (node._replace(arguments=tuple(at[each] for each in node.arguments)), self.builder.values[node.index])
            for node in self.steps
        ]
        results = {place: self.results[each] for place, each in asked.items()}
        return Way(count, steps, {place: at[each.node.index] for place, each in results.items() if each is not None})


def traced(run: Run, gradient: Array, back: Back) -> Traced:
    """Runs a function of the gradient beside the graph, which it leaves as it is."""
    before, views, copied = run.builder, run.views, run.copied
    trial = Builder(run.limits)
    run.builder, run.views, run.copied = trial, dict(views), set(copied)
    trial.nodes, trial.values, trial.inputs = [*before.nodes], [*before.values], set(before.inputs)
    start = len(trial.nodes)
    try:
        g = trial.input("", gradient, True, START)
        # A copy is no input, whose first value the function could set.
        results = several(back(Tensor(g.node, g.held, g.read, -1)))
        made = tuple(each if each is None else as_tensor(trial, each) for each in results)
    finally:
        run.builder, run.views, run.copied = before, views, copied
    return Traced(start, trial, made)


def as_tensor(builder: Builder, value: Value) -> Tensor:
    return value if isinstance(value, Tensor) else builder.constant(held(value), None, START)


def with_backward(run: Run, span: Span, name: str, arguments: Values, back: Back, value: Value = None) -> Value:
    """A value whose gradient goes back to its arguments as the text's own function of it says; unless given the only argument itself.

    What that uses of the graph stands beside the arguments. Raises LanguageError where it is drawn by chance, or has another shape.
    """
    shape = numbers(arguments[0] if value is None else value).shape
    require_steady(run, span, name, shape, back)
    found = traced(run, np.ones(shape), back)
    run.builder.read |= {index for index in found.builder.read if index < found.start}
    moved = []
    for place, (argument, gradient) in enumerate(zip(arguments, found.results, strict=False)):
        if isinstance(argument, Tensor) and gradient is not None:
            if gradient.shape != argument.shape:
                told = f"{name} gives a gradient of shape {gradient.shape} for an argument of shape {argument.shape}"
                run.refuse(span, told, "a gradient has the shape of what it is of")
            moved.append(place)
    given = [*([] if value is None else [value]), *(arguments[place] for place in moved)]
    beside = [Tensor(run.builder.nodes[each], run.builder.values[each], run.builder.read) for each in found.used]
    operands, first = [*given, *beside], len(given) - len(moved)
    places = {each: place for place, each in enumerate(found.used, len(given))}
    asked = dict(enumerate(moved, first))
    way = found.way(places, asked, len(operands))

    def carried(rules: Run, span: Span, g: Value, position: int, *operands: Value) -> Value:
        if not found.decided or not isinstance(g, Tensor):
            return way.carry(rules, span, g, position, operands)
        again = traced(run, g.value, back)
        if not places.keys() >= set(again.used):
            run.refuse(span, f"{name} uses other values of the graph for other gradients: that is not followed")
        return again.way(places, asked, len(operands)).carry(rules, span, g, position, operands)

    return tidy(run.builder.apply(OWN_BACKWARD, operands, {"backward": Native("backward", carried)}, span))


def require_steady(run: Run, span: Span, name: str, shape: tuple[int, ...], back: Back) -> None:
    """Raises LanguageError where a function of the gradient gives other numbers each time."""
    once, again = (several(back(np.ones(shape))) for _ in range(2))
    pairs = zip(once, again, strict=True)
    if not all(one is None or np.array_equal(numbers(one), numbers(other), equal_nan=True) for one, other in pairs):
        told = f"what {name} does to the gradient is drawn by chance, when the backward pass comes by: that is not followed"
        run.refuse(span, told, "take it away: the figure then shows the gradient before it")
