"""Arrays too large to be spread out: their heat maps, the same in every format, and what they say."""

from __future__ import annotations

import numpy as np
import pytest

from app.diagram import Diagram, Heat, Text, compose
from app.diagram.heat_map import COLUMNS, ROWS, SHADES, cell, cells, shades
from app.pipeline import trace
from app.query import Query
from app.render import picture

PROGRAM = "y = x * 2\nL = y.sum()"


def drawn(value: str, **options: str) -> Diagram:
    sheet = Query(PROGRAM, {"x": value}, options=options).worksheet()
    return compose(trace(sheet), sheet.options)


def heats(diagram: Diagram) -> dict[str, Heat]:
    return {mark.id: mark for mark in diagram.marks if isinstance(mark, Heat)}


def test_signs_and_sizes_are_shades() -> None:
    array = np.array([[1.0, -1.0, 0.0, 0.1], [0.5, -0.21, 0.0, 0.0], [0.0] * 4, [0.0] * 4])
    assert shades(array, array.shape)[:2] == ((5, -5, 0, 1), (3, -2, 0, 0))
    assert shades(np.zeros((4, 4)), (4, 4)) == ((0,) * 4,) * 4


def test_what_is_no_number_is_seen() -> None:
    array = np.array([np.nan, np.inf, -np.inf, 1.0])
    assert shades(array, (4,)) == ((SHADES, SHADES, -SHADES, SHADES),)


def test_a_cell_of_several_entries_shows_the_largest() -> None:
    array = np.zeros((64, 100))
    array[0, 0], array[63, 99] = 0.4, -1.0
    found = shades(array, array.shape)
    assert (len(found), len(found[0])) == (ROWS, COLUMNS)
    assert (found[0][0], found[-1][-1]) == (2, -5)
    assert sum(shade != 0 for line in found for shade in line) == 2


@pytest.mark.parametrize("shape", [(4,), (1000,), (4, 1), (1, 7), (64, 100), (2, 3, 4), (5000, 2)])
def test_it_keeps_to_its_room(shape: tuple[int, ...]) -> None:
    (rows, columns), (width, height) = cells(shape), cell(shape)
    assert columns * width <= 44.01 and rows * height <= 18.01


def test_up_to_three_by_three_entries_are_written_out() -> None:
    assert heats(drawn("[[1,2,3],[4,5,6],[7,8,9]]")) == {}
    assert heats(drawn("[[1,2,3,4]]")) != {}


def test_shape_and_range_stand_with_it() -> None:
    said = [mark.name for mark in drawn("[[1,-2,3,4]]").marks if isinstance(mark, Text) and mark.panel == "forward"]
    assert {"x  (1, 4)", "−2 … 4", "−4 … 8"} <= set(said), said


def test_nothing_moves_when_values_change() -> None:
    first, other = heats(drawn("[[1,-2,3,4]]")), heats(drawn("[[1e-9,-123456,0.333,0]]"))
    assert {key: (mark.x, mark.y) for key, mark in first.items()} == {
        key: (mark.x, mark.y) for key, mark in other.items()
    }
    assert {key: mark.rows for key, mark in first.items()} != {key: mark.rows for key, mark in other.items()}


@pytest.mark.parametrize(
    ("extension", "ink"),
    [
        ("svg", "#1d5fbf"),
        ("tex", "backpass-positive!100!backpass-paper"),
        ("json", '"kind":"heat"'),
        ("typ", 'cells(rgb("#'),
        ("html", "#1d5fbf"),
    ],
)
def test_every_format_shows_it(extension: str, ink: str) -> None:
    assert ink in picture(Query(PROGRAM, {"x": "[[1,-2,3,4]]"}), extension).decode().replace('": "', '":"')


def test_symbols_alone_have_none() -> None:
    assert heats(drawn("[[1,-2,3,4]]", labels="symbols")) == {}
