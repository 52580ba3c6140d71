"""What the API is asked and what it answers, as pydantic models and so in OpenAPI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, create_model

from app.diagram import CHOICES, MEASURED, Options, frames
from app.language.operators import BINARY
from app.language.reading.parser import CHARACTERS
from app.pipeline import Worksheet
from app.values import Reading, value
from app.web.schemas.api_samples import ANSWER, SOFTMAX, SUM_PRODUCT

NUMBERS = {
    "description": 'a number, "inf", "-inf" or "nan", or nested lists of them, all of one length at each depth',
    "anyOf": [
        {"type": "number"},
        {"type": "string", "enum": ["inf", "-inf", "nan"]},
        {"type": "array", "items": {}},
    ],
}

WRITTEN = {
    "description": 'a number, a text as people write values ("3/4", "inf", "1 2; 3 4", "np.ones((4, 3))"), or nested lists of both',
    "anyOf": [{"type": "number"}, {"type": "string"}, {"type": "array", "items": {}}],
}
Given = Annotated[Any, BeforeValidator(value), WithJsonSchema(WRITTEN)]
"""Numbers that come in; a `Reading` once they are read."""
Told = Annotated[Any, WithJsonSchema(NUMBERS)]
"""Numbers that go out."""


def kind(name: str, values: tuple[str, ...], default: str | None) -> object:
    """The type of an option; one without a default may be left to the size of the graph, one that is measured be a number."""
    if name in MEASURED:
        return Literal[values] | Annotated[float, Field(ge=frames.NARROWEST, le=frames.WIDEST)]
    return Literal[values] if default is not None else Literal[values] | None


FigureOptions: type[BaseModel] = create_model(  # type: ignore[call-overload]
    "FigureOptions",
    __config__=ConfigDict(extra="forbid"),
    __doc__="How the figure is drawn; it decides how operations are folded into gates.",
    **{
        name: (kind(name, values, getattr(Options(), name)), getattr(Options(), name))
        for name, values in CHOICES.items()
    },
)


class ProgramQuestion(BaseModel):
    """A program and the values it runs at."""

    model_config = ConfigDict(extra="forbid")

    program: str = Field(max_length=CHARACTERS, description="the forward pass, as NumPy and PyTorch users write it")
    values: dict[str, Given] = Field(
        default={}, description="values of inputs by name; they override those in the text"
    )
    constants: list[str] = Field(default=[], max_length=1000, description="inputs that get no adjoint")
    output: str | None = Field(default=None, description="another named value than the last one as output")

    def texts(self) -> Iterator[tuple[str, str]]:
        """All texts that an answer may repeat, with the names of their fields."""
        yield "program", self.program
        yield "output", self.output or ""
        yield from (("values", each) for each in self.values)
        yield from (("constants", each) for each in self.constants)


class Question(ProgramQuestion):
    """A program, the values it runs at, and how its figure is drawn."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUM_PRODUCT, SOFTMAX]})

    seed: Given | None = Field(default=None, description="dL/d(output), of the output's shape; ones unless given")
    options: FigureOptions = FigureOptions()  # type: ignore[valid-type]

    def worksheet(self) -> Worksheet:
        figure = self.options.model_dump()  # type: ignore[attr-defined]
        options = Options(**{name: told if told is None else str(told) for name, told in figure.items()})  # type: ignore[arg-type]
        given: dict[str, Reading] = self.values | ({} if self.seed is None else {"seed": self.seed})
        remarks = {name: reading.remarks for name, reading in given.items() if reading.remarks}
        values: dict[str, object] = {name: reading.value for name, reading in self.values.items()}
        seed = None if self.seed is None else self.seed.value
        return Worksheet(self.program, values, seed, tuple(self.constants), self.output, options, remarks=remarks)


class Formula(BaseModel):
    """Mathematics in two spellings."""

    text: str = Field(examples=["dL/dq · z"])
    latex: str = Field(examples=[r"\frac{dL}{dq} z"])


class NodeModel(BaseModel):
    """One operation, input or constant of the graph, with its numbers."""

    id: int
    name: str = Field(description="the program's name for the value, or v_1, v_2, …")
    operation: str = Field(description='"input", "constant" or an operation', examples=[BINARY["*"].row])
    arguments: list[int] = Field(description="the nodes that it is computed from, in order")
    shape: list[int]
    value: Told
    adjoint: Told | None = Field(description="dL/d(value); null where nothing flows back")
    forward: Formula
    line: int | None = Field(description="the line of the program that makes it")


class LocalModel(BaseModel):
    """d(output of the gate)/d(value)."""

    value: Told
    text: str = Field(examples=["df/dq"])
    latex: str = Field(examples=[r"\frac{df}{dq}"])


class WireModel(BaseModel):
    """A value on its way into a gate, and what flows back along it."""

    value: int = Field(description="the node whose value it carries")
    gate: int = Field(description="the gate that it leads to")
    arguments: list[tuple[int, int]] = Field(description="the (node, argument position) pairs that it stands for")
    contribution: Told | None = Field(description="what flows back along it; null where nothing does")
    rule: Formula | None = Field(description="the contribution as a formula; null for several operations in one gate")
    local: LocalModel | None = Field(description="the gate's local derivative, where both ends are single numbers")


class GateModel(BaseModel):
    """A drawn operation: one node, or several folded into one."""

    id: int
    nodes: list[int]
    outputs: list[int]


class StepModel(BaseModel):
    """One step of the walk through both passes."""

    phase: str
    parts: list[str] = Field(description="the parts of the figure that it shows, as their data-part has them")
    sentence: str
    text: str
    latex: str


class WarningModel(BaseModel):
    """Something that a person should know about the numbers, with its place in the program where it has one."""

    message: str
    hint: str = Field(default="", description="how to write the other reading")
    repair: str = Field(
        default="", description="the other reading, to be written at the place; empty where there is none"
    )
    line: int | None
    column: int | None
    end_line: int | None
    end: int | None


class CheckModel(BaseModel):
    """Adjoints against central differences."""

    error: float | None = Field(description="the largest relative error; null where nothing could be compared")
    checked: int
    total: int
    agrees: bool | None
    reason: str | None = Field(description="why not all derivatives could be compared")
    worst: str | None = Field(description="where adjoints and differences are furthest apart; null where they agree")


class Answer(BaseModel):
    """Both passes: numbers by the names of the program, and the graph with all of its numbers."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWER]})

    output: str
    loss: str = Field(description='what the formulas call the loss: "L" unless the program uses that name')
    values: dict[str, Told]
    adjoints: dict[str, Told]
    gradient_check: CheckModel
    shapes: dict[str, list[int]]
    nodes: list[NodeModel]
    gates: list[GateModel]
    wires: list[WireModel]
    steps: list[StepModel]
    warnings: list[WarningModel]
