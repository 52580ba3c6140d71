"""Sets that grow together: each member knows the set to which it belongs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, MutableMapping
from typing import TypeVar

Member = TypeVar("Member", bound=Hashable)


def unite(sets: MutableMapping[Member, set[Member]], keys: Iterable[Member]) -> None:
    """Make one set of those to which some members belong; the largest takes in the others, so that many joined one by one take n log n."""
    joined = {id(each): each for each in map(sets.__getitem__, keys)}
    whole = max(joined.values(), key=len, default=set[Member]())
    for each in joined.values():
        if each is not whole:
            whole |= each
            sets.update(dict.fromkeys(each, whole))
