"""Statements: names are bound, loops unrolled, branches followed as the values stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.autodiff.builder import LimitReached, Tensor
from app.autodiff.interpreter.calls import CUTTING
from app.autodiff.interpreter.einops import rearrange
from app.autodiff.interpreter.instances import Class, Instance
from app.autodiff.interpreter.libraries import imported
from app.autodiff.interpreter.operators import PassOver, Silent
from app.autodiff.interpreter.targets import Targets, spelled
from app.autodiff.interpreter.values import OPAQUE, UNKNOWN, Frame, Function, Native, Opaque, Value
from app.language import Diagnostic, LanguageError, syntax
from app.language.syntax import Expr, Statement

OUTSIDE = "`break` and `continue` stand in loops only"


class Returned(Exception):
    """A `return` was met."""

    def __init__(self, value: Value) -> None:
        self.value = value


class Jumped(Exception):
    """A `break` or `continue` was met."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Statements(Targets):
    """Adds statements, a `do_…` for each kind of syntax, and the two ways of running several: a function's and a text's."""

    def run(self, body: tuple[Statement, ...], frame: Frame) -> Value:
        """The value that a function's body returns."""
        try:
            self.inner(body, frame)
        except Returned as returned:
            return returned.value
        except Jumped:
            self.refuse(body[0].span, OUTSIDE, "remove it")

    def statement(self, statement: Statement, frame: Frame) -> None:
        """Raises LanguageError with the places of its mistakes; the names that it would have bound are then unknown."""
        execute: Callable[[Statement, Frame], None] = getattr(self, f"do_{type(statement).__name__.lower()}")
        try:
            execute(statement, frame)
        except (LanguageError, Silent):
            frame.names.update(dict.fromkeys(bound_names(statement), UNKNOWN))
            raise
        except PassOver:
            self.note(
                f"{self.quote(statement.span)} has no bearing on the figure and was passed over",
                statement.span,
                quiet=True,
            )
            for name in bound_names(statement):
                frame.names.setdefault(name, OPAQUE)

    def inner(self, statements: tuple[Statement, ...], frame: Frame) -> None:
        """Run the statements of a block; the first mistake ends it."""
        for statement in statements:
            self.statement(statement, frame)

    def all(self, statements: tuple[Statement, ...], frame: Frame) -> None:
        """Run statements, telling the mistakes of all of them at once."""
        mistakes: list[Diagnostic] = []
        for statement in statements:
            try:
                self.statement(statement, frame)
            except LimitReached as error:
                raise LanguageError([*mistakes, *error.mistakes]) from None
            except LanguageError as error:
                mistakes.extend(error.mistakes)
            except Silent:
                pass
            except Returned as returned:
                # The body of a function pasted without its `def` ends here.
                self.last = "f", returned.value
                break
            except Jumped:
                mistakes.append(Diagnostic(statement.span, OUTSIDE, "remove it"))
        if mistakes:
            raise LanguageError(mistakes)

    def do_assign(self, statement: syntax.Assign, frame: Frame) -> None:
        with self.builder.within("statement", spelled(statement.targets[0]), statement.value):
            value = self.assigned(statement, frame)
            for target in statement.targets:
                self.bind_target(target, value, frame, made=statement.value)

    def assigned(self, statement: syntax.Assign, frame: Frame) -> Value:
        return self.expression(statement.value, frame)

    def do_augment(self, statement: syntax.Augment, frame: Frame) -> None:
        target = statement.target
        expr = syntax.Binary(target, statement.operator, statement.value, span=statement.span, place=statement.span)
        with self.builder.within("statement", spelled(target), expr):
            before, value = self.gather((target, statement.value), frame)
            if isinstance(before, list) and isinstance(value, (list, tuple)):
                result: Value = [*before, *value]
            elif (
                statement.operator == "+"
                and isinstance(value, Tensor)
                and isinstance(before, (int, float))
                and before == 0
            ):
                # An accumulator that starts from nothing: `loss = 0; loss += …` adds no gate for the 0.
                result = value
            else:
                result = self.binary(statement.operator, before, value, statement.span, (target, statement.value))
            self.bind_target(target, result, frame)

    def do_evaluate(self, statement: syntax.Evaluate, frame: Frame) -> None:
        with self.builder.within("statement", "f", statement.value):
            value = self.expression(statement.value, frame)
            if (target := changed_in_place(statement.value)) is not None and isinstance(value, (Tensor, np.ndarray)):
                self.bind_target(target, value, frame)
                return
        if isinstance(value, Opaque):
            if all(note.span != statement.span for note in self.notes):
                raise PassOver
            return
        if not isinstance(value, (str, Instance)) and value is not None:
            self.last = (getattr(statement.value, "id", "f"), value)

    def do_if(self, statement: syntax.If, frame: Frame) -> None:
        main = isinstance(statement.test, syntax.Compare) and getattr(statement.test.first, "id", "") == "__name__"
        holds = main or self.truth(self.expression(statement.test, frame), statement.test)
        self.inner(statement.then if holds else statement.otherwise, frame)

    def do_for(self, statement: syntax.For, frame: Frame) -> None:
        for item in self.iterate(self.expression(statement.iterable, frame), statement.iterable.span):
            self.bind_target(statement.target, item, frame, quietly=True)
            if not self.once(statement.body, frame):
                return
            if self.finished:
                message = "only the first turn of the training loop is drawn: the next would differ in the values alone"
                self.note(message, statement.span, quiet=True)
                return

    def once(self, body: tuple[Statement, ...], frame: Frame) -> bool:
        """One turn of a loop; whether another may follow."""
        try:
            self.inner(body, frame)
        except Jumped as jumped:
            return jumped.kind == "continue"
        return True

    def do_while(self, statement: syntax.While, frame: Frame) -> None:
        while self.truth(self.expression(statement.test, frame), statement.test):
            if not self.once(statement.body, frame):
                return

    def do_jump(self, statement: syntax.Jump, frame: Frame) -> None:
        if statement.kind != "pass":
            raise Jumped(statement.kind)

    def do_return(self, statement: syntax.Return, frame: Frame) -> None:
        if statement.value is None:
            raise Returned(None)
        with self.builder.within("statement", spelled(statement.value), statement.value):
            value = self.expression(statement.value, frame)
        raise Returned(value)

    def do_define(self, statement: syntax.Define, frame: Frame) -> None:
        frame.names[statement.name] = Function(
            statement.name, statement.parameters, statement.body, frame, decorators=statement.decorators
        )

    def do_with(self, statement: syntax.With, frame: Frame) -> None:
        """`with torch.no_grad():` cuts the gradient of what is computed inside; other contexts change nothing."""
        cuts = any(spelled_call(item) in CUTTING for item in statement.items)
        before = self.builder.cut
        self.builder.cut = before or cuts
        frame.names.update(dict.fromkeys(statement.names, OPAQUE))
        try:
            self.inner(statement.body, frame)
        finally:
            self.builder.cut = before
        if cuts:
            self.note("the gradient is cut inside of `no_grad`", statement.span)

    def do_class(self, statement: syntax.Class, frame: Frame) -> None:
        bases = tuple(base for expr in statement.bases if isinstance(base := self.base(expr, frame), Class))
        members = Frame({}, frame)
        self.inner(statement.body, members)
        for name, member in members.names.items():
            if isinstance(member, Function):
                # A method does not see the names of its class's body.
                members.names[name] = replace(member, frame=frame)
        frame.names[statement.name] = Class(statement.name, members.names, bases)

    def base(self, expr: Expr, frame: Frame) -> Value:
        """A class that another extends; those of libraries that are not known add nothing."""
        if isinstance(expr, syntax.Name) and frame.find(expr.id) is None:
            return self.builtin(expr.id)
        try:
            return self.expression(expr, frame)
        except LanguageError:
            return None

    def do_block(self, statement: syntax.Block, frame: Frame) -> None:
        self.inner(statement.body, frame)

    def do_import(self, statement: syntax.Import, frame: Frame) -> None:
        """An import of a known library binds its name; of others the table is still looked at when the name is used."""
        einops = statement.module == "einops" and statement.member in ("rearrange", "reduce", "repeat")
        known = Native(statement.member, rearrange) if einops else imported(statement.module, statement.member)
        if known is not None:
            frame.names[statement.name] = known

    def do_passedover(self, statement: syntax.PassedOver, frame: Frame) -> None:
        if statement.what not in ("docstring", "type hint"):
            self.note(
                f"`{statement.what}` has no bearing on the figure and was passed over", statement.span, quiet=True
            )

    def do_broken(self, statement: syntax.Broken, frame: Frame) -> None:
        raise Silent

    def comprehension(self, expr: syntax.Comprehension, frame: Frame) -> list[Value]:
        found: list[Value] = []
        self.clauses(expr, 0, Frame({}, frame), found)
        return found

    def clauses(self, expr: syntax.Comprehension, depth: int, frame: Frame, found: list[Value]) -> None:
        if depth == len(expr.clauses):
            found.append(self.expression(expr.element, frame))
            return
        clause = expr.clauses[depth]
        for item in self.iterate(self.expression(clause.iterable, frame), clause.iterable.span):
            self.bind_target(clause.target, item, frame, quietly=True)
            if all(self.truth(self.expression(test, frame), test) for test in clause.tests):
                self.clauses(expr, depth + 1, frame, found)


def changed_in_place(expr: Expr) -> Expr | None:
    """The name that a call changes: `x.clamp_(min=0)`, a method with a `_` at its end, and `np.fill_diagonal(x, 0)`."""
    if not isinstance(expr, syntax.Call) or not isinstance(expr.function, syntax.Attribute):
        return None
    method = expr.function
    target = expr.arguments[0] if method.name == "fill_diagonal" and expr.arguments else method.value
    changes = method.name.endswith("_") or method.name == "fill_diagonal"
    return target if changes and isinstance(target, syntax.Name) else None


def spelled_call(expr: Expr) -> str:
    """The last part of the name of what a context calls."""
    function = getattr(expr, "function", expr)
    return str(getattr(function, "name", getattr(function, "id", "")))


def bound_names(statement: Statement) -> list[str]:
    """The names that a statement binds, its inner ones included."""
    if isinstance(statement, syntax.Assign):
        return [name for target in statement.targets for name in spelled(target).split(", ")]
    if isinstance(statement, syntax.Augment):
        return [spelled(statement.target)]
    if isinstance(statement, (syntax.Define, syntax.Class)):
        return [statement.name]
    if isinstance(statement, syntax.Broken):
        return list(statement.names)
    inner: list[Statement] = []
    for field in ("body", "then", "otherwise"):
        inner.extend(getattr(statement, field, ()))
    loop = spelled(statement.target).split(", ") if isinstance(statement, syntax.For) else []
    return [*loop, *(name for each in inner for name in bound_names(each))]
