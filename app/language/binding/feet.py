"""Indices at the foot of a name: `x_i`, `A_ij`, `w_i1`, `x_{i+1}`, `h_{t-1, j}`."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.language.syntax import Expr, Name
from app.language.walk import everything

ONE = r"(?:[a-z]_(?:plus|minus)_\d+|[a-z]|\d+)"
FOOT = re.compile(rf"(?P<base>.*?[^_])(?<!_given)(?<!_to)_(?P<foot>{ONE}(?:_{ONE})*|[a-z]{{2,3}}|[a-z]\d|\d[a-z])$")
PIECE = re.compile(rf"{ONE}(?=_|$)|[a-z]|\d")
LONGEST = 60
"""No name of more characters is looked at for indices."""
INDICES = frozenset("ijklmn")
"""Letters that run over entries."""
SHIFTED = re.compile(r"([a-z])_(plus|minus)_(\d+)$")


class Place(NamedTuple):
    """One index at a foot, a letter or a number, and what is added to it."""

    letter: str
    shift: int = 0


class Entry(NamedTuple):
    """A name as an entry of an array."""

    base: str
    places: tuple[Place, ...]

    @property
    def letters(self) -> list[str]:
        return [each.letter for each in self.places]


def entry_of(name: str) -> Entry | None:
    """A name with indices at its foot as an entry of the array of that name; None for others."""
    match = FOOT.match(name) if len(name) <= LONGEST else None
    if match is None:
        return None
    return Entry(match["base"], tuple(map(place_of, PIECE.findall(match["foot"]))))


def place_of(piece: str) -> Place:
    shifted = SHIFTED.match(piece)
    return Place(piece) if shifted is None else Place(shifted[1], int(shifted[3]) * (1 if shifted[2] == "plus" else -1))


def entries_in(tree: object) -> dict[str, Entry]:
    """The names in a tree that have indices at their foot."""
    names = [part.id for part in everything(tree) if isinstance(part, Name)]
    return {name: entry for name in names if (entry := entry_of(name))}


def indexed(body: Expr, index: str) -> dict[str, Entry]:
    """The names in a term that carry the index at their foot."""
    return {name: entry for name, entry in entries_in(body).items() if index in entry.letters}
