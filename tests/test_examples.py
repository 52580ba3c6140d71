"""Every example of the gallery, in every style and format, and against central differences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from app import pipeline
from app.diagram import CHOICES
from app.examples import EXAMPLES, Example, find
from app.export import FORMATS, Picture, export
from app.query import Query
from tests.test_export_formats import BEGINNINGS, FILMS

NUMBERED = pytest.mark.parametrize(
    "example", [each for each in EXAMPLES if each.name != "function"], ids=lambda example: example.name
)
"""All but the one of a function that is not known."""
EACH = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


def sheet(example: Example, **options: str) -> pipeline.Worksheet:
    return Query.of_example(example).with_options(**options).worksheet()


@NUMBERED
def test_it_passes_the_gradient_check(example: Example) -> None:
    trace = pipeline.trace(sheet(example))
    assert pipeline.agrees(trace)
    assert trace.check.checked > 0
    assert not trace.warnings


@NUMBERED
def test_its_gradients_are_worth_looking_at(example: Example) -> None:
    trace = pipeline.trace(sheet(example))
    assert any(
        np.any(np.abs(trace.adjoints[node.index]) > 1e-6) for node in trace.graph.inputs() if node.differentiable
    )


@EACH
@pytest.mark.parametrize("style", CHOICES["style"])
def test_it_is_drawn_in_every_style_and_format(example: Example, style: str) -> None:
    drawn = Picture(pipeline.diagram(sheet(example, style=style)))
    for extension in FORMATS.keys() - FILMS:
        made = export(drawn, extension)
        assert len(made) > 100 and made.startswith(BEGINNINGS[extension]), extension


@EACH
def test_it_is_drawn_with_every_choice(example: Example) -> None:
    pictures = {
        export(Picture(pipeline.diagram(sheet(example, notation=notation, labels=labels))), "svg")
        for notation, labels in product(CHOICES["notation"], CHOICES["labels"])
    }
    assert len(pictures) > 1
    for option, choice in [(name, choice) for name in ("panels", "fold") for choice in CHOICES[name]]:
        assert export(Picture(pipeline.diagram(sheet(example, **{option: choice}))), "svg")


def test_names_are_found_and_used_once() -> None:
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)
    assert find("batch-norm") in EXAMPLES
    assert find("nothing") is None
