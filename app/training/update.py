"""An update as steps of a plan: what an optimiser's rule makes of one parameter, its gradient and what is carried on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.autodiff.builder import Array, Builder, Limits, Tensor
from app.autodiff.graph import INPUT
from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.autodiff.passes.rule_graph import finished
from app.autodiff.passes.tape import Tape
from app.language import LanguageError
from app.language.source import START
from app.optimisers.rules import Rule


@dataclass(frozen=True, slots=True)
class Update:
    """Places of the numbers of one parameter: the parameter, what is carried on, and what both become in a step.

    `given` are the places of all names that the rule starts with, and `lines` of what each of its lines makes.
    """

    parameter: int
    updated: int
    state: Mapping[str, int]
    carried: Mapping[str, int]
    given: Mapping[str, int]
    lines: tuple[int, ...]

    @property
    def moves(self) -> list[tuple[int, int]]:
        """Places whose numbers become, in a step, those of other places."""
        return [(self.parameter, self.updated), *((place, self.carried[name]) for name, place in self.state.items())]


def computed(
    tape: Tape, rule: Rule, given: Mapping[str, int], settings: Mapping[str, float]
) -> tuple[dict[str, int], tuple[int, ...]]:
    """The places of all names after a rule was run on a tape, and of what each line made; `given` are the places of those that it
    starts with."""
    builder = Builder(Limits())
    names: dict[str, object] = {**settings}
    for name, place in given.items():
        names[name] = builder.input(name, tape.numbers[place], True, START)
    made: list[Tensor] = []
    for name, expr in rule:
        value = evaluate_alone(expr, names, builder)
        made.append(value if isinstance(value, Tensor) else builder.constant(value, None, START))
        names[name] = made[-1]
    for node in builder.nodes[len(given) :]:
        if node.operation == INPUT:
            known = ", ".join(f"`{name}`" for name in given)
            raise LanguageError.at(START, f"`{node.name}` stands for nothing here", f"it may use {known}")
    found = {name: value for name, value in names.items() if isinstance(value, Tensor)}
    places = list(given.values())
    tape.splice(finished(builder, len(given)), places, 0)
    after = {name: places[tensor.node.index] for name, tensor in found.items()}
    return after, tuple(places[tensor.node.index] for tensor in made)


def update(
    tape: Tape,
    rule: Rule,
    parameter: int,
    shared: Mapping[str, int],
    state: Mapping[str, Array],
    settings: Mapping[str, float],
) -> Update:
    """The steps of one parameter; `shared` are the places of gradient, rate and number of the step."""
    own = {name: tape.input(name, value, 0) for name, value in state.items()}
    given = {"w": parameter, **shared, **own}
    after, lines = computed(tape, rule, given, settings)
    return Update(parameter, after["w"], own, {name: after[name] for name in own}, given, lines)
