"""The numbers of PyTorch's generator on a CPU, which follow from `torch.manual_seed`.

A Mersenne Twister (Matsumoto & Nishimura 1998), seeded like NumPy's. Single precision takes the low 24 bits of one draw; normal
numbers are made by Box & Muller's transform (1958): sixteen at a time where there are so many, else in pairs of double precision.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BLOCK = 16
FOREIGN = frozenset("exponential poisson binomial choice gamma beta laplace".split())
"""What is drawn as NumPy does."""
UNSEEDED = 67280421310721
"""The seed of PyTorch's generators until they are given one."""


class TorchGenerator(np.random.RandomState):
    """PyTorch's uniform and normal numbers, whole numbers and permutations; all else is NumPy's, from the same seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed % 2**32)
        self.foreign = False
        """Whether numbers were drawn since it was asked last that are not PyTorch's."""
        self.spare: float | None = None
        """The second number of a pair that was drawn."""

    def reseed(self, seed: int) -> None:
        """Start again from another seed."""
        super().seed(seed % 2**32)
        self.spare = None

    def __getattribute__(self, name: str) -> object:
        if name in FOREIGN:
            self.foreign = True
        return super().__getattribute__(name)

    def raw(self, count: int) -> NDArray[np.uint64]:
        """So many draws of 32 bits."""
        return np.asarray(self._bit_generator.random_raw(count), dtype=np.uint64)

    def random_sample(self, size: object = None) -> Floats | float:  # type: ignore[override]
        """Uniform numbers in [0, 1), in single precision."""
        drawn = (self.raw(count_of(size)) & np.uint64(2**24 - 1)) / 2.0**24
        return shaped(drawn, size)

    def standard_normal(self, size: object = None) -> Floats | float:  # type: ignore[override]
        count = count_of(size)
        if count < BLOCK:
            return shaped(np.array([self.single_normal() for _ in range(count)]), size)
        drawn = np.asarray(self.random_sample(count))
        for start in range(0, count - BLOCK + 1, BLOCK):
            drawn[start : start + BLOCK] = transformed(drawn[start : start + BLOCK])
        if count % BLOCK:
            drawn[-BLOCK:] = transformed(np.asarray(self.random_sample(BLOCK)))
        return shaped(drawn, size)

    def single_normal(self) -> float:
        """One normal number, in double precision."""
        if self.spare is not None:
            found, self.spare = self.spare, None
            return found
        angle, radius = 2 * math.pi * self.double(), math.sqrt(-2 * math.log1p(-self.double()))
        self.spare = float(np.float32(radius * math.sin(angle)))
        return float(np.float32(radius * math.cos(angle)))

    def double(self) -> float:
        """A uniform number of 53 bits."""
        high, low = (int(each) for each in self.raw(2))
        return ((high << 32 | low) & (2**53 - 1)) / 2.0**53

    def randint(self, low: int, high: int, size: object = None) -> NDArray[np.int64] | int:  # type: ignore[override]
        drawn = low + (self.raw(count_of(size)) % np.uint64(high - low)).astype(int)
        return int(drawn[0]) if size is None else drawn.reshape(size)  # type: ignore[call-overload]

    def permutation(self, x: object) -> NDArray[np.generic]:  # type: ignore[override]
        """`torch.randperm(n)`: Fisher & Yates's shuffle."""
        order = np.arange(x) if isinstance(x, int) else np.array(x)
        for place, drawn in enumerate(self.raw(max(len(order) - 1, 0))):
            other = place + int(drawn) % (len(order) - place)
            order[[place, other]] = order[[other, place]]
        return order


def count_of(size: object) -> int:
    return 1 if size is None else int(np.prod(size))  # type: ignore[call-overload]


def shaped(drawn: Floats, size: object) -> Floats | float:
    return float(drawn[0]) if size is None else drawn.reshape(size)  # type: ignore[call-overload]


def transformed(uniform: Floats) -> Floats:
    """Box & Muller's transform of a block: the first half gives the radius, the second the angle."""
    half = BLOCK // 2
    radius, angle = np.sqrt(-2 * np.log(1 - uniform[:half])), 2 * math.pi * uniform[half:]
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])
