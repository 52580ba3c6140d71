"""Rows laid out: each with its words in the fewest lines for which it has room."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from math import inf

from app.diagram.drawing.strips import striped
from app.diagram.fitting.measuring import Measures
from app.diagram.labels.sizing import Setting, Written
from app.diagram.labels.text_block import DENSE, NARROW, REACHING
from app.diagram.structure import Scheme

ROOMY = 34.0
"""A row that seems longer than its room by this is not tried with its words in fewer lines; rows mostly come out shorter than they
seem, in points."""


class Rows:
    """The rows of a scheme, at most `density` dense and as long as there is `room`; where it is short labels are raised, but not those
    of the parts `low`."""

    def __init__(
        self, measures: Measures, scheme: Scheme, density: int, detail: int, low: Collection[str], room: float
    ) -> None:
        self.measures, self.scheme, self.low, self.room = measures, scheme, low, room
        self.density, self.detail = density, detail
        self.known: dict[tuple[int, bool, bool], Written] = {}
        self.lengths: dict[tuple[int, int], list[float]] = {}

    def row(self, number: int) -> list[Setting]:
        """A row in pieces, in the first of the ways to write it that has room, or as dense as may be where that may be lower."""
        if number < 0:
            density, flat = self.head
            return self.laid(number, density, flat=flat)
        for density, raising in self.looser(number):
            found = self.laid(number, density, flat=True, raising=raising)
            if self.fits(found) and not any(piece.stuck for piece in found):
                if self.no_taller(number, found):
                    return found
                dense = self.laid(number, self.density)
                return found if raising and not self.fits(dense) else min(found, dense, key=height)
        found = self.laid(number, self.density)
        if self.density > NARROW and number not in self.long and not self.fits(found):
            self.long.add(number)
            return self.laid(number, self.density)
        return found

    def fits(self, row: Sequence[Setting]) -> bool:
        """Whether a row in pieces has room."""
        return all(piece.layout.width <= self.room for piece in row)

    def laid(self, number: int, density: int, *, flat: bool = False, raising: bool = False) -> list[Setting]:
        """A row with its words in some density; those of inputs and tags in as few lines as may be if `flat`, all others raised if
        `raising` or if it is long."""
        return self.written(density, flat, head=number < 0).row(
            number, self.low, self.room, raising=raising or number in self.long
        )

    def no_taller(self, number: int, row: Sequence[Setting]) -> bool:
        """Whether nothing in a row that is flat reaches farther from its wire than at its densest: words in fewer lines may have to be
        raised."""
        boxes = {key: box for piece in row for key, box in piece.layout.boxes.items()}
        dense = self.written(self.density, False).stood(number, self.low, raising=number in self.long)
        return all(boxes[each.id].above <= each.above and boxes[each.id].below <= each.below for each in dense)

    def written(self, density: int, flat: bool, *, head: bool = False) -> Written:
        """The figure with its words in some way, or its `head`, measured once."""
        if (density, flat, head) not in self.known:
            part = self.scheme.head if head else self.scheme.body
            sizes = self.measures.sizes(part, density, self.detail, gates=self.density, flat=flat)
            self.known[density, flat, head] = Written(part, sizes, self.measures.style, self.density, flat)
        return self.known[density, flat, head]

    def looser(self, number: int) -> Iterator[tuple[int, bool]]:
        """The densities in which a row is tried flat, the airiest first; where all reaches over something with its labels raised too, if
        it has no room without: broken ones alone."""
        if self.density and any(self.scheme.breaks.rows) and not self.measures.style.single:
            long = number in self.long
            for raising in sorted({long, long or self.density >= REACHING}):
                for density in sorted({DENSE, self.density}):
                    if self.thought(number, density, raising=raising) <= self.room + ROOMY:
                        yield density, raising

    def thought(self, number: int, density: int, *, raising: bool) -> float:
        """How long a row seems if it is flat in some density."""
        spread = self.density if raising else min(self.density, NARROW)
        if (density, spread) not in self.lengths:
            breaker = self.measures.flat(density, spread, self.detail)
            self.lengths[density, spread] = breaker.lengths_of(self.scheme.breaks.rows)
        return self.lengths[density, spread][number]

    @cached_property
    def head(self) -> tuple[int, bool]:
        """How the sources of the head are written, and whether flat: in the lowest way that lets as many stand beside each other."""
        heads = self.scheme.head.rows

        def room_taken(way: tuple[int, bool]) -> tuple[float, float]:
            placed = [piece for number in heads for piece in self.laid(number, way[0], flat=way[1])]
            if any(each.layout.width > self.room for each in placed):
                return inf, inf
            strips = striped(placed, self.room)
            return len(strips), sum(max(each.layout.height for each, _ in strip) for strip in strips)

        ways = [(self.density, False), (min(DENSE, self.density), False), (self.density, True)]
        return min(ways, key=room_taken)

    @cached_property
    def long(self) -> set[int]:
        """The rows that are thought too long for their labels to stay where they are, and those that came out so."""
        if self.density <= NARROW:
            return set()
        plain = self.measures.whole(NARROW, self.detail).breaker.lengths_of(self.scheme.breaks.rows)
        return {row for row, length in enumerate(plain) if length > self.room}


def height(row: Sequence[Setting]) -> float:
    """The height of a row in pieces; one that a wire has no clear way in is taller than any other."""
    return inf if any(piece.stuck for piece in row) else sum(piece.layout.height for piece in row)
