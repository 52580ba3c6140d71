"""A cache that forgets what was not used for longest, once it holds too much; threads may share it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class BoundedCache(Generic[Key, Value]):
    """Values by key, of which the sizes add up to at most `bound`; each counts one unless `size` says how much.

    A value that alone would fill more than the half is not kept: it would push out what others need.
    """

    def __init__(self, bound: int, size: Callable[[Value], int] | None = None) -> None:
        self.bound, self.size = bound, size or one
        self.held: OrderedDict[Key, Value] = OrderedDict()
        self.total = 0
        self.lock = Lock()

    def __len__(self) -> int:
        return len(self.held)

    def __iter__(self) -> Iterator[Key]:
        """The keys, from the one that was not used for longest."""
        return iter(tuple(self.held))

    def get(self, key: Key) -> Value | None:
        with self.lock:
            if (value := self.held.get(key)) is not None:
                self.held.move_to_end(key)
            return value

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, unless it is too large."""
        if (size := self.size(value)) > self.bound / 2 and size > 1:
            return
        with self.lock:
            if (before := self.held.pop(key, None)) is not None:
                self.total -= self.size(before)
            self.held[key] = value
            self.total += size
            while self.total > self.bound:
                self.total -= self.size(self.held.popitem(last=False)[1])

    def clear(self) -> None:
        with self.lock:
            self.held.clear()
            self.total = 0


def one(_: object) -> int:
    return 1
