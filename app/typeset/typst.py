"""A Math tree as Typst's math source.

A person's text goes in as a quoted string and nowhere else, so it can never become code.
"""

from __future__ import annotations

from app.typeset.notation import (
    Accent,
    Apply,
    Big,
    Fence,
    Fraction,
    Group,
    Identifier,
    Kind,
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
    tall,
    visible,
)

_CLASS = {
    "ordinary": "normal",
    "binary": "binary",
    "relation": "relation",
    "prefix": "normal",
    "punctuation": "punctuation",
}
_CODEPOINTS = {"·": "⋅", "-": "−", "*": "∗"}
# Signs that mean nothing to Typst but themselves.
PLAIN_SIGNS = frozenset("+−⋅×÷=≠≤≥≈≔∈∉∧∨¬⊗⊙⊕∘∂∇∞…↦→←′∗")
# Stands between pieces: a space would be set as one beside a word.
SEAM = "/**/"
DELIMITERS = {
    "(": "paren.l", ")": "paren.r", "[": "bracket.l", "]": "bracket.r", "{": "brace.l", "}": "brace.r",
    "|": "bar.v", "‖": "bar.v.double", "⌊": "floor.l", "⌋": "floor.r", "⌈": "ceil.l", "⌉": "ceil.r", "": "",
}  # fmt: skip
BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZαβγδεζηθικλμνξοπρστυϕφχψωϑΓΔΘΛΞΠΣΦΨΩ")
_BIG = {"Σ": "sum", "Π": "product"}
_MARKS = {"hat": "hat", "bar": "macron", "tilde": "tilde", "dot": "dot", "vec": "arrow"}


def quoted(text: str) -> str:
    """`text` as a Typst string."""
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def typst(math: Math) -> str:
    """The source of `math` for Typst's math mode."""
    match math:
        case Identifier(name):
            return name if name in BARE else quoted(name)
        case Text(text) | Number(text):
            return quoted(text)
        case Symbol(sign, kind):
            return _symbol(_CODEPOINTS.get(sign, sign), kind)
        case Space(width):
            return f"#h({width:.4f}em)"
        case Times(thin):
            return "thin" if thin else ""
        case Row(items):
            return SEAM.join(map(typst, items)) or '""'
        case Fraction(above, below):
            return f"frac({typst(above)}, {typst(below)})"
    return _structure(math)


def _symbol(sign: str, kind: Kind) -> str:
    written = DELIMITERS.get(sign) or (sign if sign in PLAIN_SIGNS else quoted(sign))
    return f'class("{_CLASS[kind]}", {written})'


def _structure(math: Math) -> str:
    match math:
        case Scripts(base, sub, sup):
            below = "" if sub is None else f", b: {typst(sub)}"
            raised = "" if sup is None else f", t: {typst(sup)}"
            return f"attach({typst(base)}{below}{raised})"
        case Accent(base, mark):
            return f"accent({typst(base)}, {_MARKS[mark]})"
        case Root(radicand, degree):
            return f"sqrt({typst(radicand)})" if degree is None else f"root({typst(degree)}, {typst(radicand)})"
        case Big(sign, sub, body):
            symbol = _BIG.get(sign) or f"op({quoted(sign)}, limits: #true)"
            below = "" if sub is None else f", b: {typst(sub)}"
            return f"attach({symbol}{below})" + ("" if body is None else SEAM + typst(body))
        case Fence(body, opening, closing):
            return _fence(body, opening, closing)
        case Group(body):
            return typst(body)
        case Apply(function, body):
            head = _operator(function)
            return head + SEAM + typst(body)
        case Matrix(rows):
            return f'mat(delim: "[", {"; ".join(", ".join(map(typst, line)) for line in rows)})'
    raise TypeError(f"not a piece of mathematics: {math!r}")


def _operator(function: Math) -> str:
    """A function's name, spaced as an operator if it is a word."""
    if isinstance(function, Text):
        return f"op({quoted(function.text)})"
    if isinstance(function, Scripts) and isinstance(function.base, Text):
        return typst(function).replace(quoted(function.base.text), _operator(function.base), 1)
    return typst(function)


def _fence(body: Math, opening: str, closing: str) -> str:
    """Delimiters grow only around what is tall: a subscript alone does not make a parenthesis larger."""
    left, right = DELIMITERS[opening], DELIMITERS[closing]
    if tall(body):
        return f"lr({left}{SEAM}{typst(body)}{SEAM}{right})"
    left = f'class("opening", {left})' if left else ""
    right = f'class("closing", {right})' if right else ""
    return left + SEAM + typst(body) + SEAM + right
