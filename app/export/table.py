"""The trace step by step as a table: Markdown for notes and pages, plain text for terminals and mail."""

from __future__ import annotations

from app.diagram import PASSES, UPDATE, Diagram, Step
from app.export.directions import left_to_right
from app.export.format import TABLE, TOLD, Format
from app.export.picture import Picture

HEADINGS = {**PASSES, UPDATE: "Update"}
SPECIAL = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]<>#|~$&"})
"""What Markdown would read as more than itself."""


def markdown(picture: Picture) -> bytes:
    """A table for each pass; formulas are LaTeX between dollar signs."""
    lines = [f"# {left_to_right(picture.diagram.title.translate(SPECIAL))}"]
    for phase, steps in phases(picture.diagram):
        lines += ["", f"## {HEADINGS[phase]}", "", "| step | formula | what happens |", "| --: | --- | --- |"]
        lines += [
            f"| {at} | ${celled(step.latex)}$ | {left_to_right(step.sentence.translate(SPECIAL))} |"
            for at, step in steps
        ]
    lines += ["", f"<!-- {picture.seal} -->"] if picture.seal else []
    return ("\n".join(lines) + "\n").encode()


def text(picture: Picture) -> bytes:
    """The formulas in plain characters beside what happens."""
    lines = [left_to_right(picture.diagram.title)]
    for phase, steps in phases(picture.diagram):
        width = max((len(step.text) for _, step in steps), default=0)
        lines += ["", HEADINGS[phase], ""]
        lines += [left_to_right(f"{at:3}  {step.text:{width}}  {step.sentence}") for at, step in steps]
    lines += ["", picture.seal] if picture.seal else []
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def phases(diagram: Diagram) -> list[tuple[str, list[tuple[int, Step]]]]:
    """The steps of each pass with their numbers, counted through both."""
    counted = list(enumerate(diagram.steps, start=1))
    found = [(phase, [(at, step) for at, step in counted if step.phase == phase]) for phase in HEADINGS]
    return [(phase, steps) for phase, steps in found if steps]


def celled(latex: str) -> str:
    """LaTeX that ends no cell: a bar goes by its command."""
    return latex.replace("|", r"\vert ")


FORMATS = (
    Format(120, "Markdown, the steps as tables", "md", "text/markdown", markdown, TABLE, TOLD, tells_steps=True),
    Format(130, "Text, the steps as lines", "txt", "text/plain", text, TABLE, TOLD, tells_steps=True),
)
