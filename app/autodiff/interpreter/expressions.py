"""Expressions → values: numbers and lists as Python has them, and tensors, whose operations become nodes."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from app.autodiff.builder import Builder, Limits, Tensor, describe
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.indexing import index_key
from app.autodiff.interpreter.values import UNKNOWN, Frame, Function, Native, Note, Opaque, Value, settled
from app.autodiff.table import TABLE
from app.language import LanguageError, Mistake, Span, syntax
from app.language.expressions import nearest
from app.language.syntax import Expr

ROWS = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power", "%": "remainder",
    "==": "equal", "!=": "not_equal", "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal",
    "&": "logical_and", "|": "logical_or",
}  # fmt: skip
PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv, "%": operator.mod,
    "**": operator.pow, "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "&": operator.and_, "|": operator.or_, "@": operator.matmul,
    "is": operator.is_, "is not": operator.is_not,
    "in": lambda item, items: item in items, "not in": lambda item, items: item not in items,
}  # fmt: skip


PRINTING = frozenset({"print", "pprint", "display"})
"""Functions whose arguments are not even looked at."""


class PassOver(Exception):
    """The statement computes with something that has no bearing on the figure."""


class Silent(Exception):
    """A value is unknown because of a mistake that has been told already."""


class Expressions(ABC):
    """Evaluates expressions; calls and attributes are in the classes that extend this one."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.builder = Builder(limits)
        self.evaluations = 0
        self.notes: list[Note] = []

    @abstractmethod
    def call(
        self,
        function: Value,
        arguments: tuple[Value, ...],
        keywords: dict[str, Value],
        span: Span,
        written: tuple[Expr, ...] = (),
    ) -> Value: ...

    @abstractmethod
    def attribute(self, value: Value, name: str, span: Span) -> Value: ...

    @abstractmethod
    def unbound(self, name: str, frame: Frame, span: Span) -> Value: ...

    @abstractmethod
    def comprehension(self, expr: syntax.Comprehension, frame: Frame) -> list[Value]: ...

    def refuse(self, span: Span, message: str, hint: str = "") -> NoReturn:
        raise LanguageError(Mistake(span, message, hint))

    def note(self, message: str, span: Span | None = None) -> None:
        note = Note(message, span)
        if note not in self.notes:
            self.notes.append(note)

    def expression(self, expr: Expr, frame: Frame) -> Value:
        """The value of `expr`. Raises LanguageError with the place of what cannot be evaluated."""
        self.evaluations += 1
        if self.evaluations > self.limits.evaluations:
            self.refuse(expr.span, f"this takes more than {self.limits.evaluations} steps to compute", "shorten a loop")
        return getattr(self, f"eval_{type(expr).__name__.lower()}")(expr, frame)

    def gather(self, exprs: tuple[Expr, ...], frame: Frame) -> tuple[Value, ...]:
        """The values of several expressions, with the mistakes of all of them told at once."""
        values: list[Value] = []
        mistakes: list[Mistake] = []
        silent = False
        for expr in exprs:
            try:
                if isinstance(expr, syntax.Starred):
                    values.extend(self.iterate(self.expression(expr.value, frame), expr.span))
                else:
                    values.append(self.expression(expr, frame))
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
        """The items of a list, a range or the first axis of a tensor."""
        if isinstance(value, Opaque):
            raise PassOver
        if isinstance(value, list | tuple | range | str):
            return list(value)
        if isinstance(value, dict):
            return list(value)
        if isinstance(value, Tensor | np.ndarray) and value.shape:
            return [self.index(value, (position,), span) for position in range(value.shape[0])]
        if isinstance(value, Tensor):
            self.refuse(
                span,
                "the length of this is not known: it is a single number",
                "give it a list or an array as its value",
            )
        self.refuse(span, f"{describe(value)} cannot be gone through item by item", "use a list, a range or an array")

    def eval_literal(self, expr: syntax.Literal, frame: Frame) -> Value:
        return expr.value

    def eval_formatted(self, expr: syntax.Formatted, frame: Frame) -> Value:
        return ""

    def eval_name(self, expr: syntax.Name, frame: Frame) -> Value:
        home = frame.find(expr.id)
        value = home.names[expr.id] if home else self.unbound(expr.id, frame, expr.span)
        if value is UNKNOWN:
            raise Silent
        return value

    def eval_unary(self, expr: syntax.Unary, frame: Frame) -> Value:
        value = self.expression(expr.operand, frame)
        if expr.operator == "not":
            return not self.truth(value, expr.operand)
        if expr.operator == "~":
            return self.apply("logical_not", (value,), expr.span)
        self.numeric(value, expr.operand.span)
        return value if expr.operator == "+" else self.apply("negate", (value,), expr.span)

    def eval_binary(self, expr: syntax.Binary, frame: Frame) -> Value:
        """The left spine is walked, not descended: long sums do not use up the stack."""
        spine = [expr]
        while isinstance(spine[-1].left, syntax.Binary):
            spine.append(spine[-1].left)
        last = spine.pop()
        left, right = self.gather((last.left, last.right), frame)
        value = self.binary(last.operator, left, right, last.place, (last.left, last.right))
        for part in reversed(spine):
            value = self.binary(
                part.operator, value, self.expression(part.right, frame), part.place, (part.left, part.right)
            )
        return value

    def binary(self, sign: str, left: Value, right: Value, span: Span, written: tuple[Expr, ...] = ()) -> Value:
        if sign == "@":
            return self.call(libraries.operation("matmul"), (left, right), {}, span, written)
        if isinstance(left, Opaque) or isinstance(right, Opaque):
            raise PassOver
        if isinstance(left, Tensor | np.ndarray) or isinstance(right, Tensor | np.ndarray):
            if sign in ROWS:
                self.numeric(left, span)
                self.numeric(right, span)
                return self.apply(ROWS[sign], (left, right), span, written)
            if sign == "//":
                return self.apply("floor", (self.apply("divide", (left, right), span, written),), span)
            if sign in ("in", "not in"):
                self.refuse(span, f"`{sign}` does not work on arrays", "compare with `==`")
        return self.plain(sign, left, right, span)

    def plain(self, sign: str, left: Value, right: Value, span: Span) -> Value:
        """Arithmetic of shapes and flags, as Python has it; division by zero gives inf or nan, and large powers stay floats."""
        if type(left) in (int, float) and type(right) in (int, float):
            if (sign in ("/", "//", "%") and not right) or (
                sign == "**" and not (isinstance(right, int) and 0 <= right < 64)
            ):
                return float(
                    self.builder.compute(
                        TABLE[ROWS.get(sign, "divide")], (np.float64(left), np.float64(right)), {}, span
                    )
                )
        if isinstance(left, list | tuple) and sign == "*" and isinstance(right, int) and len(left) * right > 10_000:
            self.refuse(span, "this list would be too long", "use an array")
        if {type(left), type(right)} & {list, tuple} and sign in "-/**" and sign != "*":
            self.refuse(span, f"`{sign}` does not work on lists", "wrap the list in `array(…)`")
        try:
            result = PLAIN[sign](left, right)
        except (TypeError, ValueError, ArithmeticError):
            self.refuse(
                span,
                f"`{sign}` does not work on {describe(left)} and {describe(right)}",
                "use numbers or arrays of numbers",
            )
        return float(result) if isinstance(result, int) and abs(result) > 2**63 else result

    def numeric(self, value: Value, span: Span) -> None:
        if isinstance(value, Opaque):
            raise PassOver
        if not isinstance(value, Tensor | np.ndarray | int | float | np.number | list | tuple):
            self.refuse(span, f"{describe(value)} is not a number or an array", "use a number, an array or a name")

    def apply(self, row: str, operands: tuple[Value, ...], span: Span, written: tuple[Expr, ...] = ()) -> Value:
        result = self.builder.apply(TABLE[row], operands, {}, span, written)
        return result if isinstance(result, Tensor) else tidy(result)

    def eval_compare(self, expr: syntax.Compare, frame: Frame) -> Value:
        values = self.gather((expr.first, *expr.rest), frame)
        exprs = (expr.first, *expr.rest)
        result: Value = True
        for position, sign in enumerate(expr.operators):
            now = self.binary(sign, values[position], values[position + 1], expr.span, exprs[position : position + 2])
            if position == 0:
                result = now
            elif isinstance(result, Tensor | np.ndarray) or isinstance(now, Tensor | np.ndarray):
                result = self.apply("logical_and", (result, now), expr.span)
            else:
                result = result and now
        return result

    def eval_logical(self, expr: syntax.Logical, frame: Frame) -> Value:
        value: Value = None
        for operand in expr.operands:
            value = self.expression(operand, frame)
            if self.truth(value, operand) is (expr.operator == "or"):
                return value
        return value

    def eval_conditional(self, expr: syntax.Conditional, frame: Frame) -> Value:
        chosen = expr.then if self.truth(self.expression(expr.test, frame), expr.test) else expr.otherwise
        return self.expression(chosen, frame)

    def truth(self, value: Value, expr: Expr) -> bool:
        """Which way a branch goes. Where that depends on a value of the graph, it is noted."""
        span = expr.span
        if isinstance(value, Opaque):
            raise PassOver
        if isinstance(value, Tensor | np.ndarray):
            array = value.value if isinstance(value, Tensor) else value
            if np.size(array) != 1:
                self.refuse(
                    span,
                    f"an array of shape {np.shape(array)} is neither true nor false",
                    "use `where(…)`, `.all()` or `.any()`",
                )
            result = bool(np.all(array))
            if isinstance(value, Tensor) and self.depends(value):
                self.note(
                    f"at these values {self.quote(span)} is {'true' if result else 'false'}; that branch is followed",
                    span,
                )
            return result
        return bool(value)

    def depends(self, value: Tensor) -> bool:
        """Whether a differentiable input leads to `value`, through comparisons too."""
        seen = {value.node.index}
        for node in reversed(self.builder.nodes[: value.node.index + 1]):
            if node.index in seen:
                if node.differentiable:
                    return True
                seen.update(node.arguments)
        return False

    @abstractmethod
    def quote(self, span: Span) -> str: ...

    def eval_sequence(self, expr: syntax.Sequence, frame: Frame) -> Value:
        values = self.gather(expr.items, frame)
        return values if expr.kind == "tuple" else list(values)

    def eval_mapping(self, expr: syntax.Mapping, frame: Frame) -> Value:
        keys = [settled(key) for key in self.gather(expr.keys, frame)]
        if not all(isinstance(key, str | int | float | bool) for key in keys):
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
        arguments = self.gather(expr.arguments, frame)
        keywords: dict[str, Value] = {}
        for keyword in expr.keywords:
            value = self.expression(keyword.value, frame)
            keywords.update(value if keyword.name is None and isinstance(value, dict) else {keyword.name or "": value})
        return self.call(function, arguments, keywords, expr.span, expr.arguments)

    def also(self, error: LanguageError, exprs: tuple[Expr, ...], frame: Frame) -> NoReturn:
        """Raise `error` with the mistakes of `exprs` added."""
        try:
            self.gather(exprs, frame)
        except LanguageError as more:
            raise LanguageError([*error.mistakes, *more.mistakes]) from None
        except Silent:
            pass
        raise error

    def callee(self, expr: Expr, frame: Frame) -> Value:
        """What is called: a bare name that is bound to nothing is an operation of the table, or unknown."""
        if isinstance(expr, syntax.Name) and frame.find(expr.id) is None:
            try:
                return libraries.operation(expr.id)
            except KeyError:
                if (native := self.builtin(expr.id)) is not None:
                    return native
                if expr.id in ("int", "float", "bool"):
                    return libraries.CONSTANTS[expr.id]
                if (library := libraries.root(expr.id)) is not None:
                    return library
                hint = nearest(expr.id, [*libraries.operation_names(), *self.known_names(frame)])
                self.refuse(expr.span, f"unknown function `{expr.id}`", hint or "the help page lists all operations")
        return self.expression(expr, frame)

    @abstractmethod
    def builtin(self, name: str) -> Value: ...

    def known_names(self, frame: Frame | None) -> list[str]:
        return [] if frame is None else [*frame.names, *self.known_names(frame.parent)]

    def eval_attribute(self, expr: syntax.Attribute, frame: Frame) -> Value:
        return self.attribute(self.expression(expr.value, frame), expr.name, expr.span)

    def eval_subscript(self, expr: syntax.Subscript, frame: Frame) -> Value:
        value, key = self.gather((expr.value, expr.index), frame)
        return self.item(value, key, expr)

    def item(self, value: Value, key: Value, expr: syntax.Subscript) -> Value:
        return self.index(value, key, expr.span)

    def eval_slice(self, expr: syntax.Slice, frame: Frame) -> Value:
        bounds = [
            None if part is None else self.expression(part, frame) for part in (expr.lower, expr.upper, expr.step)
        ]
        return settled(slice(*bounds))

    def index(self, value: Value, key: Value, span: Span) -> Value:
        """`value[key]`: an item of a list or dict, or the entries of an array."""
        if isinstance(value, Tensor | np.ndarray):
            read = index_key(key, value.shape, span)
            result = self.builder.apply(TABLE["index"], (value,), {"key": read}, span)
            return result if isinstance(result, Tensor) else tidy(result)
        if isinstance(value, list | tuple | range | dict | str):
            place = settled(key)
            try:
                return value[place]
            except (IndexError, KeyError, TypeError):
                known = (
                    f"it has {', '.join(map(str, value))}"
                    if isinstance(value, dict)
                    else f"it has {len(value)} items, counted from 0"
                )
                self.refuse(span, f"there is no item {place!r} here", known)
        self.refuse(span, f"{describe(value)} has no items", "only arrays, lists and dicts are indexed with [ ]")


def tidy(value: Value) -> Value:
    """A constant result as a plain number where it is one."""
    if isinstance(value, np.generic | np.ndarray) and np.shape(value) == () and np.asarray(value).dtype.kind in "bif":
        return value.item()
    return value
