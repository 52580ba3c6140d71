"""What the API is asked of a program's code, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.autodiff.folding.fold import FOLDS
from app.code import SCRIPTS
from app.pipeline import Worksheet
from app.web.schemas.models import Given, ProgramQuestion, Told

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


class HessianQuestion(StudyQuestion):
    """A program whose second derivatives are wanted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"program": "f = x**2 * y", "values": {"x": 3, "y": 4}}]})

    of: list[str] = Field(default=[], max_length=100, description="inputs; all that have a gradient unless given")
    along: dict[str, Given] = Field(
        default={},
        description="a direction by input: then the Hessian's product with it is answered, of the inputs in `of`",
    )

    def texts(self) -> Iterator[tuple[str, str]]:
        yield from super().texts()
        yield from (("of", each) for each in self.of)
        yield from (("along", each) for each in self.along)


class HessianAnswer(BaseModel):
    """All second derivatives by pairs of inputs, each an array of both shapes; or the product with a direction, by input."""

    hessian: dict[str, dict[str, Told]] | None = None
    product: dict[str, Told] | None = None


class OfInput(StudyQuestion):
    """A question about an input."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"program": "f = x * y + x", "values": {"x": 3, "y": 4}, "of": "x"}]}
    )

    of: str = Field(description="the input", examples=["x"])

    def texts(self) -> Iterator[tuple[str, str]]:
        yield from super().texts()
        yield "of", self.of


class PathsQuestion(OfInput):
    """An input whose paths to the output are wanted."""

    fold: Literal[FOLDS] | None = Field(default=None, description="what is one gate, as in a figure")  # type: ignore[valid-type]


class PathModel(BaseModel):
    """A path: the values behind the input, the local derivatives on the way (null between arrays), and what it brings."""

    through: list[str]
    derivatives: list[Told | None]
    contribution: Told


class PathsAnswer(BaseModel):
    """The paths that bring most; `count` are all of them, `rest` is what the others bring together."""

    input: str
    count: int
    gradient: Told
    paths: list[PathModel]
    rest: Told


class ForwardQuestion(OfInput):
    """An input from which derivatives are carried forward."""

    along: Given | None = Field(default=None, description="the direction, of the input's shape; ones unless given")


class CostModel(BaseModel):
    """Products with a local derivative, and sums, of whole values, beside those of the forward pass."""

    passes: int
    products: int
    sums: int
    operations: int


class ForwardAnswer(BaseModel):
    """The derivative of each value along the direction, by name; and what both modes cost, for this input and for all."""

    input: str
    tangents: dict[str, Told]
    operations: int = Field(description="of the forward pass")
    forward: CostModel
    forward_for_all: CostModel
    reverse: CostModel


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
