"""The names that targets and statements bind."""

from __future__ import annotations

from app.language import syntax
from app.language.syntax import Expr, Statement


def spelled(expr: Expr) -> str:
    """A target or a returned expression as a name for its scope."""
    if isinstance(expr, syntax.Name):
        return expr.id
    if isinstance(expr, syntax.Sequence):
        return ", ".join(spelled(item) for item in expr.items)
    return spelled(expr.value) if isinstance(expr, (syntax.Subscript, syntax.Attribute, syntax.Starred)) else ""


def dotted(expr: Expr) -> str:
    """`self.params` as the name of what it holds: `params`."""
    return expr.name if isinstance(expr, syntax.Attribute) else str(getattr(expr, "id", "p"))


def called_name(expr: Expr) -> str:
    """The last part of the name of what is called."""
    function = expr.function if isinstance(expr, syntax.Call) else expr
    return str(getattr(function, "name", getattr(function, "id", "")))


def bound_names(statement: Statement) -> list[str]:
    """The names that a statement binds, its inner ones included."""
    if isinstance(statement, syntax.Assign):
        return [name for target in statement.targets for name in spelled(target).split(", ")]
    if isinstance(statement, (syntax.Define, syntax.Class, syntax.Declare)):
        return [statement.name]
    if isinstance(statement, syntax.Broken):
        return list(statement.names)
    loop = spelled(statement.target).split(", ") if isinstance(statement, syntax.For) else []
    return [*loop, *(name for each in inner(statement) for name in bound_names(each))]


def changed_names(statement: Statement) -> list[str]:
    """The names that a statement binds or, as `w -= 1` does, binds anew."""
    own = [spelled(statement.target)] if isinstance(statement, syntax.Augment) else bound_names(statement)
    return [*own, *(name for each in inner(statement) for name in changed_names(each))]


def inner(statement: Statement) -> list[Statement]:
    """The statements that stand in the blocks of one."""
    return [each for part in ("body", "then", "otherwise") for each in getattr(statement, part, ())]


def descend(statement: Statement) -> list[Statement]:
    """A statement and all that stand in its blocks."""
    return [statement, *(each for part in inner(statement) for each in descend(part))]
