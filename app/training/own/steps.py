"""Steps that a text writes out, `w -= lr * w.grad`, and the loops that they stand in."""

from __future__ import annotations

from app.autodiff.interpreter.objects.hand_written import entries, is_gradient, step_of
from app.language import syntax
from app.language.syntax import Expr
from app.language.walk import everything, mapped
from app.optimisers import OPTIMISERS
from app.training.own.found import OPTIMISER, RATE, STEPS, Found
from app.training.own.text import Text, dotted, is_long, module_of

BARS = frozenset({"tqdm", "enumerate", "list", "progress_bar"})
"""What a range is put into that a loop goes through."""
CLEARING = frozenset({"zero_grad", "zero_grads", "clear_grad", "clear_grads", "zero_", "fill_"})
"""Methods that set gradients back to 0."""


def read_step(statement: syntax.Statement, text: Text, found: Found) -> bool:
    """What a step that is written out says of training; False for a statement that is none."""
    step = step_of(statement)
    if step is None or step[1] not in ("+", "-") or not (name := dotted(entries(step[0]))):
        return False
    _, sign, value = step
    if not any(gradient_of(part, name, text) for part in everything(value)):
        return False
    factor = rate_in(value, name, text)
    if factor is None:
        found.remark(OPTIMISER, f"the step of `{name}` is more than a rate times its gradient: it is not followed")
    else:
        rate = factor if sign == "-" else -factor
        if found.rate is not None and found.rate != abs(rate):
            found.remark(RATE, f"the text has several rates: that of `{name}`, {abs(rate):g}, is followed")
        found.rate, found.ascend = abs(rate), rate < 0
        found.optimiser = found.optimiser or OPTIMISERS["gradient-descent"]
    found.train = tuple(dict.fromkeys((*found.train, looped(text).get(name, name))))
    return True


def gradient_of(expr: object, name: str, text: Text) -> bool:
    """Whether an expression is the gradient of a name: `w.grad`, `dw`, or a name for what a tape or `jax.grad` gave."""
    if not isinstance(expr, (syntax.Name, syntax.Attribute)):
        return False
    path = dotted(expr)
    if path.removesuffix(".data").removesuffix(".item") in (f"{name}.grad", f"{name}.data.grad"):
        return True
    if isinstance(expr, syntax.Attribute):
        return False
    value = text.bound.get(path)
    function = value.function if isinstance(value, syntax.Call) else None
    made = function.function if isinstance(function, syntax.Call) else function
    return is_gradient(path, {name}) or (made is not None and dotted(made).rpartition(".")[2] in ("grad", "gradient"))


def rate_in(step: Expr, name: str, text: Text) -> float | None:
    """What a gradient is multiplied by in a step; None where the step is not a number times the gradient.

    The step is computed with the numbers 0, 1 and 2 in place of the gradient.
    """
    if is_long(step):
        return None
    at: list[float] = []
    for number in (0, 1, 2):

        def put(part: Expr, number: int = number) -> Expr:
            return syntax.Literal(number, span=part.span) if gradient_of(part, name, text) else mapped(part, put)

        value = text.number(put(step))
        if value is None:
            return None
        at.append(value)
    return at[1] if at[0] == 0 and at[2] == 2 * at[1] else None


def looped(text: Text) -> dict[str, str]:
    """The names that stand for each parameter of a module in turn, and the module: `for p in model.parameters()`."""
    return {
        part.target.id: module
        for part in text.parts
        if isinstance(part, syntax.For)
        and isinstance(part.target, syntax.Name)
        and (module := module_of(part.iterable))
    }


def read_loop(loop: syntax.For | syntax.While, text: Text, found: Found) -> None:
    """How often a loop trains, if it does."""
    if found.steps is not None or not trains(loop, text) or (isinstance(loop, syntax.For) and module_of(loop.iterable)):
        return
    found.steps = count(loop.iterable, text) if isinstance(loop, syntax.For) else None
    if found.steps is None:
        found.remark(STEPS, "how often the text's loop trains could not be read from it")
    if accumulates(loop, text):
        found.remark(
            OPTIMISER,
            "the text never sets its gradients back to 0 by `zero_grad()`: each turn adds to those before, here each step has its own",
        )


def turned(loop: syntax.For | syntax.While) -> list[object]:
    """All pieces of what a loop does in a turn."""
    return [part for statement in loop.body for part in everything(statement)]


def accumulates(loop: syntax.For | syntax.While, text: Text) -> bool:
    """Whether each turn adds to the gradients of those before: nothing sets them back, and no step makes new parameters."""
    inside = turned(loop)
    if not any(isinstance(part, syntax.Attribute) and part.name == "backward" for part in inside):
        return False
    renewed = any(
        isinstance(part, syntax.Assign) and isinstance(part.targets[0], syntax.Name) and read_step(part, text, Found())
        for part in inside
    )
    return not renewed and not any(map(clears, text.parts))


def clears(part: object) -> bool:
    """Whether gradients are set back: `opt.zero_grad()`, `w.grad.zero_()`, `w.grad = None`."""
    if isinstance(part, syntax.Assign):
        return any(isinstance(target, syntax.Attribute) and target.name == "grad" for target in part.targets)
    return isinstance(part, syntax.Attribute) and part.name in CLEARING


def trains(loop: syntax.For | syntax.While, text: Text) -> bool:
    """Whether a loop is that of the steps: gradients are computed or taken in it."""
    inside = turned(loop)
    called = [part.function for part in inside if isinstance(part, syntax.Call)]
    methods = {each.name for each in called if isinstance(each, syntax.Attribute)}
    return not methods.isdisjoint({"backward", "step", "apply_gradients"}) or any(
        isinstance(part, syntax.Statement) and read_step(part, text, Found()) for part in inside
    )


def count(expr: Expr, text: Text) -> int | None:
    """How often a loop over `range(…)` turns, with or without a bar around it; None for other loops."""
    if not isinstance(expr, syntax.Call) or not expr.arguments:
        return None
    function = dotted(expr.function).rpartition(".")[2]
    if function in BARS:
        return count(expr.arguments[0], text)
    bounds = [text.number(argument) for argument in expr.arguments]
    whole = [int(bound) for bound in bounds if bound is not None]
    if function not in ("range", "trange") or len(whole) < len(bounds):
        return None
    try:
        return len(range(*whole))
    except (TypeError, ValueError, OverflowError):
        # No such range, or one without an end that a person would see.
        return None
