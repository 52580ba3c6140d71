r"""LaTeX as pasted from a paper or a chat becomes the mathematical spelling of the language: `\frac{a}{b}` is `((a)/(b))`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.language.latex import latex_commands, latex_environments
from app.language.latex.latex_macros import ROWS
from app.language.latex.latex_nodes import kind, parsed
from app.language.latex.latex_writer import Writer
from app.language.text.located import Located
from app.language.text.margins import ASSIGNED

SUBJECTS = (latex_commands, latex_environments)
"""The modules that fill the writer's tables."""
PRESENT = re.compile(r"\\[A-Za-z]{2,}|\\[,;!:%]|\\[()\[\]{}|]|\\\\|\$[^$\n]+\$|\$\$|\\[a-zA-Z]\b")
DISPLAYED = re.compile(r"\{\\(?:display|text)style(?![A-Za-z])")
SIZED = re.compile(r"\\in\s*+\\mathbb\s*+\{?R\}?\s*+\^")
"""How a text says what sizes its arrays have, `x \\in \\mathbb{R}^3`."""
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|\\\n")
"""Where a backslash is Python's."""


def present(text: str) -> bool:
    """Whether a text is written in LaTeX, at least in part."""
    return ("\\" in text or "$" in text) and PRESENT.search(QUOTED.sub("", text)) is not None


def read(located: Located) -> Located:
    """A text with its LaTeX in the mathematical spelling of the language.

    Raises LanguageError with the place of what is not understood.
    """
    if not present(located.text):
        return located
    writer = Writer(located)
    write_text(writer, parsed(located))
    if located.text.lstrip()[:1] == "\\":
        # What a command at the very beginning leaves is no indentation.
        writer.flush_left(0, first=True)
    return located.respelled("".join(writer.pieces), writer.starts, writer.ends)


def write_text(writer: Writer, nodes: Sequence[Any]) -> None:
    """A whole text: its formulas where it marks them, and of what is round them the lines that are statements of their own."""
    marked = [node for node in nodes if is_formula(node)]
    if not marked:
        writer.all(nodes)
        return
    written = [(node, node.latex_verbatim()) for node in marked]
    formulas = [node for node, words in written if "=" in words or SIZED.search(words)]
    if not any("=" in node.latex_verbatim() for node in formulas):
        formulas = marked[-1:]
    for node in nodes:
        if node in formulas:
            writer.emit("\n", node.pos, node.pos)
            before = len(writer.pieces)
            writer.all(node.nodelist) if kind(node) == "group" else writer.node(node)
            writer.flush_left(before)
            writer.emit("\n", node.pos + node.len - 1, node.pos + node.len)
        elif kind(node) == "chars":
            write_statements(writer, node)


def is_formula(node: Any) -> bool:
    """Whether a text marks this as a formula, as Wikipedia does with `{\\displaystyle …}`."""
    marked = kind(node) == "math" or getattr(node, "environmentname", "") in ROWS
    return marked or DISPLAYED.match(node.latex_verbatim()) is not None


def write_statements(writer: Writer, node: Any) -> None:
    """The lines between formulas that give a value to a name."""
    place = node.pos
    for line in node.chars.split("\n"):
        if ASSIGNED.match(line):
            writer.emit(f"{line}\n", place, place + len(line))
        place += len(line) + 1
