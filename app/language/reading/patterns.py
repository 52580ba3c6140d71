"""Python's trees of `match` patterns → patterns of ours."""

from __future__ import annotations

import ast

from app.language import syntax
from app.language.flow_syntax import Pattern
from app.language.reading.expressions import Reader
from app.language.source import Span
from app.language.syntax import Expr


def pattern(read: Reader, node: ast.pattern) -> Pattern:
    """A pattern by its kind. Raises LanguageError for values that are not part of the language."""
    span = read.span(node)
    match node:
        case ast.MatchValue(value=value):
            return Pattern("value", read.expression(value), span=span)
        case ast.MatchSingleton(value=constant):
            return Pattern("value", syntax.Literal(constant, span=span), span=span)
        case ast.MatchAs(pattern=inner, name=name):
            parts: tuple[Pattern, ...] = () if inner is None else (pattern(read, inner),)
            return Pattern("as" if parts else "name", target(name, span), parts, span=span)
        case ast.MatchStar(name=name):
            return Pattern("star", target(name, span), span=span)
        case ast.MatchMapping(keys=keys, patterns=inners, rest=rest):
            return Pattern("mapping", target(rest, span), every(read, inners), read.all(keys), span=span)
        case ast.MatchClass(cls=cls, patterns=inners, kwd_attrs=words, kwd_patterns=named):
            parts = every(read, [*inners, *named])
            return Pattern("class", read.expression(cls), parts, words=tuple(words), span=span)
        case ast.MatchOr(patterns=inners):
            return Pattern("or", None, every(read, inners), span=span)
        case ast.MatchSequence(patterns=inners):
            return Pattern("sequence", None, every(read, inners), span=span)
    read.refuse(node, "this pattern is not part of the language", "use names, values, tuples, dicts or classes")


def every(read: Reader, nodes: list[ast.pattern]) -> tuple[Pattern, ...]:
    return tuple(pattern(read, each) for each in nodes)


def target(name: str | None, span: Span) -> Expr | None:
    """The name that a pattern binds; none for `_`."""
    return None if name is None else syntax.Name(name, span=span)
