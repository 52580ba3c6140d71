"""A queue in which clients take turns, however much one of them has put into it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """Items in order of arrival for each client, and one of each client in turn."""

    def __init__(self) -> None:
        self.lines: OrderedDict[str, OrderedDict[Item, None]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self.lines.values()))

    def put(self, client: str, item: Item) -> None:
        self.lines.setdefault(client, OrderedDict())[item] = None

    def take(self) -> Item:
        """The next item; its client's next turn comes after everybody else's. Raises KeyError where there is none."""
        client, line = self.lines.popitem(last=False)
        item, _ = line.popitem(last=False)
        if line:
            self.lines[client] = line
        return item

    def drop(self, client: str, item: Item) -> None:
        """Take an item out, where it still waits."""
        line = self.lines.get(client, OrderedDict())
        line.pop(item, None)
        if not line:
            self.lines.pop(client, None)
