"""Numbers that worked examples put into their formulas: `z = w x + b = 2·3 + 1 = 7` gives w, x and b their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.language import syntax
from app.language.flow_syntax import Assert
from app.language.mathematics.equalities import CONSTANTS
from app.language.names import bound_names, value_names
from app.language.source import Diagnostic, Severity
from app.language.syntax import Assign, Binary, Call, Compare, Expr, Literal, Name, Program, Statement, Unary
from app.language.text.letters import is_program, is_worded
from app.language.walk import mapped

FACTOR = (True, Literal(1))
"""A factor that people leave out as often as not."""
SAME_LEVEL = {"+": ("+", "-"), "*": ("*", "/", "@")}
DIGITS = 3
"""A number of so many digits that another line came to is no chance."""
Term = tuple[bool, Expr]
"""Whether a term is added, or a factor multiplied, and what it is."""
PAIR = 2
"""So many vectors has a dot product, and factors a term of it."""
SHOWN = 8
"""So many of the values of one formula are told one by one."""


def restated(program: Program) -> Program:
    """The program in which what gives a name its value once more, in numbers, says `again` what the first comes to.

    A number that a line came to before stands for its name in a line of numbers alone, which is told.
    """
    if is_worded(program.text):
        return program
    formulas: set[str] = set()
    worked: set[str] = set()
    results: dict[object, str] = {}
    notes: list[Diagnostic] = []

    def reading(statement: Statement) -> Statement:
        match statement:
            case Assert(test=Compare(first=Name(id=name), rest=(Literal(value=value),)), again=True):
                results[value] = name
            case Assign(targets=(Name(id=name),), value=value) if not is_numeric(value):
                formulas.add(name)
                worked.discard(name)
            case Assign(targets=(Name(id=name) as target,), value=value) if name in formulas and (
                is_worked(value) or name in worked or not is_program(program.text)
            ):
                worked.add(name)
                return Assert(Compare(target, ("==",), (value,), span=value.span), again=True, span=value.span)
            case Assign(targets=(Name(),), value=value) if is_worked(value):
                return replace(statement, value=linked(value, results, notes))
        return statement

    statements = tuple(map(reading, program.statements))
    return replace(program, statements=statements, notes=(*program.notes, *notes))


def linked(expr: Any, results: Mapping[object, str], notes: list[Diagnostic], alone: bool = False) -> Any:
    """Numbers alone, `y = σ(1.3)`, with the name of what came to 1.3 before: of what a function is applied to, or of several digits."""
    match expr:
        case Literal(value=value) if value in results and (alone or significant(value) >= DIGITS):
            message = f"{value} is read as {results[value]}, which came to it before"
            notes.append(Diagnostic(expr.span, message, severity=Severity.NOTE))
            return Name(results[value], span=expr.span)
        case Call(arguments=(only,)):
            return replace(expr, arguments=(linked(only, results, notes, alone=True),))
    return mapped(expr, lambda part: linked(part, results, notes))


def significant(value: object) -> int:
    """How many significant digits a number is written with."""
    return len(str(value).replace(".", "").lstrip("-0"))


def is_numeric(expr: Expr) -> bool:
    """Whether no name stands in an expression but those of constants and of functions."""
    return value_names(expr) <= CONSTANTS


def is_worked(expr: Expr) -> bool:
    """Whether something is computed with numbers."""
    return isinstance(expr, (Binary, Call))


def valued(program: Program, resolved: tuple[Statement, ...], is_open: Callable[[str], bool]) -> Program | None:
    """The program behind the values that names without one take from numbers that are put in for them, which are told; None without any.

    The values stand as if they were written above, where they say what is a number and what an array. `resolved` are the statements with
    their names understood, and `is_open` says whether nothing else gives a name a value or a meaning.
    """
    if not any(isinstance(statement, Assert) and statement.again for statement in resolved):
        return None
    formulas: dict[str, Expr] = {}
    bound = {name for statement in resolved for name in bound_names(statement)}
    values: dict[str, Statement] = {}
    notes: list[Diagnostic] = []
    for statement in resolved:
        match statement:
            case Assign(targets=(Name(id=name),), value=value):
                formulas[name] = value
            case Assert(test=Compare(first=Name(id=name), rest=(numbers,)), again=True) if name in formulas:
                before = len(values)
                for each, number in matched(formulas[name], numbers):
                    if each.id not in bound | values.keys() and is_open(each.id):
                        target = Name(each.id, span=number.span)
                        values[each.id] = Assign((target,), measured(number), span=number.span)
                if names := list(values)[before:]:
                    notes.append(told(names, statement))
    if not values:
        return None
    return replace(program, statements=(*values.values(), *program.statements), notes=(*program.notes, *notes))


def measured(number: Any, entry: bool = False) -> Any:
    """A number as it is, an array with entries that are no labels, as whole numbers would be."""
    if entry and isinstance(number, Literal) and isinstance(number.value, int):
        return replace(number, value=float(number.value))
    array = entry or isinstance(number, (syntax.Sequence, Call))
    return mapped(number, lambda part: measured(part, array))


def told(names: Sequence[str], statement: Assert) -> Diagnostic:
    """What is said of the names that took their values from numbers put in."""
    listed = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    message = f"the numbers put in here are read as the values of {listed}"
    return Diagnostic(statement.span, message, severity=Severity.NOTE)


def matched(formula: Expr, numbers: Expr) -> Iterator[tuple[Name, Expr]]:
    """The names of a formula, each with the number that stands in its place in a formula of the same form."""
    match formula, numbers:
        case (Name(), _) if is_number(numbers):
            yield formula, numbers
        case Unary(), Unary() if formula.operator == numbers.operator:
            yield from matched(formula.operand, numbers.operand)
        case Call(), Call() if formula.function == numbers.function:
            yield from all_matched(formula.arguments, numbers.arguments)
        case Binary(operator="**"), Binary(operator="**"):
            yield from all_matched((formula.left, formula.right), (numbers.left, numbers.right))
        case Binary(operator="+" | "-"), Binary(operator="+" | "-"):
            own, other = list(terms(formula, "+")), list(terms(numbers, "+"))
            yield from sum_matched(own, other)
        case Binary(operator="*" | "/" | "@"), _:
            own, other = list(terms(formula, "*")), list(terms(numbers, "*"))
            if len(own) != len(other):
                own, other = ([each for each in some if each != FACTOR] for some in (own, other))
            if [sign for sign, _ in own] == [sign for sign, _ in other]:
                yield from all_matched([each for _, each in own], [each for _, each in other])
        case Binary(), Binary() if formula.operator == numbers.operator:
            yield from all_matched((formula.left, formula.right), (numbers.left, numbers.right))


def sum_matched(own: list[Term], other: list[Term]) -> Iterator[tuple[Name, Expr]]:
    """The pairs of two sums; of `wᵀx + b` and `1·2 + 3·4 + 5` the products belong to the entries of w and x."""
    dots = [place for place, (_, term) in enumerate(own) if len(vectors(term)) == PAIR]
    surplus = len(other) - len(own)
    if surplus > 0 and len(dots) == 1:
        first, last = dots[0], dots[0] + surplus + 1
        entries = [[each for _, each in terms(product, "*")] for _, product in other[first:last]]
        if all(len(pair) == PAIR and all(map(is_number, pair)) for pair in entries):
            for name, column in zip(vectors(own[first][1]), zip(*entries, strict=True), strict=True):
                yield name, syntax.Sequence("list", column, span=column[0].span)
            own, other = [*own[:first], *own[first + 1 :]], [*other[:first], *other[last:]]
    if len(own) == len(other):
        for (sign, term), (its, number) in zip(own, other, strict=True):
            yield from matched(term, number if sign == its else Unary("-", number, span=number.span))


def vectors(term: Expr) -> list[Name]:
    """The names w and x of `wᵀx` and of `w·x`; fewer of other terms."""
    factors = [each for _, each in terms(term, "*")]
    bare = [each.value if isinstance(each, syntax.Attribute) and each.name == "T" else each for each in factors]
    return [each for each in bare if isinstance(each, Name)] if len(bare) == PAIR else []


def all_matched(formulas: Sequence[Expr], numbers: Sequence[Expr]) -> Iterator[tuple[Name, Expr]]:
    """The pairs of each formula and its numbers; none where they are not as many."""
    if len(formulas) == len(numbers):
        for pair in zip(formulas, numbers, strict=True):
            yield from matched(*pair)


def terms(expr: Expr, operator: str) -> Iterator[Term]:
    """The terms of a sum or the factors of a product in their order, and whether each is added or multiplied; long ones do not use up
    the stack."""
    open_ = [(True, expr)]
    while open_:
        taken, each = open_.pop()
        if isinstance(each, Binary) and each.operator in SAME_LEVEL[operator]:
            open_ += [(taken is (each.operator not in "-/"), each.right), (taken, each.left)]
        else:
            yield taken, each


def is_number(expr: Expr) -> bool:
    """Whether an expression is a number as people write one, or a list of numbers."""
    match expr:
        case Literal(value=value):
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case Unary(operator="-" | "+", operand=operand):
            return is_number(operand)
        case Binary(operator="/", left=Literal(), right=Literal()):
            return True
        case syntax.Sequence(items=items) | Call(function=Name(id="array"), arguments=items):
            return all(map(is_number, items))
    return False
