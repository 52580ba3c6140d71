"""A cache that forgets what was not used for longest, once it holds too much."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class BoundedCache(Generic[Key, Value]):
    """Values by key, of which the sizes add up to at most `bound`; each counts one unless `size` says how much."""

    def __init__(self, bound: int, size: Callable[[Value], int] | None = None) -> None:
        self.bound, self.size = bound, size or one
        self.held: OrderedDict[Key, Value] = OrderedDict()
        self.total = 0

    def __len__(self) -> int:
        return len(self.held)

    def get(self, key: Key) -> Value | None:
        if (value := self.held.get(key)) is not None:
            self.held.move_to_end(key)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, where it fits at all."""
        if (size := self.size(value)) > self.bound:
            return
        if (before := self.held.pop(key, None)) is not None:
            self.total -= self.size(before)
        self.held[key] = value
        self.total += size
        while self.total > self.bound:
            self.total -= self.size(self.held.popitem(last=False)[1])


def one(_: object) -> int:
    return 1
