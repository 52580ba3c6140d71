"""A whole program: where it starts, and what its output is."""

from __future__ import annotations

from app.autodiff.builder import Tensor, describe
from app.autodiff.graph import INPUT, Graph
from app.autodiff.interpreter.inputs import Inputs
from app.autodiff.interpreter.instances import Class, Instance
from app.autodiff.interpreter.values import Frame, Function, Value, leaves
from app.language import Diagnostic, LanguageError, Span, syntax

ASSUMED_SIZE = 3
"""What a whole number is taken for that the text leaves open, as in `Net(hidden)`."""


class NoInput(LanguageError):
    """The program computes with constants alone."""


class Interpreter(Inputs):
    """Runs one program once: the top of the layers, each of which adds one subject to those below.

    Operators → Expressions → Calls → Attributes → Objects → Targets → Statements → Inputs → Interpreter.
    """

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
        output = self.single(value)
        if output.node.name is None:
            output = self.builder.name(output, name)
        self.remark()
        return Graph(tuple(self.builder.nodes), output.node.index, self.names(output))

    def names(self, output: Tensor) -> dict[str, int]:
        """Each name of the text (of its only function, where that is the whole text) and the node that it ends as."""
        nodes = self.builder.nodes
        found = {name: value.node.index for name, value in self.top.names.items() if isinstance(value, Tensor)}
        own = nodes[output.node.index].name
        inputs = {node.name: node.index for node in nodes if node.operation == INPUT and node.name}
        # An input keeps its name, even where the text binds that name again: it is what a person sets and asks for.
        return {**found, **({own: output.node.index} if own else {}), **inputs}

    def output(self) -> tuple[str, Value]:
        """The value that the text ends with, that `.backward()` was called on, or that was asked for by name."""
        wanted = self.request.output
        last = ("L", self.finished) if self.finished else self.last or self.run_entry()
        if wanted is None:
            return last
        if wanted not in self.top.names:
            known = [name for name, value in self.top.names.items() if isinstance(value, Tensor)]
            whole = Span(1, 0, 1, 1)
            message = f"there is no value `{wanted}` to be the output"
            raise LanguageError(Diagnostic(whole, message, f"there are {', '.join(known)}"))
        return wanted, self.top.names[wanted]

    def run_entry(self) -> tuple[str, Value]:
        """A text of definitions only: the last function or class is the forward pass, and its parameters are the inputs."""
        entries = [each for each in self.program.statements if isinstance(each, (syntax.Define, syntax.Class))]
        if not entries:
            whole = Span(1, 0, 1, max(1, len(self.lines[0])))
            hint = "end with an expression or an assignment, for example `z = x*y`"
            raise LanguageError(Diagnostic(whole, "nothing is computed here", hint))
        place, entry = entries[-1].span, self.top.names[entries[-1].name]
        function, receiver = self.entry_function(entry, place)
        value = self.run_function(function, receiver, place)
        if value is None:
            self.refuse(place, f"`{function.name}` returns nothing", "end it with `return`")
        return "f", value

    def entry_function(self, entry: Value, place: Span) -> tuple[Function, Instance | None]:
        """The function that is the forward pass, and the object that it belongs to."""
        if isinstance(entry, Function):
            open_ = entry.parameters and entry.parameters[0].name in ("self", "cls")
            return entry, Instance(Class("self", {}), open=True) if open_ else None
        instance = Instance(entry)
        constructor = self.method(instance, "__init__")
        if constructor is not None:
            parameters = constructor.function.parameters[1:]
            sizes = {each.name: self.size(each) for each in parameters if each.default is None and not each.star}
            self.call_method(constructor, (), sizes, place)
        methods = [found for name in ("forward", "__call__") if (found := self.method(instance, name))]
        others = [each for each in entry.members.values() if isinstance(each, Function) and each.name != "__init__"]
        if not methods and not others:
            self.refuse(place, f"`{entry.name}` computes nothing", "give it a method `forward`")
        return methods[0].function if methods else others[-1], instance

    def size(self, parameter: syntax.Parameter) -> Value:
        """A size that the constructor of a class leaves open."""
        value = self.request.values.get(parameter.name)
        if value is not None:
            self.given.add(parameter.name)
            return value
        self.note(f"{parameter.name} = {ASSUMED_SIZE} is assumed; give it a value of your own as an input")
        return ASSUMED_SIZE

    def run_function(self, function: Function, receiver: Instance | None, place: Span) -> Value:
        """Run a function at the top, so that its names are the names of the text."""
        for parameter in function.parameters[1 if receiver else 0 :]:
            self.top.names[parameter.name] = self.parameter(parameter, place)
        if receiver:
            self.top.names[function.parameters[0].name] = receiver
        assert isinstance(function.body, tuple)
        return self.run(function.body, Frame(self.top.names, function.frame))

    def parameter(self, parameter: syntax.Parameter, span: Span) -> Value:
        """A parameter of the forward pass: an input, unless its default is a flag, a text or None."""
        if parameter.star:
            return {} if parameter.star == "**" else ()
        if parameter.default is None:
            return self.free_input(parameter.name, span)
        default = self.default(parameter.default, self.top)
        if parameter.name in self.request.values or (
            isinstance(default, (int, float)) and not isinstance(default, bool)
        ):
            return self.input(parameter.name, default, span)
        return default

    def single(self, value: Value) -> Tensor:
        """The output as one tensor; of several values the first."""
        if isinstance(value, list) and all(isinstance(leaf, Tensor) for leaf in leaves(value)) and len(value) > 1:
            self.note("the output is a list; its first value is shown. Choose another with `output`")
        found = next((leaf for leaf in leaves(value) if isinstance(leaf, Tensor)), None)
        if found is None:
            span = self.program.statements[-1].span
            hint = "use a name without a value, for example `x`, as input"
            raise NoInput(Diagnostic(span, f"the output is {describe(value)}: it depends on no input", hint))
        return found

    def remark(self) -> None:
        """Say which values from outside were not used, and which were assumed."""
        for name in self.request.values:
            if name not in self.given:
                self.note(f"`{name}` is not an input of this program; its value is not used")
        for name, value in self.request.assumed.items():
            if name in self.free:
                shape = getattr(value, "shape", ())
                self.note(f"`{name}` has no value yet: an array of shape {shape} is assumed, so that the shapes fit")
