"""Numbers that worked examples put into their formulas: `z = w x + b = 2·3 + 1 = 7` gives w, x and b their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.language import syntax
from app.language.flow_syntax import Assert
from app.language.mathematics.equalities import CONSTANTS
from app.language.names import value_names
from app.language.source import Diagnostic, Severity
from app.language.syntax import Assign, Binary, Call, Compare, Expr, Literal, Name, Program, Statement, Unary
from app.language.text.letters import is_program, is_worded

FACTOR = (True, Literal(1))
"""A factor that people leave out as often as not."""
OPPOSITE = {"+": "-", "*": "/"}
SHOWN = 8
"""So many of the values of one formula are told one by one."""


def restated(statements: tuple[Statement, ...], text: str) -> tuple[Statement, ...]:
    """The statements; what gives a name its value once more, with numbers in place of names, says `again` what the first comes to."""
    if is_worded(text):
        return statements
    formulas: set[str] = set()
    worked: set[str] = set()
    read: list[Statement] = []
    for statement in statements:
        match statement:
            case Assign(targets=(Name(id=name) as target,), value=value) if not is_numeric(value):
                formulas.add(name)
                worked.discard(name)
                read.append(statement)
            case Assign(targets=(Name(id=name) as target,), value=value) if name in formulas and (
                is_worked(value) or name in worked or not is_program(text)
            ):
                worked.add(name)
                read.append(Assert(Compare(target, ("==",), (value,), span=value.span), again=True, span=value.span))
            case _:
                read.append(statement)
    return tuple(read)


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
    formulas: dict[str, Expr] = {}
    values: dict[str, Statement] = {}
    notes: list[Diagnostic] = []
    for statement in resolved:
        match statement:
            case Assign(targets=(Name(id=name),), value=value):
                formulas[name] = value
            case Assert(test=Compare(first=Name(id=name), rest=(numbers,)), again=True) if name in formulas:
                before = len(values)
                for each, number in matched(formulas[name], numbers):
                    if each.id not in values and is_open(each.id):
                        values[each.id] = Assign((Name(each.id, span=number.span),), number, span=number.span)
                if names := list(values)[before:]:
                    notes.append(told(names, statement))
    return (
        replace(program, statements=(*values.values(), *program.statements), notes=(*program.notes, *notes))
        if values
        else None
    )


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
            if len(own) == len(other):
                for (sign, term), (its, number) in zip(own, other, strict=True):
                    yield from matched(term, number if sign == its else Unary("-", number, span=number.span))
        case Binary(operator="*" | "/"), _:
            own, other = list(terms(formula, "*")), list(terms(numbers, "*"))
            if len(own) != len(other):
                own, other = ([each for each in some if each != FACTOR] for some in (own, other))
            if [sign for sign, _ in own] == [sign for sign, _ in other]:
                yield from all_matched([each for _, each in own], [each for _, each in other])
        case Binary(), Binary() if formula.operator == numbers.operator:
            yield from all_matched((formula.left, formula.right), (numbers.left, numbers.right))


def all_matched(formulas: Sequence[Expr], numbers: Sequence[Expr]) -> Iterator[tuple[Name, Expr]]:
    """The pairs of each formula and its numbers; none where they are not as many."""
    if len(formulas) == len(numbers):
        for pair in zip(formulas, numbers, strict=True):
            yield from matched(*pair)


def terms(expr: Expr, operator: str, taken: bool = True) -> Iterator[tuple[bool, Expr]]:
    """The terms of a sum or the factors of a product in their order, and whether each is added or multiplied."""
    if isinstance(expr, Binary) and expr.operator in (operator, OPPOSITE[operator]):
        yield from terms(expr.left, operator, taken)
        yield from terms(expr.right, operator, taken is (expr.operator == operator))
    else:
        yield taken, expr


def is_number(expr: Expr) -> bool:
    """Whether an expression is a number as people write one, or a list of numbers."""
    match expr:
        case Literal(value=value):
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case Unary(operator="-" | "+", operand=operand):
            return is_number(operand)
        case Binary(operator="/", left=Literal(), right=Literal()):
            return True
        case syntax.Sequence(items=items):
            return all(map(is_number, items))
    return False
