"""What comes from libraries that are not read, and what is computed with it: said, and refused where nothing else is left."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import Opaque
from app.autodiff.interpreter.running.changed_names import descend
from app.autodiff.interpreter.running.run import Run
from app.language import LanguageError
from app.language.names import bound_names, loaded
from app.language.syntax import Assign, Attribute, Augment, Call, Evaluate, Import, Name, Statement


def refuse_unread(run: Run) -> None:
    """Refuse a text whose only results come from what is not read. Raises LanguageError at the first of them."""
    names = run.top.names
    imported = {each.name for block in run.program.statements for each in descend(block) if isinstance(each, Import)}
    for statement in run.program.statements:
        if not isinstance(statement, (Assign, Augment)):
            continue
        unread = sorted(name for name in loaded([statement.value]) - imported if isinstance(names.get(name), Opaque))
        name = next((each for each in bound_names(statement) if isinstance(names.get(each), Opaque)), None)
        if name is not None and unread:
            told = f"`{name}` is computed with `{unread[0]}`, which comes from a library that is not read here"
            hint = f"give `{unread[0]}` a value of its own, as `{unread[0]} = np.array([1.0, 2.0])`"
            raise LanguageError.at(statement.span, told, hint)


def tell_of_end(run: Run, shown: str) -> None:
    """Tell where a text ends with what has no gradient, so that the figure is of an earlier value, `shown`.

    Raises LanguageError where the backward pass is asked of what a library made that is not read, as of
    `loss = mean_squared_error(t, y)`.
    """
    made = {name: each for each in run.program.statements for name in bound_names(each) if is_unread(run, each, name)}
    for statement in run.program.statements:
        root = backward_root(statement)
        if root in made:
            told = f"`{root}` comes from a library that is not read here, so it has no backward pass"
            hint = "write out what the library computes, as in `loss = ((y - t)**2).mean()`"
            raise LanguageError.at(made[root].span, told, hint)
    last = next((each for each in reversed(run.program.statements) if isinstance(each, (Assign, Augment))), None)
    if last is None:
        return
    for name in bound_names(last):
        if made.get(name) is last:
            run.note(f"`{name}` comes from a library that is not read here; the figure ends at `{shown}`", last.span)
        elif isinstance(run.top.names.get(name), (int, float, np.ndarray)) and loaded([last.value]):
            run.note(f"`{name}` has no gradient, so `{shown}` is shown", last.span, quiet=True)


def is_unread(run: Run, statement: Statement, name: str) -> bool:
    """Whether a statement of the text computes a name with its arrays, and a library that is not read makes the value."""
    if not isinstance(statement, (Assign, Augment)) or not isinstance(run.top.names.get(name), Opaque):
        return False
    return any(isinstance(run.top.names.get(each), Tensor) for each in loaded([statement.value]))


def backward_root(statement: Statement) -> str | None:
    """The name whose backward pass a statement asks for, as in `loss.backward()`."""
    match statement:
        case Evaluate(value=Call(function=Attribute(value=Name(id=name), name="backward"))):
            return name
    return None
