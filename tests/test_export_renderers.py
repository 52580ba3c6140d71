"""The SVG as other programs draw it: each label has as much ink in one as in another, so no letter is lost on the way."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from app.autodiff import differentiate
from app.diagram import Diagram, Options, compose
from app.export import Picture
from app.export.svg import svg
from app.language import parse
from tests.rasters import PROGRAMS, ink, read, resvg

PROGRAM = "h = tanh(W @ x) / (x₁ + 2)\nL = sum(sqrt(h²)) + x₁"
APART = 0.15
"""Programs smooth edges differently, and some draw at half the size; a letter that is missing takes a fifth and more."""


def figure(style: str) -> Diagram:
    values = {"W": np.array([[1.0, -2.0], [0.5, 3.0]]), "x": np.array([1.0, 2.0]), "x₁": 3.0}
    return compose(differentiate(parse(PROGRAM), values=values), Options(style=style))


def unlike(found: dict[str, float], reference: dict[str, float]) -> dict[str, tuple[float, float]]:
    """The labels whose ink differs."""
    pairs = {key: (found[key], much) for key, much in reference.items()}
    return {key: pair for key, pair in pairs.items() if abs(pair[0] - pair[1]) > APART * pair[1]}


@pytest.mark.parametrize("style", ["kratzert", "colah"])
@pytest.mark.parametrize("program", list(PROGRAMS)[1:])
def test_every_program_draws_every_label(program: str, style: str, tmp_path: Path) -> None:
    diagram, source = figure(style), tmp_path / "figure.svg"
    source.write_bytes(svg(Picture(diagram)))
    picture = read(PROGRAMS[program](source, tmp_path))
    reference = ink(read(resvg(source, tmp_path)), diagram)
    assert len(reference) > 20
    assert min(reference.values()) > 1
    assert unlike(ink(picture, diagram), reference) == {}


def test_a_missing_letter_is_seen(tmp_path: Path) -> None:
    diagram, source = figure("kratzert"), tmp_path / "figure.svg"
    whole = svg(Picture(diagram)).decode()
    reference = {}
    for name, content in {
        "whole": whole,
        "robbed": re.sub(r'(<path transform="[^"]*" d="M[^M]*)M[^M"]*', r"\1", whole),
    }.items():
        source.write_text(content, encoding="utf-8")
        reference[name] = ink(read(resvg(source, tmp_path)), diagram)
    assert len(unlike(reference["robbed"], reference["whole"])) > 10
