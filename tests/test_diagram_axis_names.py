"""Shapes in the person's own words, where the text names them, and in numbers where it does not."""

from __future__ import annotations

import pytest

from app.autodiff import fold
from app.diagram.formulas.wire_formulas import Formulas
from app.pipeline import trace
from app.query import Query
from app.render import picture
from app.typeset import plain

X = "x = zeros((4, 3)) + 1\n"


def shapes(program: str) -> dict[str, str]:
    made = trace(Query(program).worksheet())
    formulas = Formulas(made, fold(made.graph), "d")
    return {
        name: plain(formulas.shape(index)) for name, index in made.graph.names.items() if made.graph.nodes[index].shape
    }


@pytest.mark.parametrize(
    ("program", "found"),
    [
        (X + "y = x * 2\nL = y.sum()", {"y": "(4, 3)"}),
        (X + "N, D = x.shape\ny = x * 2\nL = y.sum()", {"x": "(N, D)", "y": "(N, D)"}),
        (X + "N = x.shape[0]\ny = x * 2\nL = y.sum()", {"y": "(N, 3)"}),
        # Along what a reduction leaves, and back to what is copied.
        (X + "N, D = x.shape\nm = x.mean(axis=0)\ny = x - m\nL = y.sum()", {"m": "(D,)", "y": "(N, D)"}),
        (X + "N, D = x.shape\nm = x.sum(axis=1, keepdims=True)\nL = (m * 2).sum()", {"m": "(N, 1)"}),
        (X + "N, D = x.shape\ng = [1, 2, 3]\ny = x * g\nL = y.sum()", {"g": "(D,)", "y": "(N, D)"}),
        # Through a product of matrices; an axis that nobody named keeps its number.
        (X + "N, D = x.shape\nW = zeros((3, 5)) + 1\ny = x @ W\nL = y.sum()", {"W": "(D, 5)", "y": "(N, 5)"}),
        # A size that happens to be the same is no name.
        (X + "N, D = x.shape\nW = zeros((3, 4)) + 1\ny = x @ W\nL = y.sum()", {"W": "(D, 4)", "y": "(N, 4)"}),
        # Two names for one axis are none.
        (X + "N, D = x.shape\nB = x.shape[0]\ny = x * 2\nL = y.sum()", {"y": "(4, D)"}),
        # A name for axes of two sizes is none.
        (
            X + "N, D = x.shape\nu = zeros((2, 3))\nN, D = u.shape\nL = (x * 2).sum() + (u * 3).sum()",
            {"x": "(4, D)", "u": "(2, D)"},
        ),
    ],
)
def test_shapes(program: str, found: dict[str, str]) -> None:
    every = shapes(program)
    assert {name: every[name] for name in found} == found


def test_figures_show_them() -> None:
    program = "def f(x, g):\n    N, D = x.shape\n    y = x * g\n    return y.sum()\n"
    made = picture(Query(program, {"x": str([[1, 2, 3, 4]] * 5), "g": "[1,2,3,4]"}), "json").decode()
    assert "(N, D)" in made and "(D,)" in made and "(5, 4)" not in made
