"""What the API is asked of a program's code, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.code import SCRIPTS
from app.pipeline import Worksheet
from app.web.models import Given, ProgramQuestion, Told

SAMPLE: dict[str, Any] = {"program": "f = x * y", "values": {"x": 3, "y": -4}, "as": "torch"}


class StudyQuestion(ProgramQuestion):
    """A program, the values it runs at, and the gradient that comes into its output."""

    seed: Given | None = Field(default=None, description="dL/d(output), of the output's shape; ones unless given")

    def worksheet(self) -> Worksheet:
        values: dict[str, object] = {name: reading.value for name, reading in self.values.items()}
        seed = None if self.seed is None else self.seed.value
        return Worksheet(self.program, values, seed, tuple(self.constants), self.output)


class CodeQuestion(StudyQuestion):
    """A program that is wanted as code."""

    model_config = ConfigDict(json_schema_extra={"examples": [SAMPLE]}, populate_by_name=True)

    library: str = Field(
        default="numpy", alias="as", pattern=f"^({'|'.join(SCRIPTS)})$", description="the library that the code is for"
    )

    def texts(self) -> Iterator[tuple[str, str]]:
        yield from super().texts()
        yield "as", self.library


class ClosedQuestion(StudyQuestion):
    """A program of single numbers whose formulas are wanted."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"program": "f = x * y + x", "values": {"x": 3, "y": -4}}]}
    )


class FormulaModel(BaseModel):
    """The output, or the gradient of an input, as a formula of the inputs."""

    name: str
    text: str = Field(description="in the language of programs", examples=["y + 1"])
    latex: str
    value: Told


class ClosedAnswer(BaseModel):
    """The output and its gradients as formulas, beside their numbers."""

    output: FormulaModel
    gradients: list[FormulaModel]


class LineModel(BaseModel):
    """A line of code."""

    text: str
    nodes: list[int] = Field(description="the nodes of the graph that it is about, as /api/graph numbers them")
    line: int | None = Field(description="the line of the program that made them")


class CodeAnswer(BaseModel):
    """A script that runs by itself."""

    library: str
    code: str
    lines: list[LineModel]
