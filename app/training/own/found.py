"""What was found of a text's own training."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.optimisers import Optimiser

OPTIMISER, RATE, STEPS = "optimiser", "rate", "steps"
"""What a remark is about: who chooses that himself need not hear it."""


@dataclass(slots=True)
class Found:
    """None and nothing for what the text leaves open. `train` are names of inputs, or of modules; a `rate` may be an expression in `t`.

    `remarks` say what of the text is not followed, each with what it is about.
    """

    optimiser: Optimiser | None = None
    rate: float | str | None = None
    train: tuple[str, ...] = ()
    settings: dict[str, float] = field(default_factory=dict)
    ascend: bool = False
    steps: int | None = None
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def remark(self, about: str, sentence: str) -> None:
        if (about, sentence) not in self.remarks:
            self.remarks.append((about, sentence))
