"""A schedule of rates: its rule in the language, and what a library calls its arguments.

In a rule `t` is the number of the step from 1 and `rate` the optimiser's own; arguments stand by name, and lines before the last are
names for it. `sum(… for each in milestones)` goes through an argument that is a list, `lr_lambda(t - 1)` applies one that is a function.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ELSE = object()
"""Any other value of an argument than those that have lines of their own."""
UNREAD = object()
"""An argument that no text shows."""


class Expression(str):
    """A value that is an expression in `t`."""

    __slots__ = ()


NAME = re.compile(r"[A-Za-z_]\w*")
APPLIED = re.compile(r"\b(\w+)\(t - 1\)")
SUMMED = re.compile(r"sum\(([^()]+) for each in (\w+)\)")


@dataclass(frozen=True, slots=True)
class Schedule:
    """`arguments` are in order, each with what it is unless given, as it is written; `told` are those that no rule follows.

    `cases` have the lines that the value of an argument puts before the `rule`. An argument of `by_group` may be a list of one for each
    group of parameters. `momentum` goes along where `cycle_momentum` holds; one that `chains` multiplies the rate of a schedule before it.
    """

    library: str
    name: str
    rule: Sequence[str]
    arguments: Mapping[str, str]
    told: frozenset[str]
    cases: Mapping[str, Mapping[object, Sequence[str]]]
    momentum: str
    by_group: str
    chains: bool

    @property
    def of_others(self) -> bool:
        """Whether it is made of other schedules, one after the other."""
        return not self.rule

    def usual(self) -> dict[str, object]:
        """What arguments are unless given."""
        return {name: ast.literal_eval(value) if value else UNREAD for name, value in self.arguments.items()}

    def written(self, values: Mapping[str, object]) -> str | None:
        """The rate as one expression in `t`, with values in place of names: numbers, tuples of them, words, or expressions.

        An expression stands for a function of `t - 1`. None where a value on which the rate depends is not known.
        """
        first: list[str] = []
        for argument, cases in self.cases.items():
            value = values[argument] if values[argument] in cases else ELSE
            if value not in cases:
                return None
            first += cases[value]
        own = self.by_group.split()
        texts = {name: value_text(value, one=name in own) for name, value in values.items()}
        for line in (*first, *self.rule[:-1]):
            name, _, expression = line.partition(" = ")
            inner = with_texts(expression, texts, values)
            texts[name] = None if inner is None else bracketed(inner)
        return with_texts(self.rule[-1], texts, values)


def bracketed(expression: str) -> str:
    """An expression as a part of another one."""
    whole = isinstance(ast.parse(expression, mode="eval").body, (ast.Constant, ast.Name, ast.Call))
    return expression if whole else f"({expression})"


def value_text(value: object, *, one: bool) -> str | None:
    """A number or an expression as a text, or a tuple's only number if `one` may stand in it; None for anything else."""
    if one and isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, Expression):
        return value
    return f"{value:.15g}" if isinstance(value, (int, float)) else None


def with_texts(expression: str, texts: Mapping[str, str | None], values: Mapping[str, object]) -> str | None:
    """An expression with texts in place of names; None where one of them is not known."""

    def summed(found: re.Match[str]) -> str:
        members = values[found[2]]
        assert isinstance(members, tuple)
        return f"({' + '.join('(' + found[1].replace('each', f'{each:.15g}') + ')' for each in members)})"

    if any(not isinstance(values[found[2]], tuple) for found in SUMMED.finditer(expression)):
        return None
    expression = SUMMED.sub(summed, expression)
    expression = APPLIED.sub(lambda found: found[1] if found[1] in texts else found[0], expression)
    if any(texts.get(name, "") is None for name in NAME.findall(expression)):
        return None
    return NAME.sub(lambda found: texts.get(found[0]) or found[0], expression)


def row(
    library: str,
    name: str,
    rule: str,
    arguments: str,
    *,
    momentum: str = "",
    by_group: str = "",
    chains: bool = False,
    **cases: Mapping[object, str],
) -> Schedule:
    """A schedule from its rule and its arguments as they are written; one with a `!` is told, as no rule follows it."""
    given = [each.partition("=") for each in arguments.split()]
    return Schedule(
        library,
        name,
        lines(rule),
        {key.lstrip("!"): value for key, _, value in given},
        frozenset(key[1:] for key, _, _ in given if key[0] == "!"),
        {key: {value: lines(text) for value, text in each.items()} for key, each in cases.items()},
        momentum,
        by_group,
        chains,
    )


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
