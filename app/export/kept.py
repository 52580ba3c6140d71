"""Answers kept by the very object that was asked about: figures share most of their labels and shapes from one drawing to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

MOST = 20_000


class Kept(Generic[Asked, Answer]):
    """A function of immutable objects with a memory. Objects count as the same if they are one, which costs no comparison."""

    def __init__(self, function: Callable[[Asked], Answer]) -> None:
        self.function = function
        self.answers: dict[int, tuple[Asked, Answer]] = {}

    def __call__(self, asked: Asked) -> Answer:
        # The entry holds the object too, so no other can come to have its identity while it is kept.
        found = self.answers.get(id(asked))
        if found is None:
            if len(self.answers) >= MOST:
                self.answers = {}
            found = self.answers[id(asked)] = (asked, self.function(asked))
        return found[1]
