"""Classes of the text: their members, their bases, the fields of data classes and the members of enumerations."""

from __future__ import annotations

import re
from dataclasses import replace

from app.autodiff.interpreter.functions.builtins import builtin
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.enumerations import Member
from app.autodiff.interpreter.kinds.value_types import Class, Frame, Function, Instance, Value
from app.autodiff.interpreter.running.blocks import run_block
from app.autodiff.interpreter.running.changed_names import called_name, spelled
from app.autodiff.interpreter.running.dispatch import EXECUTE, evaluate
from app.autodiff.interpreter.running.run import Run
from app.language import LanguageError, syntax
from app.language.names import private
from app.language.syntax import Expr, Statement

UNFOLLOWED = frozenset({"__new__", "__setattr__", "__delattr__", "__getattribute__"})
"""Methods by which a class changes how its objects are made, and how their attributes are set and found."""


@EXECUTE.of(syntax.Class)
def define_class(run: Run, statement: syntax.Class, frame: Frame) -> None:
    bases = tuple(found for expr in statement.bases if isinstance(found := base(run, expr, frame), Class))
    members = Frame({}, frame)
    run_block(run, statement.body, members)
    for name in list(members.names):
        member = members.names.pop(name)
        if isinstance(member, Function) and member.frame is members:
            # A method does not see the names of its class's body; what a decorator made of it sees its own.
            member = replace(member, frame=frame)
        members.names[private(statement.name, name)] = member
    inherited = (field for each in reversed(bases) for field in each.fields)
    own = (private(statement.name, field) for each in statement.body if (field := typed_name(run, each)))
    fields = tuple(dict.fromkeys((*inherited, *own)))
    frame.names[statement.name] = made = Class(
        statement.name, members.names, bases, fields=fields, unseen=len(bases) < len(statement.bases)
    )
    for name in members.names.keys() & UNFOLLOWED:
        run.note(
            f"`{name}` of `{statement.name}` is not followed: objects are made, set and asked without it",
            statement.span,
        )
    kinds = {called_name(each) for each in statement.bases}
    if not kinds.isdisjoint(("Enum", "StrEnum")):
        are_texts = not kinds.isdisjoint(("str", "StrEnum"))
        members.names.update(
            {
                name: Member(member, name, made)
                if isinstance(member, str) and are_texts
                else Instance(made, {"value": member, "name": name})
                for name, member in members.names.items()
                if not isinstance(member, Function)
            }
        )


def typed_name(run: Run, statement: Statement) -> str:
    """The name that a line such as `width: int = 2` declares; nothing for other lines."""
    line = run.lines[statement.span.line - 1][statement.span.column :]
    found = re.match(r"(\w+)\s*:\s*\w", line)
    simple = isinstance(statement, (syntax.Assign, syntax.PassedOver))
    return found[1] if found and simple else ""


def base(run: Run, expr: Expr, frame: Frame) -> Value:
    """A class that another extends; those of libraries that are not known add nothing."""
    if isinstance(expr, syntax.Name) and frame.find(expr.id) is None:
        return builtin(run, expr.id)
    try:
        return evaluate(run, expr, frame)
    except LanguageError as error:
        # `nn` of another library than PyTorch would have its layers read as PyTorch's.
        if error.raises == "ImportError" and libraries.root(spelled(expr).partition(".")[0]) is not None:
            raise
        return None
