"""Schedules of learning rates that a text takes from a library: each becomes the rate at step `t`, which counts from 1."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.language import syntax
from app.language.syntax import Expr
from app.training.own.found import RATE, Found
from app.training.own.libraries import SCHEDULES, Signature
from app.training.own.text import Text

Given = Mapping[str, Expr]
NAME = re.compile(r"[A-Za-z_]\w*")
DOTTED = re.compile(r"(?<![\w.])[A-Za-z_][\w.]*")
FUNCTIONS = frozenset("abs cos exp floor log max min pi sin sqrt tanh".split())
"""What a factor may be computed with."""


def scheduled(call: syntax.Call, name: str, text: Text, found: Found) -> None:
    """A schedule becomes a rate that depends on the step."""
    known = SCHEDULES.get(name)
    if known is None:
        found.remark(RATE, f"the schedule {name} is not known here: the rate stays as it is")
        return
    given = dict(zip(known.arguments, call.arguments, strict=False))
    given |= {keyword.name: keyword.value for keyword in call.keywords if keyword.name}
    read = None if given.keys() - known.arguments.keys() else READERS.get(name, by_row)(known, given, text, found)
    if read is None:
        found.remark(RATE, f"the schedule {name} could not be read from the text: the rate stays as it is")
    else:
        found.rate = read


def by_row(known: Signature, given: Given, text: Text, found: Found) -> str | None:
    """The row of a schedule with its numbers; None where one could not be read."""
    numbers = {key: text.number(given[key]) if key in given else usual for key, usual in known.arguments.items()}
    if found.rate is not None:
        numbers["rate"] = found.rate if isinstance(found.rate, float) else None
    wanted = set(NAME.findall(known.row)) & {"rate", *known.arguments}
    if any(numbers.get(each) is None for each in wanted):
        return None
    return NAME.sub(lambda each: f"{numbers[each[0]]:.15g}" if each[0] in wanted else each[0], known.row)


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
    listed = text.resolved(given["milestones"]) if "milestones" in given else None
    steps = [text.number(each) for each in listed.items] if isinstance(listed, syntax.Sequence) else []
    factor = text.number(given["gamma"]) if "gamma" in given else known.arguments["gamma"]
    if not steps or None in steps or factor is None or not isinstance(found.rate, float):
        return None
    return f"{found.rate:.15g}*{factor:.15g}**({' + '.join(f'(t > {each:.15g})' for each in steps)})"


READERS: Mapping[str, Callable[[Signature, Given, Text, Found], str | None]] = {
    "LambdaLR": by_factor,
    "MultiStepLR": by_milestones,
}
"""Schedules whose arguments are more than numbers."""
