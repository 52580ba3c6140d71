"""The scale of an axis: where a value stands on it, and which values are marked."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TICKS = 5
"""About so many values are marked."""
DECADES = 7
"""So many powers of ten are marked on a logarithmic axis; of more every second, third …"""


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, which differ; on a logarithmic one both are above 0."""

    low: float
    high: float
    log: bool = False

    @classmethod
    def over(cls, values: NDArray[np.float64], spare: float = 0.05, *, log: bool = False) -> Scale:
        """The scale on which all finite values stand, with room at both ends; of a logarithmic one those above 0."""
        seen = values[np.isfinite(values) & ((values > 0) | (not log))]
        low, high = (float(seen.min()), float(seen.max())) if seen.size else (1.0, 1.0)
        if log:
            room = max((high / low) ** spare, 1.25)
            return cls(low / room, high * room, True)
        room = spare * (high - low) or max(abs(high), 1.0) / 2
        return cls(low - room, high + room)

    def spaced(self, count: int) -> NDArray[np.float64]:
        """So many values from end to end, at equal distances on the axis."""
        return (np.geomspace if self.log else np.linspace)(self.low, self.high, count)

    def share(self, value: float) -> float:
        """Where a value stands, from 0 to 1; nan for what has no place."""
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        return math.log(value / self.low) / math.log(self.high / self.low) if value > 0 else math.nan

    def ticks(self) -> list[float]:
        """Round values on it."""
        if self.log:
            first, last = math.floor(math.log10(self.low)), math.floor(math.log10(self.high))
            within = (1, 2, 5) if last - first <= 2 else (1,)
            powers = range(first, last + 1, 1 + (last - first) // DECADES)
            found = [float(f"{10.0**power * factor:.12g}") for power in powers for factor in within]
            if len(marked := [each for each in found if self.low <= each <= self.high]) > 1:
                return marked
        rough = (self.high - self.low) / TICKS
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
        count = range(math.ceil(self.low / step), math.floor(self.high / step) + 1)
        return [float(f"{step * number:.12g}") for number in count]
