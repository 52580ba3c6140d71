"""Syntax of Python that people write beside formulas: `match`, `try`, `:=`, `yield`, `global`, `del` and f-strings."""

from __future__ import annotations

from dataclasses import dataclass

from app.language.syntax import Expr, Statement


@dataclass(frozen=True, slots=True)
class Named(Expr):
    """`target := value`, which is the value and binds it."""

    target: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class Formatted(Expr):
    """An f-string: pieces of text, and values with the format of each. They are for keys and messages, never for numbers."""

    words: tuple[str | tuple[Expr, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Yield(Expr):
    """`yield value`, or `yield from value` where there are `many`."""

    value: Expr | None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Pattern(Expr):
    """A pattern of a `case`; `kind` says which, and `parts` are its patterns, in order.

    "value" holds an expression, "name" a target (None for `_`), "as" a pattern and its target, "or" alternatives, "sequence"
    and "star" the patterns of items, "mapping" keys and patterns, "class" a class, its positional patterns and `words`.
    """

    kind: str
    value: Expr | None = None
    parts: tuple[Pattern, ...] = ()
    keys: tuple[Expr, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case(Statement):
    """`case pattern if test:` and what is done then."""

    pattern: Pattern
    test: Expr | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Match(Statement):
    """`match value:` with its cases, of which the first that fits is run."""

    value: Expr
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Handler(Statement):
    """`except kinds as name:` and what is done then; without `kinds` it is for all."""

    kinds: tuple[str, ...]
    names: tuple[str, ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Try(Statement):
    """`try:` with its handlers, of which the first that fits is run, what follows where none is needed, and what ends it."""

    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...]
    otherwise: tuple[Statement, ...]
    final: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Outer(Statement):
    """`global names` or `nonlocal names`: assignments reach the names of the text, or of the function around."""

    names: tuple[str, ...]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Assert(Statement):
    """`assert test`; where the person wrote `a = b = c`, the last says `again` what a is."""

    test: Expr
    again: bool = False


@dataclass(frozen=True, slots=True)
class Delete(Statement):
    """`del xs[0]`: items are taken out of lists and dicts."""

    targets: tuple[Expr, ...]
