"""The forms of the language: each is one entry, with a sentence or two and an example that the tests run.

An entry is a paragraph: the title; what it says, with code in backquotes; perhaps `?` and what goes with the example in an
address, or `!` and words of the mistake with which it is refused; the example, indented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from app.help import expression_forms, spelling_forms, statement_forms
from app.query import PROGRAM, Query

INDENT = "    "


@dataclass(frozen=True, slots=True)
class Form:
    """One thing that can be written; `text` may have code in backquotes. A form with a `mistake` shows what is refused."""

    title: str
    text: str
    query: Query
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    forms: tuple[Form, ...]


def read(entries: str) -> Iterator[Form]:
    for paragraph in entries.strip("\n").split("\n\n"):
        title, *lines = paragraph.split("\n")
        example = dedent("\n".join(line for line in lines if line.startswith(INDENT)))
        marked = {line[0]: line[1:].strip() for line in lines if line[0] in "?!"}
        text = " ".join(line for line in lines if line[0] not in "?! ")
        given = [tuple(part.split("=", 1)) for part in marked.get("?", "").split("&") if part]
        yield Form(
            title, text, Query.of([(PROGRAM, example), *((name, value) for name, value in given)]), marked.get("!", "")
        )


CHAPTERS = tuple(
    Chapter(title, tuple(read(entries)))
    for title, entries in (
        ("Names and values", expression_forms.NAMES),
        ("Mathematical spelling", spelling_forms.SPELLING),
        ("Expressions", expression_forms.EXPRESSIONS),
        ("Loops and branches", statement_forms.FLOW),
        ("Functions", statement_forms.FUNCTIONS),
        ("Classes and modules", statement_forms.CLASSES),
        ("The gradient", expression_forms.GRADIENTS),
        ("What is passed over, and what is refused", statement_forms.REST),
    )
)
