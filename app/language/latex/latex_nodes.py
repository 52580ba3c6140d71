"""The nodes of LaTeX as the library's tokenizer gives them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pylatexenc import latexwalker, macrospec
from pylatexenc.latexwalker import LatexCharsNode, LatexWalker, LatexWalkerParseError

from app.language.latex.latex_macros import ACCENTS, BARS, BINOMIALS, DROPPED, FONTS, FRACTIONS, STACKED_SIGNS, WORDS
from app.language.text.located import Located

BETWEEN = frozenset({"intertext", "shortintertext"})
"""Words between two lines of formulas."""
STARRED = frozenset({"operatorname", "tag", "vb", *BARS})
"""Commands that may have a star behind their name."""
WORDS_OF_LATEX = (
    (r"arguments of macro .?([A-Za-z]+)", r"`\\\1` needs what stands in braces after it", r"write \\\1{…}"),
    (r"expecting .*end\{(\w+)\}", r"the environment `\1` is never closed", r"write \\end{\1}"),
    (r"expecting '(.)'", r"a `\1` is missing", "close each brace and environment"),
    (r"(?:unexpected|mismatched).*'(.)'", r"`\1` closes nothing", "remove it, or open one before it"),
    (r"math mode", "a `$` is missing", "formulas stand between two of them"),
)
"""What the library says, what we say, and what to try."""


def parsed(located: Located) -> list[Any]:
    """The nodes of a text. Raises LanguageError where a brace or an environment is not closed."""
    walker = LatexWalker(located.text, latex_context=context(), tolerant_parsing=False)
    try:
        nodes: list[Any] = walker.get_latex_nodes()[0]
    except LatexWalkerParseError as error:
        place = min(error.pos or 0, max(0, len(located.text) - 1))
        said = error.msg or ""
        for pattern, told, hint in WORDS_OF_LATEX:
            if found := re.search(pattern, said, re.IGNORECASE):
                located.refuse((place, place + 1), f"in the LaTeX: {found.expand(told)}", found.expand(hint))
        located.refuse((place, place + 1), "in the LaTeX: this cannot be read", "close each brace and environment")
    return nodes


@lru_cache(maxsize=1)
def context() -> Any:
    """The library's commands without its special characters, and those of mathematics that take arguments."""
    known = latexwalker.get_default_latex_context_db().filter_context(keep_which=["macros", "environments"])
    one = [
        "boxed",
        "fbox",
        "substack",
        "pmod",
        *BETWEEN,
        *BARS,
        *WORDS,
        *FONTS,
        *ACCENTS,
        *(name for name, count in DROPPED.items() if count == 1),
    ]
    macros = [macrospec.std_macro(name, "*{" if name in STARRED else "{") for name in one]
    macros += [macrospec.std_macro(name, "{{") for name in (*FRACTIONS, *BINOMIALS, *STACKED_SIGNS, "textcolor")]
    known.add_context_category("mathematics", macros=macros, prepend=True)
    return known


def kind(node: Any) -> str:
    """`LatexMathNode` is "math"."""
    return type(node).__name__.removeprefix("Latex").removesuffix("Node").lower()


def arguments(node: Any, *, empty: bool = False) -> list[Any]:
    """What a command is given; `empty` keeps the place of what may be left out."""
    found = node.nodeargd.argnlist if node.nodeargd is not None else []
    return [each for each in found if empty or each is not None]


def table(node: Any) -> list[list[list[Any]]]:
    """The rows of an environment, each a list of cells, each a list of nodes."""
    rows: list[list[list[Any]]] = [[[]]]
    for each in node.nodelist:
        if kind(each) == "macro" and each.macroname == "\\":
            rows.append([[]])
            continue
        if kind(each) != "chars" or "&" not in each.chars:
            rows[-1][-1].append(each)
            continue
        place = each.pos
        for number, piece in enumerate(each.chars.split("&")):
            if number:
                rows[-1].append([])
            rows[-1][-1].append(
                LatexCharsNode(parsing_state=each.parsing_state, chars=piece, pos=place, len=len(piece))
            )
            place += len(piece) + 1
    return [
        row for row in rows if any(cell and "".join(part.latex_verbatim() for part in cell).strip() for cell in row)
    ]
