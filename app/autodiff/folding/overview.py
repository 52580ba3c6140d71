"""An overview of a large graph: the equal turns of a loop as one gate, and if that is not enough what follows one another."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain

from app.autodiff.graph import Node, Scope

MOST = 40
"""So many gates can be taken in."""
TURNS, LONGEST = 3, 60
"""So many equal turns are a loop, of at most so many gates each."""

Run = list[Node]


def overview(
    runs: Sequence[Run], scopes: Sequence[Scope | None], most: int = MOST
) -> tuple[list[Run], list[Scope | None]]:
    """Runs of nodes in the order of the text, drawn as one gate each, put together until there are at most `most`."""
    if len(runs) <= most:
        return list(runs), list(scopes)
    found = list(rolled(runs, scopes))
    share = -(-len(found) // most)
    groups = [found[start : start + share] for start in range(0, len(found), share)]
    together = [group[0] if len(group) == 1 else merged(group) for group in groups]
    return [run for run, _ in together], [scope for _, scope in together]


def rolled(runs: Sequence[Run], scopes: Sequence[Scope | None]) -> Iterator[tuple[Run, Scope | None]]:
    """The runs with each loop's turns as one, which says how many they were."""
    for start, period, turns in repetitions(runs):
        whole = list(chain(*runs[start : start + period * turns]))
        yield whole, scopes[start] if turns == 1 else Scope("loop", str(turns), start)


def repetitions(runs: Sequence[Run], *, loosely: bool = False) -> Iterator[tuple[int, int, int]]:
    """Where each loop starts, of how many runs a turn consists, and how many turns there are; a run of no loop is one turn.

    Turns are alike, or if `loosely` only of one place in the text: the first may begin with what the others go on with.
    """
    places = [run[0].span if loosely else (run[0].span, run[0].operation, len(run)) for run in runs]
    again = defaultdict[Hashable, list[int]](list)
    for at, place in enumerate(places):
        again[place].append(at)
    start = 0
    while start < len(runs):
        later = again[places[start]]
        first, stop = bisect_right(later, start), bisect_right(later, start + LONGEST)
        period, turns = repeated(places, start, [at - start for at in later[first:stop]])
        period, turns = (period, turns) if turns >= TURNS else (1, 1)
        yield start, period, turns
        start += period * turns


def repeated(places: Sequence[Hashable], start: int, periods: Iterable[int]) -> tuple[int, int]:
    """The period and the number of turns of what comes again and again from `start` on; of these `periods`, after which its place comes
    again, the one that reaches furthest."""
    best = (1, 1)
    for period in periods:
        last = len(places) - period
        same = start
        while same < last and places[same] == places[same + period]:
            same += 1
        turns = (same - start) // period + 1
        if turns >= TURNS and period * turns > best[0] * best[1]:
            best = period, turns
    return best


def merged(group: Sequence[tuple[Run, Scope | None]]) -> tuple[Run, Scope | None]:
    """What follows one another as one, which has no formula."""
    run = list(chain(*(each for each, _ in group)))
    return run, Scope("statement", "", run[0].index)
