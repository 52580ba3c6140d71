"""Environments of LaTeX: cases, matrices, and arrays whose rows are equations."""

from __future__ import annotations

import re
from typing import Any

from app.language.latex.latex_macros import CASES, MATRICES
from app.language.latex.latex_nodes import table
from app.language.latex.latex_writer import Writer, environment

BOUNDED = {"vmatrix": "det(", "Vmatrix": "norm("}
"""What the bars at the sides of a matrix make of it."""
RELATION = re.compile(r"\s*+(?::?=|\\(?:gets|leftarrow|coloneqq)(?![A-Za-z]))")
"""How a cell begins that goes on with an equation."""
GIVEN = re.compile(r"(?:\\right[)\].])?\s*+(?:&\s*+)?=(?!=)")
EQUAL = re.compile(r"^\s*+[^\W\d_][^=<>!]{0,20}=(?!=)|^\s*+\\[a-z]++[^=<>!]{0,20}=(?!=)")
"""What an equation for a name begins with."""
ENDS = re.compile(r"\s*(?:$|[;,.$]|\\\\|\\end|\\]|\\\)|\n)")
"""What follows a value that ends there."""


@environment(*CASES)
def cases(writer: Writer, node: Any) -> None:
    if are_equations(table(node)):
        equations(writer, table(node))
        return
    writer.emit("{", node.pos, node.pos + 1)
    choices(writer, node)


def choices(writer: Writer, node: Any) -> None:
    """The rows of cases behind a brace, and the brace that ends them."""
    for number, cells in enumerate(table(node)):
        writer.emit(";" if number else "", node.pos, node.pos + 1)
        for place, cell in enumerate(cells):
            writer.emit("," if place else "", node.pos, node.pos + 1)
            writer.all(cell)
    writer.emit("}", node.pos + node.len - 1, node.pos + node.len)


def verbatim(cell: list[Any]) -> str:
    return "".join(each.latex_verbatim() for each in cell)


def are_equations(rows: list[list[list[Any]]]) -> bool:
    """Whether the rows of an array are equations: a cell begins with their sign, or each row is one."""
    written = [[verbatim(cell) for cell in cells] for cells in rows]
    begun = any(RELATION.match(cell) for cells in written for cell in cells)
    return begun or (bool(rows) and all(len(cells) == 1 and EQUAL.search(cells[0]) for cells in written))


def equations(writer: Writer, rows: list[list[list[Any]]]) -> None:
    """Rows of an array that are equations, without a brace that holds them together."""
    if writer.pieces and writer.pieces[-1] == "{":
        writer.take_back(len(writer.pieces) - 1)
    for number, cells in enumerate(rows):
        if number:
            writer.emit("\n", cells[0][0].pos, cells[0][0].pos)
        before = len(writer.pieces)
        for cell in cells:
            writer.all(cell)
        writer.flush_left(before, first=True)


@environment(*MATRICES)
def matrix(writer: Writer, node: Any) -> None:
    """Rows of a matrix as a list of lists, which is a value of its own or a factor; a matrix of one column is a vector."""
    rows = table(node)
    if are_equations(rows):
        equations(writer, rows)
        return
    if writer.located.text[: node.pos].rstrip().endswith("\\{") and all(len(cells) == 2 for cells in rows):
        # What \left\{ opens are cases, which end with their last row.
        choices(writer, node)
        return
    column = all(len(cells) == 1 for cells in rows)
    opening, closing = brackets(writer, node)
    if column and len(rows) > 1 and is_given(writer, node):
        # Entry by entry, `(a, b) = …`.
        opening, closing = "()"
    writer.emit(opening, node.pos, node.pos + 1)
    for number, cells in enumerate(rows):
        writer.emit("," if number else "", node.pos, node.pos + 1)
        writer.emit("" if column else "[", node.pos, node.pos + 1)
        for place, cell in enumerate(cells):
            writer.emit("," if place else "", node.pos, node.pos + 1)
            writer.all(cell)
        writer.emit("" if column else "]", node.pos, node.pos + 1)
    last = node.pos + node.len - 1
    writer.emit(closing, last, last + 1)


def brackets(writer: Writer, node: Any) -> tuple[str, str]:
    """What stands round the rows of a matrix: a list where it is a value of its own, an array as a factor, a determinant between bars."""
    before = "".join(writer.pieces[-3:]).rstrip()
    alone = before[-1:] in ("=", "") and ENDS.match(writer.located.text, node.pos + node.len)
    around = BOUNDED.get(node.environmentname, "") + ("" if alone else "array(")
    return f"{around}[", "]" + ")" * around.count("(")


def is_given(writer: Writer, node: Any) -> bool:
    """Whether a statement begins with this and gives it a value."""
    begins = "".join(writer.pieces[-3:]).rpartition("\n")[2].strip() == ""
    return begins and GIVEN.match(writer.located.text, node.pos + node.len) is not None
