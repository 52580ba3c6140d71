"""A text as the readers of its training see it: its names, its plain numbers, and what its imports stand for."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.language import LanguageError, Program, syntax
from app.language.syntax import Expr
from app.language.walk import everything

LONGEST = 100
"""So many pieces of syntax an expression may have that is computed here."""


def dotted(expr: Expr) -> str:
    """`torch.optim.Adam` as it is written; nothing for what is no name."""
    if isinstance(expr, syntax.Attribute):
        return f"{inner}.{expr.name}" if (inner := dotted(expr.value)) else ""
    return expr.id if isinstance(expr, syntax.Name) else ""


def module_of(call: Expr) -> str:
    """`model` of `model.parameters()`; nothing for other calls."""
    path = dotted(call.function) if isinstance(call, syntax.Call) else ""
    return path.removesuffix(".parameters") if path.endswith(".parameters") else ""


def is_long(expr: Expr) -> bool:
    """Whether an expression has more pieces than one that is a number at sight."""
    return next(islice(everything(expr), LONGEST, None), None) is not None


class Text:
    """`parts` are all pieces of its syntax in order; `numbers` are names bound to plain numbers at its top."""

    def __init__(self, program: Program) -> None:
        self.parts = [part for statement in program.statements for part in everything(statement)]
        self.lines = program.text.split("\n")
        self.imports = {
            part.name: ".".join(filter(None, (part.module, part.member)))
            for part in self.parts
            if isinstance(part, syntax.Import) and part.name
        }
        self.functions = {part.name: part for part in self.parts if isinstance(part, syntax.Define)}
        self.bound: dict[str, Expr] = {}
        self.numbers: dict[str, object] = {}
        for part in self.parts:
            if isinstance(part, syntax.Assign) and isinstance(name := part.targets[0], syntax.Name):
                self.bound[name.id] = part.value
        for part in program.statements:
            if isinstance(part, syntax.Assign) and isinstance(name := part.targets[0], syntax.Name):
                value = self.number(part.value)
                if value is not None:
                    self.numbers[name.id] = value

    def formula(self, expr: Expr | None) -> tuple[str, Expr] | None:
        """The one parameter of a function and what it returns, where it does nothing else; None for others."""
        made = self.functions.get(expr.id) if isinstance(expr, syntax.Name) else expr
        if not isinstance(made, (syntax.Lambda, syntax.Define)) or len(made.parameters) != 1:
            return None
        body = made.body[0] if isinstance(made.body, tuple) and len(made.body) == 1 else made.body
        found = body.value if isinstance(body, syntax.Return) else body
        return (made.parameters[0].name, found) if isinstance(found, Expr) else None

    def written(self, expr: Expr) -> str:
        """An expression as the text has it; nothing for one that runs over several lines."""
        span = expr.span
        return self.lines[span.line - 1][span.column : span.end] if span.line == span.end_line else ""

    def path(self, expr: Expr) -> list[str]:
        """The parts of a dotted name, its imports undone: `o.Adam` is torch, optim and Adam behind `import torch.optim as o`."""
        first, _, rest = dotted(expr).partition(".")
        return ".".join(filter(None, (self.imports.get(first, first), rest))).split(".")

    def resolved(self, expr: Expr) -> Expr:
        """What a name is bound to; anything else as it is."""
        return self.bound.get(expr.id, expr) if isinstance(expr, syntax.Name) else expr

    def number(self, expr: Expr | None) -> float | None:
        """An expression of plain numbers; None for others."""
        if expr is None or is_long(expr):
            return None
        inside = list(everything(expr))
        if any(isinstance(part, (syntax.Call, syntax.Lambda)) for part in inside):
            return None
        if any(isinstance(part, syntax.Name) and part.id not in self.numbers for part in inside):
            return None
        try:
            value = evaluate_alone(expr, self.numbers)
        except LanguageError:
            return None
        return float(value) if isinstance(value, (int, float)) else None

    @cached_property
    def parts_of_schedules(self) -> list[Expr]:
        """The schedules that another one is made of."""
        joined = [
            list_
            for part in self.parts
            if isinstance(part, syntax.Call) and self.path(part.function)[-1] == "SequentialLR"
            for each in (*part.arguments, *(keyword.value for keyword in part.keywords))
            if isinstance(list_ := self.resolved(each), syntax.Sequence)
        ]
        return [self.resolved(each) for list_ in joined for each in list_.items]
