"""Schedules of learning rates that a text takes from a library: each becomes the rate at step `t`, which counts from 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from app.language import syntax
from app.language.syntax import Expr
from app.optimisers.schedule import UNREAD, Expression, Schedule
from app.optimisers.schedules import SCHEDULES
from app.training.own.found import OPTIMISER, RATE, Found
from app.training.own.text import Text

Given = Mapping[str, Expr]
DOTTED = re.compile(r"(?<![\w.])[A-Za-z_][\w.]*")
STEP = re.compile(r"\bt\b")
FUNCTIONS = frozenset("abs cos exp floor log max min pi sin sqrt tanh".split())
"""What a factor may be computed with."""
SILENT = frozenset({"last_epoch", "verbose"})
"""Arguments that change no rate of a run from its start."""


def scheduled(call: syntax.Call, name: str, text: Text, found: Found) -> None:
    """A schedule becomes a rate that depends on the step; one that is part of another is read with that."""
    if name == "ChainedScheduler" or any(call is each for each in text.parts_of_schedules):
        return
    rate = rate_of(call, name, text, found)
    if rate is not None:
        found.rate = rate
    elif name in SCHEDULES:
        found.remark(RATE, f"the schedule {name} could not be read from the text: the rate stays as it is")
    else:
        found.remark(RATE, f"the schedule {name} is not known here: the rate stays as it is")


def rate_of(call: syntax.Call, name: str, text: Text, found: Found) -> str | None:
    """The rate at step `t` by a schedule; None where it could not be read."""
    known = SCHEDULES.get(name)
    if known is None:
        return None
    given = dict(zip(known.arguments, call.arguments, strict=False))
    given |= {keyword.name: keyword.value for keyword in call.keywords if keyword.name and keyword.name not in SILENT}
    if given.keys() - known.arguments.keys() or given.keys() & known.told:
        return None
    if known.of_others:
        return by_turns(known, given, text, found)
    values = known.usual() | {key: value_of(expr, text) for key, expr in given.items()} | {"rate": before(known, found)}
    rate = known.written(values)
    if rate is not None and values.get("cycle_momentum"):
        message = f"{name} changes the momentum too, which stays as it is here: cycle_momentum=False"
        found.remark(OPTIMISER, message)
    return rate


def before(known: Schedule, found: Found) -> float | Expression | None:
    """The rate without a schedule, or by those before it in a chain; None for one that knows no other before it."""
    if isinstance(found.rate, str):
        return Expression(f"({found.rate})") if known.chains else None
    return found.rate


def value_of(expr: Expr, text: Text) -> object:
    """What an argument of a schedule is: a number, a word, a list of numbers, or the text of a function of `t - 1`."""
    if isinstance(expr, syntax.Literal) and not isinstance(expr.value, (int, float)):
        return expr.value
    number = text.number(expr)
    return number if number is not None else tuple(numbers_in(expr, text)) or factor(expr, text) or UNREAD


def factor(expr: Expr, text: Text) -> Expression | None:
    """`lambda epoch: 0.95**epoch` of `t - 1`; None for what is no function of that alone."""
    formula = text.formula(expr)
    if formula is None:
        return None
    (own, body), readable = formula, True

    def written(name: str) -> str:
        nonlocal readable
        last = name.rpartition(".")[2]
        if name == own:
            return "(t - 1)"
        if isinstance(number := text.numbers.get(name), (int, float)):
            return f"{number:.15g}"
        readable = readable and last in FUNCTIONS
        return last

    found = DOTTED.sub(lambda each: written(each[0]), text.written(body))
    return Expression(f"({found})") if found and readable else None


def numbers_in(expr: Expr | None, text: Text) -> list[float]:
    """A list of plain numbers; an empty one where something else stands."""
    listed = text.resolved(expr) if expr is not None else None
    found = [text.number(each) for each in listed.items] if isinstance(listed, syntax.Sequence) else []
    numbers = [each for each in found if each is not None]
    return numbers if len(numbers) == len(found) else []


def by_turns(known: Schedule, given: Given, text: Text, found: Found) -> str | None:
    """`SequentialLR(opt, [warmup, decay], [5])`: one schedule after the other, each from its own beginning."""
    listed = text.resolved(given["schedulers"]) if "schedulers" in given else None
    inner = [text.resolved(each) for each in listed.items] if isinstance(listed, syntax.Sequence) else []
    rates = [
        rate_of(each, text.path(each.function)[-1], text, found) for each in inner if isinstance(each, syntax.Call)
    ]
    turns = numbers_in(given.get("milestones"), text)
    if None in rates or not rates or len(rates) != len(inner) or len(turns) != len(rates) - 1:
        return None
    starts, joined = [0.0, *turns], str(rates[-1])
    joined = STEP.sub(f"(t - {starts[-1]:.15g})", joined)
    for rate, (start, end) in reversed(list(zip(rates, pairwise(starts), strict=False))):
        here = STEP.sub(f"(t - {start:.15g})", str(rate)) if start else rate
        joined = f"where(t <= {end:.15g}, {here}, {joined})"
    return joined
