"""Schedules of learning rates that a text takes from a library: each becomes the rate at step `t`, which counts from 1."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from app.language import syntax
from app.language.syntax import Expr
from app.optimisers.libraries import Signature
from app.optimisers.schedules import SCHEDULES
from app.training.own.found import OPTIMISER, RATE, Found
from app.training.own.text import Text

Given = Mapping[str, Expr]
NAME = re.compile(r"[A-Za-z_]\w*")
DOTTED = re.compile(r"(?<![\w.])[A-Za-z_][\w.]*")
STEP = re.compile(r"\bt\b")
FUNCTIONS = frozenset("abs cos exp floor log max min pi sin sqrt tanh".split())
"""What a factor may be computed with."""
SILENT = frozenset({"last_epoch", "verbose"})
"""Arguments that change no rate of a run from its start."""
RELATIVE = "rate*"
"""How a rate begins that is a factor of what it would be without the schedule."""


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
    if given.keys() - known.arguments.keys():
        return None
    return with_momentum(READERS.get(name, by_row)(known, given, text, found), known, given, text, found)


def by_row(known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """The row of a schedule with its numbers; None where one could not be read."""
    numbers: dict[str, float | str | None] = dict(numbers_of(known, given, text))
    if isinstance(found.rate, float):
        numbers["rate"] = found.rate
    elif found.rate is not None:
        # The schedules of a chain, one after the other.
        numbers["rate"] = f"({found.rate})" if known.row.startswith(RELATIVE) else None
    return with_numbers(known.row, numbers)


def numbers_of(known: Signature, given: Given, text: Text) -> dict[str, float | None]:
    """The arguments of a schedule as numbers, None for those that are none."""
    return {key: text.number(given[key]) if key in given else usual for key, usual in known.arguments.items()}


def with_numbers(row: str, numbers: Mapping[str, float | str | None]) -> str | None:
    """A rate in `t` with numbers in place of their names; None where one of them is not known."""
    wanted = set(NAME.findall(row)) & {"rate", *numbers}
    if any(numbers.get(each) is None for each in wanted):
        return None
    written = {each: number_text(numbers[each]) for each in wanted}
    return NAME.sub(lambda each: written.get(each[0], each[0]), row)


def number_text(number: float | str | None) -> str:
    return number if isinstance(number, str) else f"{number:.15g}"


def by_factor(known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """`LambdaLR(opt, lambda epoch: 0.95**epoch)`: the rate times what the function gives of the steps so far."""
    formula = text.formula(given.get("lr_lambda"))
    if formula is None or not isinstance(found.rate, float):
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

    factor = DOTTED.sub(lambda each: written(each[0]), text.written(body))
    return f"{found.rate:.15g}*({factor})" if factor and readable else None


def by_milestones(known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """`MultiStepLR(opt, [30, 80])`: a factor from each of these steps on."""
    steps = numbers_in(given.get("milestones"), text)
    factor = text.number(given["gamma"]) if "gamma" in given else known.arguments["gamma"]
    if not steps or factor is None or not isinstance(found.rate, float):
        return None
    return f"{found.rate:.15g}*{factor:.15g}**({' + '.join(f'(t > {each:.15g})' for each in steps)})"


def numbers_in(expr: Expr | None, text: Text) -> list[float]:
    """A list of plain numbers; an empty one where something else stands."""
    listed = text.resolved(expr) if expr is not None else None
    found = [text.number(each) for each in listed.items] if isinstance(listed, syntax.Sequence) else []
    numbers = [each for each in found if each is not None]
    return numbers if len(numbers) == len(found) else []


def by_turns(known: Signature, given: Given, text: Text, found: Found) -> str | None:
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


def by_restarts(known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """`CosineAnnealingWarmRestarts(opt, 10, 2)`: a cosine that begins anew, each time for longer by a factor."""
    numbers = numbers_of(known, given, text)
    if numbers["T_mult"] == 1 or not isinstance(found.rate, float):
        return by_row(known, given, text, found)
    # Just below a restart the logarithm may be rounded up to it.
    turn = "floor(log((t - 1)*(T_mult - 1)/T_0 + 1)/log(T_mult) + 1e-9)"
    share = f"((t - 1)/T_0 - (T_mult**{turn} - 1)/(T_mult - 1))/T_mult**{turn}"
    row = f"eta_min + (rate - eta_min)*(1 + cos(pi*{share}))/2"
    return with_numbers(row, {**numbers, "rate": found.rate})


def by_one_cycle(known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """`OneCycleLR(opt, 0.1, total_steps=100)`: up to the largest rate, and down to almost nothing."""
    numbers = numbers_of(known, given, text)
    if numbers["total_steps"] is None and numbers["epochs"] is not None and numbers["steps_per_epoch"] is not None:
        numbers["total_steps"] = numbers["epochs"] * numbers["steps_per_epoch"]
    kind = word(given.get("anneal_strategy"), "cos")
    if kind not in ANNEALED or numbers["three_phase"]:
        return None
    first, last, share = "max_lr/div_factor", "max_lr/div_factor/final_div_factor", ANNEALED[kind]
    up, down = "(pct_start*total_steps - 1)", "(total_steps - 1)"
    rising = share.format(start=first, to="max_lr", share=f"(t - 1)/{up}")
    falling = share.format(start="max_lr", to=last, share=f"(min(t - 1, {down}) - {up})/({down} - {up})")
    return with_numbers(f"where(t - 1 <= {up}, {rising}, {falling})", numbers)


def by_cycles(known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """`CyclicLR(opt, 0.01, 0.1, step_size_up=10)`: up and down again and again."""
    numbers = numbers_of(known, given, text)
    numbers["step_size_down"] = numbers["step_size_down"] or numbers["step_size_up"]
    kind = word(given.get("mode"), "triangular")
    if kind not in SHRINKING:
        return None
    return with_numbers(known.row + SHRINKING[kind], numbers)


def by_stairs(known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """`ExponentialDecay(0.1, 100, 0.96, staircase=True)` goes down in whole steps."""
    row = known.row.replace("((t - 1)", "floor((t - 1)")
    stairs = text.number(given.get("staircase"))
    return by_row(replace(known, row=row) if stairs else known, given, text, found)


def word(expr: Expr | None, usual: str) -> object:
    """An argument that is a word, or what it is unless given."""
    return usual if expr is None else getattr(expr, "value", None)


def with_momentum(rate: str | None, known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """A rate that was read, where it is told of a schedule that changes the momentum too, which is not followed."""
    still = "cycle_momentum" in given and text.number(given["cycle_momentum"]) == 0
    if rate is not None and "cycle_momentum" in known.arguments and not still:
        found.remark(
            OPTIMISER, f"{known.name} changes the momentum too, which stays as it is here: cycle_momentum=False"
        )
    return rate


ANNEALED = {
    "cos": "{to} + ({start} - {to})*(1 + cos(pi*{share}))/2",
    "linear": "{start} + ({to} - {start})*{share}",
}
"""Ways from one rate to another."""
SHRINKING = {
    "triangular": "",
    "triangular2": "/2**floor((t - 1)/(step_size_up + step_size_down))",
    "exp_range": "*gamma**(t - 1)",
}
"""What becomes of the height of a cycle."""
READERS: Mapping[str, Callable[[Signature, Given, Text, Found], str | None]] = {
    **dict.fromkeys(("exponential_decay", "ExponentialDecay", "InverseTimeDecay"), by_stairs),
    "LambdaLR": by_factor,
    "MultiStepLR": by_milestones,
    "SequentialLR": by_turns,
    "CosineAnnealingWarmRestarts": by_restarts,
    "OneCycleLR": by_one_cycle,
    "CyclicLR": by_cycles,
}
"""Schedules whose arguments are more than numbers."""
