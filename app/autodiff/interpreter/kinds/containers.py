"""Containers of Python beyond lists and dicts, and what finds the items of a dict."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from app.autodiff.interpreter.kinds.value_types import Class, Function, Instance, Key, Plain, Value
from app.autodiff.interpreter.kinds.views import View


def is_key(value: object) -> TypeGuard[Key]:
    """Whether an item of a dict may be found by a value: an object unless its class has an equality of its own, an array as its view."""
    if isinstance(value, tuple):
        return all(map(is_key, value))
    own = isinstance(value, Instance) and any("__eq__" in each.members for each in value.cls.lineage())
    return value is None or (isinstance(value, Plain | Class | Function | Instance | View) and not own)


def key_name(key: Key) -> str:
    """How the name of a dict's item goes on behind the dict's own; nothing for what objects find, which stays a constant."""
    if isinstance(key, tuple):
        parts = [key_name(each) for each in key]
        return ".".join(parts) if all(parts) else ""
    return str(key) if isinstance(key, Plain) else ""


class DefaultDict(dict["Key", "Value"]):
    """A dict that makes what is not there yet; without `make` it does not."""

    def __init__(self, make: Callable[[], Value] | None, items: dict[Key, Value]) -> None:
        super().__init__(items)
        self.make = make


class Counter(DefaultDict):
    """How often each of some items is there."""


class Deque(list["Value"]):
    """A list that keeps no more than `limit` items: what is added at one end pushes out what stands at the other."""

    def __init__(self, limit: int | None, items: list[Value]) -> None:
        super().__init__(items)
        self.limit = limit
        self.shorten()

    def shorten(self) -> None:
        """Forget the first items where there are too many."""
        if self.limit is not None:
            del self[: max(0, len(self) - self.limit)]

    def appendleft(self, item: Value) -> None:
        self.extendleft([item])

    def extendleft(self, items: list[Value]) -> None:
        self[:0] = reversed(items)
        if self.limit is not None:
            del self[self.limit :]

    def popleft(self) -> Value:
        return self.pop(0)

    def rotate(self, steps: int = 1) -> None:
        """So many items from the right end to the left."""
        first = -steps % len(self) if self else 0
        self[:] = self[first:] + self[:first]


class ItemIterator(list["Value"]):
    """What is gone through once, as generators, `map` and `zip` are: an item that has been `taken` is gone."""

    taken = False

    def rest(self) -> list[Value]:
        """All that is left, which is taken by that."""
        self.taken, found = True, list(self)
        self.clear()
        return found

    def first(self) -> Value:
        """The first item, which is taken by that. Raises IndexError where nothing is left."""
        self.taken = True
        return self.pop(0)


class ModuleList(list["Value"]):
    """`nn.ModuleList` and `nn.ParameterList`: what a list holds belongs to the module that has it, which is not so of a plain list."""


class ModuleDict(dict["Key", "Value"]):
    """`nn.ModuleDict` and `nn.ParameterDict`, likewise."""


class UniqueList(list["Value"]):
    """A set: each item once, in the order in which they came."""
