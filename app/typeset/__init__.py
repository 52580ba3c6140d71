"""Typesetting: expressions and numbers → labels made of outlines, and the same expressions as LaTeX, MathML and plain text."""

from __future__ import annotations

from app.typeset.addition import MISSING, added_numbers, addition
from app.typeset.chain_rule import derivative, differential, equality, path_term, shape
from app.typeset.compose import EMPTY, above, beside, fitted, framed, padded, scaled, secondary
from app.typeset.contraction_notation import entry
from app.typeset.digits import LEAST, array_label, line, line_within, number_label, slot_width
from app.typeset.expression_notation import expression
from app.typeset.fonts import without_font
from app.typeset.label import EM, Bar, Glyph, Label
from app.typeset.label_cache import label, labels
from app.typeset.latex import latex
from app.typeset.mathml import breakable, mathml
from app.typeset.names import name
from app.typeset.notation import (
    COMMA,
    COUNTS_AS,
    EQUALS,
    MINUS,
    PLACEHOLDER,
    PLUS,
    SUBTRACT,
    Accent,
    Apply,
    Big,
    Fence,
    Fraction,
    Group,
    Identifier,
    Math,
    Matrix,
    Number,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    Times,
    listed,
    row,
)
from app.typeset.numbers import Digits, array_number, changed_number, literal, number, precision, significant, write
from app.typeset.plain_text import plain
from app.typeset.precedence import DOT, product, valued
from app.typeset.sums import added, index, indices, summation
from app.typeset.symbols import gate
from app.typeset.typst import typst

__all__ = [
    "COMMA",
    "COUNTS_AS",
    "DOT",
    "EM",
    "EMPTY",
    "EQUALS",
    "LEAST",
    "MINUS",
    "MISSING",
    "PLACEHOLDER",
    "PLUS",
    "SUBTRACT",
    "Accent",
    "Apply",
    "Bar",
    "Big",
    "Digits",
    "Fence",
    "Fraction",
    "Glyph",
    "Group",
    "Identifier",
    "Label",
    "Math",
    "Matrix",
    "Number",
    "Root",
    "Row",
    "Scripts",
    "Space",
    "Symbol",
    "Text",
    "Times",
    "above",
    "added",
    "added_numbers",
    "addition",
    "array_label",
    "array_number",
    "beside",
    "breakable",
    "changed_number",
    "derivative",
    "differential",
    "entry",
    "equality",
    "expression",
    "fitted",
    "framed",
    "gate",
    "index",
    "indices",
    "label",
    "labels",
    "latex",
    "line",
    "line_within",
    "listed",
    "literal",
    "mathml",
    "name",
    "number",
    "number_label",
    "padded",
    "path_term",
    "plain",
    "precision",
    "product",
    "row",
    "scaled",
    "secondary",
    "shape",
    "significant",
    "slot_width",
    "summation",
    "typst",
    "valued",
    "without_font",
    "write",
]  # fmt: skip
