"""Paths in a text, as `config.hidden`, and the pieces of it that hold them."""

from __future__ import annotations

from collections.abc import Mapping

from app.language import syntax
from app.language.walk import everything, parts

Mentions = tuple[list[tuple[set[str], object]], Mapping[str, object]]


def mentions(statement: syntax.Statement) -> Mentions:
    """The pieces of a statement that hold paths, with these, and the defaults of its parameters."""
    whole = list(everything(statement))
    found = [({path for each in parts(part) if (path := path_of(each))}, part) for part in whole]
    defaults = {
        each.name: each.default.value
        for each in whole
        if isinstance(each, syntax.Parameter) and isinstance(each.default, syntax.Literal)
    }
    return [each for each in found if each[0]], defaults


def path_of(expr: object) -> str:
    """`config.hidden` of `config.hidden` and `config["hidden"]`; empty where it is no path."""
    match expr:
        case syntax.Name(id=name):
            return name
        case (
            syntax.Attribute(value=value, name=name)
            | syntax.Subscript(value=value, index=syntax.Literal(value=str(name)))
        ):
            return f"{path_of(value)}.{name}"
    return ""
