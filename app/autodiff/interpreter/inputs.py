"""Which names are inputs: those that nothing binds, those bound to a literal at the top of the text, and parameters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from app.autodiff.builder import Array, Limits, Tensor
from app.autodiff.graph import INPUT
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.instances import Class, Instance
from app.autodiff.interpreter.literals import creates
from app.autodiff.interpreter.modules import modules
from app.autodiff.interpreter.statements import Statements, bound_names
from app.autodiff.interpreter.values import Frame, Function, Named, Namespace, Operation, Value, Values, leaves, regular
from app.autodiff.primitives import SPELLINGS
from app.language import Diagnostic, LanguageError, Program, Span, syntax
from app.language.syntax import Expr


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a program beside its text.

    `values` and `constants` are by name of input, `output` names another output than the last value; `assumed` are first
    values for inputs that have none of their own.
    """

    values: Mapping[str, Value]
    constants: Collection[str]
    output: str | None
    limits: Limits
    assumed: Mapping[str, Value] = field(default_factory=dict)
    promoted: bool = False
    """Whether the numbers in a call at the top, `f(3, n=2)`, are inputs: how a function is tried out."""


TORCH = re.compile(r"\b(?:torch|F\.|nn\.|dim\s*=|keepdim\s*=|requires_grad)|\.(?:unsqueeze|permute|view|masked_fill)\(")
"""Words that only a text for PyTorch has."""
NUMPY = re.compile(r"\b(?:np|numpy|jnp)\b")


class Inputs(Statements):
    """Adds inputs: what a name stands for that nothing binds, and which first values may be set from outside of the text."""

    def __init__(self, program: Program, request: Request) -> None:
        super().__init__(request.limits)
        self.program = program
        self.request = request
        self.top = Frame({})
        self.bound = {name for statement in program.statements for name in bound_names(statement)}
        self.lines = program.text.split("\n")
        self.given: set[str] = set()
        self.sources: dict[str, tuple[int, Array]] = {}
        """Each input by the name under which it can be given a value: its node, and the value that it has of its own."""
        self.free: list[str] = []
        """The inputs that have no value, neither in the text nor from outside of it."""
        self.current: list[str] = []
        """The names that the statement at the top binds which is being run."""
        self.flavour = "torch" if TORCH.search(program.text) else "numpy" if NUMPY.search(program.text) else ""

    def input(self, name: str, value: Value, span: Span) -> Tensor:
        """A new input, with the value from outside of the text where there is one."""
        own = value
        known = next((key for key in (name, f"{self.root_variable()}.{name}") if key in self.request.values), None)
        if known is not None:
            self.given.add(known)
            value = self.request.values[known]
        array = numbers(value, name, span)
        differentiable = name not in self.request.constants and np.asarray(array).dtype != bool
        tensor = self.builder.input(name, array, differentiable, span)
        self.sources[known or name] = tensor.node.index, numbers(own, name, span)
        return tensor

    def roots(self) -> list[Instance]:
        return [value for value in self.top.names.values() if isinstance(value, Instance) and value.home is None]

    def root_variable(self) -> str:
        """The variable of the outermost object: `model.fc1.weight` means `fc1.weight` too."""
        return next((value.variable for value in self.top.names.values() if isinstance(value, Instance)), "")

    def free_input(self, name: str, span: Span, fallback: Value = 1.0) -> Tensor:
        """An input that the text gives no value: 1, or what was assumed so that the shapes fit."""
        name = self.spare(name)
        if name not in self.request.values:
            self.free.append(name)
        return self.input(name, self.request.assumed.get(name, fallback), span)

    def call_function(self, function: Function, arguments: Values, keywords: Named, span: Span) -> Value:
        if self.request.promoted and self.depth == 0 and function.kind == "call":
            names = [parameter.name for parameter in function.parameters]
            arguments = tuple(map(self.promote, names, arguments, [span] * len(names))) + arguments[len(names) :]
            keywords = {name: self.promote(name, value, span) for name, value in keywords.items()}
        return super().call_function(function, arguments, keywords, span)

    def promote(self, name: str, value: Value, span: Span) -> Value:
        """A number or array of floats in a call at the top as an input, under the parameter's name."""
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        array = isinstance(value, np.ndarray) and value.dtype.kind == "f"
        return self.input(name, value, span) if (number or array) and not self.has_input(name) else value

    def unbound(self, name: str, span: Span) -> Value:
        """A name that nothing binds: a library, a constant of mathematics, an operation as a value, or an input."""
        if name not in self.request.values and (known := self.known(name)) is not None:
            return known
        if name in self.bound and name not in self.current and name not in self.request.values:
            hint = "move the line that gives it one further up"
            self.refuse(span, f"`{name}` is used before it has a value", hint, unknown=True)
        if name == "self":
            self.top.names[name] = Instance(Class("self", {}), open=True)
        else:
            self.top.names[name] = self.free_input(name, span)
        return self.top.names[name]

    def known(self, name: str) -> Value:
        """What a name stands for that the text need not bind; None for one that it has to itself."""
        if (namespace := libraries.root(name)) is not None:
            return namespace
        if name in libraries.BARE_CONSTANTS or name in ("float", "int", "bool"):
            return libraries.CONSTANTS[name]
        if (found := modules().get(name)) is not None:
            return found
        # `map(relu, xs)` means the operation; `mean`, `gamma` and `norm` standing alone are a person's own quantities.
        if name in libraries.PASSED_AROUND:
            return Operation(SPELLINGS[name]) if name in SPELLINGS else self.builtin(name)
        return None

    def unbound_attribute(self, owner: Instance, name: str, span: Span) -> Value:
        """`self.w` of an object that the text does not show: the input `w`, or `self.w` beside another `w`."""
        return self.free_input(f"{owner.variable or owner.cls.name}.{name}" if self.has_input(name) else name, span)

    def library_member(self, value: Namespace, name: str, span: Span) -> Value:
        """`nn.Linear` is one of the modules; all else as in other libraries."""
        return modules()[name] if name in modules() else super().library_member(value, name, span)

    def builtin(self, name: str) -> Value:
        return modules().get(name) or super().builtin(name)

    def item(self, value: Value, key: Value, expr: syntax.Subscript) -> Value:
        """`params["W1"]` of a name that nothing binds is an input too."""
        name = getattr(expr.value, "id", None)
        if isinstance(key, str) and isinstance(value, Tensor) and name in self.free:
            self.top.names[name] = Instance(Class(str(name), {}), variable=str(name), open=True)
            self.drop(value)
            value = self.top.names[name]
        return super().item(value, key, expr)

    def drop(self, tensor: Tensor) -> None:
        """Forget an input that turned out to be a container."""
        if tensor.node.index == len(self.builder.nodes) - 1:
            self.builder.nodes.pop()
            self.builder.values.pop()
            self.free.remove(str(tensor.node.name))
            del self.sources[str(tensor.node.name)]

    def assigned(self, statement: syntax.Assign, frame: Frame) -> Value:
        """At the top of the text a name bound to a literal, or to a value made like `zeros(3)`, is an input."""
        value = super().assigned(statement, frame)
        if frame is not self.top:
            return value
        return self.as_input(statement.targets[0], statement.value, value, statement.span)

    def as_input(self, target: Expr, expr: Expr, value: Value, span: Span) -> Value:
        """The value, or inputs in its place, of `target = expr`: one by one where both are tuples."""
        if isinstance(target, syntax.Sequence) and isinstance(expr, syntax.Sequence):
            parts = list(value)
            if len(target.items) == len(expr.items) == len(parts):
                return tuple(map(self.as_input, target.items, expr.items, parts, [span] * len(parts)))
        if isinstance(target, syntax.Sequence) and self.initialises(expr) and isinstance(value, (tuple, list)):
            names = [getattr(item, "id", None) for item in target.items]
            if None not in names and len(names) == len(value):
                return tuple(self.parameters(str(name), item, span) for name, item in zip(names, value, strict=True))
        if not isinstance(target, syntax.Name):
            return value
        if isinstance(value, dict) and isinstance(expr, syntax.Mapping):
            return {
                key: self.input(f"{target.id}.{key}", item, span) if self.is_input("", written, item) else item
                for written, (key, item) in zip(expr.values, value.items(), strict=False)
            }
        if self.is_input(target.id, expr, value):
            return self.input(target.id, value, span)
        return self.parameters(target.id, value, span) if self.initialises(expr) else value

    def initialises(self, expr: Expr) -> bool:
        """Whether arrays in a value are first values of parameters: made by a function of the person's own, or in a list."""
        if isinstance(expr, syntax.Call) and isinstance(expr.function, syntax.Name):
            return isinstance(self.top.names.get(expr.function.id), Function)
        return isinstance(expr, (syntax.Sequence, syntax.Comprehension)) and creates(expr)

    def parameters(self, name: str, value: Value, span: Span) -> Value:
        """The float arrays in nested lists and dicts as inputs, under dotted names."""
        if isinstance(value, dict):
            return {key: self.parameters(f"{name}.{key}", item, span) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self.parameters(f"{name}.{key}", item, span) for key, item in enumerate(value))
        array = isinstance(value, np.ndarray) and value.ndim > 0 and value.dtype.kind == "f"
        return self.input(name, value, span) if array and not self.has_input(name) else value

    def is_input(self, name: str, expr: Expr, value: Value) -> bool:
        """Whether `name = expr` makes an input: of numbers that are written down or made from nothing, not of flags and labels."""
        if isinstance(value, (Tensor, bool, str)) or value is None or self.has_input(name):
            return False
        if name in self.request.values and isinstance(value, (int, float, np.ndarray, list)):
            return True
        if isinstance(value, (int, float)) and value == 0 and self.accumulates(name):
            return False
        if isinstance(value, list) and self.grows(name):
            return False
        if isinstance(value, np.ndarray):
            return value.dtype.kind == "f" and creates(expr)
        numeric = isinstance(value, (int, float)) or (isinstance(value, list) and value != [])
        return (
            numeric
            and all(isinstance(leaf, (int, float)) for leaf in leaves(value))
            and creates(expr)
            and regular(value)
        )

    def grows(self, name: str) -> bool:
        """Whether the text appends to a list: it stays a list then."""
        growing = rf"\b{re.escape(name)}\s*(?:\.\s*(?:append|extend|insert|pop|sort)\b|\+=\s*\[)"
        return re.search(growing, self.program.text) is not None

    def has_input(self, name: str) -> bool:
        return any(node.operation == INPUT and node.name == name for node in self.builder.nodes)

    def spare(self, name: str) -> str:
        """The name, or `name_2`, `name_3` … where it is another input's."""
        names = itertools.chain((name,), (f"{name}_{count}" for count in itertools.count(2)))
        return next(each for each in names if not self.has_input(each))

    def accumulates(self, name: str) -> bool:
        """Whether `name += …` stands anywhere: a 0 before it is where a sum starts, not an input."""
        inner = [each for statement in self.program.statements for each in descend(statement)]
        return any(isinstance(each, syntax.Augment) and getattr(each.target, "id", None) == name for each in inner)

    def statement(self, statement: syntax.Statement, frame: Frame) -> None:
        if frame is self.top:
            self.current = bound_names(statement)
        super().statement(statement, frame)

    def quote(self, span: Span) -> str:
        """The person's own words at a span."""
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return f"`{line[span.column : span.end if span.end_line == span.line else len(line)].strip()}`"


def descend(statement: syntax.Statement) -> list[syntax.Statement]:
    """A statement and all that stand in its blocks."""
    inner = [each for part in ("body", "then", "otherwise") for each in getattr(statement, part, ())]
    return [statement, *(each for part in inner for each in descend(part))]


def numbers(value: Value, name: str, span: Span) -> Array:
    """An input's value as float64, in an array of its own; an array of truth values, as a mask is, stays one.

    Raises LanguageError unless it is a number or a full array of numbers.
    """
    try:
        if any(leaf is None for leaf in leaves(value)):
            raise TypeError
        array = np.array(value)
        array = array if array.dtype == bool and array.ndim else np.array(value, dtype=float)
    except (TypeError, ValueError):
        hint = "write 3, or [1, 2], or [[1, 2], [3, 4]] with rows of one length"
        message = f"the value of `{name}` is not a number or an array of numbers"
        raise LanguageError(Diagnostic(span, message, hint)) from None
    return array if array.ndim else np.float64(array)  # type: ignore[return-value]
