"""An optimiser: its rule in the language, and what comes before it.

In a rule `w` is a parameter, `g` its gradient, `t` the number of the step from 1 and `rate` the learning rate; settings stand by name,
and what is carried on from step to step is 0 before the first. The last line is what a step goes against, `rate` times as far: a product
or a quotient, or a sum in parentheses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.optimisers.rules import Rule, rule, without

ASCENT = "g = -g"
"""What comes before a rule that is to climb."""
DECAY, DECOUPLED = "g = g + weight_decay*w", "w = w - rate*weight_decay*w"
"""What comes before a rule whose parameters are drawn to 0: as a part of the gradient, or apart from it."""


@dataclass(frozen=True, slots=True)
class Optimiser:
    """`lines` lead to the `way` of a step; `state` names what is carried on, `settings` the rule’s other names, with their defaults."""

    name: str
    title: str
    lines: tuple[str, ...]
    way: str
    state: tuple[str, ...]
    settings: Mapping[str, float]
    spellings: tuple[str, ...]
    explained: str

    @property
    def decoupled(self) -> bool:
        """Whether parameters shrink apart from the gradient, as they do where they shrink unless told otherwise."""
        return self.settings["weight_decay"] != 0

    def rule(self, settings: Mapping[str, float], ascend: bool) -> Rule:
        """All that a step does, but for the terms of settings that are 0, as they are unless given."""
        first = (*([ASCENT] if ascend else []), DECOUPLED if self.decoupled else DECAY)
        whole = rule("\n".join((*first, *self.lines, f"w = w - rate*{self.way}")))
        return without(whole, {name for name, usual in self.settings.items() if usual == settings.get(name, 0) == 0})


def row(
    name: str,
    title: str,
    text: str,
    *,
    state: str = "",
    spelled: str = "",
    explained: str = "",
    **settings: float,
) -> Optimiser:
    """An optimiser from the text of its rule."""
    *lines, way = filter(None, map(str.strip, text.splitlines()))
    defaults = {"rate": 0.01, "weight_decay": 0.0, **settings}
    return Optimiser(name, title, tuple(lines), way, tuple(state.split()), defaults, tuple(spelled.split()), explained)
