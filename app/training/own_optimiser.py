"""What a text says of its own training: `torch.optim.Adam(model.parameters(), lr=0.01)`, `w -= lr * w.grad`, `for epoch in range(100)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace

from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.language import LanguageError, Program, syntax
from app.language.syntax import Expr
from app.training.optimisers import OPTIMISERS, SPELLINGS, Optimiser
from app.training.request import DescentRequest

RATES = frozenset({"lr", "learning_rate", "step_size"})
RENAMED = {
    "lr_decay": "rate_decay",
    "rho": "alpha",
    "beta_1": "beta1",
    "beta_2": "beta2",
    "b1": "beta1",
    "b2": "beta2",
    "epsilon": "eps",
}
LIBRARIES = frozenset({"optim", "optimizers"})
"""Parts of names that optimisers are called by; a bare name is one where it was imported from such a library."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; None and nothing for what the text leaves open. `train` are names of inputs, or of modules."""

    optimiser: Optimiser | None = None
    rate: float | None = None
    train: tuple[str, ...] = ()
    settings: Mapping[str, float] = field(default_factory=dict)
    ascend: bool = False
    steps: int | None = None


def own_optimiser(program: Program) -> Found:
    """What the text says of its own training, as far as it can be read from it without running it."""
    numbers, modules = named_numbers(program), looped_modules(program)
    found = Found()
    for part in parts(program.statements):
        if isinstance(part, syntax.Call) and (row := optimiser_called(part, program)) is not None:
            found = called(part, row, numbers, found)
        elif isinstance(part, (syntax.Augment, syntax.Assign)) and (by_hand := stepped(part)) is not None:
            name, factor, up = by_hand
            name = modules.get(name, name)
            rate = number(factor, numbers)
            row = found.optimiser or OPTIMISERS["gradient-descent"]
            found = replace(found, optimiser=row, rate=rate, train=(*found.train, name), ascend=up)
        elif isinstance(part, syntax.For) and found.steps is None and trains(part):
            found = replace(found, steps=count(part.iterable, numbers))
    return found


def parts(node: object) -> Iterator[object]:
    """A piece of syntax and all that it is made of."""
    if isinstance(node, tuple):
        for item in node:
            yield from parts(item)
    elif is_dataclass(node):
        yield node
        for each in fields(node):
            yield from parts(getattr(node, each.name))


def looped_modules(program: Program) -> dict[str, str]:
    """The names that stand for each parameter of a module in turn, and the module: `for p in model.parameters()`."""
    return {
        part.target.id: module_of(part.iterable)
        for part in parts(program.statements)
        if isinstance(part, syntax.For) and isinstance(part.target, syntax.Name) and module_of(part.iterable)
    }


def dotted(expr: Expr) -> str:
    """`torch.optim.Adam` as it is written; nothing for what is no name."""
    if isinstance(expr, syntax.Attribute):
        return f"{inner}.{expr.name}" if (inner := dotted(expr.value)) else ""
    return expr.id if isinstance(expr, syntax.Name) else ""


def named_numbers(program: Program) -> dict[str, object]:
    """The names that the text binds to numbers at its top."""
    found: dict[str, object] = {}
    for statement in program.statements:
        if isinstance(statement, syntax.Assign) and isinstance(name := statement.targets[0], syntax.Name):
            value = number(statement.value, found)
            if value is not None:
                found[name.id] = value
    return found


def number(expr: Expr | None, names: Mapping[str, object]) -> float | None:
    """An expression of plain numbers; None for others."""
    if expr is None or any(isinstance(part, (syntax.Call, syntax.Lambda)) for part in parts(expr)):
        return None
    if any(isinstance(part, syntax.Name) and part.id not in names for part in parts(expr)):
        return None
    try:
        value = evaluate_alone(expr, names)
    except LanguageError:
        return None
    return float(value) if isinstance(value, (int, float)) else None


def optimiser_called(call: syntax.Call, program: Program) -> Optimiser | None:
    """The row of a call such as `torch.optim.Adam(…)`."""
    path = dotted(call.function).split(".")
    row = SPELLINGS.get(path[-1])
    imported = len(path) == 1 and any(
        isinstance(each, syntax.Import) and each.name == path[0] and not LIBRARIES.isdisjoint(each.module.split("."))
        for each in parts(program.statements)
    )
    return row if imported or not LIBRARIES.isdisjoint(path[:-1]) else None


def called(call: syntax.Call, row: Optimiser, numbers: Mapping[str, object], found: Found) -> Found:
    """What the arguments of an optimiser say."""
    given = {keyword.name: keyword.value for keyword in call.keywords if keyword.name}
    positional = list(call.arguments)
    train: tuple[str, ...] = ()
    if positional and number(positional[0], numbers) is None:
        train = trained(positional.pop(0))
    rate = next((number(given[name], numbers) for name in RATES if name in given), None)
    if rate is None and positional:
        rate = number(positional[0], numbers)
    settings = {RENAMED.get(name, name): number(expr, numbers) for name, expr in given.items()}
    if isinstance(betas := given.get("betas"), syntax.Sequence) and len(betas.items) == 2:
        settings |= {f"beta{place}": number(item, numbers) for place, item in enumerate(betas.items, 1)}
    if settings.get("momentum") and row is OPTIMISERS["gradient-descent"]:
        nesterov = getattr(given.get("nesterov"), "value", False)
        row = OPTIMISERS["nesterov" if nesterov else "momentum"]
    known = {name: value for name, value in settings.items() if value is not None and name in row.settings}
    up = bool(getattr(given.get("maximize"), "value", False))
    return replace(found, optimiser=row, rate=rate, train=train, settings=known, ascend=up)


def trained(expr: Expr) -> tuple[str, ...]:
    """What an optimiser is given to train: a module, for its parameters, or names."""
    if isinstance(expr, syntax.Call):
        return (module_of(expr),)
    items = expr.items if isinstance(expr, syntax.Sequence) else (expr,)
    return tuple(item.id for item in items if isinstance(item, syntax.Name))


def module_of(call: Expr) -> str:
    """`model` of `model.parameters()`; nothing for other calls."""
    path = dotted(call.function) if isinstance(call, syntax.Call) else ""
    return path.removesuffix(".parameters") if path.endswith(".parameters") else ""


def stepped(statement: syntax.Augment | syntax.Assign) -> tuple[str, Expr, bool] | None:
    """The name, the rate and whether it climbs, of `w -= lr * w.grad` and `w = w - lr * w.grad`."""
    if isinstance(statement, syntax.Augment):
        target, sign, step = statement.target, statement.operator, statement.value
    else:
        target, value = statement.targets[0], statement.value
        if not isinstance(value, syntax.Binary) or value.left != target:
            return None
        sign, step = value.operator, value.right
    name = dotted(target).removesuffix(".data")
    if sign not in "+-" or not name or not isinstance(step, syntax.Binary) or step.operator != "*":
        return None
    gradients = {f"{name}.grad", f"{name}.grad.data", f"{name}.grad.item"}
    for factor, gradient in ((step.left, step.right), (step.right, step.left)):
        if dotted(gradient) in gradients:
            return name, factor, sign == "+"
    return None


def trains(loop: syntax.For) -> bool:
    """Whether a loop is that of the steps: gradients are computed or taken in it."""
    inside = parts(loop.body)
    return any(isinstance(part, syntax.Attribute) and part.name in ("backward", "step", "grad") for part in inside)


def count(expr: Expr, numbers: Mapping[str, object]) -> int | None:
    """How often a loop over `range(…)` turns."""
    if not isinstance(expr, syntax.Call) or dotted(expr.function) not in ("range", "trange") or not expr.arguments:
        return None
    bounds = [number(argument, numbers) for argument in expr.arguments]
    if any(bound is None for bound in bounds):
        return None
    return len(range(*[int(bound) for bound in bounds if bound is not None]))


def filled(
    program: Program,
    *,
    steps: int | None = None,
    optimiser: Optimiser | None = None,
    rate: float | str | None = None,
    train: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    ascend: bool | None = None,
    batch: int = 0,
    shuffle: int | None = None,
) -> DescentRequest:
    """What is asked of a descent, with what the text says of its own training for what is left open. Raises LanguageError."""
    found = own_optimiser(program)
    row = optimiser or found.optimiser or OPTIMISERS["gradient-descent"]
    own = found.settings if row is found.optimiser else {}
    return DescentRequest(
        steps=next(each for each in (steps, found.steps, DescentRequest.steps) if each is not None),
        optimiser=row,
        rate=found.rate if rate is None else as_number(rate),
        train=tuple(train),
        declared=found.train,
        settings={**own, **(settings or {})},
        ascend=found.ascend if ascend is None else ascend,
        batch=batch,
        shuffle=shuffle,
    )


def as_number(rate: float | str) -> float | str:
    """A rate that is typed as a number; others are expressions."""
    try:
        return float(rate)
    except ValueError:
        return rate
