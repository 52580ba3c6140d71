"""Definitions that stand below their first use, as papers have them behind "where", moved to the top; a last one that nobody calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from app.language import syntax
from app.language.flow_syntax import Assert
from app.language.names import NUMBERED, bound_names, loaded, without_bar
from app.language.syntax import Call, Expr, Name, Statement
from app.language.text.letters import factors
from app.language.walk import everything


def hoisted(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements with what stands below its first use moved to the top: definitions, and values as `where x = 2` has them."""
    used: set[str] = set()
    bound: set[str] = set()
    everywhere = {name for statement in statements for name in bound_names(statement)}
    late: list[Statement] = []
    asked = [loaded([statement]) for statement in statements]
    # In a program `fn` is a name, of a parameter for example, and no product with an f.
    short = SHORT if is_mathematics(statements) else 0
    numbered = by_base(everywhere)
    meanings = {name: meant(name, everywhere, numbered, short) for name in set().union(*asked)}
    for statement, names in zip(statements, asked, strict=True):
        own = set(bound_names(statement))
        if own & used and not own & bound and may_stand_below(statement):
            late.append(statement)
        used |= {part for name in names for part in meanings[name]} - own
        bound |= own
    return (*late, *(statement for statement in statements if statement not in late)) if late else statements


def ordered(statements: tuple[Statement, ...], short: int) -> tuple[Statement, ...]:
    """Formulas after what stands in them, `y = u², u = 3x + 1`: in mathematics their order says nothing, where each name has one value.

    A name of at most `short` letters may be a product of them.
    """
    places = {name: place for place, statement in enumerate(statements) for name in bound_names(statement)}
    if not is_mathematics(statements) or len(places) != sum(len(set(bound_names(each))) for each in statements):
        return statements
    numbered = by_base(places)
    asked = [[part for name in loaded([each]) for part in meant(name, places, numbered, short)] for each in statements]
    needs = [sorted({places[part] for part in parts if part in places} - {place}) for place, parts in enumerate(asked)]
    order: dict[int, None] = {}
    open_: set[int] = set()

    def follow(place: int) -> bool:
        """Put a statement behind those that it needs; False where they need each other."""
        if place in order:
            return True
        if place in open_:
            return False
        open_.add(place)
        good = all(map(follow, needs[place]))
        order[place] = None
        return good

    return tuple(statements[place] for place in order) if all(map(follow, range(len(statements)))) else statements


def is_mathematics(statements: tuple[Statement, ...]) -> bool:
    """Whether a text has but values and formulas, and what is said again of them."""
    return all(
        isinstance(each, (syntax.Assign, syntax.Evaluate))
        or is_formula(each)
        or (isinstance(each, Assert) and each.again)
        for each in statements
    )


def is_formula(statement: Statement) -> bool:
    return isinstance(statement, syntax.Define) and statement.formula


SHORT = 3
"""A name of at most so many letters may be a product of them, `λI`."""


def by_base(names: Iterable[str]) -> Mapping[str, list[str]]:
    """The names of entries, `x_1` and `x_2`, by that of what they are entries of."""
    found: dict[str, list[str]] = {}
    for name in names:
        if match := NUMBERED.match(name):
            found.setdefault(match[1], []).append(name)
    return found


def meant(name: str, bound: Collection[str], numbered: Mapping[str, list[str]], short: int) -> Iterable[str]:
    """What a name may stand for: itself, and where nothing binds it the factors side by side in it, or what it is an entry of.

    `numbered` are those that are `bound` by their base. A name of at most `short` letters may be a product in which only some are bound.
    """
    if name in bound:
        return (name,)
    entry = NUMBERED.match(name)
    base = entry[1] if entry else name.partition("_")[0]
    letters = name if len(name) <= short else ""
    return (
        name,
        base,
        name.removesuffix("_prime"),
        without_bar(name),
        *(each for each in letters if each in bound),
        *factors(name, bound),
        *(numbered.get(base, ()) if base != name else ()),
    )


def may_stand_below(statement: Statement) -> bool:
    """Whether a statement gives a meaning that does not depend on where it stands: a number or a function.

    A function with decorators, or with defaults that are computed, depends on its place.
    """
    if isinstance(statement, syntax.Assign):
        return isinstance(statement.targets[0], Name) and is_written_out(statement.value)
    if not isinstance(statement, syntax.Define) or statement.wrappers:
        return False
    return all(each.default is None or is_written_out(each.default) for each in statement.parameters)


def is_written_out(expr: Expr) -> bool:
    """Whether an expression holds no name and no call."""
    return not any(isinstance(part, (Name, Call)) for part in everything(expr))


def opened(statement: Statement, called: Collection[str]) -> Statement:
    """A last `f(x) = x²` that nobody calls is f = x²."""
    match statement:
        case syntax.Define(formula=True, body=(syntax.Return(value=Expr() as value),), name=name) if name not in called:
            return syntax.Assign((Name(name, span=statement.span),), value, span=statement.span)
    return statement
