"""The options of the view as the page offers them."""

from __future__ import annotations

from dataclasses import dataclass

from app.autodiff import Trace
from app.diagram.options import CHOICES, MEASURED, ROWS, Options, idle_options
from app.query import OUTPUT, Query


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    title: str
    chosen: bool
    default: bool
    idles: str = ""
    """The options that change nothing beside it, with blanks between them."""


@dataclass(frozen=True, slots=True)
class Group:
    """One option with its choices."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def groups(query: Query) -> list[Group]:
    """The options that a person chooses, with what the query chooses; the page measures its frame.

    What changes nothing beside the style that is chosen is hidden by the style sheet, as a style is chosen without a new page.
    """
    offered = ((name, values) for name, values in CHOICES.items() if name not in MEASURED)
    return [group(name, values, query.options.get(name, "")) for name, values in offered]


def group(name: str, values: tuple[str, ...], wanted: str) -> Group:
    default = getattr(Options(), name) or ""
    offered = values if default in values else (default, *values)
    chosen = wanted if wanted in offered else default
    titles = ROWS[name].metadata["titles"]
    choices = (
        Choice(value, titles.get(value, value.capitalize()), value == chosen, value == default, idles(name, value))
        for value in offered
    )
    return Group(name, name.capitalize(), tuple(choices))


def idles(name: str, value: str) -> str:
    """The options that change nothing beside a choice."""
    return " ".join(sorted(idle_options({name: value})))


def outputs(trace: Trace | None, query: Query) -> Group:
    """Which of the program's values is differentiated: by default the last."""
    named = () if trace is None else tuple(trace.graph.names)[::-1]
    names = named if query.output in named or not query.output else (query.output, *named)
    choices = [Choice("", "The last value", not query.output, default=True)]
    choices += [Choice(name, name, name == query.output, default=False) for name in names]
    return Group(OUTPUT, "Output", tuple(choices))
