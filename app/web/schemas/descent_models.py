"""What the API is asked of a descent and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from app.optimisers import OPTIMISERS
from app.pipeline import Worksheet
from app.training import Asked
from app.values.numerals import Written
from app.web.schemas.models import ProgramQuestion, Told

SAMPLE: dict[str, Any] = {
    "program": "f = (w*x + b - t)**2",
    "values": {"x": 2, "t": 3, "w": 0.5, "b": 0},
    "train": ["w", "b"],
    "rate": 0.1,
    "steps": 2,
}


def held(given: object) -> object:
    """What a number may be made of: neither a truth value, nor one that would be read as infinite or 0. Raises ValueError."""
    if isinstance(given, Written):
        raise ValueError(f"{given.digits[:40]} is {'larger' if given else 'closer to 0'} than any number here")
    if isinstance(given, bool):
        raise ValueError("should be a number, not true or false")
    return given


def number(given: object) -> object:
    """The same, where no text stands for one. Raises ValueError."""
    if isinstance(given, str):
        raise ValueError("should be a number, without quotation marks")
    return held(given)


Number = Annotated[float, BeforeValidator(number)]
Whole = Annotated[int, BeforeValidator(number)]
Rate = Annotated[float | str, BeforeValidator(held)]


class DescentQuestion(ProgramQuestion):
    """A program whose output is one number, and how to go down on it; a text's own optimiser says what is left open."""

    model_config = ConfigDict(json_schema_extra={"examples": [SAMPLE]})

    train: list[str] = Field(default=[], max_length=1000, description="inputs, or modules, that are trained")
    rate: Rate | None = Field(
        default=None, description="the learning rate: a number, or an expression in t, the number of the step from 1"
    )
    steps: Whole | None = Field(default=None, description="how many steps; 100 unless the text says it")
    optimiser: str | None = Field(default=None, description=f"one of {', '.join(OPTIMISERS)}")
    settings: dict[str, Number] = Field(default={}, description="of the optimiser, by name: momentum, beta1, eps …")
    batch: Whole | None = Field(default=None, description="how many rows of the data a step looks at; all unless told")
    shuffle: Whole | None = Field(
        default=None, ge=0, description="a seed by which the rows are shuffled; in order unless told"
    )
    ascend: StrictBool | None = Field(default=None, description="climb instead")

    def texts(self) -> Iterator[tuple[str, str]]:
        yield from super().texts()
        yield from (("train", each) for each in self.train)
        yield from (("settings", each) for each in self.settings)
        yield "rate", str(self.rate)
        yield "optimiser", self.optimiser or ""

    def worksheet(self) -> Worksheet:
        remarks = {name: reading.remarks for name, reading in self.values.items() if reading.remarks}
        values: dict[str, object] = {name: reading.value for name, reading in self.values.items()}
        return Worksheet(self.program, values, None, tuple(self.constants), self.output, remarks=remarks)

    def asked(self) -> Asked:
        """The descent's own fields."""
        return Asked(
            tuple(self.train),
            self.rate,
            self.steps,
            self.optimiser,
            self.settings,
            self.ascend,
            batch=self.batch,
            shuffle=self.shuffle,
        )


class DescentAnswer(BaseModel):
    """The way of a descent: numbers before the first step and after each, as many as stayed finite."""

    loss: list[float]
    values: dict[str, list[Told]] = Field(description="of the trained inputs, by name")
    optimiser: str
    rate: float | str
    diverged: int | None = Field(description="the step whose numbers were not finite any more; null where all were")
    notes: list[str] = []
