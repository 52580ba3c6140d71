"""Commands and environments of LaTeX that are more than a sign."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from app.language.functions import APPLIED, EXTREMES, REDUCTIONS
from app.language.latex.latex_macros import (
    ACCENTS,
    BARS,
    BINOMIALS,
    DROPPED,
    FONTS,
    FRACTIONS,
    IGNORED,
    SETS,
    STACKED_SIGNS,
    WORDS,
)
from app.language.latex.latex_nodes import BETWEEN, arguments, kind
from app.language.latex.latex_writer import Writer, command

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
CAPITALS = re.compile(rf"{VECTOR}\{{[A-Z]\}}\s*+{VECTOR}\{{[A-Z]\}}")
CAPITAL_LENGTH = 14
"""Characters that the longest of these commands takes with its letter."""
BARRED = re.compile(r"\\\||\\lVert|\\Vert|‖")
VECTOR_AFTER = re.compile(rf"\s*{VECTOR}")


@command("cdot")
def times(writer: Writer, node: Any) -> None:
    """A product; between letters that are set as vectors that of vectors or matrices."""
    before, after = writer.located.text[: node.pos], writer.located.text[node.pos + node.len :]
    vectors = VECTOR_BEFORE.search(before) and VECTOR_AFTER.match(after)
    # Capital letters beside the bars of lengths are vectors, too.
    lengths = vectors and CAPITALS.search(f"{before[-CAPITAL_LENGTH:]} {after[:CAPITAL_LENGTH]}")
    matrices = vectors and not (lengths and BARRED.search(writer.located.text))
    writer.emit("@" if matrices else "*", node.pos, node.pos + len("\\cdot"))


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


THIN, PIECES = frozenset(",:;"), 8
VALUE = re.compile(r"[\\\w(]")
ELEMENTARY = "|".join(sorted(APPLIED - REDUCTIONS - {*EXTREMES}))
ARGUMENT = re.compile(rf"(?<![\w.])(?:{ELEMENTARY})(?:[ ]+|[ ]*(?:\^\S+|[²³])[ ]*)[^\W\d_][ ]*$")
"""A function and the letter that it is applied to, behind which a space in LaTeX ends its reach."""


@command(*IGNORED)
def sized(writer: Writer, node: Any) -> None:
    """`\\left[` is a bracket as any other, and `\\right.` is nothing."""
    name = node.macroname
    after = writer.located.text[node.pos + node.len : node.pos + node.len + 1]
    if name in ("left", "right") or "ig" in name:
        if after in ("[", "]", "."):
            writer.emit({"[": "{", "]": "}", ".": ""}[after], node.pos, node.pos + node.len + 1)
            writer.skip = 1
    elif name not in ("!", "limits", "nolimits"):
        # `\cos\theta\, x` is cos(θ)·x.
        following = writer.located.text[node.pos + node.len : node.pos + node.len + PIECES].lstrip(" ")
        apart = name in THIN and VALUE.match(following) and ARGUMENT.search("".join(writer.pieces[-PIECES:]))
        writer.emit("*" if apart else " ", node.pos, node.pos + node.len)


@command(*FRACTIONS)
def fraction(writer: Writer, node: Any) -> None:
    above, below = arguments(node)
    if all(map(re.Pattern.match, DERIVATIVE, (above.latex_verbatim(), below.latex_verbatim()))):
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


SPACES = re.compile(r"\\[,;:! ]")
"""Spaces within a word, `arg\\,max`."""


@command(*STACKED_SIGNS)
def stacked_sign(writer: Writer, node: Any) -> None:
    """`\\overset{\\text{def}}{=}` as the sign itself, and what stands under `\\max` at its foot."""
    said, sign = arguments(node)
    writer.inside(sign)
    if node.macroname == "underset":
        writer.emit("_{", said.pos, said.pos + 1)
        writer.inside(said)
        writer.emit("}", said.pos + said.len - 1, said.pos + said.len)


@command("pmod")
def modulo(writer: Writer, node: Any) -> None:
    writer.emit(" % ", node.pos, node.pos + 1)
    writer.inside(arguments(node)[-1])


@command(*WORDS)
def word(writer: Writer, node: Any) -> None:
    """`\\text{if }`, `\\operatorname{softmax}`: words as they stand."""
    (argument,) = arguments(node)[-1:]
    inner = argument.latex_verbatim()
    inner = SPACES.sub("", inner[1:-1] if inner[:1] == "{" else inner)
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
