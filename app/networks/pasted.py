"""Points from a table that somebody pasted: comma, semicolon or tab between the columns, the last of which is the target."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence

import numpy as np

from app.language import Diagnostic, LanguageError
from app.networks.datasets import Points

ROWS, COLUMNS, CLASSES = 500, 20, 20
PASTED = "table"


def pasted(text: str) -> Points:
    """The points of a table. Raises LanguageError, with line and column of all that cannot be read."""
    rows = [(number, cells) for number, cells in enumerate(cut(text), 1) if any(map(str.strip, cells))]
    if rows and not any(map(is_number, rows[0][1])):
        rows = rows[1:]
    if not rows:
        raise wrong("there are no rows of numbers", "one point a line, its target last: 0, 1, 1")
    if len(rows) > ROWS:
        raise wrong(f"{len(rows)} rows, more than {ROWS}", "paste fewer")
    width = len(rows[0][1])
    if not 2 <= width <= COLUMNS:
        columns = "1 column" if width == 1 else f"{width} columns"
        raise wrong(f"line {rows[0][0]} has {columns}", f"2 to {COLUMNS}: inputs, and the target last")
    if uneven := [(number, len(cells)) for number, cells in rows if len(cells) != width]:
        number, count = uneven[0]
        raise wrong(f"line {number} has {count} columns, line {rows[0][0]} has {width}", "all lines have the same")
    inputs = numbers([(number, cells[:-1]) for number, cells in rows])
    return with_targets(inputs, [(number, cells[-1].strip()) for number, cells in rows], width)


def cut(text: str) -> list[list[str]]:
    """Lines as cells: a tab parts them where there is one, else a semicolon, else a comma."""
    mark = next((each for each in "\t;" if each in text), ",")
    return list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=mark))


def numbers(rows: Sequence[tuple[int, Sequence[str]]], first: int = 1) -> np.ndarray:
    """Cells as numbers, from the column `first` on. Raises LanguageError with those that are none."""
    bad = [
        (line, place, cell)
        for line, cells in rows
        for place, cell in enumerate(cells, first)
        if not (is_number(cell) and math.isfinite(float(cell)))
    ]
    if bad:
        hint = "write 0.5, with a point"
        told = [f"line {line}, column {place}: `{cell.strip()[:40]}` is no finite number" for line, place, cell in bad]
        raise LanguageError([Diagnostic(None, each, hint, parameter=PASTED) for each in told[:10]])
    return np.array([[float(cell) for cell in cells] for _, cells in rows])


def with_targets(inputs: np.ndarray, cells: Sequence[tuple[int, str]], column: int) -> Points:
    """The targets as classes where they are words, or small whole numbers from 0 on; else as numbers.

    They come with their lines, from the last `column`.
    """
    targets = [cell for _, cell in cells]
    if not all(map(is_number, targets)):
        words = list(dict.fromkeys(targets))
        odd = next((line for line, cell in cells if not cell or is_number(cell) != is_number(targets[0])), None)
        if odd is not None:
            raise wrong(
                f"line {odd}, column {column}: the targets are numbers or words, not both", "it holds the target"
            )
        if len(words) > CLASSES:
            raise wrong(f"the last column has {len(words)} words, more than {CLASSES}", "it holds the target")
        return Points(inputs, np.array([float(words.index(each)) for each in targets]), max(2, len(words)))
    found = numbers([(line, [cell]) for line, cell in cells], column)[:, 0]
    kinds = set(found.tolist())
    classes = len(kinds) if kinds == set(map(float, range(len(kinds)))) and 2 <= len(kinds) <= CLASSES else 0
    return Points(inputs, found, classes)


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


def wrong(message: str, hint: str) -> LanguageError:
    return LanguageError.at(None, message, hint, parameter=PASTED)
