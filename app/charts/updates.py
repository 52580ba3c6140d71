"""The updates of a descent, as steps of the walk and below the figure: what the optimiser's rule makes of each parameter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from app.autodiff import Trace
from app.diagram import UPDATE, Diagram, Step, Text, parts
from app.diagram.drawing.panels import AROUND_RULE, MARGIN
from app.diagram.formulas.gate_values import amount
from app.diagram.options import Notation
from app.diagram.walk import beside
from app.optimisers.rows import LETTERS
from app.training import Way
from app.typeset import (
    Math,
    Scripts,
    Symbol,
    changed_number,
    derivative,
    equality,
    expression,
    labels,
    name,
    number,
    plain,
    row,
)

BECOMES = Symbol("←", "relation")
LEADING = 5.0
"""Points between the lines below a figure."""
SYMBOLS: Mapping[str, Math] = {key: name(letter) for key, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Updates:
    """The updates that a descent is about to make at the values of `trace`."""

    way: Way
    trace: Trace
    notation: Notation

    def steps(self) -> Iterator[Step]:
        """One for each trained parameter that the output depends on."""
        asked, updates = self.way.course.asked, self.way.course.path.updates
        for parameter, update in updates.items():
            told = f"{parameter} is updated, by {asked.optimiser.title}. {asked.optimiser.explained}"
            yield Step(UPDATE, (parts.value(update.parameter),), told, beside(list(self.lines(parameter))))

    def marks(self, top: float) -> Iterator[Text]:
        """The lines of all updates below each other from `top` on, each of the part that its step is about."""
        updates = self.way.course.path.updates
        lines = [(update.parameter, line) for key, update in updates.items() for line in self.lines(key)]
        made = labels([line for _, line in lines])
        for place, ((parameter, _), label) in enumerate(zip(lines, made, strict=True)):
            part = parts.value(parameter)
            yield Text(f"update-{place}", UPDATE, part, MARGIN, top, label, tone="forward", name=label.text)
            top += label.height + LEADING

    def lines(self, parameter: str) -> Iterator[Math]:
        """`w ← w − η · dL/dw = 2 − 0.1 · (−4) = 2.4`, a line for each of the rule's; of arrays without numbers."""
        path, now = self.way.course.path, self.way.course.path.numbers()
        update = path.updates[parameter]
        symbols = self.symbols(update.parameter, {*update.state, *(left for left, _ in path.asked.rule)})
        known = {key: now[place] for key, place in update.given.items()}
        for (left, expr), place in zip(path.asked.rule, update.lines, strict=True):
            made = np.asarray(now[place])
            exact = in_its_change(known["w"], made) if left == "w" else number
            sides = [expression(expr, symbols), *([] if made.shape else [self.with_numbers(expr, known, exact)])]
            found = amount(made, exact)
            told = {plain(side): side for side in [*sides, *([] if found is None else [found])]}
            yield row(symbols[left], BECOMES, equality(*told.values()))
            known[left] = now[place]

    def symbols(self, node: int, carried: Collection[str]) -> dict[str, Math]:
        """What the names of a rule are called for a parameter; `carried` are those that each has for itself."""
        own = name(self.trace.labels[node])
        gradient = derivative(name(self.trace.loss), own, self.notation)
        return {**SYMBOLS, **{key: Scripts(name(key), own) for key in carried}, "w": own, "g": gradient}

    def with_numbers(self, expr: Any, known: Mapping[str, Any], exact: Callable[[float], Math]) -> Math:
        """The rule with its numbers, that of the parameter in the digits that show its change."""
        asked = self.way.course.asked
        rate = {} if isinstance(asked.learning_rate, str) else {"rate": asked.learning_rate}
        numbers = {key: number(float(value)) for key, value in {**asked.names, **rate, **known}.items()}
        return expression(expr, {**numbers, "w": exact(float(known["w"]))})


def in_its_change(before: Any, after: Any) -> Callable[[float], Math]:
    """How a parameter is written beside its change, which three digits may not show."""
    return partial(changed_number, change=float(np.max(np.abs(after - before), initial=0)))


def walked_on(
    diagram: Diagram, reached: Way | None, trace: Trace, notation: Notation, *, written: bool = False
) -> Diagram:
    """The figure whose walk goes on, behind both passes, with the updates of a descent; without a descent as it was.

    If `written`, they stand below the figure, for who sees nothing but that.
    """
    if reached is None:
        return diagram
    updates = Updates(reached, trace, notation)
    whole = with_below(diagram, list(updates.marks(diagram.height + AROUND_RULE))) if written else diagram
    return replace(whole, walk=lambda: (*diagram.steps, *updates.steps()))


def with_below(diagram: Diagram, lines: Sequence[Text]) -> Diagram:
    """The figure with lines below it, on a page that is as large as both need."""
    if not lines:
        return diagram
    right = max(line.x + line.label.width for line in lines) + MARGIN
    bottom = lines[-1].y + lines[-1].label.height + MARGIN
    return replace(diagram, width=max(diagram.width, right), height=bottom, marks=(*diagram.marks, *lines))
