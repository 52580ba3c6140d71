"""The order of statements: what stands below its first use moves to the top, as in `z = f(x) where f(x) = x²`."""

from __future__ import annotations

from app.language import syntax
from app.language.names import bound_names, loaded
from app.language.syntax import Call, Name, Statement
from app.language.walk import everything


def hoisted(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements with what stands below its first use moved to the top: definitions, and values as `where x = 2` has them."""
    used: set[str] = set()
    bound: set[str] = set()
    late: list[Statement] = []
    for statement in statements:
        own = set(bound_names(statement))
        if own & used and not own & bound and may_stand_below(statement):
            late.append(statement)
        used |= loaded([statement]) - own
        bound |= own
    return (*late, *(statement for statement in statements if statement not in late)) if late else statements


def may_stand_below(statement: Statement) -> bool:
    """Whether a statement gives a meaning that does not depend on where it stands: a function, or a number written out."""
    if isinstance(statement, syntax.Assign):
        return isinstance(statement.targets[0], Name) and not any(
            isinstance(part, (Name, Call)) for part in everything(statement.value)
        )
    return isinstance(statement, syntax.Define)
