"""Optimisers that a text takes from a library, `torch.optim.Adam(model.parameters(), lr=0.01)`, and the schedules of their rates."""

from __future__ import annotations

from collections.abc import Iterator

from app.language import syntax
from app.language.syntax import Expr
from app.optimisers import OPTIMISERS
from app.optimisers.libraries import CLIPPING, INERT, LIBRARIES, OTHERS, Signature, meant, signature
from app.optimisers.schedules import SCHEDULES
from app.training.own.found import OPTIMISER, RATE, Found
from app.training.own.schedules import scheduled
from app.training.own.text import Text, dotted, module_of

Given = dict[str, Expr]
FLAGS = frozenset({"params", "betas", "nesterov", "maximize"})
"""Arguments that are no number of a rule."""
COLLECTING = frozenset({"list", "chain", "filter", "parameters"})
"""Functions that give collections of parameters."""


def read_call(call: syntax.Call, text: Text, found: Found) -> None:
    """What a call says of training, if it says anything."""
    path = text.path(call.function)
    library = next((LIBRARIES[part] for part in path[:-1] if part in LIBRARIES), None)
    if path[-1] == "compile":
        compiled(call, text, found)
    elif library is not None and path[-1] in library[1]:
        constructed(call, signature(library[0], path[-1], *library[1][path[-1]]), text, found)
    elif library is not None and path[-1] in OTHERS:
        there = ", ".join(row.title for row in OPTIMISERS.values())
        found.remark(OPTIMISER, f"{path[-1]}, by which the text trains, is not known here: there are {there}")
    elif path[-1] in CLIPPING and (library is not None or "utils" in path):
        found.remark(OPTIMISER, f"`{path[-1]}` is not followed: no gradient is clipped")
    elif "lr_scheduler" in path or (path[-1] in SCHEDULES and SCHEDULES[path[-1]].library == "Transformers"):
        scheduled(call, path[-1], text, found)


def compiled(call: syntax.Call, text: Text, found: Found) -> None:
    """The optimiser that Keras's `compile` is given by its name; one that is called is met by itself."""
    named = next((each.value for each in call.keywords if each.name == "optimizer"), None) or next(
        iter(call.arguments), None
    )
    if isinstance(named, syntax.Literal) and isinstance(named.value, str):
        library, rows = LIBRARIES["optimizers"]
        known = {name.lower(): name for name in rows}.get(named.value.lower())
        if known is not None:
            constructed(syntax.Call(named, (), span=call.span), signature(library, known, *rows[known]), text, found)
        else:
            found.remark(OPTIMISER, f"the optimiser `{named.value}`, by which the text trains, is not known here")


def constructed(call: syntax.Call, known: Signature, text: Text, found: Found) -> None:
    """What the arguments of an optimiser say; what they leave open is as the library has it."""
    if found.optimiser is not None:
        found.remark(OPTIMISER, f"the text trains in several ways: {known.name}, the last, is followed")
    given = arguments(call, known, text, found)
    led = [other for name, other in known.others.items() if name[0] != "!" and holds(given.get(name), text)]
    row = OPTIMISERS[[known.row, *led][-1]]
    found.optimiser, found.rate, found.settings, found.ascend = row, None, {}, holds(given.get("maximize"), text)
    found.train = tuple(dict.fromkeys(trained(given["params"], text, found))) if "params" in given else ()
    for name in {**known.arguments, **given}.keys() - FLAGS - INERT:
        number = text.number(given[name]) if name in given else known.arguments[name]
        if name == "rate":
            rated(given.get("rate"), number, known, text, found)
        elif name not in row.settings:
            if known.others.get(name) != row.name and (holds(given[name], text) if name in given else number):
                shown = name.lstrip("!")
                found.remark(
                    OPTIMISER, f"`{shown}` of {known.library}’s {known.name} is not known here: all is without it"
                )
        elif number is None:
            if name in given:
                found.remark(
                    OPTIMISER, f"`{name}` of {known.name} could not be read: it is {row.settings[name]:g} here"
                )
        elif number != row.settings[name]:
            found.settings[name] = number


def arguments(call: syntax.Call, known: Signature, text: Text, found: Found) -> Given:
    """What each argument is, by the names of the rules where they have one."""
    given: Given = dict(zip(known.arguments, call.arguments, strict=False))
    for keyword in call.keywords:
        if keyword.name is None:
            found.remark(OPTIMISER, f"`**` among the arguments of {known.name} is not followed")
        else:
            barred = f"!{keyword.name}"
            given[barred if barred in known.arguments else meant(keyword.name)] = keyword.value
    if "betas" in given:
        betas = text.resolved(given["betas"])
        pair = betas.items if isinstance(betas, syntax.Sequence) and len(betas.items) == 2 else (betas, betas)
        given |= dict(zip(("beta1", "beta2"), pair, strict=True))
    return given


def holds(expr: Expr | None, text: Text) -> bool:
    """Whether an argument is anything but False, None or 0."""
    return expr is not None and text.number(expr) != 0 and not (isinstance(expr, syntax.Literal) and not expr.value)


def rated(expr: Expr | None, number: float | None, known: Signature, text: Text, found: Found) -> None:
    """The rate of an optimiser: a number, or a schedule."""
    found.rate = number
    schedule = text.resolved(expr) if expr is not None and number is None else None
    if isinstance(schedule, syntax.Call) and (name := text.path(schedule.function)[-1]) in SCHEDULES:
        scheduled(schedule, name, text, found)
    elif schedule is not None:
        found.remark(RATE, f"the rate of {known.name} could not be read from the text")


def trained(expr: Expr, text: Text, found: Found) -> Iterator[str]:
    """What an optimiser is given to train: modules, for their parameters, or names; in lists, sums of lists, groups and chains."""
    open_, followed = [expr], set()
    while open_:
        here = open_.pop()
        if isinstance(here, syntax.Name) and here.id not in followed and is_list(text.resolved(here)):
            followed.add(here.id)
            here = text.resolved(here)
        if name := module_of(here) or dotted(here):
            yield name
        elif isinstance(here, syntax.Mapping):
            open_ += group(here, found)
        else:
            open_ += reversed(members(here))


def group(expr: syntax.Mapping, found: Found) -> list[Expr]:
    """The parameters of a group such as `{"params": [w], "lr": 0.1}`."""
    said = {getattr(key, "value", None): value for key, value in zip(expr.keys, expr.values, strict=False)}
    if len(said) > 1:
        found.remark(RATE, "a group of parameters with a rate of its own is not known here: all have the same")
    return [said["params"]] if "params" in said else []


def members(expr: Expr) -> tuple[Expr, ...]:
    """What a list, a sum of lists, `*a`, and a call such as `chain(a, b)` hold."""
    if isinstance(expr, syntax.Sequence):
        return expr.items
    if isinstance(expr, syntax.Binary):
        return (expr.left, expr.right)
    if isinstance(expr, syntax.Starred):
        return (expr.value,)
    return expr.arguments if isinstance(expr, syntax.Call) else ()


def is_list(expr: Expr) -> bool:
    """Whether what a name is bound to is a collection of parameters, and no parameter itself."""
    while isinstance(expr, syntax.Binary) and expr.operator == "+":
        expr = expr.right
    collected = isinstance(expr, syntax.Call) and dotted(expr.function).rpartition(".")[2] in COLLECTING
    return isinstance(expr, syntax.Sequence) or collected
