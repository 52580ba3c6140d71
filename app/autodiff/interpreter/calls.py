"""Calls: operations of the table, functions of the person's own, methods and attributes of values, and Python's built-ins."""

from __future__ import annotations

import re
from abc import abstractmethod

import numpy as np

from app.autodiff.builder import Limits, Tensor, describe
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.builtins import BUILTINS, IDENTITIES, PASSED_OVER_METHODS, Size, stacked
from app.autodiff.interpreter.expressions import Expressions, tidy
from app.autodiff.interpreter.values import Frame, Function, Namespace, Native, Operation, Value, leaves, settled
from app.autodiff.table import SPELLINGS, Definition, Primitive, Static, literal_default
from app.language import LanguageError, Span, syntax
from app.language.expressions import nearest
from app.language.syntax import Expr, Parameter

ALIASES = {
    "dim": "axis",
    "keepdim": "keepdims",
    "dims": "axis",
    "axes": "axis",
    "correction": "ddof",
    "divisor": "ddof",
}
# What changes how a library computes, not what.
IGNORED = frozenset(
    {
        "dtype",
        "device",
        "out",
        "requires_grad",
        "inplace",
        "order",
        "copy",
        "layout",
        "memory_format",
        "precision",
        "name",
        "where",
        "key",
    }
)
CALLS_DEEP = 40
CASTS = frozenset({"float", "double", "half", "astype", "type", "to", "type_as"})
PARTS_OF_TUPLES = {
    "values": 0, "sign": 0, "eigenvalues": 0, "indices": 1, "logabsdet": 1, "eigenvectors": 1,
}  # fmt: skip


class Calls(Expressions):
    """Adds calls to expressions; running a function's statements is in the class that extends this one."""

    depth = 0
    flavour = "numpy"
    finished: Tensor | None = None
    """What `.backward()` was called on."""
    seed_given: Value = None

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.rng: Value = np.random.RandomState(0)

    @abstractmethod
    def run(self, body: tuple[syntax.Statement, ...], frame: Frame) -> Value: ...

    def call(
        self,
        function: Value,
        arguments: tuple[Value, ...],
        keywords: dict[str, Value],
        span: Span,
        written: tuple[Expr, ...] = (),
    ) -> Value:
        if isinstance(function, Operation):
            return self.call_operation(function, arguments, keywords, span, written)
        if isinstance(function, Function):
            return self.call_function(function, arguments, keywords, span)
        if isinstance(function, Native):
            return self.call_native(function, arguments, keywords, span)
        if isinstance(function, Size):
            return self.call_native(
                Native("size", lambda calls, span, *axes, **names: function(*axes, *names.values())),
                arguments,
                keywords,
                span,
            )
        if function in (float, int, bool):
            return self.convert(function, arguments, span)
        if isinstance(function, Namespace):
            self.refuse(span, f"`{'.'.join(function.path)}` is a library, not a function", "call one of its functions")
        self.refuse(span, f"{describe(function)} cannot be called", "write `*` for a product")

    def convert(self, function: Value, arguments: tuple[Value, ...], span: Span) -> Value:
        """`float(x)` keeps a tensor as it is; `int(x)` and `bool(x)` take its value."""
        (value,) = arguments or (0,)
        if isinstance(value, Tensor | np.ndarray) and function is float:
            return value if is_float(value) else self.cast(value, (), span)
        try:
            return function(settled(value))
        except (TypeError, ValueError, OverflowError):
            self.refuse(span, f"{describe(value)} cannot be made a number", "give it one number")

    def call_native(
        self, function: Native, arguments: tuple[Value, ...], keywords: dict[str, Value], span: Span
    ) -> Value:
        try:
            return function.function(self, span, *arguments, **keywords)
        except (TypeError, ValueError, IndexError, KeyError) as error:
            self.refuse(span, f"`{function.name}`: {error}", "")

    def call_operation(
        self,
        function: Operation,
        arguments: tuple[Value, ...],
        keywords: dict[str, Value],
        span: Span,
        written: tuple[Expr, ...],
    ) -> Value:
        row = function.row
        arguments = (*function.receiver, *arguments)
        known = {parameter.name for parameter in getattr(row, "signature", ())}
        renamed = {
            name if name in known else ALIASES.get(name, name): value
            for name, value in keywords.items()
            if name in known or name not in IGNORED
        }
        if row.note:
            self.note(f"{self.quote(span)} {row.note}", span)
        if isinstance(row, Static):
            if row.seeded:
                renamed["rng"] = function.rng or self.rng
            return self.call_static(row, arguments, renamed, span)
        if isinstance(row, Definition):
            function_ = Function(row.name, row.define.parameters, row.define.body, Frame({}), kind="definition")
            return self.call_function(function_, arguments, fitting(row, arguments, renamed), span)
        return self.call_primitive(row, arguments, renamed, span, () if function.receiver else written)

    def call_static(self, row: Static, arguments: tuple[Value, ...], keywords: dict[str, Value], span: Span) -> Value:
        try:
            return row.function(*map(settled, arguments), **{name: settled(value) for name, value in keywords.items()})
        except (TypeError, ValueError, IndexError, ArithmeticError, MemoryError) as error:
            self.refuse(
                span, f"`{row.name}`: {str(error).split(chr(10))[0] or 'this does not work on these values'}", ""
            )

    def call_primitive(
        self,
        row: Primitive,
        arguments: tuple[Value, ...],
        keywords: dict[str, Value],
        span: Span,
        written: tuple[Expr, ...],
    ) -> Value:
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
                operands, settings = self.bind_row(row, arguments, keywords)
        except (TypeError, ValueError, IndexError) as error:
            self.refuse(span, f"`{row.name}`: {without_function(error)}", self.usage(row))
        operands = tuple(
            stacked(self, span, operand) if isinstance(operand, list | tuple) else operand for operand in operands
        )
        for operand in operands:
            self.numeric(operand, span)
        defaults = {
            parameter.name: literal_default(parameter) for parameter in row.signature if parameter.default is not None
        }
        settings = {**defaults, **{name: value for name, value in settings.items() if name in defaults}}
        settings = {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}
        result = self.builder.apply(row, tuple(map(self.arrayed, operands)), settings, span, written)
        return result if isinstance(result, Tensor) else tidy(result)

    def bind_row(
        self, row: Primitive, arguments: tuple[Value, ...], keywords: dict[str, Value]
    ) -> tuple[tuple[Value, ...], dict[str, Value]]:
        """Arguments by position and name → operands in order and settings as plain values. Raises TypeError."""
        names = [parameter.name for parameter in row.signature]
        if len(arguments) > len(names):
            raise TypeError(f"{len(arguments)} arguments given, at most {len(names)} are taken")
        bound = dict(zip(names, arguments, strict=False))
        spare = [name for name in names if name not in bound]
        for name, value in keywords.items():
            # PyTorch calls an operand `input` or `other`, NumPy `a` or `x1`: whichever is still free is meant.
            target = name if name in names else spare[0] if spare and spare[0] in row.parameters else None
            if target is None or target in bound:
                raise TypeError(
                    f"`{name}` is not one of {', '.join(names)}" if target is None else f"`{target}` is given twice"
                )
            bound[target] = value
            spare = [each for each in spare if each != target]
        missing = [name for name in row.parameters if name not in bound]
        if missing:
            raise TypeError(f"`{missing[0]}` is missing")
        operands = tuple(bound.pop(name) for name in row.parameters)
        return operands, {name: settled(value) for name, value in bound.items()}

    def usage(self, row: Primitive) -> str:
        shown = [
            parameter.name if parameter.default is None else f"{parameter.name}={literal_default(parameter)}"
            for parameter in row.signature
        ]
        return f"use it as {row.name}({', '.join(shown)})"

    def arrayed(self, value: Value) -> Value:
        """A list of numbers as an array; a list with tensors in it as their stack."""
        if (
            isinstance(value, list)
            and value
            and all(isinstance(leaf, Tensor | np.ndarray | int | float) for leaf in leaves(value))
        ):
            items = [self.arrayed(item) for item in value]
            if any(isinstance(leaf, Tensor) for leaf in leaves(value)):
                return items
            return (
                np.asarray(value, dtype=float)
                if not all(isinstance(leaf, bool | int) for leaf in leaves(value))
                else np.asarray(value)
            )
        return value

    def call_function(
        self, function: Function, arguments: tuple[Value, ...], keywords: dict[str, Value], span: Span
    ) -> Value:
        """Run a function of the person's own; its nodes belong to a scope that can be drawn as one gate."""
        frame = Frame(self.bind(function, arguments, keywords, span), function.frame)
        self.depth += 1
        if self.depth > CALLS_DEEP:
            self.refuse(
                span,
                f"calls are nested more than {CALLS_DEEP} deep",
                "a function that calls itself must come to an end",
            )
        try:
            with self.builder.within(function.kind, function.name):
                if isinstance(function.body, Expr):
                    return self.expression(function.body, frame)
                return self.run(function.body, frame)
        except LanguageError as error:
            if function.kind == "definition":
                # The text of a definition is ours: the mistake is at the call.
                raise LanguageError(
                    [type(mistake)(span, mistake.message, mistake.hint) for mistake in error.mistakes]
                ) from None
            raise
        finally:
            self.depth -= 1

    def bind(
        self, function: Function, arguments: tuple[Value, ...], keywords: dict[str, Value], span: Span
    ) -> dict[str, Value]:
        """Parameters by name, as Python binds them."""
        bound: dict[str, Value] = {}
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

    def argument(
        self, function: Function, parameter: Parameter, rest: list[Value], given: dict[str, Value], span: Span
    ) -> Value:
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
            self.refuse(
                span, f"`{function.name}` needs a value for `{parameter.name}`", f"call it with `{parameter.name}=…`"
            )
        return self.expression(parameter.default, function.frame)

    def builtin(self, name: str) -> Value:
        return Native(name, BUILTINS[name]) if name in BUILTINS else None

    def attribute(self, value: Value, name: str, span: Span) -> Value:
        if isinstance(value, Namespace):
            return self.library_member(value, name, span)
        if isinstance(value, Tensor | np.ndarray):
            return self.array_attribute(value, name, span)
        if isinstance(value, int | float) and name in IDENTITIES:
            return Native(name, lambda interpreter, span: value)
        if isinstance(value, dict | list):
            return self.container_method(value, name, span)
        if isinstance(value, tuple) and name in PARTS_OF_TUPLES:
            return value[PARTS_OF_TUPLES[name]]
        if isinstance(value, Operation) and name == "reduce":
            return Native("reduce", lambda calls, span, x, *axes, **names: calls.reduce_pairs(value, x, span))
        if isinstance(value, Native | Function) and name in ("manual_seed", "default_rng"):
            return BUILTINS[name]
        self.refuse(span, f"{describe(value)} has no `.{name}`", "")

    def library_member(self, value: Namespace, name: str, span: Span) -> Value:
        try:
            return libraries.member(value, name)
        except KeyError:
            if name in BUILTINS:
                return Native(name, BUILTINS[name])
            self.refuse(
                span,
                f"{self.quote(span)} is not among the operations",
                nearest(name, libraries.operation_names()) or "the help page lists all of them",
            )

    def array_attribute(
        self, value: Tensor | np.ndarray[tuple[int, ...], np.dtype[np.float64]], name: str, span: Span
    ) -> Value:
        if name == "shape":
            return tuple(value.shape)
        if name == "ndim":
            return value.ndim
        if name == "size":
            return Size(value.shape)
        if name in ("T", "mT"):
            return self.call(libraries.operation("transpose" if name == "T" else "swapaxes"), (value,), {}, span)
        if name in ("data", "values", "indices", "real", "requires_grad", "device", "dtype"):
            return value
        if name in CASTS and not is_float(value):
            return Native(name, lambda calls, span, *arguments, **keywords: calls.cast(value, arguments, span))
        if name in IDENTITIES or name in PASSED_OVER_METHODS:
            return Native(name, lambda interpreter, span, *arguments, **keywords: value)
        try:
            found = libraries.operation(name, self.flavour, "method")
            return Operation(found.row, found.flavour, (value,))
        except KeyError:
            pass
        if name in BUILTINS:
            return Native(
                name,
                lambda interpreter, span, *arguments, **keywords: BUILTINS[name](
                    interpreter, span, value, *arguments, **keywords
                ),
            )
        if name.endswith("_") and name.rstrip("_"):
            return self.array_attribute(value, name.rstrip("_"), span)
        self.refuse(span, f"an array has no `.{name}`", nearest(name, libraries.operation_names()))

    def cast(self, value: Value, arguments: tuple[Value, ...], span: Span) -> Value:
        """A mask or labels as floats; another type leaves them as they are."""
        kind = arguments[0] if arguments else float
        return self.call(libraries.operation("cast"), (value,), {}, span) if kind is float else value

    def reduce_pairs(self, function: Operation, x: Value, span: Span) -> Value:
        """`np.logaddexp.reduce(x)`: the operation between all items, from the left."""
        first, *rest = self.iterate(x, span)
        for item in rest:
            first = self.call(function, (first, item), {}, span)
        return first

    def container_method(self, value: dict[object, Value] | list[Value], name: str, span: Span) -> Value:
        if isinstance(value, dict):
            views = {
                "items": lambda *_: [tuple(pair) for pair in value.items()],
                "keys": lambda *_: list(value),
                "values": lambda *_: list(value.values()),
            }
            if name in views:
                return Native(name, views[name])
            if name == "get":
                return Native(name, lambda interpreter, span, key, default=None: value.get(key, default))
        elif name in ("append", "extend", "insert", "pop", "reverse"):
            return Native(name, lambda interpreter, span, *arguments: getattr(value, name)(*arguments))
        self.refuse(span, f"{describe(value)} has no `.{name}`", "")


def is_float(value: Value) -> bool:
    return bool(np.asarray(getattr(value, "value", value)).dtype.kind == "f")


def regular(value: Value) -> bool:
    """Whether nested lists have rows of one length."""
    try:
        np.asarray(value, dtype=float)
    except ValueError:
        return False
    return True


def fitting(row: Definition, arguments: tuple[Value, ...], keywords: dict[str, Value]) -> dict[str, Value]:
    """A library's own name for an operand (`input=`, `tensors=`) means the first one that is still free."""
    names = [parameter.name for parameter in row.signature]
    free = [each.name for each in row.signature[len(arguments) :] if each.default is None and each.name not in keywords]
    fitted = {}
    for name, value in keywords.items():
        fitted[name if name in names or not free else free.pop(0)] = value
    return fitted


def without_function(error: Exception) -> str:
    """Python's message about wrong arguments without the names of functions of ours."""
    return re.sub(r"^[\w.<>]+\(\) ", "", str(error))
