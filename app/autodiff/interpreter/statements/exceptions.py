"""`try`, `except` and `raise`: a body is run, and where Python would raise in it what a handler is for, that handler is."""

from __future__ import annotations

import builtins
import re

from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Class, Frame
from app.autodiff.interpreter.running.blocks import run_block, run_finally
from app.autodiff.interpreter.running.dispatch import EXECUTE, evaluate
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.interpreter.statements.free_names import is_bound
from app.autodiff.interpreter.statements.repeated_values import compare
from app.language import LanguageError, Span
from app.language.flow_syntax import Assert, Handler, Try

ALL = frozenset({"Exception", "BaseException"})
OF_ARRAYS = {
    "LinAlgError": frozenset({"LinAlgError", "_LinAlgError", "RuntimeError", "ValueError"}),
    "RuntimeError": frozenset({"RuntimeError", "ValueError", "TypeError"}),
}
"""What the libraries raise where a matrix has no inverse, and where shapes do not fit."""


@EXECUTE.of(Try)
def attempt(run: Run, statement: Try, frame: Frame) -> None:
    run_finally(lambda: attempt_body(run, statement, frame), lambda: run_block(run, statement.final, frame))


def attempt_body(run: Run, statement: Try, frame: Frame) -> None:
    run.attempts += 1
    try:
        run_block(run, statement.body, frame)
    except LanguageError as error:
        handler = next((each for each in statement.handlers if catches(each, error.raises, frame)), None)
        if handler is None:
            raise
        handle(run, handler, error, frame)
        return
    finally:
        run.attempts -= 1
    run_block(run, statement.otherwise, frame)


def handle(run: Run, handler: Handler, error: LanguageError, frame: Frame) -> None:
    """Run what the text foresees for what has happened, and say so; at other values it may not happen."""
    run.note(f"{error.message}: the `except` for it is followed", error.span)
    run.builder.read.update(index for index, _ in run.sources.values())
    before, run.handled = run.handled, error
    frame.names.update(dict.fromkeys(handler.names, OPAQUE))
    try:
        run_block(run, handler.body, frame)
    finally:
        run.handled = before


def catches(handler: Handler, kind: str, frame: Frame) -> bool:
    """Whether a handler is for an exception, by its name; for a mistake that Python would not make there is none."""
    return kind != "" and (not handler.kinds or any(is_a(kind, wanted, frame) for wanted in handler.kinds))


def is_a(kind: str, wanted: str, frame: Frame) -> bool:
    """Whether one exception is another, or extends it."""
    if wanted == kind or wanted in ALL or wanted in OF_ARRAYS.get(kind, ()):
        return True
    if (home := frame.find(kind)) is not None and isinstance(own := home.names[kind], Class):
        return any(each.name == wanted for each in own.lineage())
    known, base = getattr(builtins, kind, None), getattr(builtins, wanted, None)
    return isinstance(known, type) and isinstance(base, type) and issubclass(known, base)


@EXECUTE.of(Assert)
def check(run: Run, statement: Assert, frame: Frame) -> None:
    """What is asserted is told where it is false. It makes no inputs, and what cannot be worked out here is passed over."""
    if statement.again:
        compare(run, statement, frame)
        return
    if not is_bound(run, statement.test, frame):
        raise PassOver
    told = len(run.notes)
    try:
        found = settled(evaluate(run, statement.test, frame))
    except LanguageError:
        raise PassOver from None
    finally:
        del run.notes[told:]
    if not isinstance(found, (bool, int, float)):
        raise PassOver
    if found:
        return
    message = f"{run.quote(statement.test.span)} is asserted and is false here"
    if run.attempts:
        run.refuse(statement.span, message, "give inputs for which it is true", raises="AssertionError")
    run.note(f"{message}: Python would stop; give inputs for which it is true", statement.span)


def raise_(run: Run, span: Span) -> None:
    """A `raise` that is reached ends the text, unless it is foreseen: what follows would never be computed."""
    told = run.quote(span)
    found = re.match(r"`raise\s+(?:\w+\.)*([A-Z]\w*)", told)
    if found is None and run.handled is not None:
        raise run.handled
    hint = "give inputs with which it is not reached"
    run.refuse(span, f"the text ends here with {told}", hint, raises=found[1] if found else "Exception")
