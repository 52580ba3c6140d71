"""Indices at the foot of a name: `x_i`, `A_ij`, `w_i1`, `x_{i+1}`, `h_{t-1, j}`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from app.language.mathematics.indexed_sums import is_entry
from app.language.syntax import Binary, Expr, Literal, Name, Statement
from app.language.walk import everything

ONE = r"(?:[a-z]_(?:plus|minus)_\d+|[a-z]|\d+)"
FOOT = re.compile(
    rf"(?P<base>.*?[^_])(?<!_given)(?<!_to)(?<!_plus)(?<!_minus)_(?P<foot>{ONE}(?:_{ONE})*|[a-z]{{2,3}}|[a-z]\d|\d[a-z])$"
)
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


def axes_of(
    statements: Sequence[Statement], arrays: Collection[str], rows: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The letters at the foot of each of some arrays, and one more for the entries of its rows; nothing for one that has more of them at
    one place than at another.
    """
    found: dict[str, tuple[str, ...]] = {}
    uneven = set()
    for part in (part for statement in statements for part in everything(statement) if is_entry(part)):
        match part.arguments:
            case (Binary(left=Name(id=matrix), operator="@", sign=""), Literal(value=str(letter))) if matrix in rows:
                found[matrix] = letter, f"{matrix}1"
    for entry in (each for statement in statements for each in entries_in(statement).values()):
        if "".join(entry.letters).isdigit():
            continue
        across = (f"{entry.base}1",) if entry.base in rows and len(entry.places) == 1 else ()
        axes = found.setdefault(entry.base, (*entry.letters, *across))
        if len(axes) != len(entry.places) + len(across):
            uneven.add(entry.base)
    return {base: axes for base, axes in found.items() if base in {*arrays, *rows} and base not in uneven}
