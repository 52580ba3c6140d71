"""Loops are unrolled, as the values stand; one that trains ends with its first turn where its further ones are not used."""

from __future__ import annotations

from app.autodiff.interpreter.kinds.value_types import Frame, Value
from app.autodiff.interpreter.objects.hand_written import is_gradient, trained_by
from app.autodiff.interpreter.operations.truths import truth
from app.autodiff.interpreter.running.blocks import Jumped, run_block
from app.autodiff.interpreter.running.dispatch import EXECUTE, bind, evaluate
from app.autodiff.interpreter.running.run import Run
from app.autodiff.interpreter.statements.generators import go_through
from app.autodiff.interpreter.statements.training import (
    FirstTurn,
    end_with_first_turn,
    goes_on_with_steps,
    runs_on,
)
from app.language import syntax
from app.language.syntax import Statement


@EXECUTE.of(syntax.For)
def loop(run: Run, statement: syntax.For, frame: Frame) -> None:
    """Each turn as the values stand; a training loop ends with its first."""
    before, since = run.finished, len(run.builder.nodes)
    whole, on, turns = True, False, 0
    along = trained_by(statement.body) if frame is run.top else ()

    def once(item: Value) -> bool:
        nonlocal whole, on
        run.step(statement.span)
        bind(run, statement.target, item, frame, quietly=True)
        whole = turn(run, statement.body, frame)
        trained = run.finished is not before or any(is_gradient(name, frame.names) for name in along)
        on = on or (whole and trained and runs_on(run, statement, frame, since, turns))
        if whole and trained and not on:
            end_with_first_turn(run, statement, frame, since)
        return whole and (on or not trained)

    def counted(number: int) -> None:
        nonlocal turns
        turns = number

    go_through(run, statement.iterable, frame, once, counted)
    if whole:
        run_block(run, statement.otherwise, frame)


@EXECUTE.of(syntax.While)
def loop_while(run: Run, statement: syntax.While, frame: Frame) -> None:
    """Each turn as the values stand; one that trains ends with its first where its further turns are not used, or too many."""
    first: FirstTurn | None = None
    before, since = run.finished, len(run.builder.nodes)
    while truth(run, evaluate(run, statement.test, frame), statement.test):
        if first is not None and first.ends(run):
            first.restore(run, frame)
            end_with_first_turn(run, statement, frame, since)
            return
        if not turn(run, statement.body, frame):
            return
        if first is None and run.finished is not before:
            first = FirstTurn(run, frame, on=goes_on_with_steps(run, statement, frame, since))
    run_block(run, statement.otherwise, frame)


def turn(run: Run, body: tuple[Statement, ...], frame: Frame) -> bool:
    """One turn of a loop; whether another may follow."""
    run.loops += 1
    try:
        run_block(run, body, frame)
    except Jumped as jumped:
        return jumped.kind == "continue"
    finally:
        run.loops -= 1
    return True


@EXECUTE.of(syntax.Jump)
def jump(run: Run, statement: syntax.Jump, frame: Frame) -> None:
    if statement.kind != "pass":
        raise Jumped(statement.kind)
