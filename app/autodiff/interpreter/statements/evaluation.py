"""Expressions → values: a function for each kind of syntax."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, cast

from app.autodiff.builder import LimitReached, Tensor
from app.autodiff.interpreter.arrays.sharing import all_current, current
from app.autodiff.interpreter.functions.builtins import BUILTINS, builtin
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.containers import ItemIterator
from app.autodiff.interpreter.kinds.plain_values import LARGEST, settled, tidy
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import (
    UNKNOWN,
    ChangingNumber,
    Frame,
    Function,
    Key,
    Named,
    Native,
    Operation,
    Value,
    Values,
)
from app.autodiff.interpreter.objects.function_calls import bound_defaults
from app.autodiff.interpreter.objects.unknown_functions import unknown_function
from app.autodiff.interpreter.objects.unsaid_arguments import makes_a_layer
from app.autodiff.interpreter.operations.column_order import entries
from app.autodiff.interpreter.operations.items import iterate, key_of, refuse_axes
from app.autodiff.interpreter.operations.truths import truth
from app.autodiff.interpreter.operations.written_bars import read_bars
from app.autodiff.interpreter.running.changed_names import dotted
from app.autodiff.interpreter.running.dispatch import EVALUATE, Arguments, attribute, bind, call, evaluate
from app.autodiff.interpreter.running.run import Run, Silent
from app.autodiff.interpreter.statements.free_names import as_container, holds_others, refuse_foreign, unbound
from app.language import LanguageError, Span, syntax
from app.language.syntax import Expr

PRINTING = frozenset({"print", "pprint", "display", "init"})
"""Functions whose arguments are not even looked at."""
PYTHON_FIRST = frozenset({"sum", "max", "min", "any", "all", "len", "pow"})
"""Without a library before them these are Python's own, which go through lists; arrays they hand on."""


def gather(run: Run, exprs: tuple[Expr, ...], frame: Frame) -> Values:
    """The values of several expressions, `*xs` giving several, with the mistakes of all of them told at once."""
    values: list[Value] = []
    for position, expr in enumerate(exprs):
        try:
            if type(expr) is syntax.Starred:
                values.extend(iterate(run, evaluate(run, expr.value, frame), expr.span))
            else:
                value = evaluate(run, expr, frame)
                values.append(all_current(run, value, expr.span) if run.views else value)
        except (LanguageError, Silent) as error:
            also(run, error, exprs[position + 1 :], frame)
    return tuple(values)


def also(run: Run, error: LanguageError | Silent, exprs: tuple[Expr, ...], frame: Frame) -> NoReturn:
    """Raise `error` with the mistakes of `exprs` added."""
    if isinstance(error, LimitReached):
        raise error
    told = error.mistakes if isinstance(error, LanguageError) else ()
    try:
        gather(run, exprs, frame)
    except LimitReached:
        raise
    except LanguageError as more:
        raise LanguageError([*told, *more.mistakes]) from None
    except Silent:
        pass
    raise error


@EVALUATE.of(syntax.Literal)
def literal(run: Run, expr: syntax.Literal, frame: Frame) -> Value:
    if type(expr.value) is int and abs(expr.value) > LARGEST:
        run.refuse(expr.span, "this number is larger than any that is computed with", "`inf` is infinity")
    return cast(Value, expr.value)


@EVALUATE.of(syntax.Name)
def name(run: Run, expr: syntax.Name, frame: Frame) -> Value:
    home = frame.find(expr.id)
    value = home.names[expr.id] if home else unbound(run, expr.id, expr.span)
    if value is UNKNOWN:
        raise Silent
    if not run.views or home is None:
        return value
    now = current(run, value, expr.span)
    if now is not value and isinstance(now, Tensor):
        home.names[expr.id] = now = run.builder.name(now, expr.id, run.depth)
    return now


@EVALUATE.of(syntax.Conditional)
def conditional(run: Run, expr: syntax.Conditional, frame: Frame) -> Value:
    holds = truth(run, evaluate(run, expr.test, frame), expr.test)
    return evaluate(run, expr.then if holds else expr.otherwise, frame)


@EVALUATE.of(syntax.Sequence)
def sequence(run: Run, expr: syntax.Sequence, frame: Frame) -> Value:
    values = gather(run, expr.items, frame)
    return values if expr.kind == "tuple" else list(values)


@EVALUATE.of(syntax.Mapping)
def mapping(run: Run, expr: syntax.Mapping, frame: Frame) -> Value:
    found: dict[Key, Value] = {}
    keys, values = gather(run, expr.keys, frame), gather(run, expr.values, frame)
    for key, value in zip(keys, values, strict=True):
        if isinstance(key, dict):
            found.update(key)
        else:
            found[key_of(run, key, expr.span)] = value
    return found


@EVALUATE.of(syntax.Starred)
def starred(run: Run, expr: syntax.Starred, frame: Frame) -> Value:
    run.refuse(expr.span, "`*` stands before an item of a list or a call only", "")


@EVALUATE.of(syntax.Comprehension)
def comprehension(run: Run, expr: syntax.Comprehension, frame: Frame) -> Value:
    found: list[Value] = ItemIterator() if expr.generator else []
    unroll(run, expr, frame, found.append)
    return found


def unroll(run: Run, expr: syntax.Comprehension, frame: Frame, put: Callable[[Value], object]) -> None:
    """Put each item where it belongs, before the next is made."""
    clauses(run, expr, 0, Frame({}, frame, comprehension=True), put)


def clauses(run: Run, expr: syntax.Comprehension, depth: int, frame: Frame, put: Callable[[Value], object]) -> None:
    """The clauses from `depth` inwards, and the element in the innermost."""
    if depth == len(expr.clauses):
        put(evaluate(run, expr.element, frame))
        return
    clause = expr.clauses[depth]
    for each in iterate(run, evaluate(run, clause.iterable, frame), clause.iterable.span):
        bind(run, clause.target, each, frame, quietly=True)
        if all(truth(run, evaluate(run, test, frame), test) for test in clause.tests):
            clauses(run, expr, depth + 1, frame, put)


@EVALUATE.of(syntax.Lambda)
def lambda_(run: Run, expr: syntax.Lambda, frame: Frame) -> Value:
    defaults = bound_defaults(run, expr.parameters, frame)
    return Function("λ", expr.parameters, expr.body, frame, defaults=defaults)


@EVALUATE.of(syntax.Attribute)
def dotted_value(run: Run, expr: syntax.Attribute, frame: Frame) -> Value:
    value = evaluate(run, expr.value, frame)
    try:
        return attribute(run, value, expr.name, expr.span)
    except LanguageError:
        if (
            not isinstance(value, Tensor)
            or not isinstance(expr.value, syntax.Name)
            or not holds_others(run, expr.value.id)
        ):
            raise
    if len(expr.value.id) == len(expr.name) == 1:
        told = f"`{expr.value.id}.{expr.name}` is read as one input of that name, a part of {expr.value.id}"
        run.note(f"{told}; for the product write {expr.value.id}*{expr.name}", expr.span, quiet=True)
    return attribute(run, as_container(run, value, expr.value.id, prefixed=True), expr.name, expr.span)


@EVALUATE.of(syntax.Subscript)
def subscript(run: Run, expr: syntax.Subscript, frame: Frame) -> Value:
    value, key = gather(run, (expr.value, expr.index), frame)
    if isinstance(key, str) and isinstance(value, Tensor) and isinstance(expr.value, syntax.Name):
        value = as_container(run, value, expr.value.id)
    refuse_axes(run, expr.value, value, expr.span)
    return entries(run, value, key, expr.span, dotted(expr.value))


@EVALUATE.of(syntax.Slice)
def slice_(run: Run, expr: syntax.Slice, frame: Frame) -> Value:
    parts = (expr.lower, expr.upper, expr.step)
    return settled(slice(*(None if part is None else evaluate(run, part, frame) for part in parts)))


@EVALUATE.of(syntax.Call)
def called_value(run: Run, expr: syntax.Call, frame: Frame) -> Value:
    try:
        function = callee(run, expr.function, frame)
        if isinstance(function, Native) and function.name in PRINTING:
            return call(run, function, Arguments((), {}, expr.span))
    except LanguageError as error:
        also(run, error, expr.arguments, frame)
    if isinstance(function, Native) and function.name == "extend" and generates(expr.arguments):
        return extended(run, function, expr.arguments, expr.span, frame)
    given = arguments(run, expr, frame)
    result = call(run, read_bars(run, expr, function, given), given)
    if isinstance(function, ChangingNumber):
        assert isinstance(expr.function, syntax.Attribute)
        change_number(run, expr.function.value, tidy(result), frame)
    return result


def extended(run: Run, extend: Value, given: tuple[Expr, ...], span: Span, frame: Frame) -> Value:
    """`xs.extend(f(xs[-1]) for …)`: the items of a generator join the list one by one, so that each may ask for those before it."""
    made = given[0]
    assert isinstance(made, syntax.Comprehension)
    unroll(run, made, frame, lambda each: call(run, extend, Arguments(([each],), {}, span)))
    return None


def generates(given: tuple[Expr, ...]) -> bool:
    """Whether a generator is all that is given."""
    return len(given) == 1 and isinstance(given[0], syntax.Comprehension) and given[0].generator


def change_number(run: Run, target: Expr, number: Value, frame: Frame) -> None:
    """Let what stands for a number stand for another, as `counts[2].add_(1)` does."""
    if isinstance(target, syntax.Attribute) and target.name == "data":
        target = target.value
    if isinstance(target, syntax.Name):
        (frame.find(target.id) or frame).names[target.id] = number
    elif isinstance(target, (syntax.Attribute, syntax.Subscript)):
        bind(run, target, number, frame)


def arguments(run: Run, expr: syntax.Call, frame: Frame) -> Arguments:
    """What a call hands over, `*items` and `**options` gone through."""
    positional = gather(run, expr.arguments, frame)
    named: Named = {}
    for keyword in expr.keywords:
        value = all_current(run, evaluate(run, keyword.value, frame), expr.span)
        if keyword.name is None and isinstance(value, dict):
            named.update({str(key): each for key, each in value.items()})
        else:
            named[keyword.name or ""] = value
    return Arguments(positional, named, expr.span, expr.arguments)


def callee(run: Run, expr: Expr, frame: Frame) -> Value:
    """What is called: a bare name that is bound to nothing is an operation of the table, or unknown."""
    if not isinstance(expr, syntax.Name) or frame.find(expr.id) is not None:
        return evaluate(run, expr, frame)
    if makes_a_part(run, expr.id, frame):
        return unknown_function(run, expr.id, expr.span)
    if (found := known_function(run, expr.id)) is not None:
        return found
    if (run.constructing and makes_a_layer(run, expr.id)) or is_member(run, expr.id):
        return unknown_function(run, expr.id, expr.span)
    refuse_foreign(run, expr.id, expr.span)
    hint = f"to draw it as a function that is not known, write `{expr.id}(x) = ?` above"
    near = nearest(expr.id, [*libraries.operation_names(), *frame.known()])
    run.refuse(expr.span, f"unknown function `{expr.id}`", f"{near} Or, {hint}" if near else hint, unknown=True)


def makes_a_part(run: Run, name: str, frame: Frame) -> bool:
    """Whether an object of a class that is not shown is made: it is imported, or in a constructor of the text no `nn.` is before it."""
    if not name[0].isupper() or name in BUILTINS:
        return False
    elsewhere = run.constructing and "nn." in run.library.code and not nearest(name, frame.known())
    return is_member(run, name) or elsewhere


def is_member(run: Run, name: str) -> bool:
    """Whether a name is imported from a library that is not known here."""
    found = run.imports.get(name) or (run.imports.get("*") if name[0].isupper() else None)
    return found is not None and found.member != "" and libraries.is_absent(found.module)


def known_function(run: Run, name: str) -> Value:
    """What the name of a function stands for that the text does not bind."""
    if name not in PYTHON_FIRST and (found := public_operation(run, name)) is not None:
        return found
    if (native := builtin(run, name)) is not None:
        return native
    if name in ("int", "float", "bool"):
        return libraries.CONSTANTS[name]
    return libraries.root(name)


def public_operation(run: Run, name: str) -> Operation | None:
    """A row of the table; inner ones are for texts of ours alone."""
    try:
        found = libraries.operation(name)
    except KeyError:
        return None
    return found if run.ours or not found.row.inner else None
