"""A whole program: which names are inputs, what the output is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.autodiff.builder import Array, Limits, Tensor, describe
from app.autodiff.graph import Graph
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.statements import Statements, bound_names
from app.autodiff.interpreter.values import Frame, Function, Note, Operation, Value, leaves
from app.autodiff.primitives import SPELLINGS, STATICS
from app.language import LanguageError, Mistake, Program, Span, syntax
from app.language.syntax import Expr


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a program beside its text: values of inputs, inputs that are constants, and the name of the output."""

    values: Mapping[str, Value]
    constants: Collection[str]
    output: str | None
    limits: Limits


class Interpreter(Statements):
    """Runs one program once."""

    def __init__(self, program: Program, request: Request) -> None:
        super().__init__(request.limits)
        self.program = program
        self.request = request
        self.top = Frame({})
        self.bound = {name for statement in program.statements for name in bound_names(statement)}
        self.overridden: set[str] = set()
        self.lines = program.text.split("\n")

    def graph(self) -> Graph:
        """The graph of the program. Raises LanguageError with all mistakes that can be found."""
        mistakes = list(self.program.mistakes)
        try:
            self.all(self.program.statements, self.top)
        except LanguageError as error:
            mistakes.extend(error.mistakes)
        if mistakes:
            raise LanguageError(mistakes)
        name, value = self.output()
        self.warn_of_unused_values()
        tensor = self.single(value)
        if tensor.node.name is None:
            tensor = self.builder.name(tensor, name)
        return Graph(tuple(self.builder.nodes), tensor.node.index, self.names())

    def allow_backward(self) -> None:
        """The backward pass has its own nodes and steps: a few for each edge of the forward pass."""
        forward = self.builder.limits
        self.limits = replace(forward, evaluations=forward.evaluations * 4)
        self.builder.limits = replace(forward, nodes=forward.nodes * 20, total_elements=forward.total_elements * 8)

    def names(self) -> dict[str, int]:
        """Each name of the text (of its only function, where that is the whole text) and the node that it ends as."""
        found = {node.name: node.index for node in self.builder.nodes if node.operation == "input" and node.name}
        found.update({name: value.node.index for name, value in self.top.names.items() if isinstance(value, Tensor)})
        output = self.builder.nodes[self.single(self.output_value).node.index]
        return {**found, **({output.name: output.index} if output.name else {})}

    def output(self) -> tuple[str, Value]:
        name, value = self.run_only_function() if self.last is None else self.last
        wanted = self.request.output
        if wanted is not None:
            home = self.top.find(wanted)
            if home is None:
                raise LanguageError(
                    Mistake(
                        Span(1, 0, 1, 1),
                        f"there is no value `{wanted}` to be the output",
                        f"names are {', '.join(self.top.names)}",
                    )
                )
            name, value = wanted, home.names[wanted]
        self.output_value = value
        return name, value

    def run_only_function(self) -> tuple[str, Value]:
        """A text of definitions only: the last one is the forward pass, and its parameters are the inputs."""
        functions = [
            (statement, self.top.names.get(statement.name))
            for statement in self.program.statements
            if isinstance(statement, syntax.Define)
        ]
        if not functions:
            whole = Span(1, 0, 1, max(1, len(self.lines[0])))
            raise LanguageError(
                Mistake(
                    whole, "nothing is computed here", "end with an expression or an assignment, for example `z = x*y`"
                )
            )
        statement, function = functions[-1]
        assert isinstance(function, Function)
        for parameter in function.parameters:
            self.top.names[parameter.name] = self.parameter(parameter, statement.span)
        value = self.run(statement.body, self.top)
        if value is None:
            self.refuse(statement.span, f"`{statement.name}` returns nothing", "end it with `return`")
        return "f", value

    def parameter(self, parameter: syntax.Parameter, span: Span) -> Value:
        default = None if parameter.default is None else self.expression(parameter.default, self.top)
        if (
            parameter.star
            or isinstance(default, bool | str)
            or (parameter.default is not None and default is None and parameter.name not in self.request.values)
        ):
            return {"*": (), "**": {}}.get(parameter.star, default)
        return self.input(parameter.name, 1.0 if default is None else default, span)

    def do_return(self, statement: syntax.Return, frame: Frame) -> None:
        """The returned name is the output's name, when the whole text is one function."""
        if frame is self.top and isinstance(statement.value, syntax.Sequence):
            with self.builder.within("statement", "", statement.value):
                returned = self.expression(statement.value, frame)
            statement = replace(statement, value=statement.value.items[0])
            if not isinstance(returned, tuple):
                self.refuse(statement.span, "this cannot be returned", "")
        super().do_return(statement, frame)

    def single(self, value: Value) -> Tensor:
        """The output as one tensor; of several values the first."""
        while isinstance(value, tuple | list) and value and isinstance(value[0], Tensor):
            value = value[0]
        if isinstance(value, list | tuple) and any(isinstance(leaf, Tensor) for leaf in leaves(value)):
            value = self.call(libraries.operation("stack"), (list(value),), {}, self.program.statements[-1].span)
        if not isinstance(value, Tensor):
            span = self.program.statements[-1].span
            self.refuse(
                span,
                f"the output is {describe(value)} that depends on no input",
                "use a name without a value, for example `x`, as input",
            )
        return value

    def unbound(self, name: str, frame: Frame, span: Span) -> Value:
        """A name that nothing binds: a library, a constant of mathematics, an operation as a value, or an input."""
        if (namespace := libraries.root(name)) and name not in self.request.values:
            return namespace
        if name in libraries.BARE_CONSTANTS or (name in ("float", "int", "bool") and name not in self.request.values):
            return libraries.CONSTANTS[name]
        if name in self.bound:
            self.refuse(span, f"`{name}` is used before it has a value", "move the line that gives it one further up")
        if name in SPELLINGS and name not in self.request.values and len(name) > 1:
            return Operation(SPELLINGS[name])
        self.top.names[name] = self.input(name, 1.0, span)
        return self.top.names[name]

    def input(self, name: str, value: Value, span: Span) -> Tensor:
        """A new input, with the value from outside of the text where there is one."""
        if name in self.request.values:
            self.overridden.add(name)
            value = self.request.values[name]
        return self.builder.input(name, numbers(value, name, span), name not in self.request.constants, span)

    def assigned(self, statement: syntax.Assign, frame: Frame) -> Value:
        """At the top of the text a name bound to a literal, or to a value made like `zeros(3)`, is an input."""
        target = statement.targets[0]
        value = super().assigned(statement, frame)
        if (
            frame is not self.top
            or not isinstance(target, syntax.Name)
            or not self.is_input(target.id, statement.value, value)
        ):
            return value
        return self.input(target.id, value, statement.span)

    def is_input(self, name: str, expr: Expr, value: Value) -> bool:
        if isinstance(value, Tensor | bool | str) or value is None:
            return False
        if name in self.request.values and isinstance(value, int | float | np.ndarray | list):
            return True
        if isinstance(value, int | float) and value == 0 and self.rebound(name):
            return False
        if isinstance(value, np.ndarray):
            return value.dtype.kind == "f" and creates(expr)
        numeric = isinstance(value, int | float) or (
            isinstance(value, list) and value != [] and all(isinstance(leaf, int | float) for leaf in leaves(value))
        )
        return numeric and literal(expr)

    def rebound(self, name: str) -> bool:
        """Whether an accumulator starts here: the name is bound again by `+=` or inside of a loop."""
        inner = [each for statement in self.program.statements for each in descend(statement)]
        return any(isinstance(each, syntax.Augment) and getattr(each.target, "id", None) == name for each in inner)

    def warn_of_unused_values(self) -> None:
        for name in self.request.values:
            if name not in self.overridden:
                self.notes.append(Note(f"`{name}` is not an input of this program; its value is not used"))

    def quote(self, span: Span) -> str:
        """The person's own words at a span."""
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return f"`{line[span.column : span.end if span.end_line == span.line else len(line)].strip()}`"


def descend(statement: syntax.Statement) -> list[syntax.Statement]:
    inner = [each for field in ("body", "then", "otherwise") for each in getattr(statement, field, ())]
    return [statement, *(each for part in inner for each in descend(part))]


def literal(expr: Expr) -> bool:
    """A number or nested list of numbers, signs included."""
    if isinstance(expr, syntax.Unary):
        return literal(expr.operand)
    if isinstance(expr, syntax.Sequence):
        return all(literal(item) for item in expr.items)
    if isinstance(expr, syntax.Call) and getattr(expr.function, "id", getattr(expr.function, "name", "")) in (
        "float",
        "array",
        "tensor",
    ):
        return True
    return isinstance(expr, syntax.Literal)


def creates(expr: Expr) -> bool:
    """Whether an array is made from nothing, as weights are, perhaps scaled: `0.01 * np.random.randn(3, 4)`."""
    if isinstance(expr, syntax.Unary):
        return creates(expr.operand)
    if isinstance(expr, syntax.Binary):
        return creates(expr.left) or creates(expr.right)
    if isinstance(expr, syntax.Call):
        called = getattr(expr.function, "id", getattr(expr.function, "name", ""))
        row = SPELLINGS.get(called)
        if row is not None and row.name in STATICS:
            return STATICS[row.name].creates
        return called in ("array", "tensor", "asarray", "Tensor", "FloatTensor", "Parameter") or (
            isinstance(expr.function, syntax.Attribute) and creates(expr.function.value)
        )
    return literal(expr)


def numbers(value: Value, name: str, span: Span) -> Array:
    """An input's value as float64. Raises LanguageError unless it is a number or a full array of numbers."""
    if isinstance(value, Tensor):
        return value.value
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise LanguageError(
            Mistake(
                span,
                f"the value of `{name}` is not a number or an array of numbers",
                "write 3, or [1, 2], or [[1, 2], [3, 4]] with rows of one length",
            )
        ) from None
    return array if array.ndim else np.float64(array)  # type: ignore[return-value]
