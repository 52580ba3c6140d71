"""What can be chosen about a file where it is offered: the values of a setting, each with the query that asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.query import Query


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a setting, how it is shown, what an address with it says behind its question mark, and whether it is chosen."""

    name: str
    shown: str
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting with its values."""

    setting: str
    title: str
    values: Sequence[Value]


def choice(query: Query, setting: str, title: str, values: Mapping[str, str]) -> Choice:
    """The choice between the `values` of a setting, by how they are shown; the first is what counts where nothing is said."""
    usual = next(iter(values))
    here = query.settings.get(setting, usual)
    found = [
        Value(name, shown, having(query, setting, "" if name == usual else name).string(), name == here)
        for name, shown in values.items()
    ]
    return Choice(setting, title, found)


def having(query: Query, setting: str, value: str) -> Query:
    """The query with another value of a setting; "" leaves it out."""
    rest = {name: text for name, text in query.settings.items() if name != setting}
    return replace(query, settings={**rest, setting: value} if value else rest)
