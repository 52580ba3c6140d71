"""What is asked of a descent."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.language import Diagnostic, LanguageError
from app.optimisers import OPTIMISERS, Optimiser
from app.optimisers.rules import Rule

STEPS = 100_000
"""How many steps a descent may have."""
SHARES = frozenset({"beta1", "beta2"})
"""Settings that say how much is kept of what was before: all of it would leave nothing for what comes."""


@dataclass(frozen=True)
class DescentRequest:
    """What is asked: which inputs are trained, how, and for how long.

    `train` names inputs, or modules for all their parameters; without it those are trained that the text's own optimiser has
    (`declared`), else the parameters of modules, else inputs that are called as weights and biases are, else all inputs.
    `rate` is a number or an expression in `t`, the number of the step from 1; `settings` are other names of the optimiser's rule.
    A step looks at `batch` rows of the data, or at all for 0; they are shuffled where `shuffle` is a seed.
    `remarks` say what of the text's own training is not followed.
    """

    steps: int = 100
    optimiser: Optimiser = OPTIMISERS["gradient-descent"]
    rate: float | str | None = None
    train: Sequence[str] = ()
    declared: Sequence[str] = ()
    settings: Mapping[str, float] = field(default_factory=dict)
    ascend: bool = False
    batch: int = 0
    shuffle: int | None = None
    remarks: Sequence[str] = ()

    @property
    def rule(self) -> Rule:
        """All that a step does."""
        return self.optimiser.rule(self.settings, self.ascend)

    @property
    def names(self) -> dict[str, float]:
        """The settings of the rule, those that are not given with their defaults."""
        return {**self.optimiser.settings, **self.settings}

    @property
    def learning_rate(self) -> float | str:
        return self.names["rate"] if self.rate is None else self.rate

    @property
    def told(self) -> Sequence[str]:
        """What whoever asked should know."""
        rate = self.learning_rate
        backwards = isinstance(rate, float) and rate < 0
        way = "down" if self.ascend else "up"
        return (
            (*self.remarks, f"the rate {rate:g} is negative, so each step leads {way}") if backwards else self.remarks
        )

    def __post_init__(self) -> None:
        """Raises LanguageError for settings that are not the optimiser's, and for numbers that mean nothing."""
        faults = []
        if not 0 <= self.steps <= STEPS:
            faults.append(Diagnostic(None, f"a descent has 0 to {STEPS} steps, not {self.steps}", parameter="steps"))
        if self.batch < 0:
            faults.append(Diagnostic(None, f"a batch has 1 row or more, not {self.batch}", parameter="batch"))
        if self.shuffle is not None and (self.shuffle < 0 or not self.batch):
            told = "a seed is a whole number from 0" if self.batch else "all data in one batch have no order to shuffle"
            faults.append(Diagnostic(None, told, "give a batch, and a seed such as 1", parameter="shuffle"))
        numbers = {"rate": self.rate, **self.settings}
        for name, number in numbers.items():
            if isinstance(number, float) and not math.isfinite(number):
                faults.append(Diagnostic(None, f"{name} is {number:g}, which is no finite number", parameter=name))
        for name, number in self.settings.items():
            if name != "rate" and (number < 0 or (name in SHARES and number >= 1)):
                range_ = "from 0 to below 1" if name in SHARES else "0 or more"
                faults.append(Diagnostic(None, f"{name} is {number:g}", f"it is {range_}", parameter=name))
        for name in self.settings.keys() - self.optimiser.settings.keys():
            known = ", ".join(self.optimiser.settings)
            told = f"{self.optimiser.title} has no setting `{name[:40]}`"
            faults.append(Diagnostic(None, told, f"it has {known}", parameter=name))
        if faults:
            raise LanguageError(faults)
