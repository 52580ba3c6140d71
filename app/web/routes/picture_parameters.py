"""The parameters of pictures' addresses, for OpenAPI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.charts.loss_curve import AXES
from app.diagram import CHOICES, FRAMES, MEASURED
from app.diagram.frames import NARROWEST, WIDEST
from app.export import SETTINGS
from app.export.settings import CHART, Setting
from app.language.reading.parser import CHARACTERS
from app.optimisers import OPTIMISERS
from app.query import CONSTANT, OUTPUT, PROGRAM, SEED
from app.query.descent_query import DIRECTIONS, ITERATION, TRAIN
from app.render.effects import OF_FIGURES

Schema = Mapping[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FRAME: Schema = {
    "anyOf": [{"type": "string", "enum": list(FRAMES)}, {"type": "number", "minimum": NARROWEST, "maximum": WIDEST}]
}
NUMBERS: Schema = {"type": "object", "additionalProperties": TEXT, "example": {"x": "3", "y": "-4"}}


def choice(*names: str) -> Schema:
    return {"type": "string", "enum": list(names)}


DESCENT: Mapping[str, tuple[str, Schema]] = {
    TRAIN: ("names of inputs, or of modules, that a descent trains, separated by commas", TEXT),
    ITERATION: ("how many steps of the descent have been gone", COUNT),
    "train.rate": ("the learning rate: a number, or an expression in t, the number of the step from 1", TEXT),
    "train.steps": ("how many steps the descent has", COUNT),
    "train.optimiser": ("the rule of an update", choice(*OPTIMISERS)),
    "train.batch": ("how many rows of the data a step looks at; all unless told", COUNT),
    "train.shuffle": ("a seed by which the rows are shuffled; in their order unless told", COUNT),
    "train.direction": ("descent or ascent", choice(*DIRECTIONS)),
}
"""What is said of a descent."""
OF_CHART: Mapping[str, Mapping[str, tuple[str, Schema]]] = {
    "loss": {"train.axes": ("which axes are logarithmic", choice(*AXES))},
    "landscape": {
        "train.axes": ("which axes are logarithmic: the output's, or those of the inputs too", choice(*AXES)),
        "train.over": ("one or two numbers that are trained, or principal or random directions", TEXT),
        "train.race": ("other optimisers that start from the same place, separated by commas", TEXT),
    },
    "fit": {},
}
"""What is said of one of the charts alone."""


def of_figure() -> list[dict[str, Any]]:
    """Those of a figure."""
    chosen = {
        name: ("how the figure is drawn", choice(*values)) for name, values in CHOICES.items() if name not in MEASURED
    }
    framed = {"frame": ("the frame that the figure has to fit, by name or in em of its main type", FRAME)}
    return list(listed({**chosen, **written(), **framed, **DESCENT}))


def of_chart(which: str) -> list[dict[str, Any]]:
    """Those of a chart."""
    said = {name: each for name, each in written().items() if name not in (CHART, *OF_FIGURES)}
    return list(listed({**said, **DESCENT, **OF_CHART[which]}))


def written() -> dict[str, tuple[str, Schema]]:
    """How a file is written."""
    told = "200 for hosts that drop pictures with another status"
    return {**{each.name: (each.told, schema(each)) for each in SETTINGS.values()}, "onerror": (told, choice("200"))}


def schema(setting: Setting) -> Schema:
    return choice(*setting.choices) if setting.choices else {"type": "number"} if setting.numeric else TEXT


def listed(own: Mapping[str, tuple[str, Schema]]) -> Iterator[dict[str, Any]]:
    """Parameters with those of the program before them; inputs are free parameters, so they stand as one object behind them."""
    program: Mapping[str, tuple[str, Schema]] = {
        PROGRAM: ("the program", {"type": "string", "maxLength": CHARACTERS, "example": "z = x*y"}),
        SEED: ("dL/d(output): a number or nested lists", TEXT),
        OUTPUT: ("another named value than the last as output", TEXT),
        CONSTANT: ("names of inputs that get no adjoint, separated by commas", TEXT),
    }
    for name, (told, kind) in {**program, **own}.items():
        yield {"name": name, "in": "query", "required": name == PROGRAM, "description": told, "schema": kind}
    told = "values of inputs: x=3&y=[1,2]; an input called as one of the other parameters is given as at.e=3"
    free = {"name": "inputs", "style": "form", "explode": True, "schema": NUMBERS}
    yield {**free, "in": "query", "description": told}
