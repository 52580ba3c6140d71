"""What a person says of a descent, before the program is known that it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.language import LanguageError, Program
from app.optimisers import OPTIMISERS, SPELLINGS
from app.training.own_optimiser import filled
from app.training.request import DescentRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """As `filled` takes it, but for the optimiser, which is a name here; `iteration` is the step that is looked at.

    `over` says what a landscape is over, `race` the optimisers that go beside on it, and `axes` how a loss curve is drawn.
    """

    train: tuple[str, ...] = ()
    rate: float | str | None = None
    steps: int | None = None
    optimiser: str | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    ascend: bool | None = None
    iteration: int | None = None
    over: str = ""
    race: tuple[str, ...] = ()
    axes: str = ""
    batch: int | None = None
    shuffle: int | None = None

    def request(self, program: Program) -> DescentRequest:
        """For a program, whose own optimiser says what is left open. Raises LanguageError."""
        if self.optimiser is not None and self.optimiser not in SPELLINGS:
            hint = f"there are {', '.join(OPTIMISERS)}"
            told = f"there is no optimiser `{self.optimiser[:40]}`"
            raise LanguageError.at(None, told, hint, parameter="optimiser")
        return filled(
            program,
            train=self.train,
            rate=self.rate,
            steps=self.steps,
            optimiser=SPELLINGS[self.optimiser] if self.optimiser else None,
            settings=self.settings,
            ascend=self.ascend,
            batch=self.batch or 0,
            shuffle=self.shuffle,
        )
