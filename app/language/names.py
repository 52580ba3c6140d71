"""Names in syntax: which a statement binds, and which are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.language import syntax
from app.language.syntax import Expr, Name, Statement
from app.language.walk import everything

NUMBERED = re.compile(r"(.*[^\W\d_])_?(\d+)$")
"""A name with a number at its foot, `x1` or `x_1`."""


def targets(expr: Expr) -> Iterator[str]:
    """The names that an assignment to `expr` binds."""
    if isinstance(expr, Name):
        yield expr.id
    elif isinstance(expr, syntax.Sequence):
        for item in expr.items:
            yield from targets(item)
    elif isinstance(expr, syntax.Starred):
        yield from targets(expr.value)


def bound_names(statement: Statement) -> Iterator[str]:
    """The names that a statement binds, its inner ones included; those inside of a function are its own."""
    match statement:
        case syntax.Assign():
            for target in statement.targets:
                yield from targets(target)
        case syntax.Augment() | syntax.For():
            yield from targets(statement.target)
        case syntax.Define() | syntax.Class() | syntax.Import():
            yield statement.name
        case syntax.Broken() | syntax.With():
            yield from statement.names
    if not isinstance(statement, (syntax.Define, syntax.Class)):
        for name in ("body", "then", "otherwise"):
            for inner in getattr(statement, name, ()):
                yield from bound_names(inner)


def local_names(definition: syntax.Define) -> set[str]:
    """The names that mean something of their own inside of a function."""
    found = {parameter.name for parameter in definition.parameters}
    return found | {name for statement in definition.body for name in bound_names(statement)}


def loaded(trees: Iterable[object]) -> set[str]:
    """The names that are asked for anywhere in some trees."""
    return {part.id for tree in trees for part in everything(tree) if isinstance(part, Name)}


def operands(trees: Iterable[object]) -> set[str]:
    """The names that are computed with: what stands beside an operator is a value, not a function."""
    found = set()
    for tree in trees:
        for part in everything(tree):
            sides = (
                (part.left, part.right)
                if isinstance(part, syntax.Binary)
                else (part.operand,)
                if isinstance(part, syntax.Unary)
                else ()
            )
            found |= {side.id for side in sides if isinstance(side, Name)}
    return found
