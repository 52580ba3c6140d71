"""A Math tree as LaTeX for math mode (amsmath), every text in it escaped."""

from __future__ import annotations

from functools import lru_cache

from app.typeset.names import GREEK
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

GREEK_LETTERS = {
    sign: f"\\{spelled}" for spelled, sign in GREEK.items() if spelled not in {"lam", "lamb", "lmbda", "lambda_", "eps"}
}
GREEK_LETTERS |= {"ϕ": "\\phi", "φ": "\\varphi", "ε": "\\varepsilon", "ο": "o"}
SIGNS = {
    "·": r"\cdot", "⋅": r"\cdot", "×": r"\times", "÷": r"\div", "−": "-", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx",
    "∈": r"\in", "∉": r"\notin", "∧": r"\wedge", "∨": r"\vee", "¬": r"\neg", "⊗": r"\otimes", "⊙": r"\odot", "⊕": r"\oplus",
    "∘": r"\circ", "∂": r"\partial", "∇": r"\nabla", "∞": r"\infty", "…": r"\dots", "↦": r"\mapsto", "→": r"\to", "←": r"\leftarrow",
    "≔": r"\mathrel{:=}", "∗": "*", "′": r"\prime", "Σ": r"\Sigma", "Π": r"\Pi",
}  # fmt: skip
ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", " ": r"\ ",
}  # fmt: skip
OPERATORS = frozenset(
    ["exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min", "det", "ln", "arcsin", "arccos", "arctan"]
)
DELIMITERS = {
    "{": r"\{",
    "}": r"\}",
    "‖": r"\|",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "⌈": r"\lceil",
    "⌉": r"\rceil",
    "": ".",
}
SMALL = r"\scriptstyle"
"""What stands in a group sets the rest of it as small as an index."""
MARKS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde", "dot": r"\dot", "vec": r"\vec"}


def escaped(text: str) -> str:
    """`text` with each sign that means something to LaTeX made harmless."""
    return "".join(ESCAPES.get(sign, sign) for sign in visible(text))


def latex(math: Math) -> str:
    """The source of `math`, to stand between dollar signs."""
    match math:
        case Identifier(name):
            return GREEK_LETTERS.get(name) or (
                name if len(name) == 1 and name.isascii() and name.isalpha() else f"\\mathit{{{escaped(name)}}}"
            )
        case Text(text):
            return f"\\mathrm{{{escaped(text)}}}"
        case Number(digits):
            return escaped(digits).replace("−", "-").replace("∞", r"\infty")
        case Symbol(sign, kind):
            return _symbol(sign, kind)
        case Space(width):
            return r"\," if width < 0.2 else r"\;" if width < 0.5 else r"\quad"
        case Times(thin):
            return r"\," if thin else ""
        case Row(items):
            return _joined([latex(item) for item in items])
        case Fraction(above, below):
            return _fraction(above, below)
    return _structure(math)


def _symbol(sign: str, kind: Kind) -> str:
    if len(sign) == 1:
        written = SIGNS.get(sign) or escaped(sign)
        return f"{{{written}}}" if kind == "ordinary" else written
    command = {"binary": r"\mathbin", "relation": r"\mathrel"}.get(kind, "")
    return f"{command}{{\\mathrm{{{escaped(sign)}}}}}"


@lru_cache(maxsize=4096)
def _fraction(above: Math, below: Math) -> str:
    return f"\\frac{{{latex(above)}}}{{{latex(below)}}}"


def _structure(math: Math) -> str:
    match math:
        case Scripts(base, sub, sup):
            body = latex(base) if isinstance(base, Identifier | Text) else f"{{{latex(base)}}}"
            return body + ("" if sub is None else f"_{{{latex(sub)}}}") + ("" if sup is None else f"^{{{latex(sup)}}}")
        case Accent(base, mark):
            return f"{MARKS[mark]}{{{latex(base)}}}"
        case Root(radicand, degree):
            return ("\\sqrt" if degree is None else f"\\sqrt[{latex(degree)}]") + f"{{{latex(radicand)}}}"
        case Big(sign, sub, body):
            symbol = {"Σ": r"\sum", "Π": r"\prod"}.get(sign) or _operator(sign, r"\operatorname*")
            return _joined(
                [symbol + ("" if sub is None else f"_{{{latex(sub)}}}"), "" if body is None else latex(body)]
            )
        case Fence(body, opening, closing):
            return _fence(body, opening, closing)
        case Group(body):
            return latex(body)
        case Apply(function, body):
            return (_operator(function.text) if isinstance(function, Text) else latex(function)) + latex(body)
        case Matrix(rows):
            return r"\begin{bmatrix}" + r" \\ ".join(" & ".join(map(latex, line)) for line in rows) + r"\end{bmatrix}"
    raise TypeError(f"not a piece of mathematics: {math!r}")


def _operator(text: str, command: str = r"\operatorname") -> str:
    return f"\\{text}" if text in OPERATORS else f"{command}{{{escaped(text)}}}"


def _fence(body: Math, opening: str, closing: str) -> str:
    left, right = DELIMITERS.get(opening, opening), DELIMITERS.get(closing, closing)
    if tall(body):
        return f"\\left{left} {latex(body)} \\right{right}"
    return _joined([left if opening else "", latex(body), right if closing else ""])


def _joined(pieces: list[str]) -> str:
    """The pieces in one line, with a space where a command would swallow the letter behind it."""
    text = ""
    for piece in pieces:
        if piece and text and text[-1].isalpha() and piece[0].isalpha() and "\\" in text:
            text += " "
        text += piece
    return text
