"""Expressions → values: numbers and lists as Python has them, and tensors, whose operations become nodes."""

from __future__ import annotations

from abc import abstractmethod
from typing import NoReturn

import numpy as np

from app.autodiff.builder import LimitReached, Tensor, describe
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.indexing import index_key
from app.autodiff.interpreter.operators import ROWS, Operators, PassOver, Silent, tidy
from app.autodiff.interpreter.spelling import nearest
from app.autodiff.interpreter.values import (
    UNKNOWN,
    Frame,
    Function,
    Named,
    Native,
    Opaque,
    Value,
    Values,
    Written,
    settled,
)
from app.autodiff.table import TABLE
from app.language import Diagnostic, LanguageError, Span, syntax
from app.language.operators import PREFIX
from app.language.syntax import Expr

PRINTING = frozenset({"print", "pprint", "display", "init"})
"""Functions whose arguments are not even looked at."""
PYTHON_FIRST = frozenset({"sum", "max", "min", "any", "all", "len"})
"""Without a library before them these are Python's own, which go through lists; arrays they hand on."""


EVALUATE = {kind: f"eval_{kind.__name__.lower()}" for kind in Expr.__subclasses__()}
"""The method that evaluates each kind of expression."""


class Expressions(Operators):
    """Adds the evaluation of expressions, an `eval_…` for each kind of syntax.

    Expects from above what a call, an attribute, a comprehension and a name that nothing binds come to.
    """

    @abstractmethod
    def call(self, function: Value, arguments: Values, keywords: Named, span: Span, written: Written = ()) -> Value: ...

    @abstractmethod
    def attribute(self, value: Value, name: str, span: Span) -> Value: ...

    @abstractmethod
    def unbound(self, name: str, span: Span) -> Value: ...

    @abstractmethod
    def comprehension(self, expr: syntax.Comprehension, frame: Frame) -> list[Value]: ...

    def product(self, sign: str, left: Value, right: Value, span: Span, written: Written) -> Value:
        return self.call(libraries.operation(ROWS[sign]), (left, right), {}, span, written)

    def expression(self, expr: Expr, frame: Frame) -> Value:
        """The value of `expr`. Raises LanguageError with the place of what cannot be evaluated."""
        self.step(expr.span)
        return getattr(self, EVALUATE[type(expr)])(expr, frame)

    def gather(self, exprs: tuple[Expr, ...], frame: Frame, *, spread: bool = False) -> Values:
        """The values of several expressions, with the mistakes of all of them told at once; `spread` lets `*xs` give several."""
        values: list[Value] = []
        mistakes: list[Diagnostic] = []
        silent = False
        for expr in exprs:
            try:
                if spread and isinstance(expr, syntax.Starred):
                    values.extend(self.iterate(self.expression(expr.value, frame), expr.span))
                else:
                    values.append(self.expression(expr, frame))
            except LimitReached:
                raise
            except LanguageError as error:
                mistakes.extend(error.mistakes)
            except Silent:
                silent = True
        if mistakes:
            raise LanguageError(mistakes)
        if silent:
            raise Silent
        return tuple(values)

    def iterate(self, value: Value, span: Span) -> list[Value]:
        """The items of a list, a range or the first axis of a tensor; each counts as a step."""
        if isinstance(value, Opaque):
            raise PassOver
        if isinstance(value, (list, tuple, range, str, dict)):
            self.step(span, self.bounded(len(value), span))
            return list(value)
        if isinstance(value, (Tensor, np.ndarray)) and value.shape:
            self.step(span, value.shape[0])
            return [self.index(value, (position,), span) for position in range(value.shape[0])]
        if isinstance(value, Tensor):
            told = f"it depends on {self.quote(span)}, which is a single number"
            self.refuse(
                span, f"the length of this loop is not known: {told}", "give it a list or an array as its value"
            )
        self.refuse(span, f"{describe(value)} cannot be gone through item by item", "use a list, a range or an array")

    def eval_literal(self, expr: syntax.Literal, frame: Frame) -> Value:
        return expr.value

    def eval_formatted(self, expr: syntax.Formatted, frame: Frame) -> Value:
        return ""

    def eval_name(self, expr: syntax.Name, frame: Frame) -> Value:
        home = frame.find(expr.id)
        value = home.names[expr.id] if home else self.unbound(expr.id, expr.span)
        if value is UNKNOWN:
            raise Silent
        return value

    def eval_unary(self, expr: syntax.Unary, frame: Frame) -> Value:
        value = self.expression(expr.operand, frame)
        if expr.operator == "not":
            return not self.truth(value, expr.operand)
        self.numeric(value, expr.operand.span)
        row = PREFIX[expr.operator].row
        return self.apply(row, (value,), expr.span) if row else value

    def eval_binary(self, expr: syntax.Binary, frame: Frame) -> Value:
        """The left spine is walked, not descended: long sums do not use up the stack."""
        spine = [expr]
        while isinstance(spine[-1].left, syntax.Binary):
            spine.append(spine[-1].left)
        spine.reverse()
        value, right = self.gather((spine[0].left, spine[0].right), frame)
        for position, part in enumerate(spine):
            try:
                right = self.expression(part.right, frame) if position else right
                value = self.binary(part.operator, value, right, part.place, (part.left, part.right))
            except LanguageError as error:
                self.also(error, tuple(later.right for later in spine[position + 1 :]), frame)
        return value

    def eval_compare(self, expr: syntax.Compare, frame: Frame) -> Value:
        """Neighbours are compared in pairs; all pairs must hold."""
        exprs = (expr.first, *expr.rest)
        values = self.gather(exprs, frame)
        result: Value = True
        for position, sign in enumerate(expr.operators):
            now = self.binary(sign, values[position], values[position + 1], expr.span, exprs[position : position + 2])
            if position == 0:
                result = now
            elif isinstance(result, (Tensor, np.ndarray)) or isinstance(now, (Tensor, np.ndarray)):
                result = self.apply("logical_and", (result, now), expr.span)
            else:
                result = result and now
        return result

    def eval_logical(self, expr: syntax.Logical, frame: Frame) -> Value:
        """The first operand that decides, else the last, whose truth is not asked for."""
        for operand in expr.operands[:-1]:
            value = self.expression(operand, frame)
            if self.truth(value, operand) is (expr.operator == "or"):
                return value
        return self.expression(expr.operands[-1], frame)

    def eval_conditional(self, expr: syntax.Conditional, frame: Frame) -> Value:
        chosen = expr.then if self.truth(self.expression(expr.test, frame), expr.test) else expr.otherwise
        return self.expression(chosen, frame)

    def eval_sequence(self, expr: syntax.Sequence, frame: Frame) -> Value:
        values = self.gather(expr.items, frame, spread=True)
        return values if expr.kind == "tuple" else list(values)

    def eval_mapping(self, expr: syntax.Mapping, frame: Frame) -> Value:
        keys = [settled(key) for key in self.gather(expr.keys, frame)]
        if not all(isinstance(key, (str, int, float, bool)) for key in keys):
            self.refuse(expr.span, "the keys of a dict are texts or numbers", "")
        return dict(zip(keys, self.gather(expr.values, frame), strict=True))

    def eval_starred(self, expr: syntax.Starred, frame: Frame) -> Value:
        self.refuse(expr.span, "`*` stands before an item of a list or a call only", "")

    def eval_comprehension(self, expr: syntax.Comprehension, frame: Frame) -> Value:
        return self.comprehension(expr, frame)

    def eval_lambda(self, expr: syntax.Lambda, frame: Frame) -> Value:
        return Function("λ", expr.parameters, expr.body, frame)

    def eval_call(self, expr: syntax.Call, frame: Frame) -> Value:
        try:
            function = self.callee(expr.function, frame)
            if isinstance(function, Native) and function.name in PRINTING:
                return self.call(function, (), {}, expr.span)
        except LanguageError as error:
            self.also(error, expr.arguments, frame)
        arguments = self.gather(expr.arguments, frame, spread=True)
        keywords: Named = {}
        for keyword in expr.keywords:
            value = self.expression(keyword.value, frame)
            keywords.update(value if keyword.name is None and isinstance(value, dict) else {keyword.name or "": value})
        return self.call(function, arguments, keywords, expr.span, expr.arguments)

    def also(self, error: LanguageError, exprs: tuple[Expr, ...], frame: Frame) -> NoReturn:
        """Raise `error` with the mistakes of `exprs` added."""
        if isinstance(error, LimitReached):
            raise error
        try:
            self.gather(exprs, frame, spread=True)
        except LanguageError as more:
            raise LanguageError([*error.mistakes, *more.mistakes]) from None
        except Silent:
            pass
        raise error

    def callee(self, expr: Expr, frame: Frame) -> Value:
        """What is called: a bare name that is bound to nothing is an operation of the table, or unknown."""
        if isinstance(expr, syntax.Name) and frame.find(expr.id) is None:
            try:
                if expr.id in PYTHON_FIRST:
                    return self.builtin(expr.id)
                found = libraries.operation(expr.id)
                if not found.row.inner or self.ours:
                    return found
                raise KeyError(expr.id)
            except KeyError:
                if (native := self.builtin(expr.id)) is not None:
                    return native
                if expr.id in ("int", "float", "bool"):
                    return libraries.CONSTANTS[expr.id]
                if (library := libraries.root(expr.id)) is not None:
                    return library
                hint = nearest(expr.id, [*libraries.operation_names(), *self.known_names(frame)])
                hint = hint or "the help page lists all operations"
                self.refuse(expr.span, f"unknown function `{expr.id}`", hint, unknown=True)
        return self.expression(expr, frame)

    @abstractmethod
    def builtin(self, name: str) -> Value: ...

    def known_names(self, frame: Frame | None) -> list[str]:
        """The names that are bound at a place, for hints."""
        return [] if frame is None else [*frame.names, *self.known_names(frame.parent)]

    def eval_attribute(self, expr: syntax.Attribute, frame: Frame) -> Value:
        return self.attribute(self.expression(expr.value, frame), expr.name, expr.span)

    def eval_subscript(self, expr: syntax.Subscript, frame: Frame) -> Value:
        value, key = self.gather((expr.value, expr.index), frame)
        return self.item(value, key, expr)

    def item(self, value: Value, key: Value, expr: syntax.Subscript) -> Value:
        """What stands in brackets after a value; other layers know more kinds of values."""
        return self.index(value, key, expr.span)

    def eval_slice(self, expr: syntax.Slice, frame: Frame) -> Value:
        parts = (expr.lower, expr.upper, expr.step)
        return settled(slice(*(None if part is None else self.expression(part, frame) for part in parts)))

    def index(self, value: Value, key: Value, span: Span) -> Value:
        """`value[key]`: an item of a list or dict, or the entries of an array."""
        if isinstance(value, (Tensor, np.ndarray)):
            read = index_key(key, value.shape, span)
            result = self.builder.apply(TABLE["index"], (value,), {"key": read}, span)
            return result if isinstance(result, Tensor) else tidy(result)
        if isinstance(value, (list, tuple, range, dict, str)):
            place = settled(key)
            try:
                return value[place]
            except (IndexError, KeyError, TypeError):
                keys = f"its keys are {', '.join(map(repr, value))}" if isinstance(value, dict) and value else ""
                hint = keys or f"it has {len(value)} items, counted from 0"
                self.refuse(span, f"there is no item {place!r} here", hint)
        self.refuse(span, f"{describe(value)} has no items", "only arrays, lists and dicts are indexed with [ ]")
