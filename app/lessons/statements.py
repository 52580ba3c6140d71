"""What a lesson says in numbers: `df/dx`, `L after 1`, `w - 0.1 * dL/dw to 3 places`, each computed from a program of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np

from app import pipeline
from app.autodiff import Limits, Trace
from app.autodiff.builder import Builder, Tensor
from app.autodiff.graph import INPUT
from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.language import LanguageError, parse_expression
from app.lessons.lesson import Scene
from app.typeset import write
from app.values import written

STATEMENT = re.compile(
    r"(?P<expression>.*?)(\s+after\s+(?P<after>\d+))?(\s+in\s+(?P<scene>[\w-]+))?(\s+to\s+(?P<places>\d+)\s+places?)?",
    re.DOTALL,
)
DERIVATIVE = re.compile(r"(?<![\w.])[d∂]([^\W\d]\w*)\s*/\s*[d∂]([^\W\d]\w*)")
PLACES = 15
"""More decimals than these no number has."""


class Stage:
    """A scene as far as a descent has come in it: its traces, by what is differentiated."""

    def __init__(self, scene: Scene, after: int) -> None:
        self.scene, self.after = scene, after
        self.others: dict[str, Trace] = {}

    @cached_property
    def sheet(self) -> pipeline.Worksheet:
        """What runs here. Raises QueryError, and LanguageError where no descent comes so far."""
        sheet = self.scene.query.worksheet(strict=True)
        if not self.after:
            return replace(sheet, training=None)
        if sheet.training is None:
            hint = "say it behind the program's fence, as in ```backpass train=w train.rate=0.1"
            raise LanguageError.at(None, "nothing is trained here, so there is no `after`", hint)
        steps = max(self.after, sheet.training.steps or 0)
        reached = pipeline.way(replace(sheet, training=replace(sheet.training, iteration=self.after, steps=steps)))
        if reached is None or reached.step < self.after:
            raise LanguageError.at(None, f"the descent leaves the finite numbers before step {self.after}")
        return replace(pipeline.moved(sheet, reached), training=None)

    @cached_property
    def trace(self) -> Trace:
        """Both passes of the program. Raises LanguageError and QueryError."""
        return pipeline.trace(self.sheet)

    def derivative(self, of: str, by: str) -> object:
        """d(of)/d(by), of the output or of another value. Raises LanguageError."""
        trace = self.trace
        if of not in (trace.output, trace.loss):
            if of not in self.others:
                self.others[of] = pipeline.trace(replace(self.sheet, output=of, seed=None))
            trace = self.others[of]
        found = trace.named(trace.adjoints)
        if by not in found:
            told = f"there is no d{of}/d{by}: `{by}` has no gradient, or {of} does not depend on it"
            raise LanguageError.at(None, told, choice(found))
        return found[by]

    def value(self, expression: str) -> object:
        """What an expression comes to here. Raises LanguageError."""
        names: dict[str, object] = dict(self.trace.named(self.trace.values))

        def place(found: re.Match[str]) -> str:
            name = f"derivative_{len(names)}"
            names[name] = self.derivative(found[1], found[2])
            return name

        expr, builder = parse_expression(DERIVATIVE.sub(place, expression)), Builder(Limits())
        value = evaluate_alone(expr, {name: bare(each) for name, each in names.items()}, builder)
        for node in builder.nodes:
            if node.operation == INPUT:
                raise LanguageError.at(None, f"`{node.name}` stands for nothing here", choice(names))
        return value.value if isinstance(value, Tensor) else value


class Stages:
    """The scenes of a lesson, the first of which is meant where none is named."""

    def __init__(self, scenes: Mapping[str, Scene]) -> None:
        self.scenes = scenes
        self.stages: dict[tuple[str, int], Stage] = {}

    def stage(self, name: str | None = None, after: int = 0) -> Stage:
        """A scene after so many steps. Raises LanguageError for one that is not there."""
        chosen = next(iter(self.scenes)) if name is None else name
        if chosen not in self.scenes:
            raise LanguageError.at(None, f"no program is called `{chosen}`", choice(self.scenes))
        return self.stages.setdefault((chosen, after), Stage(self.scenes[chosen], after))

    def value(self, statement: str) -> np.ndarray:
        """The number, or the array, that a statement comes to. Raises LanguageError and QueryError."""
        found = understood(statement)
        value = self.stage(found["scene"], int(found["after"] or 0)).value(found["expression"])
        try:
            return np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            raise LanguageError.at(None, f"`{statement}` is no number") from None

    def text(self, statement: str) -> str:
        """A statement's number as it is printed. Raises LanguageError and QueryError."""
        value, places = self.value(statement), understood(statement)["places"]
        if value.shape:
            return written(np.round(value, min(int(places or 4), PLACES))).replace("-", "−")
        number = float(value)
        return write(number) if places is None else f"{number:.{min(int(places), PLACES)}f}".replace("-", "−")


def understood(statement: str) -> re.Match[str]:
    """The parts of a statement: all but the expression may be missing."""
    found = STATEMENT.fullmatch(statement.strip())
    assert found is not None
    return found


def bare(value: object) -> object:
    """An array without axes as the number that it is."""
    return np.asarray(value).item() if np.ndim(value) == 0 else value  # type: ignore[arg-type]


def choice(names: Iterable[str]) -> str:
    return f"there are {', '.join(names)}"
