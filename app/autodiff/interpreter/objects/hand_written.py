"""Texts that go on by hand where the forward pass ends: gradients written out, steps of training, what is kept for later."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.leaf_inputs import is_leaf
from app.autodiff.interpreter.kinds.plain_values import leaves
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.objects.overloading import number_of
from app.autodiff.interpreter.running.changed_names import descend
from app.autodiff.interpreter.running.run import Run
from app.language import syntax
from app.language.names import bound_names, loaded, targets
from app.language.operators import BAR
from app.language.walk import everything

GRADIENT = re.compile(
    r"(?:grad(?:ient)?s?_?|d_?|delta_?|δ_?|nabla_?|∂)(\w+)|(\w+?)_(?:grad|gradient|delta|error|derivative)s?"
)
"""Names of the gradient of what else they name: `dW1`, `grad_b`, `l2_delta`."""
QUOTIENT = re.compile(r"\w*?_?d(\w+)")
"""What is left of `dL_dw` behind its first d."""
ALL = re.compile(r"(?:grad|gradient|delta|nabla)s?_?\d*|δ(?:_?\d+|_[a-z])?")
"""Names of gradients that do not say of what."""
RATE = re.compile(r"(?:d(?!elta)|∂)\w")
"""Names such as `dx`, which may be a rate of change or a step as well as a gradient."""
IN_PLACE = {"sub_": "-", "subtract_": "-", "add_": "+", "assign_sub": "-", "assign_add": "+"}
"""Methods that take a step, and which way."""
KEPT = re.compile(r"cache|memory|(?:running|moving)_\w+")
"""Names of what is kept for the way back, or for the next batch."""


def is_gradient(name: str, bound: Collection[str]) -> bool:
    """Whether a name is that of a gradient of something bound."""
    if is_adjoint(name, bound):
        return True
    found = GRADIENT.fullmatch(name)
    if found is None or ALL.fullmatch(name):
        return ALL.fullmatch(name) is not None
    rest = found[1] or found[2]
    quotient = QUOTIENT.fullmatch(rest)
    names = {rest, rest.upper(), rest.capitalize(), quotient[1] if quotient else rest}
    return not names.isdisjoint(bound)


def is_adjoint(name: str, bound: Collection[str]) -> bool:
    """Whether a name is that of something bound with a bar, as in tables of automatic differentiation: v̄₁ beside v₁."""
    return unicodedata.normalize("NFD", name).replace(BAR, "").removesuffix("_bar") in {*bound} - {name}


def is_computed(run: Run, value: Value) -> bool:
    """Whether a value holds something that is neither an input nor a constant."""
    return any(isinstance(each := number_of(leaf), Tensor) and not is_leaf(run, each) for leaf in leaves(value))


def forward_end(run: Run) -> tuple[str, Value] | None:
    """What was computed last at the top, without a backward pass or a step that follows by hand; None where nothing was."""
    last = next(computed(run), None)
    if last is None:
        return None
    tell_of_input(run, last[0])
    if (moving := last_moving(run, last)) is not None:
        return moving
    bound = run.top.names
    # A table of adjoints begins with the seed, ȳ = 1.
    asides = sum(is_adjoint(name, bound) for name in run.sources)
    gradients = any(is_gradient(name, bound) for name in bound)
    turned = {name for each in run.program.statements if isinstance(each, syntax.For) for name in targets(each.target)}
    for place, (name, value) in enumerate(computed(run)):
        beside = KEPT.fullmatch(name) is not None or (gradients and (name in run.sources or name in turned))
        # One gradient alone may be what the text is about; several are a backward pass.
        asides += 2 if beside or ALL.fullmatch(name) else 1
        if beside or is_gradient(name, bound):
            continue
        if not place or asides <= 2:
            break
        run.note(f"`{name}` is taken for the end of the forward pass; choose another value with `output`", quiet=True)
        return name, value
    return last


def tell_of_input(run: Run, shown: str) -> None:
    """Say so where a text ends by giving an input another name, which is no output."""
    end = run.program.statements[-1]
    alias = isinstance(end, syntax.Assign) and isinstance(end.value, syntax.Name)
    if alias and run.last is not None and isinstance(run.last[1], Tensor) and not is_computed(run, run.last[1]):
        message = f"`{run.last[0]}` is an input by itself, so `{shown}` is shown; choose another value with `output`"
        run.note(message, end.span, quiet=True)


def computed(run: Run) -> Iterator[tuple[str, Value]]:
    """What was computed at the top, the latest first."""
    return (each for each in reversed(run.remembered) if is_computed(run, each[1]))


def last_moving(run: Run, last: tuple[str, Value]) -> tuple[str, Value] | None:
    """What was computed last that has a gradient, where a measure without one follows, such as an accuracy; else None."""
    found = next((each for each in computed(run) if any(has_gradient(leaf) for leaf in leaves(each[1]))), last)
    if found is last:
        return None
    run.note(f"`{last[0]}` has no gradient, so `{found[0]}` is shown; choose another value with `output`", quiet=True)
    return found


def has_gradient(value: Value) -> bool:
    number = number_of(value)
    return isinstance(number, Tensor) and number.differentiable


def trained_by(body: tuple[syntax.Statement, ...]) -> set[str]:
    """The names against which the lines of a loop take steps: if one is a gradient, as in `w -= rate * dw`, the loop trains by hand."""
    computed = {name for statement in body for name in bound_names(statement)}
    lines = (each for statement in body for each in descend(statement))
    return computed & {name for each in lines if (step := step_of(each)) for name in stepped_along(*step[1:])}


def step_of(statement: object) -> tuple[syntax.Expr, str, syntax.Expr] | None:
    """What is changed, by which sign and by what, of `w -= s`, `w = w - s` and `w.sub_(s)`; None for other statements."""
    if isinstance(statement, syntax.Augment):
        return statement.target, statement.operator, statement.value
    if isinstance(statement, syntax.Assign) and isinstance(value := statement.value, syntax.Binary):
        target = next((each for each in statement.targets if entries(each) == entries(value.left)), None)
        return None if target is None else (target, value.operator, value.right)
    call = statement.value if isinstance(statement, syntax.Evaluate) else None
    if not isinstance(call, syntax.Call) or not isinstance(call.function, syntax.Attribute) or len(call.arguments) != 1:
        return None
    sign = IN_PLACE.get(call.function.name)
    step = call.arguments[0]
    for keyword in call.keywords:
        step = syntax.Binary(keyword.value, "*", step, span=step.span) if keyword.name == "alpha" else step
    return (call.function.value, sign, step) if sign else None


def entries(expr: syntax.Expr) -> syntax.Expr:
    """`w` of `w.data`, which is another way to its entries."""
    return expr.value if isinstance(expr, syntax.Attribute) and expr.name == "data" else expr


def stepped_along(operator: str, value: syntax.Expr) -> set[str]:
    """What a line takes a step along if it is a gradient: `w -= rate * dw`, `w += -rate * dw`, `w += x.T @ delta`.

    `x += dx * dt` integrates a rate of change, `x -= dx` and `x -= fx / dfx` look for a root: those loops are run to their end.
    """
    if operator not in "-+":
        return set()
    over = [part.right for part in everything(value) if isinstance(part, syntax.Binary) and part.operator == "/"]
    found = loaded([value]) - loaded(over)
    if isinstance(value, syntax.Name):
        return {name for name in found if "grad" in name}
    if operator == "+" and not negated(value):
        return {name for name in found if not RATE.match(name)}
    return found


def negated(value: syntax.Expr) -> bool:
    """Whether a product begins with a minus."""
    while isinstance(value, syntax.Binary):
        value = value.left
    sign = isinstance(value, syntax.Unary) and value.operator == "-"
    return sign or (isinstance(value, syntax.Literal) and isinstance(value.value, (int, float)) and value.value < 0)
