"""Figures for notebooks and scripts: a program with its values is a figure that Jupyter shows, and that can be saved and read."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from app import pipeline
from app.autodiff import Trace
from app.diagram import CHOICES
from app.export import FORMATS, SETTINGS
from app.language import LanguageError, underline
from app.notebook.widget import WIDGET, has_widgets, stepper
from app.query import GATE, HIDE, PROGRAM, SEED, STEP, Query, QueryError
from app.render import effective, figure, picture, stray
from app.values import written

LATEX = "text/latex"
MARK = re.compile(rb'id="(\w+)-title"')
"""With what the ids of an SVG begin."""


class FigureError(ValueError):
    """What is wrong with a program or with what was given beside it, as a terminal shows it."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the mistake and its place, not how it was found."""
        return str(self).strip().splitlines()


@dataclass(frozen=True)
class Figure:
    """A figure: shown by Jupyter, saved by `save`, its numbers in `values` and `gradients`."""

    query: Query = field(repr=False)

    def bytes(self, extension: str) -> bytes:
        """The file in a format, by its extension. Raises FigureError."""
        if extension not in FORMATS:
            raise FigureError(f"There is no format {extension!r}; there are {', '.join(FORMATS)}.")
        try:
            return picture(effective(self.query, FORMATS[extension]), extension)
        except (LanguageError, QueryError) as error:
            raise FigureError(told(self.query, error)) from None

    def save(self, path: str | Path) -> Path:
        """Write the figure into a file, whose suffix says the format. Raises FigureError."""
        target = Path(path)
        target.write_bytes(self.bytes(target.suffix.removeprefix(".").lower()))
        return target

    @cached_property
    def trace(self) -> Trace:
        """Both passes. Raises FigureError."""
        try:
            return pipeline.trace(self.query.worksheet(strict=True))
        except (LanguageError, QueryError) as error:
            raise FigureError(told(self.query, error)) from None

    @property
    def values(self) -> Mapping[str, np.ndarray]:
        """The value of every name."""
        return self.trace.named(self.trace.values)

    @property
    def gradients(self) -> Mapping[str, np.ndarray]:
        """The derivative of the output by every name that it depends on."""
        return self.trace.named(self.trace.adjoints)

    @property
    def latex(self) -> str:
        """The formulas of both passes, one a line."""
        lines = " \\\\\n".join(step.latex for step in figure(self.query).steps)
        return f"$$\\begin{{gathered}}\n{lines}\n\\end{{gathered}}$$"

    @property
    def mark(self) -> str:
        """The word by which the figure's SVG is known."""
        found = MARK.search(self.bytes("svg"))
        return found[1].decode() if found else ""

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        """All forms of the figure, or those that are asked for, with steps where `anywidget` is installed."""
        makers: dict[str, Callable[[], Any]] = {
            "image/svg+xml": lambda: self.bytes("svg").decode(),
            "image/png": lambda: b64encode(self.bytes("png")).decode(),
            LATEX: lambda: self.latex,
            "text/plain": lambda: self.bytes("txt").decode(),
        }
        if has_widgets():
            makers[WIDGET] = lambda: stepper(self.bytes("html").decode(), self.mark)
        wanted = set(include or makers) - set(exclude or ())
        return {kind: make() for kind, make in makers.items() if kind in wanted}

    def _ipython_display_(self) -> None:
        """What a notebook shows: a picture, and in its place the steps where `anywidget` is installed.

        A front end shows one form of an output, the richest to its mind: LaTeX rather than a picture (JupyterLab), a widget rather than
        all else, so that a page made of the notebook would be empty wherever it finds no widgets.
        """
        from IPython.display import display  # noqa: PLC0415

        display(self._repr_mimebundle_(exclude={WIDGET, LATEX}), raw=True)
        if has_widgets():
            display(self._repr_mimebundle_(include={WIDGET}), raw=True)


def show(
    program: str,
    /,
    *,
    seed: object = None,
    constants: Sequence[str] = (),
    output: str = "",
    options: Mapping[str, str] | None = None,
    **inputs: object,
) -> Figure:
    """The figure of a program: `show("z = x*y", x=3, y=[1, 2], options={"style": "colah", "theme": "dark"})`.

    Inputs are numbers, lists, arrays, or texts as a field takes them (`"1/2"`), by name; one whose name is a parameter here comes in
    the text itself (`seed = 3`).
    Raises FigureError with every mistake and its place.
    """
    given = {name: as_text(name, value) for name, value in inputs.items()}
    text = "" if seed is None else as_text(SEED, seed)
    chosen = dict(options or {})
    if strange := chosen.keys() - {*CHOICES, *SETTINGS, GATE, HIDE, STEP}:
        raise FigureError("\n".join(f"{fault.message} ({fault.hint})" for fault in map(stray, sorted(strange))))
    settings = {name: chosen.pop(name) for name in SETTINGS if name in chosen}
    step, gate, hide = (str(chosen.pop(name, "")) for name in (STEP, GATE, HIDE))
    made = Figure(Query(program, given, text, tuple(constants), output, chosen, step, settings, gate=gate, hide=hide))
    made.bytes("svg")
    return made


def draw(program: str, parameters: Mapping[str, str]) -> Figure:
    """The figure of a program with all that an address may say of a picture: `draw("z = x*y", {"x": "3", "style": "colah"})`.

    Raises FigureError with every mistake and its place; so is a parameter without effect on a picture.
    """
    query = Query.of([(PROGRAM, program), *parameters.items()], SETTINGS)
    try:
        picture(query, "svg")
    except (LanguageError, QueryError) as error:
        raise FigureError(told(query, error)) from None
    return Figure(query)


def as_text(name: str, value: object) -> str:
    """A value as an address has it. Raises FigureError for what is no array of numbers."""
    try:
        return value if isinstance(value, str) else written(np.asarray(value, float))
    except (TypeError, ValueError) as error:
        raise FigureError(f"{name}: this is no array of numbers: {error}") from None


def told(query: Query, error: LanguageError | QueryError) -> str:
    if isinstance(error, LanguageError):
        return "\n" + underline(query.text, error)
    return "\n".join(f"{fault.parameter}: {fault.message} ({fault.hint})" for fault in error.mistakes)
