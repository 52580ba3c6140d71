"""Where signs stand at a depth of brackets, looked up instead of searched for: a line of any length is walked once for all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from app.language.text.tokens import CLOSING, OPENING, Token

ANY_CLOSING = "closing"
"""What stands for the closing brackets together; no sign is spelled so."""


class Signs:
    """The places of the signs among some tokens; words in quotation marks are none."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.depths: list[int] = []
        self.places: dict[tuple[int, str], list[int]] = {}
        depth = 0
        for place, token in enumerate(tokens):
            self.depths.append(depth)
            if token.kind == "text":
                continue
            self.places.setdefault((depth, token.text), []).append(place)
            if token.text in CLOSING:
                self.places.setdefault((depth, ANY_CLOSING), []).append(place)
            depth += (token.text in OPENING) - (token.text in CLOSING)

    def following(self, place: int, text: str) -> int | None:
        """Where a sign stands from a place on, at its depth and in its bracket; None where it does not."""
        found = self.first(place, text)
        closed = self.first(place, ANY_CLOSING)
        return None if found is None or (closed is not None and found > closed) else found

    def first(self, place: int, text: str) -> int | None:
        """Where a sign stands at the depth of a place, from there on."""
        places = self.places.get((self.depths[place], text), []) if place < len(self.depths) else []
        index = bisect_left(places, place)
        return places[index] if index < len(places) else None
