"""Running statements: one, those of a block, those of a function's body, and those of a text."""

from __future__ import annotations

from collections.abc import Callable

from app.autodiff.builder import LimitReached, Tensor
from app.autodiff.interpreter.kinds.value_types import OPAQUE, UNKNOWN, Frame, Opaque, Value
from app.autodiff.interpreter.running.changed_names import called_name, changed_names, places
from app.autodiff.interpreter.running.dispatch import EXECUTE, bind
from app.autodiff.interpreter.running.run import HAS_NO_BEARING, PassOver, Run, Silent
from app.language import Diagnostic, LanguageError
from app.language.faults import FAULTS, fault
from app.language.names import loaded
from app.language.syntax import Assign, Augment, Call, Evaluate, Expr, For, Name, Return, Statement

STEPPING = frozenset({"step", "apply_gradients", "minimize", "assign", "assign_sub", "assign_add", "fit"})
"""How optimizers, and variables of TensorFlow, take a step."""
UPDATES = STEPPING | {"update", "apply_updates"}
"""The same where an optimiser gives the step, as those of optax do."""
OUTSIDE, REMOVE = "`break` and `continue` stand in loops only", "remove it"


class Returned(Exception):
    """A `return` was met."""

    def __init__(self, value: Value) -> None:
        self.value = value


class Jumped(Exception):
    """A `break` or `continue` was met."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Left(Exception):
    """A loop that goes through a generator was left."""

    def __init__(self, loop: object) -> None:
        self.loop = loop


def run_statement(run: Run, statement: Statement, frame: Frame) -> None:
    """Raises LanguageError with the places of its mistakes; the names that it would have bound are then unknown."""
    if frame is run.top:
        run.current = statement
    try:
        EXECUTE[type(statement)](run, statement, frame)
    except (LanguageError, Silent, *FAULTS) as error:
        if run.attempts and isinstance(error, LanguageError) and error.raises:
            # What has no value by now keeps the one that it had.
            raise
        frame.names.update(dict.fromkeys(changed_names(statement), UNKNOWN))
        if isinstance(error, FAULTS):
            raise fault(error, statement.span) from None
        raise
    except PassOver:
        leave_out(run, statement, frame)


def leave_out(run: Run, statement: Statement, frame: Frame) -> None:
    """Tell of a statement that is passed over; behind `backward()` it takes a step, and what it changes is not known any more."""
    trains = run.finished is not None and isinstance(statement, (Assign, Augment))
    run.pass_over(statement.span, of_training(statement) if trains else reason(statement, frame))
    stepping = called_name(statement.value) if isinstance(statement, Evaluate) else ""
    if stepping in STEPPING and (run.finished is not None or is_whole_step(statement)):
        run.stepped = run.stepped or (statement.span, len(run.remembered))
    for target in places(statement) if trains else ():
        if not isinstance(target, Name):
            forget_item(run, target, frame)
    for name in changed_names(statement):
        if trains and isinstance(frame.names.get(name), Tensor):
            frame.names[name] = OPAQUE
        frame.names.setdefault(name, OPAQUE)


def is_whole_step(statement: Statement) -> bool:
    """Whether a call works the gradients out by itself: `model.fit(x, y)`, `opt.step(closure)`."""
    asked = statement.value if isinstance(statement, Evaluate) else None
    return isinstance(asked, Call) and (called_name(asked) == "fit" or bool(asked.arguments))


def of_training(statement: Statement) -> str:
    """What a statement behind a backward pass does: `updates, state = opt.update(grads, state)` asks an optimiser for its step."""
    asked = called_name(statement.value) if isinstance(statement, Assign) else ""
    return "is a step of the optimiser, which is not followed here," if asked in UPDATES else "computes with a gradient"


def forget_item(run: Run, target: Expr, frame: Frame) -> None:
    """What a list, a dict or an object holds at a target is not known any more; an array has no such entries."""
    try:
        bind(run, target, OPAQUE, frame, quietly=True)
    except (LanguageError, PassOver):
        return


def reason(statement: Statement, frame: Frame) -> str:
    """Why a statement is passed over: a value of the text that comes from a library, or what it does."""
    if isinstance(statement, (Assign, Augment, Return)) and statement.value is not None:
        for name in sorted(loaded([statement.value])):
            if isinstance(frame.names.get(name), Opaque):
                return f"computes with `{name}`, which is not known here,"
    if isinstance(statement, For):
        return "goes over what is not known here,"
    return HAS_NO_BEARING


def run_block(run: Run, statements: tuple[Statement, ...], frame: Frame) -> None:
    """Run the statements of a block; the first mistake ends it."""
    for statement in statements:
        run_statement(run, statement, frame)


def run_finally(body: Callable[[], None], final: Callable[[], None]) -> None:
    """Run what stands at the end of a body also where it is left early; a mistake that Python would not make ends both."""
    leaving: Exception | None = None
    try:
        body()
    except (LanguageError, Returned, Jumped, Left) as left:
        if isinstance(left, LanguageError) and not left.raises:
            raise
        leaving = left
    final()
    if leaving is not None:
        raise leaving


def run_body(run: Run, body: tuple[Statement, ...], frame: Frame) -> Value:
    """The value that a function's body returns."""
    try:
        run_block(run, body, frame)
    except Returned as returned:
        return returned.value
    except Jumped:
        run.refuse(body[0].span, OUTSIDE, REMOVE)
    return None


def run_text(run: Run, statements: tuple[Statement, ...], frame: Frame) -> None:
    """Run statements, telling the mistakes of all of them at once."""
    mistakes: list[Diagnostic] = []
    for statement in statements:
        try:
            run_statement(run, statement, frame)
        except LimitReached as error:
            raise LanguageError([*mistakes, *error.mistakes]) from None
        except LanguageError as error:
            mistakes.extend(error.mistakes)
        except Silent:
            pass
        except Returned as returned:
            # The body of a function pasted without its `def` ends here.
            run.remember("f", returned.value)
            break
        except Jumped:
            mistakes.append(Diagnostic(statement.span, OUTSIDE, REMOVE))
    if mistakes:
        raise LanguageError(mistakes)
