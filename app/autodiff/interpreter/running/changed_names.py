"""The names of what is called, of what is written to, and of what a statement changes."""

from __future__ import annotations

from app.language import flow_syntax, syntax
from app.language.names import BLOCKS, bound_names
from app.language.syntax import Expr, Statement
from app.language.walk import everything

MUTATING = frozenset("append extend insert pop remove clear update setdefault".split())
"""Methods that change a list or dict."""


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


def changed_names(statement: Statement) -> list[str]:
    """The names that a statement binds, or a part of whose value it changes, as `w[0] = 1` does."""
    written = [target for each in descend(statement) for target in places(each)]
    return [*bound_names(statement), *(name for target in written for name in spelled(target).split(", ") if name)]


def places(statement: Statement) -> tuple[Expr, ...]:
    """What a statement by itself writes to."""
    if isinstance(statement, syntax.Assign):
        return statement.targets
    return (statement.target,) if isinstance(statement, syntax.Augment) else ()


def written_in_place(body: tuple[Statement, ...]) -> set[str]:
    """The names whose entries the statements of a function write to: `g *= 2`, `g[0] = 0`, `g.mul_(2)`."""
    changes = [each for statement in body for each in descend(statement)]
    targets = [target for each in changes for target in places(each) if not isinstance(target, syntax.Name)]
    targets += [each.target for each in changes if isinstance(each, syntax.Augment)]
    calls = [part.function for each in body for part in everything(each) if isinstance(part, syntax.Call)]
    targets += [each.value for each in calls if isinstance(each, syntax.Attribute) and each.name.endswith("_")]
    return set(map(spelled, targets))


def inner(statement: Statement) -> list[Statement]:
    """The statements that stand in the blocks of one."""
    return [each for part in BLOCKS for each in getattr(statement, part, ())]


def descend(statement: Statement) -> list[Statement]:
    """A statement and all that stand in its blocks."""
    return [statement, *(each for part in inner(statement) for each in descend(part))]


def changes_outside(body: tuple[Statement, ...], own: set[str]) -> bool:
    """Whether a function changes what stands around it: by `global`, or a list or dict that is not among its `own` names."""
    local = own | {name for statement in body for name in bound_names(statement)}
    for part in (part for statement in body for part in everything(statement)):
        if isinstance(part, flow_syntax.Outer):
            return True
        method = part.function if isinstance(part, syntax.Call) else None
        if isinstance(method, syntax.Attribute) and method.name in MUTATING:
            holder = getattr(method.value, "id", None)
            if holder is not None and holder not in local:
                return True
    return False
