"""Names in syntax: which a statement binds, and which are asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from app.language import flow_syntax, functions, syntax
from app.language.operators import BAR
from app.language.syntax import Binary, Call, Expr, Literal, Name, Statement
from app.language.walk import everything, parts

VALUES = (syntax.Literal, syntax.Unary, syntax.Binary, syntax.Sequence)
"""What is surely no function."""
BLOCKS = ("body", "handlers", "then", "otherwise", "final")
"""What the blocks of a statement are called."""
NUMBERED = re.compile(r"(.*[^\W\d_])_?(\d+)$")
"""A name with a number at its foot, `x1` or `x_1`."""


def private(owner: str, name: str) -> str:
    """What Python makes of the name of an attribute, `__name`, within a class: another one than in its subclasses."""
    kept = owner and name.startswith("__") and not name.endswith("__")
    return f"_{owner.lstrip('_')}{name}" if kept else name


def targets(expr: Expr) -> Iterator[str]:
    """The names that an assignment to `expr` binds."""
    if isinstance(expr, Name):
        yield expr.id
    elif isinstance(expr, syntax.Sequence):
        for item in expr.items:
            yield from targets(item)
    elif isinstance(expr, syntax.Starred):
        yield from targets(expr.value)


def bound_names(statement: Statement, augmented: bool = True) -> Iterator[str]:
    """The names that a statement binds, its inner ones included; those inside of a function are its own.

    What `w -= 1` binds must be bound before: unless `augmented`, it does not count.
    """
    match statement:
        case syntax.Assign():
            for target in statement.targets:
                yield from targets(target)
        case syntax.Augment() if not augmented:
            pass
        case syntax.Augment() | syntax.For():
            yield from targets(statement.target)
        case syntax.Define() | syntax.Class() | syntax.Import() | syntax.Declare():
            yield statement.name
        case syntax.With():
            for item in statement.targets:
                yield from targets(item) if item else ()
        case syntax.Broken() | flow_syntax.Outer() | flow_syntax.Handler():
            yield from statement.names
        case flow_syntax.Case():
            yield from captured(statement.pattern)
    if not isinstance(statement, (syntax.Define, syntax.Class, flow_syntax.Case, flow_syntax.Match)):
        yield from walrus_names(statement)
    if not isinstance(statement, (syntax.Define, syntax.Class)):
        for name in BLOCKS:
            for inner in getattr(statement, name, ()):
                yield from bound_names(inner, augmented)


def captured(pattern: flow_syntax.Pattern) -> Iterator[str]:
    """The names that a pattern of a `case` binds."""
    if isinstance(pattern.value, Name) and pattern.kind not in ("value", "class"):
        yield pattern.value.id
    for part in pattern.parts:
        yield from captured(part)


def walrus_names(statement: Statement) -> Iterator[str]:
    """The names that `:=` binds in the expressions of a statement, those of its blocks apart."""
    if not any(isinstance(each, flow_syntax.Named) for each in everything(statement)):
        return
    for part in parts(statement):
        if isinstance(part, Expr):
            for each in everything(part):
                if isinstance(each, flow_syntax.Named):
                    yield from targets(each.target)


def names_needed(expr: Expr) -> tuple[set[str], set[str]]:
    """The names that an expression takes from elsewhere: those that it calls, and those that stand as values."""
    found = list(everything(expr))
    own = {name for part in found if isinstance(part, syntax.Clause) for name in targets(part.target)}
    called = {part.function.id for part in found if isinstance(part, syntax.Call) and isinstance(part.function, Name)}
    return called - own, value_names(expr) - own


def value_names(expr: Expr, *, owners: bool = True) -> set[str]:
    """The names that stand as values in an expression, not as what is called; nor, without `owners`, before a dot."""
    found = list(everything(expr))
    heads = {id(part.function) for part in found if isinstance(part, syntax.Call)}
    heads |= {id(part.value) for part in found if isinstance(part, syntax.Attribute) and not owners}
    return {part.id for part in found if isinstance(part, Name) and id(part) not in heads}


def local_names(definition: syntax.Define) -> set[str]:
    """The names that mean something of their own inside of a function."""
    found = {parameter.name for parameter in definition.parameters}
    return found | {name for statement in definition.body for name in bound_names(statement)}


def loaded(trees: Iterable[object]) -> set[str]:
    """The names that are asked for anywhere in some trees."""
    return {part.id for tree in trees for part in everything(tree) if isinstance(part, Name)}


def unsaid_parameters(definition: syntax.Define) -> set[str]:
    """The parameters of a formula that stand nowhere in it by themselves; none of a program's function."""
    return {each.name for each in definition.parameters} - loaded(definition.body) if definition.formula else set()


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


def values_of(statements: tuple[Statement, ...]) -> frozenset[str]:
    """The names that surely stand for values: bound to one, or computed with."""
    functions = {each.name for each in statements if isinstance(each, (syntax.Define, syntax.Class, syntax.Import))}
    assigned = {
        target.id
        for each in statements
        if isinstance(each, syntax.Assign) and isinstance(each.value, VALUES)
        for target in each.targets
        if isinstance(target, Name)
    }
    return frozenset(
        (assigned | operands(each for each in statements if not isinstance(each, (syntax.Define, syntax.Class))))
        - functions
    )


def euler(part: object) -> bool:
    """Whether `e` stands where Euler's number does: as the base of a power, beside a number, or in a logarithm."""
    match part:
        case Binary(left=Name(id="e"), operator="**") | Binary(left=Name(id="e"), right=Literal()):
            return True
        case (
            Binary(left=Literal(), right=Name(id="e"))
            | Binary(left=Literal(), right=Binary(left=Name(id="e"), operator="**"))
        ):
            return True
        case Call(function=Name(id=functions.LOG | "ln"), arguments=(Name(id="e") | Binary(left=Name(id="e")), *_)):
            return True
    return False


def without_bar(name: str) -> str:
    """The name that another is with a bar over it, as `x̄` and `x_bar` are; nothing for others."""
    plain = unicodedata.normalize("NFD", name)
    return next((plain.removesuffix(bar) for bar in ("_bar", BAR) if plain.endswith(bar)), "")
