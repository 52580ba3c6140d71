"""Timing: several ways of doing one job, taken in turn, so that a busy moment of the machine falls on all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Act = Callable[[int], object]
"""Something done in a round; it is told which, so that it can make its question new."""


def nothing(_: int) -> None:
    """No preparation."""


@dataclass(frozen=True, slots=True)
class Job:
    """One way of doing the job: what is timed, and what sets the scene untimed."""

    run: Act
    before: Act = nothing


@dataclass(frozen=True, slots=True)
class Reading:
    """What one way took, in seconds: its median, and its fastest and slowest round."""

    median: float
    fastest: float
    slowest: float

    def __str__(self) -> str:
        low, middle, high = (f"{1000 * seconds:.1f}" for seconds in (self.fastest, self.median, self.slowest))
        return f"{middle:>8} ms   ({low} to {high})"


def compare(jobs: Mapping[str, Job], rounds: int, clock: Callable[[], float] = perf_counter) -> dict[str, Reading]:
    """Time each job `rounds` times, one after another in turn, after one round that does not count.

    For work that stays in this process `time.process_time` is the better clock: it stands still while others have the machine.
    """
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for round_ in range(rounds + 1):
        for name, job in jobs.items():
            job.before(round_)
            start = clock()
            job.run(round_)
            taken[name].append(clock() - start)
    counted = {name: seconds[1:] for name, seconds in taken.items()}
    return {name: Reading(median(seconds), min(seconds), max(seconds)) for name, seconds in counted.items()}


def ratio(of: Reading, to: Reading) -> str:
    """How the median `of` stands `to` another, in words."""
    factor = of.median / to.median
    return f"{1 / factor:.1f} times as fast" if factor < 1 else f"{factor:.1f} times as slow"
