"""Commands and environments of LaTeX that are more than a sign."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from app.language.latex.latex_macros import (
    ACCENTS,
    BARS,
    BINOMIALS,
    CASES,
    DROPPED,
    FONTS,
    FRACTIONS,
    IGNORED,
    MATRICES,
    SETS,
    WORDS,
)
from app.language.latex.latex_nodes import BETWEEN, arguments, kind, table
from app.language.latex.latex_writer import Writer, command, environment

DERIVATIVE = (
    re.compile(r"\{?\s*(?:\\partial|\\mathrm\{?d|d\s*[A-Z}])"),
    re.compile(r"\{?\s*(?:\\partial|\\mathrm\{?d|d)"),
)
"""How numerator and denominator of a derivative begin."""


@command("\\")
def line_end(writer: Writer, node: Any) -> None:
    writer.emit("\n", node.pos, node.pos + 2)
    # A blank after it would indent the next line.
    after = writer.located.text[node.pos + node.len :]
    writer.skip = len(after) - len(after.lstrip(" "))


@command(*BETWEEN)
def words_between(writer: Writer, node: Any) -> None:
    """Words between two lines of formulas: the next one begins behind them."""
    writer.emit("\n", node.pos, node.pos + node.len)


@command("substack")
def stacked(writer: Writer, node: Any) -> None:
    """What stands in several lines under a sum."""
    (group,) = arguments(node)[-1:]
    for each in group.nodelist if kind(group) == "group" else [group]:
        if getattr(each, "macroname", "") == "\\":
            writer.emit(", ", each.pos, each.pos + 2)
        else:
            writer.node(each)


@command(*BARS)
def bars(writer: Writer, node: Any) -> None:
    """`\\abs{x}` and `\\norm{x}` of packages."""
    sign = BARS[node.macroname]
    writer.emit(sign, node.pos, node.pos + 1)
    writer.inside(arguments(node)[-1])
    writer.emit(sign, node.pos + node.len - 1, node.pos + node.len)


@command(*DROPPED)
def pass_over(writer: Writer, node: Any) -> None:
    """What has no bearing on a formula."""


@command(*FONTS)
def change_font(writer: Writer, node: Any) -> None:
    letter = "".join(each.latex_verbatim() for each in arguments(node)[-1:]).strip("{} ")
    if node.macroname == "mathbb" and letter in SETS:
        writer.emit(SETS[letter], node.pos, node.pos + node.len)
        return
    if node.macroname == "mathbb" and letter in ("E", "P", "V"):
        writer.refuse(
            node, "an expectation or a probability is not part of the language", "write the forward pass alone"
        )
    writer.all(arguments(node)[-1:])


VECTOR = r"\\(?:vec|mathbf|boldsymbol|bm)(?![a-zA-Z])"
VECTOR_BEFORE = re.compile(rf"{VECTOR}\s*(?:\{{[^{{}}]*\}}|\\?\w+)(?:_(?:\w|\{{[^{{}}]*\}}))?\s*$")
VECTOR_AFTER = re.compile(rf"\s*{VECTOR}")


@command("cdot")
def times(writer: Writer, node: Any) -> None:
    """A product; between letters that are set as vectors that of vectors or matrices."""
    before, after = writer.located.text[: node.pos], writer.located.text[node.pos + node.len :]
    vectors = VECTOR_BEFORE.search(before) and VECTOR_AFTER.match(after)
    writer.emit("@" if vectors else "*", node.pos, node.pos + len("\\cdot"))


@command("boxed", "fbox")
def boxed(writer: Writer, node: Any) -> None:
    writer.inside(arguments(node)[-1])


@command("pm", "mp")
def refuse_two_values(writer: Writer, node: Any) -> None:
    writer.refuse(node, f"`\\{node.macroname}` stands for two values", "write + or -")


@command("circ")
def degree(writer: Writer, node: Any) -> None:
    """A degree, where it is raised; else the product entry by entry."""
    raised = bool(writer.pieces) and writer.pieces[-1] == "^"
    if raised:
        writer.take_back(len(writer.pieces) - 1)
    writer.emit("°" if raised else "*", node.pos, node.pos + node.len)


@command(*IGNORED)
def sized(writer: Writer, node: Any) -> None:
    """`\\left[` is a bracket as any other, and `\\right.` is nothing."""
    name = node.macroname
    after = writer.located.text[node.pos + node.len : node.pos + node.len + 1]
    if name in ("left", "right") or "ig" in name:
        if after in ("[", "]", "."):
            writer.emit({"[": "{", "]": "}", ".": ""}[after], node.pos, node.pos + node.len + 1)
            writer.skip = 1
    elif name != "!":
        writer.emit(" ", node.pos, node.pos + node.len)


@command(*FRACTIONS)
def fraction(writer: Writer, node: Any) -> None:
    above, below = arguments(node)
    if re.match(r"\{?\s*(\\partial|\\mathrm\{?d|d\s*[A-Z}])", above.latex_verbatim()) and re.match(
        r"\{?\s*(\\partial|\\mathrm\{?d|d)", below.latex_verbatim()
    ):
        writer.refuse(node, "a derivative is what the figure shows", "write the forward pass alone")
    factor = writer.follows_letter()
    writer.emit("{(" if factor else "((", node.pos, node.pos + 1)
    writer.inside(above)
    writer.emit(")/(", node.pos, node.pos + 1)
    writer.inside(below)
    writer.emit(")}" if factor else "))", node.pos + node.len - 1, node.pos + node.len)


@command(*BINOMIALS)
def binomial(writer: Writer, node: Any) -> None:
    above, below = arguments(node)
    writer.emit("binom(", node.pos, node.pos + 1)
    writer.inside(above)
    writer.emit(",", node.pos, node.pos + 1)
    writer.inside(below)
    writer.emit(")", node.pos + node.len - 1, node.pos + node.len)


@command("sqrt")
def root(writer: Writer, node: Any) -> None:
    index, radicand = arguments(node, empty=True)
    cube = index is not None and index.latex_verbatim().strip("[] ") == "3"
    writer.emit("cbrt(" if cube else "sqrt(" if index is None else "((", node.pos, node.pos + 5)
    writer.inside(radicand)
    if index is not None and not cube:
        writer.emit(")**(1/(", node.pos, node.pos + 1)
        writer.inside(index)
        writer.emit("))", node.pos, node.pos + 1)
    writer.emit(")", node.pos + node.len - 1, node.pos + node.len)


@command(*WORDS)
def word(writer: Writer, node: Any) -> None:
    """`\\text{if }`, `\\operatorname{softmax}`: words as they stand."""
    (argument,) = arguments(node)[-1:]
    inner = argument.latex_verbatim()
    inner = inner[1:-1] if inner[:1] == "{" else inner
    text = inner.strip().replace("-", "_") if " " not in inner.strip() else inner
    if re.search(r"[\\${}]", text):
        writer.inside(argument)
        return
    if text[:1].isalnum() and writer.pieces and inner[:1] == " ":
        writer.emit(" ", node.pos, node.pos + 1)
    writer.emit({"ReLU": "relu", "Tr": "trace"}.get(text, text), node.pos, node.pos + node.len)


@command(*ACCENTS)
def accent(writer: Writer, node: Any) -> None:
    """A letter with a mark over it; of a longer name the first letter carries it."""
    before = len(writer.pieces)
    writer.all(arguments(node)[-1:])
    name = writer.take_back(before).strip(" ()")
    marked = unicodedata.normalize("NFC", name[:1] + ACCENTS[node.macroname]) + name[1:] if name else ""
    writer.emit(marked, node.pos, node.pos + node.len)


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


BOUNDED = {"vmatrix": "det(", "Vmatrix": "norm("}
"""What the bars at the sides of a matrix make of it."""
RELATION = re.compile(r"\s*+(?::?=|\\(?:gets|leftarrow|coloneqq)(?![A-Za-z]))")
"""How a cell begins that goes on with an equation."""
GIVEN = re.compile(r"(?:\\right[)\].])?\s*+(?:&\s*+)?=(?!=)")
EQUAL = re.compile(r"^\s*+[^\W\d_][^=<>!]{0,20}=(?!=)|^\s*+\\[a-z]++[^=<>!]{0,20}=(?!=)")
"""What an equation for a name begins with."""
ENDS = re.compile(r"\s*(?:$|[;,.$]|\\\\|\\end|\\]|\\\)|\n)")
"""What follows a value that ends there."""


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
        # Entry by entry, `a, b = …`.
        opening = closing = ""
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
