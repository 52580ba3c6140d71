"""Calls: operations of the table, functions of the person's own, methods and attributes of values, and Python's built-ins."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from functools import cached_property

import numpy as np

from app.autodiff.builder import Tensor, describe, outermost
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.binding import bind_row, fitting, usage, with_defaults, without_function
from app.autodiff.interpreter.builtins import BUILTINS, Size, stacked
from app.autodiff.interpreter.expressions import Expressions
from app.autodiff.interpreter.operators import PassOver, tidy
from app.autodiff.interpreter.spelling import nearest
from app.autodiff.interpreter.values import (
    OPAQUE,
    Frame,
    Function,
    Named,
    Namespace,
    Native,
    Operation,
    Value,
    Values,
    Written,
    is_float,
    leaves,
    regular,
    settled,
)
from app.autodiff.table import SPELLINGS, Definition, Primitive, Static, title
from app.language import LanguageError, Span, syntax
from app.language.syntax import Expr, Parameter

ALIASES = {
    "dim": "axis", "keepdim": "keepdims", "dims": "axis", "axes": "axis", "correction": "ddof", "divisor": "ddof",
}  # fmt: skip
"""PyTorch's names for settings."""
IGNORED = frozenset("dtype device requires_grad inplace copy layout memory_format precision generator name key".split())
"""Arguments that change how a library computes, not what."""
CUTTING = frozenset({"no_grad", "inference_mode"})
"""Contexts and decorators that cut the gradient."""
CALLS_DEEP = 40
"""Calls of the person's functions may be nested this deep."""


class Calls(Expressions):
    """Adds calls: of rows of the table, of the person's functions, and of functions of ours that stand behind a name.

    Expects from above `run`, which carries out the statements of a function's body.
    """

    depth = 0
    flavour = ""
    """The library that the text is written for: it decides what a method means that two libraries have."""
    finished: Tensor | None = None
    """What `.backward()` was called on."""
    seed_given: Value = None

    @cached_property
    def rng(self) -> Value:
        """The generator of the text's random numbers, until it sets a seed of its own."""
        return np.random.RandomState(0)

    @abstractmethod
    def run(self, body: tuple[syntax.Statement, ...], frame: Frame) -> Value: ...

    def call(self, function: Value, arguments: Values, keywords: Named, span: Span, written: Written = ()) -> Value:
        if isinstance(function, Operation):
            return self.call_operation(function, arguments, keywords, span, written)
        if isinstance(function, Function):
            return self.call_function(function, arguments, keywords, span)
        if isinstance(function, Native):
            return self.call_native(function, arguments, keywords, span)
        if isinstance(function, Size):
            size = Native("size", lambda calls, span, *axes: function(*map(settled, axes)))
            return self.call_native(size, (*arguments, *keywords.values()), {}, span)
        if any(function is kind for kind in (float, int, bool)):
            return self.convert(function, arguments, span)
        if isinstance(function, Namespace):
            self.refuse(span, f"`{'.'.join(function.path)}` is a library, not a function", "call one of its functions")
        self.refuse(span, f"{describe(function)} cannot be called", "write `*` for a product")

    def binary(self, sign: str, left: Value, right: Value, span: Span, written: Written = ()) -> Value:
        """As below; a list with tensors in it that meets a tensor in arithmetic is their stack."""
        if sign not in ("in", "not in"):
            if isinstance(left, Tensor) and isinstance(right, list):
                right = stacked(self, span, right)
            elif isinstance(right, Tensor) and isinstance(left, list):
                left = stacked(self, span, left)
        return super().binary(sign, left, right, span, written)

    def convert(self, function: Value, arguments: Values, span: Span) -> Value:
        """`float(x)` keeps a tensor as it is; `int(x)` and `bool(x)` take its value."""
        (value,) = arguments or (0,)
        if isinstance(value, (Tensor, np.ndarray)) and function is float:
            return value if is_float(value) else self.cast(value, (), span)
        try:
            return function(settled(value))
        except (TypeError, ValueError, OverflowError):
            self.refuse(span, f"{describe(value)} cannot be made a number", "give it one number")

    def call_native(self, function: Native, arguments: Values, keywords: Named, span: Span) -> Value:
        try:
            return function.function(self, span, *arguments, **keywords)
        except (TypeError, ValueError, IndexError, KeyError) as error:
            self.refuse(span, f"`{function.name}`: {error}", "")

    def call_operation(
        self, function: Operation, arguments: Values, keywords: Named, span: Span, written: Written
    ) -> Value:
        """Call a row of the table; `written` is how the operands are written where none stands before a dot."""
        row = function.row
        arguments = (*function.receiver, *arguments)
        known = {parameter.name for parameter in row.signature}
        renamed = {
            name if name in known else ALIASES.get(name, name): value
            for name, value in keywords.items()
            if name in known or name not in IGNORED
        }
        if row.note:
            self.note(f"{self.quote(self.builder.place or span)} {row.note}", span)
        if isinstance(row, Static):
            if row.seeded:
                renamed["rng"] = function.rng or self.rng
            return self.call_static(row, arguments, renamed, span)
        if isinstance(row, Definition):
            return self.call_definition(row, arguments, renamed, span)
        return self.call_primitive(row, arguments, renamed, span, () if function.receiver else written)

    def call_static(self, row: Static, arguments: Values, keywords: Named, span: Span) -> Value:
        try:
            return row.function(*map(settled, arguments), **{name: settled(value) for name, value in keywords.items()})
        except (TypeError, ValueError, IndexError, ArithmeticError, MemoryError) as error:
            self.refuse(span, f"`{title(row)}`: {without_function(error)}", "")

    def call_definition(self, row: Definition, arguments: Values, keywords: Named, span: Span) -> Value:
        """Run a composition of the table; a list that is given for one of its arrays is that array."""
        function = Function(row.name, row.define.parameters, row.define.body, Frame({}), kind="definition")
        given, arrays = list(arguments), row.operands
        for position, (parameter, value) in enumerate(zip(row.signature, arguments, strict=False)):
            if parameter.name in arrays and isinstance(value, list):
                given[position] = self.as_array(value, span)
        return self.call_function(function, tuple(given), fitting(row, arguments, keywords), span)

    def call_primitive(self, row: Primitive, arguments: Values, keywords: Named, span: Span, written: Written) -> Value:
        """Make a node of a row, or its plain value where no operand is a tensor."""
        try:
            if row.prepare:
                name, operands, settings = row.prepare(
                    *map(self.arrayed, arguments), **{name: settled(value) for name, value in keywords.items()}
                )
                found = SPELLINGS[name]
                if not isinstance(found, Primitive):
                    return self.call_operation(Operation(found), operands, settings, span, ())
                row = found
            else:
                operands, settings = bind_row(row, arguments, keywords)
        except (TypeError, ValueError, IndexError, ArithmeticError) as error:
            called = outermost(self.builder.scope)
            self.refuse(span, f"`{called or title(row)}`: {without_function(error)}", "" if called else usage(row))
        operands = tuple(
            stacked(self, span, operand) if isinstance(operand, (list, tuple)) else operand for operand in operands
        )
        for operand in operands:
            self.numeric(operand, span)
        result = self.builder.apply(
            row, tuple(map(self.arrayed, operands)), with_defaults(row, settings), span, written
        )
        return result if isinstance(result, Tensor) else tidy(result)

    def as_array(self, value: list[Value], span: Span) -> Value:
        """A list of numbers, arrays and tensors as one array."""
        array = self.arrayed(value)
        return stacked(self, span, array) if isinstance(array, list) else array

    def arrayed(self, value: Value) -> Value:
        """A list of plain numbers as an array; one with arrays or tensors in it stays a list."""
        numbers = isinstance(value, list) and value and all(isinstance(leaf, (int, float)) for leaf in leaves(value))
        return np.asarray(value) if numbers and regular(value) else value

    def call_function(self, function: Function, arguments: Values, keywords: Named, span: Span) -> Value:
        """Run a function of the person's own; its nodes belong to a scope that can be drawn as one gate."""
        frame = Frame(self.bind(function, arguments, keywords, span), function.frame)
        if self.depth == CALLS_DEEP:
            hint = "a function that calls itself must come to an end"
            self.refuse(span, f"calls are nested more than {CALLS_DEEP} deep", hint)
        self.depth += 1
        place, cut = self.builder.place, self.builder.cut
        try:
            self.builder.cut = cut or not CUTTING.isdisjoint(function.decorators)
            if function.kind == "definition":
                self.builder.place = place or span
            with self.builder.within(function.kind, function.name):
                if isinstance(function.body, Expr):
                    return self.expression(function.body, frame)
                return self.run(function.body, frame)
        except LanguageError as error:
            if function.kind != "definition":
                raise
            # The text of a definition is ours: the mistake is at the call.
            raise type(error)([replace(each, span=span) for each in error.mistakes]) from None
        finally:
            self.depth -= 1
            self.builder.place, self.builder.cut = place, cut

    def builtin(self, name: str) -> Value:
        return Native(name, BUILTINS[name]) if name in BUILTINS else None

    def cast(self, value: Value, arguments: Values, span: Span) -> Value:
        """A mask or labels as floats; another type leaves them as they are."""
        kind = arguments[0] if arguments else float
        return self.call(libraries.operation("cast"), (value,), {}, span) if kind is float else value

    def bind(self, function: Function, arguments: Values, keywords: Named, span: Span) -> Named:
        """Parameters by name, as Python binds them."""
        bound: Named = {}
        rest, given = list(arguments), dict(keywords)
        for parameter in function.parameters:
            bound[parameter.name] = self.argument(function, parameter, rest, given, span)
        if rest:
            expected = len([parameter for parameter in function.parameters if not parameter.star])
            self.refuse(span, f"`{function.name}` takes {expected} arguments, {len(arguments)} are given", "")
        if given:
            name = next(iter(given))
            hint = nearest(name, [parameter.name for parameter in function.parameters])
            self.refuse(span, f"`{function.name}` has no parameter `{name}`", hint)
        return bound

    def argument(self, function: Function, parameter: Parameter, rest: list[Value], given: Named, span: Span) -> Value:
        if parameter.star == "*":
            taken = tuple(rest)
            rest.clear()
            return taken
        if parameter.star == "**":
            named = dict(given)
            given.clear()
            return named
        if rest and not parameter.keyword_only:
            return rest.pop(0)
        if parameter.name in given:
            return given.pop(parameter.name)
        if parameter.default is None:
            hint = f"call it with `{parameter.name}=…`"
            self.refuse(span, f"`{function.name}` needs a value for `{parameter.name}`", hint)
        return self.default(parameter.default, function.frame)

    def default(self, expr: Expr, frame: Frame) -> Value:
        """The value of a parameter's default, which may have no bearing on the figure."""
        try:
            return self.expression(expr, frame)
        except PassOver:
            return OPAQUE
